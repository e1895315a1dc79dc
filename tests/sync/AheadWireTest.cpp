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
