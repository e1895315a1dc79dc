// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

namespace prohori {

/// The keys of a change: part of the record format, never reused. RECORD.md says what stands under each.
enum ChangeKey : qint64 {
    kFormat = 0,
    kReplica,
    kCounter,
    kPrev,
    kAuthor,
    kPerson,
    kRole,
    kRecordKind,
    kRecord,
    kClaimed,
    kFormVersion,
    kCreation,
    kParents,
    kRows,
    kItems,
    kBoxes,
    kExtraKeys,
    kKeysEnd,
};

/// Reads signed bytes back into what was encoded; see Change::decode. Inside core/cases only.
Result<ChangeBody> decodeBody(const QByteArray& signedBytes);
/// A change of plain items that were walked over and not made.
struct SkimmedBody {
    ChangeBody cover;  ///< without them
    PlainItems items;
};
/// Nothing for all that decodeBody() refuses, and for what it takes and is unusual: the items are not plain, or some tag of a creation is spelled.
std::optional<SkimmedBody> skimBody(const QByteArray& signedBytes);
/// The same as decodeBody(), always by way of a Cbor: the long way that decodeBody() goes with what is unusual, and must agree with in all else. Twice its cost.
Result<ChangeBody> decodeBodyByValue(const QByteArray& signedBytes);

}  // namespace prohori
