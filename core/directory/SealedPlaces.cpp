// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/SealedPlaces.h"

namespace prohori {

namespace {

struct Collector {
    std::vector<SealedPlace> places;

    void value(const FieldKey& key, const FieldValue& value, bool isSet = false)
    {
        if (value.isSealed())
            places.push_back({static_cast<Tier>(value.tier()), key, value.tag(), false, isSet, 0});
    }

    void operator()(const SetItem& item) { value(item.key, item.value, true); }
    void operator()(const OptionItem& item)
    {
        if (item.tier == 0)
            return;
        quint32 place = 0;
        for (const QList<Cbor>* options : {&item.on, &item.off}) {
            for (const Cbor& option : *options)
                places.push_back(
                    {static_cast<Tier>(item.tier), item.key, option.toBytes(), true, false, place++});
        }
    }
    void operator()(const RemarkItem& item) { value(item.key, item.text); }
    void operator()(const SettleItem& item) { value(item.key, item.reason); }
    void operator()(const NoteItem& item) { value(item.key, item.text); }
    void operator()(const QueryItem& item) { value(item.key, item.text); }
    void operator()(const ActItem& item)
    {
        value({}, item.comment);
        for (const FieldRemark& remark : item.remarks)
            value(remark.key, remark.text);
    }
    void operator()(const AddRowItem&) {}
    void operator()(const RemoveRowItem&) {}
    void operator()(const AttachItem& item) { value(item.key, item.details); }
    void operator()(const MoveItem& item) { value({}, item.note); }
    void operator()(const HandoverItem& item) { value({}, item.note); }
    void operator()(const UnknownItem&) {}
};

}  // namespace

std::vector<SealedPlace> sealedPlaces(const QList<Item>& items)
{
    Collector collector;
    for (const Item& item : items)
        visit(collector, item);
    return std::move(collector.places);
}

}  // namespace prohori
