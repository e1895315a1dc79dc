// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace prohori {

/// One row of a sheet: cells in the order of the columns, cleaned as forms.md 2.1 says but not yet interpreted.
struct SheetRow {
    int row = 0;  ///< as the author's program numbers it; 1 is the header
    QStringList cells;
};

struct Sheet {
    QString name;          ///< as written
    SheetRow header;       ///< row 1
    QList<SheetRow> rows;  ///< without rows that hold nothing
};

/// The tables of an XLSForm, whichever file they came from.
struct Workbook {
    QString fileName;  ///< without folder: the form_id where the settings name none
    QByteArray hash;   ///< SHA-256 of what was read
    QString folder;    ///< where lists and media are looked for
    QList<Sheet> sheets;

    /// By name without regard to case; nullptr when there is none.
    const Sheet* sheet(const QString& name) const;
};

inline constexpr qint64 kMostWorkbookBytes = qint64(64) << 20;  ///< of all its parts together
/// Invalid: names the file and the cause.
Error workbookProblem(const QString& fileName, const QString& cause);

/** Reads `.xlsx`, `.md`, or a folder of `.csv` files, told apart by content, not by name.

    Bounded memory whatever the file says (SEC-82, SEC-83): 64 MiB unpacked over all parts, 20,000 survey rows, 200,000 choice rows,
    4,096 columns, 32,768 characters a cell, 4 Mi cells and 32 Mi characters over all; no DOCTYPE, no entities but the five of XML and
    character references, no part outside the archive's own names, no encrypted or doubly named part (XlsxArchive, XmlGuard), sizes
    checked while unpacking and not believed beforehand. Formulas are never evaluated: the stored result counts. Fails with Invalid and a sentence that names file, part and cause; NotFound when there is no such file.
*/
Result<Workbook> readWorkbook(const QString& path);
Result<Workbook> readXlsx(const QByteArray& bytes, const QString& fileName);
Result<Workbook> readMarkdown(const QString& text, const QString& fileName);
Result<Workbook> readCsvFolder(const QString& folder);

/// The same tables in the three forms; reading them back gives the same cells. writeCsvFolder makes the folder. In Markdown, line breaks and
/// other characters that a line cannot hold stand as `&#10;`. CSV is exact: no apostrophe before `=`, since these are sources and no export.
Result<QByteArray> writeXlsx(const Workbook& workbook);
QString writeMarkdown(const Workbook& workbook);
Result<> writeCsvFolder(const Workbook& workbook, const QString& folder);

}  // namespace prohori
