// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <initializer_list>

namespace prohori {

/// The first `size` bytes of the BLAKE2b-256 of some bytes one after the other. For those who make a hundred for one case: without a hasher made anew for each.
QByteArray blake2bOf(std::initializer_list<QByteArrayView> parts, qsizetype size = 32);

}  // namespace prohori
