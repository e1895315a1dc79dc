// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/RandomSource.h"
#include "forms/engine/FormEngine.h"

#include <QJsonObject>

namespace prohori {

/// How strictly answers are read.
enum class JsonReading {
    Strict,  ///< every value must be of its type, list and range
    Draft,   ///< values that are not are kept as they were typed: what was autosaved comes back
};

/** The answers as the `data` object of a case: `{"case": {…}, "victim": [{"@id": …, "referral": [{…}]}], …}`.

    Text, codes and dates are strings, whole numbers and money are numbers, booleans are true or false, multi-choices and
    multi-references arrays. Why an answer is missing: `{"missing": "refused"}`; one that this person may not read: `{"sealed": true}`.
    Calculated values stand among the others. Unanswered questions, and groups without rows, are left out.
*/
QJsonObject answersToJson(const FormEngine& engine, const Answers& answers);

/** Reads what answersToJson() writes, and what people write by hand.

    Numbers and booleans may be strings, multi-choices one string with spaces, null is unanswered. A row without `@id` gets a new id from
    `random`; an `@id` that is no UUID is a name by which references in the same document may call the row. What the form calculates is
    ignored. A group of at most one row may be an object. Fails with Invalid; the sentence has the path and, for an unknown name,
    the nearest known one, and never the value.
*/
Result<Answers> answersFromJson(const FormEngine& engine, const QJsonObject& data, RandomSource& random,
                                JsonReading reading = JsonReading::Strict);

/** Applies a part of such an object to `answers`: what is named is set, null empties, all else stays.

    A row with the `@id` of a row that is there (or a unique beginning of at least 6 characters) changes it, any other row is added;
    `"@remove": true` takes it away. A key with a dot is a field path: `{"victim[1].age_years": 15}`. A value `{"sealed": true}` leaves the
    answer as it is. On failure `answers` is unchanged.
*/
Result<> patchFromJson(const FormEngine& engine, const QJsonObject& patch, RandomSource& random,
                       Answers& answers);

}  // namespace prohori
