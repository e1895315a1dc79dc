// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/JournalModel.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QDateTime>
#include <QLocale>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kPage = 200;
const QString kSince = u"-since-"_s;
const QString kHub = u"hub"_s;
}  // namespace

/// By the clock of this computer.
static QDateTime timeOf(const JournalView& view)
{
    return QDateTime::fromMSecsSinceEpoch(view.row.at.msSinceEpoch);
}

JournalModel::JournalModel(const Station& station, const JournalDesk& desk, QObject* parent)
    : QAbstractTableModel(parent),
      m_station(station),
      m_desk(desk)
{}

Result<> JournalModel::show(Store::Journals whose, const JournalFilter& filter)
{
    beginResetModel();
    m_whose = whose;
    m_filter = filter;
    m_filter.limit = kPage;
    m_filter.offset = 0;
    m_lines.clear();
    m_total = 0;
    const auto total = m_desk.count(whose, m_filter);
    const auto lines = m_desk.lines(whose, m_filter);
    if (total && lines) {
        m_total = *total;
        m_lines = *lines;
    }
    endResetModel();
    return !total ? Result<>(total.error()) : !lines ? Result<>(lines.error()) : Result<>();
}

bool JournalModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_lines.size() < m_total;
}

void JournalModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    m_filter.offset = static_cast<int>(m_lines.size());
    const auto more = m_desk.lines(m_whose, m_filter);
    if (!more || more->isEmpty()) {
        // What is not there cannot be fetched again and again.
        m_total = m_lines.size();
        return;
    }
    beginInsertRows({}, m_filter.offset, m_filter.offset + static_cast<int>(more->size()) - 1);
    m_lines += *more;
    endInsertRows();
}

QString JournalModel::eventText(JournalEvent event)
{
    switch (event) {
    case JournalEvent::Unlock: return tr("Signed in");
    case JournalEvent::UnlockFailed: return tr("Wrong password");
    case JournalEvent::Lock: return tr("Locked");
    case JournalEvent::IdentityOpened: return tr("Opened identities");
    case JournalEvent::Printed: return tr("Printed");
    case JournalEvent::Exported: return tr("Exported to a file");
    case JournalEvent::BackupMade: return tr("Made a backup");
    case JournalEvent::NewReplica: return tr("The store goes on as a new one");
    case JournalEvent::PasswordChanged: return tr("Changed the password");
    case JournalEvent::Joined: return tr("Joined this station");
    case JournalEvent::PersonAdded: return tr("Let another person in");
    case JournalEvent::Posture: return tr("Protection of the key");
    case JournalEvent::FolderWasOpen: return tr("Others could look into the folder");
    case JournalEvent::StickWritten: return tr("Wrote a stick");
    case JournalEvent::StickRead: return tr("Read a stick");
    case JournalEvent::Unknown: break;
    }
    return tr("An event of a later version");
}

/// What is said below an event that has no reason.
static QString withoutReason(JournalEvent event)
{
    switch (event) {
    case JournalEvent::Unlock: return JournalModel::tr("At the screen");
    case JournalEvent::Lock: return JournalModel::tr("At the screen");
    case JournalEvent::BackupMade: return JournalModel::tr("Of the whole store");
    case JournalEvent::PasswordChanged: return JournalModel::tr("Of this person");
    case JournalEvent::Joined: return JournalModel::tr("With an invitation");
    case JournalEvent::FolderWasOpen: return JournalModel::tr("Closed again");
    default: return {};
    }
}

QString JournalModel::reasonText(JournalEvent event, const QString& reason)
{
    if (reason.isEmpty())
        return withoutReason(event);
    if (event == JournalEvent::UnlockFailed && reason.contains(kSince)) {
        const int times = reason.section(kSince, 0, 0).toInt();
        const Instant since = Instant::fromMs(reason.section(kSince, 1).toLongLong());
        return tr("%Ln time(s) since %1", nullptr, times).arg(Words::moment(since));
    }
    if (event == JournalEvent::PersonAdded)
        return tr("Person number %1").arg(Words::number(reason.toLongLong()));
    if (event == JournalEvent::StickWritten)
        return reason == kHub ? tr("For the Ministry's server")
                              : tr("For person number %1").arg(Words::number(reason.toLongLong()));
    if (event == JournalEvent::StickRead)
        return reason == kHub ? tr("From the Ministry's server")
                              : tr("From person number %1").arg(Words::number(reason.toLongLong()));
    const QHash<QString, QString> words{
        {u"case_work"_s, tr("Work on this case")},
        {u"review"_s, tr("Review before a decision")},
        {u"duplicate_check"_s, tr("Check whether it is a duplicate")},
        {u"referral"_s, tr("Referral or protection of the person")},
        {u"court"_s, tr("Order or request of a court")},
        {u"counter-lost"_s, tr("What counts wrong passwords was removed or altered")},
        {u"command"_s, tr("By a command")},
        {u"history"_s, tr("History of a case")},
        {u"journal"_s, tr("Journal")},
        {u"at-start"_s, tr("Restored, copied or set back")},
        {u"by-hub"_s, tr("The server knew another store under this name")},
        {u"keychain"_s, tr("In the keychain of the system")},
        {u"file"_s, tr("In a file: weaker")},
        {u"none"_s, tr("The password alone: weaker")},
        {u"text"_s, tr("In own words, kept at the station")},
    };
    return words.value(reason, reason);
}

QString JournalModel::caseOf(const RecordId& record) const
{
    if (record.isNull())
        return {};
    const auto row = m_station.store().caseRow(record);
    return row && !row->localRef.isEmpty() ? row->localRef : record.toString().left(kShortId);
}

QString JournalModel::first(const JournalView& view, int column) const
{
    switch (column) {
    case When: return QLocale().toString(timeOf(view), u"d MMM yyyy"_s);
    case What: return eventText(journalEventFromNumber(view.row.event));
    case Who:
        return view.row.person == 0 ? tr("Not known")
             : view.name.isEmpty()  ? tr("Person number %1").arg(Words::number(qint64(view.row.person)))
                                    : view.name;
    case Where: return view.row.replica.isNull() ? tr("This station") : m_desk.usersOf(view.row.replica);
    case Case: return caseOf(view.row.record);
    default: return {};
    }
}

QString JournalModel::second(const JournalView& view, int column) const
{
    switch (column) {
    case When:
        return (view.row.isOutside ? tr("%1 · line %2, does not fit") : tr("%1 · line %2"))
            .arg(Words::timeOfDay(view.row.at), Words::number(qint64(view.row.no)));
    case What: return reasonText(journalEventFromNumber(view.row.event), view.row.reason);
    case Who: return view.login;
    case Where: return view.row.replica.isNull() ? QString() : view.row.replica.toString().left(kShortId);
    default: return {};
    }
}

/// What has no room in the cell.
QString JournalModel::detail(const JournalView& view, int column) const
{
    if (column == Where)
        return view.row.replica.isNull() ? QString() : view.row.replica.toString();
    if (column == Case)
        return view.row.record.isNull() ? QString() : view.row.record.toString();
    return first(view, column) + u'\n' + second(view, column);
}

int JournalModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int JournalModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JournalModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_lines.size())
        return {};
    const JournalView& view = m_lines.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return first(view, index.column());
    case RowDelegate::SecondLine: return second(view, index.column());
    case Qt::ToolTipRole: return detail(view, index.column());
    default: return {};
    }
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When: return tr("When");
    case What: return tr("What");
    case Who: return tr("Who");
    case Where: return tr("Station");
    case Case: return tr("Case");
    default: return {};
    }
}

}  // namespace prohori
