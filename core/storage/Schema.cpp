// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Schema.h"

#include "core/storage/SchemaParts.h"

#include <QStringView>

#include <array>

namespace prohori {

namespace {

// How much is open in a case, with the fold it was counted in; and what a person's windows keep.
constexpr QStringView kEntryAids[] = {
    uR"(CREATE TABLE open_count (
    record INTEGER PRIMARY KEY REFERENCES record (key),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    problems INTEGER NOT NULL CHECK (problems >= 0)) STRICT)",
    uR"(CREATE TABLE kept (
    person INTEGER NOT NULL,
    name TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    content TEXT NOT NULL CHECK (json_valid(content)),
    PRIMARY KEY (person, name, record)) STRICT, WITHOUT ROWID)",
};

// Records in which later facts wait for their short review, and in how many rows.
constexpr QStringView kLaterCounts[] = {
    uR"(CREATE TABLE later_count (
    record INTEGER PRIMARY KEY REFERENCES record (key),
    rows INTEGER NOT NULL CHECK (rows > 0)) STRICT)",
};

// Changes that came on a stick from another station and that no hub is known to have.
constexpr QStringView kCarried[] = {
    u"CREATE INDEX log_carried ON log (no) WHERE own = 0 AND delivery = 0",
};

// Who holds a case and to whom it is offered; and the dates that the form works out for it, with the fold they belong to.
constexpr QStringView kHoldersAndDues[] = {
    uR"(CREATE TABLE held (
    record INTEGER NOT NULL REFERENCES record (key),
    person INTEGER NOT NULL,
    offered INTEGER NOT NULL CHECK (offered IN (0, 1)),
    PRIMARY KEY (record, offered, person)) STRICT, WITHOUT ROWID)",
    u"CREATE INDEX held_by_person ON held (person, offered, record)",
    u"INSERT INTO held (record, person, offered) SELECT key, creator, 0 FROM record",
    uR"(CREATE TABLE due_count (
    record INTEGER PRIMARY KEY REFERENCES record (key),
    digest BLOB NOT NULL CHECK (length(digest) = 32)) STRICT)",
    uR"(CREATE TABLE due (
    record INTEGER NOT NULL REFERENCES record (key),
    what TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    reminds INTEGER NOT NULL CHECK (reminds IN (0, 1)),
    PRIMARY KEY (record, what)) STRICT, WITHOUT ROWID)",
    u"CREATE INDEX due_by_day ON due (day, record)",
    uR"(CREATE TABLE due_wanted (
    record INTEGER PRIMARY KEY REFERENCES record (key)) STRICT)",
    u"INSERT INTO due_wanted (record) SELECT key FROM record WHERE changes > 0 AND removed = 0 "
    u"AND phase NOT IN (8, 10, 11)",
    uR"(CREATE TRIGGER new_record_wants_dues AFTER INSERT ON record
    WHEN new.changes > 0 AND new.removed = 0 AND new.phase NOT IN (8, 10, 11)
    BEGIN INSERT OR IGNORE INTO due_wanted (record) VALUES (new.key); END)",
    uR"(CREATE TRIGGER changed_record_wants_dues AFTER UPDATE OF digest ON record
    WHEN new.digest IS NOT old.digest AND new.changes > 0 AND new.removed = 0 AND new.phase NOT IN (8, 10, 11)
    BEGIN INSERT OR IGNORE INTO due_wanted (record) VALUES (new.key); END)",
};

// What of the journal leaves the station, with the chain that everybody can follow; and, at an auditor's, the journals of the others.
constexpr QStringView kJournals[] = {
    uR"(CREATE TABLE journal_link (
    no INTEGER PRIMARY KEY REFERENCES journal (no),
    event INTEGER NOT NULL CHECK (event >= 0),
    code TEXT NOT NULL,
    link BLOB NOT NULL CHECK (length(link) = 32)) STRICT)",
    uR"(CREATE TRIGGER journal_link_is_not_changed BEFORE UPDATE ON journal_link
    BEGIN SELECT raise(ABORT, 'the journal is never changed'); END)",
    uR"(CREATE TRIGGER journal_link_is_kept BEFORE DELETE ON journal_link
    BEGIN SELECT raise(ABORT, 'the journal is never shortened'); END)",
    uR"(CREATE TABLE audit_batch (
    no INTEGER PRIMARY KEY CHECK (no > 0),
    position INTEGER NOT NULL CHECK (position > 0),
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    first INTEGER NOT NULL CHECK (first > 0),
    before BLOB NOT NULL CHECK (length(before) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    received_ms INTEGER NOT NULL,
    standing INTEGER NOT NULL CHECK (standing BETWEEN 0 AND 2),
    UNIQUE (replica, first, signature)) STRICT)",
    uR"(CREATE TABLE audit_line (
    key INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES audit_batch (no),
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    no INTEGER NOT NULL CHECK (no > 0),
    at_ms INTEGER NOT NULL,
    person INTEGER NOT NULL,
    event INTEGER NOT NULL CHECK (event > 0),
    record BLOB CHECK (length(record) = 16),
    code TEXT NOT NULL,
    link BLOB NOT NULL CHECK (length(link) = 32),
    standing INTEGER NOT NULL CHECK (standing BETWEEN 0 AND 2)) STRICT)",
    u"CREATE INDEX audit_line_by_batch ON audit_line (batch, no)",
    u"CREATE INDEX audit_line_by_place ON audit_line (replica, no)",
    u"CREATE INDEX audit_line_by_time ON audit_line (at_ms, key)",
    uR"(CREATE TRIGGER audit_batch_is_not_changed BEFORE UPDATE ON audit_batch
    BEGIN SELECT raise(ABORT, 'the journal is never changed'); END)",
    uR"(CREATE TRIGGER audit_batch_is_kept BEFORE DELETE ON audit_batch
    BEGIN SELECT raise(ABORT, 'the journal is never shortened'); END)",
    uR"(CREATE TRIGGER audit_line_is_not_changed BEFORE UPDATE ON audit_line
    BEGIN SELECT raise(ABORT, 'the journal is never changed'); END)",
    uR"(CREATE TRIGGER audit_line_is_kept BEFORE DELETE ON audit_line
    BEGIN SELECT raise(ABORT, 'the journal is never shortened'); END)",
};

// The papers that records want, and how far their files have come.
constexpr QStringView kAttachments[] = {
    uR"(CREATE TABLE attachment (
    record INTEGER NOT NULL REFERENCES record (key),
    id BLOB NOT NULL CHECK (length(id) = 32),
    plain_bytes INTEGER NOT NULL CHECK (plain_bytes > 0),
    pieces BLOB NOT NULL CHECK (length(pieces) > 0 AND length(pieces) % 32 = 0),
    stands INTEGER NOT NULL CHECK (stands IN (0, 1)),
    whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1)),
    sent INTEGER NOT NULL DEFAULT 0 CHECK (sent >= 0),
    at_hub INTEGER NOT NULL DEFAULT 0 CHECK (at_hub IN (0, 1)),
    PRIMARY KEY (record, id)) STRICT, WITHOUT ROWID)",
    u"CREATE INDEX attachment_by_id ON attachment (id)",
    u"CREATE INDEX attachment_wanted ON attachment (plain_bytes, id) WHERE stands = 1 AND whole = 0",
    u"CREATE INDEX attachment_to_send ON attachment (plain_bytes, id) WHERE stands = 1 AND at_hub = 0",
};

// Records whose content was taken out: they moved to another district, or are void for long.
constexpr QStringView kGone[] = {
    uR"(CREATE TABLE gone_record (
    record BLOB PRIMARY KEY CHECK (length(record) = 16),
    why INTEGER NOT NULL CHECK (why BETWEEN 1 AND 2),
    local_ref TEXT NOT NULL,
    national_ref TEXT NOT NULL,
    home_scope TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    kept INTEGER NOT NULL CHECK (kept >= 0)) STRICT, WITHOUT ROWID)",
    u"CREATE INDEX record_void ON record (id) WHERE phase = 11",
    u"CREATE INDEX record_by_home ON record (home_scope)",
};

// Records that are proposed to another district. No program before this one proposed any.
constexpr QStringView kMoving[] = {
    uR"(CREATE TABLE moving (
    record INTEGER PRIMARY KEY REFERENCES record (key),
    district TEXT NOT NULL) STRICT)",
    u"CREATE INDEX moving_by_district ON moving (district)",
};

// Records that another district declined to take. No program before this one declined any.
constexpr QStringView kDeclined[] = {
    uR"(CREATE TABLE declined (
    record INTEGER PRIMARY KEY REFERENCES record (key),
    district TEXT NOT NULL,
    change TEXT NOT NULL) STRICT)",
};

// The digest tells whether the log still folds to the same; the fold beside it was a third of a case on the disk, and nobody read it.
constexpr QStringView kFoldsLeft[] = {
    u"UPDATE record SET fold = x'' WHERE fold IS NOT NULL",
};

// Cases of which an index says that they are on their way. Each line goes with what it waits for, whoever brings that: no other code has to think of it.
constexpr QStringView kComing[] = {
    uR"(CREATE TABLE coming (
    record BLOB PRIMARY KEY CHECK (length(record) = 16),
    feed TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place > 0),
    local_ref TEXT NOT NULL CHECK (length(local_ref) BETWEEN 1 AND 64),
    national_ref TEXT NOT NULL CHECK (length(national_ref) <= 64),
    phase INTEGER NOT NULL CHECK (phase BETWEEN 1 AND 11),
    received_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
    u"CREATE INDEX coming_by_place ON coming (feed, place)",
    uR"(CREATE TRIGGER coming_has_come AFTER INSERT ON record
    BEGIN DELETE FROM coming WHERE record = new.id; END)",
    uR"(CREATE TRIGGER coming_is_gone AFTER INSERT ON gone_record
    BEGIN DELETE FROM coming WHERE record = new.record; END)",
    uR"(CREATE TRIGGER coming_is_read AFTER UPDATE OF position ON cursor
    BEGIN DELETE FROM coming WHERE feed = new.feed AND place <= new.position; END)",
    uR"(CREATE TRIGGER coming_is_read_at_once AFTER INSERT ON cursor
    BEGIN DELETE FROM coming WHERE feed = new.feed AND place <= new.position; END)",
};

/// A step that runs nothing but statements.
template <const auto& statements>
Result<> step(Connection& file)
{
    return runAll(file, statements);
}

// Append only: a released step is never edited, and nothing else creates tables.
constexpr Migration kMigrations[] = {
    {1, &firstSchema},           {2, &step<kEntryAids>}, {3, &step<kLaterCounts>}, {4, &step<kCarried>},
    {5, &step<kHoldersAndDues>}, {6, &step<kJournals>},  {7, &step<kAttachments>}, {8, &step<kGone>},
    {9, &step<kMoving>},         {10, &step<kDeclined>}, {11, &step<kFoldsLeft>},  {12, &packTighter},
    {13, &step<kComing>},
};

constexpr bool numbersRunFromOne()
{
    int expected = 1;
    for (const Migration& step : kMigrations) {
        if (step.version != expected++)
            return false;
    }
    return true;
}
static_assert(numbersRunFromOne(), "two steps share a number, or one is missing");

}  // namespace

std::span<const Migration> storeMigrations()
{
    return kMigrations;
}

}  // namespace prohori
