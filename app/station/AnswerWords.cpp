// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnswerWords.h"

#include "app/station/CaseWords.h"
#include "forms/engine/AnswerDisplay.h"
#include "forms/engine/RowSummary.h"
#include "forms/engine/StandardMessages.h"

namespace prohori {

using namespace Qt::StringLiterals;

QString AnswerWords::text(quint32 field, const Answer& answer) const
{
    const QString language = CaseWords::language();
    if (answer.sealed)
        return tr("sealed: you hold no key to it");
    if (!answer.missing.isEmpty())
        return missingLabel(answer.missing).in(language);
    if (answer.text.isEmpty())
        return tr("no answer");
    const FieldDefinition* known = m_engine.form().field(field);
    if (!known)
        return answer.text;
    if (known->type == FieldType::Reference || known->type == FieldType::MultiReference)
        return labelsOf(rowChoices(m_engine, m_answers, *known), answer.text, language);
    if (const ChoiceList* list = m_engine.form().list(known->list))
        return labelsOf(list->choices, answer.text, language);
    return readableText(*known, answer.text, language);
}

QString AnswerWords::choice(quint32 field, const QString& code) const
{
    const FieldDefinition* known = m_engine.form().field(field);
    const ChoiceList* list = known ? m_engine.form().list(known->list) : nullptr;
    return list ? labelsOf(list->choices, code, CaseWords::language()) : code;
}

QString AnswerWords::question(const AnswerPath& path) const
{
    if (const FieldDefinition* field = m_engine.form().field(path.field))
        return field->label.in(CaseWords::language());
    if (const GroupDefinition* group = m_engine.form().group(path.group); group && path.field == 0)
        return group->label.in(CaseWords::language());
    return tr("Question %1 of another version of the form").arg(CaseWords::number(path.field));
}

QString AnswerWords::place(const AnswerPath& path) const
{
    return path.row.isEmpty() ? QString()
                              : rowSummary(m_engine, m_answers, path.row).in(CaseWords::language());
}

}  // namespace prohori
