// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/OthersWork.h"

#include "app/station/DeskParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const Station& station, const Change& change)
{
    const PersonInfo* person = station.store().directory().person(change.body().author);
    return person ? person->name : QString::number(change.body().person);
}

/// Changes that are neither in what the editing began with nor in what it made.
QList<ChangePtr> othersChanges(const History& history, const QList<ChangeId>& base, const ChangeId& mine)
{
    const History before = history.upTo(base);
    QList<ChangePtr> others;
    for (const ChangePtr& change : history.changes()) {
        const bool own = change->id() == mine || (!mine.isNull() && history.isBefore(mine, change->id()));
        if (!own && !before.numberOf(change->id()))
            others.append(change);
    }
    return others;
}

bool writes(const Change& change, const AnswerPath& path)
{
    const FieldKey key = fieldKey(path);
    const QList<Item>& items = change.body().items;
    return std::any_of(items.begin(), items.end(), [&](const Item& item) {
        return visit(
            [&](const auto& one) {
                using T = std::decay_t<decltype(one)>;
                if constexpr (std::is_same_v<
                                  T,
                                  SetItem> || std::is_same_v<T, OptionItem> || std::is_same_v<T, SettleItem>)
                    return one.key == key
                        || (key.field == 0 && one.key.group == key.group && one.key.row == key.row);
                else if constexpr (std::is_same_v<T, AddRowItem> || std::is_same_v<T, RemoveRowItem>)
                    return key.field == 0 && one.group == key.group && one.row == key.row;
                else
                    return false;
            },
            item);
    });
}

bool holds(const QList<Problem>& problems, const Problem& wanted)
{
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& one) {
        return one.path == wanted.path && one.kind == wanted.kind
            && one.message.in(u"en"_s) == wanted.message.in(u"en"_s);
    });
}

/// Rules over several answers, each side of which was fine by itself.
QList<Problem> problemsOfBoth(const FormEngine& engine, const Answers& edited, const Answers& theirs,
                              const Answers& merged)
{
    const QList<Problem> mine = engine.check(edited, CheckLevel::Submit);
    const QList<Problem> others = engine.check(theirs, CheckLevel::Submit);
    QList<Problem> found;
    for (Problem problem : engine.check(merged, CheckLevel::Submit)) {
        if (holds(mine, problem) || holds(others, problem))
            continue;
        problem.severity = Severity::Warning;
        found.append(problem);
    }
    return found;
}

}  // namespace

Result<OthersWork> othersWorkOf(Station& station, const CaseView& base, const Answers& edited,
                                const ChangeId& mine)
{
    const auto history = station.store().history(base.state.record);
    if (!history)
        return history.error();
    auto now = CaseDesk(station).view(base.state.record);
    if (!now)
        return now.error();
    const QList<ChangePtr> others = othersChanges(*history, base.state.heads, mine);
    QList<ChangeId> theirHeads = base.state.heads;
    OthersWork work;
    for (const ChangePtr& change : others) {
        theirHeads.append(change->id());
        for (const Item& item : change->body().items) {
            if (const auto* act = get_if<ActItem>(&item))
                work.acts.append(actName(act->kind) + u'\t' + nameOf(station, *change));
        }
    }
    const AnswerReader reader(now->engine->form(), *history, keysFor(station, now->state, false));
    work.before = reader.answers(fold(history->upTo(base.state.heads)));
    work.after = reader.answers(fold(history->upTo(theirHeads)));
    for (const AnswerDifference& difference : differencesOf(now->engine->form(), work.before, work.after)) {
        IncomingAnswer incoming{difference, {}, false};
        for (const ChangePtr& change : others) {
            const QString name = nameOf(station, *change);
            if (writes(*change, difference.path) && !incoming.who.contains(name))
                incoming.who.append(name);
        }
        incoming.inConflict =
            std::any_of(now->conflicts.begin(), now->conflicts.end(), [&](const ConflictView& conflict) {
                return conflict.path.group == difference.path.group
                    && conflict.path.row == difference.path.row
                    && (conflict.path.field == difference.path.field || conflict.key.isExistence()
                        || conflict.original.values.contains(difference.path.field)
                        || conflict.sides.first().values.contains(difference.path.field));
            });
        work.answers.append(incoming);
    }
    work.problems = problemsOfBoth(*now->engine, edited, work.after, now->answers);
    work.now = *now;
    return work;
}

}  // namespace prohori
