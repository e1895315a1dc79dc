// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/LaterReview.h"

#include "app/station/DeskParts.h"

#include <algorithm>

namespace prohori {

namespace {

QString nameOf(const Station& station, const History& history, PersonId person)
{
    for (const ChangePtr& change : history.changes()) {
        if (change->body().person != person)
            continue;
        if (const PersonInfo* info = station.store().directory().person(change->body().author))
            return info->name;
    }
    return QString::number(person);
}

/// The answers of one row, or of some fields, as they differ from before.
QList<AnswerDifference> answersOf(const FormDefinition& form, const LaterRow& row, const Answers& before,
                                  const Answers& now)
{
    QList<AnswerDifference> all;
    const QString id = rowText(row.row);
    for (const FieldDefinition& field : form.fields()) {
        const AnswerPath path{row.group, id, field.id};
        const bool meant = row.added || row.fields.contains(field.id);
        if (field.group == row.group && meant && (!row.added || !now.value(path).isBlank()))
            all.append({AnswerDifference::Changed, path, before.value(path), now.value(path)});
    }
    return all;
}

}  // namespace

Result<LaterReview> laterReviewOf(Station& station, const RecordId& record)
{
    auto view = CaseDesk(station).view(record);
    if (!view)
        return view.error();
    const auto history = station.store().history(record);
    if (!history)
        return history.error();
    const RecordState& state = view->state;
    const AnswerReader reader(view->engine->form(), *history, keysFor(station, state, false));
    LaterReview review;
    review.before = reader.answers(fold(history->upTo(reviewedHeads(*history, state))));
    for (const LaterRow& row : laterRowsWaiting(*history, state)) {
        LaterEntry entry{{row.group, rowText(row.row), 0}, row.added, row.removed, {}, {}};
        for (const PersonId person : row.authors)
            entry.who.append(nameOf(station, *history, person));
        if (!row.removed)
            entry.answers = answersOf(view->engine->form(), row, review.before, view->answers);
        review.entries.append(entry);
    }
    review.view = *view;
    return review;
}

}  // namespace prohori
