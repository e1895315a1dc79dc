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

/** A list whose items show how far they are: how many of the questions asked are answered, and a sign for the state: an empty ring (not
    started), a half one (in progress), a tick (complete), or the number of problems; and before it, where people have asked about its answers,
    how many of their questions are open ("? 2"). Long texts wrap.

    Its colours are properties, set by the style sheet (#navigator, …), for a delegate cannot be styled.
*/
class ProgressList : public QListWidget {
    Q_OBJECT
    Q_PROPERTY(QColor problemBack MEMBER m_problemBack)
    Q_PROPERTY(QColor problemText MEMBER m_problemText)
    Q_PROPERTY(QColor warningBack MEMBER m_warningBack)
    Q_PROPERTY(QColor warningText MEMBER m_warningText)
    Q_PROPERTY(QColor currentBack MEMBER m_currentBack)
    Q_PROPERTY(QColor completeText MEMBER m_completeText)
    Q_PROPERTY(QColor questionBack MEMBER m_questionBack)
    Q_PROPERTY(QColor questionText MEMBER m_questionText)
public:
    /// What screen readers are told, and what tests read: problems by number, warnings by number, begun or
    /// not, the ProgressState, "answered/asked", and open questions by number.
    enum Roles { Problems = Qt::UserRole, Warnings, Begun, Depth, Heading, Detail, State, Count, Questions };

    ProgressList(const QString& name, const FormModel& model, QWidget* parent);

    /// Replaces the items and marks `current` (-1: none), also where somebody has moved the mark by keys if
    /// `anew`.
    void fill(const QList<ProgressItem>& items, int current, bool anew);
    QString numeral(int number) const;

signals:
    void chosen(int index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    friend class ProgressDelegate;
    QString stateText(const ProgressItem& from) const;
    void describe(QListWidgetItem& item, const ProgressItem& from) const;

    const FormModel& m_model;
    QColor m_problemBack{0xfde0de}, m_problemText{0xa3261d}, m_warningBack{0xfcefcb}, m_warningText{0x7a5300},
        m_currentBack{0xe2effb}, m_completeText{0x1b6b39}, m_questionBack{0x0b5cad}, m_questionText{0xffffff};
};

}  // namespace prohori
