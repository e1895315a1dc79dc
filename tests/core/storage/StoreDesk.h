// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/KeyHeader.h"
#include "core/sql/Connection.h"
#include "core/storage/FieldIds.h"
#include "core/storage/Store.h"
#include "tests/core/cases/CaseBuilder.h"
#include "tests/core/directory/People.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

namespace prohori {

inline QByteArray fileBytes(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void putBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

/// What a kill leaves: every file as it lies on the disk at this moment, whoever has it open.
inline void copyFolder(const QString& from, const QString& to)
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

inline QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

/** One district with a recorder, whose store it is, a colleague and a reviewer on stores of their own. All
    three are certified, and the store knows it.
*/
class StoreDesk {
public:
    StoreDesk() : m_dataKey(SecretBytes::random(32)) {}

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString folder() const { return path(QStringLiteral("store")); }
    const SecretBytes& dataKey() const { return m_dataKey; }

    void create(const QString& name = QStringLiteral("store"))
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
    /// Key slots beside the store, as every real one has them.
    void addHeader() const
    {
        auto header = KeyHeader::create(folder() + QStringLiteral("/keys.header"), store->id(),
                                        DeviceSecretKind::None, {});
        const auto added = header.addPerson(QStringLiteral("rahima"), secretOf("glacier umbrella violin"), {},
                                            m_dataKey, {officer.keys, officer.box}, kLeastPasswordCost);
        if (!added)
            qFatal("no header: %s", qPrintable(added.error().detail));
    }
    Result<> tryOpen(const QString& where)
    {
        store.reset();
        auto opened = Store::open(where, m_dataKey, clock);
        if (!opened)
            return opened.error();
        store = std::move(*opened);
        return {};
    }
    void reopen()
    {
        const auto opened = tryOpen(folder());
        if (!opened)
            qFatal("not opened: %s", qPrintable(opened.error().detail));
    }
    void addStatements(const QList<Statement>& statements)
    {
        QList<QByteArray> bytes;
        for (const Statement& statement : statements)
            bytes.append(statement.bytes());
        const auto added = store->addStatements(bytes);
        if (!added)
            qFatal("statements: %s", qPrintable(added.error().detail));
    }

    /// A new case of the district, signed but not stored anywhere.
    ChangePtr newCase(TestPerson& by, const QList<Item>& items = {})
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
    /// The next change of a case on top of `parents`.
    ChangePtr edit(TestPerson& by, const QList<ChangePtr>& parents, const QList<Item>& items)
    {
        ChangeBody body;
        body.record = parents.first()->body().record;
        for (const ChangePtr& parent : parents)
            body.parents.append(parent->id());
        body.items = items;
        return by.save(body);
    }
    ChangePtr approve(TestPerson& by, const QList<ChangePtr>& all)
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
    /// As the hub sends it.
    IncomingChange incoming(const ChangePtr& change) { return {change, clock.now(), ++m_position}; }
    Result<int> frame(const QList<ChangePtr>& changes)
    {
        QList<IncomingChange> all;
        for (const ChangePtr& change : changes)
            all.append(incoming(change));
        return store->applyFrame(all, {QStringLiteral("41"), m_position});
    }
    Verdict verdict(const ChangePtr& change, Delivery delivery, Refusal refusal = Refusal::None)
    {
        return {change->id(), delivery, refusal, clock.now(), "receipt of " + change->id().toBytes().toHex()};
    }
    bool holds(const ChangePtr& change) const
    {
        const auto history = store->history(change->body().record);
        return history && history->find(change->id());
    }
    /// An own connection to the file, as somebody with the data key makes it.
    Result<Connection> insider(const QString& where) const
    {
        return Connection::open(where + QStringLiteral("/store.db"), [this] { return m_dataKey.view(); });
    }

    FakeClock clock;
    TestAuthority authority;
    TestPerson officer{authority, 7, QStringLiteral("rahima"), Role::Recorder, QStringLiteral("41")};
    TestPerson colleague{authority, 8, QStringLiteral("karim"), Role::Recorder, QStringLiteral("41")};
    TestPerson reviewer{authority, 9, QStringLiteral("shirin"), Role::DistrictReviewer, QStringLiteral("41")};
    std::unique_ptr<Store> store;

private:
    QTemporaryDir m_folder;
    SecretBytes m_dataKey;
    int m_number = 0;
    quint64 m_position = 0;
};

/// What the full check says, so that a failed comparison tells it.
inline QString faultsIn(const Store& store)
{
    const auto faults = store.check();
    return faults ? faults->join(QLatin1Char('\n')) : faults.error().detail;
}

inline Item submitItem()
{
    return act(ActKind::Submit);
}

/// "a: b; c", so that a failed comparison tells.
template <typename T>
QByteArray why(const Result<T>& result)
{
    return result ? QByteArray("no error") : result.error().detail.toUtf8();
}

#define PROHORI_GOOD(expression)                                                                             \
    do {                                                                                                     \
        const auto& outcome_ = (expression);                                                                 \
        QVERIFY2(outcome_, why(outcome_).constData());                                                       \
    } while (false)

}  // namespace prohori
