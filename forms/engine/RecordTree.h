// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormProgram.h"

#include <QJsonArray>
#include <QMap>
#include <QSet>

#include <memory>
#include <vector>

namespace prohori {

/// What only few answers have.
struct CellExtra {
    QString note;
    QMap<QString, QString> confirmed;  ///< kind of the warning → note of who confirmed it
    bool kept = false;                 ///< came with a record of another version, where this choice was known
    bool isEmpty() const { return note.isEmpty() && confirmed.isEmpty() && !kept; }
};

/// One question, group or instance in a frame.
struct RecordCell {
    FormNode* node = nullptr;  ///< owned by the tree; its text is the effective value
    QString answer;            ///< as written, or what was calculated
    QString offered;           ///< a select whose choices are filtered: what of the answer is offered now
    bool ownRelevant = true;   ///< by its own expression
    bool unsure = false;       ///< a sealed answer decides whether it is relevant
    bool required = false;
    bool readonly = false;
    bool broken = false;    ///< its constraint does not hold
    bool doubtful = false;  ///< its check does not hold
    std::unique_ptr<CellExtra> extra;
};

struct RecordFrame;

/// The instances of one repeat in one frame.
struct RecordRows {
    FormNode* anchor = nullptr;  ///< stands before the instances; in no node-set
    std::vector<std::unique_ptr<RecordFrame>> frames;
    QJsonArray parked;       ///< surplus instances, in order
    int wanted = 0;          ///< of repeat_count, before the limit
    bool confirmed = false;  ///< that surplus instances will be lost
    QString confirmation;    ///< the note of who confirmed it
};

/** The record itself, or one instance of a repeat: a cell for each of its questions that no inner repeat holds.

    Cells stand in the order of ProgramShape::items, rows in that of ProgramShape::repeats, so an answer is found without search.
*/
struct RecordFrame {
    int shape = 0;
    RecordFrame* parent = nullptr;
    int slot = -1;  ///< of its repeat in the parent
    QString id;     ///< the permanent `@id`
    std::vector<RecordCell> cells;
    std::vector<RecordRows> rows;
    std::vector<quint8> marks;  ///< by ProgramVertex::mark
    int touched = 0;            ///< things done by hand in it, and not undone
    bool fresh = true;          ///< made in this recalculation
    bool gone = false;          ///< taken out in this recalculation

    static constexpr quint8 kDirty = 1;
    static constexpr quint8 kFault = 2;

    FormNode* node() const { return cells.front().node; }
    /// Its place among its siblings, from 0.
    int place() const;
    /// The frame of that shape around it, or itself.
    RecordFrame* around(int wanted);
};

}  // namespace prohori
