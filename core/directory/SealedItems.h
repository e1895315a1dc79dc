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
*/
class ItemSealer {
public:
    ItemSealer(const RecordKeys& keys, const RecordId& record) : m_keys(keys), m_record(record) {}

    /// The sealed stand-in for a text value; remembers the text. Refused when the key of that tier is missing.
    Result<FieldValue> seal(Tier tier, const FieldKey& key, const Cbor& plain);
    Result<Cbor> sealOption(Tier tier, const FieldKey& key, const QString& option);
    /// Fills `body.boxes` from everything sealed so far; call once, when `body.items` is complete.
    Result<> finish(ChangeBody& body) const;

private:
    const RecordKeys& m_keys;
    RecordId m_record;
    QHash<QByteArray, Cbor> m_plainByTag;  ///< tag with tier in front → value
};

/// All sealed texts of a change that these keys open, by tag. A box that does not open gives nothing: Refused only when a key is there
/// and the box is forged. A value whose recomputed tag differs from the one in the item is left out (and the result says Damaged).
Result<QHash<QByteArray, Cbor>> openItems(const Change& change, const RecordKeys& keys);

}  // namespace prohori
