// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/SmallTables.h"

#include "core/secrets/Crypto.h"

#include <QJsonDocument>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kIdBytes = 16;

QVariant bytesOrNull(const RecordId& record)
{
    return record.isNull() ? QVariant() : QVariant(record.toBytes());
}

JournalEntry journalEntry(const Row& row)
{
    return {Instant::fromMs(row.integer(1)), PersonId(row.integer(2)), row.text(3),
            RecordId::fromBytes(row.bytes(4)), row.text(5)};
}

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

Result<> DraftTable::save(const Draft& draft)
{
    if (draft.id.size() != kIdBytes)
        return Error{ErrorCode::Invalid, u"a draft has an id of 16 bytes"_s};
    QByteArray base("");
    for (const ChangeId& head : draft.base)
        base += head.toBytes();
    const QString content = QString::fromUtf8(QJsonDocument(draft.content).toJson(QJsonDocument::Compact));
    return m_file.run(u"INSERT OR REPLACE INTO draft (id, person, record, base, content, saved_ms) "
                      u"VALUES (?, ?, ?, ?, ?, ?)",
                      {draft.id, qint64(draft.person), bytesOrNull(draft.record), base, content,
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

JournalTable::JournalTable(Connection& file, const SecretBytes& dataKey)
    : m_file(file),
      m_key(deriveKey(dataKey, Context::Backup, QByteArrayLiteral("journal/1")))
{}

QByteArray JournalTable::hashOf(const QByteArray& before, qint64 no, const JournalEntry& entry) const
{
    const QByteArray line =
        Cbor(Cbor::Array{Cbor(before), Cbor(no), Cbor(entry.at.msSinceEpoch), Cbor(qint64(entry.person)),
                         Cbor(entry.event), Cbor(entry.record.toBytes()), Cbor(entry.reason)})
            .encode();
    return keyedHash(m_key, line);
}

QByteArray JournalTable::endOf(qint64 no, const QByteArray& hash) const
{
    return keyedHash(m_key, Cbor(Cbor::Array{Cbor(QStringLiteral("end")), Cbor(no), Cbor(hash)}).encode());
}

Result<> JournalTable::add(const JournalEntry& entry)
{
    return m_file.inTransaction([&]() -> Result<> {
        const auto lines = m_file.integer(u"SELECT journal_lines FROM identity");
        if (!lines)
            return lines.error();
        const auto before = m_file.blob(u"SELECT hash FROM journal WHERE no = ?", {*lines});
        if (!before)
            return before.error();
        const qint64 no = *lines + 1;
        const QByteArray hash = hashOf(before->value_or(firstHash()), no, entry);
        const auto added = m_file.run(u"INSERT INTO journal (no, at_ms, person, event, record, reason, hash) "
                                      u"VALUES (?, ?, ?, ?, ?, ?, ?)",
                                      {no, entry.at.msSinceEpoch, qint64(entry.person), entry.event,
                                       bytesOrNull(entry.record), entry.reason, hash});
        if (!added)
            return added;
        return m_file.run(u"UPDATE identity SET journal_lines = ?, journal_head = ?", {no, endOf(no, hash)});
    });
}

Result<QList<JournalEntry>> JournalTable::newest(int limit) const
{
    QList<JournalEntry> entries;
    const auto done =
        m_file.each(u"SELECT no, at_ms, person, event, record, reason FROM journal ORDER BY no DESC LIMIT ?",
                    {limit}, [&](const Row& row) {
                        entries.append(journalEntry(row));
                        return Result<>();
                    });
    if (!done)
        return done.error();
    return entries;
}

Result<QStringList> JournalTable::faults() const
{
    QStringList faults;
    QByteArray before = firstHash();
    qint64 expected = 1;
    const auto walked = m_file.each(
        u"SELECT no, at_ms, person, event, record, reason, hash FROM journal ORDER BY no", {},
        [&](const Row& row) {
            if (row.integer(0) != expected)
                faults.append(
                    u"journal: line %1 stands where line %2 should"_s.arg(row.integer(0)).arg(expected));
            else if (row.bytes(6) != hashOf(before, expected, journalEntry(row)))
                faults.append(u"journal: line %1 was altered"_s.arg(expected));
            before = row.bytes(6);
            expected = row.integer(0) + 1;
            return Result<>();
        });
    if (!walked)
        return walked.error();
    const auto lines = m_file.integer(u"SELECT journal_lines FROM identity");
    const auto head = m_file.blob(u"SELECT journal_head FROM identity");
    if (!lines || !head)
        return lines ? head.error() : lines.error();
    if (*lines != expected - 1 || head->value_or(QByteArray()) != endOf(*lines, before))
        faults.append(u"journal: it does not end where the store says it ends"_s);
    return faults;
}

}  // namespace prohori
