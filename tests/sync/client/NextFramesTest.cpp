// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/NextFrames.h"
#include "tests/core/storage/StoreDesk.h"

#include <QSemaphore>
#include <QTest>
#include <QThreadPool>

#include <algorithm>
#include <optional>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// As long as it lives no thread of the pool is free.
class BusyPool {
public:
    BusyPool()
    {
        const int threads = QThreadPool::globalInstance()->maxThreadCount();
        for (int i = 0; i < threads; ++i)
            QThreadPool::globalInstance()->start([this] {
                m_begun.release();
                m_mayEnd.acquire();
            });
        m_begun.acquire(threads);
    }
    ~BusyPool()
    {
        m_mayEnd.release(QThreadPool::globalInstance()->maxThreadCount());
        QThreadPool::globalInstance()->waitForDone();
    }

private:
    QSemaphore m_begun, m_mayEnd;
};

}  // namespace

/// What another thread reads is the same, whenever somebody asks for it; what it works out besides depends on the time that it has.
class NextFramesTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        StoreDesk desk;
        desk.create();
        m_people = desk.store->directory();
        for (int i = 0; i < kCases; ++i)
            m_changes.append(desk.newCase(desk.colleague, {set(field::kFirNo, "1")}));
        // The last one has more to it.
        m_changes.append(desk.edit(desk.colleague, {m_changes.last()}, {set(field::kFirNo, "2")}));
        quint64 position = 0;
        for (const ChangePtr& change : std::as_const(m_changes)) {
            Frame frame;
            packFrame({{change, ++position, desk.clock.now()}}, 0, u"41"_s, frame);
            m_frames.append(frame);
        }
    }

    void whoHasTimeGetsAllFolded()
    {
        NextFrames reading(m_frames, 0, m_frames.size(), *m_people);
        QVERIFY(reading.isThere());
        QThreadPool::globalInstance()->waitForDone();
        const TakenTogether read = reading.take();
        QVERIFY(!reading.isThere());
        proveRead(read);
        for (qsizetype at = 0; at < read.changes.size(); ++at) {
            const auto& folded = read.changes[at].folded;
            // With the last change of its record.
            QCOMPARE(folded != nullptr, at != kCases - 1);
            if (folded)
                QCOMPARE(folded->state().changeCount, at == kCases ? 2 : 1);
        }
    }

    // However far the other thread is.
    void whoCannotWaitGetsItAtOnce()
    {
        for (int round = 0; round < 50; ++round) {
            NextFrames reading(m_frames, 0, m_frames.size(), *m_people);
            const TakenTogether read = reading.take();
            proveRead(read);
            for (const IncomingChange& incoming : read.changes) {
                if (incoming.folded)
                    QCOMPARE(incoming.folded->state().record, incoming.change->body().record);
            }
        }
    }

    // Nobody folds for somebody who waits: here it is himself who reads, as no thread is free.
    void whoWaitsIsNotMadeToWaitForMore()
    {
        const BusyPool busy;
        NextFrames reading(m_frames, 0, m_frames.size(), *m_people);
        const TakenTogether read = reading.take();
        proveRead(read);
        const auto isFolded = [](const IncomingChange& one) { return one.folded != nullptr; };
        QVERIFY(std::none_of(read.changes.begin(), read.changes.end(), isFolded));
    }

    // What nobody known has signed is for the store to refuse.
    void whatIsNotProvenIsNotFolded()
    {
        NextFrames reading(m_frames, 0, m_frames.size(), Directory(m_people->authority()));
        QThreadPool::globalInstance()->waitForDone();
        const TakenTogether read = reading.take();
        proveRead(read);
        const auto isFolded = [](const IncomingChange& one) { return one.folded != nullptr; };
        QVERIFY(std::none_of(read.changes.begin(), read.changes.end(), isFolded));
    }

    void aChangeWithoutItsBeginningIsNotFolded()
    {
        NextFrames reading(m_frames, kCases, m_frames.size(), *m_people);
        QThreadPool::globalInstance()->waitForDone();
        const TakenTogether read = reading.take();
        QCOMPARE(read.changes.size(), 1);
        QVERIFY(!read.changes[0].folded);
    }

    void whoLetsGoGetsNothing()
    {
        for (int round = 0; round < 20; ++round) {
            NextFrames reading(m_frames, 0, m_frames.size(), *m_people);
            reading = NextFrames(m_frames, kCases, m_frames.size(), *m_people);
            QCOMPARE(reading.take().changes.size(), 1);
        }
        QThreadPool::globalInstance()->waitForDone();
    }

private:
    static constexpr int kCases = 40;

    void proveRead(const TakenTogether& read)
    {
        QVERIFY(read.fault);
        QCOMPARE(read.next, m_frames.size());
        QCOMPARE(read.cursor.position, quint64(m_changes.size()));
        QCOMPARE(read.changes.size(), m_changes.size());
        for (qsizetype at = 0; at < read.changes.size(); ++at) {
            QCOMPARE(read.changes[at].change->id(), m_changes[at]->id());
            QVERIFY(!read.changes[at].packed.bytes.isEmpty());
        }
    }

    std::optional<Directory> m_people;
    QList<ChangePtr> m_changes;
    QList<Frame> m_frames;
};

QTEST_GUILESS_MAIN(NextFramesTest)
#include "NextFramesTest.moc"
