// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/SmallTables.h"

#include <QJsonDocument>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kDraftIdBytes = 16;

Draft draftOf(const Row& row)
{
    Draft draft;
    draft.id = row.bytes(0);
    draft.person = PersonId(row.integer(1));
    draft.record = RecordId::fromBytes(row.bytes(2));
    const QByteArray base = row.bytes(3);
    for (qsizetype at = 0; at + ChangeId::kSize <= base.size(); at += ChangeId::kSize)
        draft.base.append(ChangeId::fromBytes(base.mid(at, ChangeId::kSize)));
    draft.content = QJsonDocument::fromJson(row.text(4).toUtf8()).object();
    draft.saved = Instant::fromMs(row.integer(5));
    return draft;
}

}  // namespace

QVariant recordOrNull(const RecordId& record)
{
    return record.isNull() ? QVariant() : QVariant(record.toBytes());
}

Result<> DraftTable::save(const Draft& draft)
{
    if (draft.id.size() != kDraftIdBytes)
        return Error{ErrorCode::Invalid, u"a draft has an id of 16 bytes"_s};
    QByteArray base("");
    for (const ChangeId& head : draft.base)
        base += head.toBytes();
    const QString content = QString::fromUtf8(QJsonDocument(draft.content).toJson(QJsonDocument::Compact));
    return m_file.run(u"INSERT OR REPLACE INTO draft (id, person, record, base, content, saved_ms) "
                      u"VALUES (?, ?, ?, ?, ?, ?)",
                      {draft.id, qint64(draft.person), recordOrNull(draft.record), base, content,
                       draft.saved.msSinceEpoch});
}

Result<> DraftTable::remove(const QByteArray& id)
{
    return m_file.run(u"DELETE FROM draft WHERE id = ?", {id});
}

Result<QList<Draft>> DraftTable::of(PersonId person) const
{
    QList<Draft> drafts;
    const auto done =
        m_file.each(u"SELECT id, person, record, base, content, saved_ms FROM draft WHERE person = ? "
                    u"ORDER BY saved_ms DESC, id",
                    {qint64(person)}, [&](const Row& row) {
                        drafts.append(draftOf(row));
                        return Result<>();
                    });
    if (!done)
        return done.error();
    return drafts;
}

Result<> KeptTable::put(PersonId person, const QString& name, const RecordId& record,
                        const QJsonObject& content)
{
    if (content.isEmpty())
        return m_file.run(u"DELETE FROM kept WHERE person = ? AND name = ? AND record = ?",
                          {qint64(person), name, record.toBytes()});
    return m_file.run(u"INSERT OR REPLACE INTO kept (person, name, record, content) VALUES (?, ?, ?, ?)",
                      {qint64(person), name, record.toBytes(),
                       QString::fromUtf8(QJsonDocument(content).toJson(QJsonDocument::Compact))});
}

Result<QJsonObject> KeptTable::get(PersonId person, const QString& name, const RecordId& record) const
{
    const auto text = m_file.text(u"SELECT content FROM kept WHERE person = ? AND name = ? AND record = ?",
                                  {qint64(person), name, record.toBytes()});
    if (!text)
        return text.error();
    return QJsonDocument::fromJson(text->value_or(QString()).toUtf8()).object();
}

Result<> OpenCountTable::put(const RecordId& record, int problems)
{
    return m_file.run(u"INSERT OR REPLACE INTO open_count (record, digest, problems) "
                      u"SELECT key, digest, ? FROM record WHERE id = ? AND digest IS NOT NULL",
                      {problems, record.toBytes()});
}

Result<> OpenCountTable::clear()
{
    return m_file.run(u"DELETE FROM open_count");
}

Result<> DueTable::put(const RecordId& record, const QList<CaseDue>& dues)
{
    if (auto gone = m_file.run(u"DELETE FROM due WHERE record = (SELECT key FROM record WHERE id = ?)",
                               {record.toBytes()});
        !gone)
        return gone;
    for (const CaseDue& due : dues) {
        const auto added = m_file.run(
            u"INSERT INTO due (record, what, day, reminds) SELECT key, ?, ?, ? FROM record WHERE id = ?",
            {due.what, due.day.toString(Qt::ISODate), due.reminds, record.toBytes()});
        if (!added)
            return added;
    }
    if (auto counted = m_file.run(u"INSERT OR REPLACE INTO due_count (record, digest) "
                                  u"SELECT key, digest FROM record WHERE id = ? AND digest IS NOT NULL",
                                  {record.toBytes()});
        !counted)
        return counted;
    return m_file.run(u"DELETE FROM due_wanted WHERE record = (SELECT key FROM record WHERE id = ?)",
                      {record.toBytes()});
}

Result<> DueTable::clear()
{
    for (const QStringView sql : {QStringView(u"DELETE FROM due"), QStringView(u"DELETE FROM due_count"),
                                  QStringView(u"INSERT OR IGNORE INTO due_wanted (record) SELECT key FROM "
                                              u"record WHERE changes > 0 AND removed = 0 AND "
                                              u"phase NOT IN (8, 10, 11)")}) {
        if (auto done = m_file.run(sql); !done)
            return done;
    }
    return {};
}

Result<QList<RecordId>> DueTable::missing(int limit) const
{
    QList<RecordId> records;
    const auto take = [&](const Row& row) {
        records.append(RecordId::fromBytes(row.bytes(0)));
        return Result<>();
    };
    const auto done = m_file.each(u"SELECT record.id FROM due_wanted JOIN record ON record.key = "
                                  u"due_wanted.record ORDER BY due_wanted.record DESC LIMIT ?",
                                  {limit}, take);
    if (!done)
        return done.error();
    return records;
}

namespace {

const QString kGoneColumns =
    u"SELECT record, why, local_ref, national_ref, home_scope, since_ms FROM gone_record "_s;

GoneRecord goneOf(const Row& row)
{
    return {RecordId::fromBytes(row.bytes(0)), Removal(row.integer(1)), row.text(2), row.text(3), row.text(4),
            Instant::fromMs(row.integer(5))};
}

}  // namespace

Result<std::optional<GoneRecord>> GoneTable::find(const RecordId& record) const
{
    std::optional<GoneRecord> found;
    const auto done =
        m_file.each(kGoneColumns + u"WHERE record = ?"_s, {record.toBytes()}, [&](const Row& row) {
            found = goneOf(row);
            return Result<>();
        });
    if (!done)
        return done.error();
    return found;
}

Result<QList<GoneRecord>> GoneTable::all() const
{
    QList<GoneRecord> found;
    const auto done =
        m_file.each(kGoneColumns + u"ORDER BY since_ms DESC, local_ref"_s, {}, [&](const Row& row) {
            found.append(goneOf(row));
            return Result<>();
        });
    if (!done)
        return done.error();
    return found;
}

Result<> GoneTable::add(const RecordId& record, Removal why, Instant now)
{
    return m_file.run(
        u"INSERT INTO gone_record (record, why, local_ref, national_ref, home_scope, since_ms, kept) "
        u"SELECT id, ?, local_ref, national_ref, home_scope, ?, 0 FROM record WHERE id = ?",
        {int(why), now.msSinceEpoch, record.toBytes()});
}

Result<> GoneTable::remove(const RecordId& record)
{
    return m_file.run(u"DELETE FROM gone_record WHERE record = ?", {record.toBytes()});
}

Result<> GoneTable::setKept(const RecordId& record, int changes)
{
    return m_file.run(u"UPDATE gone_record SET kept = ? WHERE record = ?", {changes, record.toBytes()});
}

Result<> GoneTable::addKept(const RecordId& record)
{
    return m_file.run(u"UPDATE gone_record SET kept = kept + 1 WHERE record = ?", {record.toBytes()});
}

Result<QList<RecordId>> GoneTable::withContent() const
{
    QList<RecordId> found;
    const auto done = m_file.each(u"SELECT record FROM gone_record WHERE kept > 0", {}, [&](const Row& row) {
        found.append(RecordId::fromBytes(row.bytes(0)));
        return Result<>();
    });
    if (!done)
        return done.error();
    return found;
}

Result<std::optional<QString>> SettingTable::text(const QString& name) const
{
    return m_file.text(u"SELECT text FROM setting WHERE name = ?", {name});
}

Result<> SettingTable::setText(const QString& name, const QString& value)
{
    return m_file.run(u"INSERT INTO setting (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text "
                      u"= excluded.text",
                      {name, value});
}

Result<std::optional<QByteArray>> SettingTable::bytes(const QString& name) const
{
    return m_file.blob(u"SELECT bytes FROM setting WHERE name = ?", {name});
}

Result<> SettingTable::setBytes(const QString& name, const QByteArray& value)
{
    return m_file.run(u"INSERT INTO setting (name, bytes) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET "
                      u"bytes = excluded.bytes",
                      {name, value});
}

}  // namespace prohori
