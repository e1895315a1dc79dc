// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/SyncClient.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kOutboxBatch = 2000;
constexpr qsizetype kUploadBudget =
    4 * 1024 * 1024;  ///< half of what a body may have: statements and cursors come on top
constexpr int kMaxRequests = 10'000;
constexpr int kMaxCounterRepairs = 3;
constexpr int kHttpOk = 200;
constexpr int kHttpTooLarge = 413;

const QString kRequestCounter = u"sync.request_counter"_s;
const QString kStatementCursor = u"sync.statement_cursor"_s;
const QString kLastSync = u"sync.last_ms"_s;

}  // namespace

struct SyncClient::Private {
    Private(Store& itsStore, Transport& itsTransport, Identity itsIdentity, const Clock& itsClock,
            SyncClient* client)
        : store(itsStore),
          transport(itsTransport),
          identity(std::move(itsIdentity)),
          clock(itsClock),
          q(client)
    {}

    Store& store;
    Transport& transport;
    Identity identity;
    const Clock& clock;
    SyncClient* q;

    SyncPhase phase = SyncPhase::Idle;
    SyncSummary summary;
    QHash<RecordId, RecordOutcome> outcomes;
    SyncRequest request;
    QByteArray requestBytes;
    QList<ChangeId> uploaded;
    QHash<ChangeId, RecordId> recordOf;
    int counterRepairs = 0;
    bool remintedOnce = false;

    void ask();
    Result<> buildRequest();
    void packUploads();
    void take(const Result<Transport::Reply>& reply);
    Result<bool> takeAnswer(const QByteArray& body);
    Result<bool> takeError(const SyncAnswer& answer);
    Result<> takeVerdicts(const SyncAnswer& answer);
    Result<> takeFrames(const SyncAnswer& answer);
    Result<> takeNews(const SyncAnswer& answer);
    Result<> reofferIfSetBack(const SyncAnswer& answer);
    void finish(const Result<>& outcome);
    void report(SyncPhase next);
    RecordOutcome& outcome(const RecordId& record);
};

SyncClient::SyncClient(Store& store, Transport& transport, Identity identity, const Clock& clock,
                       QObject* parent)
    : QObject(parent),
      d(std::make_unique<Private>(store, transport, std::move(identity), clock, this))
{}

SyncClient::~SyncClient()
{
    if (d->phase != SyncPhase::Idle)
        d->transport.cancel();
}

SyncPhase SyncClient::phase() const
{
    return d->phase;
}
const SyncSummary& SyncClient::summary() const
{
    return d->summary;
}

void SyncClient::start()
{
    d->summary = {};
    d->outcomes.clear();
    d->counterRepairs = 0;
    d->remintedOnce = false;
    if (d->identity.hub.isNull()) {
        d->finish(Error{ErrorCode::Refused,
                        u"this station knows no hub yet: name one, or take in the authority's news"_s,
                        u"no-hub"_s});
        return;
    }
    d->report(SyncPhase::Connecting);
    d->ask();
}

void SyncClient::cancel()
{
    if (d->phase == SyncPhase::Idle || d->phase >= SyncPhase::Done)
        return;
    d->transport.cancel();
    d->finish(Error{ErrorCode::Cancelled, u"the sync was stopped; what had arrived is kept"_s});
}

void SyncClient::Private::report(SyncPhase next)
{
    phase = next;
    emit q->progressed(phase, summary.bytesUp, summary.bytesDown, static_cast<int>(store.counts().unsent));
}

RecordOutcome& SyncClient::Private::outcome(const RecordId& record)
{
    RecordOutcome& found = outcomes[record];
    found.record = record;
    return found;
}

void SyncClient::Private::packUploads()
{
    uploaded.clear();
    recordOf.clear();
    QList<FramedChange> waiting;
    for (const OutboxEntry& entry : store.outbox(kOutboxBatch))
        waiting.append({entry.change, 0, {}});
    qsizetype from = 0;
    qsizetype bytes = 0;
    while (from < waiting.size() && bytes < kUploadBudget) {
        Frame frame;
        const qsizetype taken = packFrame(waiting, from, {}, frame);
        for (qsizetype i = from; i < from + taken; ++i) {
            uploaded.append(waiting[i].change->id());
            recordOf.insert(waiting[i].change->id(), waiting[i].change->body().record);
        }
        bytes += frame.packed.size();
        request.frames.append(frame);
        from += taken;
    }
}

Result<> SyncClient::Private::buildRequest()
{
    request = {};
    request.hub = identity.hub;
    request.replica = store.replica();
    request.person = identity.person;
    request.requestCounter = store.setting(kRequestCounter, u"0"_s).toULongLong() + 1;
    request.headCounter = store.lastCounter();
    request.head = store.lastChange();
    for (const FeedCursor& cursor : store.cursors())
        request.cursors.append({cursor.feed, cursor.position});
    request.statements = store.unsentStatements();
    request.statementCursor = store.setting(kStatementCursor, u"0"_s).toULongLong();
    packUploads();
    // The counter is kept before anything is sent, so that a repeat after a crash is never taken for a replay.
    if (auto kept = store.setSetting(kRequestCounter, QString::number(request.requestCounter)); !kept)
        return kept;
    requestBytes = request.encode(store.replicaKey());
    return {};
}

void SyncClient::Private::ask()
{
    if (summary.requests >= kMaxRequests) {
        finish(Error{ErrorCode::Refused, u"the hub does not come to an end: tell the administrator"_s});
        return;
    }
    if (auto built = buildRequest(); !built) {
        finish(built);
        return;
    }
    ++summary.requests;
    summary.bytesUp += requestBytes.size();
    report(request.frames.isEmpty() ? SyncPhase::Receiving : SyncPhase::Sending);
    transport.post(
        requestBytes,
        [this](qint64 sent, qint64 received) {
            phase = sent < 0 ? SyncPhase::Receiving : phase;
            emit q->progressed(phase, summary.bytesUp, summary.bytesDown + std::max<qint64>(0, received),
                               static_cast<int>(uploaded.size()));
        },
        [this](const Result<Transport::Reply>& reply) { take(reply); });
}

void SyncClient::Private::take(const Result<Transport::Reply>& reply)
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
    if (reply->status != kHttpOk) {
        const QString why = reply->status == kHttpTooLarge ? u"the request is too large"_s
                                                           : u"it answered %1"_s.arg(reply->status);
        finish(Error{ErrorCode::Refused, u"the hub refused the request: %1"_s.arg(why),
                     u"http-%1"_s.arg(reply->status)});
        return;
    }
    const auto more = takeAnswer(reply->body);
    if (!more)
        finish(more.error());
    else if (*more)
        ask();
    else
        finish({});
}

Result<bool> SyncClient::Private::takeAnswer(const QByteArray& body)
{
    const auto answer = SyncAnswer::decode(body, identity.hub, blake2b(requestBytes));
    if (!answer)
        return answer.error();
    if (!answer->error.isEmpty())
        return takeError(*answer);
    report(SyncPhase::Applying);
    // People before changes: a frame may be signed by somebody the station learns of in the same answer.
    if (auto taken = takeNews(*answer); !taken)
        return taken.error();
    if (auto taken = takeVerdicts(*answer); !taken)
        return taken.error();
    if (auto taken = takeFrames(*answer); !taken)
        return taken.error();
    if (answer->remint && !remintedOnce) {
        remintedOnce = true;
        if (auto minted = identity.remint(); !minted)
            return minted.error();
        summary.reminted = true;
        return true;
    }
    if (auto offered = reofferIfSetBack(*answer); !offered)
        return offered.error();
    return answer->more || !store.outbox(1).isEmpty();
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
    if (answer.error == u"busy"_s)
        return Error{ErrorCode::Busy, u"the Ministry's server is busy: try again in a minute"_s, u"60"_s};
    return Error{ErrorCode::Refused, u"the hub refused this station: %1"_s.arg(answer.error), answer.error};
}

Result<> SyncClient::Private::takeVerdicts(const SyncAnswer& answer)
{
    if (uploaded.isEmpty())
        return {};
    if (answer.verdicts.size() != uploaded.size()
        || !receiptCovers(answer.receipt, identity.hub, uploaded, answer.verdicts))
        return Error{ErrorCode::Refused,
                     u"the hub's receipt does not cover what was sent: nothing is taken for delivered"_s,
                     u"bad-receipt"_s};
    QList<Verdict> verdicts;
    for (qsizetype i = 0; i < uploaded.size(); ++i) {
        const WireVerdict& wire = answer.verdicts[i];
        const auto delivery = static_cast<Delivery>(wire.delivery);
        verdicts.append(
            {uploaded[i], delivery, static_cast<Refusal>(wire.refusal), answer.hubTime, answer.receipt});
        RecordOutcome& line = outcome(recordOf.value(uploaded[i]));
        if (delivery == Delivery::Quarantined) {
            ++line.quarantined;
            line.reason = refusalName(static_cast<Refusal>(wire.refusal));
            summary.quarantined.append(uploaded[i].toString());
        } else {
            ++line.sent;
            ++summary.sent;
        }
    }
    return store.recordVerdicts(verdicts);
}

Result<> SyncClient::Private::takeFrames(const SyncAnswer& answer)
{
    for (const Frame& frame : answer.frames) {
        const auto changes = unpackFrame(frame);
        if (!changes)
            return changes.error();
        QList<IncomingChange> incoming;
        QSet<ChangeId> known;
        for (const FramedChange& framed : *changes)
            incoming.append({framed.change, framed.received, framed.position});
        const auto applied = store.applyFrame(incoming, {frame.feed, frame.through});
        if (!applied)
            return applied.error();
        summary.received += *applied;
        for (const FramedChange& framed : *changes) {
            if (framed.change->body().replica != store.replica())
                ++outcome(framed.change->body().record).received;
        }
        report(SyncPhase::Applying);
    }
    return {};
}

Result<> SyncClient::Private::takeNews(const SyncAnswer& answer)
{
    if (auto sent = store.markStatementsSent(request.statements); !sent)
        return sent;
    if (!answer.statements.isEmpty()) {
        if (auto added = store.addStatements(answer.statements); !added)
            return added;
        if (auto known = store.markStatementsSent(answer.statements); !known)
            return known;
    }
    if (answer.statementCursor != request.statementCursor) {
        if (auto kept = store.setSetting(kStatementCursor, QString::number(answer.statementCursor)); !kept)
            return kept;
    }
    for (const Annotation& note : answer.annotations) {
        if (auto kept = store.annotate(note.record, note.nationalRef, note.received, note.approval); !kept)
            return kept;
    }
    return {};
}

/// The hub holds less of this replica than it gave receipts for: it was set back. What it lacks is offered again.
Result<> SyncClient::Private::reofferIfSetBack(const SyncAnswer& answer)
{
    if (answer.remint || answer.knownCounter >= store.lastCounter() || !store.outbox(1).isEmpty())
        return {};
    return store.offerAgainAfter(answer.knownCounter);
}

void SyncClient::Private::finish(const Result<>& outcome)
{
    for (auto it = outcomes.begin(); it != outcomes.end(); ++it) {
        if (const auto row = store.caseRow(it.key())) {
            it->localRef = row->localRef;
            it->conflict = row->conflicts > 0;
            summary.conflicts += row->conflicts > 0 ? 1 : 0;
        }
    }
    summary.records = outcomes.values();
    std::sort(summary.records.begin(), summary.records.end(),
              [](const RecordOutcome& a, const RecordOutcome& b) { return a.localRef < b.localRef; });
    summary.finished = clock.now();
    if (outcome) {
        if (auto kept = store.setSetting(kLastSync, QString::number(summary.finished.msSinceEpoch)); !kept) {
            phase = SyncPhase::Failed;
            emit q->finished(kept.error());
            return;
        }
        phase = SyncPhase::Done;
        emit q->finished(summary);
        return;
    }
    phase = outcome.error().code == ErrorCode::Cancelled ? SyncPhase::Cancelled : SyncPhase::Failed;
    emit q->finished(outcome.error());
}

SyncPreview previewSync(const Store& store)
{
    SyncPreview preview;
    preview.unsent = store.counts().unsent;
    QList<FramedChange> waiting;
    QSet<RecordId> records;
    for (const OutboxEntry& entry : store.outbox(kOutboxBatch)) {
        waiting.append({entry.change, 0, {}});
        records.insert(entry.change->body().record);
    }
    qsizetype from = 0;
    while (from < waiting.size()) {
        Frame frame;
        from += packFrame(waiting, from, {}, frame);
        preview.bytesUp += frame.packed.size();
    }
    preview.records = records.values();
    return preview;
}

}  // namespace prohori
