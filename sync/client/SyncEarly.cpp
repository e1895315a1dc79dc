// SPDX-License-Identifier: GPL-3.0-or-later
// The next answer, asked for while the changes of this one are written down: the hub makes it meanwhile.
#include "sync/client/SyncWork.h"

namespace prohori {

/// Whether a request that is made now is what it would be in its turn, as far as it has nothing to do with changes.
bool SyncClient::Private::mayGoFirst() const
{
    return arrived.journals.isEmpty() && !request.journal && summary.requests < kMaxRequests
        && !store.needsRemint();
}

/// Only where the rest of an answer is changes of the feed, so that everything else in the next request is what it would be afterwards; and on a line
/// that is quick or carries the largest answers: on a thin one the next answer would be lost with a cut, and how long it took tells how large it may be.
bool SyncClient::Private::mayAskEarly() const
{
    const bool hasMoreBefore = arrived.ahead && !arrived.ahead->frames.isEmpty();
    const bool isOfFeed = arrived.more && !arrived.frames.isEmpty() && !hasMoreBefore && !arrived.setBack
                       && !arrived.remint && arrived.verdicts.isEmpty();
    const bool carriesMuch = budget.isQuickDown() || budget.bytes() >= SyncBudget::kMostDown;
    return isOfFeed && carriesMuch && mayGoFirst() && store.outbox(1).isEmpty();
}

/// What goes up next has to be read already: the outbox still has what is on its way. Only on a line that is quicker than writing verdicts down.
bool SyncClient::Private::mayUploadEarly()
{
    return bringsReceiptsOnly(arrived) && ahead.isEmpty() && budget.isQuickUp() && mayGoFirst()
        && queue.goesOn(store.replica(), uploadPacking().dictionary);
}

/// Where it cannot be asked for it is asked for in its turn, which tells why.
void SyncClient::Private::askEarly()
{
    QList<WireCursor> reached;
    for (const Frame& frame : std::as_const(arrived.frames)) {
        reached.removeIf([&](const WireCursor& cursor) { return cursor.feed == frame.feed; });
        reached.append({frame.feed, frame.through});
    }
    if (!buildRequest(reached)) {
        queue.clear();
        return;
    }
    early.isAskedFor = early.wasAskedFor = true;
    post();
}

/// The answer that was asked for early, if it is here.
void SyncClient::Private::readEarly(qsizetype most)
{
    if (early.reply && *early.reply && (*early.reply)->status == Transport::kOk)
        early.reading =
            nextAnswer((*early.reply)->body, identity.hub, blake2b(requestBytes), most, store.directory());
}

/// Everything of the present answer is here.
void SyncClient::Private::askOn()
{
    if (!early.isAskedFor) {
        ask();
        return;
    }
    report(early.reply || request.frames.isEmpty() ? SyncPhase::Receiving : SyncPhase::Sending);
    // Whoever listens may have cancelled.
    if (!std::exchange(early.isAskedFor, false))
        return;
    if (auto came = std::exchange(early.reply, std::nullopt))
        take(std::move(*came));
}

/// What was asked for does not fit any more. Its counter is used up, and nothing else has come of it.
void SyncClient::Private::dropEarly()
{
    early.reading = {};
    if (!std::exchange(early.isAskedFor, false))
        return;
    if (!std::exchange(early.reply, std::nullopt))
        transport.cancel();
    isAsking = false;
}

}  // namespace prohori
