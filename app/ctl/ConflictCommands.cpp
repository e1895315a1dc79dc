// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"
#include "app/ctl/OpenedStation.h"

#include "app/station/AnswerCodec.h"
#include "forms/engine/FieldPath.h"

#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// All cases with open conflicts, page by page.
Result<QList<CaseView>> conflictedCases(Station& station)
{
    QList<CaseView> views;
    CaseFilter filter;
    filter.onlyConflicts = true;
    for (;;) {
        const auto page = station.store().cases(filter);
        if (!page)
            return page.error();
        for (const CaseRow& row : *page) {
            const auto view = CaseDesk(station).view(row.record);
            if (!view)
                return view.error();
            views.append(*view);
        }
        if (page->size() < filter.limit)
            return views;
        filter.after = PageKey{page->last().updated.msSinceEpoch, page->last().key};
    }
}

int listConflicts(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"conflict list STORE [--json]"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto views = conflictedCases(**station);
    if (!views)
        return fail(views.error());
    QJsonArray all;
    for (const CaseView& view : *views) {
        for (const QJsonValue& conflict : conflictsJson(view.engine->form(), view))
            all.append(conflict);
    }
    if (line.json()) {
        printJson(all);
        return Done;
    }
    for (const QJsonValue& conflict : std::as_const(all))
        printText(u"%1  %2"_s.arg(conflict[u"local_ref"_s].toString(), conflict[u"field"_s].toString()));
    return Done;
}

/// The side of the conflict that `take` names by word, or whose readable value is what was typed: choosing is not authorship.
Result<ChangeId> sideOf(const ConflictView& conflict, quint32 field, const QString& take)
{
    if (take == u"original"_s)
        return conflict.original.writers.isEmpty() ? ChangeId() : conflict.original.writers.first();
    const bool byWord = take == u"mine"_s || take == u"theirs"_s;
    QList<ChangeId> found;
    for (const ConflictChoice& side : conflict.sides) {
        const Answer value = side.values.value(field);
        if (byWord ? side.mine == (take == u"mine"_s) : !value.sealed && value.text == take)
            found.append(side.writers.first());
    }
    if (found.size() == 1)
        return found.first();
    if (byWord)
        return Error{
            found.isEmpty() ? ErrorCode::NotFound : ErrorCode::Invalid,
            u"%1 sides of this conflict are %2: name the value instead"_s.arg(found.size()).arg(take)};
    return ChangeId();
}

/// A third value. The other fields of a merge group stay as they are on the side that is shown.
Result<> typedValue(const CaseView& view, const ConflictView& conflict, const AnswerPath& path,
                    const QString& typed, CaseDesk::Settlement& settlement)
{
    if (conflict.key.isExistence() || !conflict.key.option.isEmpty())
        return Error{ErrorCode::Invalid, u"this conflict is settled by mine, theirs or original only"_s};
    if (!conflict.key.mergeGroup.isEmpty()) {
        for (const quint32 field :
             view.engine->form().mergeGroupFields(conflict.key.group, conflict.key.mergeGroup)) {
            const Answer answer = view.answers.value({path.group, path.row, field});
            if (answer.sealed && field != path.field)
                return Error{ErrorCode::Refused,
                             u"a field of this group is sealed to you: take mine, theirs or original"_s};
            settlement.values.insert(field, answer);
        }
    }
    const auto value = view.engine->normalise(path.field, typed);
    if (!value)
        return value.error();
    settlement.values.insert(path.field, {*value, {}, false});
    return {};
}

bool isAt(const ConflictView& conflict, const FormDefinition& form, const AnswerPath& path)
{
    if (rowText(conflict.key.row) != path.row || conflict.key.group != path.group)
        return false;
    const FieldDefinition* field = form.field(path.field);
    const bool sameGroup =
        field && !conflict.key.mergeGroup.isEmpty() && field->mergeGroup == conflict.key.mergeGroup;
    return sameGroup || (conflict.key.mergeGroup.isEmpty() && conflict.key.field == path.field);
}

/// What --take means for every conflict at the path: several, when options of one multi-choice disagree.
Result<QList<CaseDesk::Settlement>> settlementsOf(const CaseView& view, const CommandLine& line)
{
    const auto path = resolveFieldPath(view.engine->form(), view.answers, line.value(u"field"_s));
    if (!path)
        return path.error();
    const QString take = line.value(u"take"_s);
    QList<CaseDesk::Settlement> settlements;
    for (const ConflictView& conflict : view.conflicts) {
        if (!isAt(conflict, view.engine->form(), *path))
            continue;
        CaseDesk::Settlement settlement{conflict.key, {}, {}, line.value(u"reason"_s)};
        const auto side = sideOf(conflict, path->field, take);
        if (!side)
            return side.error();
        settlement.take = *side;
        if (side->isNull()) {
            const QString typed = take == u"original"_s ? QString() : take;
            if (auto put = typedValue(view, conflict, *path, typed, settlement); !put)
                return put.error();
            // There was nothing before: of a group nothing stays, of a field neither.
            if (take == u"original"_s) {
                for (Answer& answer : settlement.values)
                    answer = {};
            }
        }
        settlements.append(settlement);
    }
    if (settlements.isEmpty())
        return Error{ErrorCode::NotFound,
                     u"%1 has no open conflict at %2"_s.arg(view.state.localRef, line.value(u"field"_s))};
    return settlements;
}

int settleConflict(const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"conflict settle STORE ID --field PATH --take mine|theirs|original|VALUE --reason TEXT"_s);
    line.option(u"field"_s).option(u"take"_s).option(u"reason"_s);
    if (!line.parse(words, 2, 2) || !line.require(u"field"_s) || !line.require(u"take"_s)
        || !line.require(u"reason"_s))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    CaseDesk desk(*target->station);
    const auto view = desk.view(target->record);
    if (!view)
        return fail(view.error());
    const auto settlements = settlementsOf(*view, line);
    if (!settlements)
        return fail(settlements.error());
    const auto saved = desk.settle(target->record, *settlements);
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

}  // namespace

int runConflict(const QStringList& words, const Clock& clock)
{
    if (words.value(0) == u"list"_s)
        return listConflicts(words.mid(1), clock);
    if (words.value(0) == u"settle"_s)
        return settleConflict(words.mid(1), clock);
    return usage(u"there is no command 'conflict %1'"_s.arg(words.value(0)), u"conflict list | settle"_s);
}

}  // namespace prohori
