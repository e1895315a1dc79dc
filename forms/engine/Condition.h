// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/definition/FormDefinition.h"

#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>

namespace prohori {

/// Yes, no, or "only somebody with the key can tell".
enum class Truth { No, Yes, Unknown };

/// One side of a comparison.
struct Operand {
    enum class Kind { Field, Text, Number, Today };
    Kind kind = Kind::Text;
    quint32 field = 0;
    QString text;
};

/// What a side of a comparison reads: its values, and whether there are more that are sealed.
struct Reading {
    QStringList values;
    bool sealed = false;
};

/// Gives the values of a field as seen from where the condition stands.
class FieldSource {
public:
    virtual ~FieldSource() = default;
    virtual Reading read(quint32 field) = 0;
    virtual QDate today() const = 0;
};

/** A condition in the syntax of the data dictionary, parsed.

    `entity.field = 'code'`, `!=`, `<`, `<=`, `>`, `>=`, `in ('a','b')`, `not in (…)`, `has 'code'`, `has any (…)`, `!= ''` for "has a
    value", `today()`, numbers, `and`, `or`, parentheses; `and` binds stronger. A field without entity stands in `group` or in a group around it.

    Several values (a multi-choice, the rows of another group): it holds if it holds for one of them. Without a value every comparison
    is false except `= ''`. Numbers compare as numbers, dates by the calendar: a partial date is before another if all of its days are.
*/
class Condition {
public:
    /// Fails with Invalid and says at which character.
    static Result<Condition> parse(const FormDefinition& form, quint32 group, const QString& text);

    Truth holds(FieldSource& source) const;

private:
    friend class ConditionParser;
    enum class Kind { And, Or, Compare, In, NotIn, Has };
    Kind m_kind = Kind::And;
    QList<Condition> m_parts;
    Operand m_left, m_right;
    QString m_operator;
    QStringList m_words;
};

/// -1, 0, 1; nothing where two texts cannot be ordered (a partial date against a day within it is "equal").
std::optional<int> order(const QString& left, const QString& right);
/// The field that `name` means when it is read in `group`: `entity.field`, or a name of that group or of one around it. nullptr = none.
const FieldDefinition* findField(const FormDefinition& form, quint32 group, const QString& name);

}  // namespace prohori
