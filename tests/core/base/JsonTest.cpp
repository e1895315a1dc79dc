// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QJsonValue randomValue(SeededRandom& random, int depth)
{
    switch (random.below(depth > 0 ? 6 : 4)) {
    case 0: return QJsonValue::Null;
    case 1: return random.chance(50);
    case 2: return qint64(random.below(2'000'000'000)) * (random.chance(50) ? 4'000'000 : -1);
    case 3: return u"নাম \"x\\\" \n\u0001 {[,:]}"_s.mid(random.below(20), random.below(20)) + u"😀"_s;
    case 4: {
        QJsonArray items;
        for (int i = random.below(6); i > 0; --i)
            items.append(randomValue(random, depth - 1));
        return items;
    }
    default: {
        QJsonObject object;
        for (int i = random.below(6); i > 0; --i)
            object.insert(QString::number(random.below(50)) + u"\"\\,"_s, randomValue(random, depth - 1));
        return object;
    }
    }
}

}  // namespace

/// SEC-84: what Qt's reader lets pass in silence is refused with a sentence.
class JsonTest : public QObject {
    Q_OBJECT
private slots:
    void accepts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("compact");
        const auto row = [](const QByteArray& text, const QByteArray& compact) {
            QTest::addRow("%s", text.left(40).constData()) << text << compact;
        };
        row("{}", "{}");
        row(" [ 1 , 2 ] \n", "[1,2]");
        row("null", "null");
        row("true", "true");
        row("-7", "-7");
        row("\"x\"", "\"x\"");
        row("\xef\xbb\xbf{\"from\": \"an editor of Windows\"}", "{\"from\":\"an editor of Windows\"}");
        row("9007199254740992", "9007199254740992");
        row("-9007199254740992", "-9007199254740992");
        row("0.5", "0.5");
        row("1.25e3", "1250");
        row("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}");
        row("[{\"a\":1},{\"a\":2}]", "[{\"a\":1},{\"a\":2}]");
        row("{\"a\":{\"a\":{\"a\":1}}}", "{\"a\":{\"a\":{\"a\":1}}}");
        row("{\"a\":\"a\",\"b\":[\"a\",\"a\"]}", "{\"a\":\"a\",\"b\":[\"a\",\"a\"]}");
        row("{\"a\":\"99999999999999999999\"}", "{\"a\":\"99999999999999999999\"}");
    }

    void accepts()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, compact);
        const auto value = readJson(text);
        QVERIFY2(value, value ? "" : qPrintable(value.error().detail));
        QCOMPARE(writeJson(*value), compact);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("why");
        const auto row = [](const char* name, const QByteArray& text, const QString& why) {
            QTest::newRow(name) << text << why;
        };
        row("nothing", "", u"exactly one"_s);
        row("blanks", " \n", u"exactly one"_s);
        row("two values", "1,2", u"exactly one"_s);
        row("a bracket too many", "1],[2", u"not JSON"_s);
        row("cut", "{\"a\":", u"not JSON"_s);
        row("trailing comma", "[1,]", u"not JSON"_s);
        row("single quotes", "{'a':1}", u"not JSON"_s);
        row("comment", "{} // x", u"not JSON"_s);
        row("NaN", "NaN", u"not JSON"_s);
        row("invalid UTF-8", "\"\xff\"", u"not JSON"_s);
        row("overlong UTF-8", "\"\xc0\x80\"", u"not JSON"_s);
        row("a key twice", "{\"a\":1,\"a\":2}", u"twice"_s);
        row("a key twice, far apart", "{\"a\":1,\"b\":[{\"c\":\"}\"}],\"a\":2}", u"twice"_s);
        row("a key twice, inner", "[0,{\"x\":{\"k\":1,\"k\":1}}]", u"twice"_s);
        row("the empty key twice", "{\"\":1,\"\":2}", u"twice"_s);
        row("a key twice, one escaped", "{\"a\":1,\"\\u0061\":2}", u"twice"_s);
        row("a key twice, escaped quote", "{\"a\\\"b\":1,\"a\\u0022b\":2}", u"twice"_s);
        row("a key twice, slash", "{\"a/b\":1,\"a\\/b\":2}", u"twice"_s);
        row("a key twice, Bangla", "{\"ক\":1,\"\\u0995\":2}", u"twice"_s);
        row("a key twice, pair", "{\"😀\":1,\"\\ud83d\\ude00\":2}", u"twice"_s);
        row("2^53 + 1", "9007199254740993", u"2^53"_s);
        row("-(2^53 + 1)", "[-9007199254740993]", u"2^53"_s);
        row("2^64", "{\"a\":18446744073709551616}", u"2^53"_s);
        row("a hundred digits", QByteArray(100, '9'), u"2^53"_s);
        row("large with a point", "9007199254740993.0", u"2^53"_s);
        row("large with an exponent", "1e30", u"2^53"_s);
    }

    void refuses()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, why);
        const auto value = readJson(text);
        QVERIFY2(!value, value ? writeJson(*value).constData() : "");
        QCOMPARE(value.error().code, ErrorCode::Invalid);
        QVERIFY2(value.error().detail.contains(why), qPrintable(value.error().detail));
    }

    void nestingEndsAt64()
    {
        QVERIFY(readJson(QByteArray(64, '[') + QByteArray(64, ']')));
        QVERIFY(!readJson(QByteArray(65, '[') + QByteArray(65, ']')));
        QVERIFY(readJson(QByteArray("{\"a\":").repeated(64) + '1' + QByteArray(64, '}')));
        QVERIFY(!readJson(QByteArray("{\"a\":").repeated(65) + '1' + QByteArray(65, '}')));
        QVERIFY(!readJson(QByteArray(1'000'000, '[')));
    }

    void sizeIsLimited()
    {
        QVERIFY(readJson("[12345678]", 10));
        const auto value = readJson("[123456789]", 10);
        QVERIFY(!value);
        QVERIFY(value.error().detail.contains(u"limit"_s));
    }

    void faultsNameTheByte()
    {
        QVERIFY(readJson("{\"a\": x}").error().detail.startsWith(u"not JSON at byte 6"_s));
        QVERIFY(readJson("\xef\xbb\xbf{\"a\": x}").error().detail.startsWith(u"not JSON at byte 9"_s));
    }

    void whatIsWrittenIsReadBackEqual()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 3'000; ++round) {
            const QJsonValue value = randomValue(random, 4);
            const QByteArray text = writeJson(value);
            const auto back = readJson(text);
            QVERIFY2(back, back ? "" : qPrintable(back.error().detail + u' ' + QString::fromUtf8(text)));
            QCOMPARE(*back, value);
            QCOMPARE(jsonFromCbor(cborFromJson(value)), value);
        }
    }

    void mutatedTextNeverHarms()
    {
        SeededRandom random(testSeed());
        static constexpr char kMarks[] = "\"\\{}[],:019-.eu \n\xff";
        int accepted = 0;
        for (int round = 0; round < 20'000; ++round) {
            QByteArray text = writeJson(randomValue(random, 3));
            for (int i = 1 + random.below(3); i > 0 && !text.isEmpty(); --i)
                text[random.below(static_cast<int>(text.size()))] =
                    kMarks[random.below(int(sizeof kMarks) - 1)];
            const auto value = readJson(text);
            accepted += value ? 1 : 0;
            QVERIFY(value || value.error().code == ErrorCode::Invalid);
        }
        QVERIFY(accepted > 100);
    }

    void bytesAndOddKeysOfCborHaveAText()
    {
        const Cbor map = Cbor::map({{1, QByteArray("\x01\x02")}, {u"x"_s, Cbor()}});
        QCOMPARE(writeJson(jsonFromCbor(map)), QByteArray("{\"1\":\"AQI=\",\"x\":null}"));
    }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "JsonTest.moc"
