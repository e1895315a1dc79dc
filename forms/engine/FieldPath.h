// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/engine/FormEngine.h"

namespace prohori {

/** Reads a field path: `case.district_code`, `victim[1].age_years` (positions from 1), `victim[@ROWID].age_years`,
    `victim[1].referral[2].to_type`, `referral[@ROWID].to_type`.

    ROWID may be any unique beginning of at least 6 characters. A group of at most one row needs no position. `victim[1]` alone is the row:
    its `field` is 0. Fails with NotFound for a row that is not there, else with Invalid; a wrong name comes with the nearest right one.
*/
Result<AnswerPath> resolveFieldPath(const FormDefinition& form, const Answers& answers, const QString& text);

/// The path as people write it, with positions; a row that is not there is written by its id.
QString fieldPathText(const FormDefinition& form, const Answers& answers, const AnswerPath& path);

/// The name of `known` that is nearest to `wrong` (at most a third of its letters away); empty when none is near.
QString nearestName(const QString& wrong, const QStringList& known);
/// ` Did you mean 'x'?`, or nothing.
QString suggestion(const QString& wrong, const QStringList& known);
/// Names of the fields of a group.
QStringList fieldNames(const FormDefinition& form, quint32 group);
/// Hint of findRowByPrefix() for a beginning that fits several rows.
inline const QString kAmbiguousRow = QStringLiteral("ambiguous-row");
/// The row whose id begins with `prefix` (at least 6 characters) among rows of `group`. Fails with NotFound or Invalid.
Result<AnswerRow> findRowByPrefix(const Answers& answers, quint32 group, const QString& prefix);

}  // namespace prohori
