// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QString>

namespace prohori {

/// The size of one copy; the file is two of them, A at 0 and B right behind.
inline constexpr qsizetype kHeaderCopyBytes = 64 * 1024;

/// One copy of a header: a sequence number that grows with each state, and its body.
struct HeaderCopy {
    quint64 sequence = 0;
    QByteArray body;
    bool operator==(const HeaderCopy&) const = default;
};

/** One copy as exactly kHeaderCopyBytes: "PRHK", version (u16), sequence (u64), body length (u32), body,
    zeros, and BLAKE2b-256 over all that stands before it; big-endian. So no bit of a copy can change unnoticed.
    Fails with Refused when the body has no room.
*/
Result<QByteArray> encodeHeaderCopy(const HeaderCopy& copy);
/// Fails with Damaged, or with TooNew when a later version of the program wrote it whole.
Result<HeaderCopy> decodeHeaderCopy(const QByteArray& bytes);

/** A small file that survives a kill or a bad sector at any moment, because it holds its state twice.

    A new state goes to the older (or damaged) copy first and is synced: from then on it counts. Then the other
    copy gets the same state, so that nothing older stays readable. Readers and writers exclude each other by
    an advisory lock. The file is 0600; symbolic links are not followed. Blocking.
*/
class HeaderFile {
public:
    explicit HeaderFile(QString path) : m_path(std::move(path)) {}

    /** The whole copy with the higher sequence. Where a write was cut off, or one copy is damaged, the other is
        brought to the same state on the way, as far as the file can be written.
        Fails with NotFound, Damaged (no copy is whole), TooNew, Storage.
    */
    Result<HeaderCopy> read() const;

    /// Makes the file with `first` in both copies: either wholly or not at all. Conflict when it exists.
    Result<> create(const HeaderCopy& first) const;

    /** Replaces state `before` by `body` under the next sequence. Fails with Conflict when the file holds another
        state by now, NotFound when there is none, and Storage; there the hint "one-copy-only" says that the new
        state counts already, but the other copy still has the old one (the next read or write brings it up).
    */
    Result<> replace(quint64 before, const QByteArray& body) const;

private:
    QString m_path;
};

}  // namespace prohori
