// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/Connection.h"
#include "core/storage/Store.h"

#include <QVariantList>

namespace prohori {

/** The lists of cases: pages by key (never by offset), newest change first, and capped counts. Reads table
    record and the two indexes only.

    A search takes words; each must be the beginning of a word of the case (case_words), or, with a token key,
    be a whole word of a name (name_token). Cost: one page is an index range; a search is one index range a
    word.
*/
class CaseLists {
public:
    explicit CaseLists(Connection& file) : m_file(file) {}

    void setNameTokenKey(const SecretBytes& key) { m_tokenKey = key; }

    Result<QList<CaseRow>> page(const CaseFilter& filter) const;
    Result<qint64> count(const CaseFilter& filter, qint64 cap) const;
    Result<CaseRow> row(const RecordId& record) const;
    /// Earliest first.
    Result<QList<std::pair<CaseRow, CaseDue>>> dues(const DueFilter& filter) const;
    Result<QList<RecordId>> findByPrefix(const QString& prefix) const;
    Result<StoreCounts> counts() const;
    Result<qint64> countInPhase(RecordPhase phase) const;

private:
    struct Query;
    Query queryFor(const CaseFilter& filter) const;
    void addWord(Query& query, const QString& word) const;

    Connection& m_file;
    SecretBytes m_tokenKey;
};

}  // namespace prohori
