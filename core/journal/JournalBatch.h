// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Cbor.h"
#include "core/base/Result.h"
#include "core/journal/JournalLine.h"
#include "core/secrets/Crypto.h"

#include <QList>

namespace prohori {

/** A run of lines of one replica's journal, signed by the replica's key: what goes to the hub and from there to the auditor. It stands alone:
    whoever has it and the replica's certificate can prove what the station said.

    Signed is, in context *request*, the canonical CBOR array ["journal", replica, first line, link before, number of lines, link after].
    The links are those of JournalLine.h, so the signature covers every line and everything before it.
*/
struct JournalBatch {
    static constexpr qsizetype kMostLines = 200;

    ReplicaId replica;
    QByteArray before;         ///< link of the line before the first: 32 bytes
    QList<JournalLine> lines;  ///< 1 to kMostLines, numbered without a hole
    QByteArray signature;

    quint64 first() const { return lines.first().no; }
    quint64 last() const { return lines.last().no; }
    /// Link of line `no`, or of the line before the first. Cost: one hash a line up to there.
    QByteArray linkAt(quint64 no) const;
    QByteArray after() const { return linkAt(last()); }

    void sign(const SigningKey& replicaKey);
    bool isSignedBy(const QByteArray& replicaKey) const;

    /// [first, before, lines, signature]; a line is [at, person, event, record, code], the first `at` in full and each further one as the difference
    /// to that before, record null where there is none, and what is empty at its end left out. The replica is not in it.
    Cbor toCbor() const;
    /// Invalid for everything that toCbor() does not write.
    static Result<JournalBatch> fromCbor(const ReplicaId& replica, const Cbor& value);
};

/// The feed that an auditor reads instead of cases: runs of lines of all stations, in the order in which the hub took them.
inline const QString kJournalFeed = QStringLiteral("journal");

}  // namespace prohori
