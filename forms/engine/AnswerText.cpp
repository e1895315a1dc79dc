// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/AnswerText.h"

#include "core/base/Ids.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr ushort kBanglaZero = 0x09e6;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;
constexpr int kMoneyDigits = 15;

int fullYear(const QString& written, QDate today)
{
    const int year = written.toInt();
    if (written.size() != 2)
        return year;
    const int sameCentury = today.year() / 100 * 100 + year;
    return sameCentury > today.year() ? sameCentury - 100 : sameCentury;
}

bool fits(int year)
{
    return year >= kFirstYear && year <= kLastYear;
}

QString year4(int year)
{
    return u"%1"_s.arg(year, 4, 10, QChar(u'0'));
}

std::optional<QString> isoDate(int year, int month, int day)
{
    const QDate date(year, month, day);
    return fits(year) && date.isValid() ? std::optional(date.toString(Qt::ISODate)) : std::nullopt;
}

std::optional<QString> isoMonth(int year, int month)
{
    if (!fits(year) || month < 1 || month > 12)
        return std::nullopt;
    return u"%1-%2"_s.arg(year4(year)).arg(month, 2, 10, QChar(u'0'));
}

std::optional<QString> withoutLeadingZeros(QString digits, int most)
{
    const bool negative = digits.startsWith(u'-');
    if (negative)
        digits.remove(0, 1);
    while (digits.size() > 1 && digits.startsWith(u'0'))
        digits.remove(0, 1);
    if (digits.size() > most)
        return std::nullopt;
    return negative && digits != u"0" ? u'-' + digits : digits;
}

template <typename Fits>
std::optional<QString> only(const QList<Choice>& choices, Fits fit)
{
    std::optional<QString> found;
    for (const Choice& choice : choices) {
        if (!fit(choice))
            continue;
        if (found)
            return std::nullopt;
        found = choice.code;
    }
    return found;
}

}  // namespace

QString foldedLabel(const QString& text)
{
    return text.normalized(QString::NormalizationForm_C).simplified().toCaseFolded();
}

QString asciiDigits(const QString& text)
{
    QString out = text;
    for (QChar& c : out) {
        if (c.unicode() >= kBanglaZero && c.unicode() < kBanglaZero + 10)
            c = QChar(u'0' + (c.unicode() - kBanglaZero));
    }
    return out;
}

QString banglaDigits(const QString& text)
{
    QString out = text;
    for (QChar& c : out) {
        if (c >= u'0' && c <= u'9')
            c = QChar(static_cast<char16_t>(kBanglaZero + (c.unicode() - u'0')));
    }
    return out;
}

QString cleanText(const QString& text, bool lines)
{
    QString out = text.normalized(QString::NormalizationForm_C);
    out.replace(u"\r\n"_s, u"\n"_s);
    for (QChar& c : out) {
        if (c == u'\r' || c == u'\n')
            c = lines ? u'\n' : u' ';
        else if (c.category() == QChar::Other_Control || c == QChar::Nbsp)
            c = u' ';
    }
    return out.trimmed();
}

std::optional<DateSpan> dateSpan(const QString& text)
{
    static const QRegularExpression kShape(u"^(\\d{4})(?:-(\\d{2})(?:-(\\d{2})(?:T.*)?)?)?$"_s);
    const auto match = kShape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const int year = match.captured(1).toInt();
    const int month = match.captured(2).toInt();
    const int day = match.captured(3).toInt();
    const QDate first(year, std::max(month, 1), std::max(day, 1));
    if (!first.isValid())
        return std::nullopt;
    if (day > 0)
        return DateSpan{first, first};
    return DateSpan{first, month > 0 ? first.addMonths(1).addDays(-1) : first.addYears(1).addDays(-1)};
}

std::optional<QString> readDate(const QString& typed, QDate today)
{
    static const QRegularExpression kDayFirst(u"^(\\d{1,2})[/.\\- ](\\d{1,2})[/.\\- ](\\d{2}|\\d{4})$"_s);
    static const QRegularExpression kYearFirst(u"^(\\d{4})[/.\\-](\\d{1,2})[/.\\-](\\d{1,2})$"_s);
    const QString text = asciiDigits(typed).simplified();
    if (const auto match = kDayFirst.match(text); match.hasMatch())
        return isoDate(fullYear(match.captured(3), today), match.captured(2).toInt(),
                       match.captured(1).toInt());
    if (const auto match = kYearFirst.match(text); match.hasMatch())
        return isoDate(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt());
    return std::nullopt;
}

std::optional<QString> readPartialDate(const QString& typed, QDate today)
{
    static const QRegularExpression kYear(u"^\\d{4}$"_s);
    static const QRegularExpression kMonthFirst(u"^(\\d{1,2})[/.\\- ](\\d{4})$"_s);
    static const QRegularExpression kYearFirst(u"^(\\d{4})[/.\\- ](\\d{1,2})$"_s);
    const QString text = asciiDigits(typed).simplified();
    if (kYear.match(text).hasMatch())
        return fits(text.toInt()) ? std::optional(text) : std::nullopt;
    if (const auto match = kMonthFirst.match(text); match.hasMatch())
        return isoMonth(match.captured(2).toInt(), match.captured(1).toInt());
    if (const auto match = kYearFirst.match(text); match.hasMatch())
        return isoMonth(match.captured(1).toInt(), match.captured(2).toInt());
    return readDate(text, today);
}

std::optional<QString> readDateTime(const QString& typed)
{
    const QString text = asciiDigits(typed).simplified();
    return QDateTime::fromString(text, Qt::ISODateWithMs).isValid() ? std::optional(text) : std::nullopt;
}

std::optional<QString> readInteger(const QString& typed)
{
    static const QRegularExpression kShape(u"^-?\\d+$"_s);
    const QString text = asciiDigits(typed).trimmed();
    return kShape.match(text).hasMatch() ? withoutLeadingZeros(text, kIntegerDigits) : std::nullopt;
}

std::optional<QString> readMoney(const QString& typed)
{
    static const QRegularExpression kShape(u"^\\d[\\d, ]*$"_s);
    QString text = asciiDigits(typed).trimmed();
    text.remove(u'৳');
    text = text.trimmed();
    if (!kShape.match(text).hasMatch())
        return std::nullopt;
    text.remove(u',');
    text.remove(u' ');
    return withoutLeadingZeros(text, kMoneyDigits);
}

std::optional<QString> readPhone(const QString& typed)
{
    static const QRegularExpression kSeparators(u"[\\s()./-]"_s);
    static const QRegularExpression kHome(u"^0[1-9]\\d{9}$"_s);
    static const QRegularExpression kWorld(u"^\\+[1-9]\\d{6,14}$"_s);
    static const QRegularExpression kMobile(u"^\\+8801[3-9]\\d{8}$"_s);
    QString text = asciiDigits(typed).trimmed();
    text.remove(kSeparators);
    if (text.startsWith(u"00"))
        text = u'+' + text.mid(2);
    else if (text.startsWith(u"880"))
        text.prepend(u'+');
    else if (kHome.match(text).hasMatch())
        text.prepend(u"+88"_s);
    if (!kWorld.match(text).hasMatch())
        return std::nullopt;
    if (text.startsWith(u"+8801") && !kMobile.match(text).hasMatch())
        return std::nullopt;
    return text;
}

std::optional<QString> readUuid(const QString& typed)
{
    const auto id = RowId::fromString(typed.trimmed());
    return id && !id->isNull() ? std::optional(id->toString()) : std::nullopt;
}

std::optional<QString> readCode(const QList<Choice>& choices, const QString& typed)
{
    const QString text = foldedLabel(typed);
    if (text.isEmpty())
        return std::nullopt;
    for (const Choice& choice : choices) {
        if (choice.code.compare(text, Qt::CaseInsensitive) == 0)
            return choice.code;
    }
    const QString digits = asciiDigits(text);
    if (auto byKey = only(choices, [&](const Choice& choice) { return choice.key == digits; }))
        return byKey;
    return only(choices, [&](const Choice& choice) {
        return foldedLabel(choice.label.in(u"en"_s)) == text || foldedLabel(choice.label.in(u"bn"_s)) == text;
    });
}

std::optional<QString> readCodes(const QList<Choice>& choices, const QString& typed)
{
    static const QRegularExpression kLabels(u"[,;|]"_s);
    static const QRegularExpression kSpaces(u"\\s+"_s);
    QStringList parts = typed.split(kLabels, Qt::SkipEmptyParts);
    if (parts.size() == 1 && !readCode(choices, typed))
        parts = typed.split(kSpaces, Qt::SkipEmptyParts);
    QStringList wanted;
    for (const QString& part : std::as_const(parts)) {
        const auto code = readCode(choices, part);
        if (!code)
            return std::nullopt;
        wanted.append(*code);
    }
    QStringList inOrder;
    for (const Choice& choice : choices) {
        if (wanted.contains(choice.code))
            inOrder.append(choice.code);
    }
    return inOrder.join(u' ');
}

}  // namespace prohori
