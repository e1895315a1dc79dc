// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/CsvReader.h"
#include "forms/definition/FormDefinition.h"
#include "forms/definition/FormReader.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace prohori {

/** One sheet of a form: cells by row and column name.

    Headers are matched without regard to case and with the aliases of XLSForm (`relevance`, `caption`, `list name` …). Cells are
    trimmed. What is wrong with the file itself, and two headers that mean one column, goes to `messages`.
*/
class SheetTable {
public:
    /// Nothing when the file cannot be read.
    static std::optional<SheetTable> load(const QString& folder, const QString& sheet,
                                          QList<FormMessage>& messages);

    const QString& name() const { return m_name; }
    qsizetype size() const { return m_rows.size(); }
    int rowNumber(qsizetype at) const { return m_rows.at(at).row; }
    bool has(const QString& column) const { return m_columns.contains(column); }
    QString cell(qsizetype at, const QString& column) const;
    /// The texts of a translatable column such as `label`, by language code: `label::Bangla (bn)` is "bn", a bare `label` "en".
    Texts texts(qsizetype at, const QString& column) const;
    /// Language codes in the order of the columns.
    QStringList languages(const QString& column) const;
    FormMessage message(qsizetype at, const QString& column, const QString& code, const QString& text) const;

private:
    void readHeader(const CsvRow& header, QList<FormMessage>& messages);

    QString m_name;
    QList<CsvRow> m_rows;
    QHash<QString, qsizetype> m_columns;
    QHash<QString, QList<std::pair<QString, qsizetype>>> m_translated;  ///< column → (language, place)
};

}  // namespace prohori
