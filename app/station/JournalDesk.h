// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/Station.h"

#include <QDate>

namespace prohori {

/// A line of a journal with what is known of the ids in it.
struct JournalView {
    JournalRow row;
    QString login, name;  ///< of the person, as the directory knows him; empty where it does not
};

/** Reading journals: an auditor those that the hub handed him, of all stations; everybody the own station's. Nobody changes or removes a line: there
    is no such function. Asking is free of side effects; only exportCsv() writes, and tells of it in the journal first.
*/
class JournalDesk {
public:
    explicit JournalDesk(Station& station) : m_station(station) {}

    /// Whether this person reads the journals of all stations.
    bool readsAll() const;
    /// What is shown unless somebody asks for his own.
    Store::Journals usual() const { return readsAll() ? Store::Journals::Handed : Store::Journals::Own; }
    Result<QList<JournalView>> lines(Store::Journals whose, const JournalFilter& filter) const;
    Result<qint64> count(Store::Journals whose, const JournalFilter& filter) const;
    /// Proves the chains again; cost: some microseconds a line.
    Result<QList<JournalBook>> books(Store::Journals whose) const;
    /// Stations whose lines are here; none of the own journal.
    Result<QList<ReplicaId>> stations() const;
    /// People of the directory, one line each, by name.
    QList<PersonInfo> people() const;
    /// "anika, babul": who uses a station.
    QString usersOf(const ReplicaId& replica) const;

    /** All lines that fit, newest first, as CSV (UTF-8, CRLF): station, line, time, person, login, event, record, reason, chain. Nothing a table
        program would take for a formula. 0600; how many lines.
    */
    Result<qint64> exportCsv(Store::Journals whose, JournalFilter filter, const QString& path);

    /// The beginning of a day in Bangladesh.
    static Instant dayBegins(const QDate& day);

private:
    Station& m_station;
};

}  // namespace prohori
