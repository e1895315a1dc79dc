// SPDX-License-Identifier: GPL-3.0-or-later
#include "FullCase.h"

#include <QDate>
#include <QUuid>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Every entity once, nested as the form says.
void addRows(const FormDefinition& form, quint32 parent, const QString& parentRow, Answers& answers)
{
    for (const GroupDefinition& group : form.groups()) {
        if (group.kind != GroupKind::Case || !group.repeat || group.parent != parent)
            continue;
        const QString row = QUuid::createUuid().toString(QUuid::WithoutBraces);
        answers.rows.append({group.id, row, parentRow});
        addRows(form, group.id, row, answers);
    }
}

QString rowOf(const Answers& answers, quint32 group)
{
    for (const AnswerRow& row : answers.rows) {
        if (row.group == group)
            return row.row;
    }
    return {};
}

QString textFor(const FieldDefinition& field, bool distinct)
{
    if (field.name == u"id_number"_s)
        return u"817260000000%1"_s.arg(field.id, 5, 10, QLatin1Char('9'));
    QString text = distinct ? u"ZQ%1MARK"_s.arg(field.id) : u"Value %1"_s.arg(field.id);
    if (field.type == FieldType::LongText)
        text += u" told at such a length that every form accepts it without asking any further question"_s;
    while (text.size() < field.minLength)
        text += u" more"_s;
    return field.maxLength > 0 ? text.left(field.maxLength) : text;
}

/// For a search the longest code of the list: the least likely to stand elsewhere by chance.
QString choiceFor(const QList<Choice>& offered, bool distinct)
{
    QString best = offered.isEmpty() ? QString() : offered.first().code;
    for (const Choice& choice : offered) {
        const bool isHome = choice.code == u"BD"_s;
        if (best == u"BD"_s || (distinct && !isHome && choice.code.size() > best.size()))
            best = choice.code;
    }
    return best;
}

/// What is offered; where the question is not asked, what would fit the answer that the cascade hangs on.
QList<Choice> choicesFor(const FormEngine& engine, const FieldDefinition& field, const AnswerPath& path,
                         const Answers& answers)
{
    QList<Choice> offered = engine.offeredChoices(path, answers);
    const ChoiceList* list = engine.form().list(field.list);
    if (!offered.isEmpty() || !list || field.cascadeFrom.isEmpty())
        return offered;
    const FieldDefinition* from =
        engine.form().field(engine.form().group(field.group)->name, field.cascadeFrom);
    const QString parent = answers.value({path.group, path.row, from->id}).text;
    for (const Choice& choice : list->choices) {
        if (choice.parent == parent)
            offered.append(choice);
    }
    return offered;
}

QString validValue(const FormEngine& engine, const FieldDefinition& field, const AnswerPath& path,
                   const Answers& answers, bool distinct)
{
    const int offset = static_cast<int>(field.id % 300);
    // Readable dates stay where the rules between them hold.
    const bool sealed = distinct && field.tier != FieldTier::Statistical;
    switch (field.type) {
    case FieldType::Code:
    case FieldType::MultiCode: return choiceFor(choicesFor(engine, field, path, answers), distinct);
    case FieldType::Integer:
        if (field.name == u"age_years"_s)
            return u"30"_s;
        return QString::number(std::max<qint64>(1, field.minimum.value_or(1)));
    case FieldType::Money: return u"1500"_s;
    case FieldType::Date:
        return sealed ? QDate(1931, 1, 1).addDays(offset * 13).toString(Qt::ISODate) : u"2026-03-04"_s;
    case FieldType::PartialDate: return u"2026-03"_s;
    case FieldType::DateTime: return u"2026-03-04T10:00:00.000+06:00"_s;
    case FieldType::Boolean: return u"true"_s;
    case FieldType::Phone: return u"+880171%1"_s.arg(2'000'000 + field.id);
    case FieldType::Reference:
    case FieldType::MultiReference: return rowOf(answers, engine.form().group(field.referencedGroup)->id);
    case FieldType::LongText:
    case FieldType::Text: return textFor(field, distinct);
    case FieldType::Identifier: return rowOf(answers, engine.form().group(u"victim"_s)->id);
    case FieldType::File: break;
    }
    return {};
}

}  // namespace

bool isNotTyped(const FormDefinition& form, const FieldDefinition& field)
{
    const GroupDefinition* group = form.group(field.group);
    return field.required == RequiredLevel::Auto  // set by the program
        || group->kind != GroupKind::Case    // review: from workflow acts; monthly_return: another record
        || field.type == FieldType::File     // attachment.file: files have a queue of their own
        || field.name == u"linked_cases"_s;  // refers to other records
}

FullCase makeFullCase(const FormEngine& engine, const QString& district, bool distinct)
{
    const FormDefinition& form = engine.form();
    FullCase full;
    addRows(form, 0, {}, full.answers);
    for (const FieldDefinition& field : form.fields()) {
        if (isNotTyped(form, field))
            continue;
        const bool repeat = form.group(field.group)->repeat;
        const AnswerPath path{field.group, repeat ? rowOf(full.answers, field.group) : QString(), field.id};
        const bool isDistrict = field.name == u"district_code"_s && !repeat;
        const QString text = isDistrict ? district : validValue(engine, field, path, full.answers, distinct);
        full.answers.values.insert(path, {text, {}, false});
        full.paths.insert(field.id, path);
    }
    return full;
}

}  // namespace prohori
