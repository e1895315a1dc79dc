// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ImpliedTags.h"

#include "core/base/Blake2b.h"

#include <QSet>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace prohori {

namespace {

constexpr qsizetype kNonceBytes = 24;
constexpr qsizetype kRowBytes = RowId::kSize;

/// Goes through all tags that may be implied, each with the one that follows from its box: `visit(tag, implied)`, where `tag` is one of a value or an option.
template <typename Items, typename OnValue, typename OnOption>
void forEachTag(Items& items, const QMap<quint8, QByteArray>& boxes, OnValue&& onValue, OnOption&& onOption)
{
    for (auto& item : items) {
        if (auto* set = get_if<SetItem>(&item)) {
            if (set->value.isSealed())
                onValue(set->value, impliedTag(boxes.value(set->value.tier()), ImpliedFor::Set, set->key));
        } else if (auto* options = get_if<OptionItem>(&item); options && options->tier != 0) {
            const QByteArray box = boxes.value(options->tier);
            quint32 place = 0;
            for (auto* list : {&options->on, &options->off}) {
                for (auto& option : *list)
                    onOption(option, impliedTag(box, ImpliedFor::Option, options->key, place++));
            }
        }
    }
}

/// Whether what leaves out a tag is alone with its field: two values under one tag would be one to all who cannot read them. Also bounds the hashes.
bool isEachAlone(const QList<Item>& items)
{
    QSet<FieldKey> values, options;
    for (const Item& item : items) {
        if (const auto* set = get_if<SetItem>(&item); set && set->value.isSealed()) {
            if (set->value.isImplied() && values.contains(set->key))
                return false;
            values.insert(set->key);
        } else if (const auto* chosen = get_if<OptionItem>(&item); chosen && chosen->tier != 0) {
            const bool leavesOut = chosen->on.contains(Cbor()) || chosen->off.contains(Cbor());
            const bool isTooMany = chosen->on.size() + chosen->off.size() > kMostOptionsImplied;
            if (leavesOut && (isTooMany || options.contains(chosen->key)))
                return false;
            options.insert(chosen->key);
        }
    }
    return true;
}

bool leavesOutTags(const QList<Item>& items)
{
    return std::any_of(items.begin(), items.end(), [](const Item& item) {
        if (const auto* set = get_if<SetItem>(&item))
            return set->value.isImplied();
        const auto* options = get_if<OptionItem>(&item);
        const auto isNull = [](const Cbor& option) { return option.isNull(); };
        return options
            && (std::any_of(options->on.begin(), options->on.end(), isNull)
                || std::any_of(options->off.begin(), options->off.end(), isNull));
    });
}

}  // namespace

QByteArray impliedTag(const QByteArray& box, ImpliedFor kind, const FieldKey& key, quint32 place)
{
    if (!isTagBox(box))
        return {};
    std::array<char, kNonceBytes + 1 + kRowBytes + 3 * sizeof(quint32)> content{};
    char* at = std::copy_n(box.constData(), kNonceBytes, content.begin());
    *at++ = char(kind);
    qToBigEndian(key.group, at);
    at += sizeof(quint32);
    at = std::copy_n(key.row.view().data(), kRowBytes, at);
    qToBigEndian(key.field, at);
    at += sizeof(quint32);
    qToBigEndian(place, at);
    return blake2bOf({QByteArrayView(content.data(), content.size())}, FieldValue::kTagBytes);
}

bool isTagBox(const QByteArray& box)
{
    return box.size() >= kNonceBytes;
}

bool mayImplyTags(const ChangeBody& body)
{
    return body.format > 1 && body.creation && !body.boxes.isEmpty();
}

void takeImpliedTags(ChangeBody& body)
{
    if (!mayImplyTags(body))
        return;
    QSet<FieldKey> values, options;
    for (Item& item : body.items) {
        if (auto* set = get_if<SetItem>(&item); set && set->value.isSealed()) {
            const quint8 tier = set->value.tier();
            if (const QByteArray tag = impliedTag(body.boxes.value(tier), ImpliedFor::Set, set->key);
                !tag.isEmpty() && !values.contains(set->key))
                set->value = FieldValue::sealed(tier, tag);
            values.insert(set->key);
        } else if (auto* chosen = get_if<OptionItem>(&item); chosen && chosen->tier != 0) {
            const bool isFirst = !options.contains(chosen->key)
                              && chosen->on.size() + chosen->off.size() <= kMostOptionsImplied;
            quint32 place = 0;
            for (QList<Cbor>* list : {&chosen->on, &chosen->off}) {
                for (Cbor& option : *list) {
                    const QByteArray tag =
                        impliedTag(body.boxes.value(chosen->tier), ImpliedFor::Option, chosen->key, place++);
                    if (isFirst && !tag.isEmpty())
                        option = Cbor(tag);
                }
            }
            options.insert(chosen->key);
        }
    }
}

void implyTags(const ChangeBody& body, QList<Item>& items)
{
    if (!mayImplyTags(body))
        return;
    forEachTag(
        items, body.boxes,
        [](FieldValue& value, const QByteArray& implied) {
            if (value.tag() == implied)
                value = FieldValue::impliedly(value.tier());
        },
        [](Cbor& option, const QByteArray& implied) {
            if (option.isBytes() && option.toBytes() == implied)
                option = Cbor();
        });
}

bool resolveTags(ChangeBody& body)
{
    if (!mayImplyTags(body))
        return !leavesOutTags(body.items);
    bool isRight = isEachAlone(body.items);
    if (!isRight)
        return false;
    forEachTag(
        body.items, body.boxes,
        [&](FieldValue& value, const QByteArray& implied) {
            isRight = isRight && (implied.isEmpty() ? !value.isImplied() : value.tag() != implied);
            if (value.isImplied())
                value = FieldValue::sealed(value.tier(), implied);
        },
        [&](Cbor& option, const QByteArray& implied) {
            isRight = isRight && (implied.isEmpty() ? !option.isNull() : option.toBytes() != implied);
            if (option.isNull())
                option = Cbor(implied);
        });
    return isRight && !leavesOutTags(body.items);
}

}  // namespace prohori
