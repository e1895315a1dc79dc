// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/Connection.h"
#include "core/storage/Store.h"

namespace prohori {

/// As a column holds it that may stand for no record.
QVariant recordOrNull(const RecordId& record);

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

/** Tables due_count and due: the dates of a record, and the fold that they were worked out in. They count as long as the record has that
    fold; CaseLists joins them. Table due_wanted names the records whose dates are to be worked out; triggers put in what has another fold.
*/
class DueTable {
public:
    explicit DueTable(Connection& file) : m_file(file) {}
    /// For the fold that table record has now. Belongs into the caller's transaction.
    Result<> put(const RecordId& record, const QList<CaseDue>& dues);
    Result<> clear();
    /// Those that are wanted; the newest records first.
    Result<QList<RecordId>> missing(int limit) const;

private:
    Connection& m_file;
};

/// Table gone_record: what is left of records without content.
class GoneTable {
public:
    explicit GoneTable(Connection& file) : m_file(file) {}
    /// Nothing for a record that is here, or was never.
    Result<std::optional<GoneRecord>> find(const RecordId& record) const;
    Result<QList<GoneRecord>> all() const;
    /// From the record's line in the lists, which still stands.
    Result<> add(const RecordId& record, Removal why, Instant now);
    Result<> remove(const RecordId& record);
    /// So many of its changes still have content.
    Result<> setKept(const RecordId& record, int changes);
    /// One more of them has.
    Result<> addKept(const RecordId& record);
    Result<QList<RecordId>> withContent() const;

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

}  // namespace prohori
