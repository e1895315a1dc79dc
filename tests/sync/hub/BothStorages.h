// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresSchema.h"
#include "TestHub.h"
#include "tests/support/PostgresServer.h"

#include <QTemporaryDir>
#include <QTest>

namespace prohori {

/// For tests that run once on SQLite and once on PostgreSQL: addRows() is called by initTestCase_data(), makeHub() by init().
class BothStorages {
public:
    static void addRows()
    {
        QTest::addColumn<bool>("isPostgres");
        QTest::newRow("SQLite") << false;
        QTest::newRow("PostgreSQL") << true;
    }
    static bool isPostgres()
    {
        QFETCH_GLOBAL(const bool, isPostgres);
        return isPostgres;
    }

    /// An empty hub on the storage of this row.
    std::unique_ptr<TestHub> makeHub()
    {
        if (!isPostgres())
            return std::make_unique<TestHub>();
        empty();
        return std::make_unique<TestHub>([this] { return open(); });
    }
    /// The database without content, made with its server at the first call.
    void empty()
    {
        if (m_server) {
            m_server->empty(u"hub"_s);
            return;
        }
        m_server = std::make_unique<PostgresServer>();
        m_server->makeDatabase(u"hub"_s);
        const auto made = migratePostgres(m_server->url(u"hub"_s, u"prohori_owner"_s), u"prohori_hub"_s);
        if (!made)
            qFatal("%s", qPrintable(made.error().detail));
    }
    std::unique_ptr<HubStorage> open() const
    {
        auto opened = PostgresHubStorage::open(m_server->url(u"hub"_s));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail));
        return std::move(*opened);
    }

    /// Statements in the hub's database, by one who may all; what the server says. `past` its guards, too.
    QByteArray edit(const QString& statements, bool past) const
    {
        const QString guards = past ? u"SET session_replication_role = replica; "_s : QString();
        return m_server->sql(u"hub"_s, guards + u"SET search_path = prohori; "_s + statements, !past);
    }
    const PostgresServer& server() const { return *m_server; }

private:
    std::unique_ptr<PostgresServer> m_server;
};

/// The storage of this row by itself, with one officer of district 41 who writes.
class OnBothStorages {
protected:
    /// Empties it: for init().
    void begin()
    {
        m_storage.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        if (BothStorages::isPostgres())
            m_storages.empty();
        makeStorage();
    }

    QString path() const { return m_folder->filePath(u"hub.db"_s); }
    void makeStorage()
    {
        m_storage.reset();
        if (BothStorages::isPostgres()) {
            m_storage = m_storages.open();
            return;
        }
        auto opened = SqliteHubStorage::open(path(), m_key, true);
        QVERIFY(opened);
        m_storage = std::move(*opened);
    }
    bool write(const std::function<Result<>()>& work) const { return bool(writeResult(work)); }
    Result<> writeResult(const std::function<Result<>()>& work) const { return m_storage->transaction(work); }
    static HeldChange held(const ChangePtr& change)
    {
        return {change, testStart(), Refusal::None, ChainLink::Chained, u"41"_s};
    }
    bool append(const ChangePtr& change)
    {
        return write([&]() -> Result<> {
            if (auto kept = m_storage->keep(held(change)); !kept)
                return kept;
            const auto placed = m_storage->appendToFeed(u"41"_s, change->id());
            return placed ? Result<>() : Result<>(placed.error());
        });
    }

    TestAuthority m_authority;
    Desk m_desk{m_authority, 1, u"officer"_s, Role::Recorder, u"41"_s};
    SecretBytes m_key = SecretBytes::random(std::size_t(kKeyBytes));
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HubStorage> m_storage;
    BothStorages m_storages;
};

}  // namespace prohori
