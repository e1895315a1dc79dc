// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QDialog>
#include <QTableWidget>

#include <optional>

namespace prohori {

/// Answers beside each other, to read: rows that wrap, headings between them, and what differs in bold. Tab goes on, the arrow keys move.
class AnswerTable : public QTableWidget {
    Q_OBJECT
public:
    /// @param told what the table is called for those who do not see it.
    AnswerTable(const QStringList& columns, const QString& name, const QString& told, QWidget* parent);

    /// A line over all columns that names what follows.
    void addHeading(const QString& text, bool marked = false);
    /// @param at where the answer stands, for answerAt().
    void addLine(const QStringList& cells, const std::optional<AnswerPath>& at = {}, bool marked = false);
    void clearLines();
    /// Of the line that is chosen; nothing on a heading.
    std::optional<AnswerPath> answerAt() const;
    /// Chooses the next marked line after the chosen one, around the end; false when there is none.
    bool nextMarked();

private:
    QHash<int, AnswerPath> m_places;
    QList<int> m_marked;
};

/// Large letters must not make a dialog larger than the window that it stands in. `wanted` is in units of Theme::px.
void giveRoom(QDialog& dialog, const QSize& wanted);

}  // namespace prohori
