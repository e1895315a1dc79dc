// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with a request that was let in.
#include "core/cases/ChangeDictionary.h"
#include "sync/hub/HubPrivate.h"
#include "sync/hub/JournalIntake.h"
#include "sync/hub/UploadReading.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype kMostAnswerBytes = 4 * 1024 * 1024;  ///< more waits for the next request
constexpr qsizetype kLeastAnswerBytes = 8 * 1024;
}  // namespace

void Upload::add(const FramedChange& framed)
{
    changes.append(idOf(framed));
    if (framed.change && framed.change->head().approves)
        approvals.insert(framed.change->id());
}

/// Who joins from an invitation that is used up is refused; that he tried is kept, for the authority to be told (SEC-46).
Result<> Hub::Private::keepSecondJoins(const News& news)
{
    QSet<CertificateId> refused;
    for (const Statement& statement : news.directory.secondJoins())
        refused.insert(statement.id());
    return storage.transaction([&]() -> Result<> {
        for (const auto& [statement, bytes] : news.toKeep) {
            if (!refused.contains(statement))
                continue;
            if (auto kept = storage.keepStatement(statement, bytes); !kept)
                return kept;
        }
        return {};
    });
}

Result<Hub::Private::Taken> Hub::Private::take(const SyncRequest::Decoded& asked, const ReplicaStatus& before)
{
    const SyncRequest& request = asked.request;
    News news = learn(request.statements);
    const ReplicaInfo* replica = news.directory.replica(request.replica);
    const PersonInfo* person = news.directory.person(request.person);
    if (!replica || !person || !replica->people.contains(request.person)
        || !asked.isSignedBy(replica->replicaKey)) {
        if (auto kept = keepSecondJoins(news); !kept)
            return kept.error();
        return refusedWith(u"unknown-replica"_s);
    }

    Taken taken;
    taken.plan.hubTime = std::max(clock.now(), before.lastContact);
    const auto done = storage.transaction([&] {
        auto same = isCaughtUp(&before);
        return same ? takeAll(asked, news, taken) : same;
    });
    if (!done)
        return done.error();
    directory = std::move(news.directory);
    count(taken.plan.verdicts);
    LogLine("request.taken"_L1)
        .id("replica"_L1, request.replica)
        .count("counter"_L1, qint64(request.requestCounter))
        .count("changes"_L1, taken.upload.changes.size())
        .count("statements"_L1, request.statements.size())
        .write(hubLog());
    return taken;
}

Result<> Hub::Private::takeAll(const SyncRequest::Decoded& asked, const News& news, Taken& taken)
{
    const SyncRequest& request = asked.request;
    AnswerPlan& plan = taken.plan;
    Custody taking(storage, news.directory, plan.hubTime);
    if (auto started = taking.start(); !started)
        return started;
    if (auto kept = keep(news, taking); !kept)
        return kept;
    if (auto received = receive(request, news.directory, taking, taken); !received)
        return received;
    if (auto finished = taking.finish(); !finished)
        return finished;

    auto status = taking.status(request.replica);
    if (!status)
        return status.error();
    plan.knownCounter = status->counter;
    plan.knownHead = status->head;
    const auto agrees = holdsHead(request);
    if (!agrees)
        return agrees.error();
    // The hub knows more of this replica than the station itself: a copy, or a store that was set back.
    const bool isAhead =
        status->counter > request.headCounter && !taken.upload.changes.contains(status->head);
    if (auto read = receiveJournal(request, news.directory, plan); !read)
        return read;
    // Another journal under the same name is a copy, too.
    const bool hasForkedJournal = plan.journal && plan.journal->fit == JournalFit::Fork;
    plan.remint = taking.sawFork() || !*agrees || isAhead || hasForkedJournal;
    plan.ownThrough = plan.remint ? 0 : request.headCounter;
    if (auto read = planReading(request, *news.directory.person(request.person), plan); !read)
        return read;
    if (auto read = planSafe(request, news.directory, plan); !read)
        return read;
    if (auto planned = planAhead(request, news.directory, plan); !planned)
        return planned;
    status->requestCounter = request.requestCounter;
    status->requestHash = asked.hash;
    status->answerPlan = plan.encode();
    status->lastContact = plan.hubTime;
    return storage.setReplica(*status);
}

Result<> Hub::Private::receive(const SyncRequest& request, const Directory& known, Custody& taking,
                               Taken& taken)
{
    const UploadReader upload(request, &known, storage);
    const auto read = upload.each([&](const QList<FramedChange>& some) -> Result<> {
        QList<ChangePtr> changes;
        for (const FramedChange& framed : some) {
            taken.upload.add(framed);
            if (framed.change)
                changes.append(framed.change);
        }
        auto done = storage.expect(changes);
        for (const ChangePtr& change : std::as_const(changes)) {
            if (done)
                done = taking.receive(change);
        }
        return done;
    });
    if (!read)
        return read;
    // Only now: a change may have waited for one that came after it.
    for (const ChangeId& change : std::as_const(taken.upload.changes)) {
        const auto verdict = taking.verdict(change);
        if (!verdict)
            return verdict.error();
        taken.plan.verdicts.append(*verdict);
    }
    counters.changesAccepted += static_cast<quint64>(taking.accepted());
    return {};
}

/// What a person may read: his district's feed or the national one, and nothing else whatever he asks for (SEC-44). An
/// administrator reads no cases, and who was revoked reads nothing but why.
Result<> Hub::Private::planReading(const SyncRequest& request, const PersonInfo& person, AnswerPlan& plan)
{
    const auto lastStatement = storage.statementEnd();
    if (!lastStatement)
        return lastStatement.error();
    plan.statementEnd = *lastStatement;
    // A cursor beyond the end: this hub was set back. What is sent again has no effect.
    plan.statementsAfter = request.statementCursor > plan.statementEnd ? 0 : request.statementCursor;
    if (person.revoked) {
        plan.error = plan.verdicts.isEmpty() ? u"revoked"_s : QString();
        return {};
    }
    if (person.role == Role::Admin)
        return {};
    // An auditor reads what was done, and nothing of a case.
    if (person.role == Role::Auditor)
        return planJournals(request, plan);
    plan.feed = isNationalRole(person.role) ? kNationalScope : person.scope;
    const auto end = storage.feedEnd(plan.feed);
    if (!end)
        return end.error();
    plan.feedEnd = *end;
    for (const WireCursor& cursor : request.cursors) {
        if (cursor.feed == plan.feed && cursor.position <= *end)
            plan.feedAfter = cursor.position;
    }
    return {};
}

Result<> Hub::Private::planJournals(const SyncRequest& request, AnswerPlan& plan)
{
    const auto end = storage.journalsEnd();
    if (!end)
        return end.error();
    plan.isAuditor = true;
    plan.journalsEnd = *end;
    for (const WireCursor& cursor : request.cursors) {
        if (cursor.feed == kJournalFeed && cursor.position <= *end)
            plan.journalsAfter = cursor.position;
    }
    return {};
}

Result<> Hub::Private::receiveJournal(const SyncRequest& request, const Directory& known, AnswerPlan& plan)
{
    if (!request.journal)
        return {};
    const auto verdict = takeJournal(storage, known, *request.journal, plan.hubTime);
    if (!verdict)
        return verdict.error();
    plan.journal = *verdict;
    if (verdict->fit != JournalFit::Continues)
        LogLine("journal.refused"_L1)
            .id("replica"_L1, request.replica)
            .count("first"_L1, qint64(request.journal->first()))
            .count("held"_L1, qint64(verdict->last))
            .count("fit"_L1, qint64(verdict->fit))
            .write(hubLog());
    return {};
}

/// Whether the station's last change is the one that the hub knows under that counter, as far as the hub goes.
/// False where the head stands beside the chain: that is a copy, also after another replica was vouched for in its place (it may never have heard
/// of that: the answer was lost, or the store ended before it could go over to it).
Result<bool> Hub::Private::holdsHead(const SyncRequest& request)
{
    if (request.headCounter == 0)
        return true;
    const auto known = storage.changeAt(request.replica, request.headCounter);
    if (!known)
        return known.error();
    if (*known)
        return **known == request.head;
    const auto judged = storage.judgement(request.head);
    if (!judged)
        return judged.error();
    return !*judged || ((*judged)->link != ChainLink::Branch && (*judged)->refusal != Refusal::Forked);
}

Result<SyncAnswer> Hub::Private::answer(const SyncRequest& request, const Taken& taken)
{
    const qsizetype room = std::clamp(request.maxAnswerBytes, kLeastAnswerBytes, kMostAnswerBytes);
    const FramePacking packing(commonDictionary(request.dictionaries), kFrameTarget,
                               room >= kQuickAnswerBytes ? Effort::Quick : Effort::Usual);
    auto made = makeAnswer(storage, taken.plan, request.replica, taken.upload, room, packing,
                           aheadIn(request, taken.plan));
    if (!made)
        return made;
    if (!request.dictionaries.isEmpty() && made->error.isEmpty())
        made->dictionaries = QList<quint32>{kFindsParents} + changeDictionaries();
    // The receipt is signed here, after the commit: there is none without the change (REL-24).
    if (!taken.upload.changes.isEmpty() && taken.plan.error.isEmpty())
        made->receipt = makeReceipt(key, taken.plan.hubTime, taken.upload.changes, taken.plan.verdicts);
    counters.framesSent +=
        static_cast<quint64>(made->frames.size() + (made->ahead ? made->ahead->frames.size() : 0));
    return made;
}

void Hub::Private::count(const QList<WireVerdict>& verdicts)
{
    for (const WireVerdict& verdict : verdicts) {
        ++counters.changesReceived;
        const auto refusal = static_cast<Refusal>(verdict.refusal);
        if (isWaiting(refusal))
            ++counters.changesWaiting;
        else if (refusal != Refusal::None)
            ++counters.changesQuarantined;
    }
}

}  // namespace prohori
