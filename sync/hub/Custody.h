// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/directory/Directory.h"
#include "sync/hub/HubStorage.h"
#include "sync/hub/Whereabouts.h"
#include "sync/wire/Messages.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace prohori {

/** Takes changes into custody and judges them, inside one transaction of the storage.

    A well-signed change is stored first and judged then. What waits (author, earlier change of its replica, parent) or was refused for
    something that may still mend (a quarantined parent, a fork) is judged again when that comes. An accepted change goes into the
    feed of its record's scope; a valid approval takes its ancestors into the national feed; headquarters' own changes go there too.

    One object a transaction; it keeps what it has read. Cost: a signature check and some lookups a change, and for what is not a creation
    a fold of the record.
*/
class Custody {
public:
    Custody(HubStorage& storage, const Directory& directory, Instant now);

    Result<> start();
    /// Stores and judges one change. A repeated one changes nothing.
    Result<> receive(const ChangePtr& change);
    /// Judges again what waited for `what`: see HubStorage::waitFor().
    Result<> wake(const QByteArray& what);
    /// Judges the home of each record anew in which changes of these people count no more, or again, since `before` was what was known of people:
    /// feeds get what their readers lack. The records of what they wrote are read, and folded where something changed.
    Result<> followRevocations(const QList<PersonId>& people, const Directory& before);
    /// What came of a change in the end: call it when everything is received.
    Result<WireVerdict> verdict(const ChangeId& change);

    /// Status of a replica with everything that was chained here.
    Result<ReplicaStatus> status(const ReplicaId& replica);
    /// True when a received change has the counter of another one.
    bool sawFork() const { return m_sawFork; }
    int accepted() const { return m_accepted; }
    /// To be called inside the transaction, after the last change: writes the chains that grew.
    Result<> finish();

private:
    struct Judgement {
        Refusal refusal = Refusal::None;
        ChainLink link = ChainLink::Loose;
        QList<QByteArray> lacks;
    };

    Result<Judgement> assess(const HeldChange& held);
    Result<> joinChain(const Change& change, Judgement& judgement);
    Result<bool> joinBranch(const Change& change);
    Result<> checkParents(const Change& change, Judgement& judgement);
    Result<> checkContent(const Change& change, Judgement& judgement);
    Result<> enterFeeds(const HeldChange& held);
    Result<> enterNationalFeed(const Change& change);
    Result<> takeApproved(const Change& change);
    Result<> moveRecord(const Change& change);
    Result<> follow(const History& record, const Whereabouts& was, const Whereabouts& is,
                    const History& told);
    Result<> followRevocation(const RecordId& record, const Directory& before);
    /// Whether the readers of a feed still have what stood in it of a record.
    enum class Stands { Still, LetGo };
    Result<> appendAgain(const Scope& feed, const Change& change);
    Result<> enterFeed(const Scope& feed, const History& record, Stands stands);
    Result<> judgeAgain(const HeldChange& held);
    Result<> tellWriter(const Change& change, Refusal before);
    Result<> receiveAgain(const ChangePtr& change, const Judged& known);
    Result<> remember(const ChangeId& change, const Judgement& judgement);
    Result<> wakeAll();
    Result<std::optional<Judged>> judgement(const ChangeId& change);
    Result<const History*> history(const RecordId& record);
    bool isReplaced(const ReplicaId& replica);

    HubStorage& m_storage;
    const Directory& m_directory;
    Instant m_now;
    bool m_anythingWaits = false;
    bool m_sawFork = false;
    int m_accepted = 0;
    QHash<ChangeId, Judged> m_judged;
    QHash<ChangeId, WireVerdict> m_notStored;
    QHash<ReplicaId, ReplicaStatus> m_replicas;
    QSet<ReplicaId> m_grown;
    QHash<RecordId, History> m_histories;
    std::optional<QSet<ReplicaId>> m_replaced;
    QList<QByteArray> m_toWake;
};

}  // namespace prohori
