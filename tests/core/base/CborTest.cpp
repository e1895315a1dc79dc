// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Cbor.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

#include <limits>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLargest = std::numeric_limits<qint64>::max();
constexpr qint64 kSmallest = std::numeric_limits<qint64>::min();

QByteArray hex(const char* digits)
{
    return QByteArray::fromHex(digits);
}

/// A value of every kind, nested at most `depth` deep, with lengths around the borders of the heads.
Cbor randomValue(SeededRandom& random, int depth)
{
    static constexpr int kLengths[] = {0, 1, 5, 23, 24, 25, 255, 256};
    const int kind = random.below(depth > 0 ? 7 : 5);
    if (kind == 0)
        return {};
    if (kind == 1)
        return random.chance(50);
    if (kind == 2) {
        const auto bits = static_cast<quint64>(random.below(64));
        const auto magnitude =
            static_cast<qint64>(random.bytes(8).toHex().toULongLong(nullptr, 16) >> (bits | 1));
        return random.chance(50) ? magnitude : -1 - magnitude;
    }
    if (kind == 3)
        return random.bytes(random.oneOf(kLengths));
    if (kind == 4 && random.chance(50))
        return QString(random.oneOf(kLengths), QLatin1Char(char('a' + random.below(26))));
    if (kind == 4)
        return QString(u"প্রহরী 😀 \u0000\ufeff"_s).left(random.below(12)).repeated(1 + random.below(30));
    Cbor value = kind == 5 ? Cbor(Cbor::Array{}) : Cbor::map();
    for (int i = random.below(30); i > 0; --i) {
        if (kind == 5)
            value.append(randomValue(random, depth - 1));
        else
            value.set(random.chance(50) ? Cbor(random.below(1'000)) : randomValue(random, 0),
                      randomValue(random, depth - 1));
    }
    return value;
}

/// `bytes` with one thing wrong or different: a bit, a byte, a piece gone, a piece doubled.
QByteArray mutated(QByteArray bytes, SeededRandom& random)
{
    const int at = random.below(static_cast<int>(bytes.size()));
    switch (random.below(5)) {
    case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8))); break;
    case 1: bytes[at] = random.bytes(1)[0]; break;
    case 2: bytes.remove(at, 1 + random.below(4)); break;
    case 3:
        bytes.insert(at, bytes.mid(random.below(static_cast<int>(bytes.size())), 1 + random.below(4)));
        break;
    default: bytes.insert(at, random.bytes(1)); break;
    }
    return bytes;
}

Cbor nested(int depth)
{
    Cbor value;
    for (int i = 0; i < depth; ++i)
        value = i % 2 == 0 ? Cbor(Cbor::Array{value}) : Cbor::map({{1, value}});
    return value;
}

}  // namespace

/// Holds the codec to RFC 8949 and to SEC-64: only canonical CBOR, and exactly one encoding of each value.
class CborTest : public QObject {
    Q_OBJECT
private slots:
    void vectorsOfTheRfc_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        // RFC 8949 appendix A, all vectors that lie in the subset.
        const auto vector = [](const char* bytes, const QString& text) {
            QTest::newRow(bytes) << hex(bytes) << text;
        };
        vector("00", u"0"_s);
        vector("01", u"1"_s);
        vector("0a", u"10"_s);
        vector("17", u"23"_s);
        vector("1818", u"24"_s);
        vector("1819", u"25"_s);
        vector("1864", u"100"_s);
        vector("1903e8", u"1000"_s);
        vector("1a000f4240", u"1000000"_s);
        vector("1b000000e8d4a51000", u"1000000000000"_s);
        vector("20", u"-1"_s);
        vector("29", u"-10"_s);
        vector("3863", u"-100"_s);
        vector("3903e7", u"-1000"_s);
        vector("f4", u"false"_s);
        vector("f5", u"true"_s);
        vector("f6", u"null"_s);
        vector("40", u"h''"_s);
        vector("4401020304", u"h'01020304'"_s);
        vector("60", u"\"\""_s);
        vector("6161", u"\"a\""_s);
        vector("6449455446", u"\"IETF\""_s);
        vector("62225c", u"\"\\\"\\\\\""_s);
        vector("62c3bc", u"\"\u00fc\""_s);
        vector("63e6b0b4", u"\"\u6c34\""_s);
        vector("64f0908591", u"\"\U00010151\""_s);
        vector("80", u"[]"_s);
        vector("83010203", u"[1, 2, 3]"_s);
        vector("8301820203820405", u"[1, [2, 3], [4, 5]]"_s);
        vector(
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
            u"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]"_s);
        vector("a0", u"{}"_s);
        vector("a201020304", u"{1: 2, 3: 4}"_s);
        vector("a26161016162820203", u"{\"a\": 1, \"b\": [2, 3]}"_s);
        vector("826161a161626163", u"[\"a\", {\"b\": \"c\"}]"_s);
        vector("a56161614161626142616361436164614461656145",
               u"{\"a\": \"A\", \"b\": \"B\", \"c\": \"C\", \"d\": \"D\", \"e\": \"E\"}"_s);
    }

    void vectorsOfTheRfc()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, text);
        const auto value = Cbor::decode(bytes);
        QVERIFY2(value, value ? "" : qPrintable(value.error().detail));
        QCOMPARE(value->diagnostic(), text);
        QCOMPARE(value->encode().toHex(), bytes.toHex());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("why");
        const auto row = [](const char* name, const char* bytes, const QString& why) {
            QTest::newRow(name) << hex(bytes) << why;
        };
        row("nothing", "", u"ends too early"_s);
        row("23 in two bytes", "1817", u"shortest form"_s);
        row("255 in three bytes", "1900ff", u"shortest form"_s);
        row("65535 in five bytes", "1a0000ffff", u"shortest form"_s);
        row("2^32 - 1 in nine bytes", "1b00000000ffffffff", u"shortest form"_s);
        row("-1 in two bytes", "3800", u"shortest form"_s);
        row("long length of bytes", "580100", u"shortest form"_s);
        row("long length of a text", "780161", u"shortest form"_s);
        row("long length of an array", "9800", u"shortest form"_s);
        row("long length of a map", "b800", u"shortest form"_s);
        row("2^63", "1b8000000000000000", u"too large"_s);
        row("2^64 - 1", "1bffffffffffffffff", u"too large"_s);
        row("-2^64", "3bffffffffffffffff", u"too large"_s);
        row("indefinite bytes", "5f42010243030405ff", u"indefinite"_s);
        row("indefinite text", "7f657374726561646d696e67ff", u"indefinite"_s);
        row("indefinite array", "9fff", u"indefinite"_s);
        row("indefinite map", "bf61610161629f0203ffff", u"indefinite"_s);
        row("a break alone", "ff", u"simple values"_s);
        row("reserved length 28", "1c", u"reserved"_s);
        row("reserved length 30", "5e", u"reserved"_s);
        row("keys out of order", "a203040102", u"sorted"_s);
        row("keys ordered by length, not by bytes", "a2613a0000f6", u"sorted"_s);
        row("a key twice", "a201020103", u"twice"_s);
        row("a text key twice", "a2616101616102", u"twice"_s);
        row("half float", "f90000", u"floats"_s);
        row("float", "fa47c35000", u"floats"_s);
        row("double", "fb3ff199999999999a", u"floats"_s);
        row("undefined", "f7", u"simple values"_s);
        row("simple 16", "f0", u"simple values"_s);
        row("simple 255", "f8ff", u"simple values"_s);
        row("tag: date", "c074323031332d30332d32315432303a30343a30305a", u"tags"_s);
        row("tag: bignum", "c249010000000000000000", u"tags"_s);
        row("tag inside an array", "81c100", u"tags"_s);
        row("overlong UTF-8", "62c080", u"UTF-8"_s);
        row("half a surrogate in UTF-8", "63eda080", u"UTF-8"_s);
        row("cut UTF-8", "61c3", u"UTF-8"_s);
        row("beyond U+10FFFF", "64f4908080", u"UTF-8"_s);
        row("a second value", "0000", u"follow"_s);
        row("array longer than the input", "9b7fffffffffffffff", u"longer"_s);
        row("map longer than the input", "bb4000000000000000", u"longer"_s);
        row("bytes longer than the input", "5b7fffffffffffffff", u"longer"_s);
        row("text longer than the input", "7bffffffffffffffff", u"longer"_s);
    }

    void refuses()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, why);
        const auto value = Cbor::decode(bytes);
        QVERIFY2(!value, value ? qPrintable(value->diagnostic()) : "");
        QCOMPARE(value.error().code, ErrorCode::Invalid);
        QVERIFY2(value.error().detail.contains(why), qPrintable(value.error().detail));
    }

    void integersReachToBothEnds()
    {
        for (const qint64 number :
             {kLargest, kSmallest, qint64(0), qint64(-1), qint64(0xffffffff), qint64(1) << 32}) {
            const auto back = Cbor::decode(Cbor(number).encode());
            QVERIFY(back);
            QCOMPARE(back->toInt(), number);
        }
        QCOMPARE(Cbor(kLargest).encode().toHex(), "1b7fffffffffffffff");
        QCOMPARE(Cbor(kSmallest).encode().toHex(), "3b7fffffffffffffff");
    }

    void truncatedAtEveryByte()
    {
        SeededRandom random(testSeed());
        const Cbor map =
            Cbor::map({{1, random.bytes(300)}, {2, u"প্রহরী"_s}, {u"k"_s, Cbor::Array{1, 1000, false}}});
        const QByteArray whole = map.encode();
        QVERIFY(Cbor::decode(whole));
        for (qsizetype size = 0; size < whole.size(); ++size)
            QVERIFY2(!Cbor::decode(whole.left(size)), qPrintable(QString::number(size)));
    }

    void limitsHold()
    {
        const CborLimits limits{.maxBytes = 100, .maxDepth = 5, .maxValues = 20};
        QVERIFY(Cbor::decode(Cbor(QByteArray(98, 'x')).encode(), limits));
        QVERIFY(!Cbor::decode(Cbor(QByteArray(99, 'x')).encode(), limits));
        QVERIFY(Cbor::decode(nested(5).encode(), limits));
        QVERIFY(!Cbor::decode(nested(6).encode(), limits));
        QVERIFY(Cbor::decode(Cbor(Cbor::Array(19)).encode(), limits));
        QVERIFY(!Cbor::decode(Cbor(Cbor::Array(20)).encode(), limits));
    }

    void deepNestingIsRefusedWithoutHarm()
    {
        QVERIFY(!Cbor::decode(QByteArray(4'000'000, char(0x81))));
        QVERIFY(!Cbor::decode(QByteArray(4'000'000, char(0xa1))));
        QVERIFY(Cbor::decode(nested(16).encode()));
        QVERIFY(!Cbor::decode(nested(17).encode()));
    }

    void mapsAreSortedInWhateverOrderTheyAreFilled()
    {
        SeededRandom random(testSeed());
        std::vector<Cbor> keys{0,     23,    24, 255, 256, -1, -25, u"a"_s, u"b"_s, u"aa"_s, QByteArray("a"),
                               false, Cbor()};
        // Bytewise order of the encoded keys: integers, negatives, bytes, texts by length, then false and null.
        const QByteArray expected = "ad000117011818"
                                    "0118ff0119010001200138180141610161610161620162616101f401f601";
        for (int round = 0; round < 200; ++round) {
            random.shuffle(keys);
            Cbor map;
            for (const Cbor& key : keys)
                map.set(key, 1);
            QCOMPARE(map.encode().toHex(), expected);
            for (const Cbor& key : keys)
                QVERIFY(map.contains(key) && map[key].toInt() == 1);
        }
    }

    void settingAKeyAgainReplacesIt()
    {
        Cbor map = Cbor::map({{1, u"a"_s}, {2, u"b"_s}, {1, u"c"_s}});
        map.set(2, u"d"_s);
        QCOMPARE(map.diagnostic(), u"{1: \"c\", 2: \"d\"}"_s);
        QVERIFY(map[3].isNull() && !map.contains(3) && Cbor(7)[1].isNull());
    }

    void halfASurrogatePairStillHasOneEncoding()
    {
        Cbor map;
        map.set(QString(QChar(0xd800)), 1);
        map.set(QString(QChar(0xdfff)) + u'x', 2);
        map.set(QString(QChar(0xdc00)), 3);
        const auto back = Cbor::decode(map.encode());
        QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
        QCOMPARE(*back, map);
        QCOMPARE(map.entries().size(), 2u);
    }

    void textKeepsItsByteOrderMark()
    {
        const QString text = u"\ufeffx\u0000\u200d"_s;
        const auto back = Cbor::decode(Cbor(text).encode());
        QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
        QCOMPARE(back->toText(), text);
    }

    void whatIsEncodedComesBackEqual()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 3'000; ++round) {
            const Cbor value = randomValue(random, 3);
            const QByteArray bytes = value.encode();
            const auto back = Cbor::decode(bytes);
            QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
            QCOMPARE(*back, value);
            QCOMPARE(back->encode(), bytes);
        }
    }

    void aWriterWritesOneValueAfterTheOther()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 300; ++round) {
            CborWriter writer;
            if (random.chance(50))
                writer.reserve(random.below(2'000));
            QVERIFY(writer.isEmpty());
            if (random.chance(50)) {
                writer.value(randomValue(random, 1));
                writer.clear();
            }
            Cbor::Array values;
            for (int i = random.below(23); i > 0; --i) {
                const Cbor value = randomValue(random, 1);
                values.push_back(value);
                if (random.chance(50))
                    writer.value(value);
                else
                    writer.encoded(value.encode());
            }
            const QByteArray list = char(0x80 + values.size()) + writer.view().toByteArray();
            const auto read = Cbor::decode(list);
            QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
            QCOMPARE(read->toArray(), values);
            QCOMPARE(std::move(writer).taken(), list.mid(1));
        }
    }

    /// SEC-64: what decode() takes has no second encoding, whatever was done to the bytes.
    void whatIsAcceptedIsCanonical()
    {
        SeededRandom random(testSeed());
        int accepted = 0;
        int refused = 0;
        for (int round = 0; round < 40'000; ++round) {
            QByteArray bytes = randomValue(random, 2).encode();
            for (int i = 1 + random.below(3); i > 0 && !bytes.isEmpty(); --i)
                bytes = mutated(bytes, random);
            const auto value = Cbor::decode(bytes);
            ++(value ? accepted : refused);
            if (value)
                QCOMPARE(value->encode().toHex(), bytes.toHex());
        }
        qInfo("mutated inputs: %d accepted, %d refused", accepted, refused);
        QVERIFY(accepted > 1'000 && refused > 1'000);
    }
};

QTEST_APPLESS_MAIN(CborTest)
#include "CborTest.moc"
