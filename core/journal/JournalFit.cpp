// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/JournalFit.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// How often a store may have been restored without a sync in between.
constexpr int kMostAncestors = 64;

Result<JournalFit> fitBeginning(const JournalBatch& batch, const JournalSource& held)
{
    if (batch.first() == 1)
        return batch.before == firstJournalLink() ? JournalFit::Continues : JournalFit::Fork;
    ReplicaId ancestor = held.replaces(batch.replica);
    for (int step = 0; step < kMostAncestors && !ancestor.isNull(); ++step) {
        const auto link = held.link(ancestor, batch.first() - 1);
        if (!link)
            return link.error();
        if (*link == batch.before)
            return JournalFit::Continues;
        ancestor = held.replaces(ancestor);
    }
    return JournalFit::Gap;
}

}  // namespace

QString journalFitName(JournalFit fit)
{
    switch (fit) {
    case JournalFit::Continues: return u"continues"_s;
    case JournalFit::Known: return u"known"_s;
    case JournalFit::Gap: return u"gap"_s;
    case JournalFit::Fork: return u"fork"_s;
    case JournalFit::BadSignature: break;
    }
    return u"bad-signature"_s;
}

Result<JournalFit> journalFit(const JournalBatch& batch, const JournalSource& held)
{
    const auto last = held.last(batch.replica);
    if (!last)
        return last.error();
    if (*last == 0)
        return fitBeginning(batch, held);
    if (batch.first() > *last + 1)
        return JournalFit::Gap;
    const quint64 common = std::min(*last, batch.last());
    for (const quint64 no : {batch.first() - 1, common}) {
        const auto link = held.link(batch.replica, no);
        if (!link)
            return link.error();
        if (*link != batch.linkAt(no))
            return JournalFit::Fork;
    }
    return batch.last() <= *last ? JournalFit::Known : JournalFit::Continues;
}

JournalLinks::JournalLinks(std::function<ReplicaId(const ReplicaId&)> replaces)
    : m_replaces(std::move(replaces))
{}

JournalSource JournalLinks::source() const
{
    return {[this](const ReplicaId& replica) { return Result<quint64>(last(replica)); },
            [this](const ReplicaId& replica, quint64 no) { return Result<QByteArray>(link(replica, no)); },
            m_replaces};
}

JournalFit JournalLinks::fit(const JournalBatch& batch) const
{
    return *journalFit(batch, source());
}

JournalFit JournalLinks::add(const JournalBatch& batch)
{
    const JournalFit found = fit(batch);
    if (found != JournalFit::Continues)
        return found;
    Book& book = m_books[batch.replica];
    if (book.links.isEmpty()) {
        book.first = batch.first();
        book.links.append(batch.before);
    }
    for (const JournalLine& line : batch.lines) {
        if (line.no > last(batch.replica))
            book.links.append(journalLink(book.links.last(), line));
    }
    return found;
}

quint64 JournalLinks::first(const ReplicaId& replica) const
{
    return m_books.value(replica).first;
}

quint64 JournalLinks::last(const ReplicaId& replica) const
{
    const auto book = m_books.constFind(replica);
    return book == m_books.constEnd() ? 0 : book->first + static_cast<quint64>(book->links.size()) - 2;
}

QByteArray JournalLinks::link(const ReplicaId& replica, quint64 no) const
{
    const auto book = m_books.constFind(replica);
    if (book == m_books.constEnd() || no + 1 < book->first || no > last(replica))
        return {};
    return book->links[static_cast<qsizetype>(no + 1 - book->first)];
}

}  // namespace prohori
