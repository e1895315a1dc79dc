// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ItemScan.h"

#include "core/base/NearlySorted.h"
#include "core/base/PlantedFault.h"

#include <algorithm>

namespace prohori {

namespace {

const FieldValue& flagValue(bool on)
{
    static const FieldValue kOn = FieldValue::plain(Cbor(true));
    static const FieldValue kOff = FieldValue::plain(Cbor(false));
    return on ? kOn : kOff;
}

bool isBefore(const RawWrite& a, const RawWrite& b)
{
    const auto order = a.key <=> b.key;
    return order != 0 ? order < 0 : a.place < b.place;
}

bool settlesExistence(const SettleItem& settle)
{
    return settle.key.field == 0 && settle.mergeGroup.isEmpty() && settle.option.isNull();
}

/// The row that an item writes into, nothing for items that write no content.
std::optional<RowId> touchedRow(const Item& item)
{
    if (const auto* set = get_if<SetItem>(&item))
        return set->key.row;
    if (const auto* options = get_if<OptionItem>(&item))
        return options->key.row;
    if (const auto* remark = get_if<RemarkItem>(&item))
        return remark->key.row;
    if (const auto* row = get_if<AddRowItem>(&item))
        return row->parent;
    if (const auto* attachment = get_if<AttachItem>(&item))
        return attachment->key.row;
    if (const auto* settle = get_if<SettleItem>(&item))
        return settlesExistence(*settle) ? std::nullopt : std::optional(settle->key.row);
    return holds_alternative<ActItem>(item) ? std::optional(RowId()) : std::nullopt;
}

}  // namespace

ItemScan::ItemScan(const FoldView& view, FoldedContent& out) : m_view(view), m_out(out)
{
    m_out.edits.resize(std::size_t(view.size()));
    findMergeGroups();
    std::size_t items = 0;
    for (int place = 0; place < view.size(); ++place)
        items += std::size_t(view.at(place).body().items.size());
    m_writes.reserve(items);
    m_touched.resize(std::size_t(view.size()));
    for (int place = 0; place < view.size(); ++place)
        scan(place);
    sortWrites();
    finishQueries();
    finishAttachments();
}

/// By places in the list: moving a write costs more than comparing two.
void ItemScan::sortWrites()
{
    const auto order = sortedPlaces(m_writes.size(), [this](std::size_t a, std::size_t b) {
        return isBefore(m_writes[a], m_writes[b]);
    });
    std::vector<RawWrite> sorted;
    sorted.reserve(m_writes.size());
    for (const std::size_t at : order)
        sorted.push_back(std::move(m_writes[at]));
    m_writes = std::move(sorted);
}

void ItemScan::findMergeGroups()
{
    for (int place = 0; place < m_view.size(); ++place) {
        for (const Item& item : m_view.at(place).body().items) {
            const auto* set = get_if<SetItem>(&item);
            if (!set || set->mergeGroup.isEmpty())
                continue;
            const auto known = m_mergeGroups.constFind(set->key);
            if (known == m_mergeGroups.constEnd()) {
                m_mergeGroups.insert(set->key, set->mergeGroup);
            } else if (*known != set->mergeGroup) {
                const QString one = mergeGroupRoot(set->key.group, set->key.row, *known);
                const QString other = mergeGroupRoot(set->key.group, set->key.row, set->mergeGroup);
                const FieldKey place0{set->key.group, set->key.row, 0};
                if (one != other)
                    m_sameGroup.insert({place0, std::max(one, other)}, std::min(one, other));
            }
        }
    }
}

QString ItemScan::mergeGroupRoot(quint32 group, const RowId& row, QString name) const
{
    while (!m_sameGroup.isEmpty()) {
        const auto smaller = m_sameGroup.constFind({FieldKey{group, row, 0}, name});
        if (smaller == m_sameGroup.constEnd())
            break;
        name = *smaller;
    }
    return name;
}

RegisterKey ItemScan::valueRegister(const FieldKey& key, const QString& mergeGroup) const
{
    const QString name =
        !mergeGroup.isEmpty() || m_mergeGroups.isEmpty() ? mergeGroup : m_mergeGroups.value(key);
    if (name.isEmpty() || plantedFault(5))
        return {key.group, key.row, key.field, {}, {}};
    return {key.group, key.row, 0, mergeGroupRoot(key.group, key.row, name), {}};
}

RegisterKey ItemScan::existenceKey(quint32 group, const RowId& row) const
{
    return {row.isNull() ? 0 : m_rowGroups.value(row, group), row, 0, {}, {}};
}

void ItemScan::scan(int place)
{
    const Change& change = m_view.at(place);
    int number = 0;
    for (const Item& item : change.body().items) {
        if (const auto* set = get_if<SetItem>(&item))
            scanValue(place, *set);
        else if (const auto* options = get_if<OptionItem>(&item))
            scanOptions(place, *options);
        else if (const auto* remark = get_if<RemarkItem>(&item))
            m_out.state.remarks[remark->key].append({change.id(), number, remark->key, remark->text});
        else if (const auto* added = get_if<AddRowItem>(&item))
            scanRow(place, *added);
        else if (const auto* removed = get_if<RemoveRowItem>(&item)) {
            m_removed.insert(removed->row, removed->group);
            touchScopes(place, removed->group, 0);
        } else if (const auto* settle = get_if<SettleItem>(&item))
            scanSettle(place, *settle);
        else if (const auto* attachment = get_if<AttachItem>(&item))
            scanAttachment(place, *attachment);
        else if (const auto* note = get_if<NoteItem>(&item))
            m_out.state.notes.append({change.id(), number, note->key, note->text});
        else if (const auto* query = get_if<QueryItem>(&item))
            scanQuery(place, number, *query);
        ++number;
    }
}

void ItemScan::scanValue(int place, const SetItem& item)
{
    m_writes.push_back(
        {valueRegister(item.key, item.mergeGroup), place, item.key.field, &item.value, nullptr, 0});
    touchScopes(place, item.key.group, item.key.field);
}

void ItemScan::scanOptions(int place, const OptionItem& item)
{
    const FieldKey& key = item.key;
    const auto write = [&](const Cbor& option, bool on) {
        m_writes.push_back({{key.group, key.row, key.field, {}, option.encode()},
                            place,
                            key.field,
                            &flagValue(on),
                            nullptr,
                            item.tier});
    };
    for (const Cbor& option : item.off)
        write(option, false);
    for (const Cbor& option : item.on)
        write(option, true);
    touchScopes(place, key.group, key.field);
}

void ItemScan::scanSettle(int place, const SettleItem& item)
{
    const FieldKey& key = item.key;
    touchScopes(place, key.group, key.field);
    if (!item.option.isNull()) {
        m_writes.push_back(
            {{key.group, key.row, key.field, {}, item.option.encode()}, place, key.field, nullptr, &item, 0});
    } else if (!settlesExistence(item)) {
        m_writes.push_back({valueRegister(key, item.mergeGroup), place, key.field, nullptr, &item, 0});
    }
}

void ItemScan::scanRow(int place, const AddRowItem& item)
{
    touchScopes(place, item.group, 0);
    if (item.row.isNull() || m_rowGroups.contains(item.row))
        return;
    m_rowGroups.insert(item.row, item.group);
    m_parents.insert(item.row, item.parent);
    FoldedRow row;
    row.group = item.group;
    row.row = item.row;
    row.parent = item.parent;
    row.addedBy = m_view.id(place);
    m_out.state.rows.append(row);
}

void ItemScan::scanQuery(int place, int number, const QueryItem& item)
{
    m_queries[item.query].push_back({place, item.step});
    auto& queries = m_out.state.queries;
    auto at = std::find_if(queries.begin(), queries.end(),
                           [&](const FoldedQuery& known) { return known.query == item.query; });
    if (at == queries.end()) {
        queries.append({item.query, item.key, item.step, {}});
        at = queries.end() - 1;
    }
    at->texts.append({m_view.id(place), number, item.key, item.text});
}

void ItemScan::scanAttachment(int place, const AttachItem& item)
{
    touchScopes(place, item.key.group, item.key.field);
    m_attachments.emplace_back(place, item);
}

void ItemScan::touchScopes(int place, quint32 group, quint32 field)
{
    m_out.edits[std::size_t(place)] = true;
    const QString& version = m_view.at(place).body().formVersion;
    for (const ApprovalScope* scope : m_scopes) {
        // A change has one version: what its first item in the scope did, the others do not do again.
        if (m_touched[std::size_t(place)] == scope || !scope->covers(group, field))
            continue;
        m_touched[std::size_t(place)] = scope;
        QString& highest = m_out.state.scoped[scope->id].formVersion;
        if (highest != version && isLowerVersion(highest, version))
            highest = version;
    }
}

/// A question is closed when every last word on it is: an answer beside a closing keeps it open.
void ItemScan::finishQueries()
{
    for (FoldedQuery& query : m_out.state.queries) {
        const auto& steps = m_queries[query.query];
        bool answered = false;
        bool open = false;
        for (const auto& step : steps) {
            const bool superseded = std::any_of(steps.begin(), steps.end(), [&](const QueryStepAt& later) {
                return m_view.isBefore(step.place, later.place)
                    || (step.place == later.place && &step < &later);
            });
            answered |= !superseded && step.step == QueryStep::Answer;
            open |= !superseded && step.step == QueryStep::Open;
        }
        query.step = answered ? QueryStep::Answer : open ? QueryStep::Open : QueryStep::Close;
    }
}

/// An attachment replaces those of its field that its author knew. Concurrent ones stay side by side.
void ItemScan::finishAttachments()
{
    for (const auto& [place, item] : m_attachments) {
        const bool replaced =
            std::any_of(m_attachments.begin(), m_attachments.end(),
                        [&, at = place, key = item.key](const auto& other) {
                            return other.second.key == key && m_view.isBefore(at, other.first);
                        });
        auto& list = m_out.state.attachments;
        const bool known =
            std::any_of(list.begin(), list.end(), [&, wanted = &item](const AttachItem& other) {
                return other.key == wanted->key && other.contentHash == wanted->contentHash;
            });
        if (!replaced && !known)
            list.append(item);
    }
}

std::map<RegisterKey, std::vector<RawWrite>> ItemScan::existenceWrites() const
{
    std::map<RegisterKey, std::vector<RawWrite>> writes;
    if (m_removed.isEmpty())
        return writes;
    for (int place = 0; place < m_view.size(); ++place) {
        const auto write = [&](quint32 group, const RowId& row, const FieldValue* value,
                               const SettleItem* settle) {
            const RegisterKey key = existenceKey(group, row);
            writes[key].push_back({key, place, 0, value, settle, 0});
        };
        QSet<RowId>
            seen;  // what a change says of a row outright counts, not what it writes into it beside that
        const auto& items = m_view.at(place).body().items;
        for (const Item& item : items) {
            if (const auto* added = get_if<AddRowItem>(&item); added && m_removed.contains(added->row)) {
                write(added->group, added->row, &flagValue(true), nullptr);
                seen.insert(added->row);
            } else if (const auto* removed = get_if<RemoveRowItem>(&item)) {
                write(removed->group, removed->row, &flagValue(false), nullptr);
                seen.insert(removed->row);
            } else if (const auto* settle = get_if<SettleItem>(&item);
                       settle && settlesExistence(*settle) && m_removed.contains(settle->key.row)) {
                write(settle->key.group, settle->key.row, nullptr, settle);
                seen.insert(settle->key.row);
            }
        }
        // A row lives through everything that is written into it or into a row below it, up to the record.
        QSet<RowId> walked;
        for (const Item& item : items) {
            auto row = touchedRow(item);
            while (row && !walked.contains(*row)) {
                walked.insert(*row);
                if (m_removed.contains(*row) && !seen.contains(*row))
                    write(m_removed.value(*row), *row, &flagValue(true), nullptr);
                row = row->isNull() ? std::nullopt : std::optional(parentOf(*row));
            }
        }
    }
    return writes;
}

}  // namespace prohori
