// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Messages.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What comes before its turn, as it is said: PROTOCOL.md, key 16 of a request and 21 of an answer.
class AheadWireTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void whatIsNamedIsReadAsItWasWritten()
    {
        const RecordId one = RecordId::fromBytes(QByteArray(16, 'a')),
                       two = RecordId::fromBytes(QByteArray(16, 'b'));
        const QList<WireAhead> all{{u"41"_s, 700, {one, two}, true}, {u"42"_s, 9, {}, false, one, 8}};
        QCOMPARE(*aheadFromCbor(aheadToCbor(all)), all);
        QCOMPARE(*aheadFromCbor(Cbor::map()), QList<WireAhead>());
    }

    void whatIsNamedKeepsItsForm_data()
    {
        QTest::addColumn<Cbor>("value");
        const Cbor place(700), none{QByteArray()}, no(false), record(QByteArray(16, 'a'));
        const auto row = [](const char* name, const Cbor::Array& parts, const QString& feed = u"41"_s) {
            QTest::newRow(name) << Cbor::map({{Cbor(feed), Cbor(parts)}});
        };
        QTest::newRow("no map") << Cbor(Cbor::Array{});
        row("no place", {Cbor(0), none, no});
        row("no flag", {place, none, Cbor(1)});
        row("a part too few", {place, none});
        row("half a record", {place, Cbor(QByteArray(24, 'a')), no});
        row("too many records", {place, Cbor(QByteArray(513 * 16, 'a')), no});
        row("begun behind the end", {place, none, no, record, Cbor(700)});
        row("begun nowhere", {place, none, no, record, Cbor(0)});
        row("begun without a record", {place, none, no, Cbor(QByteArray(16, '\0')), Cbor(5)});
        row("begun with half a record", {place, none, no, Cbor(QByteArray(8, 'a')), Cbor(5)});
        row("no feed", {place, none, no}, QString());
        row("a long name", {place, none, no}, QString(33, u'4'));
    }

    void whatIsNamedKeepsItsForm()
    {
        QFETCH(const Cbor, value);
        QVERIFY(!aheadFromCbor(value));
    }

    // --- the order, and the index

    void theOrderIsReadAsItWasWritten()
    {
        QList<WireAhead> all{{u"41"_s, 100'000, {}, true}, {u"42"_s, 9, {}, false}, {u"43"_s, 5, {}, false}};
        all[0].order = WireOrder{0, 99'000, 100'000, {1, 127, 128, 255, 256, 16'511, 99'999, 100'000}};
        all[1].order = WireOrder{9, 9, 9, {}};
        QList<WireAhead> read{{u"41"_s, 100'000, {}, true}, {u"42"_s, 9, {}, false}, {u"43"_s, 5, {}, false}};
        QVERIFY(readOrder(orderToCbor(all), read));
        QCOMPARE(read, all);
        // Neighbours cost a byte each.
        QCOMPARE(orderToCbor(all)[Cbor(u"41"_s)].toArray().back().toBytes().size(),
                 1 + 1 + 1 + 1 + 1 + 2 + 3 + 1);
        // Of another place it says nothing.
        QList<WireAhead> other{{u"41"_s, 100'001, {}, true}};
        QVERIFY(readOrder(orderToCbor(all), other));
        QVERIFY(!other.first().order);
    }

    void theOrderKeepsItsForm_data()
    {
        QTest::addColumn<Cbor>("value");
        const Cbor zero(0), none{QByteArray()}, place(700);
        const auto row = [](const char* name, const Cbor::Array& parts) {
            QTest::newRow(name) << Cbor::map({{Cbor(u"41"_s), Cbor(parts)}});
        };
        QTest::newRow("no map") << Cbor(Cbor::Array{});
        row("a part too few", {place, zero, zero, zero});
        row("a step beyond the place", {place, zero, Cbor(701), zero, none});
        row("a step below nothing", {place, zero, zero, Cbor(-1), none});
        row("no places", {place, zero, zero, zero, zero});
        row("a place beyond the place", {place, zero, zero, zero, Cbor(QByteArray::fromHex("bd05"))});
        row("a place that does not end", {place, zero, zero, zero, Cbor(QByteArray::fromHex("85"))});
        row("a place twice", {place, zero, zero, zero, Cbor(QByteArray::fromHex("0500"))});
        row("a place with an empty byte", {place, zero, zero, zero, Cbor(QByteArray::fromHex("8500"))});
        row("an endless place", {place, zero, zero, zero, Cbor(QByteArray(20, char(0x81)))});
    }

    void theOrderKeepsItsForm()
    {
        QFETCH(const Cbor, value);
        QList<WireAhead> read{{u"41"_s, 700, {}, true}};
        QVERIFY(!readOrder(value, read));
        // As many places as there may be, and one more.
        const auto isRead = [&](qsizetype places) {
            const Cbor::Array parts{Cbor(5'000), Cbor(0), Cbor(0), Cbor(0), Cbor(QByteArray(places, '\1'))};
            QList<WireAhead> all{{u"41"_s, 5'000, {}, true}};
            return readOrder(Cbor::map({{Cbor(u"41"_s), Cbor(parts)}}), all).has_value();
        };
        QVERIFY(isRead(WireOrder::kMostPlaces));
        QVERIFY(!isRead(WireOrder::kMostPlaces + 1));
    }

    static WireComing line(char id, const QString& reference, qint64 minutes)
    {
        return {RecordId::fromBytes(QByteArray(16, id)), reference, {}, 1, Instant::fromMs(minutes * 60'000)};
    }

    void anIndexIsReadAsItWasWritten()
    {
        QList<WireComing> some{line('a', u"41-2026-07-0001"_s, 29'000'000),
                               line('b', u"41-2025-07-0009"_s, 28'000'000)};
        some[1].nationalRef = u"BD-2026-000123"_s;
        some[1].phase = 77;  // of a later version
        const auto again = [](const QList<WireComing>& lines) {
            const Cbor::Array parts = comingToCbor(lines);
            return comingFromCbor(parts[0], parts[1], parts[2]);
        };
        QCOMPARE(*again(some), some);
        // What packs better than a reader believes, and as many as there may be.
        QList<WireComing> many;
        for (int i = 0; i < kMostComing; ++i)
            many.append(line('c', u"41"_s, 29'000'000));
        QCOMPARE(*again(many), many);
        for (int i = 0; i < kMostComing; ++i) {
            many[i].localRef = u"41-2026-07-%1"_s.arg(i, 4, 10, QChar(u'0'));
            many[i].received = Instant::fromMs((29'000'000 - i * 7) * qint64(60'000));
        }
        const Cbor::Array parts = comingToCbor(many);
        const qsizetype bytes = parts[0].toBytes().size() + parts[2].toBytes().size();
        QVERIFY2(bytes < kMostComing * 25, qPrintable(QString::number(bytes)));
        many.append(line('d', u"x"_s, 1));
        QVERIFY(!again(many));
    }

    void anIndexKeepsItsForm_data()
    {
        QTest::addColumn<Cbor::Array>("parts");
        const Cbor id(QByteArray(16, 'a')), plain(0);
        const auto lines = [](const Cbor& value) { return Cbor(value.encode()); };
        const auto row = [&](const char* name, const Cbor::Array& line) {
            QTest::newRow(name) << Cbor::Array{id, plain, lines(Cbor(Cbor::Array{Cbor(line)}))};
        };
        const Cbor ref(u"41-1"_s), one(1);
        QTest::newRow("no lines") << Cbor::Array{Cbor(QByteArray()), plain, lines(Cbor(Cbor::Array{}))};
        QTest::newRow("fewer lines than ids") << Cbor::Array{id, plain, lines(Cbor(Cbor::Array{}))};
        QTest::newRow("half an id") << Cbor::Array{Cbor(QByteArray(8, 'a')), plain,
                                                   lines(Cbor(Cbor::Array{}))};
        QTest::newRow("another method")
            << Cbor::Array{id, Cbor(2), lines(Cbor(Cbor::Array{Cbor(Cbor::Array{ref, one, one})}))};
        QTest::newRow("bytes that do not unpack") << Cbor::Array{id, one, Cbor(QByteArray("x"))};
        QTest::newRow("no record") << Cbor::Array{Cbor(QByteArray(16, '\0')), plain,
                                                  lines(Cbor(Cbor::Array{Cbor(Cbor::Array{ref, one, one})}))};
        row("no number", {Cbor(QString()), one, one});
        row("a long number", {Cbor(QString(65, u'4')), one, one});
        row("no state", {ref, Cbor(0), one});
        row("a state too high", {ref, Cbor(256), one});
        row("before all time", {ref, one, Cbor(-1)});
        row("after all time", {ref, one, Cbor(qint64(1) << 37)});
        row("an empty reference", {ref, one, one, Cbor(QString())});
        row("a part too many", {ref, one, one, ref, ref});
        row("a part too few", {ref, one});
    }

    void anIndexKeepsItsForm()
    {
        QFETCH(const Cbor::Array, parts);
        QVERIFY(!comingFromCbor(parts[0], parts[1], parts[2]));
        // Not one byte of an index can be another one and be read as something that cannot be written.
        const Cbor::Array good = comingToCbor({line('a', u"41-2026-07-0001"_s, 29'000'000)});
        const QByteArray bytes = good[2].toBytes();
        for (qsizetype at = 0; at < bytes.size(); ++at) {
            QByteArray other = bytes;
            other[at] = char(other[at] ^ 0x41);
            const auto read = comingFromCbor(good[0], good[1], Cbor(other));
            if (read)
                QCOMPARE(read->size(), 1);
        }
    }

    void theAnswerCarriesOrderAndIndex()
    {
        const SigningKey key = SigningKey::make();
        SyncAnswer answer;
        answer.hub = HubId::fromBytes(key.publicKey());
        answer.requestHash = QByteArray(32, 'h');
        answer.ahead =
            WireAheadFrames{u"41"_s, 700, true, {}, WireOrder{0, 600, 700, {}}, {line('a', u"41-1"_s, 5)}};
        const auto read = [&] {
            return SyncAnswer::decode(answer.encode(key), answer.hub, answer.requestHash);
        };
        QVERIFY(read());
        QCOMPARE(*read()->ahead->order, *answer.ahead->order);
        QCOMPARE(read()->ahead->coming, answer.ahead->coming);
        answer.ahead->order->index = 701;
        QVERIFY(!read());
        answer.ahead->order.reset();
        QVERIFY(read()->ahead->coming.isEmpty());
    }

    void framesAheadKeepTheirForm()
    {
        const SigningKey key = SigningKey::make();
        SyncAnswer answer;
        answer.hub = HubId::fromBytes(key.publicKey());
        answer.requestHash = QByteArray(32, 'h');
        const auto reads = [&](const WireAheadFrames& ahead) {
            answer.ahead = ahead;
            return SyncAnswer::decode(answer.encode(key), answer.hub, answer.requestHash).has_value();
        };
        QVERIFY(reads({u"41"_s, 700, true, {}}));
        QVERIFY(reads({u"41"_s, 700, false, {{u"41"_s, 0, 700, "x"}, {u"41"_s, 0, 5, "x"}}}));
        QVERIFY(!reads({u"41"_s, 0, true, {}}));
        QVERIFY(!reads({QString(), 700, true, {}}));
        QVERIFY(!reads({u"41"_s, 700, false, {{u"41"_s, 0, 701, "x"}}}));
        QVERIFY(!reads({u"41"_s, 700, false, {{u"41"_s, 0, 0, "x"}}}));
        QVERIFY(!reads({u"41"_s, 700, false, {{u"42"_s, 0, 700, "x"}}}));
        QVERIFY(!reads({u"41"_s, 700, false, {{u"41"_s, 0, 700, {}}}}));
    }
};

QTEST_GUILESS_MAIN(AheadWireTest)
#include "AheadWireTest.moc"
