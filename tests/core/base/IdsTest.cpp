// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Ids.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QSet>
#include <QTest>

#include <type_traits>

using namespace prohori;
using namespace Qt::StringLiterals;

static_assert(!std::is_convertible_v<RecordId, RowId> && !std::is_assignable_v<RecordId&, RowId>,
              "ids of different things must not mix");

class IdsTest : public QObject {
    Q_OBJECT
private slots:
    void printsAndReadsBack()
    {
        const QByteArray bytes = QByteArray::fromHex("00112233445566778899aabbccddeeff");
        const RecordId record = RecordId::fromBytes(bytes);
        QCOMPARE(record.toString(), u"00112233-4455-6677-8899-aabbccddeeff"_s);
        QCOMPARE(record.toBytes(), bytes);
        const ChangeId change = ChangeId::fromBytes(bytes + bytes);
        QCOMPARE(change.toString(), u"00112233445566778899aabbccddeeff"_s.repeated(2));

        SeededRandom random(testSeed());
        for (int round = 0; round < 500; ++round) {
            const auto one = RecordId::make(random);
            const auto other = ChangeId::make(random);
            QCOMPARE(*RecordId::fromString(one.toString()), one);
            QCOMPARE(*RecordId::fromString(one.toString().toUpper().remove(u'-')), one);
            QCOMPARE(*ChangeId::fromString(other.toString()), other);
        }
    }

    void comeInTheOrderOfTheirBytes()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 2'000; ++round) {
            QByteArray one = random.bytes(ChangeId::kSize);
            QByteArray other = one;
            for (int i = random.below(3); i > 0; --i)
                other[random.below(int(other.size()))] = char(random.below(256));
            const auto a = ChangeId::fromBytes(one), b = ChangeId::fromBytes(other);
            const int expected = std::memcmp(one.constData(), other.constData(), std::size_t(one.size()));
            QCOMPARE(a < b, expected < 0);
            QCOMPARE(a > b, expected > 0);
            QCOMPARE(a == b, expected == 0);
            QCOMPARE(RecordId::fromBytes(one.first(16)) < RecordId::fromBytes(other.first(16)),
                     one.first(16).toHex() < other.first(16).toHex());
        }
    }

    void refusesWhatIsNoId_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("one digit short") << u"00112233-4455-6677-8899-aabbccddeef"_s;
        QTest::newRow("one digit long") << u"00112233-4455-6677-8899-aabbccddeeff0"_s;
        QTest::newRow("no hex digit") << u"g0112233-4455-6677-8899-aabbccddeeff"_s;
        QTest::newRow("a blank") << u"00112233 4455-6677-8899-aabbccddeeff"_s;
        QTest::newRow("Bangla digits") << u"০০112233-4455-6677-8899-aabbccddeeff"_s;
        QTest::newRow("of another length") << u"00112233445566778899aabbccddeeff"_s.repeated(2);
    }

    void refusesWhatIsNoId()
    {
        QFETCH(const QString, text);
        const auto id = RecordId::fromString(text);
        QVERIFY(!id);
        QCOMPARE(id.error().code, ErrorCode::Invalid);
    }

    void theNullIdMeansNone()
    {
        QVERIFY(RecordId().isNull());
        QVERIFY(RecordId::fromBytes("short").isNull());
        QVERIFY(RecordId::fromBytes(QByteArray(17, 'x')).isNull());
        QVERIFY(!RecordId::fromBytes(QByteArray(15, '\0') + '\1').isNull());
    }

    void ordersByItsBytes()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 1'000; ++round) {
            const auto a = RowId::make(random);
            const auto b = RowId::make(random);
            QCOMPARE(a < b, a.toBytes() < b.toBytes());
            QCOMPARE(a == b, a.toBytes() == b.toBytes());
            QCOMPARE(a < b, a.toString() < b.toString());
        }
        const auto low = RowId::fromBytes(QByteArray(16, '\x7f'));
        const auto high = RowId::fromBytes(QByteArray(16, '\x80'));
        QVERIFY(low < high);  // as unsigned bytes
    }

    void hashesByItsBytes()
    {
        SeededRandom random(testSeed());
        QSet<RowId> seen;
        for (int i = 0; i < 2'000; ++i)
            seen.insert(RowId::make(random));
        QCOMPARE(seen.size(), 2'000);
        const auto id = *seen.begin();
        QCOMPARE(std::hash<RowId>()(id), std::hash<RowId>()(RowId::fromBytes(id.toBytes())));
    }
};

QTEST_APPLESS_MAIN(IdsTest)
#include "IdsTest.moc"
