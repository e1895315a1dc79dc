// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/AnswerText.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// How what people type is read. Today is 2026-11-23.
class AnswerTextTest : public QObject {
    Q_OBJECT

    const QDate m_today{2026, 11, 23};

private slots:
    void reads_data()
    {
        QTest::addColumn<QString>("as");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("stored");  // - = refused
        const auto row = [](const char* as, const QString& typed, const QString& stored) {
            QTest::newRow(qPrintable(QString::fromLatin1(as) + u' ' + typed))
                << QString::fromLatin1(as) << typed << stored;
        };
        row("date", u"5/3/24"_s, u"2024-03-05"_s);
        row("date", u"৫/৩/২৪"_s, u"2024-03-05"_s);
        row("date", u"05-03-2024"_s, u"2024-03-05"_s);
        row("date", u"5.3.2024"_s, u"2024-03-05"_s);
        row("date", u"5 3 2024"_s, u"2024-03-05"_s);
        row("date", u"2024-03-05"_s, u"2024-03-05"_s);
        row("date", u"2024/3/5"_s, u"2024-03-05"_s);
        row("date", u"২০২৪-০৩-০৫"_s, u"2024-03-05"_s);
        row("date", u"  5/3/24  "_s, u"2024-03-05"_s);
        row("date", u"31/12/26"_s, u"2026-12-31"_s);
        row("date", u"31/12/27"_s, u"1927-12-31"_s);  // two digits are the last hundred years
        row("date", u"1/1/00"_s, u"2000-01-01"_s);
        row("date", u"29/2/2024"_s, u"2024-02-29"_s);
        row("date", u"29/2/2023"_s, u"-"_s);
        row("date", u"13/13/2024"_s, u"-"_s);
        row("date", u"0/3/2024"_s, u"-"_s);
        row("date", u"5/3/1899"_s, u"-"_s);
        row("date", u"5/3/2201"_s, u"-"_s);
        row("date", u"5/3"_s, u"-"_s);
        row("date", u"5/3/024"_s, u"-"_s);
        row("date", u"yesterday"_s, u"-"_s);
        row("date", QString(), u"-"_s);
        row("partial", u"2024"_s, u"2024"_s);
        row("partial", u"২০২৪"_s, u"2024"_s);
        row("partial", u"3/2024"_s, u"2024-03"_s);
        row("partial", u"03-2024"_s, u"2024-03"_s);
        row("partial", u"2024-3"_s, u"2024-03"_s);
        row("partial", u"5/3/24"_s, u"2024-03-05"_s);
        row("partial", u"2024-03-05"_s, u"2024-03-05"_s);
        row("partial", u"13/2024"_s, u"-"_s);
        row("partial", u"3/24"_s, u"-"_s);
        row("partial", u"1850"_s, u"-"_s);
        row("time", u"2024-03-05T14:30:00.000+06:00"_s, u"2024-03-05T14:30:00.000+06:00"_s);
        row("time", u"14:30"_s, u"-"_s);
        row("integer", u"15"_s, u"15"_s);
        row("integer", u"১৫"_s, u"15"_s);
        row("integer", u"0015"_s, u"15"_s);
        row("integer", u"-7"_s, u"-7"_s);
        row("integer", u"-0"_s, u"0"_s);
        row("integer", u"999999999"_s, u"999999999"_s);
        row("integer", u"1000000000"_s, u"-"_s);
        row("integer", u"1.5"_s, u"-"_s);
        row("integer", u"1e3"_s, u"-"_s);
        row("integer", u"+5"_s, u"-"_s);
        row("money", u"1,50,000"_s, u"150000"_s);
        row("money", u"৳ ১,৫০,০০০"_s, u"150000"_s);
        row("money", u"150 000"_s, u"150000"_s);
        row("money", u"0"_s, u"0"_s);
        row("money", u"999999999999999"_s, u"999999999999999"_s);
        row("money", u"1000000000000000"_s, u"-"_s);
        row("money", u"-5"_s, u"-"_s);
        row("money", u"12.50"_s, u"-"_s);
        row("money", u"a lot"_s, u"-"_s);
        row("phone", u"01712345678"_s, u"+8801712345678"_s);
        row("phone", u"০১৭১২-৩৪৫৬৭৮"_s, u"+8801712345678"_s);
        row("phone", u"+880 1712 345678"_s, u"+8801712345678"_s);
        row("phone", u"8801712345678"_s, u"+8801712345678"_s);
        row("phone", u"00880 1712 345678"_s, u"+8801712345678"_s);
        row("phone", u"(02) 9558-1234"_s, u"-"_s);
        row("phone", u"+60 12-345 6789"_s, u"+60123456789"_s);
        row("phone", u"01212345678"_s, u"-"_s);
        row("phone", u"0171234567"_s, u"-"_s);
        row("phone", u"+12"_s, u"-"_s);
        row("phone", u"call me"_s, u"-"_s);
        row("uuid", u"0A1B2C3D-0000-4000-8000-000000000001"_s, u"0a1b2c3d-0000-4000-8000-000000000001"_s);
        row("uuid", u"00000000-0000-0000-0000-000000000000"_s, u"-"_s);
        row("uuid", u"V-1"_s, u"-"_s);
    }

    void reads()
    {
        QFETCH(const QString, as);
        QFETCH(const QString, typed);
        QFETCH(const QString, stored);
        const auto read = as == u"date"    ? readDate(typed, m_today)
                        : as == u"partial" ? readPartialDate(typed, m_today)
                        : as == u"time"    ? readDateTime(typed)
                        : as == u"integer" ? readInteger(typed)
                        : as == u"money"   ? readMoney(typed)
                        : as == u"phone"   ? readPhone(typed)
                                           : readUuid(typed);
        QCOMPARE(read.value_or(u"-"_s), stored);
    }

    void aDateMayMeanSeveralDays_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QDate>("first");
        QTest::addColumn<QDate>("last");
        QTest::newRow("day") << u"2024-03-05"_s << QDate(2024, 3, 5) << QDate(2024, 3, 5);
        QTest::newRow("month") << u"2024-02"_s << QDate(2024, 2, 1) << QDate(2024, 2, 29);
        QTest::newRow("year") << u"2023"_s << QDate(2023, 1, 1) << QDate(2023, 12, 31);
        QTest::newRow("moment") << u"2024-03-05T10:00:00"_s << QDate(2024, 3, 5) << QDate(2024, 3, 5);
        QTest::newRow("no such month") << u"2024-13"_s << QDate() << QDate();
        QTest::newRow("no such day") << u"2023-02-29"_s << QDate() << QDate();
        QTest::newRow("something behind") << u"2024-03-05 or so"_s << QDate() << QDate();
        QTest::newRow("a year and a T far behind") << u"2024 about T"_s << QDate() << QDate();
        QTest::newRow("a word") << u"spring"_s << QDate() << QDate();
        QTest::newRow("nothing") << QString() << QDate() << QDate();
    }

    void aDateMayMeanSeveralDays()
    {
        QFETCH(const QString, text);
        QFETCH(const QDate, first);
        QFETCH(const QDate, last);
        const auto span = dateSpan(text);
        QCOMPARE(span ? span->first : QDate(), first);
        QCOMPARE(span ? span->last : QDate(), last);
    }

    void cleansText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("lines");
        QTest::addColumn<QString>("clean");
        QTest::newRow("trimmed") << u"  a  "_s << false << u"a"_s;
        QTest::newRow("one line") << u"a\r\nb"_s << false << u"a b"_s;
        QTest::newRow("lines") << u"a\r\nb\rc"_s << true << u"a\nb\nc"_s;
        QTest::newRow("controls go") << u"a\tb\u0007c"_s << true << u"a b c"_s;
        QTest::newRow("hard space") << u"a\u00a0b"_s << false << u"a b"_s;
        QTest::newRow("composed") << u"cafe\u0301"_s << false << u"caf\u00e9"_s;
        QTest::newRow("one form of a Bangla letter") << u"\u09df"_s << false << u"\u09af\u09bc"_s;
        QTest::newRow("joiners stay") << u"র\u200d্য"_s << false << u"র\u200d্য"_s;
        QTest::newRow("Bangla digits stay in words")
            << u"বাড়ি ১২"_s.normalized(QString::NormalizationForm_C) << false
            << u"বাড়ি ১২"_s.normalized(QString::NormalizationForm_C);
    }

    void cleansText()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, lines);
        QFETCH(const QString, clean);
        QCOMPARE(cleanText(text, lines), clean);
        QCOMPARE(cleanText(clean, lines), clean);
    }

    void digitsGoBothWays()
    {
        QCOMPARE(asciiDigits(u"০১২৩৪৫৬৭৮৯ ab 7"_s), u"0123456789 ab 7"_s);
        QCOMPARE(banglaDigits(u"V-10 কখ"_s), u"V-১০ কখ"_s);
        QCOMPARE(asciiDigits(banglaDigits(u"9876543210"_s)), u"9876543210"_s);
    }

    void codesAreFoundByCodeKeyAndLabel()
    {
        const auto choice = [](const QString& code, const QString& key, const QString& en,
                               const QString& bn) {
            Choice one;
            one.code = code;
            one.key = key;
            one.label.set(u"en"_s, en);
            one.label.set(u"bn"_s, bn);
            return one;
        };
        const QList<Choice> list{choice(u"dhaka"_s, u"26"_s, u"Dhaka"_s, u"ঢাকা"_s),
                                 choice(u"BD01"_s, u"1"_s, u"Kotwali"_s, u"কোতোয়ালি"_s),
                                 choice(u"BD02"_s, u"2"_s, u"Kotwali"_s, u"কোতোয়ালি"_s),
                                 choice(u"2"_s, u"9"_s, u"Sea, by boat"_s, u"সমুদ্র"_s)};
        QCOMPARE(readCode(list, u"dhaka"_s), u"dhaka"_s);
        QCOMPARE(readCode(list, u" DHAKA "_s), u"dhaka"_s);
        QCOMPARE(readCode(list, u"bd01"_s), u"BD01"_s);
        QCOMPARE(readCode(list, u"26"_s), u"dhaka"_s);
        QCOMPARE(readCode(list, u"২৬"_s), u"dhaka"_s);
        QCOMPARE(readCode(list, u"ঢাকা"_s), u"dhaka"_s);
        QCOMPARE(readCode(list, u"2"_s), u"2"_s);  // a code goes before a key
        QCOMPARE(readCode(list, u"kotwali"_s), std::nullopt);
        QCOMPARE(readCode(list, u"khulna"_s), std::nullopt);
        QCOMPARE(readCode(list, QString()), std::nullopt);
        QCOMPARE(readCodes(list, u"BD01 dhaka"_s), u"dhaka BD01"_s);
        QCOMPARE(readCodes(list, u"26, ঢাকা; BD02"_s), u"dhaka BD02"_s);
        QCOMPARE(readCodes(list, u"dhaka khulna"_s), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(AnswerTextTest)
#include "AnswerTextTest.moc"
