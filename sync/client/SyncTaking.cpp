// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/PlantedFault.h"
#include "sync/client/SyncWork.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHttpTooLarge = 413;
// Changes that are taken in one transaction: what it costs beside them is that of one frame. With a window open its next picture waits so long.
constexpr qsizetype kTakenTogether = 64;
constexpr qsizetype kTakenWhileLingering = 24;

}  // namespace

bool bringsReceiptsOnly(const SyncAnswer& answer)
{
    const bool hasChanges = std::any_of(answer.frames.begin(), answer.frames.end(),
                                        [](const Frame& frame) { return !frame.packed.isEmpty(); });
    return answer.error.isEmpty() && !hasChanges && !answer.ahead && !answer.setBack && !answer.remint
        && answer.statements.isEmpty();
}

/// How long one took that came while others were taken is told too large by what stood between two turns of the loop.
void SyncClient::Private::noteLine(const Result<Transport::Reply>& reply)
{
    const qint64 before = budget.bytes();
    if (reply && reply->status == Transport::kOk)
        budget.carried(requestBytes.size(), reply->body.size(), clock.monotonic() - askedAt);
    else if (!reply && reply.error().code == ErrorCode::Offline && movedNow > 0)
        budget.cut(std::max<qint64>(requestBytes.size(), movedNow));
    if (budget.bytes() != before)
        (void)store.setSetting(kLineBudget, QString::number(budget.bytes()));
}

void SyncClient::Private::arrive(const Result<Transport::Reply>& reply)
{
    isAsking = false;
    noteLine(reply);
    if (!early.isAskedFor) {
        take(reply);
        return;
    }
    early.reply = reply;
    if (!early.verdicts.isEmpty())
        meanwhile.start(0);
}

void SyncClient::Private::take(Result<Transport::Reply> reply)
{
    if (!reply) {
        finish(reply.error());
        return;
    }
    summary.bytesDown += reply->body.size();
    if (reply->retryAfterSeconds > 0) {
        finish(Error{ErrorCode::Busy,
                     u"the Ministry's server is busy; %1 changes wait here: try again in %2 seconds"_s
                         .arg(store.counts().unsent)
                         .arg(reply->retryAfterSeconds),
                     QString::number(reply->retryAfterSeconds)});
        return;
    }
    if (reply->status != Transport::kOk) {
        const QString why = reply->status == kHttpTooLarge ? u"the request is too large"_s
                                                           : u"it answered %1"_s.arg(reply->status);
        finish(Error{ErrorCode::Refused, u"the hub refused the request: %1"_s.arg(why),
                     u"http-%1"_s.arg(reply->status)});
        return;
    }
    const auto again = beginAnswer(std::exchange(reply->body, {}));
    if (isOver())
        return;
    if (!again)
        finish(again.error());
    else if (*again)
        ask();
    else if (early.verdicts.isEmpty())
        goOn();
}

/// Whether to ask again at once; else the frames of `arrived` are to be taken.
Result<bool> SyncClient::Private::beginAnswer(const QByteArray& body)
{
    auto read = early.reading.isThere()
                  ? std::exchange(early.reading, {}).take()
                  : ReadAnswer{SyncAnswer::decode(body, identity.hub, blake2b(requestBytes)), {}};
    if (!read.answer)
        return read.answer.error();
    arrived = std::move(*read.answer);
    nextAhead = nextFrame = 0;
    readAlready = {};
    firstRead = std::move(read.first);
    arrived.remint = arrived.remint && !hasOnlyLostAnswers(arrived);
    if (!bringsReceiptsOnly(arrived))
        queue.clear();
    if (!arrived.error.isEmpty()) {
        // Who was revoked learns of it, and of nothing else.
        if (!arrived.statements.isEmpty()) {
            if (auto taken = takeNews(arrived); !taken)
                return taken.error();
        }
        return takeError(arrived);
    }
    report(SyncPhase::Applying);
    if (isOver())
        return false;
    if (auto taken = takeSetBack(arrived); !taken)
        return taken.error();
    // People before changes: a frame may be signed by somebody the station learns of in the same answer.
    if (auto taken = takeNews(arrived); !taken)
        return taken.error();
    if (auto taken = takeVerdicts(arrived); !taken)
        return taken.error();
    if (auto taken = takeAhead(arrived); !taken)
        return taken.error();
    return false;
}

/// Some frames after some others; between them whoever waits gets the event loop, where that is wished.
void SyncClient::Private::goOn()
{
    if (const auto given = std::exchange(early.verdicts, {}); !given.isEmpty()) {
        if (const auto recorded = recordVerdicts(given); !recorded) {
            finish(recorded);
            return;
        }
        meanwhile.start(0);
    }
    const qsizetype before = arrived.ahead ? arrived.ahead->frames.size() : 0;
    while (nextAhead < before || nextFrame < arrived.frames.size()) {
        const auto taken =
            nextAhead < before ? takeAheadFrame(arrived.ahead->frames[nextAhead++]) : takeFrames();
        if (!taken) {
            finish(taken);
            return;
        }
        if (isOver())
            return;
        // Not before some were taken: where they cannot be, the next answer is of no use.
        if (!early.isAskedFor && nextAhead >= before && nextFrame < arrived.frames.size() && mayAskEarly())
            askEarly();
        // A request leaves when the loop turns.
        if (lingers || early.isAskedFor) {
            pause.start();
            return;
        }
    }
    const auto more = endAnswer();
    if (!more)
        finish(more.error());
    else if (*more)
        askOn();
    else
        finish({});
}

Result<bool> SyncClient::Private::endAnswer()
{
    if (auto taken = takeJournals(arrived); !taken)
        return taken.error();
    const auto moreJournal = takeJournalVerdict(arrived);
    if (!moreJournal)
        return moreJournal.error();
    // The hub asks for it, or what came shows that there is a copy of this store.
    if ((arrived.remint || store.needsRemint()) && !remintedOnce && !plantedFault(16)) {
        remintedOnce = true;
        journalRests = false;
        dropEarly();
        queue.clear();
        if (auto minted = identity.remint(); !minted)
            return minted.error();
        summary.reminted = true;
        return true;
    }
    if (auto offered = reofferIfSetBack(arrived); !offered)
        return offered.error();
    if (auto taken = takeSafe(arrived); !taken)
        return taken.error();
    return arrived.more || *moreJournal || !store.outbox(1).isEmpty() || owesJournal();
}

Result<bool> SyncClient::Private::goesPlainer(const QString& code)
{
    const bool hasOne = std::any_of(request.frames.begin(), request.frames.end(),
                                    [](const Frame& frame) { return frame.dictionary != 0; });
    if (code != u"bad-frame"_s || !hasOne)
        return false;
    if (uploadForm.namesParents) {
        uploadForm.spellsParents = true;
        return true;
    }
    uploadForm.isPlain = true;
    if (auto kept = keepUploadDictionaries(store, {}); !kept)
        return kept.error();
    return true;
}

Result<bool> SyncClient::Private::takeError(const SyncAnswer& answer)
{
    if (answer.error == u"replayed"_s && counterRepairs++ < kMaxCounterRepairs) {
        // A store set back: go on from the counter that the hub knows.
        const quint64 next = std::max(answer.expectedRequestCounter, quint64(1)) - 1;
        if (auto kept = store.setSetting(kRequestCounter, QString::number(next)); !kept)
            return kept.error();
        return true;
    }
    const auto goesAgain = goesPlainer(answer.error);
    if (!goesAgain || *goesAgain)
        return goesAgain;
    // A hub that was set back to before this station joined.
    if (answer.error == u"unknown-replica"_s && !introducedAgain) {
        introducedAgain = true;
        if (auto offered = introduceAgain(); !offered)
            return offered.error();
        return true;
    }
    if (answer.error == u"busy"_s)
        return Error{ErrorCode::Busy, u"the Ministry's server is busy: try again in a minute"_s, u"60"_s};
    return Error{ErrorCode::Refused, u"the hub refused this station: %1"_s.arg(answer.error), answer.error};
}

Result<QList<Verdict>> SyncClient::Private::readVerdicts(const SyncAnswer& answer) const
{
    if (uploaded.isEmpty())
        return QList<Verdict>();
    if (answer.verdicts.size() != uploaded.size()
        || !receiptCovers(answer.receipt, identity.hub, uploaded, answer.verdicts))
        return Error{ErrorCode::Refused,
                     u"the hub's receipt does not cover what was sent: nothing is taken for delivered"_s,
                     u"bad-receipt"_s};
    const bool areClear =
        std::all_of(answer.verdicts.begin(), answer.verdicts.end(), [](const auto& verdict) {
            return verdict.delivery >= quint8(Delivery::Custody)
                && verdict.delivery <= quint8(Delivery::Quarantined);
        });
    if (!areClear)
        return Error{
            ErrorCode::Refused,
            u"the hub gave a verdict that this version does not know: nothing is taken for delivered"_s,
            u"bad-receipt"_s};
    QList<Verdict> verdicts;
    for (qsizetype i = 0; i < uploaded.size(); ++i) {
        const WireVerdict& wire = answer.verdicts[i];
        verdicts.append({uploaded[i], static_cast<Delivery>(wire.delivery),
                         static_cast<Refusal>(wire.refusal), answer.hubTime, answer.receipt});
    }
    return verdicts;
}

/// Where the next upload may leave at once, the hub works on it while these are written down.
Result<> SyncClient::Private::takeVerdicts(const SyncAnswer& answer)
{
    auto verdicts = readVerdicts(answer);
    if (!verdicts)
        return verdicts.error();
    for (const Verdict& verdict : std::as_const(*verdicts)) {
        RecordOutcome& line = outcome(recordOf.value(verdict.change));
        if (verdict.delivery == Delivery::Quarantined) {
            ++line.quarantined;
            line.reason = refusalName(verdict.refusal);
            summary.quarantined.append(verdict.change.toString());
        } else {
            ++line.sent;
            ++summary.sent;
        }
    }
    if (!verdicts->isEmpty() && mayUploadEarly())
        askEarly();
    if (!early.isAskedFor)
        return recordVerdicts(*verdicts);
    early.verdicts = std::move(*verdicts);
    return {};
}

Result<> SyncClient::Private::recordVerdicts(const QList<Verdict>& verdicts)
{
    if (verdicts.isEmpty())
        return {};
    if (auto recorded = store.recordVerdicts(verdicts); !recorded)
        return recorded;
    unsent = static_cast<int>(store.counts().unsent);
    return {};
}

/// While some frames are written down, those behind them are read, or the next answer.
Result<> SyncClient::Private::takeFrames()
{
    const qsizetype most = lingers ? kTakenWhileLingering : kTakenTogether;
    const TakenTogether now = firstRead.next > 0 ? std::exchange(firstRead, {})
                            : readAlready.isThere()
                                ? readAlready.take()
                                : readTogether(arrived.frames, nextFrame, most, store.directory());
    if (!now.fault)
        return now.fault;
    nextFrame = now.next;
    if (nextFrame < arrived.frames.size())
        readAlready = nextFrames(arrived.frames, nextFrame, most, store.directory());
    else
        readEarly(most);
    return apply(now.changes, now.cursor);
}

Result<> SyncClient::Private::apply(const QList<IncomingChange>& changes, const FeedCursor& cursor,
                                    const QByteArray& noted)
{
    const auto applied = store.applyFrame(changes, cursor, noted);
    if (!applied)
        return applied.error();
    summary.received += *applied;
    for (const IncomingChange& incoming : changes) {
        if (incoming.change->body().replica != store.replica())
            ++outcome(incoming.change->body().record).received;
    }
    report(SyncPhase::Applying);
    return {};
}

/// One that is refused (a second join, a kind of a later version) is not kept, and stops nothing.
Result<> SyncClient::Private::takeStatements(const SyncAnswer& answer)
{
    const auto added = store.addStatements(answer.statements);
    const bool passOver = !added
                       && (added.error().code == ErrorCode::Refused || added.error().code == ErrorCode::TooNew
                           || added.error().code == ErrorCode::Invalid);
    if (!added && !passOver)
        return added;
    return store.markStatementsSent(answer.statements);
}

Result<> SyncClient::Private::takeNews(const SyncAnswer& answer)
{
    if (auto sent = store.markStatementsSent(request.statements); !sent)
        return sent;
    if (!answer.statements.isEmpty()) {
        if (auto taken = takeStatements(answer); !taken)
            return taken;
    }
    if (answer.statementCursor != request.statementCursor) {
        if (auto kept = store.setSetting(kStatementCursor, QString::number(answer.statementCursor)); !kept)
            return kept;
    }
    if (!uploadForm.isPlain && answer.error.isEmpty()) {
        if (auto kept = keepUploadDictionaries(store, answer.dictionaries); !kept)
            return kept;
    }
    for (const Annotation& note : answer.annotations) {
        if (auto kept = store.annotate(note.record, note.nationalRef, note.received, note.approval); !kept)
            return kept;
    }
    return {};
}

}  // namespace prohori
