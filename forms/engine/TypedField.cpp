// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/TypedField.h"

#include "forms/engine/AnswerText.h"
#include "forms/engine/StandardMessages.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QList<Choice>& choicesOf(const FormDefinition& form, const FieldDefinition& field)
{
    static const QList<Choice> kNone;
    const ChoiceList* list = form.list(field.list);
    return list ? list->choices : kNone;
}

/// Row ids, or references of other cases, with one space between.
std::optional<QString> readReferences(const QString& typed, bool several, bool ofCases)
{
    static const QRegularExpression kParts(u"[\\s,;]+"_s);
    static const QRegularExpression kLocalRef(u"^\\d{2}-\\d{4}-[0-9A-Z]{1,8}-\\d{1,8}$"_s);
    QStringList ids;
    for (const QString& part : typed.split(kParts, Qt::SkipEmptyParts)) {
        auto id = readUuid(part);
        const QString ref = asciiDigits(part).toUpper();
        if (!id && ofCases && kLocalRef.match(ref).hasMatch())
            id = ref;
        if (!id)
            return std::nullopt;
        if (!ids.contains(*id))
            ids.append(*id);
    }
    if (ids.isEmpty() || (!several && ids.size() > 1))
        return std::nullopt;
    return ids.join(u' ');
}

/// A question that asks for a month or a year only is still a date: the first day of it.
std::optional<QString> readDateOf(const FieldDefinition& field, const QString& typed, QDate today)
{
    if (const auto date = readDate(typed, today))
        return date;
    if (!field.looks("month-year"_L1) && !field.looks("year"_L1))
        return std::nullopt;
    const auto partial = readPartialDate(typed, today);
    if (!partial)
        return std::nullopt;
    constexpr qsizetype kYear = 4;
    return *partial + (partial->size() == kYear ? u"-01-01"_s : u"-01"_s);
}

std::optional<QString> readIntegerOf(const FieldDefinition& field, const QString& typed)
{
    return readInteger(field.looks("thousands-sep"_L1) ? QString(typed).remove(u',') : typed);
}

}  // namespace

Result<QString> readTyped(const FormDefinition& form, const FieldDefinition& field, const QString& typed,
                          QDate today)
{
    QString kind = u"type"_s;
    std::optional<QString> text;
    switch (field.type) {
    case FieldType::Text:
        text = cleanText(field.looks("numbers"_L1) ? asciiDigits(typed) : typed, false);
        break;
    case FieldType::File: text = cleanText(typed, false); break;
    case FieldType::LongText: text = cleanText(typed, true); break;
    case FieldType::Integer: text = readIntegerOf(field, typed); break;
    case FieldType::Money: text = readMoney(typed); break;
    case FieldType::Date: text = readDateOf(field, typed, today); break;
    case FieldType::PartialDate: text = readPartialDate(typed, today); break;
    case FieldType::DateTime: text = readDateTime(typed); break;
    case FieldType::Phone: text = readPhone(typed); break;
    case FieldType::Identifier: text = readUuid(typed); break;
    case FieldType::Reference:
    case FieldType::MultiReference:
        text =
            readReferences(typed, field.type == FieldType::MultiReference, field.referencedGroup == u"case");
        break;
    case FieldType::Boolean:
    case FieldType::Code:
    case FieldType::MultiCode:
        kind = u"choice"_s;
        text = field.type == FieldType::MultiCode ? readCodes(choicesOf(form, field), typed)
                                                  : readCode(choicesOf(form, field), typed);
        break;
    }
    const auto refuse = [&](const QString& why) {
        QString sentence = problemSentence(why, &field).in(u"en"_s);
        sentence.chop(1);
        return Error{ErrorCode::Invalid, sentence.left(1).toLower() + sentence.mid(1), why};
    };
    if (!text)
        return refuse(kind);
    const qint64 value = text->toLongLong();
    const bool tooShort = field.minLength > 0 && !text->isEmpty() && text->size() < field.minLength;
    const bool tooLong = field.maxLength > 0 && text->size() > field.maxLength;
    if (tooShort || tooLong || (field.minimum && value < *field.minimum)
        || (field.maximum && value > *field.maximum))
        return refuse(u"range"_s);
    return *text;
}

}  // namespace prohori
