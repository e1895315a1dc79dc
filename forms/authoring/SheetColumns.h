// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/MessageList.h"
#include "forms/authoring/Workbook.h"
#include "forms/definition/FormDefinition.h"

#include <QHash>
#include <QList>
#include <QPair>
#include <QString>

namespace prohori {

/// One column of a sheet: what its header means (forms.md 2.3).
struct SheetColumn {
    int place = 0;
    QString header;  ///< as written
    /// canonical name: `relevant`, `bind::ht:id`; of a column that the sheet does not define, the header
    QString key;
    QString language;      ///< code; "" = a text without a language, or no text at all
    QString languageName;  ///< as written: `English (en)`
    bool known = false;    ///< one that the sheet defines; `bind::…` and the like count as known
};

/** The columns of one sheet by what they mean: letter case, spaces, aliases, one or two colons, languages.

    Two headers that mean the same column are F05, told to `messages`; the first one counts. `sheet` is
    survey, choices or settings.
*/
class SheetColumns {
public:
    SheetColumns(const QString& sheet, const SheetRow& header, MessageList& messages);

    const QString& sheet() const { return m_sheet; }
    const QList<SheetColumn>& columns() const { return m_columns; }
    bool has(const QString& key) const;
    /// The header as written, for messages; the key itself where the sheet has no such column.
    QString header(const QString& key) const;
    /// The header of that language; where there is none, that of the column.
    QString header(const QString& key, const QString& language) const;
    /// The cell without a language; blank where there is no such column.
    QString cell(const SheetRow& row, const QString& key) const;
    /// All languages of a translatable column. Texts without a language go to `defaultLanguage`; a text in
    /// that language itself wins.
    Texts texts(const SheetRow& row, const QString& key, const QString& defaultLanguage) const;

private:
    QString m_sheet;
    QList<SheetColumn> m_columns;
    QHash<QString, QList<qsizetype>> m_byKey;
};

/// `en` for `English (en)`; the name itself, trimmed, when it has no code.
QString languageCode(const QString& name);

/// `yes`, `true` and their like in any case, with or without `()`.
bool saysYes(const QString& cell);
bool saysNo(const QString& cell);

}  // namespace prohori
