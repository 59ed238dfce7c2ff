-- The ground of the database. Written once in SQLite's dialect; the build derives PostgreSQL's text
-- (INTEGER → BIGINT, TEXT → TEXT COLLATE "C", BLOB → BYTEA, identity keys). A released file is never edited.
-- Days are TEXT 'YYYY-MM-DD', moments TEXT ISO UTC, points and rates INTEGER × 10^-8, flags INTEGER 0/1.

-- Settings that differ from their default. Defaults stand in the rooms' tables.
CREATE TABLE setting (
    key        TEXT PRIMARY KEY,
    value      TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL
) STRICT;

-- A body of the state, or a part of one, as it stands in its latest state. Earlier states: unit_state.
CREATE TABLE unit (
    id         INTEGER PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,               -- province, department, district, commune, ward, zone, office, service, vertical
    parent_id  INTEGER REFERENCES unit (id),
    rank_group TEXT NOT NULL DEFAULT '',    -- units of one group are ranked among themselves
    ranked     INTEGER NOT NULL DEFAULT 1 CHECK (ranked IN (0, 1)),    -- 0: scored, not ranked
    valid_from TEXT,                        -- first day of existence; NULL: always
    valid_to   TEXT,                        -- last day of existence; NULL: still there
    fold       TEXT NOT NULL,               -- code and name without diacritics and case, for search
    sort_key   TEXT NOT NULL,               -- Vietnamese order of the name
    version    INTEGER NOT NULL DEFAULT 1   -- counts changes; a form that started from an older one is refused
) STRICT;
CREATE INDEX unit_parent ON unit (parent_id);

-- Every state a unit has had, the latest too: "as it was on 30/06/2025".
CREATE TABLE unit_state (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES unit (id),
    valid_from TEXT,                        -- NULL: since the beginning
    valid_to   TEXT,                        -- NULL: until further notice; last day, inclusive
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    parent_id  INTEGER REFERENCES unit (id),
    rank_group TEXT NOT NULL,
    ranked     INTEGER NOT NULL CHECK (ranked IN (0, 1)),
    reason     TEXT NOT NULL DEFAULT ''     -- decision or reason of the change
) STRICT;
CREATE INDEX unit_state_unit ON unit_state (unit_id, valid_from);

-- Which unit came out of which: merge (many to one), split (one to many), rename (one to one).
CREATE TABLE unit_link (
    id             INTEGER PRIMARY KEY,
    predecessor_id INTEGER NOT NULL REFERENCES unit (id),
    successor_id   INTEGER NOT NULL REFERENCES unit (id),
    kind           TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename')),
    on_day         TEXT NOT NULL,           -- first day of the successor
    reason         TEXT NOT NULL DEFAULT '',
    UNIQUE (predecessor_id, successor_id)
) STRICT;
CREATE INDEX unit_link_successor ON unit_link (successor_id);

CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    login      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    unit_id    INTEGER REFERENCES unit (id),
    title      TEXT NOT NULL DEFAULT '',
    email      TEXT NOT NULL DEFAULT '',
    password   TEXT NOT NULL DEFAULT '',    -- Argon2id string; empty: cannot sign in
    lang       TEXT NOT NULL DEFAULT 'vi',
    active     INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),  -- password set by somebody else
    fold       TEXT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What a person may be, for a unit and everything below it, from a day to a day.
CREATE TABLE person_role (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    role       TEXT NOT NULL,
    unit_id    INTEGER REFERENCES unit (id),     -- NULL: everywhere
    valid_from TEXT,
    valid_to   TEXT,                             -- inclusive
    delegated_by INTEGER REFERENCES person (id), -- NULL: not a delegation; a delegation has valid_to
    reason     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX person_role_person ON person_role (person_id);

-- Who changed what. Append-only; each row carries the hash of the one before, so that a gap or a change shows.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    who       TEXT NOT NULL,                -- login, or "shell"
    from_addr TEXT NOT NULL,
    verb      TEXT NOT NULL,                -- "unit.change"
    object    TEXT NOT NULL,                -- what was changed, as people name it
    detail    TEXT NOT NULL,                -- JSON: before and after
    hash      TEXT NOT NULL                 -- BLAKE2b of the previous hash and this row
) STRICT;

-- One figure: code, unit, period, value and where it came from. Every room publishes here; rules read here.
CREATE TABLE fact (
    id         INTEGER PRIMARY KEY,
    code       TEXT NOT NULL,
    unit_id    INTEGER NOT NULL REFERENCES unit (id),
    period     TEXT NOT NULL,               -- "2025", "2025-Q1", "2025-10"
    value      TEXT NOT NULL,               -- canonical text of core/value: "18%", "42", "có", "2026-01-31"
    source     TEXT NOT NULL,               -- file and row, document, room
    document_id INTEGER,                    -- of the register, when there is one
    page       TEXT NOT NULL DEFAULT '',    -- page or article of the document
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    UNIQUE (unit_id, period, code)
) STRICT;
CREATE INDEX fact_code ON fact (code, period);

-- Sessions of signed-in people. Only the hash of the token is kept.
CREATE TABLE session (
    id         INTEGER PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    made_at    TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    ends_at    TEXT NOT NULL,
    from_addr  TEXT NOT NULL,
    agent      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX session_person ON session (person_id);

-- Wrong sign-ins by account and by address, to slow them down.
CREATE TABLE login_attempt (
    subject  TEXT PRIMARY KEY,              -- "login:…" or "addr:…"
    failures INTEGER NOT NULL,
    last_at  TEXT NOT NULL,
    next_at  TEXT NOT NULL                  -- not before
) STRICT;

-- Keys of writes already done: a form sent twice is done once.
CREATE TABLE once (
    key      TEXT PRIMARY KEY,
    at       TEXT NOT NULL,
    location TEXT NOT NULL                  -- where the first answer led
) STRICT;
