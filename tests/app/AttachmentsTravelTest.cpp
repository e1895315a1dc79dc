// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreContent.h"

#include "app/station/PaperDesk.h"
#include "app/station/Station.h"
#include "core/base/Clock.h"
#include "sync/client/SyncClient.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QDirIterator>
#include <QEventLoop>
#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// A paper goes from one station to another through a hub of its own process over TLS; the hub dies in the middle.
class AttachmentsTravelTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_d.makeAuthority());
        QVERIFY(m_d.makeHub());
        for (const QString& login : {u"anika"_s, u"babul"_s})
            QVERIFY(m_d.addStation(login, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.startHub());
        for (const QString& login : {u"anika"_s, u"babul"_s}) {
            QCOMPARE(m_d.sync(login).exit, 0);
            QVERIFY(m_d.confirm(login));
        }
        const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(u"anika"_s), u"--cases"_s, u"1"_s,
                                    u"--seed"_s, u"7"_s, u"--json"_s},
                                   u"anika"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_record = filled.array()[0][u"id"_s].toString();
    }

    void aPaperTravelsThoughTheHubIsKilledOnTheWay()
    {
        const auto record = RecordId::fromString(m_record);
        QVERIFY(record);
        AttachmentManifest manifest;
        {
            const auto station = open(u"anika"_s);
            manifest = attach(*station, *record);
            QVERIFY(!manifest.isNull());
            const SyncSummary cut = sync(*station, true);
            QCOMPARE(cut.sent, 2);  // the case and the paper's change
            QCOMPARE(cut.filesSent, 0);
            QCOMPARE(cut.filesLeft, 1);
            QCOMPARE(cut.filesStopped, u"offline"_s);
            QVERIFY(m_d.startHub());
            const SyncSummary rest = sync(*station, false);
            QCOMPARE(rest.filesSent, 1);
            QVERIFY2(rest.bytesUp < manifest.sealedBytes, "what the hub had confirmed was sent again");
        }
        {
            const auto station = open(u"babul"_s);
            QCOMPARE(sync(*station, false).filesReceived, 1);
            QVERIFY(station->store().attachmentFiles().check(manifest));
            const auto papers = PaperDesk(*station).papers(*record);
            QVERIFY(papers);
            QCOMPARE(papers->size(), 1);
            const auto read = PaperDesk(*station).open(*record, papers->first().key, u"review"_s);
            QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
            QCOMPARE(*read, m_plain);
        }
        QVERIFY(!fileContent(m_d.path(u"hub"_s)).contains(m_plain.first(64)));
        m_d.stopHub();
        const Ran sound = m_d.hubTool({u"check"_s, m_d.path(u"hub"_s), u"--json"_s});
        QVERIFY2(sound.exit == 0, sound.err);
        QCOMPARE(sound.object()[u"files"_s].toInt(), 1);
    }

    void theHubsCheckFindsAWrongBit()
    {
        QDirIterator found(m_d.path(u"hub/attachments"_s), QDir::Files, QDirIterator::Subdirectories);
        QVERIFY(found.hasNext());
        QFile file(found.next());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(200'000);
        char byte = 0;
        QVERIFY(file.getChar(&byte));
        file.seek(200'000);
        file.putChar(char(byte ^ 1));
        file.close();
        const Ran checked = m_d.hubTool({u"check"_s, m_d.path(u"hub"_s)});
        QVERIFY(checked.exit != 0);
        QVERIFY(checked.err.contains("piece 1"));
    }

private:
    std::unique_ptr<Station> open(const QString& login)
    {
        auto station = Station::open(m_d.store(login), unlockedKeys(m_d, m_d.store(login), login), m_clock);
        if (!station)
            qFatal("%s", qPrintable(station.error().detail));
        return std::move(*station);
    }

    AttachmentManifest attach(Station& station, const RecordId& record)
    {
        SeededRandom random(testSeed());
        while (m_plain.size() < 3'000'000)
            m_plain += random.bytes(30).toHex() + '\n';
        const auto attached = PaperDesk(station).attach(record, m_plain, u"statement.txt"_s,
                                                        {u"fir"_s, u"The FIR"_s, QDate(2026, 11, 1), true});
        const auto works = station.store().attachmentsOf(record);
        if (!attached || !works || works->size() != 1)
            qFatal("no paper: %s", qPrintable(attached ? QString() : attached.error().detail));
        return works->first().manifest;
    }

    /// Kills the hub when some of the file is through.
    SyncSummary sync(Station& station, bool killsHub)
    {
        const auto transport = makeHttpTransport(station.hub().url, station.hub().tlsPin);
        const auto client = station.makeSyncClient(*transport);
        client->setFilePause(std::chrono::milliseconds(0));
        std::optional<Result<SyncSummary>> outcome;
        QEventLoop loop;
        connect(client.get(), &SyncClient::finished, &loop, [&](const Result<SyncSummary>& result) {
            outcome = result;
            loop.quit();
        });
        connect(client.get(), &SyncClient::filesProgressed, &loop, [&](qint64 done, qint64 all) {
            if (killsHub && done > all / 3 && m_d.hubRuns())
                m_d.stopHub(true);
        });
        client->start();
        if (!outcome)
            loop.exec();
        if (!*outcome)
            qFatal("%s", qPrintable(outcome->error().detail));
        return **outcome;
    }

    Deployment m_d;
    SystemClock m_clock;
    QByteArray m_plain;
    QString m_record;
};

QTEST_GUILESS_MAIN(AttachmentsTravelTest)
#include "AttachmentsTravelTest.moc"
