// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/LastCase.h"

#include "app/desktop/CasePage.h"
#include "app/desktop/ErrorText.h"
#include "forms/widgets/FormView.h"

#include <QJsonArray>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kLastCaseKept = u"last-case"_s;

bool isCarried(const FieldDefinition& field)
{
    switch (field.type) {
    case FieldType::LongText:
    case FieldType::File:
    case FieldType::Reference:
    case FieldType::MultiReference:
    case FieldType::Identifier: return false;
    default: return field.tier == FieldTier::Statistical && field.required != RequiredLevel::Auto;
    }
}

}  // namespace

QJsonObject lastCaseToJson(const FormDefinition& form, const Answers& answers)
{
    QJsonArray rows, values;
    for (const AnswerRow& row : answers.rows)
        rows.append(QJsonArray{static_cast<qint64>(row.group), row.row, row.parentRow});
    for (const FieldDefinition& field : form.fields()) {
        if (!isCarried(field))
            continue;
        const auto add = [&](const QString& row) {
            const Answer answer = answers.value({field.group, row, field.id});
            if (!answer.sealed && !answer.isBlank())
                values.append(QJsonArray{static_cast<qint64>(field.id), row, answer.text, answer.missing});
        };
        if (!form.group(field.group)->repeat)
            add({});
        for (const AnswerRow& row : answers.rows) {
            if (row.group == field.group)
                add(row.row);
        }
    }
    return {{u"rows"_s, rows}, {u"answers"_s, values}};
}

Answers lastCaseFromJson(const FormDefinition& form, const QJsonObject& saved)
{
    Answers answers;
    for (const QJsonValue& one : saved.value(u"rows"_s).toArray()) {
        const QJsonArray row = one.toArray();
        const auto group = static_cast<quint32>(row.at(0).toInteger());
        if (form.group(group) && !row.at(1).toString().isEmpty())
            answers.rows.append({group, row.at(1).toString(), row.at(2).toString()});
    }
    for (const QJsonValue& one : saved.value(u"answers"_s).toArray()) {
        const QJsonArray value = one.toArray();
        const FieldDefinition* field = form.field(static_cast<quint32>(value.at(0).toInteger()));
        if (field && isCarried(*field))
            answers.set({field->group, value.at(1).toString(), field->id},
                        {value.at(2).toString(), value.at(3).toString(), false});
    }
    return answers;
}

/// The case was saved: the next one may take from it, also after a restart.
void CasePage::keepLastCase(const Answers& answers)
{
    setLastCase(answers);
    Station& station = m_session.station();
    if (auto kept = station.store().keep(station.me().person, kLastCaseKept, {},
                                         lastCaseToJson(m_form->model().form(), answers));
        !kept)
        tell(Words::error(kept.error()), false);
}

/// At the start, until something newer was on the form.
void CasePage::restoreLastCase()
{
    if (m_lastCase)
        return;
    const Station& station = m_session.station();
    setLastCase(
        lastCaseFromJson(m_form->model().form(), station.store().kept(station.me().person, kLastCaseKept)));
}

}  // namespace prohori
