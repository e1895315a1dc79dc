// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/JournalFit.h"

#include <QStringList>

#include <optional>

namespace prohori {

/// A line to be written into the station's own journal.
struct JournalEntry {
    Instant at;
    PersonId person = 0;
    JournalEvent event = JournalEvent::Unknown;
    RecordId record;
    QString reason;  ///< see JournalEvent; a text that is no code never leaves the station
};

/// A line as it is read: of the own journal, or of another station's as the hub handed it on.
struct JournalRow {
    ReplicaId replica;  ///< null in the own journal, which runs through all incarnations of the store
    quint64 no = 0;
    Instant at;
    PersonId person = 0;
    qint64 event = 0;  ///< number of a JournalEvent, maybe of a later version
    RecordId record;
    QString reason;          ///< in the own journal as it was given, else a code
    bool isOutside = false;  ///< it does not fit the chain of its station: it may not be true
};

/// Which lines; what is not set lets everything through. The newest come first.
struct JournalFilter {
    std::optional<ReplicaId> replica;
    std::optional<PersonId> person;
    std::optional<JournalEvent> event;
    std::optional<Instant> from, until;  ///< from <= at < until
    std::optional<RecordId> record;
    int limit = 200;
    int offset = 0;
};

/// How whole a journal is.
struct JournalBook {
    ReplicaId replica;  ///< null: the own one
    quint64 first = 0, last = 0;
    qint64 lines = 0;
    Instant oldest, newest;  ///< of its lines, as the station's clock said
    QStringList faults;      ///< where it is broken; empty: unbroken from first to last
};

/// A run of lines as the hub hands it to an auditor, at a place in its feed.
struct HandedJournal {
    quint64 position = 0;
    Instant received;
    JournalBatch batch;
};

}  // namespace prohori
