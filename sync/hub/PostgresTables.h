// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a hub in PostgreSQL, append-only. Inside of sync/hub only.
#pragma once

namespace prohori {

// `known_change` is what is asked for by id, record and place in a chain; bytes and signatures lie in `change`, by district.
// Text sorts by its bytes, as it does in SQLite. What comes packed or sealed is not packed again.
inline constexpr const char* kFirstPostgresTables = R"(
CREATE TABLE known_change (
    no bigint PRIMARY KEY,
    id bytea NOT NULL UNIQUE CHECK (octet_length(id) = 32),
    record bytea NOT NULL CHECK (octet_length(record) = 16),
    replica bytea NOT NULL CHECK (octet_length(replica) = 16),
    counter bigint NOT NULL CHECK (counter > 0),
    size bigint NOT NULL,
    received_ms bigint NOT NULL,
    scope text COLLATE "C" NOT NULL,
    refusal bigint NOT NULL CHECK (refusal BETWEEN 0 AND 255),
    link bigint NOT NULL CHECK (link BETWEEN 0 AND 2));
CREATE INDEX known_change_by_record ON known_change (record, no);
CREATE UNIQUE INDEX known_change_by_replica ON known_change (replica, counter) WHERE link = 1;

CREATE TABLE change (
    scope text COLLATE "C" NOT NULL,
    no bigint NOT NULL,
    is_packed boolean NOT NULL,
    bytes bytea NOT NULL,
    signature bytea NOT NULL CHECK (octet_length(signature) = 64),
    PRIMARY KEY (scope, no)) PARTITION BY LIST (scope);
ALTER TABLE change ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE wait (
    what bytea NOT NULL,
    change bytea NOT NULL REFERENCES known_change (id),
    PRIMARY KEY (what, change));
CREATE INDEX wait_by_change ON wait (change);

CREATE TABLE feed (
    feed text COLLATE "C" NOT NULL,
    position bigint NOT NULL CHECK (position > 0),
    change bytea NOT NULL CHECK (octet_length(change) = 32),
    chain bytea NOT NULL CHECK (octet_length(chain) = 32),
    again boolean NOT NULL,
    PRIMARY KEY (feed, position)) PARTITION BY LIST (feed);
CREATE UNIQUE INDEX feed_by_change ON feed (feed, change) WHERE NOT again;
CREATE INDEX feed_again ON feed (feed, change, position) WHERE again;

CREATE TABLE statement (
    no bigint PRIMARY KEY,
    id bytea NOT NULL UNIQUE CHECK (octet_length(id) = 16),
    bytes bytea NOT NULL);

CREATE TABLE replica (
    replica bytea PRIMARY KEY CHECK (octet_length(replica) = 16),
    counter bigint NOT NULL,
    head bytea NOT NULL CHECK (octet_length(head) = 32),
    request_counter bigint NOT NULL,
    request_hash bytea NOT NULL,
    answer_plan bytea NOT NULL,
    last_contact_ms bigint NOT NULL);
ALTER TABLE replica SET (fillfactor = 50);

CREATE TABLE record (
    record bytea PRIMARY KEY CHECK (octet_length(record) = 16),
    scope text COLLATE "C" NOT NULL,
    national_ref text COLLATE "C" UNIQUE);

CREATE TABLE reference_year (
    year bigint PRIMARY KEY,
    last bigint NOT NULL);

CREATE TABLE journal (
    no bigint PRIMARY KEY,
    replica bytea NOT NULL CHECK (octet_length(replica) = 16),
    first bigint NOT NULL CHECK (first > 0),
    last bigint NOT NULL CHECK (last >= first),
    fit bigint NOT NULL CHECK (fit BETWEEN 0 AND 4),
    bytes bytea NOT NULL,
    signature bytea NOT NULL CHECK (octet_length(signature) = 64),
    received_ms bigint NOT NULL,
    UNIQUE (replica, first, signature));
CREATE INDEX journal_by_place ON journal (replica, last) WHERE fit = 0;
CREATE INDEX journal_evidence ON journal (replica) WHERE fit <> 0;

CREATE TABLE attachment (
    id bytea PRIMARY KEY CHECK (octet_length(id) = 32),
    plain_bytes bigint NOT NULL CHECK (plain_bytes > 0),
    pieces bytea NOT NULL CHECK (octet_length(pieces) % 32 = 0),
    sealed_bytes bigint NOT NULL,
    held bigint NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND sealed_bytes),
    scope text COLLATE "C" NOT NULL DEFAULT '');
CREATE INDEX attachment_by_scope ON attachment (scope, sealed_bytes) WHERE held > 0;
CREATE TABLE attachment_name (
    id bytea NOT NULL REFERENCES attachment (id),
    change bytea NOT NULL REFERENCES known_change (id),
    PRIMARY KEY (id, change));
CREATE TABLE attachment_piece (
    id bytea NOT NULL REFERENCES attachment (id),
    piece bigint NOT NULL CHECK (piece >= 0),
    bytes bytea NOT NULL,
    PRIMARY KEY (id, piece));
ALTER TABLE attachment_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE backup (
    no bigint PRIMARY KEY,
    made_ms bigint NOT NULL,
    verified_ms bigint NOT NULL,
    changes bigint NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32));
CREATE TABLE safe (
    replica bytea PRIMARY KEY CHECK (octet_length(replica) = 16),
    counter bigint NOT NULL CHECK (counter > 0));
CREATE TABLE set_back (
    no bigint PRIMARY KEY,
    id bytea NOT NULL UNIQUE CHECK (octet_length(id) = 8),
    noted_ms bigint NOT NULL,
    statements bigint NOT NULL);
CREATE TABLE set_back_feed (
    id bytea NOT NULL REFERENCES set_back (id),
    feed text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (id, feed));

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'what is in custody is kept as it came'; END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY string_to_array('01 03 04 06 09 10 12 13 15 18 19 22 26 27 29 30 32 33 35 36 38 39 41 42 44 46 47 48 49 50 51 52 '
        || '54 55 56 57 58 59 61 64 65 67 68 69 70 72 73 75 76 77 78 79 81 82 84 85 86 87 88 89 90 91 93 94', ' ') LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF change FOR VALUES IN (%L)', 'change_' || name, name);
        EXECUTE format('CREATE TABLE %I PARTITION OF feed FOR VALUES IN (%L)', 'feed_' || name, name);
    END LOOP;
    CREATE TABLE change_other PARTITION OF change DEFAULT;
    CREATE TABLE feed_national PARTITION OF feed FOR VALUES IN ('national');
    CREATE TABLE feed_other PARTITION OF feed DEFAULT;
    FOREACH name IN ARRAY ARRAY['known_change', 'change', 'feed', 'statement', 'journal', 'attachment', 'backup'] LOOP
        EXECUTE format('CREATE TRIGGER is_kept BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse()', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['feed', 'statement', 'journal'] LOOP
        EXECUTE format('CREATE TRIGGER is_not_changed BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION refuse()', name);
    END LOOP;
END $$;
)";

/// A partition for each of the districts %1 (codes with a blank between) that has none yet, with what lay of it in the rest. One transaction.
inline constexpr const char* kPostgresPartitions = R"(
DO $$
DECLARE
    code text;
    whole text;
    part text;
    rest text;
    key text;
BEGIN
    PERFORM pg_advisory_xact_lock(7233175020192600002);
    FOREACH code IN ARRAY string_to_array('%1', ' ') LOOP
        FOREACH whole IN ARRAY ARRAY['change', 'feed'] LOOP
            part := whole || '_' || code;
            rest := whole || '_other';
            key := CASE whole WHEN 'change' THEN 'scope' ELSE 'feed' END;
            CONTINUE WHEN to_regclass(format('prohori.%I', part)) IS NOT NULL;
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, whole);
            EXECUTE format('ALTER TABLE %I DISABLE TRIGGER is_kept', rest);
            EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I = %L RETURNING *) INSERT INTO %I SELECT * FROM moved', rest, key, code, part);
            EXECUTE format('ALTER TABLE %I ENABLE TRIGGER is_kept', rest);
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%L)', whole, part, code);
        END LOOP;
    END LOOP;
END $$;
)";

/// From here on changes are packed with the dictionary of their form, which programs of before do not know: they are kept from the database.
inline constexpr const char* kDictionaryOfForms = "COMMENT ON COLUMN prohori.change.is_packed IS 'one zstd "
                                                  "frame, which names its dictionary where it has one'";

/// What the hub's role may do, given anew by every migration. %1: its name, quoted.
inline constexpr const char* kPostgresRights = R"(
REVOKE ALL ON SCHEMA prohori FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA prohori FROM PUBLIC, %1;
GRANT USAGE ON SCHEMA prohori TO %1;
GRANT SELECT ON ALL TABLES IN SCHEMA prohori TO %1;
GRANT INSERT ON known_change, change, wait, feed, statement, replica, record, reference_year, journal, attachment, attachment_name,
    attachment_piece, backup, safe, set_back, set_back_feed TO %1;
GRANT UPDATE (refusal, link) ON known_change TO %1;
GRANT UPDATE (signature) ON change TO %1;
GRANT UPDATE ON replica, record, reference_year, safe TO %1;
GRANT UPDATE (held, scope) ON attachment TO %1;
GRANT UPDATE (bytes) ON attachment_piece TO %1;
GRANT DELETE ON wait TO %1;
)";

}  // namespace prohori
