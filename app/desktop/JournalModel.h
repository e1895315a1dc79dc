// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/JournalDesk.h"

#include <QAbstractTableModel>

namespace prohori {

/// Lines of a journal for people, newest first, read a page at a time. Two lines of text a row (RowDelegate).
class JournalModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kShortId = 8;  ///< letters of an id that stands for a station or a case
    enum Column { When, What, Who, Where, Case, ColumnCount };

    explicit JournalModel(const Station& station, const JournalDesk& desk, QObject* parent = nullptr);

    /// Forgets what was read and begins anew; an error leaves the table empty.
    Result<> show(Store::Journals whose, const JournalFilter& filter);
    /// How many lines fit, also those that were not read yet.
    qint64 total() const { return m_total; }

    static QString eventText(JournalEvent event);
    /// What is said of the reason, or instead of one.
    static QString reasonText(JournalEvent event, const QString& reason);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

private:
    QString first(const JournalView& view, int column) const;
    QString second(const JournalView& view, int column) const;
    QString detail(const JournalView& view, int column) const;
    QString caseOf(const RecordId& record) const;

    const Station& m_station;
    const JournalDesk& m_desk;
    Store::Journals m_whose = Store::Journals::Own;
    JournalFilter m_filter;
    QList<JournalView> m_lines;
    qint64 m_total = 0;
};

}  // namespace prohori
