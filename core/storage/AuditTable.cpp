// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/AuditTable.h"

#include <QMap>
#include <QSet>

#include <algorithm>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// How a line stands. Again: an earlier run brought it. Lists show what counts, and what is outside and did not come to count later.
enum LineStanding : int { Counts = 0, Again = 1, Outside = 2 };

constexpr QStringView kAuditWhere =
    u"FROM audit_line a WHERE (standing = 0 OR standing = 2 AND NOT EXISTS (SELECT 1 FROM audit_line o "
    u"WHERE o.replica = a.replica AND o.no = a.no AND o.link = a.link AND o.standing = 0)) AND (?1 < 0 OR "
    u"person = ?1) AND (?2 < 0 OR event = ?2) "
    u"AND at_ms >= ?3 AND at_ms < ?4 AND (?5 IS NULL OR record = ?5) AND (?6 IS NULL OR replica = ?6)";

QVariant bytesOrNull(const QByteArray& bytes, bool isNull)
{
    return isNull ? QVariant() : QVariant(bytes);
}

QVariantList auditValues(const JournalFilter& filter)
{
    const Instant latest = Instant::fromMs(std::numeric_limits<qint64>::max());
    const RecordId record = filter.record.value_or(RecordId());
    const ReplicaId replica = filter.replica.value_or(ReplicaId());
    return {filter.person ? qint64(*filter.person) : qint64(-1),
            filter.event ? qint64(*filter.event) : qint64(-1),
            filter.from.value_or(Instant()).msSinceEpoch,
            filter.until.value_or(latest).msSinceEpoch,
            bytesOrNull(record.toBytes(), record.isNull()),
            bytesOrNull(replica.toBytes(), replica.isNull())};
}

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

QString placeOf(const JournalBatch& batch)
{
    return u"lines %1 to %2"_s.arg(batch.first()).arg(batch.last());
}

/// Goes through the runs in the order of the feed, and then looks again at those that did not fit when they came.
class BookKeeper {
public:
    explicit BookKeeper(const Directory& directory)
        : m_directory(directory),
          m_links([&directory](const ReplicaId& replica) { return replacedBy(directory, replica); })
    {}

    /// @param hidden the numbers of lines that lists take for known already
    void add(qint64 no, const HandedJournal& handed, const QSet<quint64>& hidden)
    {
        if (no != ++m_no)
            fault(handed.batch.replica, u"a run of lines before run %1 is missing"_s.arg(no));
        m_no = no;
        if (handed.batch.lines.isEmpty()) {
            fault(handed.batch.replica, u"the lines of run %1 are missing"_s.arg(no));
            return;
        }
        const quint64 before = m_links.last(handed.batch.replica);
        if (!handed.batch.isSignedBy(keyOf(m_directory, handed.batch.replica)))
            fault(handed.batch.replica, u"%1 are not what the station signed"_s.arg(placeOf(handed.batch)));
        else if (const JournalFit fit = m_links.add(handed.batch); fit == JournalFit::Continues)
            take(handed.batch);
        else if (fit != JournalFit::Known)
            m_later.append(handed.batch);
        for (const quint64 line : hidden) {
            if (line > before)
                fault(handed.batch.replica, u"line %1 was hidden from the lists"_s.arg(line));
        }
    }

    QList<JournalBook> finish()
    {
        // What was missing may have come in the meantime.
        for (const JournalBatch& batch : std::as_const(m_later)) {
            const JournalFit fit = m_links.fit(batch);
            if (fit == JournalFit::Gap)
                fault(batch.replica, u"%1 came, and lines before them are missing"_s.arg(placeOf(batch)));
            else if (fit == JournalFit::Fork)
                fault(batch.replica,
                      u"%1 were told in two ways: lines were altered or removed, or the store is a copy"_s
                          .arg(placeOf(batch)));
        }
        for (auto it = m_books.begin(); it != m_books.end(); ++it) {
            it->first = m_links.first(it.key());
            it->last = m_links.last(it.key());
        }
        return m_books.values();
    }

private:
    JournalBook& bookOf(const ReplicaId& replica)
    {
        JournalBook& book = m_books[replica];
        book.replica = replica;
        return book;
    }
    void fault(const ReplicaId& replica, const QString& what) { bookOf(replica).faults.append(what); }
    void take(const JournalBatch& batch)
    {
        JournalBook& book = bookOf(batch.replica);
        book.oldest = book.lines == 0 ? batch.lines.first().at : book.oldest;
        book.newest = batch.lines.last().at;
        book.lines = static_cast<qint64>(m_links.last(batch.replica) - m_links.first(batch.replica) + 1);
    }

    const Directory& m_directory;
    JournalLinks m_links;
    QMap<ReplicaId, JournalBook> m_books;
    QList<JournalBatch> m_later;
    qint64 m_no = 0;
};

}  // namespace

Result<> AuditTable::keep(const Directory& directory, const HandedJournal& handed)
{
    const JournalBatch& batch = handed.batch;
    const JournalSource held{
        [this](const ReplicaId& replica) -> Result<quint64> {
            const auto last = m_file.integer(
                u"SELECT coalesce(max(no), 0) FROM audit_line WHERE replica = ? AND standing = 0",
                {replica.toBytes()});
            return last ? Result<quint64>(static_cast<quint64>(*last)) : last.error();
        },
        [this](const ReplicaId& replica, quint64 no) -> Result<QByteArray> {
            auto link = m_file.blob(
                u"SELECT link FROM audit_line WHERE replica = ?1 AND no = ?2 AND standing = 0 UNION ALL "
                u"SELECT before FROM audit_batch WHERE replica = ?1 AND first = ?2 + 1 AND standing = 0",
                {replica.toBytes(), no});
            return link ? Result<QByteArray>(link->value_or(QByteArray())) : link.error();
        },
        [&directory](const ReplicaId& replica) { return replacedBy(directory, replica); }};
    auto fit = journalFit(batch, held);
    const auto known = held.last(batch.replica);
    if (!fit || !known)
        return fit ? known.error() : fit.error();
    const bool isSound = batch.isSignedBy(keyOf(directory, batch.replica))
                      && (*fit == JournalFit::Continues || *fit == JournalFit::Known);
    const auto kept = m_file.run(
        u"INSERT OR IGNORE INTO audit_batch (no, position, replica, first, before, signature, "
        u"received_ms, standing) SELECT coalesce(max(no), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM audit_batch",
        {handed.position, batch.replica.toBytes(), batch.first(), batch.before, batch.signature,
         handed.received.msSinceEpoch, isSound ? Counts : Outside});
    if (!kept || m_file.changes() == 0)
        return kept;
    const qint64 no = m_file.lastRowId();
    QByteArray link = batch.before;
    for (const JournalLine& line : batch.lines) {
        link = journalLink(link, line);
        const int standing = !isSound ? Outside : line.no <= *known ? Again : Counts;
        const auto added =
            m_file.run(u"INSERT INTO audit_line (batch, replica, no, at_ms, person, event, record, code, "
                       u"link, standing) "
                       u"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       {no, batch.replica.toBytes(), line.no, line.at.msSinceEpoch, qint64(line.person),
                        line.event, bytesOrNull(line.record.toBytes(), line.record.isNull()), line.code, link,
                        standing});
        if (!added)
            return added;
    }
    return {};
}

Result<QList<JournalRow>> AuditTable::rows(const JournalFilter& filter) const
{
    static const QString kSelect = u"SELECT replica, no, at_ms, person, event, record, code, standing %1 "
                                   u"ORDER BY at_ms DESC, key DESC LIMIT ?7 OFFSET ?8"_s.arg(kAuditWhere);
    QList<JournalRow> found;
    const auto done =
        m_file.each(kSelect, auditValues(filter) + QVariantList{filter.limit, filter.offset},
                    [&](const Row& row) -> Result<> {
                        found.append(
                            {ReplicaId::fromBytes(row.bytes(0)), static_cast<quint64>(row.integer(1)),
                             Instant::fromMs(row.integer(2)), PersonId(row.integer(3)), row.integer(4),
                             RecordId::fromBytes(row.bytes(5)), row.text(6), row.integer(7) == Outside});
                        return {};
                    });
    if (!done)
        return done.error();
    return found;
}

Result<qint64> AuditTable::count(const JournalFilter& filter) const
{
    static const QString kCount = u"SELECT count(*) %1"_s.arg(kAuditWhere);
    return m_file.integer(kCount, auditValues(filter));
}

Result<QList<ReplicaId>> AuditTable::replicas() const
{
    QList<ReplicaId> found;
    const auto done = m_file.each(u"SELECT DISTINCT replica FROM audit_batch ORDER BY replica", {},
                                  [&](const Row& row) -> Result<> {
                                      found.append(ReplicaId::fromBytes(row.bytes(0)));
                                      return {};
                                  });
    if (!done)
        return done.error();
    return found;
}

Result<QList<JournalLine>> AuditTable::linesOf(qint64 batch, QSet<quint64>& hidden) const
{
    QList<JournalLine> lines;
    const auto done =
        m_file.each(u"SELECT no, at_ms, person, event, record, code, standing FROM audit_line WHERE batch = "
                    u"? ORDER BY no",
                    {batch}, [&](const Row& row) -> Result<> {
                        lines.append({static_cast<quint64>(row.integer(0)), Instant::fromMs(row.integer(1)),
                                      PersonId(row.integer(2)), row.integer(3),
                                      RecordId::fromBytes(row.bytes(4)), row.text(5)});
                        if (row.integer(6) == Again)
                            hidden.insert(lines.last().no);
                        return {};
                    });
    if (!done)
        return done.error();
    return lines;
}

Result<QList<JournalBook>> AuditTable::books(const Directory& directory) const
{
    BookKeeper keeper(directory);
    QList<std::pair<qint64, HandedJournal>> runs;
    const auto read = m_file.each(
        u"SELECT no, position, replica, before, signature, received_ms FROM audit_batch ORDER BY no", {},
        [&](const Row& row) -> Result<> {
            runs.append({row.integer(0),
                         {static_cast<quint64>(row.integer(1)),
                          Instant::fromMs(row.integer(5)),
                          {ReplicaId::fromBytes(row.bytes(2)), row.bytes(3), {}, row.bytes(4)}}});
            return {};
        });
    if (!read)
        return read.error();
    quint64 held = 0;
    for (auto& [no, run] : runs) {
        QSet<quint64> hidden;
        auto lines = linesOf(no, hidden);
        if (!lines)
            return lines.error();
        run.batch.lines = std::move(*lines);
        held = std::max(held, run.position);
        keeper.add(no, run, hidden);
    }
    QList<JournalBook> books = keeper.finish();
    const auto end =
        m_file.integer(u"SELECT coalesce((SELECT position FROM cursor WHERE feed = ?), 0)", {kJournalFeed});
    if (!end)
        return end.error();
    if (static_cast<quint64>(*end) != held) {
        JournalBook missing;
        missing.faults.append(
            u"what came last from the hub is missing: its feed was read to %1, %2 is held"_s.arg(*end).arg(
                held));
        books.append(missing);
    }
    return books;
}

}  // namespace prohori
