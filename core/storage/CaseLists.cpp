// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/CaseLists.h"

#include "core/storage/SearchText.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMaxPage = 1000;
constexpr int kMaxFound = 20;
constexpr qsizetype kHexOfId = 2 * RecordId::kSize;

// Every statement is put together from these constants only; all values are bound.
// What stands in a row of its own beside a record is joined: a query inside of a column begins anew for each line of a page.
const QString kCaseColumns =
    u"SELECT id, local_ref, national_ref, case_class, district_code, upazila_geo, police_station, "
    u"reported_on, "
    "risk_level, victims, suspects, phase, phase_conflict, changed_since_approval, approval, conflicts, "
    "open_queries, quarantined, creator, last_submitter, created_ms, updated_ms, phase_since_ms, unsent, "
    "key, CASE WHEN open_count.digest = record.digest THEN problems END, later_count.rows, "
    "(SELECT group_concat(offered || person, ' ') FROM held WHERE held.record = key), "
    "CASE WHEN due_count.digest = record.digest THEN "
    "(SELECT min(day) FROM due WHERE due.record = key AND reminds = 0) END, "
    "home_scope, moving.district, declined.district, declined.change "
    "FROM record LEFT JOIN open_count ON open_count.record = key "
    "LEFT JOIN later_count ON later_count.record = key LEFT JOIN due_count ON due_count.record = key "
    "LEFT JOIN moving ON moving.record = key LEFT JOIN declined ON declined.record = key "_s;
const QString kNewestFirst = u" ORDER BY updated_ms DESC, key DESC LIMIT ?"_s;
const QString kLongestFirst = u" ORDER BY phase_since_ms, key"_s;
const QString kByWord = u"+key IN (SELECT rowid FROM case_words WHERE case_words MATCH ?)"_s;
const QString kByWordOrName = u"+key IN (SELECT rowid FROM case_words WHERE case_words MATCH ? "
                              "UNION SELECT record FROM name_token WHERE token = ?)"_s;
const QString kIsHeld =
    u"EXISTS (SELECT 1 FROM held WHERE held.record = record.key AND held.person = ? AND held.offered = ?)"_s;
const QString kIsAmongHeld = u"key IN (SELECT record FROM held WHERE person = ? AND offered = ?)"_s;
const QString kDuesOfHolder =
    u"SELECT record.id, what, day, reminds FROM held CROSS JOIN record ON record.key = held.record "
    "CROSS JOIN due ON due.record = record.key JOIN due_count ON due_count.record = record.key "
    "WHERE held.person = ? AND held.offered = 0 AND "_s;
const QString kDuesOfAll = u"SELECT record.id, what, day, reminds FROM due INDEXED BY due_by_day CROSS JOIN "
                           u"record ON record.key = due.record "
                           "JOIN due_count ON due_count.record = record.key WHERE "_s;
// Under way: not frozen, merged or void.
const QString kDuesThatCount = u"day <= ? AND due_count.digest = record.digest AND record.kind = 1 AND "
                               "record.removed = 0 AND record.phase NOT IN (8, 10, 11)"_s;
const QString kEarliestDue = u" ORDER BY day, due.record, what LIMIT ?"_s;
/// Each part is found by an index of its own: the queue is short, the register long.
const QString kToDecide =
    u"key IN (SELECT key FROM record WHERE kind = 1 AND phase = ? "
    "UNION SELECT key FROM record WHERE changed_since_approval = 1 AND phase BETWEEN 4 AND 8 AND phase <> 6 "
    "UNION SELECT record FROM later_count)"_s;

/// Holders and those to whom a case is offered, each after the mark of which they are.
void readPersons(const QString& list, CaseRow& out)
{
    for (const QStringView person : QStringView(list).split(u' ', Qt::SkipEmptyParts))
        (person.front() == u'1' ? out.offeredTo : out.holders).append(person.sliced(1).toULongLong());
    std::sort(out.holders.begin(), out.holders.end());
    std::sort(out.offeredTo.begin(), out.offeredTo.end());
}

CaseRow rowOf(const Row& row)
{
    int column = 0;
    const auto text = [&] { return row.text(column++); };
    const auto number = [&] { return row.integer(column++); };
    CaseRow out;
    out.record = RecordId::fromBytes(row.bytes(column++));
    out.localRef = text();
    out.nationalRef = text();
    out.caseClass = text();
    out.districtCode = text();
    out.upazilaGeo = text();
    out.policeStation = text();
    out.reportedOn = text();
    out.riskLevel = text();
    out.victims = int(number());
    out.suspects = int(number());
    out.phase = RecordPhase(number());
    out.phaseConflict = number() == 1;
    out.changedSinceApproval = number() == 1;
    out.hasApproval = !row.isNull(column++);
    out.conflicts = int(number());
    out.openQueries = int(number());
    out.quarantined = int(number());
    out.creator = PersonId(number());
    out.lastSubmitter = PersonId(number());
    out.created = Instant::fromMs(number());
    out.updated = Instant::fromMs(number());
    out.phaseSince = Instant::fromMs(number());
    out.unsent = int(number());
    out.key = number();
    if (!row.isNull(column))
        out.openProblems = int(number());
    else
        ++column;
    out.laterRows = row.isNull(column) ? 0 : int(row.integer(column));
    ++column;
    readPersons(text(), out);
    out.dueOn = QDate::fromString(text(), Qt::ISODate);
    out.home = text();
    out.movingTo = text();
    out.declinedBy = text();
    out.declinedIn = text();
    return out;
}

}  // namespace

struct CaseLists::Query {
    QStringList conditions{u"kind = 1"_s};
    QVariantList values;

    void add(const QString& condition, const QVariantList& its = {})
    {
        conditions.append(condition);
        values += its;
    }
    QString where() const { return u"WHERE "_s + conditions.join(u" AND "_s); }
};

void CaseLists::addWord(Query& query, const QString& word) const
{
    if (m_tokenKey.isEmpty()) {
        query.add(kByWord, {matchPrefix(word)});
        return;
    }
    const auto tokens = nameTokens(m_tokenKey, {word});
    query.add(kByWordOrName, {matchPrefix(word), tokens.value(0, QByteArray(""))});
}

CaseLists::Query CaseLists::queryFor(const CaseFilter& filter) const
{
    Query query;
    if (filter.phase)
        query.add(u"phase = ?"_s, {int(*filter.phase)});
    if (filter.onlyConflicts)
        query.add(u"(conflicts > 0 OR phase_conflict = 1)"_s);
    if (filter.onlyQueries)
        query.add(u"open_queries > 0"_s);
    if (filter.toDecide)
        query.add(kToDecide, {int(RecordPhase::Submitted)});
    if (filter.onlyUnsent)
        query.add(u"unsent > 0"_s);
    if (filter.onlyChangedSinceApproval)
        query.add(u"changed_since_approval = 1"_s);
    if (filter.creator)
        query.add(u"creator = ?"_s, {qint64(*filter.creator)});
    // A page is found along the order of the list, the longest waiting of a person among what he has.
    const QString& held = filter.longestWaiting ? kIsAmongHeld : kIsHeld;
    if (filter.holder)
        query.add(held, {qint64(*filter.holder), 0});
    if (filter.offeredTo)
        query.add(held, {qint64(*filter.offeredTo), 1});
    if (filter.onlyOffered)
        query.add(u"key IN (SELECT record FROM held WHERE offered = 1)"_s);
    // Nearly all cases of a station have one home: its index finds nothing.
    if (filter.home)
        query.add(u"+home_scope = ?"_s, {*filter.home});
    if (filter.onlyMoving)
        query.add(u"key IN (SELECT record FROM moving)"_s);
    if (filter.onlyDeclined)
        query.add(u"key IN (SELECT record FROM declined)"_s);
    if (filter.movingTo)
        query.add(u"key IN (SELECT record FROM moving WHERE district = ?)"_s, {*filter.movingTo});
    if (filter.after)
        query.add(u"(updated_ms, key) < (?, ?)"_s, {filter.after->updatedMs, filter.after->key});
    const QStringList words = searchWords(filter.search);
    for (const QString& word : words)
        addWord(query, word);
    if (!searchWords(filter.phrase).isEmpty())
        query.add(kByWord, {matchPhrase(searchFolded(filter.phrase))});
    // Something was asked for, but nothing that could be found.
    if (words.isEmpty() && !filter.search.trimmed().isEmpty())
        query.add(u"0"_s);
    return query;
}

Result<QList<CaseRow>> CaseLists::page(const CaseFilter& filter) const
{
    Query query = queryFor(filter);
    query.values.append(std::clamp(filter.limit, 1, kMaxPage));
    QList<CaseRow> rows;
    // The sorter sees keys only: the other columns are read of the few rows that are wanted.
    const QString sql = filter.longestWaiting
                          ? kCaseColumns + u"WHERE key IN (SELECT key FROM record "_s + query.where()
                                + kLongestFirst + u" LIMIT ?)"_s + kLongestFirst
                          : kCaseColumns + query.where() + kNewestFirst;
    const auto done = m_file.each(sql, query.values, [&](const Row& row) {
        rows.append(rowOf(row));
        return Result<>();
    });
    if (!done)
        return done.error();
    return rows;
}

Result<qint64> CaseLists::count(const CaseFilter& filter, qint64 cap) const
{
    CaseFilter everything = filter;
    everything.after.reset();
    Query query = queryFor(everything);
    query.values.append(cap + 1);
    return m_file.integer(u"SELECT count(*) FROM (SELECT 1 FROM record "_s + query.where() + u" LIMIT ?)"_s,
                          query.values);
}

Result<CaseRow> CaseLists::row(const RecordId& record) const
{
    std::optional<CaseRow> found;
    const auto done = m_file.each(kCaseColumns + u"WHERE id = ?"_s, {record.toBytes()}, [&](const Row& row) {
        found = rowOf(row);
        return Result<>();
    });
    if (!done)
        return done.error();
    if (!found)
        return Error{ErrorCode::NotFound, u"there is no record %1 here"_s.arg(record.toString())};
    return *found;
}

Result<QList<std::pair<CaseRow, CaseDue>>> CaseLists::dues(const DueFilter& filter) const
{
    QStringList kinds;
    QVariantList values;
    if (filter.holder)
        values.append(qint64(*filter.holder));
    values.append(filter.until.toString(Qt::ISODate));
    for (const QString& kind : filter.kinds) {
        kinds.append(u"?"_s);
        values.append(kind);
    }
    values.append(std::clamp(filter.limit, 1, kMaxPage));
    // From the side where there is less: the cases of one person, or the earliest dates of all.
    const QString from = filter.holder ? kDuesOfHolder : kDuesOfAll;
    const QString ofKinds = kinds.isEmpty() ? QString() : u" AND what IN ("_s + kinds.join(u',') + u')';
    QList<std::pair<RecordId, CaseDue>> found;
    const auto take = [&](const Row& row) {
        found.append({RecordId::fromBytes(row.bytes(0)),
                      {row.text(1), QDate::fromString(row.text(2), Qt::ISODate), row.integer(3) == 1}});
        return Result<>();
    };
    if (auto done = m_file.each(from + kDuesThatCount + ofKinds + kEarliestDue, values, take); !done)
        return done.error();
    QList<std::pair<CaseRow, CaseDue>> all;
    for (const auto& [record, due] : std::as_const(found)) {
        const auto its = row(record);
        if (!its)
            return its.error();
        all.append({*its, due});
    }
    return all;
}

Result<QList<RecordId>> CaseLists::findByPrefix(const QString& prefix) const
{
    QList<RecordId> found;
    const auto take = [&](const Row& row) {
        const auto id = RecordId::fromBytes(row.bytes(0));
        if (!found.contains(id))
            found.append(id);
        return Result<>();
    };
    const QString text = searchFolded(prefix);
    if (text.isEmpty())
        return found;
    // After every text that begins with the prefix, and before every other one that is greater.
    const QString beyond = text + QChar(0xffff);
    if (auto done = m_file.each(
            u"SELECT id FROM record WHERE local_ref >= ? AND local_ref < ? ORDER BY local_ref LIMIT ?",
            {text, beyond, kMaxFound}, take);
        !done)
        return done.error();

    const QByteArray hex = text.toLatin1().toLower().replace('-', QByteArray());
    const bool isHex = std::all_of(hex.begin(), hex.end(),
                                   [](char c) { return QByteArrayLiteral("0123456789abcdef").contains(c); });
    if (!isHex || hex.size() > kHexOfId)
        return found;
    const QByteArray low = QByteArray::fromHex(hex + QByteArray(kHexOfId - hex.size(), '0'));
    const QByteArray high = QByteArray::fromHex(hex + QByteArray(kHexOfId - hex.size(), 'f'));
    if (auto done = m_file.each(u"SELECT id FROM record WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
                                {low, high, kMaxFound}, take);
        !done)
        return done.error();
    return found;
}

Result<StoreCounts> CaseLists::counts() const
{
    StoreCounts counts;
    const auto done = m_file.each(
        u"SELECT (SELECT count(*) FROM record WHERE kind = 1), (SELECT changes FROM identity), "
        u"(SELECT count(*) FROM log WHERE own = 1 AND delivery = 0), (SELECT count(*) FROM conflict), "
        u"(SELECT count(*) FROM log WHERE standing = 2), (SELECT count(*) FROM log WHERE own = 1 AND "
        u"delivery = 1), "
        u"(SELECT count(*) FROM log WHERE own = 1 AND delivery = 2), (SELECT count(*) FROM log WHERE "
        u"standing = 1)",
        {}, [&](const Row& row) {
            counts = {row.integer(0), row.integer(1), row.integer(2), row.integer(3),
                      row.integer(4), row.integer(5), row.integer(6), row.integer(7)};
            return Result<>();
        });
    if (!done)
        return done.error();
    return counts;
}

Result<qint64> CaseLists::countInPhase(RecordPhase phase) const
{
    return m_file.integer(u"SELECT count(*) FROM record WHERE kind = 1 AND phase = ?", {int(phase)});
}

}  // namespace prohori
