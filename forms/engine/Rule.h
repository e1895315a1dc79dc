// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/Condition.h"

#include <optional>

namespace prohori {

/** One clause of a rule (column bind::ht:rule) that the engine can check. A rule may have more clauses; prose is left to people.

    Understood, parted by semicolons: `<= today()`, `>= reported_on and <= today()`, `>= fir_date or >= reported_on` (the first date that is
    answered counts), `0..migrants_total`, `one of exploitation_types`, `BD not allowed`, `self not allowed when CONDITION`,
    `x only if any CONDITION`, and the shapes of identity numbers. Lengths and number ranges are limits of the field already.
*/
struct RuleClause {
    enum class Kind { Compare, OneOf, NotAllowed, OnlyIf, IdNumber };
    Kind kind = Kind::Compare;
    QString sign;  ///< of Compare
    QList<Operand>
        operands;  ///< of Compare: the first that has a value counts; of OneOf and IdNumber: the other field
    QString word;  ///< the choice that is not allowed, or only if
    std::optional<Condition> condition;  ///< when
};

/// The clauses of a field's rule; those that are prose are left out.
QList<RuleClause> readRule(const FormDefinition& form, const FieldDefinition& field);

/// Whether `value` obeys. A clause whose other side has no readable value holds.
bool obeys(const RuleClause& clause, const QString& value, FieldSource& source);

/// The sentence for a value that does not obey, with the labels of the questions involved.
Texts ruleMessage(const FormDefinition& form, const FieldDefinition& field, const RuleClause& clause);

}  // namespace prohori
