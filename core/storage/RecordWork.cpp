// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/RecordWork.h"

#include <algorithm>

namespace prohori {

void RecordWork::refold()
{
    if (ahead && !ahead->isOf(history))
        ahead.reset();
    if (!history.isEmpty())
        state = ahead ? ahead->state() : fold(history);
}

int RecordWork::quarantined() const
{
    return int(std::count_if(entries.begin(), entries.end(), [](const LogEntry& entry) {
        return entry.notes.standing == Standing::Quarantined;
    }));
}

Instant RecordWork::updated() const
{
    Instant latest;
    for (const LogEntry& entry : entries)
        latest = std::max(latest, entry.notes.stored);
    return latest;
}

ChangePtr RecordWork::creation() const
{
    for (const LogEntry& entry : entries) {
        if (entry.change->body().creation && entry.notes.standing != Standing::Waiting)
            return entry.change;
    }
    return {};
}

Refusal Judge::checked(const RecordWork& work, const Change& change) const
{
    const Refusal author = checkAuthor(m_directory, change);
    return author == Refusal::None ? checkRights(m_directory, change, work.history) : author;
}

/// True when the entry no longer waits.
bool Judge::judge(RecordWork& work, LogEntry& entry, const QHash<ChangeId, Standing>& known) const
{
    const auto& parents = entry.change->body().parents;
    const auto is = [&](const ChangeId& parent, Standing standing) {
        const auto found = known.find(parent);
        return found != known.end() && *found == standing;
    };
    entry.notes.refusal = Refusal::None;
    if (std::any_of(parents.begin(), parents.end(),
                    [&](const auto& id) { return is(id, Standing::Quarantined); })) {
        entry.notes.refusal = Refusal::QuarantinedParent;
        entry.notes.standing = Standing::Quarantined;
        return true;
    }
    if (!std::all_of(parents.begin(), parents.end(),
                     [&](const auto& id) { return is(id, Standing::Applied); })) {
        entry.notes.refusal = Refusal::MissingParent;
        return false;
    }
    Refusal refusal = checked(work, *entry.change);
    if (refusal == Refusal::None && !work.history.add(entry.change))
        refusal = Refusal::BadContent;
    entry.notes.refusal = refusal;
    if (refusal == Refusal::UnknownAuthor || refusal == Refusal::MissingParent)
        return false;
    entry.notes.standing = refusal == Refusal::None ? Standing::Applied : Standing::Quarantined;
    return true;
}

QSet<qsizetype> Judge::settle(RecordWork& work) const
{
    QHash<ChangeId, Standing> known;
    QList<qsizetype> waiting;
    for (qsizetype i = 0; i < work.entries.size(); ++i) {
        const LogEntry& entry = work.entries[i];
        known.insert(entry.change->id(), entry.notes.standing);
        if (entry.notes.standing == Standing::Waiting)
            waiting.append(i);
    }
    QSet<qsizetype> touched;
    bool moved = true;
    while (moved) {
        moved = false;
        for (auto it = waiting.begin(); it != waiting.end();) {
            LogEntry& entry = work.entries[*it];
            const LogNotes before = entry.notes;
            const bool settled = judge(work, entry, known);
            if (entry.notes != before)
                touched.insert(*it);
            known[entry.change->id()] = entry.notes.standing;
            moved = moved || settled;
            it = settled ? waiting.erase(it) : it + 1;
        }
    }
    return touched;
}

QSet<qsizetype> Judge::judgeAgain(RecordWork& work) const
{
    const QList<LogEntry> before = work.entries;
    work.history = History(work.record);
    for (LogEntry& entry : work.entries) {
        if (entry.notes.byHub)
            continue;
        entry.notes.standing = Standing::Waiting;
        entry.notes.refusal = Refusal::None;
    }
    settle(work);
    QSet<qsizetype> touched;
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (before[i].notes != work.entries[i].notes)
            touched.insert(i);
    }
    return touched;
}

}  // namespace prohori
