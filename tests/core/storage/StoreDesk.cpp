// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreDesk.h"

#include "core/secrets/KeyHeader.h"
#include "core/sql/Connection.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace prohori {

QByteArray fileBytes(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void putBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

void copyFolder(const QString& from, const QString& to)
{
    QDir(to).removeRecursively();
    QDir().mkpath(to);
    for (const QFileInfo& entry :
         QDir(from).entryInfoList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot)) {
        const QString target = to + u'/' + entry.fileName();
        if (entry.isDir())
            copyFolder(entry.filePath(), target);
        else
            putBytes(target, fileBytes(entry.filePath()));
        QFile::setPermissions(target, entry.permissions());
    }
    QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

StoreDesk::StoreDesk()
    : officer(authority, 7, QStringLiteral("rahima"), Role::Recorder, QStringLiteral("41")),
      colleague(authority, 8, QStringLiteral("karim"), Role::Recorder, QStringLiteral("41")),
      reviewer(authority, 9, QStringLiteral("shirin"), Role::DistrictReviewer, QStringLiteral("41")),
      m_dataKey(SecretBytes::random(32))
{}

StoreDesk::~StoreDesk() = default;

QString StoreDesk::path(const QString& name) const
{
    return m_folder.filePath(name);
}

QString StoreDesk::folder() const
{
    return path(QStringLiteral("store"));
}

void StoreDesk::create(const QString& name)
{
    auto made = Store::create(path(name), m_dataKey,
                              {StoreId::fromBytes(SodiumRandom().bytes(StoreId::kSize)), officer.replica,
                               officer.replicaKey, authority.info},
                              clock);
    if (!made)
        qFatal("no store: %s", qPrintable(made.error().detail));
    store = std::move(*made);
    addStatements(officer.statements() + colleague.statements() + reviewer.statements());
}

void StoreDesk::addHeader() const
{
    auto header =
        KeyHeader::create(folder() + QStringLiteral("/keys.header"), store->id(), DeviceSecretKind::None, {});
    const auto added = header.addPerson(QStringLiteral("rahima"), secretOf("glacier umbrella violin"), {},
                                        m_dataKey, {officer.keys, officer.box}, kLeastPasswordCost);
    if (!added)
        qFatal("no header: %s", qPrintable(added.error().detail));
}

Result<> StoreDesk::tryOpen(const QString& where)
{
    store.reset();
    auto opened = Store::open(where, m_dataKey, clock);
    if (!opened)
        return opened.error();
    store = std::move(*opened);
    return {};
}

void StoreDesk::reopen()
{
    const auto opened = tryOpen(folder());
    if (!opened)
        qFatal("not opened: %s", qPrintable(opened.error().detail));
}

void StoreDesk::addStatements(const QList<Statement>& statements)
{
    QList<QByteArray> bytes;
    for (const Statement& statement : statements)
        bytes.append(statement.bytes());
    const auto added = store->addStatements(bytes);
    if (!added)
        qFatal("statements: %s", qPrintable(added.error().detail));
}

ChangePtr StoreDesk::newCase(TestPerson& by, const QList<Item>& items)
{
    ChangeBody body;
    body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
    body.creation = Creation{QStringLiteral("tip-case"),
                             QStringLiteral("41"),
                             QStringLiteral("41-2026-AA-%1").arg(++m_number, 4, 10, QLatin1Char('0')),
                             {}};
    body.items = items;
    return by.save(body);
}

ChangePtr StoreDesk::edit(TestPerson& by, const QList<ChangePtr>& parents, const QList<Item>& items)
{
    ChangeBody body;
    body.record = parents.first()->body().record;
    for (const ChangePtr& parent : parents)
        body.parents.append(parent->id());
    body.items = items;
    return by.save(body);
}

ChangePtr StoreDesk::approve(TestPerson& by, const QList<ChangePtr>& all)
{
    History history(all.first()->body().record);
    for (const ChangePtr& change : all) {
        if (!history.add(change))
            qFatal("no history");
    }
    ActItem item;
    item.kind = ActKind::Approve;
    item.checklistOk = true;
    item.heads = history.heads();
    item.scopeList = currentApprovalScope().id;
    item.contentHash = approvalHash(fold(history), currentApprovalScope());
    return edit(by, {all.last()}, {item});
}

IncomingChange StoreDesk::incoming(const ChangePtr& change)
{
    return {change, clock.now(), ++m_position};
}

Result<int> StoreDesk::frame(const QList<ChangePtr>& changes)
{
    QList<IncomingChange> all;
    for (const ChangePtr& change : changes)
        all.append(incoming(change));
    return store->applyFrame(all, {QStringLiteral("41"), m_position});
}

Verdict StoreDesk::verdict(const ChangePtr& change, Delivery delivery, Refusal refusal)
{
    return {change->id(), delivery, refusal, clock.now(), "receipt of " + change->id().toBytes().toHex()};
}

bool StoreDesk::holds(const ChangePtr& change) const
{
    const auto history = store->history(change->body().record);
    return history && history->find(change->id());
}

Result<Connection> StoreDesk::insider(const QString& where) const
{
    return Connection::open(where + QStringLiteral("/store.db"), [this] { return m_dataKey.view(); });
}

QString faultsIn(const Store& store)
{
    const auto faults = store.check();
    return faults ? faults->join(QLatin1Char('\n')) : faults.error().detail;
}

Item submitItem()
{
    return act(ActKind::Submit);
}

QByteArray whyOf(const Error* error)
{
    return error ? error->detail.toUtf8() : QByteArray("no error");
}

bool isGood(const Error* error, const char* expression, const char* file, int line)
{
    return QTest::qVerify(!error, expression, whyOf(error).constData(), file, line);
}

}  // namespace prohori
