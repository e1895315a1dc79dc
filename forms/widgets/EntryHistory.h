// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QJsonArray>

#include <functional>

namespace prohori {

/// A row that was added or taken away, and its index in Answers::rows.
struct CutRow {
    qsizetype at = 0;
    AnswerRow row;
};

/// One thing that a person did to the answers.
struct EntryStep {
    enum class Kind { Edit, AddRow, RemoveRow };
    Kind kind = Kind::Edit;
    AnswerPath path;  ///< the field, or the row (field 0)
    Answer before, after;
    bool wasCarried = false;  ///< the answer before was carried forward and not confirmed
    QList<CutRow> rows;       ///< of a row: it and all inside it
    QList<std::pair<AnswerPath, Answer>> values;
};

/// What stands in a file for an answer: lets the caller close what is not to be kept.
using AnswerFilter = std::function<Answer(const AnswerPath&, const Answer&)>;

/// A path as an array `[group, row, field]`, and back; field 0 where it cannot be read.
QJsonArray pathToJson(const AnswerPath& path);
AnswerPath pathFromJson(const QJsonArray& array);

/** What was done in an open case, in order: one list for undo and redo.

    What is typed into a field between entering and leaving it is one step; a step that changed nothing is none. After a new step nothing
    can be done again. Keeps the last 200 steps. A value type.
*/
class EntryHistory {
public:
    void clear();
    void noteEdit(const AnswerPath& path, const Answer& before, const Answer& after, bool wasCarried);
    void noteRows(const EntryStep& step);
    /// The field was left: what is typed next is a step of its own.
    void close();

    bool canUndo() const { return m_at > 0; }
    bool canRedo() const { return m_at < m_steps.size(); }
    /// The step to take back, or to do again; the caller does it and then calls wentBack() or wentOn().
    EntryStep& toUndo() { return m_steps[m_at - 1]; }
    EntryStep& toRedo() { return m_steps[m_at]; }
    const EntryStep& toUndo() const { return m_steps[m_at - 1]; }
    const EntryStep& toRedo() const { return m_steps[m_at]; }
    void wentBack() { m_at -= 1; }
    void wentOn() { m_at += 1; }

    /// The last steps, with answers as `filter` gives them. Reads what it wrote; anything else gives an empty history.
    QJsonArray toJson(const AnswerFilter& filter) const;
    void fromJson(const QJsonArray& steps, qsizetype at);
    qsizetype keptAt() const;

private:
    void add(const EntryStep& step);

    QList<EntryStep> m_steps;
    qsizetype m_at = 0;   ///< steps before it are done, those from it on are undone
    bool m_open = false;  ///< the last step is still being typed
};

}  // namespace prohori
