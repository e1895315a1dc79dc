// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/Hub.h"
#include "sync/hub/SqliteHubStorage.h"
#include "tests/core/directory/People.h"

#include <QTemporaryDir>

namespace prohori {

using namespace Qt::StringLiterals;

/// What the tests' records are made of.
ChangeBody newCase(const Scope& scope, const QString& localRef = u"41-2026-A-0001"_s);

ChangeBody after(const ChangePtr& parent);

ChangeBody edit(const ChangePtr& parent, const QString& text = u"Kotwali"_s);

ChangeBody act(const ChangePtr& parent, ActKind kind);

/// An approval of what `changes` of one record fold to; the last of them is its parent.
ChangeBody approval(const QList<ChangePtr>& changes);

/// A person with a station that sends whatever the test wants.
struct Desk : TestPerson {
    Desk(const TestAuthority& itsAuthority, PersonId number, const QString& login, Role itsRole,
         const Scope& scope);
    Desk(const Desk&);
    Desk(Desk&&) noexcept;
    ~Desk();
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
    SigningKey key;
    std::unique_ptr<HubStorage> storage;
    std::unique_ptr<Hub> hub;

    using Opener = std::function<std::unique_ptr<HubStorage>()>;
    explicit TestHub(Opener open = {});
    ~TestHub();

    void restart();

    HubId id() const { return HubId::fromBytes(key.publicKey()); }
    QString path() const;
    const SecretBytes& storageKey() const { return m_storageKey; }
    Desk desk(PersonId person, const QString& login, Role role, const Scope& scope);

    SyncRequest request(Desk& desk, const QList<ChangePtr>& changes = {});

    /// The hub's answer, checked as a station does. A request that is no request stops the test program.
    SyncAnswer answerTo(const QByteArray& bytes);

    SyncAnswer send(Desk& desk, const QList<ChangePtr>& changes = {});

    /// What the hub said of one change that a desk sends.
    Refusal verdictOf(Desk& desk, const ChangePtr& change);

    bool isHeld(const ChangePtr& change) const;
    Refusal stored(const ChangePtr& change) const;
    quint64 place(const Scope& feed, const ChangePtr& change) const;
    /// Everything an answer brought.
    static QList<ChangeId> received(const SyncAnswer& answer);

private:
    std::unique_ptr<HubStorage> openFile() const;

    Opener m_open;
    QTemporaryDir m_folder;
    SecretBytes m_storageKey;
};

}  // namespace prohori
