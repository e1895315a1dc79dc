// SPDX-License-Identifier: GPL-3.0-or-later
#include "CutLine.h"
#include "tests/support/TestSeed.h"

#include <QEventLoop>
#include <QSignalSpy>
#include <QTest>

using namespace prohori;

/// The file queue of a station, on real stores and a real hub, over a line that is cut.
class AttachmentSyncTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_client.reset();
        m_line.reset();
        m_hub = std::make_unique<TestHub>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_hub->hub->keepAttachmentsIn(m_folder->path());
        m_line = std::make_unique<CutLine>(*m_hub->hub, testSeed());
        m_desk = std::make_unique<PaperStation>(m_hub->authority, 1, u"anika"_s);
        m_colleague = std::make_unique<PaperStation>(m_hub->authority, 2, u"babul"_s);
    }

    void aFileReachesTheColleague()
    {
        const ChangePtr change = attach({300'000, 20});
        const auto sent = sync(*m_desk);
        QVERIFY(sent);
        QCOMPARE(sent->sent, 1);
        QCOMPARE(sent->filesSent, 2);
        QCOMPARE(sent->filesLeft, 0);
        QCOMPARE(sent->filesStopped, QString());
        const auto got = sync(*m_colleague);
        QVERIFY(got);
        QCOMPARE(got->filesReceived, 2);
        verifyWhole(*m_colleague, change, 2);
        // Nothing is left to do for either, and what came down does not go up again.
        for (PaperStation* desk : {m_desk.get(), m_colleague.get()}) {
            const qsizetype before = m_line->fileRequests;
            QVERIFY(sync(*desk));
            QCOMPARE(m_line->fileRequests, before);
        }
    }

    /// Headquarters want, and get, only the papers that the district lets go; the others they do not ask for, now or later.
    void headquartersWantOnlyWhatMayLeaveTheDistrict()
    {
        PaperStation chief(m_hub->authority, 3, u"rina"_s, Role::DistrictReviewer);
        PaperStation ministry(m_hub->authority, 4, u"ministry"_s, Role::HqApprover);
        const ChangePtr change = m_desk->attach(m_random, {300'000, 20'000, 500}, 1);
        const ChangePtr submitted = m_desk->save(act(change, ActKind::Submit));
        QCOMPARE(sync(*m_desk)->filesSent, 3);
        QCOMPARE(sync(chief)->filesReceived, 3);
        chief.save(approval({change, submitted}));
        QVERIFY(sync(chief));
        const auto got = sync(ministry);
        QVERIFY(got);
        QCOMPARE(got->filesReceived, 1);
        QCOMPARE(got->filesLeft, 0);
        QCOMPARE(got->filesStopped, QString());
        int here = 0;
        const auto works = ministry.store->attachmentsOf(change->body().record);
        for (const AttachmentWork& work : *works) {
            here += work.whole ? 1 : 0;
            QVERIFY(!work.whole || work.manifest.plainBytes == 300'000);
        }
        QCOMPARE(here, 1);
        const qsizetype before = m_line->fileRequests;
        QVERIFY(sync(ministry));
        QCOMPARE(m_line->fileRequests, before);
    }

    /// REL-29: resumes where it was; at most a twentieth of the bytes goes twice, up and down. With PROHORI_FULL: 50 MiB over 1,000 cuts.
    void aThousandCutsCostLittle()
    {
        const bool full = qEnvironmentVariableIsSet("PROHORI_FULL");
        const QList<qint64> sizes =
            full ? QList<qint64>{20 << 20, 20 << 20, 10 << 20} : QList<qint64>{4 << 20, 1 << 20};
        const int cuts = full ? 1000 : 100;
        const ChangePtr change = attach(sizes);
        const qint64 all = totalOf(*m_desk, change);
        QVERIFY(all > 3'000'000);
        m_line->meanBetweenCuts = all / cuts;
        const auto sent = syncThrough(*m_desk);
        QCOMPARE(sent.filesLeft, 0);
        const int cutsUp = m_line->cuts;
        const qint64 twiceUp = m_line->fileBytesUp - all;
        const auto got = syncThrough(*m_colleague);
        QCOMPARE(got.filesLeft, 0);
        const int cutsDown = m_line->cuts - cutsUp;
        const qint64 twiceDown = m_line->fileBytesDown - all;
        verifyWhole(*m_colleague, change, int(sizes.size()));
        qInfo("%lld bytes: up %d cuts, %.2f %% twice; down %d cuts, %.2f %% twice", (long long)all, cutsUp,
              100.0 * double(twiceUp) / double(all), cutsDown, 100.0 * double(twiceDown) / double(all));
        QVERIFY2(cutsUp >= cuts && cutsDown >= cuts, "the line was not cut often enough");
        QVERIFY(twiceUp >= 0 && twiceUp * 20 <= all);
        QVERIFY(twiceDown >= 0 && twiceDown * 20 <= all);
    }

    /// Records are through before the first file, and whatever befalls the files, the sync is done.
    void filesNeverDelayRecords()
    {
        attach({500'000});
        m_line->beforeFile = [this] {
            QVERIFY(m_desk->store->outbox(1).isEmpty());
            m_line->isDead = true;
        };
        const auto sent = sync(*m_desk);
        QVERIFY(sent);
        QCOMPARE(sent->sent, 1);
        QCOMPARE(sent->filesSent, 0);
        QCOMPARE(sent->filesLeft, 1);
        QCOMPARE(sent->filesStopped, u"offline"_s);
        QCOMPARE(m_client->phase(), SyncPhase::Done);
    }

    /// Down, too: on a line on which much is to come, no file is asked for before the last record is here, those that come ahead and those in their turn.
    void filesComeLastOfAll()
    {
        (void)attach({50'000});
        for (int i = 0; i < 80; ++i) {
            ChangeBody body = newCase(u"41"_s, u"41-2026-B-%1"_s.arg(i));
            body.items = {SetItem{{1, {}, 104},
                                  FieldValue::plain(QString::fromLatin1(m_random.bytes(500).toBase64())),
                                  {}}};
            m_desk->save(body);
        }
        QCOMPARE(sync(*m_desk)->filesSent, 1);
        const quint64 end = *m_hub->storage->feedEnd(u"41"_s);
        QCOMPARE(end, quint64(81));
        int asked = 0;
        m_line->beforeFile = [&] {
            ++asked;
            QCOMPARE(m_colleague->store->cursors().first().position, end);
            QCOMPARE(m_colleague->store->counts().cases, 81);
        };
        const auto got = sync(*m_colleague);
        QVERIFY(got);
        QVERIFY(got->requests > 2);
        QVERIFY(asked > 0);
        QCOMPARE(got->filesReceived, 1);
    }

    void aCancelIsAtOnceAndKeepsWhatCame()
    {
        attach({2'000'000});
        m_line->beforeFile = [this] {
            if (m_line->fileRequests == 4)
                QMetaObject::invokeMethod(
                    m_client.get(), [this] { m_client->cancel(); }, Qt::QueuedConnection);
        };
        const auto sent = sync(*m_desk);
        QVERIFY(sent);
        QCOMPARE(sent->filesStopped, u"cancelled"_s);
        QCOMPARE(sent->filesLeft, 1);
        QCOMPARE(m_line->cancelled, 1);
        m_line->beforeFile = {};
        const qint64 before = m_line->fileBytesUp;
        QVERIFY(before > 0);
        QCOMPARE(sync(*m_desk)->filesSent, 1);
        QVERIFY(m_line->fileBytesUp - before < 2'000'000);
    }

    /// A piece with a flipped bit, signed by a hub that lies, is refused; twice, and the file waits.
    void aWrongPieceIsRefusedByTheStation()
    {
        const ChangePtr change = attach({200'000});
        QVERIFY(sync(*m_desk));
        m_line->lie = [](PiecesAnswer& answer) {
            for (FilePart& part : answer.parts)
                part.bytes[part.bytes.size() / 2] ^= char(1);
        };
        m_line->hubKey = m_hub->key;
        const auto lied = sync(*m_colleague);
        QVERIFY(lied);
        QCOMPARE(lied->filesReceived, 0);
        QCOMPARE(lied->filesLeft, 1);
        QVERIFY(!m_colleague->store->attachmentsOf(change->body().record)->first().whole);
        m_line->lie = {};
        QCOMPARE(sync(*m_colleague)->filesReceived, 1);
        verifyWhole(*m_colleague, change, 1);
    }

    void anOlderHubLeavesTheFilesWaiting()
    {
        attach({1000});
        m_line->fileStatus = 404;
        const auto sent = sync(*m_desk);
        QVERIFY(sent);
        QCOMPARE(sent->filesStopped, u"no-files"_s);
        m_line->fileStatus = 503;
        QCOMPARE(sync(*m_desk)->filesStopped, u"busy"_s);
        m_line->fileStatus = 200;
        QCOMPARE(sync(*m_desk)->filesSent, 1);
    }

    void progressReachesItsEnd()
    {
        attach({700'000});
        qint64 last = 0, all = 0;
        m_onProgress = [&](qint64 done, qint64 of) {
            QVERIFY(done >= 0 && done <= of);
            last = done;
            all = of;
        };
        QVERIFY(sync(*m_desk));
        m_onProgress = {};
        QVERIFY(all > 700'000);
        QCOMPARE(last, all);
    }

private:
    ChangePtr attach(const QList<qint64>& sizes)
    {
        const ChangePtr change = m_desk->attach(m_random, sizes);
        return change;
    }
    static qint64 totalOf(PaperStation& desk, const ChangePtr& change)
    {
        qint64 all = 0;
        const auto works = desk.store->attachmentsOf(change->body().record);
        for (const AttachmentWork& work : *works)
            all += work.manifest.sealedBytes;
        return all;
    }
    static void verifyWhole(PaperStation& desk, const ChangePtr& change, int count)
    {
        const auto works = desk.store->attachmentsOf(change->body().record);
        QVERIFY(works);
        QCOMPARE(works->size(), count);
        for (const AttachmentWork& work : *works) {
            QVERIFY(work.whole && work.atHub);
            QVERIFY(desk.store->attachmentFiles().check(work.manifest));
        }
    }
    Result<SyncSummary> sync(PaperStation& desk)
    {
        m_client =
            std::make_unique<SyncClient>(*desk.store, *m_line,
                                         SyncClient::Identity{m_hub->id(), desk.person.certificate.id(),
                                                              [] { return Result<>(); },
                                                              isNationalRole(desk.person.role)},
                                         m_hub->clock);
        m_client->setFilePause(std::chrono::milliseconds(0));
        connect(m_client.get(), &SyncClient::filesProgressed, this, [this](qint64 done, qint64 all) {
            if (m_onProgress)
                m_onProgress(done, all);
        });
        std::optional<Result<SyncSummary>> outcome;
        QEventLoop loop;
        connect(m_client.get(), &SyncClient::finished, &loop, [&](const Result<SyncSummary>& ended) {
            outcome = ended;
            loop.quit();
        });
        m_client->start();
        if (!outcome)
            loop.exec();
        return *outcome;
    }
    /// As an officer who presses again until all is through.
    SyncSummary syncThrough(PaperStation& desk)
    {
        SyncSummary last;
        last.filesLeft = -1;
        for (int tries = 0; tries < 200 && last.filesLeft != 0; ++tries) {
            if (const auto ended = sync(desk))
                last = *ended;
        }
        return last;
    }

    SeededRandom m_random{testSeed()};
    std::unique_ptr<TestHub> m_hub;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CutLine> m_line;
    std::unique_ptr<PaperStation> m_desk, m_colleague;
    std::unique_ptr<SyncClient> m_client;
    std::function<void(qint64, qint64)> m_onProgress;
};

QTEST_GUILESS_MAIN(AttachmentSyncTest)
#include "AttachmentSyncTest.moc"
