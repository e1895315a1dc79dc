// SPDX-License-Identifier: GPL-3.0-or-later
#include "BothStorages.h"

#include <QTest>

using namespace prohori;

/// The feeds of every storage behind the interface: numbered, chained, and read from either end.
class HubFeedsTest : public QObject, private OnBothStorages {
    Q_OBJECT
private slots:
    void initTestCase_data() { BothStorages::addRows(); }
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { begin(); }

    void whatIsPassedOverIsNotRead()
    {
        QList<ChangePtr> changes;
        for (int i = 0; i < 5; ++i)
            changes.append(m_desk.save(newCase(u"41"_s)));
        QVERIFY(write([&]() -> Result<> {
            for (const ChangePtr& change : changes) {
                auto kept = m_storage->keep(held(change));
                const auto placed = kept ? m_storage->appendToFeed(u"41"_s, change->id()) : kept.error();
                if (!placed)
                    return placed.error();
            }
            const auto again = m_storage->appendAgain(u"41"_s, changes[1]->id());
            return again ? Result<>() : again.error();
        }));
        const QSet<ChangeId> passOver{changes[0]->id(), changes[1]->id(), changes[3]->id()};
        const auto all = m_storage->feed(u"41"_s, 0, 6, 100, 1 << 20, passOver);
        QVERIFY2(all, all ? "" : qPrintable(all.error().detail));
        QCOMPARE(all->size(), 6);
        for (qsizetype at = 0; at < all->size(); ++at) {
            QCOMPARE(all->at(at).position, quint64(at + 1));
            QCOMPARE(bool(all->at(at).change), at == 2 || at >= 4);
        }
        QCOMPARE(all->at(2).change->id(), changes[2]->id());
        // Whoever had it has let go of it since.
        QVERIFY(all->at(5).again);
        QCOMPARE(all->at(5).change->id(), changes[1]->id());
        // They take no room.
        QCOMPARE(m_storage->feed(u"41"_s, 0, 6, 100, 1, passOver)->size(), 3);
        QCOMPARE(m_storage->feed(u"41"_s, 0, 6, 2, 1 << 20, passOver)->size(), 2);
    }

    void aFeedIsNumberedAndChained()
    {
        QList<ChangePtr> changes;
        for (int i = 0; i < 5; ++i)
            changes.append(m_desk.save(newCase(u"41"_s)));
        QVERIFY(write([&]() -> Result<> {
            for (const ChangePtr& change : changes) {
                if (auto kept = m_storage->keep(held(change)); !kept)
                    return kept;
                if (auto placed = m_storage->appendToFeed(u"41"_s, change->id()); !placed)
                    return placed.error();
            }
            // A second time has no effect, and another feed begins at 1.
            if (*m_storage->appendToFeed(u"41"_s, changes[1]->id()) != 2)
                return Error{ErrorCode::Damaged, u"a change has two places"_s};
            if (*m_storage->appendToFeed(kNationalScope, changes[4]->id()) != 1)
                return Error{ErrorCode::Damaged, u"feeds share their numbers"_s};
            return {};
        }));
        QCOMPARE(*m_storage->feedEnd(u"41"_s), quint64(5));
        QCOMPARE(*m_storage->feedPosition(u"41"_s, changes[3]->id()), quint64(4));
        QCOMPARE(*m_storage->feedPosition(u"42"_s, changes[3]->id()), quint64(0));
        const auto part = m_storage->feed(u"41"_s, 1, 4, 2, 1 << 20);
        QVERIFY(part);
        QCOMPARE(part->size(), 2);
        QCOMPARE(part->at(0).position, quint64(2));
        QCOMPARE(m_storage->feed(u"41"_s, 0, 5, 100, 1)->size(), 1);  // at least one
        QCOMPARE(m_storage->feed(u"41"_s, 0, 3, 100, 1 << 20)->size(), 3);
        QVERIFY(m_storage->feed(u"41"_s, 0, 3, 100, 1 << 20)->at(2).change);
        QByteArray before;
        quint64 position = 0;
        QVERIFY(m_storage->eachFeedEntry([&](const HubStorage::StoredFeedEntry& entry) -> Result<> {
            if (entry.feed != u"41"_s)
                return {};
            const QByteArray wanted = HubStorage::feedChain(before, ++position, entry.change, testStart());
            before = entry.chain;
            return entry.chain == wanted ? Result<>() : Error{ErrorCode::Damaged, u"chain"_s};
        }));
        QCOMPARE(position, quint64(5));
    }

    // What goes before its turn: the records of a feed that a station wrote in, those whose last entry there is latest first.
    void theRecordsOfAStationAreFoundInAFeed()
    {
        const SharedFeed feed = makeSharedFeed();
        const RecordId first = feed.mine->body().record, second = feed.shared->body().record;
        const auto found = [&](quint64 after, quint64 through, int limit = 100) {
            return placesOf(
                m_storage->feedRecordsOf(u"41"_s, m_desk.replica, {after, through, through, limit}));
        };
        QCOMPARE(found(0, 5), (Places{{first, 5}, {second, 4}}));
        QCOMPARE(found(0, 4), (Places{{second, 4}, {first, 1}}));
        QCOMPARE(found(0, 4, 1), (Places{{second, 4}}));
        QCOMPARE(found(1, 4), (Places{{second, 4}}));
        QCOMPARE(found(4, 4), Places());
        QVERIFY(m_storage->feedRecordsOf(u"42"_s, m_desk.replica, {0, 5, 5, 100})->isEmpty());
        QCOMPARE(placesOf(m_storage->feedRecordsOf(u"41"_s, m_desk.replica, {0, 5, 4, 100})),
                 (Places{{second, 4}}));
        // The work of a copy of a station is his, too.
        const auto copied = m_desk.save(edit(feed.his));
        QVERIFY(write([&]() -> Result<> {
            return m_storage->keep({copied, testStart(), Refusal::None, ChainLink::Branch, u"41"_s});
        }));
        QCOMPARE(found(0, 4), (Places{{second, 4}, {feed.his->body().record, 2}, {first, 1}}));
    }

    // What a station brought itself is nothing that it lacks; what stands there again is.
    void theWorkOfOthersIsCounted()
    {
        const SharedFeed feed = makeSharedFeed();
        const quint64 mine = feed.mine->body().counter, shared = feed.shared->body().counter;
        const auto others = [&](quint64 after, quint64 through, quint64 counter, quint64 most = 100) {
            return *m_storage->feedOfOthers(u"41"_s, after, through, {m_desk.replica, counter}, most);
        };
        QCOMPARE(others(0, 5, shared), quint64(3));  // his, his edit, and mine that stands there again
        QCOMPARE(others(0, 5, mine), quint64(4));
        QCOMPARE(others(0, 5, 0), quint64(5));
        QCOMPARE(others(2, 4, shared), quint64(1));
        QCOMPARE(others(2, 3, shared), quint64(0));
        QCOMPARE(others(0, 5, 0, 2), quint64(2));
        QCOMPARE(*m_storage->feedOfOthers(u"42"_s, 0, 5, {m_desk.replica, 0}, 100), quint64(0));
        // A branch of the same replica is the work of a copy.
        const auto copied = m_desk.save(newCase(u"41"_s));
        QVERIFY(write([&]() -> Result<> {
            const auto kept =
                m_storage->keep({copied, testStart(), Refusal::None, ChainLink::Branch, u"41"_s});
            const auto placed = kept ? m_storage->appendToFeed(u"41"_s, copied->id()) : kept.error();
            return placed ? Result<>() : placed.error();
        }));
        QCOMPARE(others(5, 6, copied->body().counter), quint64(1));
    }

    // All records, whoever wrote in them: each once, where its last entry stands.
    void theRecordsOfAFeedAreFoundFromItsEnd()
    {
        const SharedFeed feed = makeSharedFeed();
        const RecordId first = feed.mine->body().record, second = feed.shared->body().record,
                       hers = feed.his->body().record;
        const auto walked = [&](const HubStorage::FeedWalk& walk) {
            return placesOf(m_storage->feedRecords(u"41"_s, walk));
        };
        QCOMPARE(walked({0, 5, 5, 100}), (Places{{first, 5}, {second, 4}, {hers, 2}}));
        QCOMPARE(walked({0, 5, 4, 100}), (Places{{second, 4}, {hers, 2}}));
        QCOMPARE(walked({0, 4, 4, 100}), (Places{{second, 4}, {hers, 2}, {first, 1}}));
        QCOMPARE(walked({0, 5, 5, 1}), (Places{{first, 5}}));
        QCOMPARE(walked({2, 5, 5, 100}), (Places{{first, 5}, {second, 4}}));
        QCOMPARE(walked({5, 5, 5, 100}), Places());
        QVERIFY(m_storage->feedRecords(u"42"_s, {0, 5, 5, 100})->isEmpty());
        QHash<quint64, RecordId> at;
        for (const auto& [record, place] : placesOf(m_storage->feedRecordsAt(u"41"_s, {1, 2, 5, 6})))
            at.insert(place, record);
        QCOMPARE(at, (QHash<quint64, RecordId>{{1, first}, {2, hers}, {5, first}}));
        QVERIFY(m_storage->feedRecordsAt(u"41"_s, {})->isEmpty());
    }

    void theEntriesOfOneRecordAreFoundInAFeed()
    {
        const SharedFeed feed = makeSharedFeed();
        const RecordId first = feed.mine->body().record, second = feed.shared->body().record;
        const auto places = [&](const RecordId& record, quint64 through, int limit, qsizetype bytes) {
            QList<quint64> all;
            const auto some = m_storage->feedOfRecord(u"41"_s, record, through, limit, bytes);
            for (const FeedEntry& entry : some ? *some : QList<FeedEntry>())
                all.append(entry.again ? 100 + entry.position : entry.position);
            return all;
        };
        constexpr qsizetype kMuch = 1 << 20;
        QCOMPARE(places(first, 5, 100, kMuch), (QList<quint64>{1, 105}));
        QCOMPARE(places(first, 4, 100, kMuch), QList<quint64>{1});
        QCOMPARE(places(second, 5, 100, kMuch), (QList<quint64>{3, 4}));
        QCOMPARE(places(second, 5, 1, kMuch), QList<quint64>{3});
        QCOMPARE(places(second, 5, 100, 1), QList<quint64>{3});
        QCOMPARE(m_storage->feedOfRecord(u"41"_s, second, 5, 9, kMuch)->at(1).change->signedBytes(),
                 feed.hisEdit->signedBytes());
    }

private:
    /// A feed of district 41 that two people write in: 1 mine, 2 his, 3 shared, 4 his edit of it, 5 mine again; and what was refused.
    struct SharedFeed {
        ChangePtr mine, his, shared, hisEdit;
    };
    SharedFeed makeSharedFeed()
    {
        Desk other(m_authority, 8, u"babul"_s, Role::Recorder, u"41"_s);
        SharedFeed feed;
        feed.mine = m_desk.save(newCase(u"41"_s));
        feed.his = other.save(newCase(u"41"_s));
        feed.shared = m_desk.save(newCase(u"41"_s));
        feed.hisEdit = other.save(edit(feed.shared));
        const auto refused = m_desk.save(edit(feed.his));
        const auto written = write([&]() -> Result<> {
            for (const ChangePtr& change : {feed.mine, feed.his, feed.shared, feed.hisEdit}) {
                if (auto kept =
                        m_storage->keep({change, testStart(), Refusal::None, ChainLink::Chained, u"41"_s});
                    !kept)
                    return kept;
                if (const auto placed = m_storage->appendToFeed(u"41"_s, change->id()); !placed)
                    return placed.error();
            }
            if (auto kept =
                    m_storage->keep({refused, testStart(), Refusal::WrongRole, ChainLink::Chained, u"41"_s});
                !kept)
                return kept;
            const auto again = m_storage->appendAgain(u"41"_s, feed.mine->id());
            return again ? Result<>() : again.error();
        });
        if (!written)
            qFatal("the feed cannot be made");
        return feed;
    }
    using Places = QList<std::pair<RecordId, quint64>>;
    static Places placesOf(const Result<QList<HubStorage::FeedRecord>>& records)
    {
        Places all;
        for (const HubStorage::FeedRecord& one : records ? *records : QList<HubStorage::FeedRecord>())
            all.append({one.record, one.last});
        return all;
    }
};

QTEST_GUILESS_MAIN(HubFeedsTest)
#include "HubFeedsTest.moc"
