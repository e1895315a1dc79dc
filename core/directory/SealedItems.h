// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "core/secrets/RecordKeys.h"

#include <QHash>

namespace prohori {

/** Sealed values on their way into and out of a change.

    In a ChangeBody a sealed value is only its tag; the texts travel in `boxes`, one a tier: canonical CBOR array of the values in
    the order in which the sealed places of that tier occur in the items (set values; on- and off-options; remark, note, query, settle
    and act texts; field remarks). The box is bound to the record and to the paths of all these places, so nothing can be moved.

    The tag of a text is made of its canonical text, that of a number or boolean of its CBOR, that of an option of "option:" and its name.
    An act's comment has the field key {0, null, 0}.
*/
class ItemSealer {
public:
    /// `keys` must outlive it.
    ItemSealer(const RecordKeys& keys, const RecordId& record) : m_keys(keys), m_record(record) {}

    /// The sealed stand-in for a scalar; remembers it. Blank for a text that is empty in its canonical form. Refused (hint "no-key") when
    /// the key of that tier is missing, Invalid for Tier::Statistical or no scalar.
    Result<FieldValue> seal(Tier tier, const FieldKey& key, const Cbor& plain);
    Result<Cbor> sealOption(Tier tier, const FieldKey& key, const QString& option);
    /// Fills `body.boxes` from everything sealed so far; call once, when `body.items` is complete. Invalid when an item holds a tag that
    /// was not sealed here (nobody could ever read it), or when the texts are too long for one change.
    Result<> finish(ChangeBody& body) const;

private:
    Result<QByteArray> tagOf(Tier tier, const FieldKey& key, const QByteArray& canonical);

    const RecordKeys& m_keys;
    RecordId m_record;
    QHash<QByteArray, Cbor> m_plainByTag;  ///< tag with tier in front → value
};

/// All sealed values of a change that these keys open, by tag. A tier whose key is missing gives nothing. Refused when a key is there and
/// the box is forged or moved; Damaged when the box holds another value than the tag in the item says.
Result<QHash<QByteArray, Cbor>> openItems(const Change& change, const RecordKeys& keys);

/// Whether every tier with a sealed value in the items has its box, and no other has one. Needs no key.
bool hasAllBoxes(const ChangeBody& body);

}  // namespace prohori
