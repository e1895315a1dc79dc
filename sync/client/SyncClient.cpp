// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/SyncWork.h"

#include "core/cases/ChangeDictionary.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kOutboxBatch = 2000;
/// A request leaves in pieces, between which nothing long may come: the hub is to begin with it.
constexpr std::chrono::milliseconds kSendsFirst{100};

const QString kStatementReader =
    u"sync.statement_reader"_s;  ///< the program version that read up to the cursor
const QString kLastSync = u"sync.last_ms"_s;

}  // namespace

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

void SyncClient::setLingering(bool lingers)
{
    d->lingers = lingers;
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
    d->offeredAgain = false;
    d->introducedAgain = false;
    d->uploadForm = {};
    d->budget = SyncBudget(d->store.setting(kLineBudget, u"0"_s).toLongLong());
    d->journalRests = false;
    d->journalGoneBack = false;
    d->queue.clear();
    if (d->identity.hub.isNull()) {
        d->finish(Error{ErrorCode::Refused,
                        u"this station knows no hub yet: name one, or take in the authority's news"_s,
                        u"no-hub"_s});
        return;
    }
    d->report(SyncPhase::Connecting);
    if (!d->isOver())
        d->ask();
}

void SyncClient::cancel()
{
    if (d->phase == SyncPhase::Idle || d->phase >= SyncPhase::Done)
        return;
    if (d->filesTravel) {
        d->files->cancel();
        return;
    }
    d->transport.cancel();
    d->pause.stop();
    d->finish(Error{ErrorCode::Cancelled, u"the sync was stopped; what had arrived is kept"_s});
}

void SyncClient::Private::report(SyncPhase next)
{
    // Counting walks over all cases; no frame that is taken changes how many wait here.
    if (phase != next)
        unsent = static_cast<int>(store.counts().unsent);
    phase = next;
    emit q->progressed(phase, summary.bytesUp, summary.bytesDown, unsent);
}

RecordOutcome& SyncClient::Private::outcome(const RecordId& record)
{
    RecordOutcome& found = outcomes[record];
    found.record = record;
    return found;
}

/// A later program reads what an earlier one had to pass over, so each begins at the first statement once.
Result<> SyncClient::Private::useStatementCursor()
{
    const QString reader = QStringLiteral(PROHORI_VERSION);
    if (store.setting(kStatementReader) == reader)
        return {};
    if (auto reset = store.setSetting(kStatementCursor, u"0"_s); !reset)
        return reset;
    return store.setSetting(kStatementReader, reader);
}

Result<> SyncClient::Private::buildRequest(const std::optional<QList<WireCursor>>& reached)
{
    request = {};
    request.hub = identity.hub;
    request.replica = store.replica();
    request.person = identity.person;
    request.requestCounter = store.setting(kRequestCounter, u"0"_s).toULongLong() + 1;
    for (const FeedCursor& cursor : store.cursors())
        request.cursors.append({cursor.feed, cursor.position});
    for (const WireCursor& cursor : reached.value_or(QList<WireCursor>())) {
        request.cursors.removeIf([&](const WireCursor& here) { return here.feed == cursor.feed; });
        request.cursors.append(cursor);
    }
    if (auto read = readAhead(); !read)
        return read;
    request.ahead = ahead;
    request.takesOrder = true;
    request.statements = store.unsentStatements();
    if (auto usable = useStatementCursor(); !usable)
        return usable;
    request.statementCursor = store.setting(kStatementCursor, u"0"_s).toULongLong();
    request.setBack = QByteArray::fromHex(store.setting(kSetBackSeen).toLatin1());
    const auto earlier = store.earlierNotSafe(SyncRequest::kMostEarlier);
    if (!earlier)
        return earlier.error();
    request.earlier = *earlier;
    if (!uploadForm.isPlain)
        request.dictionaries = changeDictionaries();
    request.maxAnswerBytes = qsizetype(budget.bytesDown());
    packUploads();
    // The verdict on lines belongs to the answer that is being taken.
    if (auto packed = reached ? Result<>() : packJournal(); !packed)
        return packed;
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
    early.wasAskedFor = false;
    report(request.frames.isEmpty() ? SyncPhase::Receiving : SyncPhase::Sending);
    if (!isOver())
        post();
}

void SyncClient::Private::post()
{
    ++summary.requests;
    summary.bytesUp += requestBytes.size();
    askedAt = clock.monotonic();
    movedNow = 0;
    isAsking = true;
    meanwhile.start(kSendsFirst);
    transport.post(
        requestBytes,
        [this](qint64 sent, qint64 received) {
            movedNow = std::max({movedNow, sent, received});
            if (sent == requestBytes.size())
                meanwhile.start(0);
            if (early.isAskedFor)
                return;
            phase = sent < 0 ? SyncPhase::Receiving : phase;
            const qint64 still = sent < 0 ? 0 : std::max<qint64>(0, requestBytes.size() - sent);
            emit q->progressed(phase, summary.bytesUp - still,
                               summary.bytesDown + std::max<qint64>(0, received),
                               static_cast<int>(uploaded.size()));
        },
        [this](const Result<Transport::Reply>& reply) { arrive(reply); });
}

void SyncClient::Private::finish(const Result<>& outcome)
{
    // Whatever came of the rest: what the hub holds it holds.
    if (const auto recorded = recordVerdicts(std::exchange(early.verdicts, {})); !recorded) {
        finish(recorded);
        return;
    }
    dropEarly();
    isAsking = false;
    queue.clear();
    readAlready = {};
    firstRead = {};
    for (auto it = outcomes.begin(); it != outcomes.end(); ++it) {
        if (const auto mark = store.caseMark(it.key())) {
            it->localRef = mark->localRef;
            it->conflict = mark->conflicts > 0;
            summary.conflicts += mark->conflicts > 0 ? 1 : 0;
        }
    }
    summary.records = sortedOutcomes(outcomes);
    summary.finished = clock.now();
    if (outcome) {
        if (auto kept = store.setSetting(kLastSync, QString::number(summary.finished.msSinceEpoch)); !kept) {
            phase = SyncPhase::Failed;
            emit q->finished(kept.error());
            return;
        }
        if (!beginFiles())
            endWell();
        return;
    }
    phase = outcome.error().code == ErrorCode::Cancelled ? SyncPhase::Cancelled : SyncPhase::Failed;
    emit q->finished(outcome.error());
}

QList<RecordOutcome> sortedOutcomes(const QHash<RecordId, RecordOutcome>& outcomes)
{
    QList<RecordOutcome> records = outcomes.values();
    std::sort(records.begin(), records.end(),
              [](const RecordOutcome& a, const RecordOutcome& b) { return a.localRef < b.localRef; });
    return records;
}

void noteGone(const QList<GoneRecord>& gone, QHash<RecordId, RecordOutcome>& outcomes)
{
    for (const GoneRecord& one : gone) {
        RecordOutcome& line = outcomes[one.record];
        line.record = one.record;
        line.localRef = one.localRef;
        line.gone = one;
    }
}

/// Last of all: what moved away goes when everything of it that was only here has gone up.
void SyncClient::Private::endWell()
{
    const auto tidied = store.removeWhatIsDue(arrived.hubTime);
    phase = tidied ? SyncPhase::Done : SyncPhase::Failed;
    if (!tidied) {
        emit q->finished(tidied.error());
        return;
    }
    summary.gone = tidied->gone;
    noteGone(summary.gone, outcomes);
    summary.records = sortedOutcomes(outcomes);
    emit q->finished(summary);
}

QList<quint32> hubDictionaries(const Store& store)
{
    QList<quint32> known;
    for (const QString& id : store.setting(kHubDictionaries).split(u' ', Qt::SkipEmptyParts))
        known.append(id.toUInt());
    return known;
}

quint32 uploadDictionary(const Store& store)
{
    return commonDictionary(hubDictionaries(store));
}

Result<> keepUploadDictionaries(Store& store, const QList<quint32>& dictionaries)
{
    QStringList ids;
    for (const quint32 id : dictionaries)
        ids.append(QString::number(id));
    const QString text = ids.join(u' ');
    return text == store.setting(kHubDictionaries) ? Result<>() : store.setSetting(kHubDictionaries, text);
}

SyncPreview previewSync(const Store& store)
{
    SyncPreview preview;
    preview.unsent = store.counts().unsent;
    QList<FramedChange> waiting;
    QSet<RecordId> records;
    for (const OutboxEntry& entry : store.outbox(kOutboxBatch)) {
        waiting.append({entry.change, 0, {}});
        records.insert(entry.change->head().record);
    }
    const quint32 dictionary = uploadDictionary(store);
    qsizetype from = 0;
    while (from < waiting.size()) {
        Frame frame;
        from += packFrame(waiting, from, {}, frame, {}, dictionary);
        preview.bytesUp += frame.packed.size();
    }
    preview.records = records.values();
    return preview;
}

}  // namespace prohori
