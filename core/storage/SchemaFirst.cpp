// SPDX-License-Identifier: GPL-3.0-or-later
// The first step of the schema. It was released: it is never edited.
#include "core/storage/SchemaParts.h"

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

}  // namespace

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

}  // namespace prohori
