// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/ReviewDesk.h"

#include "app/station/DuplicateCheck.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kLook = u"look"_s;  ///< what is kept of a look, beside the record
const QString kHeads = u"heads"_s;
const QString kAt = u"at"_s;

/// The rows of `one` that `other` does not have, outermost only.
QList<AnswerRow> rowsOnlyIn(const Answers& one, const Answers& other)
{
    QList<AnswerRow> rows;
    for (const AnswerRow& row : one.rows) {
        const bool parentIsNew = !row.parentRow.isEmpty() && !other.findRow(row.parentRow);
        if (!other.findRow(row.row) && !parentIsNew)
            rows.append(row);
    }
    return rows;
}

bool isThere(const Answers& answers, const AnswerPath& path)
{
    return path.row.isEmpty() || answers.findRow(path.row);
}

bool isDecision(ActKind kind)
{
    return kind == ActKind::Return || kind == ActKind::Approve || kind == ActKind::Reopen
        || kind == ActKind::HqQuery || kind == ActKind::ReviewLater;
}

/// The last change in the history that decided about the record.
std::pair<ChangePtr, std::optional<ActKind>> lastDecision(const History& history)
{
    std::pair<ChangePtr, std::optional<ActKind>> last;
    for (const ChangePtr& change : history.changes()) {
        for (const Item& item : change->body().items) {
            const auto* act = get_if<ActItem>(&item);
            if (act && isDecision(act->kind))
                last = {change, act->kind};
        }
    }
    return last;
}

}  // namespace

QList<AnswerDifference> differencesOf(const FormDefinition& form, const Answers& before, const Answers& after)
{
    QList<AnswerDifference> all;
    for (const AnswerRow& row : rowsOnlyIn(after, before))
        all.append({AnswerDifference::RowAdded, {row.group, row.row, 0}, {}, {}});
    for (const AnswerRow& row : rowsOnlyIn(before, after))
        all.append({AnswerDifference::RowRemoved, {row.group, row.row, 0}, {}, {}});
    QSet<AnswerPath> paths;
    for (const Answers* side : {&before, &after}) {
        for (auto it = side->values.cbegin(); it != side->values.cend(); ++it)
            paths.insert(it.key());
    }
    for (const AnswerPath& path : std::as_const(paths)) {
        if (isThere(before, path) && isThere(after, path) && before.value(path) != after.value(path))
            all.append({AnswerDifference::Changed, path, before.value(path), after.value(path)});
    }
    QHash<quint32, qsizetype> groups, fields;
    for (const GroupDefinition& group : form.groups())
        groups.insert(group.id, groups.size());
    for (const FieldDefinition& field : form.fields())
        fields.insert(field.id, fields.size());
    QHash<QString, qsizetype> rows;
    for (const Answers* side : {&before, &after}) {
        for (const AnswerRow& row : side->rows) {
            if (!rows.contains(row.row))
                rows.insert(row.row, rows.size());
        }
    }
    const auto place = [&](const AnswerPath& path) {
        return std::tuple(groups.value(path.group, groups.size()), rows.value(path.row, -1),
                          fields.value(path.field, path.field == 0 ? -1 : fields.size()), path.field);
    };
    std::sort(all.begin(), all.end(), [&](const AnswerDifference& a, const AnswerDifference& b) {
        return place(a.path) < place(b.path);
    });
    return all;
}

Result<SinceDecision> ReviewDesk::sinceLastDecision(const RecordId& record) const
{
    CaseDesk desk(m_station);
    const auto now = desk.view(record);
    if (!now)
        return now.error();
    const auto history = m_station.store().history(record);
    if (!history)
        return history.error();
    const auto [change, kind] = lastDecision(*history);
    SinceDecision since;
    if (!change)
        return since;
    const auto then = desk.viewAt(record, {change->id()});
    if (!then)
        return then.error();
    const PersonInfo* person = m_station.store().directory().person(change->body().author);
    since.decision = kind;
    since.who = person ? person->name : QString::number(change->body().person);
    since.claimed = change->body().claimed;
    since.before = then->answers;
    since.differences = differencesOf(now->engine->form(), then->answers, now->answers);
    return since;
}

Result<SinceLook> ReviewDesk::sinceLastLook(const RecordId& record) const
{
    const QJsonObject kept = m_station.store().kept(m_station.me().person, kLook, record);
    SinceLook since;
    if (kept.isEmpty())
        return since;
    CaseDesk desk(m_station);
    const auto now = desk.view(record);
    if (!now)
        return now.error();
    QList<ChangeId> heads;
    for (const QJsonValue& head : kept[kHeads].toArray()) {
        if (const auto id = ChangeId::fromString(head.toString()))
            heads.append(*id);
    }
    since.looked = Instant::fromMs(kept[kAt].toInteger());
    if (heads == now->state.heads)
        return since;
    const auto then = desk.viewAt(record, heads);
    if (!then)
        return then.error();
    since.before = then->answers;
    since.differences = differencesOf(now->engine->form(), then->answers, now->answers);
    return since;
}

Result<> ReviewDesk::noteLook(const CaseView& view)
{
    QJsonArray heads;
    for (const ChangeId& head : view.state.heads)
        heads.append(head.toString());
    return m_station.store().keep(m_station.me().person, kLook, view.state.record,
                                  {{kHeads, heads}, {kAt, m_station.clock().now().msSinceEpoch}});
}

Result<AloneVerdict> ReviewDesk::mayApproveTogether(const RecordId& record) const
{
    CaseDesk desk(m_station);
    const auto view = desk.view(record);
    if (!view)
        return view.error();
    if (!view->conflicts.isEmpty() || view->state.phaseConflict)
        return AloneVerdict{AloneReason::Conflict, {}, {}, {}};
    if (view->row.openQueries > 0)
        return AloneVerdict{AloneReason::Query, {}, {}, {}};
    if (view->row.quarantined > 0)
        return AloneVerdict{AloneReason::HeldBack, {}, {}, {}};
    if (auto allowed = desk.mayAct(*view, ActKind::Approve); !allowed)
        return AloneVerdict{AloneReason::NotAllowed, allowed.error(), {}, {}};
    if (!desk.problems(*view, CheckLevel::Submit).isEmpty())
        return AloneVerdict{AloneReason::Problem, {}, {}, {}};
    const auto duplicates = duplicateCandidates(m_station, view->state);
    if (!duplicates)
        return duplicates.error();
    if (!duplicates->isEmpty())
        return AloneVerdict{AloneReason::Duplicate, {}, {}, *duplicates};
    const auto points = view->engine->checklist(u"checklist_a"_s, view->answers);
    AloneVerdict verdict;
    for (const ChecklistItem& point : points) {
        if (point.holds == u"false"_s)
            verdict.reason = AloneReason::Checklist;
        else if (point.holds.isEmpty())
            verdict.toAffirm.append(point);
    }
    return verdict;
}

Result<QList<RecordId>> ReviewDesk::approveTogether(const QList<RecordId>& records)
{
    QList<RecordId> done;
    for (const RecordId& record : records) {
        const auto verdict = mayApproveTogether(record);
        if (!verdict)
            return verdict.error();
        if (verdict->reason != AloneReason::None)
            continue;
        const auto approved = CaseDesk(m_station).act(record, {ActKind::Approve, {}, {}, {}, true});
        if (!approved)
            return approved.error();
        done.append(record);
    }
    return done;
}

QString ReviewDesk::riskOf(const RecordId& record) const
{
    const auto view = CaseDesk(m_station).view(record);
    if (!view)
        return {};
    const FieldDefinition* field = view->engine->form().field(u"case"_s, u"risk_level"_s);
    return field ? view->answers.value({field->group, {}, field->id}).text : QString();
}

}  // namespace prohori
