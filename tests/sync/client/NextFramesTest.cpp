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
        auto reading = nextFrames(m_frames, 0, m_frames.size(), *m_people);
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
            auto reading = nextFrames(m_frames, 0, m_frames.size(), *m_people);
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
        auto reading = nextFrames(m_frames, 0, m_frames.size(), *m_people);
        const TakenTogether read = reading.take();
        proveRead(read);
        const auto isFolded = [](const IncomingChange& one) { return one.folded != nullptr; };
        QVERIFY(std::none_of(read.changes.begin(), read.changes.end(), isFolded));
    }

    // What nobody known has signed is for the store to refuse.
    void whatIsNotProvenIsNotFolded()
    {
        auto reading = nextFrames(m_frames, 0, m_frames.size(), Directory(m_people->authority()));
        QThreadPool::globalInstance()->waitForDone();
        const TakenTogether read = reading.take();
        proveRead(read);
        const auto isFolded = [](const IncomingChange& one) { return one.folded != nullptr; };
        QVERIFY(std::none_of(read.changes.begin(), read.changes.end(), isFolded));
    }

    void aChangeWithoutItsBeginningIsNotFolded()
    {
        auto reading = nextFrames(m_frames, kCases, m_frames.size(), *m_people);
        QThreadPool::globalInstance()->waitForDone();
        const TakenTogether read = reading.take();
        QCOMPARE(read.changes.size(), 1);
        QVERIFY(!read.changes[0].folded);
    }

    void theNextAnswerIsReadWithItsFirstFrames()
    {
        auto reading = readingOf(answer());
        QThreadPool::globalInstance()->waitForDone();
        const ReadAnswer read = reading.take();
        QVERIFY(read.answer);
        QCOMPARE(read.answer->frames.size(), m_frames.size());
        proveRead(read.first);
        QVERIFY(!read.first.changes.isEmpty() && read.first.changes[0].folded);
        QCOMPARE(readingOf(answer()).take().first.next, m_frames.size());
    }

    // Who is new in it, and what is here before its turn, is taken before its frames.
    void firstFramesAreNotReadBeforeWhatComesBeforeThem()
    {
        SyncAnswer withPeople = answer();
        withPeople.statements.append("who somebody is");
        SyncAnswer withAhead = answer();
        withAhead.ahead.emplace();
        withAhead.ahead->feed = u"41"_s;
        withAhead.ahead->through = 1;
        SyncAnswer refusing = answer();
        refusing.error = u"replayed"_s;
        SyncAnswer empty = answer();
        empty.frames.clear();
        for (const SyncAnswer& one : {withPeople, withAhead, refusing, empty}) {
            const ReadAnswer read = readingOf(one).take();
            QVERIFY2(read.answer, read.answer ? "" : qPrintable(read.answer.error().detail));
            QCOMPARE(read.first.next, 0);
            QVERIFY(read.first.changes.isEmpty());
        }
    }

    void anAnswerThatIsNotTheHubsIsNotRead()
    {
        const QByteArray body = answer().encode(m_hub);
        const HubId hub = HubId::fromBytes(m_hub.publicKey());
        const HubId other = HubId::fromBytes(SigningKey::make().publicKey());
        const auto errorOf = [this](const QByteArray& bytes, const HubId& from, const QByteArray& hash) {
            const ReadAnswer read = nextAnswer(bytes, from, hash, m_frames.size(), *m_people).take();
            return read.answer || read.first.next > 0 ? ErrorCode::Busy : read.answer.error().code;
        };
        QCOMPARE(errorOf(body, other, m_asked), ErrorCode::Refused);
        QCOMPARE(errorOf(body, hub, blake2b("another request")), ErrorCode::Refused);
        QVERIFY(!nextAnswer("no answer", hub, m_asked, m_frames.size(), *m_people).take().answer);
    }

    // Whoever takes the answer reads such frames once more, and says what is wrong with them.
    void aFirstFrameThatDoesNotReadIsLeft()
    {
        SyncAnswer damaged = answer();
        damaged.frames[1].packed.chop(1);
        QCOMPARE(readingOf(damaged).take().first.next, 1);
        damaged.frames[0].packed.chop(1);
        const ReadAnswer read = readingOf(damaged).take();
        QVERIFY(read.answer);
        QCOMPARE(read.first.next, 0);
    }

    void whoLetsGoGetsNothing()
    {
        for (int round = 0; round < 20; ++round) {
            auto reading = nextFrames(m_frames, 0, m_frames.size(), *m_people);
            reading = nextFrames(m_frames, kCases, m_frames.size(), *m_people);
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

    SyncAnswer answer() const
    {
        SyncAnswer made;
        made.hub = HubId::fromBytes(m_hub.publicKey());
        made.requestHash = m_asked;
        made.frames = m_frames;
        return made;
    }
    ReadAhead<ReadAnswer> readingOf(const SyncAnswer& answer) const
    {
        return nextAnswer(answer.encode(m_hub), HubId::fromBytes(m_hub.publicKey()), m_asked, m_frames.size(),
                          *m_people);
    }

    const SigningKey m_hub = SigningKey::make();
    const QByteArray m_asked = blake2b("a request");
    std::optional<Directory> m_people;
    QList<ChangePtr> m_changes;
    QList<Frame> m_frames;
};

QTEST_GUILESS_MAIN(NextFramesTest)
#include "NextFramesTest.moc"
