// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "core/storage/RecordEvidence.h"

#include <QList>

#include <optional>

namespace prohori {

/// What became of a change in the record.
enum class Counting {
    Counts,
    Waits,       ///< an earlier change or its writer is not here
    HeldBack,    ///< in quarantine
    Unreadable,  ///< its bytes are not those that were stored
};

/// What vouches for the time at which the hub had a change.
enum class ReceiptProof {
    Unsent,      ///< nothing: the hub has not got it, or has not said so
    ToldByHub,   ///< it came through the hub, whose answer was tested then and not kept
    Covered,     ///< a kept receipt, signed by a certified hub, over exactly this change at this time
    SignedOnly,  ///< a kept receipt signed by a certified hub; over which changes cannot be rebuilt here
    Forged,      ///< no certified hub has signed it, or at another time, or it is gone
};

/// What was found of one change.
struct ChangeProof {
    Counting counting = Counting::Counts;
    Refusal author = Refusal::
        None;  ///< what the signature and the certificates say: None, BadSignature, UnknownAuthor, WrongRole, Revoked
    bool altered = false;  ///< the row holds something else than was written
    ReceiptProof receipt = ReceiptProof::Unsent;
    bool hasUnknownItems = false;  ///< a newer program wrote something that this one cannot show

    bool isSignedRight() const
    {
        return counting != Counting::Unreadable
            && (author == Refusal::None || author == Refusal::Revoked || author == Refusal::WrongRole);
    }
};

/// Somebody who signed changes of the record, as certified.
struct AnnexWriter {
    QString name;
    Role role = Role::None;
    CertificateId certificate;
    QByteArray key;  ///< his public signing key
    int changes = 0;
    bool revoked = false;
};

/// The approval that stands, and whether it fits what it names.
struct AnnexApproval {
    ChangeId change;
    int number = 0;
    QString by;
    Role role = Role::None;
    Instant claimed;
    QByteArray signedHash;    ///< of the content, as the approval says
    QByteArray computedHash;  ///< of the content of the version it names, worked out now
    bool current = false;     ///< nothing in its scope was changed since

    bool fits() const { return !signedHash.isEmpty() && signedHash == computedHash; }
};

/// What was tested now, over the bytes that are stored, and what came of it.
struct AnnexProof {
    AuthorityInfo authority;
    int refusedStatements = 0;  ///< certificates in the file that are not what was accepted
    QList<AnnexWriter> writers;
    QList<StoredChain> chains;
    QStringList hubs;                ///< certified ones whose receipts are named
    std::optional<qint64> wholeLog;  ///< changes in the log; nothing where it is not what was written
    bool wasFolded = false;
    int differences = 0;  ///< between what the lists show and what the changes give
    int missingParents = 0;
    std::optional<AnnexApproval> approval;
    int sealedIdentities = 0, sealedOthers = 0;  ///< values that this print does not show
    QByteArray fingerprint;  ///< BLAKE2b-256 over the ids of all changes in the order of the annex
};

/// How one change stands up; the order of asking is that of the checks on arrival.
ChangeProof proveChange(const StoredRow& row, const RecordEvidence& evidence, bool counts);

/// The names of the hubs whose receipts are among the evidence.
QStringList hubsOf(const RecordEvidence& evidence);

}  // namespace prohori
