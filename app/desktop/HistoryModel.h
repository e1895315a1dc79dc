// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"
#include "app/station/HistoryWords.h"

#include <QAbstractTableModel>

namespace prohori {

/// A question by its group and field; field 0 is the rows of the group themselves.
using HistoryQuestion = std::pair<quint32, quint32>;

/// Which lines of a history are shown; what is empty asks for everything.
struct HistoryFilter {
    std::optional<PersonId> person;
    std::optional<QDate> day;  ///< by the clock of the computer it was written on
    std::optional<HistoryQuestion> question;
    QString words;  ///< in question, from, to or reason
};

/** The history of one case, newest first: a line for each value a change wrote, act it did and remark it made.

    A line tells by itself who, in which role, when by his clock and when the server got it, what, from, to and why. Holds at most some
    thousand lines; filtering is O(lines).
*/
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { When, Who, What, From, To, Why, ColumnCount };

    /// `engine` must outlive the model; the rest is copied.
    HistoryModel(const FormEngine& engine, const Answers& answers, const QList<HistoryEntry>& entries,
                 QObject* parent = nullptr);

    void setFilter(const HistoryFilter& filter);
    /// The people and the days in it, for the filters; people by name, days newest first.
    QList<std::pair<PersonId, QString>> people() const;
    QList<QDate> days() const;
    /// What was asked where something was written, by its words.
    QList<std::pair<HistoryQuestion, QString>> questions() const;
    /// The change that a line belongs to; nullptr outside.
    const HistoryEntry* entry(const QModelIndex& index) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Line {
        qsizetype entry = 0;
        const HistoryField* field = nullptr;  ///< of the change as a whole: none
        QStringList cells;                    ///< by column
    };
    void addLines(qsizetype at);
    QString when(const HistoryEntry& entry) const;
    QStringList cells(const HistoryEntry& entry, const HistoryLine& line) const;
    bool fits(const Line& line) const;

    const FormEngine& m_engine;
    Answers m_answers;
    const QList<HistoryEntry> m_entries;
    HistoryWords m_words;
    HistoryFilter m_filter;
    QList<Line> m_lines;
    QList<qsizetype> m_shown;
};

}  // namespace prohori
