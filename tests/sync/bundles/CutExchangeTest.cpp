// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/AheadOffice.h"

#include <QBuffer>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// A stick that the hub wrote before an exchange on the line that was cut: it ends nothing that began after it.
class CutExchangeTest : public QObject {
    Q_OBJECT

    /// A case that was here, moved away, and is on its way back in more frames than one answer holds.
    struct Returning : Office {
        RecordId record;
        QByteArray stick;  ///< from before it came back

        Returning()
        {
            hub.hub->sendAheadBeyond(1'000'000);
            const ChangePtr made = other.save(newCase(kHome, u"41-2026-B-0001"_s));
            if (hub.verdictOf(other, made) != Refusal::None)
                qFatal("not taken");
            record = made->body().record;
            for (int i = 0; i < 30; ++i)
                put(supervisor, record, {SetItem{{1, {}, 104}, FieldValue::plain(text(1500)), {}}});
            put(supervisor, record, {MoveItem{kHome, kAway, false}});
            put(away, record, {MoveItem{kHome, kAway, true}});
            good(officer.sync());
            stick = written();
            put(away, record, {MoveItem{kAway, kHome, false}});
            put(supervisor, record, {MoveItem{kAway, kHome, true}});
        }
        QByteArray written()
        {
            QByteArray made;
            QBuffer out(&made);
            out.open(QIODevice::WriteOnly);
            if (const auto done = hub.hub->writeBundle(officer.who.replica, out); !done)
                qFatal("%s", qPrintable(done.error().detail));
            return made;
        }
    };

private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void anOlderStickEmptiesNothingThatIsOnItsWayBack()
    {
        Returning office;
        QVERIFY(!office.reads(office.record));
        const quint64 before = office.officer.cursor(kHome);
        QVERIFY(!office.exchange());
        QVERIFY(!office.reads(office.record));
        QVERIFY(office.officer.cursor(kHome) > before);
        const auto read = office.officer.read(office.stick);
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        office.finish();
        QVERIFY(office.reads(office.record));
        QCOMPARE(office.officer.store->history(office.record)->size(), qsizetype(35));
        SOUND(office);
        AS_IN_TURN(office);
    }

    // One that goes further than the exchange ends it as that would have.
    void aLaterStickEndsTheExchange()
    {
        Returning office;
        QVERIFY(!office.exchange());
        const auto read = office.officer.read(office.written());
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QVERIFY(office.reads(office.record));
        QVERIFY(office.officer.store->goneRecords()->isEmpty());
        SOUND(office);
        office.finish();
        AS_IN_TURN(office);
    }

    // What is gone and came once more by mistake loses its content by a stick as by the line: else nobody without a line would ever let go of it.
    void aStickLetsGoOfWhatDoesNotComeBack()
    {
        Returning office;
        // Declined before it was here.
        office.put(office.supervisor, office.record, {MoveItem{kHome, kAway, false}});
        office.put(office.away, office.record, {MoveItem{kHome, kAway, true}});
        QVERIFY(!office.exchange());
        const auto read = office.officer.read(office.written());
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QVERIFY(!office.reads(office.record));
        SOUND(office);
        QCOMPARE(office.officer.store->goneRecords()->size(), 1);
        office.finish();
        SOUND(office);
    }
};

QTEST_GUILESS_MAIN(CutExchangeTest)
#include "CutExchangeTest.moc"
