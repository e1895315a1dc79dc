// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/AnswerCodec.h"
#include "app/station/CaseDesk.h"
#include "core/cases/Fold.h"
#include "forms/engine/FormEngine.h"

namespace prohori {

/// What the sealed texts that belong to a record as a whole (comments, reasons) are bound to.
inline const FieldKey kWholeRecord{0, {}, 0};

/// What a desk answers to a deed that is not allowed.
inline Error refused(const QString& sentence, const QString& hint)
{
    return {ErrorCode::Refused, sentence, hint};
}

/// Refused (hint "problems") when one of the problems is an error; the sentence says what `step` lacks. Inside of app/station only.
Result<> refuseProblems(const FormDefinition& form, const QList<Problem>& problems, const QString& step);

/// What keeps these answers from being submitted: the errors of the form, without conflicts and queries.
int openProblems(const FormEngine& engine, const Answers& answers);

bool isIdentifying(const FieldValue& value);

/// What a reader gets by role and phase, of what the keys would give.
RecordKeys keysFor(const Station& station, const RecordState& state, bool identities);

/// Choices of the answers that are in no list of the form, by list. A text that is no code belongs to none.
QMap<QString, QStringList> foreignChoices(const FormDefinition& form, const Answers& answers);

/// Fills engine, answers, others and conflicts of a view from its state. `plain` is the engine of its version, `reader` of that form.
void readAnswers(const Station& station, CaseView& view, const History& history, const FormEnginePtr& plain,
                 const AnswerReader& reader);

/// Indexes the names of one record as far as they are readable. A save that is followed by this costs the same however many other records wait.
Result<> indexNamesOf(Station& station, const RecordId& record);

}  // namespace prohori
