// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubSchema.h"

#include <QStringView>

namespace prohori {

namespace {

constexpr QStringView kFirst[] = {
    uR"(CREATE TABLE change (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
    record BLOB NOT NULL CHECK (length(record) = 16),
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    counter INTEGER NOT NULL CHECK (counter > 0),
    is_packed INTEGER NOT NULL CHECK (is_packed IN (0, 1)),
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    received_ms INTEGER NOT NULL,
    scope TEXT NOT NULL,
    refusal INTEGER NOT NULL CHECK (refusal BETWEEN 0 AND 255),
    link INTEGER NOT NULL CHECK (link BETWEEN 0 AND 2)) STRICT)",
    u"CREATE INDEX change_by_record ON change (record, no)",
    u"CREATE UNIQUE INDEX change_by_replica ON change (replica, counter) WHERE link = 1",
    uR"(CREATE TRIGGER change_is_kept BEFORE DELETE ON change
    BEGIN SELECT raise(ABORT, 'a change is never removed'); END)",
    uR"(CREATE TABLE wait (
    what BLOB NOT NULL,
    change BLOB NOT NULL REFERENCES change (id),
    PRIMARY KEY (what, change)) STRICT, WITHOUT ROWID)",
    u"CREATE INDEX wait_by_change ON wait (change)",
    uR"(CREATE TABLE feed (
    feed TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    change BLOB NOT NULL REFERENCES change (id),
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    PRIMARY KEY (feed, position),
    UNIQUE (feed, change)) STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE statement (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    bytes BLOB NOT NULL) STRICT)",
    uR"(CREATE TABLE replica (
    replica BLOB PRIMARY KEY CHECK (length(replica) = 16),
    counter INTEGER NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    request_counter INTEGER NOT NULL,
    request_hash BLOB NOT NULL,
    answer_plan BLOB NOT NULL,
    last_contact_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE record (
    record BLOB PRIMARY KEY CHECK (length(record) = 16),
    scope TEXT NOT NULL,
    national_ref TEXT UNIQUE) STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE reference_year (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL) STRICT)",
};

// The journals of the stations, in signed runs of lines as they came.
constexpr QStringView kJournals[] = {
    uR"(CREATE TABLE journal (
    no INTEGER PRIMARY KEY,
    replica BLOB NOT NULL CHECK (length(replica) = 16),
    first INTEGER NOT NULL CHECK (first > 0),
    last INTEGER NOT NULL CHECK (last >= first),
    fit INTEGER NOT NULL CHECK (fit BETWEEN 0 AND 4),
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    received_ms INTEGER NOT NULL,
    UNIQUE (replica, first, signature)) STRICT)",
    u"CREATE INDEX journal_by_place ON journal (replica, last) WHERE fit = 0",
    u"CREATE INDEX journal_evidence ON journal (replica) WHERE fit <> 0",
    uR"(CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
    BEGIN SELECT raise(ABORT, 'a journal is never changed'); END)",
    uR"(CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
    BEGIN SELECT raise(ABORT, 'a journal is never shortened'); END)",
};

// The files that changes name, and how far they have come. A change of before names none.
constexpr QStringView kAttachments[] = {
    uR"(CREATE TABLE attachment (
    id BLOB PRIMARY KEY CHECK (length(id) = 32),
    plain_bytes INTEGER NOT NULL CHECK (plain_bytes > 0),
    pieces BLOB NOT NULL CHECK (length(pieces) % 32 = 0),
    sealed_bytes INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND sealed_bytes),
    scope TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE attachment_name (
    id BLOB NOT NULL REFERENCES attachment (id),
    change BLOB NOT NULL REFERENCES change (id),
    PRIMARY KEY (id, change)) STRICT, WITHOUT ROWID)",
    u"CREATE INDEX attachment_by_scope ON attachment (scope, sealed_bytes) WHERE held > 0",
    uR"(CREATE TRIGGER attachment_is_kept BEFORE DELETE ON attachment
    BEGIN SELECT raise(ABORT, 'a file that a change names is never forgotten'); END)",
};

// A record that comes back to a district stands in its feed a second time.
constexpr QStringView kReturns[] = {
    uR"(CREATE TABLE feed_next (
    feed TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    change BLOB NOT NULL REFERENCES change (id),
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
    PRIMARY KEY (feed, position)) STRICT, WITHOUT ROWID)",
    u"INSERT INTO feed_next (feed, position, change, chain) SELECT feed, position, change, chain FROM feed",
    u"DROP TABLE feed",
    u"ALTER TABLE feed_next RENAME TO feed",
    u"CREATE UNIQUE INDEX feed_by_change ON feed (feed, change) WHERE again = 0",
    u"CREATE INDEX feed_again ON feed (feed, change, position) WHERE again = 1",
};

// What is in a backup that was verified, and to which one the hub was set back.
constexpr QStringView kBackups[] = {
    uR"(CREATE TABLE backup (
    no INTEGER PRIMARY KEY,
    made_ms INTEGER NOT NULL,
    verified_ms INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32)) STRICT)",
    uR"(CREATE TABLE safe (
    replica BLOB PRIMARY KEY CHECK (length(replica) = 16),
    counter INTEGER NOT NULL CHECK (counter > 0)) STRICT, WITHOUT ROWID)",
    uR"(CREATE TABLE set_back (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 8),
    noted_ms INTEGER NOT NULL,
    statements INTEGER NOT NULL) STRICT)",
    uR"(CREATE TABLE set_back_feed (
    id BLOB NOT NULL REFERENCES set_back (id),
    feed TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id, feed)) STRICT, WITHOUT ROWID)",
};

// A revocation asks for what somebody wrote on each of his stations, copies among them.
constexpr QStringView kBranches[] = {
    u"CREATE INDEX change_by_branch ON change (replica, counter) WHERE link = 2",
};

Result<> first(Connection& file)
{
    return runAll(file, kFirst);
}

Result<> journals(Connection& file)
{
    return runAll(file, kJournals);
}

Result<> attachments(Connection& file)
{
    return runAll(file, kAttachments);
}

Result<> returns(Connection& file)
{
    return runAll(file, kReturns);
}

Result<> backups(Connection& file)
{
    return runAll(file, kBackups);
}

Result<> branches(Connection& file)
{
    return runAll(file, kBranches);
}

/// From here on changes are packed with the dictionary of their form, which programs of before do not know: they are kept from the file.
Result<> dictionaries(Connection&)
{
    return {};
}

// Append only: a released step is never edited, and nothing else creates tables.
constexpr Migration kMigrations[] = {
    {1, first}, {2, journals}, {3, attachments}, {4, returns}, {5, backups}, {6, branches}, {7, dictionaries},
};

}  // namespace

std::span<const Migration> hubMigrations()
{
    return kMigrations;
}

}  // namespace prohori
