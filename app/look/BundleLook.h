// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

namespace prohori {

/// Reads a bundle to its end as its receiver would: the key of the file and then the bundle, from `in`. Its hash; empty for a bad one: what is wrong
/// with it is told by who reads it next (sync/wire/BundleTaste.h).
QByteArray lookAtBundle(QIODevice& in);

}  // namespace prohori
