// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>

namespace prohori {

/// The zstd dictionary that rows are packed with, by id; 0 is none, the only one there is yet. Dictionaries
/// are kept for ever.
inline constexpr int kNoDictionary = 0;
/// Stands in the place of a dictionary where the content was taken out: the row holds the id of the change before it, no frame.
inline constexpr qint64 kContentRemoved = 0xffffffff;

/// One zstd frame that tells its content's size.
QByteArray packed(const QByteArray& bytes);
/// Fails with Damaged on anything that is not exactly one whole frame of at most `maxBytes`, before memory is
/// taken.
Result<QByteArray> unpacked(const QByteArray& frame, qsizetype maxBytes);

}  // namespace prohori
