// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/SyncPreview.h"

#include "tests/app/station/TestOffice.h"

#include <QTest>

using namespace prohori;
using namespace std::chrono_literals;

/// What is told before and during a sync: counts and bytes that were measured, times that were measured or none (REL-26, REL-28).
class SyncPreviewTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;

    Station& officer() { return m_office->at(u"officer"_s); }
    RecordId created(quint64 seed)
    {
        const auto saved = CaseDesk(officer()).create(m_office->practiceCase(officer(), seed));
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        return saved->record;
    }
    SyncOutlook outlook() { return syncOutlook(officer().store(), officer().me().person); }
    static SyncSummary summary(qint64 up, qint64 down, int requests)
    {
        SyncSummary made;
        made.bytesUp = up;
        made.bytesDown = down;
        made.requests = requests;
        return made;
    }

private slots:
    void init()
    {
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->confirm(u"officer"_s);
    }

    void itCountsAndMeasuresWhatWaits()
    {
        QCOMPARE(outlook().changes, 0);
        QCOMPARE(outlook().bytesUp, 0);
        created(1);
        created(2);
        const SyncOutlook told = outlook();
        QCOMPARE(told.changes, officer().store().counts().unsent);
        QCOMPARE(told.cases, 2);
        QVERIFY(told.isMeasured);
        // The frames that would be packed, byte for byte.
        QList<FramedChange> waiting;
        for (const OutboxEntry& entry : officer().store().outbox(1000))
            waiting.append({entry.change, 0, {}});
        qint64 bytes = 0;
        for (qsizetype from = 0; from < waiting.size();) {
            Frame frame;
            from += packFrame(waiting, from, {}, frame);
            bytes += frame.packed.size();
        }
        QCOMPARE(told.bytesUp, bytes);
    }

    void typingThatIsNotSavedIsNamed()
    {
        const RecordId record = created(3);
        const QString ref = officer().store().caseRow(record)->localRef;
        Draft draft;
        draft.id = QByteArray(16, '\1');
        draft.person = officer().me().person;
        draft.record = record;
        QVERIFY(officer().store().saveDraft(draft));
        draft.id = QByteArray(16, '\2');
        draft.record = {};
        QVERIFY(officer().store().saveDraft(draft));
        QCOMPARE(outlook().typedIn, QStringList{ref});
        QVERIFY(outlook().isNewCaseTyped);
        QVERIFY(syncOutlook(officer().store(), officer().me().person + 1).typedIn.isEmpty());
    }

    void aTimeIsToldOnlyWhenTheLineWasMeasured()
    {
        Store& store = officer().store();
        created(4);
        QVERIFY(!outlook().time);
        // A small sync tells of the round trip alone.
        QVERIFY(noteLineSpeed(store, summary(300, 200, 1), 600ms));
        QCOMPARE(lineSpeed(store).round, std::optional(600ms));
        QVERIFY(!lineSpeed(store).bytesPerSecond);
        QCOMPARE(lineSpeed(store).timeFor(100), std::optional(600ms));
        QVERIFY(!lineSpeed(store).timeFor(1'000'000));
        // 50,000 bytes in ten seconds after the round trip.
        QVERIFY(noteLineSpeed(store, summary(40'000, 10'000, 1), 10'600ms));
        QCOMPARE(lineSpeed(store).bytesPerSecond, std::optional<qint64>(5'000));
        QCOMPARE(lineSpeed(store).timeFor(10'000), std::optional(2'600ms));
        QCOMPARE(outlook().time, lineSpeed(store).timeFor(outlook().bytesUp));
        // What is neither small nor large tells nothing.
        QVERIFY(noteLineSpeed(store, summary(5'000, 5'000, 1), 60s));
        QCOMPARE(lineSpeed(store).bytesPerSecond, std::optional<qint64>(5'000));
    }

    void theMeterTellsWhatIsLeftAtTheSpeedSoFar()
    {
        SyncMeter meter;
        meter.start(10'000, 1000s);
        QVERIFY(!meter.read(SyncPhase::Sending, 0, 1000s).left);
        QVERIFY(!meter.read(SyncPhase::Sending, 1'000, 1000s + 100ms).left);  // too soon
        const auto reading = meter.read(SyncPhase::Sending, 2'500, 1001s);
        QCOMPARE(reading.percent, 25);
        QCOMPARE(reading.left, std::optional(3000ms));
        // The next request begins: it does not go back.
        QCOMPARE(meter.read(SyncPhase::Sending, 2'000, 1002s).percent, 25);
        QVERIFY(!meter.read(SyncPhase::Receiving, 10'500, 1004s).left);
        QCOMPARE(meter.read(SyncPhase::Receiving, 10'500, 1004s).percent, 99);
        QCOMPARE(meter.read(SyncPhase::Done, 10'500, 1005s).percent, 100);
    }

    void safeIsToldAsTheStoreSays()
    {
        Store& store = officer().store();
        created(5);
        const qint64 all = store.counts().unsent;
        QVERIFY(noteSafe(store, m_office->clock.now()));
        QVERIFY(!whereabouts(store).lastSafe);
        QCOMPARE(whereabouts(store).unsent, all);
        QList<Verdict> verdicts;
        for (const OutboxEntry& entry : store.outbox(1000))
            verdicts.append({entry.change->id(),
                             verdicts.isEmpty() ? Delivery::Safe : Delivery::Custody,
                             Refusal::None,
                             m_office->clock.now(),
                             {}});
        QVERIFY(store.recordVerdicts(verdicts));
        QVERIFY(noteSafe(store, m_office->clock.now()));
        const Whereabouts places = whereabouts(store);
        QCOMPARE(places.unsent, 0);
        QCOMPARE(places.safe, 1);
        QCOMPARE(places.custody, all - 1);
        QCOMPARE(places.lastSafe, std::optional(m_office->clock.now()));
        // It stays the moment when there came more.
        m_office->clock.advance(1h);
        QVERIFY(noteSafe(store, m_office->clock.now()));
        QCOMPARE(whereabouts(store).lastSafe, places.lastSafe);
    }
};

QTEST_GUILESS_MAIN(SyncPreviewTest)
#include "SyncPreviewTest.moc"
