// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of this store, and at an auditor's those of the others.
#include "core/storage/StoreParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
/// Up to which line the hub has confirmed the own journal, and that line's link.
const QString kJournalSent = u"sync.journal_sent"_s;
}  // namespace

Result<> Store::journal(const JournalEntry& entry)
{
    return d->withReserve([&] { return d->journal.add(entry); });
}

QList<JournalRow> Store::journalEntries(int limit) const
{
    JournalFilter all;
    all.limit = limit;
    const auto rows = d->journal.rows(all);
    return rows ? *rows : QList<JournalRow>();
}

Result<QList<JournalRow>> Store::journalRows(Journals whose, const JournalFilter& filter) const
{
    return whose == Journals::Own ? d->journal.rows(filter) : d->audit.rows(filter);
}

Result<qint64> Store::countJournal(Journals whose, const JournalFilter& filter) const
{
    return whose == Journals::Own ? d->journal.count(filter) : d->audit.count(filter);
}

Result<QList<JournalBook>> Store::journalBooks(Journals whose) const
{
    if (whose == Journals::Handed)
        return d->audit.books(d->directory);
    const auto book = d->journal.book();
    if (!book)
        return book.error();
    return QList{*book};
}

Result<QList<ReplicaId>> Store::journalStations() const
{
    return d->audit.replicas();
}

Result<std::optional<JournalBatch>> Store::unsentJournal() const
{
    const auto sent = d->settings.text(kJournalSent);
    const auto last = d->journal.last();
    if (!sent || !last)
        return sent ? last.error() : sent.error();
    const QStringList confirmed = sent->value_or(QString()).split(u' ');
    const quint64 through = std::min(confirmed.value(0).toULongLong(), *last);
    const auto link = d->journal.linkOf(through);
    if (!link)
        return link.error();
    // A journal that was cut, or is another one than was sent, tells its end again: the hub sees it at this sync.
    const bool isOther = through > 0 && QString::fromLatin1(link->toHex()) != confirmed.value(1);
    const quint64 after = isOther ? through - 1 : through;
    if (after == *last)
        return std::optional<JournalBatch>();
    auto batch = d->journal.linesAfter(after, JournalBatch::kMostLines);
    if (batch && *batch) {
        (*batch)->replica = d->identity.replica;
        (*batch)->sign(d->identity.replicaKey);
    }
    return batch;
}

Result<> Store::noteJournalSent(quint64 last)
{
    const auto link = d->journal.linkOf(last);
    if (!link)
        return link.error();
    return d->settings.setText(kJournalSent, u"%1 %2"_s.arg(last).arg(QString::fromLatin1(link->toHex())));
}

Result<> Store::takeJournals(const QList<HandedJournal>& handed, quint64 through)
{
    return d->transaction([&]() -> Result<> {
        for (const HandedJournal& one : handed) {
            if (auto kept = d->audit.keep(d->directory, one); !kept)
                return kept;
        }
        return d->file.run(u"INSERT INTO cursor (feed, position) VALUES (?, ?) ON CONFLICT (feed) DO UPDATE "
                           u"SET position = max(position, excluded.position)",
                           {kJournalFeed, through});
    });
}

Result<> Store::Private::checkJournal(QStringList& faults)
{
    const auto own = journal.faults();
    const auto handed = audit.books(directory);
    if (!own || !handed)
        return own ? handed.error() : own.error();
    faults += *own;
    for (const JournalBook& book : *handed) {
        for (const QString& fault : book.faults)
            faults.append(u"journal of station %1: %2"_s.arg(book.replica.toString(), fault));
    }
    return {};
}

}  // namespace prohori
