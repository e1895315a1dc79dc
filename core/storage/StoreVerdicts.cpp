// SPDX-License-Identifier: GPL-3.0-or-later
// What the hub says of changes that were sent, and what a receipt says of their cases.
#include "core/storage/StoreParts.h"

namespace prohori {

/// Writes what the hub said into the notes of a change. What counts in the record is for the caller to judge.
Result<> Store::Private::noteVerdict(const Verdict& verdict, NotedRow& row)
{
    LogNotes& notes = row.notes;
    const bool refused = verdict.delivery == Delivery::Quarantined;
    // Safe is the last word: a verdict that comes twice or late takes nothing back.
    const bool isSafe = notes.delivery == Delivery::Safe && !refused;
    notes.delivery = isSafe ? Delivery::Safe : verdict.delivery;
    notes.byHub = refused;
    if (refused) {
        notes.standing = Standing::Quarantined;
        notes.refusal = verdict.refusal;
    }
    notes.hubTime = verdict.hubTime;
    const auto receipt = log.keepReceipt(verdict.receipt);
    if (!receipt)
        return receipt.error();
    notes.receipt = *receipt;
    return log.annotate(row);
}

/// `judgeAgain`: records in which another change counts now. In those of `delivered` only the number of
/// unsent changes is another.
Result<> Store::Private::takeVerdict(const Verdict& verdict, QSet<RecordId>& judgeAgain,
                                     QSet<RecordId>& delivered)
{
    auto found = log.findNotes(verdict.change);
    if (!found)
        return found.error();
    const auto isSent = [](const LogNotes& notes) { return notes.own || notes.delivery == Delivery::Unsent; };
    if (!*found || !isSent((*found)->notes) || verdict.delivery == Delivery::Unsent)
        return {};
    NotedRow& row = **found;
    const bool counts = verdict.delivery != Delivery::Quarantined && !row.notes.byHub;
    (counts ? delivered : judgeAgain).insert(row.record);
    cache.remove(row.record);
    return noteVerdict(verdict, row);
}

std::optional<ChangeHead> Store::firstUnsent() const
{
    const auto first = d->log.firstUnsentOf(replica());
    return first && *first ? std::optional((*first)->change->head()) : std::nullopt;
}

Result<> Store::recordVerdicts(const QList<Verdict>& verdicts)
{
    Private::Works works;
    const auto done = d->transaction([&]() -> Result<> {
        QSet<RecordId> judgeAgain;
        QSet<RecordId> delivered;
        for (const Verdict& verdict : verdicts) {
            if (auto taken = d->takeVerdict(verdict, judgeAgain, delivered); !taken)
                return taken;
        }
        const Judge judge(d->directory);
        for (const RecordId& record : std::as_const(judgeAgain)) {
            const auto work = d->workOf(works, record);
            if (!work)
                return work.error();
            if ((*work)->entries.isEmpty())  // gone from here
                continue;
            if (auto kept = d->keep(**work, judge.judgeAgain(**work)); !kept)
                return kept;
            if (auto written = d->projection.write(**work); !written)
                return written;
        }
        // A change that arrived as it was folds as before: nothing is folded and projected anew for it.
        for (const RecordId& record : delivered - judgeAgain) {
            if (auto counted = d->projection.countUnsent(record); !counted)
                return counted;
        }
        return {};
    });
    if (!done)
        return done;
    d->remember(works);
    return {};
}

Result<Store::CaseMark> Store::caseMark(const RecordId& record) const
{
    std::optional<CaseMark> found;
    const auto done = d->file.each(u"SELECT local_ref, conflicts FROM record WHERE id = ?",
                                   {record.toBytes()}, [&](const Row& row) {
                                       found = CaseMark{row.text(0), int(row.integer(1))};
                                       return Result<>();
                                   });
    if (!done)
        return done.error();
    return found ? Result<CaseMark>(*found) : d->notHere(record);
}

}  // namespace prohori
