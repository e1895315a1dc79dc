// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Theme.h"
#include "app/station/Deadlines.h"
#include "core/storage/Store.h"

#include <QAbstractTableModel>
#include <QHash>

#include <functional>
#include <utility>

namespace prohori {

/// The state of a case in words, and in which colour it stands: also on the page of the case.
QString statusText(const CaseRow& row);
ChipColour statusColour(const CaseRow& row);

/** Cases of one filter, fetched in keyset pages of 100 as the list is scrolled. Never a name, only what identifies nobody.

    Tells who holds a case and to whom it is offered, also to which district. As a queue it holds all that wait and tells since when. Where deadlines are given, a case tells how many days are left, and that it is
    overdue.
*/
class CaseListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Case, Status, Persons, Place, Time, ColumnCount };

    enum class Order { NewestFirst, Queue };
    /// What stands first in a queue; what is equal stands by its waiting time.
    enum class QueueOrder { Waiting, Deadline, Risk };

    CaseListModel(const Store& store, const Clock& clock, Order order, QObject* parent = nullptr)
        : QAbstractTableModel(parent),
          m_store(store),
          m_clock(clock),
          m_order(order)
    {}

    /// Cases that are still entered tell how much is open, "3 problems" or "Ready", as far as it was counted in the state they are in.
    void setShowsOpen(bool shows) { m_showsOpen = shows; }
    /// `deadlines` must outlive the model.
    void setDeadlines(const Deadlines& deadlines) { m_deadlines = &deadlines; }
    void setQueueOrder(QueueOrder order);
    /// The safety risk of a case as the reader can read it; it is sealed to the store. Asked for once for each state of a case, where the
    /// queue goes by risk. What it stands on must outlive the model.
    using RiskReader = std::function<QString(const RecordId& record)>;
    void setRiskReader(RiskReader reader) { m_riskOf = std::move(reader); }
    /// Whose list it is: what he alone holds goes without saying. Else everybody is named who holds a case.
    void setReader(PersonId reader) { m_reader = reader; }
    /// Days until the clock of the case runs out, less than 0 when it has; nothing where none runs. Of a queue it is the clock of what the
    /// queue waits for, elsewhere also what the law sets for the case.
    std::optional<int> daysLeft(const CaseRow& row) const;
    /// "3 days left", "due today", "2 days overdue".
    static QString daysText(int left);
    /// Which of these rows could tell it and cannot yet.
    QList<RecordId> uncounted(int first, int last) const;
    /// Reads one case again.
    void reread(const RecordId& record);
    /// @param coming stand behind all rows, greyed and not to be chosen: they are no cases yet, and row() has none of them.
    void setFilter(const CaseFilter& filter, const QList<ComingCase>& coming = {});
    void reload();
    const CaseRow* row(const QModelIndex& index) const;
    QModelIndex indexOf(const RecordId& record) const;
    /// Rows that are cases, as far as they are fetched.
    int cases() const { return static_cast<int>(m_rows.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

private:
    QString timeText(const CaseRow& row) const;
    QString momentText(Instant moment) const;
    const ComingCase* coming(const QModelIndex& index) const;
    QVariant comingData(const ComingCase& coming, int column, int role) const;
    void complete();
    QString secondLine(const CaseRow& row) const;
    QVariant text(const CaseRow& row, int column) const;
    void fetchQueue();
    bool stands(const CaseRow& one, const CaseRow& other) const;
    QString dueText(const CaseRow& row) const;
    QString holderText(const CaseRow& row) const;
    QString namesOf(const QList<PersonId>& persons) const;
    bool tellsOpen(const CaseRow& row) const;
    QString openText(const CaseRow& row) const;
    QString riskOf(const CaseRow& row) const;
    std::pair<QString, ChipColour> otherChip(const CaseRow& row) const;

    const Store& m_store;
    const Clock& m_clock;
    Order m_order;
    CaseFilter m_filter;
    QList<CaseRow> m_rows;
    QList<ComingCase> m_coming;  ///< shown when all rows are there
    bool m_complete = false;
    bool m_showsOpen = false;
    const Deadlines* m_deadlines = nullptr;
    PersonId m_reader = 0;
    mutable QHash<PersonId, QString> m_names;
    QueueOrder m_queueOrder = QueueOrder::Waiting;
    RiskReader m_riskOf;
    mutable QHash<RecordId, std::pair<Instant, QString>> m_risks;  ///< as of the row's last change
};

}  // namespace prohori
