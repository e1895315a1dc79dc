// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QStringList>

namespace prohori {

/** Answers to the official form, written down the way a test thinks of them: `builder.put("victim.age_years", "15", victim)`.

    Rows get ids that tell them apart: the group's number and a serial number. A field that is not in the form stops the test.
*/
class CaseBuilder {
public:
    explicit CaseBuilder(const FormDefinition& form) : m_form(form) {}

    Answers answers;

    QString addRow(const QString& group, const QString& parent = {})
    {
        const quint32 id = groupNamed(group).id;
        const QString row = QStringLiteral("%1-0000-4000-8000-%2")
                                .arg(id, 8, 10, QLatin1Char('0'))
                                .arg(++m_serial, 12, 10, QLatin1Char('0'));
        answers.rows.append({id, row, parent});
        return row;
    }

    AnswerPath path(const QString& field, const QString& row = {}) const
    {
        const FieldDefinition* found = m_form.field(field.section(u'.', 0, 0), field.section(u'.', 1));
        if (!found)
            qFatal("the form has no field %s", qPrintable(field));
        return {found->group, row, found->id};
    }

    CaseBuilder& put(const QString& field, const QString& text, const QString& row = {})
    {
        answers.set(path(field, row), {text, {}, false});
        return *this;
    }
    CaseBuilder& putMissing(const QString& field, const QString& reason, const QString& row = {})
    {
        answers.set(path(field, row), {{}, reason, false});
        return *this;
    }
    CaseBuilder& putSealed(const QString& field, const QString& row = {})
    {
        answers.set(path(field, row), {{}, {}, true});
        return *this;
    }

private:
    const GroupDefinition& groupNamed(const QString& name) const
    {
        const GroupDefinition* found = m_form.group(name);
        if (!found)
            qFatal("the form has no group %s", qPrintable(name));
        return *found;
    }

    const FormDefinition& m_form;
    int m_serial = 0;
};

/// `victim.age_years required` for each problem, in their order, with `!` behind a warning.
inline QStringList problemWords(const FormDefinition& form, const QList<Problem>& problems)
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
