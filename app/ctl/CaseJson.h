// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

/// {"id", "local_ref", "change"}; `change` is empty when nothing was different.
QJsonObject savedJson(const SavedCase& saved);
/// One row of a list.
QJsonObject rowJson(const CaseRow& row);
/// {"id", "local_ref", "form_id", "form_version", "shown_in", "state", "data", "other_answers", "conflicts", "heads", …}; `engine` is that of
/// the view. Other answers are those that this version of the form does not know.
QJsonObject caseJson(const FormEngine& engine, const CaseView& view);
/// {"id", "local_ref", "national_ref", "state", "received", "coming": true}.
QJsonObject comingJson(const ComingCase& coming);
/// {"from", "to", "moved", "mapped", "computed", "parked", "left", "added_rows", "problems"}: what a change to the newest version of the form
/// would do to a case that shows `shown` now. What is left says why: sealed, no-value, fixed.
QJsonObject upgradeJson(const CaseUpgrade& upgrade, const Answers& shown);
/// Every open conflict with both values, the original, who and when.
QJsonArray conflictsJson(const FormDefinition& form, const CaseView& view);
/// Every change: who, when (claimed, received), field, from, to.
QJsonArray historyJson(const FormDefinition& form, const Answers& answers,
                       const QList<HistoryEntry>& entries);
/// The validation report.
QJsonObject reportJson(const FormEngine& engine, const CaseView& view, const QList<Problem>& problems,
                       Instant at);
/// An answer for people: text, the reason it is missing, or "sealed".
QString answerText(const Answer& answer);

}  // namespace prohori
