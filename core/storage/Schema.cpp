// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Schema.h"

#include <QStringView>

#include <array>

namespace prohori {

namespace {

// Who this store is, and how much it holds: what start-up compares.
constexpr QStringView kIdentity[] = {
    uR"(CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    store BLOB NOT NULL CHECK (length(store) = 16),
    authority BLOB NOT NULL CHECK (length(authority) = 32),
    authority_name TEXT NOT NULL,
    production INTEGER NOT NULL CHECK (production IN (0, 1)),
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    replica_seed BLOB NOT NULL CHECK (length(replica_seed) = 32),
    counter INTEGER NOT NULL CHECK (counter >= 0),
    head BLOB CHECK (length(head) = 32),
    changes INTEGER NOT NULL CHECK (changes >= 0),
    log_head BLOB NOT NULL CHECK (length(log_head) = 32),
    journal_lines INTEGER NOT NULL CHECK (journal_lines >= 0),
    journal_head BLOB NOT NULL CHECK (length(journal_head) = 32),
    needs_remint INTEGER NOT NULL CHECK (needs_remint IN (0, 1)),
    CHECK ((counter = 0) = (head IS NULL))) STRICT)",
    uR"(CREATE TABLE past_replica (
    replica BLOB PRIMARY KEY CHECK (length(replica) = 16),
    counter INTEGER NOT NULL CHECK (counter >= 0),
    ended_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
};

// The log: everything else of a record is made from it. Rows are never removed.
constexpr QStringView kLog[] = {
    uR"(CREATE TABLE receipt (
    no INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL UNIQUE) STRICT)",
    uR"(CREATE TABLE log (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
    record BLOB NOT NULL CHECK (length(record) = 16),
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    counter INTEGER NOT NULL CHECK (counter > 0),
    parents BLOB NOT NULL CHECK (length(parents) % 32 = 0),
    person INTEGER NOT NULL,
    dictionary INTEGER NOT NULL CHECK (dictionary >= 0),
    packed BLOB NOT NULL CHECK (length(packed) > 0),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    stored_ms INTEGER NOT NULL,
    own INTEGER NOT NULL CHECK (own IN (0, 1)),
    standing INTEGER NOT NULL CHECK (standing BETWEEN 0 AND 2),
    refusal INTEGER NOT NULL CHECK (refusal BETWEEN 0 AND 255),
    by_hub INTEGER NOT NULL CHECK (by_hub IN (0, 1)),
    delivery INTEGER NOT NULL CHECK (delivery BETWEEN 0 AND 3),
    received_ms INTEGER,
    feed_position INTEGER,
    hub_ms INTEGER,
    receipt INTEGER REFERENCES receipt (no),
    mac BLOB NOT NULL CHECK (length(mac) = 16)) STRICT)",
    u"CREATE INDEX log_by_record ON log (record, no)",
    u"CREATE INDEX log_by_replica ON log (replica, counter)",
    u"CREATE INDEX log_unsent ON log (no) WHERE own = 1 AND delivery = 0",
    u"CREATE INDEX log_delivered ON log (delivery) WHERE own = 1",
    u"CREATE INDEX log_waiting ON log (record) WHERE standing = 1",
    u"CREATE INDEX log_quarantined ON log (no) WHERE standing = 2",
    uR"(CREATE TRIGGER log_is_kept BEFORE DELETE ON log
    BEGIN SELECT raise(ABORT, 'a change is never removed'); END)",
};

// What the fold of the log gives, materialised for lists, reports and search.
constexpr QStringView kProjection[] = {
    uR"(CREATE TABLE annotation (
    record BLOB PRIMARY KEY CHECK (length(record) = 16),
    national_ref TEXT NOT NULL,
    received_ms INTEGER NOT NULL,
    approval BLOB NOT NULL CHECK (length(approval) = 32)) STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE record (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind INTEGER NOT NULL,
    local_ref TEXT NOT NULL,
    national_ref TEXT NOT NULL,
    home_scope TEXT NOT NULL,
    case_class TEXT NOT NULL,
    district_code TEXT NOT NULL,
    upazila_geo TEXT NOT NULL,
    police_station TEXT NOT NULL,
    reported_on TEXT NOT NULL,
    risk_level TEXT NOT NULL,
    victims INTEGER NOT NULL CHECK (victims >= 0),
    suspects INTEGER NOT NULL CHECK (suspects >= 0),
    phase INTEGER NOT NULL CHECK (phase BETWEEN 1 AND 11),
    phase_conflict INTEGER NOT NULL CHECK (phase_conflict IN (0, 1)),
    changed_since_approval INTEGER NOT NULL CHECK (changed_since_approval IN (0, 1)),
    approval BLOB CHECK (length(approval) = 32),
    removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
    conflicts INTEGER NOT NULL CHECK (conflicts >= 0),
    open_queries INTEGER NOT NULL CHECK (open_queries >= 0),
    quarantined INTEGER NOT NULL CHECK (quarantined >= 0),
    unsent INTEGER NOT NULL CHECK (unsent >= 0),
    creator INTEGER NOT NULL,
    last_submitter INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    phase_since_ms INTEGER NOT NULL,
    changes INTEGER NOT NULL CHECK (changes >= 0),
    digest BLOB CHECK (length(digest) = 32),
    fold BLOB,
    CHECK ((changes = 0) = (digest IS NULL)),
    CHECK ((changes = 0) = (fold IS NULL))) STRICT)",
    u"CREATE INDEX record_by_update ON record (kind, updated_ms DESC, key DESC)",
    u"CREATE INDEX record_by_phase ON record (kind, phase, updated_ms DESC, key DESC)",
    u"CREATE INDEX record_by_local_ref ON record (local_ref)",
    uR"(CREATE INDEX record_in_conflict ON record (updated_ms DESC, key DESC)
    WHERE conflicts > 0 OR phase_conflict = 1)",
    u"CREATE INDEX record_unsent ON record (updated_ms DESC, key DESC) WHERE unsent > 0",
    u"CREATE INDEX record_changed ON record (updated_ms DESC, key DESC) WHERE changed_since_approval = 1",
    uR"(CREATE TABLE reported (
    record INTEGER NOT NULL REFERENCES record (key),
    version INTEGER NOT NULL CHECK (version IN (0, 1)),
    grp INTEGER NOT NULL,
    row BLOB NOT NULL CHECK (length(row) = 16),
    parent BLOB NOT NULL CHECK (length(parent) = 16),
    content TEXT NOT NULL CHECK (json_valid(content)),
    PRIMARY KEY (record, version, grp, row)) STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE conflict (
    record INTEGER NOT NULL REFERENCES record (key),
    no INTEGER NOT NULL,
    grp INTEGER NOT NULL,
    row BLOB NOT NULL CHECK (length(row) = 16),
    field INTEGER NOT NULL,
    merge_group TEXT NOT NULL,
    option BLOB NOT NULL,
    sides INTEGER NOT NULL CHECK (sides >= 2),
    PRIMARY KEY (record, no)) STRICT, WITHOUT ROWID)",
    uR"(CREATE VIRTUAL TABLE case_words USING fts5 (words,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mc Mn'"))",
    uR"(CREATE TABLE name_index (
    record INTEGER NOT NULL REFERENCES record (key),
    key_mark BLOB NOT NULL CHECK (length(key_mark) = 8),
    changes INTEGER NOT NULL,
    PRIMARY KEY (record, key_mark)) STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE name_token (
    token BLOB NOT NULL CHECK (length(token) = 16),
    record INTEGER NOT NULL REFERENCES record (key),
    key_mark BLOB NOT NULL CHECK (length(key_mark) = 8),
    PRIMARY KEY (token, record, key_mark)) STRICT, WITHOUT ROWID)",
    u"CREATE INDEX name_token_by_record ON name_token (record, key_mark)",
};

// People, sync, typing that is no change yet, journal, settings.
constexpr QStringView kRest[] = {
    uR"(CREATE TABLE statement (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    bytes BLOB NOT NULL,
    sent INTEGER NOT NULL CHECK (sent IN (0, 1))) STRICT)",
    u"CREATE INDEX statement_unsent ON statement (no) WHERE sent = 0",
    uR"(CREATE TABLE cursor (
    feed TEXT PRIMARY KEY,
    position INTEGER NOT NULL CHECK (position >= 0)) STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE draft (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    person INTEGER NOT NULL,
    record BLOB CHECK (length(record) = 16),
    base BLOB NOT NULL CHECK (length(base) % 32 = 0),
    content TEXT NOT NULL CHECK (json_valid(content)),
    saved_ms INTEGER NOT NULL) STRICT)",
    u"CREATE INDEX draft_by_person ON draft (person, saved_ms)",
    uR"(CREATE TABLE journal (
    no INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    person INTEGER NOT NULL,
    event TEXT NOT NULL,
    record BLOB CHECK (length(record) = 16),
    reason TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT)",
    uR"(CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
    BEGIN SELECT raise(ABORT, 'the journal is never changed'); END)",
    uR"(CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
    BEGIN SELECT raise(ABORT, 'the journal is never shortened'); END)",
    uR"(CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    text TEXT,
    bytes BLOB) STRICT, WITHOUT ROWID)",
};

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

template <std::size_t N>
Result<> runAll(Connection& file, const QStringView (&statements)[N])
{
    for (const QStringView statement : statements) {
        if (auto done = file.run(statement); !done)
            return done;
    }
    return {};
}

Result<> firstSchema(Connection& file)
{
    if (auto done = runAll(file, kIdentity); !done)
        return done;
    if (auto done = runAll(file, kLog); !done)
        return done;
    if (auto done = runAll(file, kProjection); !done)
        return done;
    return runAll(file, kRest);
}

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
    {9, &step<kMoving>},         {10, &step<kDeclined>}, {11, &step<kFoldsLeft>},
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
