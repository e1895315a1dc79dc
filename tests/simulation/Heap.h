// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace prohori {

/// Bytes that the whole program has from malloc now, of Qt, the fold and every library, but for what zstd works in, which is bounded by the largest
/// message. Cost: some microseconds.
qint64 heapBytes();

}  // namespace prohori
