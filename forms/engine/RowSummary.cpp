// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/RowSummary.h"

#include "forms/engine/AnswerText.h"
#include "forms/engine/StandardMessages.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

qsizetype positionOf(const Answers& answers, const AnswerRow& row)
{
    qsizetype position = 1;
    for (const AnswerRow& other : answers.rowsOf(row.group, row.parentRow)) {
        if (other.row == row.row)
            break;
        position += 1;
    }
    return position;
}

QString ownCode(const FormDefinition& form, const Answers& answers, const AnswerRow& row)
{
    const GroupDefinition* group = form.group(row.group);
    const QString letter = group && !group->code.isEmpty() ? group->code : u"#"_s;
    return u"%1-%2"_s.arg(letter).arg(positionOf(answers, row));
}

/// girl, boy, woman, man; what is known of the two otherwise.
Texts personWord(const QString& majority, const QString& sex, const Texts& sexLabel)
{
    const bool child = majority == u"child";
    const bool adult = majority == u"adult";
    if (sex == u"female" && (child || adult))
        return child ? bilingual(u"girl"_s, u"মেয়ে শিশু"_s) : bilingual(u"woman"_s, u"নারী"_s);
    if (sex == u"male" && (child || adult))
        return child ? bilingual(u"boy"_s, u"ছেলে শিশু"_s) : bilingual(u"man"_s, u"পুরুষ"_s);
    if (!sex.isEmpty() && sex != u"unknown")
        return sexLabel;
    return child ? bilingual(u"child"_s, u"শিশু"_s) : adult ? bilingual(u"adult"_s, u"প্রাপ্তবয়স্ক"_s) : Texts();
}

/// A stored value as people read it.
Texts shown(const FormDefinition& form, const FieldDefinition& field, const QString& text)
{
    const ChoiceList* list = form.list(field.list);
    const Choice* choice = list ? list->find(text) : nullptr;
    if (choice)
        return choice->label;
    QString plain = text;
    if (field.type == FieldType::Date && text.size() == 10)
        plain = u"%1/%2/%3"_s.arg(text.mid(8, 2), text.mid(5, 2), text.left(4));
    return bilingual(plain, banglaDigits(plain));
}

}  // namespace

QString rowCode(const FormDefinition& form, const Answers& answers, const QString& row)
{
    QStringList codes;
    for (const AnswerRow* at = answers.findRow(row); at; at = answers.findRow(at->parentRow))
        codes.prepend(ownCode(form, answers, *at));
    return codes.join(u" / "_s);
}

namespace {

Texts summaryOf(const FormDefinition& form, const Answers& answers, const AnswerRow& row,
                const QHash<AnswerPath, Answer>& calculated)
{
    const GroupDefinition& group = *form.group(row.group);
    const auto text = [&](const FieldDefinition& field) {
        const AnswerPath path{group.id, row.row, field.id};
        return calculated.contains(path) ? calculated.value(path).text : answers.value(path).text;
    };
    const QString code = ownCode(form, answers, row);
    QStringList english{code};
    QStringList bangla{banglaDigits(code)};
    const FieldDefinition* majority = form.field(group.name, u"majority"_s);
    for (const quint32 id : group.fields) {
        const FieldDefinition& field = *form.field(id);
        const QString value = text(field);
        if (!field.summary || &field == majority || field.tier != FieldTier::Statistical)
            continue;
        Texts part = shown(form, field, value);
        if (majority && majority->summary && field.name == u"sex")
            part = personWord(text(*majority), value, part);
        else if (value.isEmpty())
            continue;
        if (part.isEmpty())
            continue;
        english.append(part.in(u"en"_s));
        bangla.append(part.in(u"bn"_s));
    }
    return bilingual(english.join(u" · "_s), bangla.join(u" · "_s));
}

}  // namespace

Texts rowSummary(const FormEngine& engine, const Answers& answers, const QString& row)
{
    const AnswerRow* found = answers.findRow(row);
    return found ? summaryOf(engine.form(), answers, *found, engine.calculated(answers)) : Texts();
}

QList<Choice> rowChoices(const FormEngine& engine, const Answers& answers, const FieldDefinition& reference)
{
    QList<Choice> choices;
    const GroupDefinition* group = engine.form().group(reference.referencedGroup);
    if (!group || !group->repeat)
        return choices;
    const auto calculated = engine.calculated(answers);
    for (const AnswerRow& row : answers.rows) {
        if (row.group != group->id)
            continue;
        Choice choice;
        choice.code = row.row;
        choice.label = summaryOf(engine.form(), answers, row, calculated);
        choice.key = QString::number(choices.size() + 1);
        choices.append(choice);
    }
    return choices;
}

}  // namespace prohori
