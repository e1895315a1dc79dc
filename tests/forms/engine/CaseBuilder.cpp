// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"

namespace prohori {

QString CaseBuilder::addRow(const QString& group, const QString& parent)
{
    const quint32 id = groupNamed(group).id;
    const QString row = QStringLiteral("%1-0000-4000-8000-%2")
                            .arg(id, 8, 10, QLatin1Char('0'))
                            .arg(++m_serial, 12, 10, QLatin1Char('0'));
    answers.rows.append({id, row, parent});
    return row;
}

AnswerPath CaseBuilder::path(const QString& field, const QString& row) const
{
    const FieldDefinition* found = m_form.field(field.section(u'.', 0, 0), field.section(u'.', 1));
    if (!found)
        qFatal("the form has no field %s", qPrintable(field));
    return {found->group, row, found->id};
}

CaseBuilder& CaseBuilder::put(const QString& field, const QString& text, const QString& row)
{
    answers.set(path(field, row), {text, {}, false});
    return *this;
}

CaseBuilder& CaseBuilder::putMissing(const QString& field, const QString& reason, const QString& row)
{
    answers.set(path(field, row), {{}, reason, false});
    return *this;
}

CaseBuilder& CaseBuilder::putSealed(const QString& field, const QString& row)
{
    answers.set(path(field, row), {{}, {}, true});
    return *this;
}

const GroupDefinition& CaseBuilder::groupNamed(const QString& name) const
{
    const GroupDefinition* found = m_form.group(name);
    if (!found)
        qFatal("the form has no group %s", qPrintable(name));
    return *found;
}

QStringList problemWords(const FormDefinition& form, const QList<Problem>& problems)
{
    QStringList words;
    for (const Problem& problem : problems) {
        const GroupDefinition* group = form.group(problem.path.group);
        const FieldDefinition* field = form.field(problem.path.field);
        words.append(QStringLiteral("%1.%2 %3%4")
                         .arg(group ? group->name : QString(), field ? field->name : QStringLiteral("*"),
                              problem.kind,
                              problem.severity == Severity::Warning ? QStringLiteral("!") : QString()));
    }
    return words;
}

}  // namespace prohori
