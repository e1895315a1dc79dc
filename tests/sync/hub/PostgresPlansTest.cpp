// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresSchema.h"
#include "TestHub.h"
#include "tests/support/PostgresServer.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What PostgreSQL does for a question, while it knows nothing of how its tables are filled: a hub whose tables have grown in a day is no slower for that.
class PostgresPlansTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_server.makeDatabase(u"hub"_s);
        QVERIFY(migratePostgres(m_server.url(u"hub"_s, u"prohori_owner"_s), u"prohori_hub"_s));
        m_server.sql(u"hub"_s, u"ALTER ROLE prohori_hub SET session_preload_libraries = 'auto_explain';"
                               "ALTER ROLE prohori_hub SET auto_explain.log_min_duration = 0;"
                               "ALTER ROLE prohori_hub SET auto_explain.log_analyze = on;"
                               "ALTER ROLE prohori_hub SET auto_explain.log_timing = off"_s);
        auto storage = PostgresHubStorage::open(m_server.url(u"hub"_s));
        QVERIFY2(storage, storage ? "" : qPrintable(storage.error().detail));
        m_storage = std::move(*storage);
        const auto done = m_storage->transaction([&]() -> Result<> {
            for (int i = 0; i < kCases; ++i) {
                const ChangePtr change = m_desk.save(newCase(u"41"_s));
                m_records.append(change->body().record);
                if (auto put = append(change, u"41"_s); !put)
                    return put;
            }
            return {};
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
    }

    void aRecordIsReadWithoutItsFeed()
    {
        (void)newPlans();
        // As often as the server needs to go over to one plan for all of them.
        for (int i = 0; i < 8; ++i)
            QCOMPARE(m_storage->feedOfRecord(u"41"_s, m_records[i], kCases, 100, 1 << 20)->size(), 1);
        const QByteArray plans = newPlans();
        QVERIFY(plans.contains("k.record = "));
        QVERIFY2(mostRows(plans) > 0 && mostRows(plans) <= 2, plans.constData());
    }

    void aRunIsCountedWithoutTheRest()
    {
        (void)newPlans();
        for (quint64 at = 0; at < 8; ++at) {
            const auto others = m_storage->feedOfOthers(u"41"_s, at, at + 10, {m_desk.replica, 0}, 100);
            QCOMPARE(*others, quint64(10));
        }
        const QByteArray plans = newPlans();
        QVERIFY(plans.contains("others"));
        QVERIFY2(mostRows(plans) > 0 && mostRows(plans) <= 10, plans.constData());
    }

    // Whoever looks, from each of its changes, for later ones of the same record walks a long one again and again.
    void aLongRecordIsWalkedOnce()
    {
        ChangePtr last = m_desk.save(newCase(u"26"_s));
        const auto done = m_storage->transaction([&]() -> Result<> {
            for (int i = 0; i < kCases; ++i) {
                if (auto put = append(last, u"26"_s); !put)
                    return put;
                last = m_desk.save(edit(last));
            }
            return {};
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        (void)newPlans();
        const auto found = m_storage->feedRecords(u"26"_s, {0, kCases, kCases, 500});
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->first().last, quint64(kCases));
        // Read, joined, grouped: each entry a few times.
        const QByteArray plans = newPlans();
        QVERIFY(plans.contains("max(f.position)"));
        QVERIFY2(allRows(plans) > kCases && allRows(plans) < 6 * kCases, plans.constData());
        // Nor is it looked through for a parent of which only the first bytes are told.
        const ChangeId parent = last->body().parents.first();
        QCOMPARE(*m_storage->idsOfRecord(last->body().record, parent.toBytes().first(4)),
                 QList<ChangeId>{parent});
        const QByteArray search = newPlans();
        QVERIFY(search.contains("begins"));
        QVERIFY2(mostRows(search) == 1, search.constData());
    }

private:
    static constexpr int kCases = 400;

    Result<> append(const ChangePtr& change, const Scope& scope)
    {
        auto kept = m_storage->keep({change, testStart(), Refusal::None, ChainLink::Chained, scope});
        const auto placed = kept ? m_storage->appendToFeed(scope, change->id()) : kept.error();
        return placed ? Result<>() : Result<>(placed.error());
    }

    /// What the server has written since the last time.
    QByteArray newPlans()
    {
        QFile log(m_server.dataFolder() + u"/../log"_s);
        if (!log.open(QIODevice::ReadOnly) || !log.seek(m_read))
            qFatal("the server has no log");
        const QByteArray written = log.readAll();
        m_read += written.size();
        return written;
    }

    /// Of all steps of these plans the most rows that one gave or passed over.
    static int mostRows(const QByteArray& plans)
    {
        static const QRegularExpression kRows(u"actual rows=(\\d+)|Rows Removed[^:]*: (\\d+)"_s);
        int most = -1;
        for (auto each = kRows.globalMatch(QString::fromUtf8(plans)); each.hasNext();) {
            const auto match = each.next();
            most = std::max({most, match.captured(1).toInt(), match.captured(2).toInt()});
        }
        return most;
    }

    /// Of all steps the rows that they gave, as often as they did.
    static int allRows(const QByteArray& plans)
    {
        static const QRegularExpression kRows(u"actual rows=(\\d+) loops=(\\d+)"_s);
        int all = 0;
        for (auto each = kRows.globalMatch(QString::fromUtf8(plans)); each.hasNext();) {
            const auto match = each.next();
            all += match.captured(1).toInt() * match.captured(2).toInt();
        }
        return all;
    }

    PostgresServer m_server;
    TestAuthority m_authority;
    Desk m_desk{m_authority, 1, u"officer"_s, Role::Recorder, u"41"_s};
    std::unique_ptr<HubStorage> m_storage;
    QList<RecordId> m_records;
    qint64 m_read = 0;
};

QTEST_GUILESS_MAIN(PostgresPlansTest)
#include "PostgresPlansTest.moc"
