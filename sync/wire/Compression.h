// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>

namespace prohori {

/// The largest window a sender may ask a receiver to keep, as a power of two (1 MiB).
inline constexpr int kMaxWindowLog = 20;
/// More output than this many times the input is taken for a bomb.
inline constexpr qsizetype kMaxExpansion = 200;

/// One zstd frame, level 3, with its size in the header.
QByteArray compress(const QByteArray& plain);

/** Streams one zstd frame open. Never holds more than `limit` and one window, whatever the header says.

    Fails with Invalid when the bytes are not exactly one whole frame, when the window is larger than kMaxWindowLog, and when
    the output passes `limit` or kMaxExpansion times the input.
*/
Result<QByteArray> decompress(const QByteArray& packed, qsizetype limit);

}  // namespace prohori
