// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/Hub.h"
#include "sync/hub/SqliteHubStorage.h"
#include "tests/core/directory/People.h"

#include <QTemporaryDir>

namespace prohori {

using namespace Qt::StringLiterals;

/// What the tests' records are made of.
inline ChangeBody newCase(const Scope& scope, const QString& localRef = u"41-2026-A-0001"_s)
{
    ChangeBody body;
    body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
    body.creation = Creation{u"tip-case"_s, scope, localRef, {}};
    body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(u"Sadar"_s), {}});
    return body;
}

inline ChangeBody after(const ChangePtr& parent)
{
    ChangeBody body;
    body.record = parent->body().record;
    body.parents = {parent->id()};
    return body;
}

inline ChangeBody edit(const ChangePtr& parent, const QString& text = u"Kotwali"_s)
{
    ChangeBody body = after(parent);
    body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(text), {}});
    return body;
}

inline ChangeBody act(const ChangePtr& parent, ActKind kind)
{
    ChangeBody body = after(parent);
    ActItem item;
    item.kind = kind;
    body.items.append(item);
    return body;
}

/// An approval of what `changes` of one record fold to; the last of them is its parent.
inline ChangeBody approval(const QList<ChangePtr>& changes)
{
    History history(changes.first()->body().record);
    for (const ChangePtr& change : changes)
        (void)history.add(change);
    ChangeBody body = act(changes.last(), ActKind::Approve);
    auto& item = std::get<ActItem>(body.items.first());
    item.checklistOk = true;
    item.heads = body.parents;
    item.scopeList = currentApprovalScope().id;
    item.contentHash = approvalHash(fold(history), currentApprovalScope());
    return body;
}

/// A person with a station that sends whatever the test wants.
struct Desk : TestPerson {
    using TestPerson::TestPerson;
    quint64 requests = 0;
    quint64 sent = 0;  ///< changes that the hub was sent
    ChangeId sentHead;
    QList<WireCursor> cursors;
    bool introduced = false;
};

/// A hub with its real storage in a folder of its own, or in the one that is handed in, and an authority.
class TestHub {
public:
    FakeClock clock;
    TestAuthority authority;
    SigningKey key = SigningKey::make();
    std::unique_ptr<HubStorage> storage;
    std::unique_ptr<Hub> hub;

    using Opener = std::function<std::unique_ptr<HubStorage>()>;
    explicit TestHub(Opener open = {}) : m_open(std::move(open)) { restart(); }

    void restart()
    {
        hub.reset();
        storage.reset();
        storage = m_open ? m_open() : openFile();
        hub = std::make_unique<Hub>(authority.info, key, *storage, clock);
        if (!hub->start())
            qFatal("the hub does not start");
    }

    HubId id() const { return HubId::fromBytes(key.publicKey()); }
    QString path() const { return m_folder.filePath(u"hub.db"_s); }
    const SecretBytes& storageKey() const { return m_storageKey; }
    Desk desk(PersonId person, const QString& login, Role role, const Scope& scope)
    {
        return Desk(authority, person, login, role, scope);
    }

    SyncRequest request(Desk& desk, const QList<ChangePtr>& changes = {})
    {
        SyncRequest made;
        made.hub = id();
        made.replica = desk.replica;
        made.person = desk.certificate.id();
        made.requestCounter = ++desk.requests;
        made.headCounter = desk.sent;
        made.head = desk.sentHead;
        made.cursors = desk.cursors;
        if (!std::exchange(desk.introduced, true)) {
            for (const Statement& statement : desk.statements())
                made.statements.append(statement.bytes());
        }
        QList<FramedChange> framed;
        for (const ChangePtr& change : changes)
            framed.append({change, 0, {}});
        for (qsizetype from = 0; from < framed.size();) {
            Frame frame;
            from += packFrame(framed, from, {}, frame,
                              from == 0 ? made.writer() : FrameWriter{made.replica, made.person, made.head});
            made.frames.append(frame);
        }
        return made;
    }

    /// The hub's answer, checked as a station does. A request that is no request stops the test program.
    SyncAnswer answerTo(const QByteArray& bytes)
    {
        const auto said = hub->handle(bytes);
        if (!said)
            qFatal("%s", qPrintable(said.error().detail));
        const auto answer = SyncAnswer::decode(*said, id(), blake2b(bytes));
        if (!answer)
            qFatal("%s", qPrintable(answer.error().detail));
        return *answer;
    }

    SyncAnswer send(Desk& desk, const QList<ChangePtr>& changes = {})
    {
        const SyncRequest made = request(desk, changes);
        const SyncAnswer answer = answerTo(made.encode(desk.replicaKey));
        for (const ChangePtr& change : changes) {
            if (change->body().replica == desk.replica && change->body().counter > desk.sent) {
                desk.sent = change->body().counter;
                desk.sentHead = change->id();
            }
        }
        for (const Frame& frame : answer.frames)
            desk.cursors = {{frame.feed, frame.through}};
        return answer;
    }

    /// What the hub said of one change that a desk sends.
    Refusal verdictOf(Desk& desk, const ChangePtr& change)
    {
        const SyncAnswer answer = send(desk, {change});
        if (answer.verdicts.size() != 1)
            qFatal("no verdict: %s", qPrintable(answer.error));
        return static_cast<Refusal>(answer.verdicts[0].refusal);
    }

    bool isHeld(const ChangePtr& change) const
    {
        const auto judged = storage->judgement(change->id());
        return judged && *judged;
    }
    Refusal stored(const ChangePtr& change) const
    {
        const auto judged = storage->judgement(change->id());
        return judged && *judged ? (*judged)->refusal : Refusal::BadForm;
    }
    quint64 place(const Scope& feed, const ChangePtr& change) const
    {
        return *storage->feedPosition(feed, change->id());
    }
    /// Everything an answer brought.
    static QList<ChangeId> received(const SyncAnswer& answer)
    {
        QList<ChangeId> ids;
        for (const Frame& frame : answer.frames) {
            if (frame.packed.isEmpty())
                continue;
            const auto changes = unpackFrame(frame);
            if (!changes)
                qFatal("%s", qPrintable(changes.error().detail));
            for (const FramedChange& one : *changes)
                ids.append(one.change->id());
        }
        return ids;
    }

private:
    std::unique_ptr<HubStorage> openFile() const
    {
        auto opened = SqliteHubStorage::open(path(), m_storageKey, true);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail));
        return std::move(*opened);
    }

    Opener m_open;
    QTemporaryDir m_folder;
    SecretBytes m_storageKey = SecretBytes::random(std::size_t(kKeyBytes));
};

}  // namespace prohori
