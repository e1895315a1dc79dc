// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/AnswerDisplay.h"

#include "forms/engine/AnswerText.h"

#include <QDate>
#include <QLocale>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kDay = 10;  // length of 2024-03-05
constexpr int kMonth = 7;

bool isNumber(const QString& text)
{
    return !text.isEmpty()
        && std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

QString inLanguage(const QString& text, const QString& language)
{
    return language == u"bn" ? banglaDigits(text) : text;
}

QString monthName(int month, const QString& language)
{
    static const QStringList kBangla{u"জানুয়ারি"_s,  u"ফেব্রুয়ারি"_s, u"মার্চ"_s,   u"এপ্রিল"_s,
                                     u"মে"_s,       u"জুন"_s,       u"জুলাই"_s,   u"আগস্ট"_s,
                                     u"সেপ্টেম্বর"_s, u"অক্টোবর"_s,   u"নভেম্বর"_s, u"ডিসেম্বর"_s};
    return language == u"bn" ? kBangla.value(month - 1)
                             : QLocale::c().standaloneMonthName(month, QLocale::ShortFormat);
}

QString readableDate(const QString& text, const QString& language)
{
    if (!dateSpan(text) || text.size() > kDay)
        return text;
    QStringList parts{text.left(4)};
    if (text.size() >= kMonth)
        parts.prepend(monthName(text.mid(5, 2).toInt(), language));
    if (text.size() == kDay)
        parts.prepend(QString::number(text.mid(8, 2).toInt()));
    return parts.join(u' ');
}

/// The date in full, with the weekday, or what of it is not known.
QString fullDate(const QString& text, const QString& language)
{
    const bool bangla = language == u"bn";
    const QString year = text.left(4);
    if (text.size() < kMonth)
        return bangla ? year + u", দিন ও মাস জানা নেই"_s : year + u", day and month not known"_s;
    const int month = text.mid(5, 2).toInt();
    const QString monthYear =
        (bangla ? monthName(month, language) : QLocale::c().standaloneMonthName(month)) + u' ' + year;
    if (text.size() < kDay)
        return bangla ? monthYear + u", দিন জানা নেই"_s : monthYear + u", day not known"_s;
    static const QStringList kDays{u"সোমবার"_s, u"মঙ্গলবার"_s, u"বুধবার"_s, u"বৃহস্পতিবার"_s,
                                   u"শুক্রবার"_s, u"শনিবার"_s,  u"রবিবার"_s};
    const int weekday = QDate::fromString(text, Qt::ISODate).dayOfWeek();
    const QString dayName = bangla ? kDays.value(weekday - 1) : QLocale::c().standaloneDayName(weekday);
    return u"%1, %2 %3"_s.arg(dayName, QString::number(text.mid(8, 2).toInt()), monthYear);
}

/// What of a date the question is about: with `year` and `month-year` no more than that.
QString partAsked(const FieldDefinition& field, const QString& text)
{
    if (field.type != FieldType::Date || text.size() != kDay)
        return text;
    return field.looks("year"_L1) ? text.left(4) : field.looks("month-year"_L1) ? text.left(kMonth) : text;
}

QString typedDate(const QString& text)
{
    if (!dateSpan(text) || text.size() > kDay)
        return text;
    QStringList parts = text.split(u'-');
    std::reverse(parts.begin(), parts.end());
    return parts.join(u'/');
}

/// Thousands, then lakhs: 1,20,000.
QString grouped(const QString& text)
{
    if (!isNumber(text))
        return text;
    QString out = text;
    for (qsizetype at = text.size() - 3; at > 0; at -= 2)
        out.insert(at, u',');
    return out;
}

QString readablePhone(const QString& text)
{
    constexpr int kHomeLength = 14;  // +8801712345678
    if (text.startsWith(u"+880") && text.size() == kHomeLength)
        return u"%1 %2-%3"_s.arg(text.left(4), text.mid(4, 4), text.mid(8));
    return text;
}

}  // namespace

QString readableText(const FieldDefinition& field, const QString& text, const QString& language)
{
    switch (field.type) {
    case FieldType::Date:
    case FieldType::PartialDate: return inLanguage(readableDate(partAsked(field, text), language), language);
    case FieldType::Integer:
        return inLanguage(field.looks("thousands-sep"_L1) ? grouped(text) : text, language);
    case FieldType::Money: return inLanguage(grouped(text), language);
    case FieldType::Phone: return inLanguage(readablePhone(text), language);
    default: return text;
    }
}

QString typedText(const FieldDefinition& field, const QString& text, const QString& language)
{
    switch (field.type) {
    case FieldType::Date:
    case FieldType::PartialDate: return inLanguage(typedDate(partAsked(field, text)), language);
    case FieldType::Integer:
    case FieldType::Money:
    case FieldType::Phone: return inLanguage(text, language);
    default: return text;
    }
}

QString understoodText(const FieldDefinition& field, const QString& text, const QString& language)
{
    if (field.type == FieldType::Money)
        return isNumber(text) ? inLanguage(u"৳ "_s + grouped(text), language) : QString();
    if (field.type == FieldType::Integer && field.looks("thousands-sep"_L1))
        return isNumber(text) ? inLanguage(grouped(text), language) : QString();
    const bool date = field.type == FieldType::Date || field.type == FieldType::PartialDate;
    if (!date || !dateSpan(text) || text.size() > kDay)
        return {};
    if (partAsked(field, text) != text)
        return readableText(field, text, language);
    return inLanguage(fullDate(text, language), language);
}

QString labelsOf(const QList<Choice>& choices, const QString& codes, const QString& language)
{
    QStringList labels;
    for (const QString& code : codes.split(u' ', Qt::SkipEmptyParts)) {
        const auto found = std::find_if(choices.cbegin(), choices.cend(),
                                        [&](const Choice& choice) { return choice.code == code; });
        labels.append(found == choices.cend() ? code : found->label.in(language));
    }
    return labels.join(u", "_s);
}

}  // namespace prohori
