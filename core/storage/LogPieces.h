// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of core/storage only: how the packed bytes of a change are laid out in the file.
#pragma once

#include "core/sql/Connection.h"

#include <QByteArray>

namespace prohori::logpieces {

/** Pages of a store have 4,016 bytes for rows. A case packs into some 2.4 KB: as one row it has a page of its own, and a third of that is lost.
    So what is more than one piece goes into table log_piece, in whole pieces of which six fill a page; the rest, one piece or less, stays in the row,
    whose notes grow with the hub's answers. Larger pages would lose less, too, but VACUUM INTO of SQLCipher 4.6 makes a copy that nobody can
    read when the pages are not of its default size: every backup.
*/
inline constexpr qsizetype kPieceBytes = 648;
/// The key of a piece: the number of its row times this, and its place.
inline constexpr qint64 kMostPieces = 512;

/// What stands in the row itself: all of it where it is one piece or less. Never nothing.
QByteArray inRow(const QByteArray& packed);
/// Writes what does not stand in the row.
Result<> write(Connection& file, qint64 no, const QByteArray& packed);
Result<> remove(Connection& file, qint64 no);

}  // namespace prohori::logpieces
