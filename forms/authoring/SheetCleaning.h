// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/Workbook.h"

#include <optional>

namespace prohori {

/// What forms.md 2.1 does to a cell of any sheet: non-breaking spaces and curly quotes become plain ones, line breaks become `\n`, other
/// control characters but tabs go, white space alone is nothing. O(n); shares the text where there is nothing to do.
QString cleanCell(const QString& text);

/** Collects the rows of one sheet within its limits, whatever file they come from.

    Survey, settings and entities: 20,000 rows; choices and external_choices: 200,000; any other sheet: 20,000, beyond which only its name
    is kept, since nothing reads it. 4,096 columns, 32,768 characters a cell; over all sheets 4 Mi cells and 32 Mi characters.
*/
class SheetCollector {
public:
    explicit SheetCollector(Workbook& workbook) : m_workbook(workbook) {}

    void begin(const QString& name);
    /// One row, its cells in order; cleaned here. Row 1 is the header. A sentence when a limit is exceeded, else nothing.
    std::optional<QString> add(int row, QStringList cells);
    /// False when nothing more of this sheet is wanted.
    bool wanted() const { return !m_dropped; }
    /// Sorts the rows of the sheet. A sentence when a row occurs twice.
    std::optional<QString> end();

private:
    std::optional<QString> checkLimits(const QStringList& cells);

    Workbook& m_workbook;
    bool m_known = false, m_dropped = false;
    qsizetype m_maxRows = 0;
    qsizetype m_cells = 0, m_characters = 0;
};

constexpr int MaxSheetColumns = 4096;
constexpr int MaxSheetRow = 1048576;  ///< the last row of the programs that write .xlsx
constexpr qsizetype MaxCellCharacters = 32768;

/// Is this one of the sheets that forms.md 2.1 names?
bool isKnownSheet(const QString& name);

/// The last step of reading: in `survey`, runs of spaces collapse and cells are trimmed, unless the setting clean_text_values is `no`;
/// header cells are trimmed everywhere; trailing empty cells and rows with nothing go.
void finishWorkbook(Workbook& workbook);

}  // namespace prohori
