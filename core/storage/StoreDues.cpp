// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/StoreParts.h"

// Who holds the cases of a store, and which dates they have.

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool holdsNewKinds(const History& history)
{
    for (int number = 0; number < history.size(); ++number) {
        for (const Item& item : history.entry(number).body().items) {
            if (holds_alternative<HandoverItem>(item) || holds_alternative<AttachItem>(item))
                return true;
        }
    }
    return false;
}

}  // namespace

/// For a store of before, once: it kept handovers and papers of newer programs without knowing what they say.
Result<> Store::Private::projectNewKinds()
{
    QList<RecordId> records;
    const auto found = file.each(u"SELECT id FROM record WHERE changes > 1", {}, [&](const Row& row) {
        records.append(RecordId::fromBytes(row.bytes(0)));
        return Result<>();
    });
    if (!found)
        return found;
    return transaction([&]() -> Result<> {
        for (const RecordId& record : std::as_const(records)) {
            const auto work = load(record);
            if (!work)
                return work.error();
            if (!holdsNewKinds(work->history))
                continue;
            if (auto written = projection.write(*work); !written)
                return written;
        }
        return {};
    });
}

Result<> Store::noteDues(const RecordId& record, const QList<ChangeId>& heads, const QList<CaseDue>& dues)
{
    const auto now = state(record);
    if (!now)
        return now.error();
    if (now->heads != heads)
        return {};
    return d->transaction([&] { return d->dueDates.put(record, dues); });
}

Result<QList<RecordId>> Store::recordsWithoutDues(int limit) const
{
    return d->dueDates.missing(limit);
}

Result<> Store::workOutDuesBy(const QString& rules)
{
    const QString name = u"dues-by"_s;
    if (setting(name) == rules)
        return {};
    return d->transaction([&]() -> Result<> {
        if (auto cleared = d->dueDates.clear(); !cleared)
            return cleared;
        return d->settings.setText(name, rules);
    });
}

Result<QList<std::pair<CaseRow, CaseDue>>> Store::dues(const DueFilter& filter) const
{
    return d->lists.dues(filter);
}

}  // namespace prohori
