// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/cases/Change.h"
#include "core/directory/Directory.h"

#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace prohori {

/// A stored change with the hub's judgement.
struct HeldChange {
    ChangePtr change;
    Instant received;
    Refusal refusal = Refusal::None;  ///< None: accepted; UnknownAuthor and MissingParent wait; others are quarantined
};

struct FeedEntry {
    quint64 position = 0;
    ChangePtr change;
    Instant received;
};

struct ReplicaStatus {
    ReplicaId replica;
    quint64 counter = 0;         ///< highest accepted into custody
    ChangeId head;
    quint64 requestCounter = 0;
    QByteArray requestHash;      ///< of the request with that counter
    QByteArray answer;           ///< what was answered, for a repeat; may be dropped when large
    Instant lastContact;
};

/** Where the hub keeps everything. Two forms behind one interface and one test suite: SQLite here, PostgreSQL later.

    All writing happens inside transaction(); what it did is durable before transaction() returns. Positions of a feed are handed out without holes,
    in commit order: no reader may ever skip a change that committed late. Calls may come from several threads; each implementation serialises what it must.
*/
class HubStorage {
public:
    virtual ~HubStorage() = default;

    virtual Result<> transaction(const std::function<Result<>()>& work) = 0;

    virtual Result<bool> holds(const ChangeId& change) = 0;
    virtual Result<std::optional<ChangeId>> changeAt(const ReplicaId& replica, quint64 counter) = 0;
    virtual Result<> keep(const HeldChange& change) = 0;
    virtual Result<> judge(const ChangeId& change, Refusal refusal) = 0;
    virtual Result<QList<HeldChange>> recordChanges(const RecordId& record) = 0;
    virtual Result<QList<HeldChange>> waitingFor(const ChangeId& parent) = 0;

    /// Appends to a feed unless it stands there already; the position it has.
    virtual Result<quint64> appendToFeed(const Scope& feed, const ChangeId& change) = 0;
    virtual Result<QList<FeedEntry>> feed(const Scope& feed, quint64 after, int limit, qsizetype maxBytes) = 0;
    virtual Result<quint64> feedEnd(const Scope& feed) = 0;

    virtual Result<> keepStatement(const QByteArray& statement) = 0;
    virtual Result<QList<QByteArray>> statements(quint64 after, int limit, quint64& last) = 0;

    virtual Result<ReplicaStatus> replica(const ReplicaId& replica) = 0;
    virtual Result<> setReplica(const ReplicaStatus& status) = 0;

    virtual Result<QString> nationalRef(const RecordId& record) = 0;
    /// Gives the record its national reference at its first approval: BD-<year>-<running number>.
    virtual Result<QString> giveNationalRef(const RecordId& record, int year) = 0;

    struct ScopeStats {
        Scope scope;
        qint64 changes = 0, cases = 0, quarantined = 0, waiting = 0;
    };
    virtual Result<QList<ScopeStats>> stats() = 0;
    virtual Result<QList<ReplicaStatus>> replicas() = 0;
    /// Calls `visit` for every stored change in order of arrival, for `check`.
    virtual Result<> eachChange(const std::function<Result<>(const QByteArray& bytes, const QByteArray& signature,
                                                             const ChangeId& storedId, Refusal refusal)>& visit) = 0;
    virtual Result<> eachFeedEntry(const std::function<Result<>(const Scope&, quint64 position, const ChangeId&)>& visit) = 0;
};

}  // namespace prohori
