// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Log.h"
#include "core/base/Ids.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(testLog, "prohori.test")

QStringList g_lines;

void keepLine(QtMsgType, const QMessageLogContext& context, const QString& text)
{
    g_lines.append(QLatin1String(context.category) + u": "_s + text);
}

/// What `line` prints.
QString printed(const LogLine& line)
{
    g_lines.clear();
    const auto before = qInstallMessageHandler(keepLine);
    line.write(testLog());
    qInstallMessageHandler(before);
    return g_lines.join(u"<new line>");
}

}  // namespace

/// SEC-97: a log line holds ids, counts and codes; what comes from outside cannot forge a line or a field.
class LogTest : public QObject {
    Q_OBJECT
private slots:
    void printsEventAndFields()
    {
        const auto id = RowId::fromBytes(QByteArray(16, '\x11'));
        const QString line = printed(LogLine("sync.attempt"_L1)
                                         .id("replica"_L1, id)
                                         .count("sent"_L1, -3)
                                         .code("result"_L1, "offline"_L1));
        QCOMPARE(
            line,
            u"prohori.test: sync.attempt replica=11111111-1111-1111-1111-111111111111 sent=-3 result=offline"_s);
    }

    void escapesWhatComesFromOutside_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("field");
        QTest::newRow("plain") << u"/var/lib/x.phb"_s << u"/var/lib/x.phb"_s;
        QTest::newRow("Bangla") << u"যশোর"_s << u"যশোর"_s;
        QTest::newRow("empty") << QString() << u"\"\""_s;
        QTest::newRow("a blank cannot make a field") << u"x sent=9"_s << u"\"x sent=9\""_s;
        QTest::newRow("a wide blank neither") << u"x\u3000y"_s << u"\"x\u3000y\""_s;
        QTest::newRow("an equals sign neither") << u"a=b"_s << u"\"a=b\""_s;
        QTest::newRow("a quote cannot end the value") << u"\" sent=9"_s << u"\"\\u0022 sent=9\""_s;
        QTest::newRow("line end") << u"a\nb\r"_s << u"a\\u000ab\\u000d"_s;
        QTest::newRow("line separators of Unicode")
            << u"a\u2028\u2029\u0085"_s << u"a\\u2028\\u2029\\u0085"_s;
        QTest::newRow("terminal escape") << u"\u001b[2J"_s << u"\\u001b[2J"_s;
        QTest::newRow("NUL") << u"a\u0000b"_s << u"a\\u0000b"_s;
        QTest::newRow("direction override") << u"\u202egpj"_s << u"\\u202egpj"_s;
        QTest::newRow("backslash") << u"\\u000a"_s << u"\\u005cu000a"_s;
        QTest::newRow("half a pair") << QString(QChar(0xd83d)) << u"\\ud83d"_s;
        QTest::newRow("cut at 120") << u"x"_s.repeated(121) << u"x"_s.repeated(120);
    }

    void escapesWhatComesFromOutside()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, field);
        QCOMPARE(printed(LogLine("e"_L1).outside("path"_L1, text)), u"prohori.test: e path="_s + field);
    }

    void noOutsideTextBreaksTheLine()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 5'000; ++round) {
            QString text;
            for (int i = random.below(20); i > 0; --i)
                text.append(QChar(static_cast<char16_t>(random.below(random.chance(70) ? 0x100 : 0x10000))));
            QString value =
                printed(LogLine("e"_L1).outside("a"_L1, text)).mid(u"prohori.test: e a="_s.size());
            if (value.startsWith(u'"') && value.endsWith(u'"') && value.size() > 1)
                value = value.mid(1, value.size() - 2);
            else
                QVERIFY2(!value.contains(u' ') && !value.contains(u'='), qPrintable(value));
            for (const QChar c : value)
                QVERIFY2(c.isPrint() && c != u'"' && c != QChar(0x2028) && c != QChar(0x2029),
                         qPrintable(value));
        }
    }
};

QTEST_APPLESS_MAIN(LogTest)
#include "LogTest.moc"
