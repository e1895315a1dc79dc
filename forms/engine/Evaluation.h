// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/Condition.h"
#include "forms/engine/FormEngine.h"
#include "forms/engine/Rule.h"

#include <QSet>

#include <functional>

namespace prohori {

class Evaluation;

/// Works out one field of one row; nothing when its inputs are not there, or are sealed.
using Calculator = std::function<std::optional<QString>(Evaluation& now, const AnswerPath& path)>;

/// A form with its conditions and rules parsed, once.
struct CompiledForm {
    FormPtr form;
    QHash<quint32, Condition> fieldRelevance, groupRelevance;
    QHash<quint32, QList<RuleClause>> rules;
    QHash<quint32, Calculator> calculators;
};

/** One look at one set of answers: relevance, effective and calculated values, each worked out once, when asked for.

    An effective value is blank where the question is not relevant. Conditions that depend on each other in a circle count as true. Lives
    as long as the answers stay as they are; the answers must outlive it. Not for several threads.
*/
class Evaluation {
public:
    Evaluation(const CompiledForm& compiled, const Answers& answers, QDate today);

    const FormDefinition& form() const { return *m_compiled.form; }
    const Answers& answers() const { return m_answers; }
    QDate today() const { return m_today; }

    Truth relevance(const AnswerPath& path);
    Truth groupRelevance(quint32 group, const QString& parentRow);
    /// The effective answer, calculated where the form says so.
    Answer value(const AnswerPath& path);
    /// What a calculator gives; nothing for fields without one.
    std::optional<QString> calculated(const AnswerPath& path);
    /// Effective text of a sibling field by name; empty when it is blank, missing or sealed.
    QString sibling(const AnswerPath& path, const QString& name);
    /// The same with `entity.field` or a name of an enclosing group.
    QString nearby(const AnswerPath& path, const QString& name);
    QList<AnswerRow> rowsOf(quint32 group, const QString& parentRow) const;
    /// Every row of the group, wherever it is.
    QList<AnswerRow> allRows(quint32 group) const;
    /// Reads a field as seen from a row: the row itself, those around it, or all rows of another group (those inside this row, if any can be).
    Reading read(quint32 field, const AnswerPath& from);
    bool obeysClause(const RuleClause& clause, const QString& value, const AnswerPath& from);

private:
    Truth holds(const Condition& condition, const AnswerPath& from);
    /// The row of `group` that is `from` itself or encloses it; nothing when there is none.
    std::optional<QString> enclosingRow(quint32 group, const AnswerPath& from) const;
    bool isInside(const AnswerRow& row, const QString& outer) const;
    void addValues(const AnswerPath& path, Reading& reading);

    const CompiledForm& m_compiled;
    const Answers& m_answers;
    QDate m_today;
    QHash<QString, AnswerRow> m_rows;
    QHash<quint32, QList<AnswerRow>> m_byGroup;
    QHash<AnswerPath, Truth> m_relevance;
    QHash<AnswerPath, std::optional<QString>> m_calculated;
    QSet<AnswerPath> m_busy;
};

}  // namespace prohori
