// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <initializer_list>

namespace prohori {

inline constexpr qsizetype kBlake2bBytes = 32;

/// The first `size` bytes, 32 at most, of the BLAKE2b-256 of some bytes one after the other. A case has a hundred of them made.
QByteArray blake2bOf(std::initializer_list<QByteArrayView> parts, qsizetype size = kBlake2bBytes);

}  // namespace prohori
