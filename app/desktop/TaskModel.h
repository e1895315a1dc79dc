// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/station/HandoverDesk.h"
#include "app/station/MoveDesk.h"
#include "app/station/TaskList.h"

#include <QAbstractTableModel>

namespace prohori {

/// The tasks of a person as rows: what, under it of which case and until when or since when, and how many days are left. Never a name of a person in
/// a case. A case in which each question is answered already asks for no answer, as far as QuestionWatch has read.
class TaskModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { What, Left, ColumnCount };

    explicit TaskModel(Session& session, QObject* parent = nullptr)
        : QAbstractTableModel(parent),
          m_session(session)
    {}

    /// Reads them anew; costs what TaskList costs, and a fold for each case that is offered to the person or his district.
    void reload();
    const Task* task(const QModelIndex& index) const;
    /// The row of the same task as `task`; invalid when it is done.
    QModelIndex indexOf(const Task& task) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString what(const Task& task) const;
    QString secondLine(const Task& task) const;
    QString dayText(const Task& task) const;
    static QString leftText(const Task& task);

    Session& m_session;
    QList<Task> m_tasks;
    QHash<RecordId, HandoverView> m_offers;    ///< cases that are offered to me
    QHash<RecordId, MoveView> m_moves;         ///< cases that are proposed to my district
    QHash<RecordId, DeclinedView> m_declined;  ///< that another district does not take
};

}  // namespace prohori
