// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/JournalDesk.h"

#include "core/storage/StoreFiles.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLinesAtOnce = 1000;
constexpr int kDhakaSeconds = 6 * 3600;

/// One cell: in quotes, and never the beginning of a formula.
QString cell(const QString& text)
{
    const bool isFormula = !text.isEmpty() && u"=+-@\t\r"_s.contains(text.front());
    QString safe = isFormula ? u'\'' + text : text;
    return u'"' + safe.replace(u'"', u"\"\""_s) + u'"';
}

QString csvLine(const QStringList& cells)
{
    QStringList safe;
    for (const QString& one : cells)
        safe.append(cell(one));
    return safe.join(u',') + u"\r\n"_s;
}

QString csvOf(const JournalView& view)
{
    const JournalRow& row = view.row;
    const JournalEvent event = journalEventFromNumber(row.event);
    return csvLine({row.replica.isNull() ? QString() : row.replica.toString(), QString::number(row.no),
                    row.at.toIso(), QString::number(row.person), view.login,
                    event == JournalEvent::Unknown ? QString::number(row.event) : journalEventName(event),
                    row.record.isNull() ? QString() : row.record.toString(), row.reason,
                    row.isOutside ? u"outside"_s : u"fits"_s});
}

}  // namespace

bool JournalDesk::readsAll() const
{
    return m_station.me().role == Role::Auditor;
}

Result<QList<JournalView>> JournalDesk::lines(Store::Journals whose, const JournalFilter& filter) const
{
    const auto rows = m_station.store().journalRows(whose, filter);
    if (!rows)
        return rows.error();
    QList<JournalView> views;
    for (const JournalRow& row : *rows) {
        const PersonInfo* person = m_station.store().directory().person(row.person);
        views.append({row, person ? person->login : QString(), person ? person->name : QString()});
    }
    return views;
}

Result<qint64> JournalDesk::count(Store::Journals whose, const JournalFilter& filter) const
{
    return m_station.store().countJournal(whose, filter);
}

Result<QList<JournalBook>> JournalDesk::books(Store::Journals whose) const
{
    return m_station.store().journalBooks(whose);
}

Result<QList<ReplicaId>> JournalDesk::stations() const
{
    return readsAll() ? m_station.store().journalStations() : Result<QList<ReplicaId>>(QList<ReplicaId>());
}

QList<PersonInfo> JournalDesk::people() const
{
    QHash<PersonId, PersonInfo> newest;
    for (const PersonInfo& person : m_station.store().directory().people())
        newest.insert(person.person, *m_station.store().directory().person(person.person));
    QList<PersonInfo> all = newest.values();
    std::sort(all.begin(), all.end(), [](const PersonInfo& a, const PersonInfo& b) {
        return std::pair(a.name, a.person) < std::pair(b.name, b.person);
    });
    return all;
}

QString JournalDesk::usersOf(const ReplicaId& replica) const
{
    QStringList logins;
    const Directory& directory = m_station.store().directory();
    if (const ReplicaInfo* known = directory.replica(replica)) {
        for (const CertificateId& certificate : known->people) {
            if (const PersonInfo* person = directory.person(certificate))
                logins.append(person->login);
        }
    }
    logins.removeDuplicates();
    return logins.join(u", "_s);
}

Result<qint64> JournalDesk::exportCsv(Store::Journals whose, JournalFilter filter, const QString& path)
{
    if (auto noted = m_station.journal(JournalEvent::Exported, {}, u"journal"_s); !noted)
        return noted.error();
    QString text = csvLine({u"station"_s, u"line"_s, u"at"_s, u"person"_s, u"login"_s, u"event"_s,
                            u"record"_s, u"reason"_s, u"chain"_s});
    qint64 written = 0;
    filter.limit = kLinesAtOnce;
    for (filter.offset = 0;; filter.offset += kLinesAtOnce) {
        const auto some = lines(whose, filter);
        if (!some)
            return some.error();
        for (const JournalView& view : *some)
            text += csvOf(view);
        written += some->size();
        if (some->size() < kLinesAtOnce)
            break;
    }
    const QString target = QFileInfo(path).absoluteFilePath();
    if (auto done = storefiles::writeDurably(target, text.toUtf8()); !done)
        return done.error();
    return written;
}

Instant JournalDesk::dayBegins(const QDate& day)
{
    return Instant::fromMs(QDateTime(day, QTime(0, 0), QTimeZone(kDhakaSeconds)).toMSecsSinceEpoch());
}

}  // namespace prohori
