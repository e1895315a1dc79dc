// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Cbor.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/secrets/Crypto.h"

#include <QHash>
#include <QList>

#include <optional>

namespace prohori {

/// Who may read a field. The numbers are part of the record format.
enum class Tier : quint8 { Statistical = 0, Sensitive = 1, Identifying = 2 };

/// The two keys of one record. Either may be empty for a reader who got only one.
struct RecordKeys {
    SecretBytes sensitive;
    SecretBytes identifying;

    /// One key of chance, *identifying*, and the sensitive one derived from it: whoever may read names may read the rest.
    static RecordKeys make();
    const SecretBytes& of(Tier tier) const { return tier == Tier::Sensitive ? sensitive : identifying; }
    bool has(Tier tier) const { return tier == Tier::Statistical || !of(tier).isEmpty(); }
};

/// Somebody a record's keys are sealed to: an X25519 public key and what he gets.
struct KeyRecipient {
    QByteArray publicKey;
    bool identifying = true;  ///< false: the sensitive key only (national approvers)
};

/** The sealed keys as they travel in the change that creates a record: [ephemeral public key, [hint, sealed identifying key, hint, …], [hint,
    sealed sensitive key, …]], with the hint the first 8 bytes of BLAKE2b of a reader's public key, each key 32 + 16 bytes. A reader of names is in
    the second list only where the sensitive key is not derived from the other, as in records of format 1.

    Fails with Invalid for a public key that is none, or a key that is not held.
*/
Result<Cbor> sealRecordKeys(const RecordKeys& keys, const QList<KeyRecipient>& recipients);
/// What `mine` can open of it, also of format 1: an array of [hint, sealed box over sensitive ‖ identifying or sensitive alone]. Empty keys when
/// nothing is for him. Several wraps are joined.
RecordKeys openRecordKeys(const Cbor& sealed, const QList<BoxKey>& mine);

/** Equality tags of the sealed values of one record: 16 bytes, HMAC of the value's canonical text under the record's tag key of that tier
    (derived from the tier's key), bound to group, row and field. Equal values of one field of one row have equal tags,
    whoever wrote them; nothing else can be learnt from one without the key. Empty for Tier::Statistical and where the key of the tier is missing.

    Derives the key of each tier once: a key lies in guarded memory of its own, which costs more to be had than all else that is done with it here.
*/
class ValueTags {
public:
    /// `keys` must outlive it, and stay as they are.
    explicit ValueTags(const RecordKeys& keys) : m_keys(keys) {}
    QByteArray of(Tier tier, const QByteArray& fieldPath, const QByteArray& canonical);

private:
    const RecordKeys& m_keys;
    SecretBytes m_sensitive, m_identifying;
};

/** One box of a change: the sealed values of one tier, as bytes that end themselves (zeros that follow them mean nothing), filled up with zeros to
    32, 64, 128 … bytes. Associated data: record id, tier and `binding` (the paths of all items in it, in order), so a value moved to another record,
    row or field does not open. The nonce, its first 24 bytes, stands for record, tier, binding and content (sealByContent()).
*/
QByteArray sealBox(const RecordKeys& keys, Tier tier, const RecordId& record, const QByteArray& binding,
                   const QByteArray& plain);
/// The content with the zeros behind it.
Result<QByteArray> openBox(const RecordKeys& keys, Tier tier, const RecordId& record,
                           const QByteArray& binding, const QByteArray& sealed);
/// A box of a change of format 1: a nonce of chance, and before the content its length (4 bytes), which is taken off.
Result<QByteArray> openFirstBox(const RecordKeys& keys, Tier tier, const RecordId& record,
                                const QByteArray& binding, const QByteArray& sealed);

}  // namespace prohori
