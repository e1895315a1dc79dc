// SPDX-License-Identifier: GPL-3.0-or-later
#include "Sticks.h"

#include "tests/support/TestSeed.h"

#include <QBuffer>

namespace prohori {

StickHub::StickHub() : box(BoxKey::make()), line(nullptr)
{
    line.setHub(hub.get());
    const auto taken = hub->takeStatements({certificate().bytes()});
    if (!taken)
        qFatal("%s", qPrintable(taken.error().detail));
}

Statement StickHub::certificate() const
{
    return authority.sign(HubCertificate{id(), box.publicKey(), QStringLiteral("hub"), {}, testStart()});
}

void StickHub::know(const QList<Statement>& statements)
{
    QList<QByteArray> bytes;
    for (const Statement& statement : statements)
        bytes.append(statement.bytes());
    if (const auto taken = hub->takeStatements(bytes); !taken)
        qFatal("%s", qPrintable(taken.error().detail));
}

Result<Hub::BundleTaken> StickHub::take(QByteArray stick)
{
    QBuffer in(&stick);
    in.open(QIODevice::ReadOnly);
    answer.clear();
    QBuffer out(&answer);
    out.open(QIODevice::WriteOnly);
    return hub->takeBundle(in, box, out);
}

StickHub::~StickHub() = default;

quint64 StickHub::feedEnd(const Scope& feed) const
{
    return *storage->feedEnd(feed);
}

StickStation::StickStation(StickHub& itsHub, PersonId person, const QString& login, Role role,
                           const Scope& scope)
    : hub(itsHub),
      who(itsHub.authority, person, login, role, scope),
      folder(home.filePath(QStringLiteral("store"))),
      dataKey(SecretBytes::random(std::size_t(kKeyBytes))),
      random(testSeed())
{
    auto made =
        Store::create(folder, dataKey,
                      {StoreId::make(random), who.replica, who.replicaKey, itsHub.authority.info}, hub.clock);
    if (!made)
        qFatal("no store: %s", qPrintable(made.error().detail));
    store = std::move(*made);
    know(QList<Statement>{hub.certificate()} + who.statements());
}

void StickStation::know(const QList<Statement>& statements)
{
    QList<QByteArray> bytes;
    for (const Statement& statement : statements)
        bytes.append(statement.bytes());
    if (const auto added = store->addStatements(bytes); !added)
        qFatal("statements: %s", qPrintable(added.error().detail));
}

void StickStation::open(const QString& where)
{
    store.reset();
    folder = where;
    auto opened = Store::open(folder, dataKey, hub.clock);
    if (!opened)
        qFatal("not opened: %s", qPrintable(opened.error().detail));
    store = std::move(*opened);
    follow();
}

void StickStation::follow()
{
    who.counter = store->lastCounter();
    who.head = store->lastChange();
}

Result<> StickStation::remint()
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

ChangePtr StickStation::keep(ChangeBody body)
{
    const ChangePtr change = who.save(std::move(body));
    if (const auto saved = store->save(*change); !saved)
        qFatal("not saved: %s", qPrintable(saved.error().detail));
    return change;
}

ChangePtr StickStation::create(const QString& text)
{
    const PersonInfo* me = store->directory().person(who.certificate.id());
    ChangeBody body = newCase(me->scope, QStringLiteral("%1-2026-A-%2%3")
                                             .arg(me->scope, me->login.left(1))
                                             .arg(++cases, 3, 10, QLatin1Char('0')));
    body.items = {SetItem{{1, {}, 104}, FieldValue::plain(text), {}}};
    return keep(body);
}

ChangePtr StickStation::put(const RecordId& record, const QList<Item>& items)
{
    ChangeBody body;
    body.record = record;
    body.parents = store->state(record)->heads;
    body.items = items;
    return keep(body);
}

ChangePtr StickStation::put(const RecordId& record, const QString& text)
{
    return put(record, {SetItem{{1, {}, 104}, FieldValue::plain(text), {}}});
}

StationBundles StickStation::bundles()
{
    return StationBundles(*store, {hub.id(), who.certificate.id(), {who.box}, [this] { return remint(); }},
                          hub.clock, random);
}

QByteArray StickStation::toHub()
{
    QByteArray stick;
    QBuffer out(&stick);
    out.open(QIODevice::WriteOnly);
    if (const auto written = bundles().writeToHub(out); !written)
        qFatal("not written: %s", qPrintable(written.error().detail));
    return stick;
}

Result<WrittenBundle> StickStation::writeTo(const PersonInfo& receiver, QByteArray& stick,
                                            const QList<RecordId>& records)
{
    stick.clear();
    QBuffer out(&stick);
    out.open(QIODevice::WriteOnly);
    return bundles().writeTo(receiver, records, out);
}

QByteArray StickStation::to(const StickStation& other, const QList<RecordId>& records)
{
    QByteArray stick;
    if (const auto written = writeTo(other.info(), stick, records); !written)
        qFatal("not written: %s", qPrintable(written.error().detail));
    return stick;
}

Result<ReadBundle> StickStation::read(QByteArray stick)
{
    QBuffer in(&stick);
    in.open(QIODevice::ReadOnly);
    const auto done = bundles().read(in);
    follow();
    return done;
}

Result<ReadBundle> StickStation::exchange()
{
    if (const auto taken = hub.take(toHub()); !taken)
        return taken.error();
    return read(hub.answer);
}

Result<SyncSummary> StickStation::sync()
{
    SyncClient client(*store, hub.line, {hub.id(), who.certificate.id(), [this] { return remint(); }},
                      hub.clock);
    const auto done = hub.line.run(client);
    follow();
    return done;
}

quint64 StickStation::cursor(const Scope& feed) const
{
    for (const FeedCursor& cursor : store->cursors()) {
        if (cursor.feed == feed)
            return cursor.position;
    }
    return 0;
}

StickStation::~StickStation() = default;

const PersonInfo& StickStation::info() const
{
    return *store->directory().person(who.certificate.id());
}

QByteArray StickStation::digest() const
{
    return *store->foldDigest();
}

qsizetype StickStation::unsent() const
{
    return store->outbox(1000).size();
}

QByteArray forged(const BundleHeader& header, const QList<BundlePart>& parts, const SigningKey& signer,
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

Frame frameOf(const QList<ChangePtr>& changes)
{
    QList<FramedChange> framed;
    for (const ChangePtr& change : changes)
        framed.append({change, 0, {}});
    Frame frame;
    if (packFrame(framed, 0, {}, frame) != framed.size())
        qFatal("too much for one frame");
    return frame;
}

}  // namespace prohori
