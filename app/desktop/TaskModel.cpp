// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/TaskModel.h"

#include "app/desktop/CaseListModel.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/QuestionWatch.h"

#include <QLocale>

namespace prohori {

using namespace Qt::StringLiterals;

void TaskModel::reload()
{
    beginResetModel();
    const auto tasks = TaskList(m_session.station(), m_session.deadlines()).tasks();
    m_tasks = tasks ? *tasks : QList<Task>();
    m_tasks.removeIf([this](const Task& task) {
        return task.kind == TaskKind::Question && m_session.questions().isAnswered(task.row.record);
    });
    m_offers.clear();
    m_moves.clear();
    m_declined.clear();
    const HandoverDesk desk(m_session.station());
    const MoveDesk moves(m_session.station());
    for (const Task& one : std::as_const(m_tasks)) {
        if (one.kind == TaskKind::Move) {
            const auto proposed = moves.moves(one.row.record);
            if (proposed && !proposed->isEmpty())
                m_moves.insert(one.row.record, proposed->first());
        }
        if (one.kind == TaskKind::Declined) {
            const auto declined = moves.declined(one.row.record);
            if (declined && !declined->isEmpty())
                m_declined.insert(one.row.record, declined->first());
        }
        if (one.kind != TaskKind::Handover)
            continue;
        const auto open = desk.proposals(one.row.record);
        for (const HandoverView& offer : open ? *open : QList<HandoverView>()) {
            if (offer.to == m_session.station().me().person)
                m_offers.insert(offer.record, offer);
        }
    }
    endResetModel();
}

const Task* TaskModel::task(const QModelIndex& index) const
{
    return index.isValid() && index.row() < m_tasks.size() ? &m_tasks.at(index.row()) : nullptr;
}

QModelIndex TaskModel::indexOf(const Task& wanted) const
{
    for (qsizetype i = 0; i < m_tasks.size(); ++i) {
        const Task& one = m_tasks.at(i);
        if (one.kind == wanted.kind && one.what == wanted.what && one.row.record == wanted.row.record)
            return index(static_cast<int>(i), 0);
    }
    return {};
}

int TaskModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tasks.size());
}

int TaskModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

/// A date of the law or a clock, as what has to be done.
static QString dateWords(const QString& what)
{
    const QHash<QString, QString> words{
        {u"inquiry"_s, TaskModel::tr("Tribunal inquiry ends")},
        {u"investigation"_s, TaskModel::tr("Investigation ends")},
        {u"more_time"_s, TaskModel::tr("Last day to ask for more time")},
        {u"search_report"_s, TaskModel::tr("Report on the search")},
        {u"trial"_s, TaskModel::tr("Time for the trial ends")},
        {u"explanation"_s, TaskModel::tr("Explanation to the High Court Division")},
        {u"notice"_s, TaskModel::tr("Order to the absent accused")},
        {u"appeal"_s, TaskModel::tr("Last day for an appeal")},
        {u"travel_ban"_s, TaskModel::tr("Travel ban ends")},
        {u"shelter_report"_s, TaskModel::tr("Six-monthly shelter report")},
        {u"victim_update"_s, TaskModel::tr("Tell the victim the progress")},
        {u"referral"_s, TaskModel::tr("Refer the identified person")},
        {u"update_arrest"_s, TaskModel::tr("Update after the arrest")},
        {u"update_charge_sheet"_s, TaskModel::tr("Update after the charge sheet")},
        {u"update_charge_framed"_s, TaskModel::tr("Update after the charge was framed")},
        {u"update_judgment"_s, TaskModel::tr("Update after the judgment")},
    };
    return words.value(what, what);
}

QString TaskModel::what(const Task& task) const
{
    switch (task.kind) {
    case TaskKind::Handover: return tr("%1 offers you this case").arg(m_offers.value(task.row.record).byName);
    case TaskKind::Move: return tr("Offered by %1: %2").arg(Words::scope(task.row.home), task.row.localRef);
    case TaskKind::Declined:
        return tr("%1 does not take it: %2").arg(Words::scope(task.row.declinedBy), task.row.localRef);
    case TaskKind::Returned: return tr("Returned: answer and submit again");
    case TaskKind::HqQuery: return tr("The Ministry asks: answer and submit again");
    case TaskKind::Question: return tr("Answer a question");
    case TaskKind::Conflict: return tr("Settle a conflict");
    case TaskKind::Correct: return tr("Reopened: correct and submit");
    case TaskKind::Submit: return tr("Submit the draft");
    case TaskKind::Review: return tr("Review and decide");
    case TaskKind::Again: return tr("Changed since approval: look again");
    case TaskKind::LaterFacts: return tr("Look at the later facts");
    case TaskKind::Ministry: return tr("Check for the Ministry");
    case TaskKind::Date: break;
    }
    return dateWords(task.what);
}

QString TaskModel::secondLine(const Task& task) const
{
    if (task.kind == TaskKind::Move) {
        const MoveView move = m_moves.value(task.row.record);
        QStringList told{tr("open it, and accept it into your district or decline it"), move.byName,
                         move.note};
        told.removeAll(QString());
        return told.join(u" · "_s);
    }
    if (task.kind == TaskKind::Declined) {
        const DeclinedView declined = m_declined.value(task.row.record);
        QStringList told{declined.byName, declined.reason, tr("open it to go on with it")};
        told.removeAll(QString());
        return told.join(u" · "_s);
    }
    QStringList parts{task.row.localRef, dayText(task)};
    const HandoverView offer = m_offers.value(task.row.record);
    if (task.kind == TaskKind::Handover && offer.from != offer.by)
        parts.append(tr("held by %1").arg(offer.fromName));
    if (task.kind == TaskKind::Handover && !offer.note.isEmpty())
        parts.append(offer.note);
    return parts.join(u" · "_s);
}

QString TaskModel::dayText(const Task& task) const
{
    const QDate day = task.due.isValid() ? task.due : task.since;
    const bool isNear = day.year() == m_session.station().clock().today().year();
    const QString shown = QLocale().toString(day, isNear ? u"d MMMM"_s : u"d MMM yyyy"_s);
    return task.due.isValid() ? tr("until %1").arg(shown) : tr("since %1").arg(shown);
}

QString TaskModel::leftText(const Task& task)
{
    return task.left ? CaseListModel::daysText(*task.left) : QString();
}

QVariant TaskModel::data(const QModelIndex& index, int role) const
{
    const Task* found = task(index);
    if (!found)
        return {};
    switch (role) {
    case Qt::AccessibleTextRole:
        return QStringList{what(*found), secondLine(*found), leftText(*found)}.join(u", "_s);
    case Qt::DisplayRole: return index.column() == What ? what(*found) : QString();
    case RowDelegate::SecondLine: return index.column() == What ? secondLine(*found) : QString();
    case RowDelegate::ChipText: return index.column() == Left ? leftText(*found) : QString();
    case RowDelegate::ChipKind: {
        const int left = found->left.value_or(1);
        return static_cast<int>(left < 0    ? ChipColour::Red
                                : left <= 2 ? ChipColour::Amber
                                            : ChipColour::Grey);
    }
    default: return {};
    }
}

QVariant TaskModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case What: return tr("What to do");
    case Left: return tr("Days left");
    default: return {};
    }
}

}  // namespace prohori
