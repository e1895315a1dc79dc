// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "core/secrets/RecordKeys.h"

#include <QHash>

#include <optional>

namespace prohori {

/** What the change that creates a record sealed under tags that follow from its boxes, as far as the keys open it. Who writes the same value into
    the same field later gives it that tag again; so whoever opens a later change has to know it, too.
*/
class CreationTags {
public:
    CreationTags() = default;
    CreationTags(const Change& creation, const RecordKeys& keys);
    /// Empty for another value, or another field. `canonical` as the tag of it is made of.
    QByteArray tagOf(Tier tier, const FieldKey& key, const QByteArray& canonical) const;
    /// Why what was sealed cannot be read by this program, only by a later one.
    const std::optional<Error>& tooNew() const { return m_tooNew; }

private:
    QHash<QByteArray, QByteArray> m_tags;  ///< by tier, field and canonical value
    std::optional<Error> m_tooNew;
};

/// What a sealed value is: the answer to a field, or a text beside it (note, remark, comment …).
enum class SealedAs { Answer, Text };

/** Sealed values on their way into and out of a change.

    In a ChangeBody a sealed value is only its tag; the texts travel in `boxes`, one a tier: the values, packed (BoxPacking.h), in
    the order in which the sealed places of that tier occur in the items (set values; on- and off-options; remark, note, query, settle
    and act texts; field remarks). The box is bound to the record and to the paths of all these places, so nothing can be moved.

    What the change that creates a record sets gets the tag that follows from the box (ImpliedTags.h), and who writes the same value into
    the same field later gives it that tag again. Every other tag of a text is made of its canonical text, that of a number or boolean of its
    CBOR, that of an option of "option:" and its name. An act's comment has the field key {0, null, 0}.
*/
class ItemSealer {
public:
    /// `keys` must outlive it.
    ItemSealer(const RecordKeys& keys, const RecordId& record) : m_keys(keys), m_tags(keys), m_record(record)
    {}

    /// To be called before values of fields that `creation` may have set are sealed.
    void remember(const Change& creation) { m_remembered = CreationTags(creation, m_keys); }
    const CreationTags& remembered() const { return m_remembered; }
    /// The sealed stand-in for a scalar; remembers it. Blank for a text that is empty in its canonical form. Refused (hint "no-key") when
    /// the key of that tier is missing, Invalid for Tier::Statistical, no scalar or (hint "too-large") a text over Change::kMaxValueBytes.
    Result<FieldValue> seal(Tier tier, const FieldKey& key, const Cbor& plain,
                            SealedAs as = SealedAs::Answer);
    Result<Cbor> sealOption(Tier tier, const FieldKey& key, const QString& option);
    /// Fills `body.boxes` from everything sealed so far, and gives the items of a creation their tags; call once, when `body.items` is complete and
    /// `body.creation` set. Invalid when an item holds a tag that was not sealed here (nobody could ever read it), or when the texts are too
    /// long for one change.
    Result<> finish(ChangeBody& body) const;

private:
    Result<QByteArray> tagOf(Tier tier, const FieldKey& key, const QByteArray& canonical, SealedAs as);

    const RecordKeys& m_keys;
    ValueTags m_tags;
    RecordId m_record;
    QHash<QByteArray, Cbor> m_plainByTag;  ///< tag with tier in front → value
    CreationTags m_remembered;
};

/// All sealed values of a change that these keys open, by tag. A tier whose key is missing gives nothing. Refused when a key is there and
/// the box is forged or moved; Damaged when the box holds another value than the tag in the item says.
/// @param creation of the change that made the record, where `change` is a later one.
Result<QHash<QByteArray, Cbor>> openItems(const Change& change, const RecordKeys& keys,
                                          const CreationTags& creation = {});

/// The values of one box in their order, as they were packed; null where there is no box of that tier or no key.
Result<Cbor> boxValues(const Change& change, const RecordKeys& keys, Tier tier);

/// Whether every tier with a sealed value in the items has its box, and no other has one. Needs no key.
bool hasAllBoxes(const Change& change);

}  // namespace prohori
