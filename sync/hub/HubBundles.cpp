// SPDX-License-Identifier: GPL-3.0-or-later
// What comes and goes on a stick.
#include "core/cases/ChangeDictionary.h"
#include "sync/hub/BundleWork.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kChangesAtOnce = 1000;     ///< in one transaction
constexpr qsizetype kReceiptChanges = 20'000;  ///< in one receipt
constexpr qsizetype kBundleAnswerBytes = 1024 * 1024;
constexpr qsizetype kIdBytes = 16;
constexpr qsizetype kMostPeople = 16;

Error refusedBundle(const QString& hint, const QString& why)
{
    return {ErrorCode::Refused, why, hint};
}

}  // namespace

/// Who wrote it, and whether to this hub.
Result<> Hub::Private::letIn(BundleWork& work)
{
    const BundleHeader& header = work.opened.header;
    if (header.authority != directory.authority().id)
        return refusedBundle(
            u"wrong-authority"_s,
            u"the bundle was written under another authority (practice and production never mix)"_s);
    if (header.kind != BundleKind::ToHub || header.hub != id)
        return refusedBundle(u"wrong-hub"_s, u"the bundle is not for this hub"_s);
    if (auto read = catchUp(); !read)
        return read;
    work.news = learn(work.statements.list);
    const ReplicaInfo* replica = work.news.directory.replica(header.station);
    const PersonInfo* person = work.news.directory.person(header.person);
    if (!replica || !person || !replica->people.contains(header.person)) {
        if (auto kept = keepSecondJoins(work.news); !kept)
            return kept;
        return refusedBundle(
            u"unknown-replica"_s,
            u"nobody vouches for the station that wrote the bundle: its statements are missing"_s);
    }
    if (!work.opened.isSignedBy(replica->replicaKey))
        return refusedBundle(u"bad-signature"_s,
                             u"the bundle is not signed by the station that it says wrote it"_s);
    work.papers.replica = header.station;
    work.papers.person = *person;
    work.taken.from = person->login;
    work.taken.made = header.made;
    return {};
}

/// Some changes, in one transaction; with the first also the people that came along.
Result<> Hub::Private::receive(BundleWork& work, QList<FramedChange>& batch, bool isFirst)
{
    const std::lock_guard lock(custody);
    if (auto done = together([&] { return receiveNow(work, batch, isFirst); }); !done)
        return done;
    for (const FramedChange& framed : std::as_const(batch))
        work.changes.append(idOf(framed));
    batch.clear();
    return {};
}

Result<> Hub::Private::receiveNow(BundleWork& work, const QList<FramedChange>& batch, bool isFirst)
{
    // Others may have brought news since the bundle was let in.
    if (isFirst)
        work.news = learn(work.statements.list);
    const Directory& people = isFirst ? work.news.directory : directory;
    const auto done = storage.transaction([&]() -> Result<> {
        if (auto same = isCaughtUp(); !same)
            return same;
        Custody taking(storage, people, work.plan.hubTime);
        if (auto started = taking.start(); !started)
            return started;
        if (isFirst) {
            if (auto kept = keep(work.news, taking); !kept)
                return kept;
        }
        for (const FramedChange& framed : std::as_const(batch)) {
            if (!framed.change)
                continue;
            if (auto received = taking.receive(framed.change); !received)
                return received;
        }
        for (const FramedChange& framed : std::as_const(batch)) {
            const auto verdict = taking.verdict(idOf(framed));
            if (!verdict)
                return verdict.error();
            if (verdict->refusal == quint8(Refusal::BadSignature))
                work.notStored.insert(idOf(framed), *verdict);
        }
        work.plan.remint = work.plan.remint || taking.sawFork();
        counters.changesAccepted += static_cast<quint64>(taking.accepted());
        return taking.finish();
    });
    if (!done)
        return done;
    if (isFirst)
        directory = work.news.directory;
    return {};
}

/// Only when all is received: a change may have waited for one that came after it.
Result<> Hub::Private::judge(BundleWork& work)
{
    const std::lock_guard lock(custody);
    const BundleHeader& header = work.opened.header;
    const auto done = storage.transaction([&]() -> Result<> {
        Custody taking(storage, directory, work.plan.hubTime);
        for (const ChangeId& change : std::as_const(work.changes)) {
            const auto verdict = taking.verdict(change);
            if (!verdict)
                return verdict.error();
            work.verdicts.append(work.notStored.value(change, *verdict));
        }
        auto status = taking.status(header.station);
        if (!status)
            return status.error();
        work.plan.knownCounter = status->counter;
        work.plan.knownHead = status->head;
        const auto safe = storage.safeCounter(header.station);
        if (!safe)
            return safe.error();
        work.plan.safeCounter = std::min(*safe, status->counter);
        status->lastContact = work.plan.hubTime;
        return storage.setReplica(*status);
    });
    if (!done)
        return done;
    SyncRequest asked;
    asked.replica = header.station;
    asked.headCounter = header.headCounter;
    asked.head = header.head;
    for (const WireCursor& cursor : header.cursors)
        asked.cursors.append(cursor);
    asked.statementCursor = header.statementCursor;
    const auto agrees = holdsHead(asked);
    if (!agrees)
        return agrees.error();
    work.plan.remint = work.plan.remint || !*agrees;
    count(work.verdicts);
    work.papers.person = *directory.person(header.person);
    auto planned = planReading(asked, *directory.person(header.person), work.plan);
    return planned ? planSetBack(asked, work.plan) : planned;
}

/// Who asked, and the others of his station; nobody who was revoked reads what he may not ask for.
QList<QByteArray> Hub::Private::receiversOf(const BundleHeader& header) const
{
    const std::lock_guard lock(custody);
    QList<QByteArray> receivers{directory.person(header.person)->boxKey};
    for (const CertificateId& member : directory.replica(header.station)->people) {
        const PersonInfo* person = directory.person(member);
        if (person && !person->revoked && member != header.person && receivers.size() < kMostPeople)
            receivers.append(person->boxKey);
    }
    return receivers;
}

/// Without the lock on custody: a stick may be slow, and feeds only grow.
Result<> Hub::Private::writeAnswer(BundleWork& work, QIODevice& out)
{
    BundleHeader header = work.opened.header;
    header.kind = BundleKind::FromHub;
    header.id = SodiumRandom().bytes(kIdBytes);
    header.hub = id;
    header.cursors.clear();
    if (!work.plan.feed.isEmpty())
        header.cursors.append({work.plan.feed, work.plan.feedAfter});
    header.statementCursor = work.plan.statementsAfter;
    header.made = work.plan.hubTime;
    const quint32 dictionary = commonDictionary(header.dictionaries);
    if (!header.dictionaries.isEmpty())
        header.dictionaries = QList<quint32>{kFindsParents} + changeDictionaries();
    const QList<QByteArray> receivers = receiversOf(header);
    BundleWriter writer(out);
    if (auto begun = writer.begin(header, receivers); !begun)
        return begun;
    for (qsizetype from = 0; from < work.changes.size(); from += kReceiptChanges) {
        const auto changes = work.changes.mid(from, kReceiptChanges);
        const auto verdicts = work.verdicts.mid(from, kReceiptChanges);
        const QByteArray receipt = makeReceipt(key, work.plan.hubTime, changes, verdicts);
        if (auto added = writer.add(BundleReceipt{changes, verdicts, receipt, work.plan.hubTime}); !added)
            return added;
    }
    // Nothing is left out as the station's own: whoever reads it may have been restored since.
    AnswerPlan plan = work.plan;
    plan.ownThrough = 0;
    plan.isAuditor = false;  // journals travel by a line only
    plan.error.clear();
    for (bool more = true; more;) {
        const auto piece = makeAnswer(storage, plan, header.station, {}, kBundleAnswerBytes, dictionary);
        if (!piece)
            return piece.error();
        if (auto added = addStatements(writer, piece->statements); !added)
            return added;
        for (const Frame& frame : piece->frames) {
            if (auto added = writer.add(frame); !added)
                return added;
            plan.feedAfter = frame.through;
        }
        if (!piece->annotations.isEmpty()) {
            if (auto added = writer.add(BundleAnnotations(piece->annotations)); !added)
                return added;
        }
        plan.statementsAfter = piece->statementCursor;
        more = piece->more;
    }
    if (auto given = givePapers(work, writer); !given)
        return given;
    const BundleStatus status{plan.knownCounter, plan.knownHead, plan.remint ? 0 : plan.safeCounter,
                              plan.statementEnd, plan.remint};
    if (auto added = writer.add(status); !added)
        return added;
    return writer.finish(key);
}

static void countVerdicts(const QList<WireVerdict>& verdicts, Hub::BundleTaken& taken)
{
    for (const WireVerdict& verdict : verdicts) {
        const auto refusal = static_cast<Refusal>(verdict.refusal);
        ++taken.changes;
        ++(refusal == Refusal::None ? taken.accepted
           : isWaiting(refusal)     ? taken.waiting
                                    : taken.quarantined);
    }
}

Result<Hub::BundleTaken> Hub::takeBundle(QIODevice& in, const BoxKey& key, QIODevice& answer)
{
    Private::BundleWork work;
    const auto opened =
        inspectBundle(in, {key}, [&work](const BundlePart& part) { return work.statements.add(part); });
    if (!opened)
        return opened.error();
    work.opened = *opened;
    {
        const std::lock_guard lock(d->custody);
        if (auto known = d->letIn(work); !known)
            return known.error();
    }
    work.plan.hubTime = d->clock.now();
    if (!in.seek(0))
        return Error{ErrorCode::Storage,
                     u"the bundle cannot be read a second time: %1"_s.arg(in.errorString())};
    QList<FramedChange> batch;
    bool isFirst = true;
    const auto flush = [&] { return d->receive(work, batch, std::exchange(isFirst, false)); };
    const auto read = replayBundle(in, work.opened, [&](const BundlePart& part) -> Result<> {
        if (const auto* wanted = std::get_if<BundleWanted>(&part))
            work.wanted += wanted->mid(0, kMaxBundleFiles - work.wanted.size());
        if (const auto* piece = std::get_if<FilePart>(&part)) {
            // What names it has to be in custody first.
            const auto named = isFirst || !batch.isEmpty() ? flush() : Result<>();
            return named ? d->keepPaper(work, *piece) : named;
        }
        const auto* frame = std::get_if<Frame>(&part);
        if (!frame)
            return {};
        const auto changes = unpackFrame(*frame, {}, Broken::Keep, Items::Skimmed);
        if (!changes)
            return changes.error();
        batch += *changes;
        return batch.size() >= kChangesAtOnce ? flush() : Result<>();
    });
    if (!read)
        return read.error();
    if (auto flushed = flush(); !flushed)
        return flushed.error();
    if (auto noted = d->notePapers(work); !noted)
        return noted.error();
    if (auto judged = d->judge(work); !judged)
        return judged.error();
    countVerdicts(work.verdicts, work.taken);
    LogLine("bundle.taken"_L1)
        .id("replica"_L1, work.opened.header.station)
        .count("changes"_L1, work.taken.changes)
        .count("papers"_L1, work.taken.papers)
        .write(hubLog());
    if (auto written = d->writeAnswer(work, answer); !written)
        return written.error();
    return work.taken;
}

/// What a station would ask for that got nothing since its last request, for somebody who may still read.
static SyncRequest askedLast(const Directory& directory, const ReplicaInfo& replica,
                             const ReplicaStatus& status)
{
    SyncRequest asked;
    const auto isActive = [&directory](const CertificateId& member) {
        const PersonInfo* person = directory.person(member);
        return person && !person->revoked;
    };
    // The latest: a person who was moved has several certificates.
    const auto active = std::find_if(replica.people.rbegin(), replica.people.rend(), isActive);
    asked.person = active == replica.people.rend() ? replica.people.last() : *active;
    if (const auto last = AnswerPlan::decode(status.answerPlan)) {
        // What it was last sent may not have arrived: again from where it asked then.
        if (!last->feed.isEmpty())
            asked.cursors.append({last->feed, last->feedAfter});
        asked.statementCursor = last->statementsAfter;
    }
    return asked;
}

Result<> Hub::writeBundle(const ReplicaId& station, QIODevice& out)
{
    std::unique_lock lock(d->custody);
    if (auto read = d->catchUp(); !read)
        return read;
    Private::BundleWork work;
    const ReplicaInfo* replica = d->directory.replica(station);
    if (!replica || replica->people.isEmpty())
        return Error{ErrorCode::NotFound, u"nobody vouches for a station with this id"_s,
                     u"unknown-replica"_s};
    const auto status = d->storage.replica(station);
    if (!status)
        return status.error();
    SyncRequest asked = askedLast(d->directory, *replica, *status);
    asked.replica = station;
    work.plan.hubTime = d->clock.now();
    work.plan.knownCounter = status->counter;
    work.plan.knownHead = status->head;
    if (auto planned = d->planReading(asked, *d->directory.person(asked.person), work.plan); !planned)
        return planned;
    if (auto planned = d->planSetBack(asked, work.plan); !planned)
        return planned;
    const auto safe = d->storage.safeCounter(station);
    if (!safe)
        return safe.error();
    work.plan.safeCounter = std::min(*safe, status->counter);
    work.opened.header.authority = d->directory.authority().id;
    work.opened.header.station = station;
    work.opened.header.person = asked.person;
    const auto held = d->storage.transaction([&]() -> Result<> {
        Custody taking(d->storage, d->directory, work.plan.hubTime);
        for (quint64 counter = 1; counter <= status->counter; ++counter) {
            const auto change = d->storage.changeAt(station, counter);
            if (!change)
                return change.error();
            if (!*change)
                continue;
            const auto verdict = taking.verdict(**change);
            if (!verdict)
                return verdict.error();
            work.changes.append(**change);
            work.verdicts.append(*verdict);
        }
        return {};
    });
    lock.unlock();
    return held ? d->writeAnswer(work, out) : held;
}

}  // namespace prohori
