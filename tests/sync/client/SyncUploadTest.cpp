// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedSync.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What waits in the outbox goes up in several requests, the next of which is packed while the hub works on one.
class SyncUploadTest : public QObject, private ScriptedSync {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { begin(); }

    // While the hub works on one request the next one is packed: all goes in its order and once, with what is saved meanwhile.
    void aLongQueueGoesInItsOrderAndOnce()
    {
        constexpr int kCases = 100;
        m_hub->news.clear();  // news would have the outbox read anew
        QList<ChangeId> made;
        const auto save = [&] {
            made.append(m_desk->newCase(QString::fromLatin1(SodiumRandom().bytes(3000).toHex()))->id());
        };
        for (int i = 0; i < kCases; ++i)
            save();
        m_hub->beforeReply = [&](const Transport::Progress&) {
            if (m_hub->asked.size() <= 2)
                save();
            // As often as the loop turns a frame is packed ahead: more often than there are any.
            for (int i = 0; i < 20; ++i) {
                QEventLoop turn;
                QTimer::singleShot(0, &turn, &QEventLoop::quit);
                turn.exec();
            }
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(m_hub->uploaded, made);
        QCOMPARE(made.size(), kCases + 2);
        QVERIFY(m_desk->queue().isEmpty());
        QVERIFY(m_hub->asked.size() > 2);
        quint64 sent = 0;
        for (const SyncRequest::Decoded& asked : m_hub->asked) {
            QCOMPARE(asked.request.headCounter, sent);
            QCOMPARE(asked.request.head, sent == 0 ? ChangeId() : made[qsizetype(sent) - 1]);
            for (const Frame& frame : asked.request.frames)
                sent += quint64(unpackFrame(frame, asked.request.writer())->size());
        }
        QCOMPARE(sent, quint64(made.size()));
    }
};

QTEST_GUILESS_MAIN(SyncUploadTest)
#include "SyncUploadTest.moc"
