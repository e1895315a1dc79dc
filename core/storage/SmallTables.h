// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/SecretBytes.h"
#include "core/sql/Connection.h"
#include "core/storage/Store.h"

namespace prohori {

/// Table draft: what was typed and is no change yet.
class DraftTable {
public:
    explicit DraftTable(Connection& file) : m_file(file) {}
    Result<> save(const Draft& draft);
    Result<> remove(const QByteArray& id);
    Result<QList<Draft>> of(PersonId person) const;

private:
    Connection& m_file;
};

/// Table kept: what the windows of a person keep beside the record, by name and case (null: of none). Never a change.
class KeptTable {
public:
    explicit KeptTable(Connection& file) : m_file(file) {}
    /// An empty object takes it away.
    Result<> put(PersonId person, const QString& name, const RecordId& record, const QJsonObject& content);
    Result<QJsonObject> get(PersonId person, const QString& name, const RecordId& record) const;

private:
    Connection& m_file;
};

/** Table open_count: how many problems keep a case from being submitted, and in which fold of it they were counted. It counts
    as long as the record has that fold; lists join it by key.
*/
class OpenCountTable {
public:
    explicit OpenCountTable(Connection& file) : m_file(file) {}
    /// For the fold that table record has now.
    Result<> put(const RecordId& record, int problems);
    Result<> clear();

private:
    Connection& m_file;
};

/// Table setting: a name has a text, or bytes, or both.
class SettingTable {
public:
    explicit SettingTable(Connection& file) : m_file(file) {}
    Result<std::optional<QString>> text(const QString& name) const;
    Result<> setText(const QString& name, const QString& value);
    Result<std::optional<QByteArray>> bytes(const QString& name) const;
    Result<> setBytes(const QString& name, const QByteArray& value);

private:
    Connection& m_file;
};

/** Table journal: each line's hash covers the line and the hash before it, keyed; table identity holds the
    number of lines and a keyed mark of the end, which stands in no line. So an altered, added, dropped or
    moved line shows. Triggers refuse UPDATE and DELETE.
*/
class JournalTable {
public:
    JournalTable(Connection& file, const SecretBytes& dataKey);
    Result<> add(const JournalEntry& entry);
    Result<QList<JournalEntry>> newest(int limit) const;
    /// Sentences about lines that do not fit their hashes.
    Result<QStringList> faults() const;

    /// What stands before the first line.
    /// The mark of a journal that ends with line `no` and its hash.
    QByteArray endOf(qint64 no, const QByteArray& hash) const;
    static QByteArray firstHash() { return QByteArray(32, '\0'); }

private:
    QByteArray hashOf(const QByteArray& before, qint64 no, const JournalEntry& entry) const;

    Connection& m_file;
    SecretBytes m_key;
};

}  // namespace prohori
