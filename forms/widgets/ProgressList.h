// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormModel.h"

#include <QColor>
#include <QListWidget>

namespace prohori {

/// One line of a list with its progress.
struct ProgressItem {
    QString text;
    FormProgress progress;
    int depth = 0;
    bool heading = false;
    QString detail;  ///< at the end of the line where there are no problems
};

/** A list whose items show how far they are: an empty ring, a full dot, or the number of problems.

    Its colours are properties, set by the style sheet (#navigator, …), for a delegate cannot be styled.
*/
class ProgressList : public QListWidget {
    Q_OBJECT
    Q_PROPERTY(QColor problemBack MEMBER m_problemBack)
    Q_PROPERTY(QColor problemText MEMBER m_problemText)
    Q_PROPERTY(QColor warningBack MEMBER m_warningBack)
    Q_PROPERTY(QColor warningText MEMBER m_warningText)
    Q_PROPERTY(QColor currentBack MEMBER m_currentBack)
public:
    /// What screen readers are told, and what tests read: problems by number, warnings by number, begun or
    /// not.
    enum Roles { Problems = Qt::UserRole, Warnings, Begun, Depth, Heading, Detail };

    ProgressList(const QString& name, const FormModel& model, QWidget* parent);

    /// Replaces the items and marks `current` (-1: none), also where somebody has moved the mark by keys if
    /// `anew`.
    void fill(const QList<ProgressItem>& items, int current, bool anew);
    QString numeral(int number) const;

signals:
    void chosen(int index);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    friend class ProgressDelegate;
    void describe(QListWidgetItem& item, const ProgressItem& from) const;

    const FormModel& m_model;
    QColor m_problemBack{0xfde0de}, m_problemText{0xa3261d}, m_warningBack{0xfcefcb}, m_warningText{0x7a5300},
        m_currentBack{0xe2effb};
};

}  // namespace prohori
