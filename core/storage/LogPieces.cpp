// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/LogPieces.h"

#include "core/cases/Change.h"

#include <algorithm>

namespace prohori::logpieces {

namespace {

// Packing makes nothing longer by more than a little.
static_assert(kPieceBytes * kMostPieces > Change::kMaxBytes + Change::kMaxBytes / 8);

qsizetype sizeInRow(const QByteArray& packed)
{
    const qsizetype rest = packed.size() % kPieceBytes;
    return rest == 0 ? std::min(packed.size(), kPieceBytes) : rest;
}

}  // namespace

QByteArray inRow(const QByteArray& packed)
{
    return packed.first(sizeInRow(packed));
}

Result<> write(Connection& file, qint64 no, const QByteArray& packed)
{
    qint64 key = no * kMostPieces;
    for (qsizetype at = sizeInRow(packed); at < packed.size(); at += kPieceBytes) {
        const auto put = file.run(u"INSERT INTO log_piece (key, log, bytes) VALUES (?, ?, ?)",
                                  {key++, no, packed.sliced(at, kPieceBytes)});
        if (!put)
            return put;
    }
    return {};
}

Result<> remove(Connection& file, qint64 no)
{
    return file.run(u"DELETE FROM log_piece WHERE key >= ? AND key < ?",
                    {no * kMostPieces, (no + 1) * kMostPieces});
}

}  // namespace prohori::logpieces
