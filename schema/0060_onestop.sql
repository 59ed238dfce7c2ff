-- One-stop: procedures, dossiers and what is counted on them. No applicant is ever stored.

-- An administrative procedure (TTHC). Dossiers name it by code; the catalogue fills in the rest.
CREATE TABLE admin_procedure (
    id           INTEGER PRIMARY KEY,
    code         TEXT NOT NULL UNIQUE,      -- "1.004194.000.00.00.H99"
    name         TEXT NOT NULL DEFAULT '',
    field        TEXT NOT NULL DEFAULT '',  -- lĩnh vực, as published
    level        TEXT NOT NULL DEFAULT '',  -- tỉnh, xã, tỉnh xã
    online_level TEXT NOT NULL DEFAULT '' CHECK (online_level IN ('', 'none', 'partial', 'full')),
    hours_direct INTEGER NOT NULL DEFAULT 0,    -- legal time in working hours (8 = one day); 0: not told
    hours_online INTEGER NOT NULL DEFAULT 0,    -- 0: as direct
    hours_postal INTEGER NOT NULL DEFAULT 0,    -- 0: as direct
    fee          INTEGER NOT NULL DEFAULT 0,    -- đồng; 0: none
    has_fee      INTEGER NOT NULL DEFAULT 0 CHECK (has_fee IN (0, 1)),
    decided_on   TEXT,                      -- date of the decision that announced it
    effective_on TEXT,                      -- from when its legal basis holds
    published_on TEXT,                      -- put on the portal
    known        INTEGER NOT NULL DEFAULT 0 CHECK (known IN (0, 1)),    -- 0: only met in dossiers, not in the catalogue
    fold         TEXT NOT NULL DEFAULT ''   -- code and name without diacritics and case, for search
) STRICT;

-- Field (lĩnh vực) as dossiers name it.
CREATE TABLE dossier_field (
    id   INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
) STRICT;

-- A system that exports dossiers. A code of a dossier is unique within its source.
CREATE TABLE dossier_source (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- Headings of the source's exports and what they mean, as recognised or as told once.
CREATE TABLE dossier_column (
    source_id INTEGER NOT NULL REFERENCES dossier_source (id),
    heading   TEXT NOT NULL,
    field     TEXT NOT NULL,                -- name of src/onestop/words.c: received_at …
    PRIMARY KEY (source_id, heading)
) STRICT;

-- An import that changed something.
CREATE TABLE dossier_file (
    id        INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES dossier_source (id),
    name      TEXT NOT NULL,
    at        TEXT NOT NULL,
    who       TEXT NOT NULL,
    n_new     INTEGER NOT NULL DEFAULT 0,
    n_changed INTEGER NOT NULL DEFAULT 0,
    n_same    INTEGER NOT NULL DEFAULT 0,
    n_bad     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A dossier as last told. Moments are seconds: day (1 = 0001-01-01) * 86400 + second of the Vietnamese day; 0: none.
CREATE TABLE dossier (
    source_id    INTEGER NOT NULL,
    code         TEXT NOT NULL,
    file_id      INTEGER NOT NULL,          -- the import that wrote it last
    unit_id      INTEGER NOT NULL,
    procedure_id INTEGER NOT NULL,          -- 0: not told
    field_id     INTEGER NOT NULL,          -- 0: not told
    received     INTEGER NOT NULL,
    due          INTEGER NOT NULL,          -- 23:59:59 where only a day is given
    finished     INTEGER NOT NULL,
    old_due      INTEGER NOT NULL,          -- before a supplement moved it
    waited       INTEGER NOT NULL,          -- seconds that the applicant needed for a supplement
    supplements  INTEGER NOT NULL,          -- how often a supplement was asked for
    state        INTEGER NOT NULL,          -- 0 not counted, 1 in progress, 2 suspended, 3 returned, 4 done
    channel      INTEGER NOT NULL,          -- 0 direct, 1 online, 2 postal
    flags        INTEGER NOT NULL,          -- 1 paid online, 2 digitised, 4 result by post, 8 fee, 16 electronic result, 32 reused, 64 complaint
    by_date      INTEGER NOT NULL,          -- outcome of a done dossier: 1 early, 2 on time, 3 late; 0: not done
    by_766       INTEGER NOT NULL,          -- the same by time stamps after waiting
    days         INTEGER NOT NULL,          -- working days from receipt to the end; 0: not done
    month        INTEGER NOT NULL,          -- of receipt: year * 12 + month - 1
    closed       INTEGER NOT NULL,          -- month of the end; 0: open
    official     TEXT NOT NULL DEFAULT '',  -- who handles it
    PRIMARY KEY (source_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_open ON dossier (unit_id, due) WHERE state = 1;
CREATE INDEX dossier_unit ON dossier (unit_id, received);

-- What pages and figures read: dossiers added up. Kept in step with `dossier` in the transaction of each import.
CREATE TABLE dossier_count (
    source_id    INTEGER NOT NULL,
    unit_id      INTEGER NOT NULL,
    month        INTEGER NOT NULL,
    closed       INTEGER NOT NULL,
    field_id     INTEGER NOT NULL,
    procedure_id INTEGER NOT NULL,
    channel      INTEGER NOT NULL,
    n            INTEGER NOT NULL,
    early        INTEGER NOT NULL,          -- by date
    on_time      INTEGER NOT NULL,
    late         INTEGER NOT NULL,
    early_766    INTEGER NOT NULL,
    on_time_766  INTEGER NOT NULL,
    late_766     INTEGER NOT NULL,
    active       INTEGER NOT NULL,
    suspended    INTEGER NOT NULL,
    returned     INTEGER NOT NULL,
    paid         INTEGER NOT NULL,
    digitised    INTEGER NOT NULL,
    postal       INTEGER NOT NULL,          -- result by post
    fee          INTEGER NOT NULL,          -- with a fee
    electronic   INTEGER NOT NULL,
    reused       INTEGER NOT NULL,
    complaint    INTEGER NOT NULL,
    days         INTEGER NOT NULL,          -- working days of done dossiers, added up
    PRIMARY KEY (source_id, unit_id, month, closed, field_id, procedure_id, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_count_unit ON dossier_count (unit_id, month);

-- Values shown by the national portal, put beside the own ones.
CREATE TABLE portal_value (
    id       INTEGER PRIMARY KEY,
    unit_id  INTEGER NOT NULL REFERENCES unit (id),
    period   TEXT NOT NULL,                 -- "2026-10", "2026-Q3", "2026"
    code     TEXT NOT NULL,                 -- row of data/index766.csv
    rate     INTEGER,                       -- Dec, percent; NULL: not shown
    points   INTEGER,                       -- Dec; NULL: not shown
    source   TEXT NOT NULL,
    UNIQUE (unit_id, period, code)
) STRICT;

-- Rating of settlement: nine indices of 0 to 2, a quarter at a time.
CREATE TABLE rating18 (
    id        INTEGER PRIMARY KEY,
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    period    TEXT NOT NULL,                -- "2026-Q3"
    version   TEXT NOT NULL,                -- rules that held
    item      INTEGER NOT NULL CHECK (item BETWEEN 1 AND 9),
    self      INTEGER,                      -- 0, 1, 2; NULL: not rated
    appraised INTEGER,
    note      TEXT NOT NULL DEFAULT '',
    UNIQUE (unit_id, period, item)
) STRICT;

-- Letters of apology and new due dates.
CREATE TABLE apology (
    id        INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES dossier_source (id),
    code      TEXT NOT NULL,                -- of the dossier
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    letter    TEXT NOT NULL DEFAULT '',     -- number and symbol
    signed_on TEXT NOT NULL,
    signer    TEXT NOT NULL DEFAULT '',
    reason    TEXT NOT NULL,
    fault     TEXT NOT NULL DEFAULT '',     -- who is at fault
    old_due   TEXT NOT NULL,
    new_due   TEXT NOT NULL,
    turn      INTEGER NOT NULL DEFAULT 1,   -- 1: first extension
    UNIQUE (source_id, code, turn)
) STRICT;
CREATE INDEX apology_unit ON apology (unit_id, signed_on);

-- Petitions and complaints (PAKN) with their deadlines.
CREATE TABLE petition (
    id           INTEGER PRIMARY KEY,
    code         TEXT NOT NULL UNIQUE,
    unit_id      INTEGER NOT NULL REFERENCES unit (id),
    kind         TEXT NOT NULL CHECK (kind IN ('rule', 'conduct')),     -- about rules and procedures, or about officials
    subject      TEXT NOT NULL,             -- without the name of who sent it
    received_on  TEXT NOT NULL,             -- sent to the unit, or moved to it last
    answered_on  TEXT,
    published_on TEXT,
    refused      INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)),
    again        INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),    -- raised again
    likes        INTEGER NOT NULL DEFAULT 0,
    dislikes     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX petition_unit ON petition (unit_id, received_on);
