// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Projection.h"

#include "core/storage/ProjectedValues.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

// Kinds of the columns of a row that is read back: i integer, t text, b bytes or null.
constexpr QLatin1StringView kLineKinds("bi"
                                       "ttttttttt"
                                       "iiiiib"
                                       "iiiiiiiiiii"
                                       "bb");
constexpr QLatin1StringView kConflictKinds("ibitbi");
constexpr QLatin1StringView kHeldKinds("ii");
constexpr QStringView kHeldRows(
    u"SELECT person, offered FROM held WHERE record = ? ORDER BY offered, person");
constexpr QLatin1StringView kAttachmentKinds("bib");
constexpr QStringView kAttachmentRows(
    u"SELECT id, plain_bytes, pieces FROM attachment WHERE record = ? AND stands = 1 ORDER BY id");

QVariantList valuesOf(const Row& row, QLatin1StringView kinds)
{
    QVariantList values;
    values.reserve(kinds.size());
    for (int column = 0; column < int(kinds.size()); ++column) {
        if (row.isNull(column))
            values.append(QVariant());
        else if (kinds[column] == u'i')
            values.append(row.integer(column));
        else if (kinds[column] == u't')
            values.append(row.text(column));
        else
            values.append(row.bytes(column));
    }
    return values;
}

Result<QList<QVariantList>> rowsOf(Connection& file, QStringView sql, const QVariantList& bound,
                                   QLatin1StringView kinds)
{
    QList<QVariantList> rows;
    const auto done = file.each(sql, bound, [&](const Row& row) {
        rows.append(valuesOf(row, kinds));
        return Result<>();
    });
    if (!done)
        return done.error();
    return rows;
}

QVariantList joined(const QVariantList& first, const QVariantList& then)
{
    return first + then;
}

}  // namespace

QStringList ProjectedRecord::differences(const ProjectedRecord& other) const
{
    QStringList names;
    if (line != other.line)
        names.append(u"record"_s);
    if (reports != other.reports)
        names.append(u"report_content"_s);
    if (conflicts != other.conflicts)
        names.append(u"conflict"_s);
    if (words != other.words)
        names.append(u"case_words"_s);
    if (held != other.held)
        names.append(u"held"_s);
    if (attachments != other.attachments)
        names.append(u"attachment"_s);
    if (laterRows != other.laterRows)
        names.append(u"later_count"_s);
    if (movingTo != other.movingTo)
        names.append(u"moving"_s);
    if (declinedBy != other.declinedBy || declinedIn != other.declinedIn)
        names.append(u"declined"_s);
    return names;
}

std::optional<ProjectedRecord> Projection::make(const RecordWork& work, const std::optional<HubNote>& note)
{
    return projectedRecord(work, note);
}

Result<qint64> Projection::keyOf(const RecordId& record) const
{
    return m_file.integer(u"SELECT key FROM record WHERE id = ?", {record.toBytes()});
}

Result<std::optional<HubNote>> Projection::hubNote(const RecordId& record) const
{
    std::optional<HubNote> note;
    const auto done = m_file.each(
        u"SELECT national_ref, received_ms, approval FROM annotation WHERE record = ?", {record.toBytes()},
        [&](const Row& row) {
            note = HubNote{row.text(0), Instant::fromMs(row.integer(1)), ChangeId::fromBytes(row.bytes(2))};
            return Result<>();
        });
    if (!done)
        return done.error();
    return note;
}

Result<qint64> Projection::writeLine(const RecordId& record, const QVariantList& line, bool& isNew)
{
    const auto key = keyOf(record);
    isNew = !key;
    if (!key && key.error().code != ErrorCode::NotFound)
        return key.error();
    if (isNew) {
        const auto added = m_file.run(
            u"INSERT INTO record (id, kind, local_ref, national_ref, home_scope, case_class, district_code, "
            u"upazila_geo, police_station, reported_on, risk_level, victims, suspects, phase, "
            u"phase_conflict, "
            u"changed_since_approval, approval, removed, conflicts, open_queries, quarantined, unsent, "
            u"creator, "
            u"last_submitter, created_ms, updated_ms, phase_since_ms, changes, digest, fold) VALUES (?, ?, "
            u"?, ?, ?, ?, "
            u"?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            line);
        if (!added)
            return added.error();
        return m_file.lastRowId();
    }
    const auto changed = m_file.run(
        u"UPDATE record SET id = ?, kind = ?, local_ref = ?, national_ref = ?, home_scope = ?, case_class = "
        u"?, "
        u"district_code = ?, upazila_geo = ?, police_station = ?, reported_on = ?, risk_level = ?, victims = "
        u"?, "
        u"suspects = ?, phase = ?, phase_conflict = ?, changed_since_approval = ?, approval = ?, removed = "
        u"?, "
        u"conflicts = ?, open_queries = ?, quarantined = ?, unsent = ?, creator = ?, last_submitter = ?, "
        u"created_ms = ?, updated_ms = ?, phase_since_ms = ?, changes = ?, digest = ?, fold = ? WHERE key = "
        u"?",
        joined(line, {*key}));
    if (!changed)
        return changed.error();
    return *key;
}

Result<> Projection::countUnsent(const RecordId& record)
{
    // The index is named: that of the unsent ones looks better to the planner, and would be walked from end to end.
    return m_file.run(u"UPDATE record SET unsent = (SELECT count(*) FROM log INDEXED BY log_by_record WHERE "
                      u"log.record = record.id AND log.own = 1 AND log.delivery = 0) WHERE id = ?",
                      {record.toBytes()});
}

Result<> Projection::writeConflicts(qint64 key, const QList<QVariantList>& conflicts, bool isNew)
{
    const auto gone = isNew ? Result<>() : m_file.run(u"DELETE FROM conflict WHERE record = ?", {key});
    if (!gone)
        return gone;
    for (qsizetype no = 0; no < conflicts.size(); ++no) {
        const auto added =
            m_file.run(u"INSERT INTO conflict (record, no, grp, row, field, merge_group, option, sides) "
                       u"VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       joined({key, no}, conflicts[no]));
        if (!added)
            return added;
    }
    return {};
}

Result<> Projection::writeWords(const Words& words)
{
    if (!words.isNew) {
        const auto had = m_file.text(u"SELECT words FROM case_words WHERE rowid = ?", {words.key});
        if (!had)
            return had.error();
        if (*had == words.text)
            return {};
        if (auto gone = m_file.run(u"DELETE FROM case_words WHERE rowid = ?", {words.key}); !gone)
            return gone;
    }
    return m_file.run(u"INSERT INTO case_words (rowid, words) VALUES (?, ?)", {words.key, words.text});
}

Result<> Projection::writeHeld(qint64 key, const QList<QVariantList>& held, bool isNew)
{
    if (!isNew) {
        const auto had = rowsOf(m_file, kHeldRows, {key}, kHeldKinds);
        if (!had)
            return had.error();
        if (*had == held)
            return {};
        if (auto gone = m_file.run(u"DELETE FROM held WHERE record = ?", {key}); !gone)
            return gone;
    }
    for (const QVariantList& row : held) {
        const auto added =
            m_file.run(u"INSERT INTO held (record, person, offered) VALUES (?, ?, ?)", joined({key}, row));
        if (!added)
            return added;
    }
    return {};
}

/// What a file has come to outlives that its row is taken out of the case: it may come back.
Result<> Projection::writeAttachments(qint64 key, const QList<QVariantList>& attachments, bool isNew)
{
    if (!isNew) {
        const auto had = rowsOf(m_file, kAttachmentRows, {key}, kAttachmentKinds);
        if (!had)
            return had.error();
        if (*had == attachments)
            return {};
        if (auto gone = m_file.run(u"UPDATE attachment SET stands = 0 WHERE record = ?", {key}); !gone)
            return gone;
    }
    for (const QVariantList& row : attachments) {
        const auto added = m_file.run(
            u"INSERT INTO attachment (record, id, plain_bytes, pieces, stands) VALUES (?, ?, ?, ?, 1) "
            u"ON CONFLICT (record, id) DO UPDATE SET stands = 1",
            joined({key}, row));
        if (!added)
            return added;
    }
    return {};
}

Result<> Projection::writeLaterRows(qint64 key, qint64 rows)
{
    if (rows == 0)
        return m_file.run(u"DELETE FROM later_count WHERE record = ?", {key});
    return m_file.run(u"INSERT OR REPLACE INTO later_count (record, rows) VALUES (?, ?)", {key, rows});
}

Result<> Projection::writeMoving(qint64 key, const ProjectedRecord& made)
{
    const auto moving = made.movingTo.isEmpty()
                          ? m_file.run(u"DELETE FROM moving WHERE record = ?", {key})
                          : m_file.run(u"INSERT OR REPLACE INTO moving (record, district) VALUES (?, ?)",
                                       {key, made.movingTo});
    if (!moving)
        return moving;
    if (made.declinedBy.isEmpty())
        return m_file.run(u"DELETE FROM declined WHERE record = ?", {key});
    return m_file.run(u"INSERT OR REPLACE INTO declined (record, district, change) VALUES (?, ?, ?)",
                      {key, made.declinedBy, made.declinedIn});
}

Result<> Projection::write(const RecordWork& work)
{
    const auto note = hubNote(work.record);
    if (!note)
        return note.error();
    const auto made = make(work, *note);
    if (!made)
        return {};
    bool isNew = false;
    const auto key = writeLine(work.record, made->line, isNew);
    if (!key)
        return key.error();
    m_words.append({*key, made->words, isNew});
    if (auto written = isNew && made->reports.current.isEmpty()
                         ? Result<>()
                         : writeReportContent(m_file, *key, made->reports, made->packedReports);
        !written)
        return written;
    if (auto written = writeConflicts(*key, made->conflicts, isNew); !written)
        return written;
    if (auto written = writeHeld(*key, made->held, isNew); !written)
        return written;
    if (auto written = writeAttachments(*key, made->attachments, isNew); !written)
        return written;
    if (!isNew || made->laterRows > 0) {
        if (auto written = writeLaterRows(*key, made->laterRows); !written)
            return written;
    }
    const bool moves = !made->movingTo.isEmpty() || !made->declinedBy.isEmpty();
    return isNew && !moves ? Result<>() : writeMoving(*key, *made);
}

Result<> Projection::finish()
{
    for (const Words& words : std::exchange(m_words, {})) {
        if (auto written = writeWords(words); !written)
            return written;
    }
    return {};
}

Result<> Projection::readMoving(qint64 key, ProjectedRecord& found) const
{
    const auto moving = m_file.text(u"SELECT district FROM moving WHERE record = ?", {key});
    if (!moving)
        return moving.error();
    found.movingTo = moving->value_or(QString());
    return m_file.each(u"SELECT district, change FROM declined WHERE record = ?", {key},
                       [&](const Row& row) -> Result<> {
                           found.declinedBy = row.text(0);
                           found.declinedIn = row.text(1);
                           return {};
                       });
}

Result<std::optional<ProjectedRecord>> Projection::read(const RecordId& record) const
{
    const auto key = keyOf(record);
    if (!key) {
        if (key.error().code == ErrorCode::NotFound)
            return std::optional<ProjectedRecord>();
        return key.error();
    }
    ProjectedRecord found;
    const auto line = rowsOf(
        m_file,
        u"SELECT id, kind, local_ref, national_ref, home_scope, case_class, district_code, upazila_geo, "
        u"police_station, reported_on, risk_level, victims, suspects, phase, phase_conflict, "
        u"changed_since_approval, "
        u"approval, removed, conflicts, open_queries, quarantined, unsent, creator, last_submitter, "
        u"created_ms, "
        u"updated_ms, phase_since_ms, changes, digest, fold FROM record WHERE key = ?",
        {*key}, kLineKinds);
    if (!line)
        return line.error();
    found.line = line->value(0);
    const auto reports = readReportContent(m_file, *key);
    if (!reports)
        return reports.error();
    found.reports = *reports;
    const auto conflicts = rowsOf(
        m_file,
        u"SELECT grp, row, field, merge_group, option, sides FROM conflict WHERE record = ? ORDER BY no",
        {*key}, kConflictKinds);
    if (!conflicts)
        return conflicts.error();
    found.conflicts = *conflicts;
    const auto words = m_file.text(u"SELECT words FROM case_words WHERE rowid = ?", {*key});
    if (!words)
        return words.error();
    found.words = words->value_or(QString());
    const auto held = rowsOf(m_file, kHeldRows, {*key}, kHeldKinds);
    if (!held)
        return held.error();
    found.held = *held;
    const auto attachments = rowsOf(m_file, kAttachmentRows, {*key}, kAttachmentKinds);
    if (!attachments)
        return attachments.error();
    found.attachments = *attachments;
    const auto later =
        m_file.integer(u"SELECT coalesce((SELECT rows FROM later_count WHERE record = ?), 0)", {*key});
    if (!later)
        return later.error();
    found.laterRows = *later;
    if (auto read = readMoving(*key, found); !read)
        return read.error();
    return std::optional(found);
}

}  // namespace prohori
