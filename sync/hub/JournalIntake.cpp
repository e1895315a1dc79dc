// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/JournalIntake.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRunsAtOnce = 50;
/// What a run takes in an answer, above its lines: replica, link, signature.
constexpr qsizetype kRunBytes = 150;
constexpr qsizetype kJournalLineBytes = 80;

QByteArray keyOf(const Directory& directory, const ReplicaId& replica)
{
    const ReplicaInfo* known = directory.replica(replica);
    return known ? known->replicaKey : QByteArray();
}

ReplicaId replacedBy(const Directory& directory, const ReplicaId& replica)
{
    const ReplicaInfo* known = directory.replica(replica);
    return known ? known->replaces : ReplicaId();
}

}  // namespace

Result<JournalVerdict> takeJournal(HubStorage& storage, const Directory& directory, const JournalBatch& batch,
                                   Instant received)
{
    const auto last = storage.journalLast(batch.replica);
    if (!last)
        return last.error();
    if (!batch.isSignedBy(keyOf(directory, batch.replica)))
        return JournalVerdict{*last, JournalFit::BadSignature};
    const JournalSource held{[&storage](const ReplicaId& replica) { return storage.journalLast(replica); },
                             [&storage](const ReplicaId& replica, quint64 no) {
                                 return storage.journalLink(replica, no);
                             },
                             [&directory](const ReplicaId& replica) {
                                 return replacedBy(directory, replica);
                             }};
    const auto fit = journalFit(batch, held);
    if (!fit)
        return fit.error();
    if (*fit == JournalFit::Known)
        return JournalVerdict{*last, JournalFit::Continues};
    const bool isEvidence = *fit != JournalFit::Continues;
    const auto evidence = isEvidence ? storage.journalEvidence(batch.replica) : Result<int>(0);
    if (!evidence)
        return evidence.error();
    if (*evidence < kMostEvidence) {
        if (auto kept = storage.keepJournal(batch, received, *fit); !kept)
            return kept.error();
    }
    return JournalVerdict{isEvidence ? *last : batch.last(), *fit};
}

Result<> readJournals(HubStorage& storage, quint64 after, quint64 end, qsizetype room, SyncAnswer& answer)
{
    quint64 at = after;
    while (at < end && room > 0) {
        const auto some = storage.journals(at, end, kRunsAtOnce);
        if (!some)
            return some.error();
        if (some->isEmpty() || some->first().position != at + 1)
            return Error{ErrorCode::Damaged,
                         u"journal lines at place %1 are missing: run prohori-hub check"_s.arg(at + 1)};
        for (const HeldJournal& held : *some) {
            if (room <= 0 || held.position != at + 1)
                break;
            answer.journals.append({held.received, held.batch});
            room -= kRunBytes + kJournalLineBytes * held.batch.lines.size();
            at = held.position;
        }
    }
    answer.journalsThrough = at;
    answer.more = answer.more || at < end;
    return {};
}

Result<JournalFindings> checkJournals(HubStorage& storage, const Directory& directory)
{
    JournalFindings found;
    JournalLinks links([&directory](const ReplicaId& replica) { return replacedBy(directory, replica); });
    QList<HeldJournal> evidence;
    const auto end = storage.journalsEnd();
    if (!end)
        return end.error();
    for (quint64 at = 0; at < *end;) {
        const auto some = storage.journals(at, *end, kRunsAtOnce);
        if (!some)
            return some.error();
        if (some->isEmpty()) {
            found.faults.append(u"journals: place %1 is missing"_s.arg(at + 1));
            break;
        }
        for (const HeldJournal& held : *some) {
            const QString name =
                u"journals, place %1 (replica %2)"_s.arg(held.position).arg(held.batch.replica.toString());
            if (held.position != ++at)
                found.faults.append(u"%1: the one before it is missing"_s.arg(name));
            at = held.position;
            if (!held.batch.isSignedBy(keyOf(directory, held.batch.replica)))
                found.faults.append(u"%1: its signature is wrong"_s.arg(name));
            else if (held.fit != JournalFit::Continues)
                evidence.append(held);
            else if (links.add(held.batch) != JournalFit::Continues)
                found.faults.append(u"%1: it does not go on from what stands before it"_s.arg(name));
        }
    }
    for (const ReplicaId& replica : links.replicas())
        found.lines += static_cast<qint64>(links.last(replica) - links.first(replica) + 1);
    // A gap may have been closed since.
    for (const HeldJournal& held : std::as_const(evidence)) {
        const JournalFit fit = links.fit(held.batch);
        if (fit == JournalFit::Continues && held.fit == JournalFit::Fork)
            found.faults.append(u"journals, place %1: it was taken out of the chain"_s.arg(held.position));
        else if (fit == JournalFit::Fork || fit == JournalFit::Gap)
            found.stations.append(
                u"the journal of replica %1 has a %2: its lines %3 to %4, received %5"_s.arg(
                    held.batch.replica.toString(), journalFitName(fit), QString::number(held.batch.first()),
                    QString::number(held.batch.last()), held.received.toIso()));
    }
    return found;
}

}  // namespace prohori
