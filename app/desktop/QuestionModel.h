// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/QueryList.h"

#include <QAbstractTableModel>

namespace prohori {

class QuestionWatch;

/// Which questions are shown.
enum class QuestionFilter { Mine, Open, WithClosed };

/// The questions of a QuestionWatch as rows: about which answer, under it of which case and what was said last; whose turn it is; and for how long it
/// is open. Never a name of a person in a case.
class QuestionModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { What, Turn, Since, ColumnCount };

    /// @param byNationalRef headquarters knows cases by that number, where they have one.
    QuestionModel(const QuestionWatch& watch, bool byNationalRef, QObject* parent = nullptr);

    /// @param number part of the number of a case, in digits of either language; empty: all.
    void setFilter(QuestionFilter which, const QString& number);
    void reload();
    const CaseQuery* query(const QModelIndex& index) const;
    /// The row of the same question; invalid when it is not shown.
    QModelIndex indexOf(const CaseQuery& query) const;
    /// About what it is: the question of the form, with its row.
    static QString about(const CaseQuery& query);
    QString caseName(const CaseQuery& query) const;
    /// What was said, or why that cannot be read.
    static QString words(const QueryView::Line& line);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool fits(const CaseQuery& query) const;
    QString secondLine(const CaseQuery& query) const;
    static QString turnText(const CaseQuery& query);
    static QString daysText(const CaseQuery& query);

    const QuestionWatch& m_watch;
    const bool m_byNationalRef;
    QuestionFilter m_which = QuestionFilter::Open;
    QString m_number;
    QList<CaseQuery> m_rows;
};

}  // namespace prohori
