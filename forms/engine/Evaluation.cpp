// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/Evaluation.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Reads fields for a condition that stands in one row.
class RowSource final : public FieldSource {
public:
    RowSource(Evaluation& now, const AnswerPath& from) : m_now(now), m_from(from) {}
    Reading read(quint32 field) override { return m_now.read(field, m_from); }
    QDate today() const override { return m_now.today(); }

private:
    Evaluation& m_now;
    const AnswerPath& m_from;
};

}  // namespace

Evaluation::Evaluation(const CompiledForm& compiled, const Answers& answers, QDate today)
    : m_compiled(compiled),
      m_answers(answers),
      m_today(today)
{
    for (const AnswerRow& row : answers.rows) {
        m_rows.insert(row.row, row);
        m_byGroup[row.group].append(row);
    }
}

Truth Evaluation::holds(const Condition& condition, const AnswerPath& from)
{
    RowSource source(*this, from);
    return condition.holds(source);
}

bool Evaluation::obeysClause(const RuleClause& clause, const QString& value, const AnswerPath& from)
{
    RowSource source(*this, from);
    return obeys(clause, value, source);
}

Truth Evaluation::groupRelevance(quint32 group, const QString& parentRow)
{
    const GroupDefinition* definition = form().group(group);
    if (!definition)
        return Truth::Yes;
    const AnswerPath key{group, parentRow, 0};
    if (const auto known = m_relevance.constFind(key); known != m_relevance.constEnd())
        return *known;
    Truth so = Truth::Yes;
    if (definition->parent != 0)
        so = groupRelevance(definition->parent, m_rows.value(parentRow).parentRow);
    const auto condition = m_compiled.groupRelevance.constFind(group);
    if (so != Truth::No && condition != m_compiled.groupRelevance.constEnd()) {
        const Truth own =
            holds(*condition, {definition->parent == 0 ? 1U : definition->parent, parentRow, 0});
        so = own == Truth::Yes ? so : own;
    }
    m_relevance.insert(key, so);
    return so;
}

Truth Evaluation::relevance(const AnswerPath& path)
{
    if (const auto known = m_relevance.constFind(path); known != m_relevance.constEnd())
        return *known;
    const auto condition = m_compiled.fieldRelevance.constFind(path.field);
    Truth so = groupRelevance(path.group, m_rows.value(path.row).parentRow);
    if (so != Truth::No && condition != m_compiled.fieldRelevance.constEnd()) {
        if (m_busy.contains(path))
            return Truth::Yes;
        m_busy.insert(path);
        const Truth own = holds(*condition, path);
        so = own == Truth::Yes ? so : own;
        m_busy.remove(path);
    }
    m_relevance.insert(path, so);
    return so;
}

Answer Evaluation::value(const AnswerPath& path)
{
    const FieldDefinition* field = form().field(path.field);
    if (!field || relevance(path) == Truth::No)
        return {};
    if (const auto result = calculated(path))
        return {*result, {}, false};
    return m_answers.value(path);
}

std::optional<QString> Evaluation::calculated(const AnswerPath& path)
{
    const auto calculator = m_compiled.calculators.constFind(path.field);
    if (calculator == m_compiled.calculators.constEnd())
        return std::nullopt;
    if (const auto known = m_calculated.constFind(path); known != m_calculated.constEnd())
        return *known;
    m_calculated.insert(path, std::nullopt);  // a circle reads blank
    const auto result = (*calculator)(*this, path);
    m_calculated.insert(path, result);
    return result;
}

QString Evaluation::sibling(const AnswerPath& path, const QString& name)
{
    const GroupDefinition* group = form().group(path.group);
    const FieldDefinition* field = group ? form().field(group->name, name) : nullptr;
    return field ? value({path.group, path.row, field->id}).text : QString();
}

QString Evaluation::nearby(const AnswerPath& path, const QString& name)
{
    const FieldDefinition* field = findField(form(), path.group, name);
    return field ? read(field->id, path).values.join(u' ') : QString();
}

QList<AnswerRow> Evaluation::allRows(quint32 group) const
{
    return m_byGroup.value(group);
}

QList<AnswerRow> Evaluation::rowsOf(quint32 group, const QString& parentRow) const
{
    QList<AnswerRow> rows;
    for (const AnswerRow& row : m_byGroup.value(group)) {
        if (row.parentRow == parentRow)
            rows.append(row);
    }
    return rows;
}

std::optional<QString> Evaluation::enclosingRow(quint32 group, const AnswerPath& from) const
{
    if (from.group == group)
        return from.row;
    const GroupDefinition* wanted = form().group(group);
    if (wanted && !wanted->repeat)
        return QString();
    for (QString row = m_rows.value(from.row).parentRow; !row.isEmpty(); row = m_rows.value(row).parentRow) {
        if (m_rows.value(row).group == group)
            return row;
    }
    return std::nullopt;
}

bool Evaluation::isInside(const AnswerRow& row, const QString& outer) const
{
    for (QString at = row.parentRow; !at.isEmpty(); at = m_rows.value(at).parentRow) {
        if (at == outer)
            return true;
    }
    return false;
}

void Evaluation::addValues(const AnswerPath& path, Reading& reading)
{
    const Answer answer = value(path);
    reading.sealed = reading.sealed || answer.sealed;
    if (answer.text.isEmpty())
        return;
    const FieldType type = form().field(path.field)->type;
    if (type == FieldType::MultiCode || type == FieldType::MultiReference)
        reading.values += answer.text.split(u' ', Qt::SkipEmptyParts);
    else
        reading.values.append(answer.text);
}

Reading Evaluation::read(quint32 id, const AnswerPath& from)
{
    Reading reading;
    const FieldDefinition* field = form().field(id);
    if (!field)
        return reading;
    if (const auto row = enclosingRow(field->group, from)) {
        addValues({field->group, *row, id}, reading);
        return reading;
    }
    bool inner = false;
    for (const GroupDefinition* at = form().group(field->group); at && !inner; at = form().group(at->parent))
        inner = at->parent == from.group && from.group != 0;
    for (const AnswerRow& row : m_byGroup.value(field->group)) {
        if (!inner || from.row.isEmpty() || isInside(row, from.row))
            addValues({field->group, row.row, id}, reading);
    }
    return reading;
}

}  // namespace prohori
