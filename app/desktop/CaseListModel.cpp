// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CaseListModel.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 kDayMs = 24 * 60 * 60 * 1000;
}

QString statusText(const CaseRow& row)
{
    if (row.conflicts > 0)
        return CaseListModel::tr("Conflict");
    if (row.changedSinceApproval)
        return CaseListModel::tr("Changed since approval");
    return Words::phase(row.phase);
}

ChipColour statusColour(const CaseRow& row)
{
    if (row.conflicts > 0 || row.phaseConflict || row.quarantined > 0)
        return ChipColour::Red;
    if (row.changedSinceApproval)
        return ChipColour::Amber;
    switch (row.phase) {
    case RecordPhase::Submitted: return ChipColour::Blue;
    case RecordPhase::Returned:
    case RecordPhase::HqQuery:
    case RecordPhase::Reopened: return ChipColour::Amber;
    case RecordPhase::DistrictApproved:
    case RecordPhase::HqReceived:
    case RecordPhase::HqAccepted: return ChipColour::Green;
    default: return ChipColour::Grey;
    }
}

/// Errors of the form, and conflicts: the same as the pill on the page of the case.
static int openCount(const CaseRow& row)
{
    return row.openProblems.value_or(0) + row.conflicts;
}

bool CaseListModel::tellsOpen(const CaseRow& row) const
{
    return m_showsOpen
        && (row.phase == RecordPhase::Draft || row.phase == RecordPhase::Returned
            || row.phase == RecordPhase::Reopened);
}

QString CaseListModel::openText(const CaseRow& row) const
{
    if (!tellsOpen(row) || !row.openProblems)
        return {};
    const int open = openCount(row);
    return open > 0 ? tr("%Ln problem(s)", nullptr, open) : tr("Ready");
}

QList<RecordId> CaseListModel::uncounted(int first, int last) const
{
    QList<RecordId> found;
    for (int at = std::max(0, first); at <= last && at < m_rows.size(); ++at) {
        if (tellsOpen(m_rows.at(at)) && !m_rows.at(at).openProblems)
            found.append(m_rows.at(at).record);
    }
    return found;
}

void CaseListModel::reread(const RecordId& record)
{
    const QModelIndex at = indexOf(record);
    const auto fresh = m_store.caseRow(record);
    if (!at.isValid() || !fresh)
        return;
    m_rows[at.row()] = *fresh;
    emit dataChanged(at, index(at.row(), ColumnCount - 1));
}

void CaseListModel::setFilter(const CaseFilter& filter, const QList<ComingCase>& coming)
{
    m_filter = filter;
    m_coming = coming;
    reload();
}

void CaseListModel::reload()
{
    beginResetModel();
    m_rows.clear();
    m_complete = false;
    m_filter.after.reset();
    endResetModel();
    if (m_order == Order::Queue)
        fetchQueue();
    else
        fetchMore({});
}

void CaseListModel::setQueueOrder(QueueOrder order)
{
    m_queueOrder = order;
    reload();
}

/// The higher, the earlier a case is looked at; what nobody has judged stands between.
static int riskRank(const QString& code)
{
    static const QStringList kOrder{u"low"_s, u"medium"_s, QString(), u"high"_s, u"critical"_s};
    return static_cast<int>(code == u"unknown"_s ? kOrder.indexOf(QString()) : kOrder.indexOf(code));
}

QString CaseListModel::riskOf(const CaseRow& row) const
{
    if (!m_riskOf)
        return row.riskLevel;
    auto& [asOf, risk] = m_risks[row.record];
    if (asOf != row.updated) {
        asOf = row.updated;
        risk = m_riskOf(row.record);
    }
    return risk;
}

bool CaseListModel::stands(const CaseRow& one, const CaseRow& other) const
{
    if (m_queueOrder == QueueOrder::Deadline && daysLeft(one) != daysLeft(other))
        return daysLeft(one).value_or(std::numeric_limits<int>::max())
             < daysLeft(other).value_or(std::numeric_limits<int>::max());
    if (m_queueOrder == QueueOrder::Risk && riskRank(riskOf(one)) != riskRank(riskOf(other)))
        return riskRank(riskOf(one)) > riskRank(riskOf(other));
    return one.phaseSince < other.phaseSince;
}

std::optional<int> CaseListModel::daysLeft(const CaseRow& row) const
{
    const auto due = !m_deadlines            ? std::nullopt
                   : m_order == Order::Queue ? m_deadlines->dueOf(row)
                                             : m_deadlines->nearestOf(row);
    return due ? std::optional(static_cast<int>(m_clock.today().daysTo(*due))) : std::nullopt;
}

QString CaseListModel::dueText(const CaseRow& row) const
{
    const auto left = daysLeft(row);
    return left ? daysText(*left) : QString();
}

QString CaseListModel::daysText(int left)
{
    return left < 0  ? tr("%Ln day(s) overdue", nullptr, -left)
         : left == 0 ? tr("due today")
                     : tr("%Ln day(s) left", nullptr, left);
}

QString CaseListModel::namesOf(const QList<PersonId>& persons) const
{
    QStringList names;
    for (const PersonId person : persons) {
        QString& name = m_names[person];
        if (name.isEmpty()) {
            const PersonInfo* known = m_store.directory().person(person);
            name = known ? known->name : QString::number(person);
        }
        names.append(name);
    }
    return QLocale().createSeparatedList(names);
}

QString CaseListModel::holderText(const CaseRow& row) const
{
    QStringList parts;
    if (row.holders.size() > 1)
        parts.append(tr("held by %1: settle who goes on").arg(namesOf(row.holders)));
    else if (!row.holders.isEmpty() && row.holders.first() != m_reader)
        parts.append(tr("held by %1").arg(namesOf(row.holders)));
    if (!row.offeredTo.isEmpty())
        parts.append(tr("offered to %1").arg(namesOf(row.offeredTo)));
    if (!row.movingTo.isEmpty())
        parts.append(tr("%1 proposes it to %2").arg(Words::scope(row.home), Words::scope(row.movingTo)));
    return parts.join(u" · "_s);
}

/// Everything that waits, because the longest waiting stands in the last page of the store's order.
void CaseListModel::fetchQueue()
{
    QList<CaseRow> all;
    CaseFilter filter = m_filter;
    for (;;) {
        const auto page = m_store.cases(filter);
        if (!page || page->isEmpty())
            break;
        all += *page;
        filter.after = PageKey{page->last().updated.msSinceEpoch, page->last().key};
    }
    std::stable_sort(all.begin(), all.end(),
                     [this](const CaseRow& one, const CaseRow& other) { return stands(one, other); });
    m_complete = true;
    if (all.isEmpty())
        return;
    beginInsertRows({}, 0, static_cast<int>(all.size()) - 1);
    m_rows = all;
    endInsertRows();
}

const CaseRow* CaseListModel::row(const QModelIndex& index) const
{
    return index.isValid() && index.row() < m_rows.size() ? &m_rows[index.row()] : nullptr;
}

QModelIndex CaseListModel::indexOf(const RecordId& record) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].record == record)
            return index(i, 0);
    }
    return {};
}

int CaseListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size() + (m_complete ? m_coming.size() : 0));
}

int CaseListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CaseListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Case: return tr("Case");
    case Status: return tr("Status");
    case Persons: return tr("Victims / suspects");
    case Place: return tr("District");
    case Time: return m_order == Order::Queue ? tr("Waiting") : tr("Changed");
    default: return {};
    }
}

QVariant CaseListModel::data(const QModelIndex& index, int role) const
{
    if (const ComingCase* line = coming(index))
        return comingData(*line, index.column(), role);
    const CaseRow* found = row(index);
    if (!found)
        return {};
    switch (role) {
    case Qt::AccessibleTextRole:
        if (index.column() == Status)
            return QStringList{statusText(*found), openText(*found)}.join(u' ').trimmed();
        return index.column() == Case
                 ? u"%1, %2 %3"_s.arg(found->localRef, statusText(*found), openText(*found)).trimmed()
                 : text(*found, index.column());
    case Qt::DisplayRole: return text(*found, index.column());
    case RowDelegate::ChipText: return index.column() == Status ? statusText(*found) : QString();
    case RowDelegate::ChipKind: return static_cast<int>(statusColour(*found));
    case RowDelegate::OtherChipText: return index.column() == Status ? otherChip(*found).first : QString();
    case RowDelegate::OtherChipKind: return static_cast<int>(otherChip(*found).second);
    case RowDelegate::SecondLine:
        if (index.column() != Case)
            return {};
        return secondLine(*found);
    default: return {};
    }
}

/// In the queue that a case is overdue, elsewhere how much is open in it, or else that it is overdue.
std::pair<QString, ChipColour> CaseListModel::otherChip(const CaseRow& row) const
{
    if (m_order == Order::Queue)
        return {daysLeft(row).value_or(0) < 0 ? tr("Overdue") : QString(), ChipColour::Red};
    const QString open = openText(row);
    if (open.isEmpty() && daysLeft(row).value_or(0) < 0)
        return {tr("Overdue"), ChipColour::Red};
    return {open, openCount(row) > 0 ? ChipColour::Amber : ChipColour::Green};
}

QString CaseListModel::secondLine(const CaseRow& row) const
{
    QStringList parts{Words::caseClass(row.caseClass)};
    if (!row.nationalRef.isEmpty())
        parts.prepend(row.nationalRef);
    if (m_order == Order::Queue && m_queueOrder == QueueOrder::Risk && !riskOf(row).isEmpty())
        parts.append(tr("Safety risk: %1").arg(Words::label(u"risk_level"_s, riskOf(row))));
    if (const QString due = dueText(row); !due.isEmpty())
        parts.append(due);
    if (row.laterRows > 0)
        parts.append(tr("%Ln later row(s) to look at", nullptr, row.laterRows));
    if (const QString holder = holderText(row); !holder.isEmpty())
        parts.append(holder);
    if (row.unsent > 0)
        parts.append(tr("not sent yet"));
    return parts.join(u" · "_s);
}

QVariant CaseListModel::text(const CaseRow& row, int column) const
{
    switch (column) {
    case Case: return row.localRef;
    case Persons: return u"%1 / %2"_s.arg(Words::number(row.victims), Words::number(row.suspects));
    case Place: return Words::scope(row.districtCode);
    case Time: return timeText(row);
    default: return {};
    }
}

QString CaseListModel::timeText(const CaseRow& row) const
{
    if (m_order == Order::Queue) {
        const qint64 days = (m_clock.now().msSinceEpoch - row.phaseSince.msSinceEpoch) / kDayMs;
        return days <= 0 ? tr("since today") : tr("%Ln day(s)", nullptr, static_cast<int>(days));
    }
    return momentText(row.updated);
}

QString CaseListModel::momentText(Instant moment) const
{
    const QDateTime changed = QDateTime::fromMSecsSinceEpoch(moment.msSinceEpoch);
    const bool thisYear = changed.date().year() == m_clock.today().year();
    return QLocale().toString(changed, thisYear ? u"d MMM, HH:mm"_s : u"d MMM yyyy"_s);
}

bool CaseListModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_complete;
}

void CaseListModel::fetchMore(const QModelIndex&)
{
    const auto page = m_store.cases(m_filter);
    if (!page || page->isEmpty()) {
        complete();
        return;
    }
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(page->size()) - 1);
    m_rows += *page;
    endInsertRows();
    m_filter.after = PageKey{page->last().updated.msSinceEpoch, page->last().key};
    if (page->size() < m_filter.limit)
        complete();
}

}  // namespace prohori
