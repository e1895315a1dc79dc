// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ContentFold.h"

#include "core/base/PlantedFault.h"
#include "core/cases/ItemScan.h"
#include "core/cases/MoveFold.h"
#include "core/cases/RegisterFold.h"

#include <algorithm>

namespace prohori {

namespace {

using RunBegin = std::vector<RawWrite>::iterator;

/// Puts the items of one register together: one write a change, of a field that it wrote twice the last.
std::vector<RegisterWrite> joined(RunBegin from, RunBegin to)
{
    std::vector<RegisterWrite> writes;
    for (auto at = from; at != to; ++at) {
        if (writes.empty() || writes.back().place != at->place) {
            writes.emplace_back();
            writes.back().place = at->place;
        }
        RegisterWrite& write = writes.back();
        if (at->settle)
            write.settle = at->settle;
        if (at->value) {
            write.value.insert(at->field, *at->value);
            write.hasValue = true;
            write.tier = at->tier;
        }
    }
    return writes;
}

/// Nothing but values, and all of one change.
bool isOfOneChange(RunBegin from, RunBegin to)
{
    return std::all_of(from, to, [&](const RawWrite& write) {
        return write.place == from->place && write.value && !write.settle;
    });
}

class ContentFolder {
public:
    explicit ContentFolder(const FoldView& view) : m_view(view), m_scan(view, m_out), m_state(m_out.state) {}

    FoldedContent fold()
    {
        foldHeader();
        foldMoves(m_view, m_state);
        for (auto& [key, raw] : m_scan.existenceWrites())
            foldExistence(key, raw);
        hideRows();
        foldRegisters();
        dropHidden();
        std::sort(m_state.conflicts.begin(), m_state.conflicts.end(),
                  [](const Conflict& a, const Conflict& b) { return a.key < b.key; });
        for (const FoldedRow& row : m_state.rows) {
            if (!row.removed)
                countAuthors(row.group, {0}, {*m_view.placeOf(row.addedBy)}, {*m_view.placeOf(row.addedBy)});
        }
        for (const AttachItem& attachment : m_state.attachments)
            countAttacher(attachment);
        finishFacts();
        return std::move(m_out);
    }

private:
    void foldHeader();
    void foldExistence(const RegisterKey& key, std::vector<RawWrite>& raw);
    void hideRows();
    void foldRegisters();
    void foldOne(const RegisterKey& key, const RawWrite& write);
    void foldGroup(const RegisterKey& key, RunBegin from, RunBegin to);
    const QList<ChangeId>& writerAt(int place);
    void place(const RegisterKey& key, const RegisterOutcome& outcome);
    void placeFields(const RegisterKey& key, const RegisterOutcome& outcome);
    void placeOption(const RegisterKey& key, const RegisterOutcome& outcome);
    void addConflict(const RegisterKey& key, const RegisterOutcome& outcome);
    void dropHidden();
    void countAuthors(quint32 group, const QList<quint32>& fields, const std::vector<int>& places,
                      const std::vector<int>& origins);
    void countAuthor(quint32 group, quint32 field, int place);
    void addAuthor(ScopedFacts& facts, int origin);
    void countAttacher(const AttachItem& attachment);
    void finishFacts();

    const FoldView& m_view;
    const QList<const ApprovalScope*> m_scopes = allApprovalScopes();
    FoldedContent m_out;
    ItemScan m_scan;
    RecordState& m_state;
    QHash<RowId, QString> m_gone;                        ///< rows whose own removal stands, with the reason
    std::vector<FieldMap<FoldedValue>::Entry> m_fields;  ///< of the state, as the registers give them
    QSet<RowId> m_hidden;                                ///< these and all rows below them
    std::vector<QList<ChangeId>>
        m_writers;  ///< by place, of what one change alone wrote: all its values share it
    std::vector<const ApprovalScope*>
        m_counted;  ///< by place: the scope that its author was counted for last
};

void ContentFolder::foldHeader()
{
    m_state.changeCount = m_view.size();
    for (int at = 0; at < m_view.size(); ++at) {
        const ChangeBody& body = m_view.at(at).body();
        if (at == 0) {
            m_state.record = body.record;
            m_state.kind = body.recordKind;
            m_state.creator = body.person;
            m_state.created = body.claimed;
            m_state.lastClaimed = body.claimed;
            m_state.formVersion = body.formVersion;
            if (body.creation) {
                m_state.formId = body.creation->formId;
                m_state.homeScope = body.creation->homeScope;
                m_state.localRef = body.creation->localRef;
                m_state.sealedKeys = body.creation->sealedKeys;
            }
        }
        m_state.lastClaimed = std::max(m_state.lastClaimed, body.claimed);
        if (m_state.formVersion != body.formVersion && isLowerVersion(m_state.formVersion, body.formVersion))
            m_state.formVersion = body.formVersion;
        if (!body.extraKeys.isNull() && !m_state.extraKeys.contains(body.extraKeys))
            m_state.extraKeys.append(body.extraKeys);
        if (body.creation) {
            for (const ApprovalScope* scope : m_scopes)
                m_state.scoped[scope->id].authors.append(body.person);
        }
    }
}

void ContentFolder::foldExistence(const RegisterKey& key, std::vector<RawWrite>& raw)
{
    const auto outcome = foldRegister(m_view, key, joined(raw.begin(), raw.end()));
    const auto isRemoval = [](const StandingSide& side) {
        return !side.value.value(0).plainValue().toBool();
    };
    if (outcome.sides.size() > 1) {
        addConflict(key, outcome);
    } else if (outcome.sides.size() == 1 && isRemoval(outcome.sides.front())) {
        const StandingSide& side = outcome.sides.front();
        QString reason;
        for (const Item& item : m_view.at(side.origins.front()).body().items) {
            if (const auto* removed = get_if<RemoveRowItem>(&item); removed && removed->row == key.row)
                reason = removed->reason;
        }
        m_gone.insert(key.row, reason);
        countAuthors(key.group, {0}, side.places, side.origins);
    }
    for (FoldedRow& row : m_state.rows) {
        if (row.row == key.row)
            row.inConflict = outcome.sides.size() > 1;
    }
}

void ContentFolder::hideRows()
{
    m_state.removed = m_gone.contains(RowId());
    if (m_gone.isEmpty())
        return;
    for (auto at = m_gone.keyBegin(); at != m_gone.keyEnd(); ++at) {
        if (!at->isNull())
            m_hidden.insert(*at);
    }
    for (FoldedRow& row : m_state.rows) {
        QSet<RowId> walked;
        for (RowId at = row.row; !at.isNull() && !walked.contains(at); at = m_scan.parentOf(at)) {
            walked.insert(at);
            if (!m_gone.contains(at))
                continue;
            row.removed = true;
            row.removeReason = m_gone.value(at);
            m_hidden.insert(row.row);
            break;
        }
    }
}

void ContentFolder::foldRegisters()
{
    auto& writes = m_scan.writes();
    m_fields.reserve(writes.size());
    for (auto from = writes.begin(); from != writes.end();) {
        auto to = from + 1;
        while (to != writes.end() && to->key == from->key)
            ++to;
        if (m_hidden.isEmpty() || !m_hidden.contains(from->key.row)) {
            if (to - from == 1 && from->value)
                foldOne(from->key, *from);
            else if (from->key.option.isEmpty() && isOfOneChange(from, to))
                foldGroup(from->key, from, to);
            else
                place(from->key, foldRegister(m_view, from->key, joined(from, to)));
        }
        from = to;
    }
    m_state.fields = FieldMap<FoldedValue>::from(std::move(m_fields));
}

/// The usual case, a register that was written once, without the work of the others.
void ContentFolder::foldOne(const RegisterKey& key, const RawWrite& write)
{
    const FieldKey field{key.group, key.row, write.field};
    countAuthor(key.group, write.field, write.place);
    if (!key.option.isEmpty()) {
        if (write.value->plainValue().toBool())
            m_state.options[field].append(
                {*Cbor::decode(key.option), write.tier, writerAt(write.place), false});
    } else if (!write.value->isBlank()) {
        m_fields.push_back({field, {*write.value, writerAt(write.place), false}});
    }
}

/// The same for fields that one change wrote together. Of one that it wrote twice the last counts.
void ContentFolder::foldGroup(const RegisterKey& key, RunBegin from, RunBegin to)
{
    QMap<quint32, const FieldValue*> values;
    for (auto at = from; at != to; ++at)
        values.insert(at->field, at->value);
    for (auto at = values.begin(); at != values.end(); ++at) {
        if (!(*at)->isBlank())
            m_fields.push_back({{key.group, key.row, at.key()}, {**at, writerAt(from->place), false}});
    }
    countAuthors(key.group, values.keys(), {from->place}, {from->place});
}

const QList<ChangeId>& ContentFolder::writerAt(int place)
{
    m_writers.resize(std::size_t(m_view.size()));
    QList<ChangeId>& writer = m_writers[std::size_t(place)];
    if (writer.isEmpty())
        writer.append(m_view.id(place));
    return writer;
}

void ContentFolder::place(const RegisterKey& key, const RegisterOutcome& outcome)
{
    if (outcome.sides.empty())
        return;
    QList<quint32> fields;
    for (const StandingSide& side : outcome.sides)
        fields.append(side.value.keys());
    if (fields.isEmpty())
        fields.append(key.field);
    for (const StandingSide& side : outcome.sides)
        countAuthors(key.group, fields, side.places, side.origins);
    if (outcome.sides.size() > 1)
        addConflict(key, outcome);
    if (key.option.isEmpty())
        placeFields(key, outcome);
    else
        placeOption(key, outcome);
}

void ContentFolder::placeFields(const RegisterKey& key, const RegisterOutcome& outcome)
{
    const StandingSide& shown = outcome.sides.front();
    const bool inConflict = outcome.sides.size() > 1;
    const QList<ChangeId> writers = m_view.sortedIds(shown.origins);
    for (const StandingSide& side : outcome.sides) {
        for (auto at = side.value.begin(); at != side.value.end(); ++at) {
            const FieldValue value = shown.value.value(at.key());
            if (inConflict || !value.isBlank())
                m_fields.push_back({{key.group, key.row, at.key()}, {value, writers, inConflict}});
        }
    }
}

void ContentFolder::placeOption(const RegisterKey& key, const RegisterOutcome& outcome)
{
    const bool inConflict = outcome.sides.size() > 1;
    const StandingSide& shown = outcome.sides.back();  // "on" comes after "off"
    if (!inConflict && !shown.value.value(key.field).plainValue().toBool())
        return;
    const FieldKey field{key.group, key.row, key.field};
    m_state.options[field].append(
        {*Cbor::decode(key.option), shown.tier, m_view.sortedIds(shown.origins), inConflict});
}

void ContentFolder::addConflict(const RegisterKey& key, const RegisterOutcome& outcome)
{
    Conflict conflict;
    conflict.key = key;
    for (const StandingSide& side : outcome.sides)
        conflict.sides.append({side.value, m_view.sortedIds(side.places)});
    if (outcome.original) {
        conflict.original = outcome.original->value;
        conflict.originalWriters = m_view.sortedIds(outcome.original->places);
    }
    m_state.conflicts.append(conflict);
}

void ContentFolder::dropHidden()
{
    if (m_hidden.isEmpty())
        return;
    const auto hidden = [this](const RowId& row) { return m_hidden.contains(row); };
    m_state.remarks.removeIf([&](auto at) { return hidden(at.key().row); });
    m_state.attachments.removeIf([&](const AttachItem& item) { return hidden(item.key.row); });
    m_state.conflicts.removeIf([&](const Conflict& conflict) { return hidden(conflict.key.row); });
}

/// Notes whose work stands: in scope as authors whom four eyes exclude, outside as facts that wait for their own review.
void ContentFolder::countAuthors(quint32 group, const QList<quint32>& fields, const std::vector<int>& places,
                                 const std::vector<int>& origins)
{
    for (const ApprovalScope* scope : m_scopes) {
        const bool covered = std::any_of(fields.begin(), fields.end(),
                                         [&](quint32 field) { return scope->covers(group, field); });
        if (covered) {
            ScopedFacts& facts = m_state.scoped[scope->id];
            for (const int origin : origins)
                addAuthor(facts, origin);
        } else if (scope == &currentApprovalScope()) {
            m_out.laterPlaces.insert(m_out.laterPlaces.end(), places.begin(), places.end());
        }
    }
}

/// The same for what one change alone wrote.
void ContentFolder::countAuthor(quint32 group, quint32 field, int place)
{
    m_counted.resize(std::size_t(m_view.size()));
    const ApprovalScope*& counted = m_counted[std::size_t(place)];
    for (const ApprovalScope* scope : m_scopes) {
        if (scope->covers(group, field)) {
            if (std::exchange(counted, scope) != scope)
                addAuthor(m_state.scoped[scope->id], place);
        } else if (scope == &currentApprovalScope()) {
            m_out.laterPlaces.push_back(place);
        }
    }
}

void ContentFolder::addAuthor(ScopedFacts& facts, int origin)
{
    const ChangeBody& body = m_view.at(origin).body();
    const PersonId person = plantedFault(10) ? qHash(body.replica) % 1000 + 1000 : body.person;
    if (!facts.authors.contains(person))
        facts.authors.append(person);
}

void ContentFolder::countAttacher(const AttachItem& attachment)
{
    for (int at = 0; at < m_view.size(); ++at) {
        for (const Item& item : m_view.at(at).body().items) {
            const auto* candidate = get_if<AttachItem>(&item);
            if (candidate && candidate->key == attachment.key
                && candidate->contentHash == attachment.contentHash)
                countAuthors(attachment.key.group, {attachment.key.field}, {at}, {at});
        }
    }
}

void ContentFolder::finishFacts()
{
    for (ScopedFacts& facts : m_state.scoped) {
        std::sort(facts.authors.begin(), facts.authors.end());
        facts.authors.erase(std::unique(facts.authors.begin(), facts.authors.end()), facts.authors.end());
    }
    auto& later = m_out.laterPlaces;
    std::sort(later.begin(), later.end());
    later.erase(std::unique(later.begin(), later.end()), later.end());
}

}  // namespace

FoldedContent foldContent(const FoldView& view)
{
    return ContentFolder(view).fold();
}

bool isLowerVersion(const QString& one, const QString& other)
{
    const QStringList left = one.split(u'.');
    const QStringList right = other.split(u'.');
    for (qsizetype i = 0; i < std::min(left.size(), right.size()); ++i) {
        bool leftIsNumber = false;
        bool rightIsNumber = false;
        const qlonglong a = left[i].toLongLong(&leftIsNumber);
        const qlonglong b = right[i].toLongLong(&rightIsNumber);
        if (leftIsNumber && rightIsNumber && a != b)
            return a < b;
        if (!(leftIsNumber && rightIsNumber) && left[i] != right[i])
            return left[i] < right[i];
    }
    return left.size() != right.size() ? left.size() < right.size() : one < other;
}

}  // namespace prohori
