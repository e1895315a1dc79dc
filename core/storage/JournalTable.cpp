// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/JournalTable.h"

#include "core/secrets/Crypto.h"
#include "core/storage/SmallTables.h"

#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView kJournalWhere =
    u"FROM journal WHERE (?1 < 0 OR person = ?1) AND (?2 = '' OR event = ?2) AND at_ms >= ?3 AND at_ms < ?4 "
    u"AND (?5 IS NULL OR record = ?5)";

QVariantList journalValues(const JournalFilter& filter)
{
    const Instant latest = Instant::fromMs(std::numeric_limits<qint64>::max());
    return {filter.person ? qint64(*filter.person) : qint64(-1),
            filter.event ? journalEventName(*filter.event) : QString(u""_s),
            filter.from.value_or(Instant()).msSinceEpoch, filter.until.value_or(latest).msSinceEpoch,
            recordOrNull(filter.record.value_or(RecordId()))};
}

}  // namespace

JournalTable::JournalTable(Connection& file, const SecretBytes& dataKey)
    : m_file(file),
      m_key(deriveKey(dataKey, Context::Backup, QByteArrayLiteral("journal/1")))
{}

QByteArray JournalTable::hashOf(const QByteArray& before, const Stored& stored) const
{
    const JournalLine& line = stored.line;
    const QByteArray all =
        Cbor(Cbor::Array{Cbor(before), Cbor(line.no), Cbor(line.at.msSinceEpoch), Cbor(qint64(line.person)),
                         Cbor(stored.event), Cbor(line.record.toBytes()), Cbor(stored.reason)})
            .encode();
    return keyedHash(m_key, all);
}

QByteArray JournalTable::endOf(quint64 no, const QByteArray& hash, const QByteArray& link) const
{
    return keyedHash(m_key, Cbor(Cbor::Array{Cbor(u"end"_s), Cbor(no), Cbor(hash), Cbor(link)}).encode());
}

QByteArray JournalTable::oldEndOf(quint64 no, const QByteArray& hash) const
{
    return keyedHash(m_key, Cbor(Cbor::Array{Cbor(u"end"_s), Cbor(no), Cbor(hash)}).encode());
}

Result<> JournalTable::each(quint64 after, qint64 most,
                            const std::function<Result<>(const Stored&)>& visit) const
{
    return m_file.each(
        u"SELECT j.no, j.at_ms, j.person, j.event, j.record, j.reason, j.hash, l.event, l.code, l.link "
        u"FROM journal j LEFT JOIN journal_link l ON l.no = j.no WHERE j.no > ? ORDER BY j.no LIMIT ?",
        {after, most}, [&](const Row& row) {
            return visit(
                {{static_cast<quint64>(row.integer(0)), Instant::fromMs(row.integer(1)),
                  PersonId(row.integer(2)), row.integer(7), RecordId::fromBytes(row.bytes(4)), row.text(8)},
                 row.text(3),
                 row.text(5),
                 row.bytes(6),
                 row.bytes(9)});
        });
}

Result<quint64> JournalTable::last() const
{
    const auto lines = m_file.integer(u"SELECT journal_lines FROM identity");
    if (!lines)
        return lines.error();
    return static_cast<quint64>(*lines);
}

Result<QByteArray> JournalTable::linkOf(quint64 no) const
{
    const auto link = m_file.blob(u"SELECT link FROM journal_link WHERE no = ?", {no});
    return link ? Result<QByteArray>(link->value_or(QByteArray())) : link.error();
}

Result<> JournalTable::addLink(const JournalLine& line, const QByteArray& link)
{
    return m_file.run(u"INSERT INTO journal_link (no, event, code, link) VALUES (?, ?, ?, ?)",
                      {line.no, line.event, line.code, link});
}

Result<> JournalTable::add(const JournalEntry& entry)
{
    if (entry.event == JournalEvent::Unknown)
        return Error{ErrorCode::Invalid, u"the journal knows no such event"_s};
    return m_file.inTransaction([&]() -> Result<> {
        const auto lines = last();
        if (!lines)
            return lines.error();
        QByteArray hash = firstHash();
        QByteArray link = firstJournalLink();
        const auto read = each(*lines - (*lines > 0), *lines > 0, [&](const Stored& stored) -> Result<> {
            hash = stored.hash;
            link = stored.link;
            return {};
        });
        if (!read)
            return read;
        Stored next;
        next.line = {*lines + 1,          entry.at,     entry.person,
                     qint64(entry.event), entry.record, journalCode(entry.event, entry.reason)};
        next.event = journalEventName(entry.event);
        next.reason = entry.reason;
        next.hash = hashOf(hash, next);
        next.link = journalLink(link, next.line);
        const auto added = m_file.run(u"INSERT INTO journal (no, at_ms, person, event, record, reason, hash) "
                                      u"VALUES (?, ?, ?, ?, ?, ?, ?)",
                                      {next.line.no, entry.at.msSinceEpoch, qint64(entry.person), next.event,
                                       recordOrNull(entry.record), entry.reason, next.hash});
        if (!added)
            return added;
        if (auto linked = addLink(next.line, next.link); !linked)
            return linked;
        return m_file.run(u"UPDATE identity SET journal_lines = ?, journal_head = ?",
                          {next.line.no, endOf(next.line.no, next.hash, next.link)});
    });
}

Result<> JournalTable::linkOldLines()
{
    const auto linked = m_file.integer(u"SELECT EXISTS (SELECT 1 FROM journal_link)");
    const auto lines = last();
    const auto head = m_file.blob(u"SELECT journal_head FROM identity");
    if (!linked || !lines || !head)
        return !linked ? linked.error() : !lines ? lines.error() : head.error();
    const auto hash = m_file.blob(u"SELECT hash FROM journal WHERE no = ?", {*lines});
    if (!hash)
        return hash.error();
    // What ends otherwise is no journal of before: the check names it.
    if (*linked != 0 || *head != oldEndOf(*lines, hash->value_or(firstHash())))
        return {};
    return m_file.inTransaction([&] { return linkAll(); });
}

Result<> JournalTable::linkAll()
{
    QList<Stored> old;
    const auto read = each(0, -1, [&](const Stored& stored) -> Result<> {
        old.append(stored);
        return {};
    });
    if (!read)
        return read;
    QByteArray link = firstJournalLink();
    for (Stored& stored : old) {
        const JournalEvent event = journalEventFromName(stored.event);
        stored.line.event = qint64(event);
        stored.line.code = journalCode(event, stored.reason);
        link = journalLink(link, stored.line);
        if (auto added = addLink(stored.line, link); !added)
            return added;
    }
    const QByteArray hash = old.isEmpty() ? firstHash() : old.last().hash;
    return m_file.run(u"UPDATE identity SET journal_head = ?",
                      {endOf(static_cast<quint64>(old.size()), hash, link)});
}

Result<QList<JournalRow>> JournalTable::rows(const JournalFilter& filter) const
{
    static const QString kSelect = u"SELECT no, at_ms, person, event, record, reason %1 ORDER BY no DESC "
                                   u"LIMIT ?6 OFFSET ?7"_s.arg(kJournalWhere);
    QList<JournalRow> found;
    const auto done = m_file.each(kSelect, journalValues(filter) + QVariantList{filter.limit, filter.offset},
                                  [&](const Row& row) -> Result<> {
                                      found.append({{},
                                                    static_cast<quint64>(row.integer(0)),
                                                    Instant::fromMs(row.integer(1)),
                                                    PersonId(row.integer(2)),
                                                    qint64(journalEventFromName(row.text(3))),
                                                    RecordId::fromBytes(row.bytes(4)),
                                                    row.text(5)});
                                      return {};
                                  });
    if (!done)
        return done.error();
    return found;
}

Result<qint64> JournalTable::count(const JournalFilter& filter) const
{
    static const QString kCount = u"SELECT count(*) %1"_s.arg(kJournalWhere);
    return m_file.integer(kCount, journalValues(filter));
}

Result<std::optional<JournalBatch>> JournalTable::linesAfter(quint64 after, qsizetype most) const
{
    JournalBatch batch;
    batch.before = firstJournalLink();
    const quint64 from = after - (after > 0);
    const auto read = each(from, most + (after > 0), [&](const Stored& stored) -> Result<> {
        if (stored.line.no == after)
            batch.before = stored.link;
        else
            batch.lines.append(stored.line);
        return {};
    });
    if (!read)
        return read.error();
    if (batch.lines.isEmpty())
        return std::optional<JournalBatch>();
    return std::optional(batch);
}

Result<QStringList> JournalTable::faults() const
{
    const auto whole = book();
    if (!whole)
        return whole.error();
    QStringList faults;
    for (const QString& fault : whole->faults)
        faults.append(u"journal: "_s + fault);
    return faults;
}

Result<JournalBook> JournalTable::book() const
{
    JournalBook book;
    book.first = 1;
    QByteArray hash = firstHash();
    QByteArray link = firstJournalLink();
    const auto walked = each(0, -1, [&](const Stored& stored) -> Result<> {
        const JournalLine& line = stored.line;
        const JournalEvent event = journalEventFromName(stored.event);
        if (line.no != book.last + 1)
            book.faults.append(u"line %1 stands where line %2 should"_s.arg(line.no).arg(book.last + 1));
        else if (stored.hash != hashOf(hash, stored))
            book.faults.append(u"line %1 was altered"_s.arg(line.no));
        else if (stored.link != journalLink(link, line)
                 || (event != JournalEvent::Unknown && line.event != qint64(event)))
            book.faults.append(u"what line %1 tells the hub was altered"_s.arg(line.no));
        hash = stored.hash;
        link = stored.link;
        book.last = line.no;
        book.oldest = book.lines == 0 ? line.at : book.oldest;
        book.newest = line.at;
        ++book.lines;
        return {};
    });
    if (!walked)
        return walked.error();
    const auto lines = last();
    const auto links = m_file.integer(u"SELECT count(*) FROM journal_link");
    const auto head = m_file.blob(u"SELECT journal_head FROM identity");
    if (!lines || !links || !head)
        return !lines ? lines.error() : !links ? links.error() : head.error();
    if (*lines != book.last || *links != book.lines
        || head->value_or(QByteArray()) != endOf(*lines, hash, link))
        book.faults.append(u"it does not end where the store says it ends"_s);
    return book;
}

}  // namespace prohori
