// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>

namespace prohori {

/** Evaluates single expressions, each with its own little form: `eval` of forms.md section 10.

    A case is `{"expr", "context"}`; its result `{"type", "value"}` stands at the same place. Types: `number`
    (a JSON number, or "NaN", "Infinity", "-Infinity"), `string`, `boolean`, `nodes` (an array of texts) and
    `error` (the kind of ExpressionFault; the first when there are several).

    Context, every key optional: `data` (object below `/data`; arrays are repeats, `{"missing": word}` is an
    answer that is missing), `at` (path of the context node, default `/data`; an instance that is not there is
    an unknown path), `types` (path → type: such a question exists even without an answer), `lists` (name →
    rows), `selects` (path → list), `languages`, `language`, `nonrelevant` (paths; without a position all
    instances), `now` (default 1970-01-01T00:00Z) and `timezone` (default Asia/Dhaka). Answers of one object
    stand in the order of their names, as QJsonObject keeps them. A list row's
    `label::lang` of the current language becomes its cell `label`.

    random() is a fixed sequence and uuid() counts, so that a run can be repeated. A case that is no object,
    or whose `expr` is no text, gives `{"type": "error", "value": "syntax"}`; a key of the context that has
    the wrong kind counts as missing. Costs one small tree per case; never fails.
*/
QJsonArray evaluateCases(const QJsonArray& cases);

}  // namespace prohori
