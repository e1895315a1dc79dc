// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "sync/hub/HubStorage.h"
#include "sync/wire/Messages.h"

namespace prohori {

/** From what an answer is made: small, stored with the request that it answers, so that the same request gets the same answer.

    Feeds and statements only grow, so the places where the answer begins and may end at most are enough to make it again, byte for byte.
*/
struct AnswerPlan {
    Instant hubTime;
    QList<WireVerdict> verdicts;
    QString error;
    Scope feed;  ///< the one feed this person reads; empty for none
    quint64 feedAfter = 0, feedEnd = 0;
    quint64 statementsAfter = 0, statementEnd = 0;
    quint64 knownCounter = 0;
    ChangeId knownHead;
    bool remint = false;
    std::optional<JournalVerdict> journal;  ///< on the request's journal lines
    bool isAuditor = false;                 ///< reads the feed of journals, and no other
    quint64 journalsAfter = 0, journalsEnd = 0;
    /// The station's chain is ours: its own changes up to this counter need not be sent back to it.
    quint64 ownThrough = 0;
    quint64 safeCounter = 0;  ///< of the asking replica, as far as its chain is ours
    QList<EarlierSafe> earlier;
    std::optional<WireSetBack> setBack;
    quint64 aheadThrough =
        0;  ///< open cases of `person` go before the rest, as they stood at this place; 0: they do not
    bool isAheadLast = false;   ///< all of them have gone
    PersonId person = 0;        ///< else: whose …
    QList<ReplicaId> replicas;  ///< … and where he works

    QByteArray encode() const;
    static Result<AnswerPlan> decode(const QByteArray& bytes);
};

/// What came with a request: the ids of its changes, in order, or of bytes that are none.
struct Upload {
    QList<ChangeId> changes;
    QSet<ChangeId> approvals;  ///< those of them to which headquarters may add something

    void add(const FramedChange& framed);
};

/** Makes the answer of a plan: reads feed and statements outside of any transaction, at most `maxBytes` of them.
    @param upload what came with the request
    @param packing of frames, but for the target: with a dictionary that the asking station has, or none
    @param had what the station has before its turn, up to plan.aheadThrough
*/
Result<SyncAnswer> makeAnswer(HubStorage& storage, const AnswerPlan& plan, const ReplicaId& replica,
                              const Upload& upload, qsizetype maxBytes, const FramePacking& packing = {},
                              const WireAhead& had = {});

}  // namespace prohori
