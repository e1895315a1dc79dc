// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

#include <optional>

namespace prohori {

/** The cells of one line of a Markdown table, trimmed and unescaped; the first is the sheet column. Nothing for a line that is none: text,
    a comment (`#` at the start), a line of pipes and dashes. What follows the last pipe is a comment, too.

    `\|` is a pipe; of the character references only those that writeMarkdown() needs are read: `&#9;` `&#10;` `&#32;` `&#38;` `&#45;`.
*/
std::optional<QStringList> markdownCells(QStringView line);

/// A cell as markdownCells() reads it back.
QString markdownCell(const QString& text);

}  // namespace prohori
