// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace prohori {

/// One record of a CSV file. `row` counts records from 1, as a spreadsheet does: a cell with line breaks is one row.
struct CsvRow {
    int row = 0;
    QStringList cells;
};

/// What is wrong with a CSV file, and where. `column` counts from 1; 0 = the whole row.
struct CsvProblem {
    int row = 0;
    int column = 0;
    QString text;
};

struct CsvFile {
    QList<CsvRow> rows;  ///< empty rows are left out; the others keep their number
    QList<CsvProblem> problems;
};

/** Reads CSV as RFC 4180 says: commas, quotes doubled inside quotes, line breaks inside quotes, CRLF or LF.

    A byte order mark is skipped. Bytes that are no UTF-8, NUL characters, a quote that is never closed and text after a closing
    quote are problems; the rest of the file is still read, so that all of them are told at once. No I/O; O(n).
*/
CsvFile readCsv(const QByteArray& bytes);

}  // namespace prohori
