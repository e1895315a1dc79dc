// SPDX-License-Identifier: GPL-3.0-or-later
#include "BothStorages.h"

#include <QTest>

namespace prohori {

BothStorages::BothStorages() = default;
BothStorages::~BothStorages() = default;

void BothStorages::addRows()
{
    QTest::addColumn<bool>("isPostgres");
    QTest::newRow("SQLite") << false;
    QTest::newRow("PostgreSQL") << true;
}

bool BothStorages::isPostgres()
{
    QFETCH_GLOBAL(const bool, isPostgres);
    return isPostgres;
}

std::unique_ptr<TestHub> BothStorages::makeHub()
{
    if (!isPostgres())
        return std::make_unique<TestHub>();
    empty();
    return std::make_unique<TestHub>([this] { return open(); });
}

void BothStorages::empty()
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

std::unique_ptr<HubStorage> BothStorages::open() const
{
    auto opened = PostgresHubStorage::open(m_server->url(u"hub"_s));
    if (!opened)
        qFatal("%s", qPrintable(opened.error().detail));
    return std::move(*opened);
}

QByteArray BothStorages::edit(const QString& statements, bool past) const
{
    const QString guards = past ? u"SET session_replication_role = replica; "_s : QString();
    return m_server->sql(u"hub"_s, guards + u"SET search_path = prohori; "_s + statements, !past);
}

OnBothStorages::OnBothStorages()
    : m_desk(m_authority, 1, u"officer"_s, Role::Recorder, u"41"_s),
      m_key(SecretBytes::random(std::size_t(kKeyBytes)))
{}

OnBothStorages::~OnBothStorages() = default;

QString OnBothStorages::path() const
{
    return m_folder->filePath(u"hub.db"_s);
}

bool OnBothStorages::write(const std::function<Result<>()>& work) const
{
    return bool(writeResult(work));
}

Result<> OnBothStorages::writeResult(const std::function<Result<>()>& work) const
{
    return m_storage->transaction(work);
}

void OnBothStorages::begin()
{
    m_storage.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    if (BothStorages::isPostgres())
        m_storages.empty();
    makeStorage();
}

void OnBothStorages::makeStorage()
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

HeldChange OnBothStorages::held(const ChangePtr& change)
{
    return {change, testStart(), Refusal::None, ChainLink::Chained, u"41"_s};
}

bool OnBothStorages::append(const ChangePtr& change)
{
    return write([&]() -> Result<> {
        if (auto kept = m_storage->keep(held(change)); !kept)
            return kept;
        const auto placed = m_storage->appendToFeed(u"41"_s, change->id());
        return placed ? Result<>() : Result<>(placed.error());
    });
}

}  // namespace prohori
