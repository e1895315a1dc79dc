// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/DateText.h"

#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 epochJulianDay = 2440588;

/// Reads the parts of a text one after the other; once something does not fit, all later answers are "no".
class DateReader {
public:
    explicit DateReader(QStringView text) : m_text(text) {}

    bool atEnd() const { return m_at == m_text.size(); }
    bool good() const { return m_good; }

    bool take(char16_t unit)
    {
        if (atEnd() || m_text[m_at] != unit)
            return false;
        ++m_at;
        return true;
    }

    void need(char16_t unit) { m_good = take(unit) && m_good; }

    int digits(int count, int least, int most)
    {
        int number = 0;
        for (int place = 0; place < count; ++place) {
            const char16_t unit = atEnd() ? u'x' : m_text[m_at].unicode();
            if (unit < u'0' || unit > u'9') {
                m_good = false;
                return 0;
            }
            number = number * 10 + (unit - u'0');
            ++m_at;
        }
        m_good = m_good && number >= least && number <= most;
        return number;
    }

    /// Milliseconds of a fraction of a second; what is finer is cut.
    int fraction()
    {
        int milliseconds = 0;
        int scale = 100;
        int count = 0;
        for (; !atEnd() && m_text[m_at] >= u'0' && m_text[m_at] <= u'9'; ++m_at, ++count) {
            milliseconds += (m_text[m_at].unicode() - u'0') * scale;
            scale /= 10;
        }
        m_good = m_good && count > 0;
        return milliseconds;
    }

private:
    QStringView m_text;
    qsizetype m_at = 0;
    bool m_good = true;
};

void readTime(DateReader& reader, DateParts& parts)
{
    parts.hasTime = true;
    parts.milliseconds = reader.digits(2, 0, 23) * 3600000;
    reader.need(u':');
    parts.milliseconds += reader.digits(2, 0, 59) * 60000;
    if (reader.take(u':')) {
        parts.milliseconds += reader.digits(2, 0, 59) * 1000;
        if (reader.take(u'.'))
            parts.milliseconds += reader.fraction();
    }
    if (reader.atEnd())
        return;
    parts.hasOffset = true;
    if (reader.take(u'Z'))
        return;
    const bool west = reader.take(u'-');
    if (!west)
        reader.need(u'+');
    parts.offset = reader.digits(2, 0, 14) * 3600;
    if (!reader.atEnd()) {
        reader.take(u':');
        parts.offset += reader.digits(2, 0, 59) * 60;
    }
    if (west)
        parts.offset = -parts.offset;
}

bool isBangla(const QString& language)
{
    return language.startsWith(u"bn"_s, Qt::CaseInsensitive) || language.contains(u"(bn"_s)
        || language.startsWith(u"bangla"_s, Qt::CaseInsensitive);
}

QString monthName(int month, bool bangla)
{
    static constexpr std::array<const char16_t*, 12> english{u"Jan", u"Feb", u"Mar", u"Apr", u"May", u"Jun",
                                                             u"Jul", u"Aug", u"Sep", u"Oct", u"Nov", u"Dec"};
    static constexpr std::array<const char16_t*, 12> bengali{u"জানু",   u"ফেব",  u"মার্চ", u"এপ্রিল",
                                                             u"মে",    u"জুন",   u"জুলাই", u"আগস্ট",
                                                             u"সেপ্টে", u"অক্টো", u"নভে",  u"ডিসে"};
    return QString::fromUtf16((bangla ? bengali : english).at(static_cast<size_t>(month - 1)));
}

QString dayName(int day, bool bangla)
{
    static constexpr std::array<const char16_t*, 7> english{u"Mon", u"Tue", u"Wed", u"Thu",
                                                            u"Fri", u"Sat", u"Sun"};
    static constexpr std::array<const char16_t*, 7> bengali{u"সোম", u"মঙ্গল", u"বুধ", u"বৃহস্পতি",
                                                            u"শুক্র", u"শনি",  u"রবি"};
    return QString::fromUtf16((bangla ? bengali : english).at(static_cast<size_t>(day - 1)));
}

QString padded(int number, int width)
{
    return QString::number(number).rightJustified(width, u'0');
}

QString formatCode(const QDateTime& at, char16_t code, const QString& language)
{
    const QDate date = at.date();
    const QTime time = at.time();
    switch (code) {
    case u'Y': return padded(date.year(), 4);
    case u'y': return padded(date.year() % 100, 2);
    case u'm': return padded(date.month(), 2);
    case u'n': return QString::number(date.month());
    case u'b': return monthName(date.month(), isBangla(language));
    case u'd': return padded(date.day(), 2);
    case u'e': return QString::number(date.day());
    case u'a': return dayName(date.dayOfWeek(), isBangla(language));
    case u'H': return padded(time.hour(), 2);
    case u'h': return QString::number(time.hour());
    case u'M': return padded(time.minute(), 2);
    case u'S': return padded(time.second(), 2);
    case u'3': return padded(time.msec(), 3);
    default: return QString(QChar(code));
    }
}

}  // namespace

std::optional<DateParts> readDateParts(QStringView text)
{
    if (text.size() < 10)
        return std::nullopt;
    DateReader reader(text);
    const int year = reader.digits(4, 1, 9999);
    reader.need(u'-');
    const int month = reader.digits(2, 1, 12);
    reader.need(u'-');
    const int day = reader.digits(2, 1, 31);
    if (!reader.good() || !QDate::isValid(year, month, day))
        return std::nullopt;
    DateParts parts;
    parts.day = QDate(year, month, day).toJulianDay() - epochJulianDay;
    if (reader.atEnd())
        return parts;
    reader.need(u'T');
    readTime(reader, parts);
    return reader.good() && reader.atEnd() ? std::optional(parts) : std::nullopt;
}

std::optional<DateParts> readTimeParts(QStringView text)
{
    DateReader reader(text);
    DateParts parts;
    readTime(reader, parts);
    return reader.good() && reader.atEnd() ? std::optional(parts) : std::nullopt;
}

std::optional<QString> badFormatCode(const QString& format)
{
    for (qsizetype at = format.indexOf(u'%'); at >= 0; at = format.indexOf(u'%', at + 2)) {
        const QString code = format.mid(at + 1, 1);
        if (code.isEmpty() || !u"YymnbdeaHhMS3%"_s.contains(code))
            return code;
    }
    return std::nullopt;
}

QString formatDate(const QDateTime& at, const QString& format, const QString& language)
{
    QString text;
    for (qsizetype place = 0; place < format.size(); ++place) {
        if (format[place] == u'%' && place + 1 < format.size())
            text += formatCode(at, format[++place].unicode(), language);
        else
            text += format[place];
    }
    return text;
}

QString dateText(qint64 day)
{
    const QDate date = QDate::fromJulianDay(day + epochJulianDay);
    return date.year() >= 1 && date.year() <= 9999 ? date.toString(Qt::ISODate) : QString();
}

}  // namespace prohori
