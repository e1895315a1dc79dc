// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresSchema.h"
#include "TestHub.h"
#include "tests/support/PostgresServer.h"

#include <QTemporaryDir>

namespace prohori {

/// For tests that run once on SQLite and once on PostgreSQL: addRows() is called by initTestCase_data(), makeHub() by init().
class BothStorages {
public:
    BothStorages();
    ~BothStorages();
    static void addRows();
    static bool isPostgres();

    /// An empty hub on the storage of this row.
    std::unique_ptr<TestHub> makeHub();
    /// The database without content, made with its server at the first call.
    void empty();
    std::unique_ptr<HubStorage> open() const;

    /// Statements in the hub's database, by one who may all; what the server says. `past` its guards, too.
    QByteArray edit(const QString& statements, bool past) const;
    const PostgresServer& server() const { return *m_server; }

private:
    std::unique_ptr<PostgresServer> m_server;
};

/// The storage of this row by itself, with one officer of district 41 who writes.
class OnBothStorages {
protected:
    OnBothStorages();
    ~OnBothStorages();
    /// Empties it: for init().
    void begin();

    QString path() const;
    void makeStorage();
    bool write(const std::function<Result<>()>& work) const;
    Result<> writeResult(const std::function<Result<>()>& work) const;
    static HeldChange held(const ChangePtr& change);
    bool append(const ChangePtr& change);

    TestAuthority m_authority;
    Desk m_desk;
    SecretBytes m_key;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HubStorage> m_storage;
    BothStorages m_storages;
};

}  // namespace prohori
