// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

#include <QByteArray>

namespace prohori {

/// The zstd dictionary that bytes are packed with, by its id (core/cases/ChangeDictionary.h); 0 is none.
inline constexpr qint64 kNoDictionary = 0;
/// Stands in the place of a dictionary where the content was taken out: the row holds the id of the change before it, no frame.
inline constexpr qint64 kContentRemoved = 0xffffffff;

/// Bytes as they lie in a row, with the dictionary that reads them.
struct PackedBytes {
    qint64 dictionary = kNoDictionary;
    QByteArray bytes;
};

/// What of a change stands in other columns of its row, as it stands there: it is not packed once more. Not its record: a row that somebody moved to
/// another one still reads, and shows whose it is.
struct PackedBeside {
    QByteArray replica;
    QByteArray parents;  ///< joined
};

/** A change for its row of the log, with the newest dictionary that this program ships: its words and its random bytes are parted (ChangeSieve), the
    words packed with the dictionary, the random bytes put before them as they are. Where that does not give the change back bit for bit, it is one
    frame without a dictionary, as all rows of programs before this one are. Sifts, and restores once to be sure.
*/
PackedBytes packedChange(const Change& change);
/// The signed bytes. Damaged on anything that is not what packedChange() made, before more memory is taken than a change may have; NotFound (hint
/// "dictionary") where this program lacks the dictionary. Whether these are the bytes of the change its id tells.
Result<QByteArray> unpackedChange(const PackedBytes& packed, const PackedBeside& beside);

/// One zstd frame that tells its content's size, with the newest dictionary; the frame does not name it.
PackedBytes packed(const QByteArray& bytes);
/// Damaged on anything that is not exactly one whole frame of at most `maxBytes`, before memory is taken; NotFound (hint "dictionary") where this
/// program lacks the dictionary.
Result<QByteArray> unpacked(const PackedBytes& packed, qsizetype maxBytes);

}  // namespace prohori
