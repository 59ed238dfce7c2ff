-- Annual plans and their tasks. Rows are kept as printed (order, numbering, words) and as understood (units, dates).

-- The plan of a unit for a year. Once approved it changes only through a new version.
CREATE TABLE plan (
    id          INTEGER PRIMARY KEY,
    unit_id     INTEGER NOT NULL REFERENCES unit (id),
    year        INTEGER NOT NULL,
    title       TEXT NOT NULL,
    number      TEXT NOT NULL DEFAULT '',   -- number and symbol of the decision that issued it
    signed_on   TEXT,
    bases       TEXT NOT NULL DEFAULT '',   -- legal bases, one a line
    purposes    TEXT NOT NULL DEFAULT '',   -- purposes and demands, one a line
    state       TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved')),
    source      TEXT NOT NULL DEFAULT '',   -- file, plan or cascade it came from
    document_id INTEGER,                    -- in the register, when it is there
    made_at     TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    approved_by TEXT NOT NULL DEFAULT '',
    version     INTEGER NOT NULL DEFAULT 1,
    UNIQUE (unit_id, year)
) STRICT;
CREATE INDEX plan_year ON plan (year);

-- What a plan looked like when it was approved or reopened: the whole as JSON.
CREATE TABLE plan_version (
    id       INTEGER PRIMARY KEY,
    plan_id  INTEGER NOT NULL REFERENCES plan (id),
    n        INTEGER NOT NULL,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    reason   TEXT NOT NULL,
    content  TEXT NOT NULL,
    UNIQUE (plan_id, n)
) STRICT;

-- Targets of a plan in its own words, with what could be read from them.
CREATE TABLE plan_target (
    id         INTEGER PRIMARY KEY,
    plan_id    INTEGER NOT NULL REFERENCES plan (id),
    position   INTEGER NOT NULL,
    ref        TEXT NOT NULL DEFAULT '',    -- place in the outline: "II.1"
    text       TEXT NOT NULL,
    comparator TEXT NOT NULL DEFAULT '' CHECK (comparator IN ('', 'eq', 'ge', 'gt', 'le', 'decrease')),
    value      INTEGER,                     -- Dec; NULL: no number
    measure    TEXT NOT NULL DEFAULT ''     -- "%", "dịch vụ"
) STRICT;
CREATE INDEX plan_target_plan ON plan_target (plan_id, position);

-- A row of the task table. The eight official columns are kept as printed.
CREATE TABLE task (
    id          INTEGER PRIMARY KEY,
    plan_id     INTEGER REFERENCES plan (id),       -- NULL: given by a directive, an inspection or a remedy outside a plan
    unit_id     INTEGER NOT NULL REFERENCES unit (id),  -- who answers for it: the first lead that is a known unit, else the plan's unit
    year        INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL DEFAULT 'task' CHECK (kind IN ('task', 'area', 'group')),    -- area, group: heading rows of the table
    tt          TEXT NOT NULL DEFAULT '',           -- number as printed
    area        TEXT NOT NULL DEFAULT '',           -- heading of the field it stands under
    objective   TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL DEFAULT '',           -- task
    activity    TEXT NOT NULL DEFAULT '',
    product     TEXT NOT NULL DEFAULT '',
    lead        TEXT NOT NULL DEFAULT '',
    support     TEXT NOT NULL DEFAULT '',
    deadline    TEXT NOT NULL DEFAULT '',           -- as typed
    funding     TEXT NOT NULL DEFAULT '',
    note        TEXT NOT NULL DEFAULT '',
    same        INTEGER NOT NULL DEFAULT 0,         -- bits of the columns whose cell was empty or merged: "same as above"
    due_kind    TEXT NOT NULL DEFAULT 'none',       -- normal form of the deadline
    due         TEXT,                               -- last good day; NULL: not known, or it recurs
    first_due   TEXT,                               -- what it was before any extension
    next_due    TEXT,                               -- of a recurring duty: the next day it is asked for
    due_why     TEXT NOT NULL DEFAULT '',           -- who confirmed or moved the day, and why
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'signed', 'dropped')),
    percent     INTEGER NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    progress    TEXT NOT NULL DEFAULT '',           -- the latest report
    reported_at TEXT,
    done_on     TEXT,
    late_days   INTEGER,                            -- working days it was done late; NULL: not done or no day known
    product_made TEXT NOT NULL DEFAULT '',          -- number and date of the product, or why there is none
    document_id INTEGER,                            -- the product in the register
    signed_by   TEXT NOT NULL DEFAULT '',
    signed_on   TEXT,
    person_id   INTEGER REFERENCES person (id),     -- who does it
    origin      TEXT NOT NULL DEFAULT 'plan' CHECK (origin IN ('plan', 'cascade', 'directive', 'inspection', 'remedy')),
    origin_id   INTEGER REFERENCES task (id),       -- cascade: the task of the higher plan
    origin_text TEXT NOT NULL DEFAULT '',           -- document, quotation, number and date
    criterion_code TEXT NOT NULL DEFAULT '',        -- criterion it serves
    points_at_stake INTEGER,                        -- Dec
    remedy_id   INTEGER,                            -- of room remedy
    fold        TEXT NOT NULL DEFAULT '',           -- for search
    version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX task_plan ON task (plan_id, position);
CREATE INDEX task_due ON task (state, due);
CREATE INDEX task_unit ON task (unit_id, year);
CREATE INDEX task_origin ON task (origin_id);
CREATE INDEX task_person ON task (person_id);

-- Leading and supporting bodies of a task, as printed and, where known, as units.
CREATE TABLE task_body (
    id       INTEGER PRIMARY KEY,
    task_id  INTEGER NOT NULL REFERENCES task (id),
    role     TEXT NOT NULL CHECK (role IN ('lead', 'support')),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    unit_id  INTEGER REFERENCES unit (id),
    percent  INTEGER NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),  -- its own part
    progress TEXT NOT NULL DEFAULT '',
    reported_at TEXT,
    UNIQUE (task_id, role, position)
) STRICT;
CREATE INDEX task_body_unit ON task_body (unit_id);

-- What happened to a task: reports, extensions, hand-overs, sign-off. Append-only.
CREATE TABLE task_event (
    id       INTEGER PRIMARY KEY,
    task_id  INTEGER NOT NULL REFERENCES task (id),
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    verb     TEXT NOT NULL,                 -- report, done, reopen, part, extend_ask, extend_grant, extend_refuse, hand_over, sign, return, drop, bind
    text     TEXT NOT NULL DEFAULT '',
    before   TEXT NOT NULL DEFAULT '',
    after    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX task_event_task ON task_event (task_id, id);

-- A request for a later day. The first day stays on the task.
CREATE TABLE task_extension (
    id        INTEGER PRIMARY KEY,
    task_id   INTEGER NOT NULL REFERENCES task (id),
    old_due   TEXT,
    new_due   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    asked_at  TEXT NOT NULL,
    asked_by  TEXT NOT NULL,
    state     TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'granted', 'refused')),
    decided_at TEXT,
    decided_by TEXT NOT NULL DEFAULT '',
    decision  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX task_extension_task ON task_extension (task_id, state);

-- Whom a deadline is told, and when. `days` are working days after the last good day; negative: before.
CREATE TABLE escalation (
    id       INTEGER PRIMARY KEY,
    days     INTEGER NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('person', 'head', 'standing')),
    every    INTEGER NOT NULL DEFAULT 0,    -- again after so many working days; 0: once
    UNIQUE (days, audience)
) STRICT;
INSERT INTO escalation (days, audience, every) VALUES
    (-10, 'person', 0), (-5, 'person', 0), (-1, 'person', 0), (0, 'person', 0), (1, 'person', 5),
    (3, 'head', 5), (10, 'standing', 10);
