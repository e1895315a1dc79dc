// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormModel.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace prohori {

class ProgressList;

/// The rows of one repeat: a list, and the buttons that add and remove. The detail of the open row stands
/// below it.
class RowsPane final : public QFrame {
    Q_OBJECT
public:
    RowsPane(FormModel& model, quint32 group, const QString& parentRow, QWidget* parent);

    quint32 group() const { return m_group; }
    const QString& parentRow() const { return m_parentRow; }
    QPushButton* addButton() const { return m_add; }
    /// The row that is marked; empty without rows.
    QString currentRow() const;
    void refresh(const QString& openRow);

signals:
    void rowChosen(const QString& row);
    void addWanted(quint32 group, const QString& parentRow);
    void removeWanted(const QString& row);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitList();

    FormModel& m_model;
    const quint32 m_group;
    const QString m_parentRow;
    QLabel* m_title;
    QLabel* m_empty;
    QLabel* m_problem;
    ProgressList* m_list;
    QPushButton* m_add;
    QPushButton* m_remove;
    QStringList m_rows;
    QString m_open;
};

}  // namespace prohori
