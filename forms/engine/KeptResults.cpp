// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/KeptResults.h"

#include "forms/definition/FormDefinition.h"

namespace prohori {

namespace {

using Place = QPair<quint32, QString>;

Place placeOf(const AnswerPath& path)
{
    return {path.group, path.row};
}

/// The rows in which an answer is another one, or which are new.
QSet<Place> writtenRows(const Answers& before, const Answers& after)
{
    QSet<Place> written;
    for (auto it = after.values.begin(); it != after.values.end(); ++it) {
        if (*it != before.value(it.key()))
            written.insert(placeOf(it.key()));
    }
    for (auto it = before.values.begin(); it != before.values.end(); ++it) {
        if (!after.values.contains(it.key()))
            written.insert(placeOf(it.key()));
    }
    return written;
}

template <typename Keeps>
bool keep(const FormEngine& engine, const QHash<AnswerPath, Answer>& results, Answers& answers,
          const Keeps& keeps)
{
    bool changed = false;
    for (auto result = results.begin(); result != results.end(); ++result) {
        const FieldDefinition* field = engine.form().field(result.key().field);
        const Answer is = answers.value(result.key());
        if (!field || !field->stored || is.sealed || is == *result || !keeps(result.key(), *result))
            continue;
        answers.set(result.key(), *result);
        changed = true;
    }
    return changed;
}

/// What there was a result for and is none any more tells of answers that are gone. A question that is hidden now keeps what it had.
bool takeBack(const FormEngine& engine, const QHash<AnswerPath, Answer>& were,
              const QHash<AnswerPath, Answer>& results, Answers& answers)
{
    bool changed = false;
    for (auto old = were.begin(); old != were.end(); ++old) {
        const FieldDefinition* field = engine.form().field(old.key().field);
        const Answer is = answers.value(old.key());
        if (!field || !field->stored || is.sealed || is.isBlank() || results.contains(old.key())
            || !engine.isRelevant(old.key(), answers))
            continue;
        answers.set(old.key(), {});
        changed = true;
    }
    return changed;
}

}  // namespace

bool keepResults(const FormEngine& engine, Answers& answers)
{
    return keep(engine, engine.calculated(answers), answers,
                [](const AnswerPath&, const Answer&) { return true; });
}

bool keepResults(const FormEngine& engine, const Answers& before, Answers& answers)
{
    const QSet<Place> written = writtenRows(before, answers);
    if (written.isEmpty() && before.rows.size() == answers.rows.size())
        return false;
    const QHash<AnswerPath, Answer> results = engine.calculated(answers);
    const QHash<AnswerPath, Answer> were = engine.calculated(before);
    const bool gone = takeBack(engine, were, results, answers);
    const bool kept = keep(engine, results, answers, [&](const AnswerPath& path, const Answer& result) {
        return written.contains(placeOf(path)) || were.value(path) != result;
    });
    return gone || kept;
}

}  // namespace prohori
