// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/StationBundles.h"
#include "tests/core/storage/StoreDesk.h"
#include "tests/simulation/LocalLine.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"
#include "tests/sync/hub/TestHub.h"

#include <QBuffer>

namespace prohori {

/// A hub that is certified, with the key that bundles to it are sealed to.
struct StickHub : TestHub {
    BoxKey box = BoxKey::make();
    LocalLine line{nullptr};

    StickHub()
    {
        line.setHub(hub.get());
        const auto taken = hub->takeStatements({certificate().bytes()});
        if (!taken)
            qFatal("%s", qPrintable(taken.error().detail));
    }
    Statement certificate() const
    {
        return authority.sign(HubCertificate{id(), box.publicKey(), QStringLiteral("hub"), {}, testStart()});
    }
    void know(const QList<Statement>& statements)
    {
        QList<QByteArray> bytes;
        for (const Statement& statement : statements)
            bytes.append(statement.bytes());
        if (const auto taken = hub->takeStatements(bytes); !taken)
            qFatal("%s", qPrintable(taken.error().detail));
    }
    quint64 feedEnd(const Scope& feed) const { return *storage->feedEnd(feed); }

    Result<Hub::BundleTaken> take(QByteArray stick)
    {
        QBuffer in(&stick);
        in.open(QIODevice::ReadOnly);
        answer.clear();
        QBuffer out(&answer);
        out.open(QIODevice::WriteOnly);
        return hub->takeBundle(in, box, out);
    }
    QByteArray answer;  ///< of the last one
};

/// A person with a real store.
struct StickStation {
    StickHub& hub;
    TestPerson who;
    QTemporaryDir home;
    QString folder = home.filePath(QStringLiteral("store"));
    SecretBytes dataKey = SecretBytes::random(std::size_t(kKeyBytes));
    std::unique_ptr<Store> store;
    SeededRandom random{testSeed()};
    int cases = 0, remints = 0;

    StickStation(StickHub& itsHub, PersonId person, const QString& login, Role role, const Scope& scope)
        : hub(itsHub),
          who(itsHub.authority, person, login, role, scope)
    {
        auto made = Store::create(folder, dataKey,
                                  {StoreId::make(random), who.replica, who.replicaKey, itsHub.authority.info},
                                  hub.clock);
        if (!made)
            qFatal("no store: %s", qPrintable(made.error().detail));
        store = std::move(*made);
        know(QList<Statement>{hub.certificate()} + who.statements());
    }
    void know(const QList<Statement>& statements)
    {
        QList<QByteArray> bytes;
        for (const Statement& statement : statements)
            bytes.append(statement.bytes());
        if (const auto added = store->addStatements(bytes); !added)
            qFatal("statements: %s", qPrintable(added.error().detail));
    }
    void open(const QString& where)
    {
        store.reset();
        folder = where;
        auto opened = Store::open(folder, dataKey, hub.clock);
        if (!opened)
            qFatal("not opened: %s", qPrintable(opened.error().detail));
        store = std::move(*opened);
        follow();
    }
    /// The person's chain is that of the store.
    void follow()
    {
        who.counter = store->lastCounter();
        who.head = store->lastChange();
    }
    Result<> remint()
    {
        ++remints;
        const ReplicaId before = store->replica();
        who.replica = ReplicaId::make(random);
        who.replicaKey = SigningKey::make();
        who.store = Statement::make(hub.authority.info,
                                    ReplicaCertificate{who.certificate.id(), who.replica,
                                                       who.replicaKey.publicKey(), before, hub.clock.now()},
                                    who.keys);
        if (auto added = store->addStatements({who.store.bytes()}); !added)
            return added;
        const auto minted = store->remint(who.replica, who.replicaKey);
        follow();
        return minted;
    }

    ChangePtr keep(ChangeBody body)
    {
        const ChangePtr change = who.save(std::move(body));
        if (const auto saved = store->save(*change); !saved)
            qFatal("not saved: %s", qPrintable(saved.error().detail));
        return change;
    }
    ChangePtr create(const QString& text = QStringLiteral("Sadar"))
    {
        const PersonInfo* me = store->directory().person(who.certificate.id());
        ChangeBody body = newCase(me->scope, QStringLiteral("%1-2026-A-%2%3")
                                                 .arg(me->scope, me->login.left(1))
                                                 .arg(++cases, 3, 10, QLatin1Char('0')));
        body.items = {SetItem{{1, {}, 104}, FieldValue::plain(text), {}}};
        return keep(body);
    }
    ChangePtr put(const RecordId& record, const QList<Item>& items)
    {
        ChangeBody body;
        body.record = record;
        body.parents = store->state(record)->heads;
        body.items = items;
        return keep(body);
    }
    ChangePtr put(const RecordId& record, const QString& text)
    {
        return put(record, {SetItem{{1, {}, 104}, FieldValue::plain(text), {}}});
    }

    StationBundles bundles()
    {
        return StationBundles(*store,
                              {hub.id(), who.certificate.id(), {who.box}, [this] { return remint(); }},
                              hub.clock, random);
    }
    QByteArray toHub()
    {
        QByteArray stick;
        QBuffer out(&stick);
        out.open(QIODevice::WriteOnly);
        if (const auto written = bundles().writeToHub(out); !written)
            qFatal("not written: %s", qPrintable(written.error().detail));
        return stick;
    }
    Result<WrittenBundle> writeTo(const PersonInfo& receiver, QByteArray& stick,
                                  const QList<RecordId>& records = {})
    {
        stick.clear();
        QBuffer out(&stick);
        out.open(QIODevice::WriteOnly);
        return bundles().writeTo(receiver, records, out);
    }
    QByteArray to(const StickStation& other, const QList<RecordId>& records = {})
    {
        QByteArray stick;
        if (const auto written = writeTo(other.info(), stick, records); !written)
            qFatal("not written: %s", qPrintable(written.error().detail));
        return stick;
    }
    Result<ReadBundle> read(QByteArray stick)
    {
        QBuffer in(&stick);
        in.open(QIODevice::ReadOnly);
        const auto done = bundles().read(in);
        follow();
        return done;
    }
    /// A stick to the hub, and its answer back.
    Result<ReadBundle> exchange()
    {
        if (const auto taken = hub.take(toHub()); !taken)
            return taken.error();
        return read(hub.answer);
    }
    Result<SyncSummary> sync()
    {
        SyncClient client(*store, hub.line, {hub.id(), who.certificate.id(), [this] { return remint(); }},
                          hub.clock);
        const auto done = hub.line.run(client);
        follow();
        return done;
    }

    const PersonInfo& info() const { return *store->directory().person(who.certificate.id()); }
    QByteArray digest() const { return *store->foldDigest(); }
    qsizetype unsent() const { return store->outbox(1000).size(); }
    quint64 cursor(const Scope& feed) const
    {
        for (const FeedCursor& cursor : store->cursors()) {
            if (cursor.feed == feed)
                return cursor.position;
        }
        return 0;
    }
};

/// Somebody who writes whatever he wants.
inline QByteArray forged(const BundleHeader& header, const QList<BundlePart>& parts, const SigningKey& signer,
                         const BoxKey& receiver)
{
    QByteArray bytes;
    QBuffer out(&bytes);
    out.open(QIODevice::WriteOnly);
    BundleWriter writer(out);
    auto done = writer.begin(header, {receiver.publicKey()});
    for (const BundlePart& part : parts)
        done = done ? writer.add(part) : done;
    done = done ? writer.finish(signer) : done;
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
    return bytes;
}

inline Frame frameOf(const QList<ChangePtr>& changes)
{
    QList<FramedChange> framed;
    for (const ChangePtr& change : changes)
        framed.append({change, 0, {}});
    Frame frame;
    if (packFrame(framed, 0, {}, frame) != framed.size())
        qFatal("too much for one frame");
    return frame;
}

template <typename T>
QString said(const Result<T>& result)
{
    return result ? QStringLiteral("taken") : result.error().hint;
}

}  // namespace prohori
