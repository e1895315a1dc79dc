// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/cases/Change.h"
#include "core/directory/Directory.h"
#include "sync/hub/AttachmentStorage.h"
#include "sync/hub/JournalStorage.h"
#include "sync/hub/SafeStorage.h"

#include <QList>
#include <QSet>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace prohori {

/// How a change stands in the chain of its replica.
enum class ChainLink : quint8 {
    Loose = 0,    ///< not (yet) joined: a gap before it, or its author is not known
    Chained = 1,  ///< the one change with its counter that counts
    Branch = 2,   ///< from a copy of the store that has become a replica of its own since
};

/// A stored change with the hub's judgement.
struct HeldChange {
    ChangePtr change;
    Instant received;
    Refusal refusal =
        Refusal::None;  ///< None: accepted; UnknownAuthor and MissingParent wait; others are quarantined
    ChainLink link = ChainLink::Loose;
    Scope scope;  ///< home scope of its record, as far as known
};

/// The judgement without the change.
struct Judged {
    RecordId record;
    ReplicaId replica;
    quint64 counter = 0;
    Refusal refusal = Refusal::None;
    ChainLink link = ChainLink::Loose;
};

/// True for a change that may still be accepted when what it lacks comes.
inline bool isWaiting(Refusal refusal)
{
    return refusal == Refusal::UnknownAuthor || refusal == Refusal::MissingParent;
}

struct FeedEntry {
    quint64 position = 0;
    ChangePtr change;  ///< null where it was passed over
    Instant received;
    bool again =
        false;  ///< stands earlier in this feed, too: whoever let go of the record has to get it, its writer as well
};

struct ReplicaStatus {
    ReplicaId replica;
    quint64 counter = 0;  ///< highest chained change
    ChangeId head;
    quint64 requestCounter = 0;
    QByteArray requestHash;  ///< of the request with that counter
    QByteArray answerPlan;   ///< from which the same answer is made again
    Instant lastContact;
};

/** Where the hub keeps everything. Two forms behind one interface and one test suite: SQLite here, PostgreSQL later.

    All writing happens inside transaction(); what it did is durable before transaction() returns, and undone when `work` fails. Positions of a
    feed are 1, 2, 3 … in commit order without holes: no reader may ever skip a change that committed late. Calls may come from several
    threads: transactions are taken one at a time, reading beside them sees what is committed. Inside `work` reading sees its own writes.
*/
class HubStorage : public JournalStorage, public AttachmentStorage, public SafeStorage {
public:
    virtual Result<> transaction(const std::function<Result<>()>& work) = 0;
    /// Everything that this thread reads inside of `look` is of one moment, whatever others write. One at a time; never inside of
    /// transaction().
    virtual Result<> snapshot(const std::function<Result<>()>& look) { return look(); }

    // --- changes, kept for ever
    /// Inside of transaction(): these come next. What is going to be asked about them may be fetched at once; nothing else depends on it.
    virtual Result<> expect(const QList<ChangePtr>& /*changes*/) { return {}; }
    virtual Result<std::optional<Judged>> judgement(const ChangeId& change) = 0;
    /// The chained change with this counter.
    virtual Result<std::optional<ChangeId>> changeAt(const ReplicaId& replica, quint64 counter) = 0;
    /// Notes the files that it names, too. Fails with Conflict when it is held already.
    virtual Result<> keep(const HeldChange& change) = 0;
    virtual Result<> judge(const ChangeId& change, Refusal refusal, ChainLink link) = 0;
    /// For a change that came with a wrong signature before its author was known.
    virtual Result<> setSignature(const ChangeId& change, const QByteArray& signature) = 0;
    /// All of a record, in order of arrival.
    virtual Result<QList<HeldChange>> recordChanges(const RecordId& record) = 0;
    /// Of those the ids that begin with these bytes, in order of arrival. Reads no content; costs a search, however long the record is.
    virtual Result<QList<ChangeId>> idsOfRecord(const RecordId& record, const QByteArray& start) = 0;
    /// The records that accepted changes of a replica with a counter above `after` belong to, each once, in the order of their ids.
    virtual Result<QList<RecordId>> recordsOf(const ReplicaId& replica, quint64 after) = 0;
    /// Remembers that a change is to be judged again when `what` comes: the id of a change, of a replica, or kPeople.
    virtual Result<> waitFor(const ChangeId& change, const QByteArray& what) = 0;
    virtual Result<QList<HeldChange>> waitingFor(const QByteArray& what) = 0;
    virtual Result<> stopWaiting(const ChangeId& change) = 0;
    virtual Result<bool> isAnythingWaiting() = 0;

    // --- feeds
    /// Appends to a feed unless it stands there already; the position it has.
    virtual Result<quint64> appendToFeed(const Scope& feed, const ChangeId& change) = 0;
    /// Appends also what stands there already: its record had left this feed, and comes back to readers who have let go of it.
    virtual Result<quint64> appendAgain(const Scope& feed, const ChangeId& change) = 0;
    /// The last place it has there; 0 when it is not in that feed.
    virtual Result<quint64> feedPosition(const Scope& feed, const ChangeId& change) = 0;
    /// Entries with after < position <= through; fewer when `limit` or `maxBytes` of changes are reached, but at least one. Those of `passOver` that
    /// do not stand there again come without their change, which is not read.
    virtual Result<QList<FeedEntry>> feed(const Scope& feed, quint64 after, quint64 through, int limit,
                                          qsizetype maxBytes, const QSet<ChangeId>& passOver = {}) = 0;
    virtual Result<quint64> feedEnd(const Scope& feed) = 0;
    /// What the station of a replica has itself: the changes of that replica's chain up to a counter.
    struct OwnChain {
        ReplicaId replica;
        quint64 through = 0;
    };
    /// How many of the entries with after < position <= through are none of `own`, or stand there again; `most` where there are as many or more.
    /// Reads no content.
    virtual Result<quint64> feedOfOthers(const Scope& feed, quint64 after, quint64 through,
                                         const OwnChain& own, quint64 most) = 0;
    struct FeedRecord {
        RecordId record;
        quint64 last = 0;  ///< place of its last entry
    };
    /// A run of a feed from its end down to its beginning.
    struct FeedWalk {
        quint64 after = 0, through = 0;  ///< entries at after < position <= through
        quint64 from = 0;  ///< of them the records whose last entry is at this place or before it
        int limit = 0;
    };
    /// Records in which this replica wrote something that was accepted, those whose last entry in the run is latest first.
    virtual Result<QList<FeedRecord>> feedRecordsOf(const Scope& feed, const ReplicaId& replica,
                                                    const FeedWalk& walk) = 0;
    /// All records, likewise. Reads no content; costs the entries of the run, each once.
    virtual Result<QList<FeedRecord>> feedRecords(const Scope& feed, const FeedWalk& walk) = 0;
    /// Whose entries stand at these places, as far as there are any.
    virtual Result<QList<FeedRecord>> feedRecordsAt(const Scope& feed, const QList<quint64>& places) = 0;
    /// Entries of one record with position <= through, in order; fewer when `limit` or `maxBytes` are reached, as feed().
    virtual Result<QList<FeedEntry>> feedOfRecord(const Scope& feed, const RecordId& record, quint64 through,
                                                  int limit, qsizetype maxBytes) = 0;

    // --- statements, numbered 1, 2, 3 …; a known one has no effect
    virtual Result<> keepStatement(const CertificateId& id, const QByteArray& statement) = 0;
    virtual Result<QList<QByteArray>> statements(quint64 after, int limit) = 0;
    virtual Result<quint64> statementEnd() = 0;

    // --- replicas
    virtual Result<ReplicaStatus> replica(const ReplicaId& replica) = 0;
    virtual Result<> setReplica(const ReplicaStatus& status) = 0;
    virtual Result<QList<ReplicaStatus>> replicas() = 0;

    // --- records
    virtual Result<std::optional<Scope>> homeScope(const RecordId& record) = 0;
    virtual Result<> setHomeScope(const RecordId& record, const Scope& scope) = 0;
    virtual Result<QString> nationalRef(const RecordId& record) = 0;
    /// Gives the record its national reference at its first approval: BD-<year>-<running number>.
    virtual Result<QString> giveNationalRef(const RecordId& record, int year) = 0;

    // --- for the administrator
    struct ScopeStats {
        Scope scope;
        qint64 changes = 0, cases = 0, quarantined = 0, waiting = 0;
    };
    virtual Result<QList<ScopeStats>> stats() = 0;
    struct StoredChange {
        QByteArray bytes, signature;
        ChangeId id;
        RecordId record;
        ReplicaId replica;
        quint64 counter = 0;
        Refusal refusal = Refusal::None;
        ChainLink link = ChainLink::Loose;
        Scope scope;
        Instant received;
    };
    /// Calls `visit` for every stored change in order of arrival. Bytes that do not unpack come as they lie there.
    virtual Result<> eachChange(const std::function<Result<>(const StoredChange&)>& visit) = 0;
    struct StoredFeedEntry {
        Scope feed;
        quint64 position = 0;
        ChangeId change;
        QByteArray chain;
    };
    /// Every entry, by feed and position.
    virtual Result<> eachFeedEntry(const std::function<Result<>(const StoredFeedEntry&)>& visit) = 0;
    /// What the storage itself finds broken; empty when it is sound.
    virtual Result<QStringList> faults() = 0;
    /// What the administrator is to do about it, though nothing is wrong.
    virtual Result<QStringList> notes() { return QStringList(); }

    /// What waits for people and certificates.
    static inline const QByteArray kPeople = QByteArrayLiteral("people");
    /// The hash that stands beside a feed's entry: over the one before it, its position, its change and the time of receipt. An
    /// entry altered, swapped or taken out shows.
    static QByteArray feedChain(const QByteArray& before, quint64 position, const ChangeId& change,
                                Instant received);
};

}  // namespace prohori
