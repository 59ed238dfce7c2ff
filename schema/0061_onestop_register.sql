-- One-stop: what the quality index, the catalogue of procedures, the rating and the registers need beyond 0060.

-- Moments (as in dossier.received) of the last request for a supplement and of its arrival; 0: none.
ALTER TABLE dossier ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dossier ADD COLUMN supplied INTEGER NOT NULL DEFAULT 0;

-- The unit that carries the procedure out; NULL: by level alone.
ALTER TABLE admin_procedure ADD COLUMN agency_id INTEGER REFERENCES unit (id);
ALTER TABLE admin_procedure ADD COLUMN has_result INTEGER NOT NULL DEFAULT 1 CHECK (has_result IN (0, 1));   -- ends with a paper
ALTER TABLE admin_procedure ADD COLUMN citizen INTEGER NOT NULL DEFAULT 1 CHECK (citizen IN (0, 1));         -- citizens may ask for it
-- Which of the seven parts are published: 1 name, 2 steps, 4 way, 8 components, 16 time limit, 32 subjects, 64 body (NĐ 63/2010 Đ8.2).
ALTER TABLE admin_procedure ADD COLUMN content INTEGER NOT NULL DEFAULT 0;
ALTER TABLE admin_procedure ADD COLUMN abolished_on TEXT;
ALTER TABLE admin_procedure ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Decisions that announced a procedure, new, amended or abolished; a procedure may stand in several.
CREATE TABLE procedure_decision (
    procedure_id INTEGER NOT NULL REFERENCES admin_procedure (id),
    number       TEXT NOT NULL,             -- "1234/QĐ-UBND"; empty: not told
    kind         TEXT NOT NULL CHECK (kind IN ('new', 'amended', 'abolished')),
    decided_on   TEXT NOT NULL,
    effective_on TEXT,                      -- newest day from which its legal basis holds
    published_on TEXT,                      -- put on the portal; NULL: not yet
    PRIMARY KEY (procedure_id, decided_on, number)
) STRICT;
CREATE INDEX procedure_decision_day ON procedure_decision (decided_on);

-- What became of a procedure in the catalogue.
CREATE TABLE procedure_change (
    id           INTEGER PRIMARY KEY,
    procedure_id INTEGER NOT NULL REFERENCES admin_procedure (id),
    at           TEXT NOT NULL,
    who          TEXT NOT NULL,
    field        TEXT NOT NULL,             -- column of the import: "name", "hours_online"; "" for a new procedure
    old          TEXT NOT NULL,
    new          TEXT NOT NULL
) STRICT;
CREATE INDEX procedure_change_of ON procedure_change (procedure_id, id);

-- Counts that the national portal shows beside its rate; NULL: not shown.
ALTER TABLE portal_value ADD COLUMN numerator INTEGER;
ALTER TABLE portal_value ADD COLUMN denominator INTEGER;

-- Rating of settlement: points may be means over dossiers, so they are decimals. Takes the place of rating18.
DROP TABLE rating18;
CREATE TABLE settlement_score (
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    period    TEXT NOT NULL,                -- "2026-Q3"
    item      INTEGER NOT NULL,             -- 1 … 9
    self      INTEGER,                      -- Dec 0 … 2; NULL: not rated
    appraised INTEGER,
    note      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (unit_id, period, item)
) STRICT;

-- Hours in which an office works, for it and the units below it, from a day on.
CREATE TABLE office_hours (
    unit_id    INTEGER NOT NULL REFERENCES unit (id),
    valid_from TEXT NOT NULL,
    hours      TEXT NOT NULL,               -- "07:30-11:30,13:30-17:30;15:00": spans, last receipt
    PRIMARY KEY (unit_id, valid_from)
) STRICT;

-- PAKN: what was answered, and the steps with deadlines of their own.
ALTER TABLE petition ADD COLUMN answer TEXT NOT NULL DEFAULT '';
ALTER TABLE petition ADD COLUMN asked_on TEXT;      -- the sender was asked for more
