// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>

namespace prohori {

/// The largest window a sender may ask a receiver to keep, as a power of two (1 MiB).
inline constexpr int kMaxWindowLog = 20;
/// More output than this many times the input is taken for a bomb.
inline constexpr qsizetype kMaxExpansion = 200;

/// Quick is some 6 % larger and half the work: on lines that carry a megabyte or two a second it is there sooner.
enum class Effort { Usual, Quick };
/// One zstd frame with its size in the header: level 3, or with a dictionary (ChangeDictionary.h), which must be here, level 6, quick level 3. The
/// frame itself does not name it.
QByteArray compress(const QByteArray& plain, quint32 dictionary = 0, Effort effort = Effort::Usual);

/** Streams one zstd frame open. Never holds more than `limit` and one window, whatever the header says.

    Fails with Invalid when the bytes are not exactly one whole frame, when the window is larger than kMaxWindowLog, and when
    the output passes `limit` or kMaxExpansion times the input; with NotFound for a dictionary that is not here.
*/
Result<QByteArray> decompress(const QByteArray& packed, qsizetype limit, quint32 dictionary = 0);

/// To be kept on a disk: with the latest dictionary of changes, which the frame names, at a level that costs little.
QByteArray compressToKeep(const QByteArray& plain);
/// What compressToKeep() gave, or compress() without a dictionary. As decompress().
Result<QByteArray> decompressKept(const QByteArray& packed, qsizetype limit);
/// Whether it names a dictionary that is not here.
bool lacksDictionary(const QByteArray& kept);

/// A dictionary of at most `size` bytes for what looks like the samples. The same samples give the same bytes, with the same version of zstd.
/// Invalid for too few of them.
Result<QByteArray> trainDictionary(const QList<QByteArray>& samples, qsizetype size);

}  // namespace prohori
