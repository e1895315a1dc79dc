// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"

#include "app/station/HistoryWords.h"
#include "forms/engine/AnswersJson.h"
#include "forms/engine/FieldPath.h"

#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QJsonValue answerJson(const Answer& answer)
{
    if (answer.sealed)
        return QJsonObject{{u"sealed"_s, true}};
    if (!answer.missing.isEmpty())
        return QJsonObject{{u"missing"_s, answer.missing}};
    return answer.isBlank() ? QJsonValue() : QJsonValue(answer.text);
}

QJsonValue timeJson(const std::optional<Instant>& time)
{
    return time ? QJsonValue(time->toIso()) : QJsonValue();
}

QString deliveryName(Delivery delivery)
{
    switch (delivery) {
    case Delivery::Unsent: return u"unsent"_s;
    case Delivery::Custody: return u"custody"_s;
    case Delivery::Safe: return u"safe"_s;
    case Delivery::Quarantined: return u"quarantined"_s;
    }
    return {};
}

/// What a side of a conflict says: the value of its one field, or an object of fields for a merge group.
QJsonValue choiceValue(const FormDefinition& form, const ConflictView& conflict, const ConflictChoice& choice)
{
    if (conflict.key.isExistence())
        return choice.values.value(0).text == u"true"_s ? u"kept"_s : u"removed"_s;
    if (choice.values.isEmpty())
        return QJsonValue();
    if (conflict.key.mergeGroup.isEmpty())
        return answerJson(choice.values.begin().value());
    QJsonObject fields;
    for (auto it = choice.values.begin(); it != choice.values.end(); ++it) {
        if (const FieldDefinition* field = form.field(it.key()))
            fields.insert(field->name, answerJson(it.value()));
    }
    return fields;
}

QJsonObject choiceJson(const FormDefinition& form, const ConflictView& conflict, const ConflictChoice& choice)
{
    QJsonArray writers;
    for (const ChangeId& id : choice.writers)
        writers.append(id.toString());
    return {{u"value"_s, choiceValue(form, conflict, choice)},
            {u"who"_s, QJsonArray::fromStringList(choice.who)},
            {u"claimed"_s, choice.writers.isEmpty() ? QJsonValue() : QJsonValue(choice.claimed.toIso())},
            {u"received"_s, timeJson(choice.received)},
            {u"changes"_s, writers},
            {u"mine"_s, choice.mine}};
}

}  // namespace

QString answerText(const Answer& answer)
{
    if (answer.sealed)
        return u"(sealed)"_s;
    return answer.missing.isEmpty() ? answer.text : u"(%1)"_s.arg(answer.missing);
}

QJsonObject savedJson(const SavedCase& saved)
{
    return {{u"id"_s, saved.record.toString()},
            {u"local_ref"_s, saved.localRef},
            {u"change"_s, saved.change.isNull() ? QJsonValue() : QJsonValue(saved.change.toString())},
            {u"others_changed"_s, saved.othersChanged}};
}

/// Person numbers, as in the history.
static QJsonArray personsJson(const QList<PersonId>& persons)
{
    QJsonArray all;
    for (const PersonId person : persons)
        all.append(static_cast<qint64>(person));
    return all;
}

QJsonObject rowJson(const CaseRow& row)
{
    return {{u"id"_s, row.record.toString()},
            {u"local_ref"_s, row.localRef},
            {u"national_ref"_s, row.nationalRef},
            {u"state"_s, phaseName(row.phase)},
            {u"case_class"_s, row.caseClass},
            {u"district_code"_s, row.districtCode},
            {u"reported_on"_s, row.reportedOn},
            {u"victims"_s, row.victims},
            {u"suspects"_s, row.suspects},
            {u"conflicts"_s, row.conflicts},
            {u"state_conflict"_s, row.phaseConflict},
            {u"changed_since_approval"_s, row.changedSinceApproval},
            {u"has_approval"_s, row.hasApproval},
            {u"later_rows"_s, row.laterRows},
            {u"holders"_s, personsJson(row.holders)},
            {u"offered_to"_s, personsJson(row.offeredTo)},
            {u"unsent"_s, row.unsent},
            {u"quarantined"_s, row.quarantined},
            {u"updated"_s, row.updated.toIso()}};
}

QJsonObject comingJson(const ComingCase& coming)
{
    return {{u"id"_s, coming.record.toString()},      {u"local_ref"_s, coming.localRef},
            {u"national_ref"_s, coming.nationalRef},  {u"state"_s, phaseName(coming.phase)},
            {u"received"_s, coming.received.toIso()}, {u"coming"_s, true}};
}

QJsonArray conflictsJson(const FormDefinition& form, const CaseView& view)
{
    QJsonArray all;
    for (const ConflictView& conflict : view.conflicts) {
        QJsonArray sides;
        QJsonValue mine;
        QJsonValue theirs;
        for (const ConflictChoice& side : conflict.sides) {
            const QJsonObject one = choiceJson(form, conflict, side);
            sides.append(one);
            (side.mine ? mine : theirs) = one;
        }
        all.append(QJsonObject{{u"id"_s, view.state.record.toString()},
                               {u"local_ref"_s, view.state.localRef},
                               {u"field"_s, fieldPathText(form, view.answers, conflict.path)},
                               {u"group"_s, conflict.key.mergeGroup},
                               {u"kind"_s, conflict.key.isExistence() ? u"removal"_s : u"value"_s},
                               {u"mine"_s, mine},
                               {u"theirs"_s, theirs},
                               {u"sides"_s, sides},
                               {u"original"_s, choiceJson(form, conflict, conflict.original)}});
    }
    return all;
}

static QJsonArray othersJson(const CaseView& view)
{
    QJsonArray all;
    for (const OtherAnswer& other : view.others) {
        const FieldDefinition* field = other.form ? other.form->field(other.path.field) : nullptr;
        all.append(QJsonObject{{u"field"_s, static_cast<qint64>(other.path.field)},
                               {u"group"_s, static_cast<qint64>(other.path.group)},
                               {u"row"_s, other.path.row},
                               {u"name"_s, field ? field->name : QString()},
                               {u"form_version"_s, other.form ? other.form->version() : QString()},
                               {u"answer"_s, answerJson(other.answer)}});
    }
    return all;
}

/// Where an answer stood: by the old version, or by the new one for a question that is new.
static QString placeText(const CaseUpgrade& upgrade, const UpgradeLine& line, const Answers& shown)
{
    const FormDefinition& before = upgrade.before->form();
    const FieldDefinition* old = before.field(line.path.field);
    return old && old->group == line.path.group
             ? fieldPathText(before, shown, line.path)
             : fieldPathText(upgrade.after->form(), upgrade.answers, line.nowPath);
}

static QJsonArray linesJson(const CaseUpgrade& upgrade, const Answers& shown, const QList<UpgradeLine>& lines)
{
    QJsonArray all;
    for (const UpgradeLine& line : lines) {
        QJsonObject json{{u"field"_s, placeText(upgrade, line, shown)}};
        if (!line.now.isEmpty()) {
            json[u"label"_s] = line.now.in(u"en"_s);
            json[u"now"_s] = fieldPathText(upgrade.after->form(), upgrade.answers, line.nowPath);
        }
        if (line.from != line.to) {
            json[u"from"_s] = answerJson(line.from);
            json[u"to"_s] = answerJson(line.to);
        }
        if (!line.why.isEmpty())
            json[u"why"_s] = line.why;
        all.append(json);
    }
    return all;
}

QJsonObject upgradeJson(const CaseUpgrade& upgrade, const Answers& shown)
{
    const FormDefinition& after = upgrade.after->form();
    QJsonArray problems, rows;
    for (const Problem& problem : upgrade.newProblems)
        problems.append(QJsonObject{{u"field"_s, fieldPathText(after, upgrade.answers, problem.path)},
                                    {u"kind"_s, problem.kind},
                                    {u"message"_s, problem.message.in(u"en"_s)}});
    for (const AnswerRow& row : upgrade.rows)
        rows.append(QJsonObject{{u"row"_s, fieldPathText(after, upgrade.answers, {row.group, row.row, 0})},
                                {u"id"_s, row.row}});
    return {{u"from"_s, upgrade.from},
            {u"to"_s, upgrade.to},
            {u"moved"_s, linesJson(upgrade, shown, upgrade.moved)},
            {u"mapped"_s, linesJson(upgrade, shown, upgrade.mapped)},
            {u"computed"_s, linesJson(upgrade, shown, upgrade.computed)},
            {u"parked"_s, linesJson(upgrade, shown, upgrade.parked)},
            {u"left"_s, linesJson(upgrade, shown, upgrade.left)},
            {u"added_rows"_s, rows},
            {u"problems"_s, problems}};
}

QJsonObject caseJson(const FormEngine& engine, const CaseView& view)
{
    const RecordState& state = view.state;
    QJsonArray heads;
    for (const ChangeId& head : state.heads)
        heads.append(head.toString());
    QJsonObject json{{u"id"_s, state.record.toString()},
                     {u"local_ref"_s, state.localRef},
                     {u"national_ref"_s, view.row.nationalRef},
                     {u"form_id"_s, state.formId},
                     {u"form_version"_s, state.formVersion},
                     {u"shown_in"_s, engine.form().version()},
                     {u"other_answers"_s, othersJson(view)},
                     {u"state"_s, phaseName(view.approvedVersion ? state.phase : view.row.phase)},
                     {u"state_conflict"_s, state.phaseConflict},
                     {u"revision"_s, state.revision},
                     {u"later_facts_waiting"_s, state.laterFactsWaiting},
                     {u"changed_since_approval"_s, state.changedSinceApproval},
                     {u"edited_since_submit"_s, state.editedSinceSubmit},
                     {u"data"_s, answersToJson(engine, view.answers)},
                     {u"conflicts"_s, conflictsJson(engine.form(), view)},
                     {u"heads"_s, heads}};
    if (!view.mergedInto.isNull())
        json[u"merged_into"_s] =
            QJsonObject{{u"id"_s, view.mergedInto.toString()}, {u"local_ref"_s, view.mergedIntoRef}};
    if (state.approval)
        json[u"approval"_s] =
            QJsonObject{{u"change"_s, state.approval->change.toString()},
                        {u"by"_s, static_cast<qint64>(state.approval->by)},
                        {u"current"_s, state.approval->current},
                        {u"hash"_s, QString::fromLatin1(state.approval->contentHash.toHex())}};
    return json;
}

QJsonArray historyJson(const FormDefinition& form, const Answers& answers, const QList<HistoryEntry>& entries)
{
    QJsonArray all;
    for (const HistoryEntry& entry : entries) {
        QJsonArray fields;
        for (const HistoryField& field : entry.fields)
            fields.append(QJsonObject{{u"what"_s, field.what},
                                      {u"field"_s, fieldPathText(form, answers, field.path)},
                                      {u"from"_s, answerJson(field.from)},
                                      {u"to"_s, answerJson(field.to)}});
        QJsonObject json{{u"change"_s, entry.change.toString()},
                         {u"who"_s, entry.who},
                         {u"person"_s, static_cast<qint64>(entry.person)},
                         {u"role"_s, roleName(entry.role)},
                         {u"replica"_s, entry.replica.toString()},
                         {u"counter"_s, static_cast<qint64>(entry.counter)},
                         {u"claimed"_s, entry.claimed.toIso()},
                         {u"received"_s, timeJson(entry.received)},
                         {u"delivery"_s, deliveryName(entry.delivery)},
                         {u"fields"_s, fields}};
        if (entry.act)
            json[u"act"_s] = actName(*entry.act);
        if (entry.act || !entry.reasons.isEmpty() || !entry.comment.isEmpty()) {
            json[u"reasons"_s] = QJsonArray::fromStringList(entry.reasons);
            json[u"note"_s] = entry.comment;
        }
        if (entry.quarantined)
            json[u"quarantined"_s] = entry.refusal;
        if (const auto gap = gapOf(entry))
            json[u"gap_hours"_s] = qint64(std::chrono::duration_cast<std::chrono::hours>(*gap).count());
        all.append(json);
    }
    return all;
}

namespace {

/// Section counts and states of the report, a section being a group of the form.
QJsonArray sectionsJson(const FormEngine& engine, const CaseView& view, const QList<Problem>& problems)
{
    QJsonArray sections;
    for (const GroupDefinition& group : engine.form().groups()) {
        int answered = 0;
        for (auto it = view.answers.values.begin(); it != view.answers.values.end(); ++it)
            answered += it.key().group == group.id && !it->isBlank() ? 1 : 0;
        int errors = 0;
        int warnings = 0;
        int missing = 0;
        for (const Problem& problem : problems) {
            if (problem.path.group != group.id)
                continue;
            (problem.severity == Severity::Error ? errors : warnings) += 1;
            missing += problem.kind == u"required"_s ? 1 : 0;
        }
        const QString state = errors > missing            ? u"problems"_s
                            : missing > 0 && answered > 0 ? u"in-progress"_s
                            : answered == 0               ? u"not-started"_s
                                                          : u"complete"_s;
        sections.append(QJsonObject{{u"path"_s, u"/data/"_s + group.name},
                                    {u"label"_s, group.label.in(u"en"_s)},
                                    {u"state"_s, state},
                                    {u"answered"_s, answered},
                                    {u"required_missing"_s, missing},
                                    {u"errors"_s, errors},
                                    {u"warnings"_s, warnings}});
    }
    return sections;
}

}  // namespace

QJsonObject reportJson(const FormEngine& engine, const CaseView& view, const QList<Problem>& problems,
                       Instant at)
{
    QJsonArray items;
    int errors = 0;
    int missing = 0;
    for (const Problem& problem : problems) {
        const FieldDefinition* field = engine.form().field(problem.path.field);
        errors += problem.severity == Severity::Error ? 1 : 0;
        missing += problem.kind == u"required"_s ? 1 : 0;
        items.append(
            QJsonObject{{u"path"_s, fieldPathText(engine.form(), view.answers, problem.path)},
                        {u"ids"_s, problem.path.row.isEmpty() ? QJsonArray() : QJsonArray{problem.path.row}},
                        {u"name"_s, field ? field->name : QString()},
                        {u"code"_s, field ? field->code : QString()},
                        {u"order"_s, problem.order},
                        {u"kind"_s, problem.kind},
                        {u"severity"_s, problem.severity == Severity::Error ? u"error"_s : u"warning"_s},
                        {u"message"_s, problem.message.in(u"en"_s)},
                        {u"confirmed"_s, false}});
    }
    const QString status = errors == 0 ? u"complete"_s : errors == missing ? u"incomplete"_s : u"invalid"_s;
    return {{u"form_id"_s, view.state.formId},
            {u"form_version"_s, view.state.formVersion},
            {u"record_id"_s, view.state.record.toString()},
            {u"at"_s, at.toIso()},
            {u"language"_s, u"en"_s},
            {u"status"_s, status},
            {u"counts"_s, QJsonObject{{u"answered"_s, view.answers.values.size()},
                                      {u"required_missing"_s, missing},
                                      {u"errors"_s, errors},
                                      {u"warnings"_s, problems.size() - errors}}},
            {u"sections"_s, sectionsJson(engine, view, problems)},
            {u"items"_s, items}};
}

}  // namespace prohori
