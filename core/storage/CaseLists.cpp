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
const QString kColumns =
    u"SELECT id, local_ref, national_ref, case_class, district_code, upazila_geo, police_station, "
    u"reported_on, "
    "risk_level, victims, suspects, phase, phase_conflict, changed_since_approval, approval, conflicts, "
    "open_queries, quarantined, creator, last_submitter, created_ms, updated_ms, phase_since_ms, unsent, "
    "key, "
    "(SELECT problems FROM open_count WHERE open_count.record = key AND open_count.digest = record.digest) "
    "FROM record "_s;
const QString kNewestFirst = u" ORDER BY updated_ms DESC, key DESC LIMIT ?"_s;
const QString kByWord = u"+key IN (SELECT rowid FROM case_words WHERE case_words MATCH ?)"_s;
const QString kByWordOrName = u"+key IN (SELECT rowid FROM case_words WHERE case_words MATCH ? "
                              "UNION SELECT record FROM name_token WHERE token = ?)"_s;

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
    if (filter.onlyUnsent)
        query.add(u"unsent > 0"_s);
    if (filter.onlyChangedSinceApproval)
        query.add(u"changed_since_approval = 1"_s);
    if (filter.creator)
        query.add(u"creator = ?"_s, {qint64(*filter.creator)});
    if (filter.after)
        query.add(u"(updated_ms, key) < (?, ?)"_s, {filter.after->updatedMs, filter.after->key});
    const QStringList words = searchWords(filter.search);
    for (const QString& word : words)
        addWord(query, word);
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
    const auto done = m_file.each(kColumns + query.where() + kNewestFirst, query.values, [&](const Row& row) {
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
    const auto done = m_file.each(kColumns + u"WHERE id = ?"_s, {record.toBytes()}, [&](const Row& row) {
        found = rowOf(row);
        return Result<>();
    });
    if (!done)
        return done.error();
    if (!found)
        return Error{ErrorCode::NotFound, u"there is no record %1 here"_s.arg(record.toString())};
    return *found;
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
