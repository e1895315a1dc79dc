// SPDX-License-Identifier: GPL-3.0-or-later
// The journal's part of a sync: the own lines up, and for an auditor those of the others down.
#include "sync/client/SyncWork.h"

namespace prohori {

Result<> SyncClient::Private::packJournal()
{
    if (journalRests)
        return {};
    auto batch = store.unsentJournal();
    if (!batch)
        return batch.error();
    request.journal = std::move(*batch);
    return {};
}

/// Lines that a request asked for early left here, with none behind it to take them along.
bool SyncClient::Private::owesJournal() const
{
    if (!early.wasAskedFor || journalRests)
        return false;
    const auto batch = store.unsentJournal();
    return batch && batch->has_value();
}

Result<bool> SyncClient::Private::takeJournalVerdict(const SyncAnswer& answer)
{
    if (!request.journal)
        return false;
    // A hub of before knows nothing of journals: the lines wait here.
    if (!answer.journal) {
        journalRests = true;
        return false;
    }
    const JournalVerdict& verdict = *answer.journal;
    if (verdict.fit == JournalFit::Continues) {
        summary.journalSent += static_cast<int>(request.journal->lines.size());
        summary.journalRefused.clear();
        // What it holds may never be more than what there is: then the next line tells it.
        if (auto noted = store.noteJournalSent(request.journal->last()); !noted)
            return noted.error();
        return request.journal->lines.size() == JournalBatch::kMostLines;
    }
    summary.journalRefused = journalFitName(verdict.fit);
    // With a gap the hub holds less than it did: it gets the lines again from where it ends, once a sync. A fork makes this store a new replica,
    // which then tries again.
    const bool goesBack =
        verdict.fit == JournalFit::Gap && verdict.last + 1 < request.journal->first() && !journalGoneBack;
    if (goesBack) {
        journalGoneBack = true;
        if (auto noted = store.noteJournalSent(verdict.last); !noted)
            return noted.error();
        return true;
    }
    journalRests = true;
    return false;
}

Result<> SyncClient::Private::takeJournals(const SyncAnswer& answer)
{
    if (answer.journalsThrough == 0)
        return {};
    QList<HandedJournal> handed;
    quint64 position = answer.journalsThrough - static_cast<quint64>(answer.journals.size());
    for (const WireJournal& one : answer.journals)
        handed.append({++position, one.received, one.batch});
    summary.journalReceived += static_cast<int>(handed.size());
    return store.takeJournals(handed, answer.journalsThrough);
}

}  // namespace prohori
