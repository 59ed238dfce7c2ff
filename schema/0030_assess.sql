-- The assessment round. Scores of each stage stand beside each other and are never overwritten.
CREATE TABLE assess_round (
    id              INTEGER PRIMARY KEY,
    code            TEXT NOT NULL,
    year            INTEGER NOT NULL,           -- the year that is measured
    name            TEXT NOT NULL,
    unit_kinds      TEXT NOT NULL,              -- kinds of unit, separated by blanks
    set_id          INTEGER REFERENCES criteria_set (id),      -- NULL: not issued yet; the round may start without it
    phase           TEXT NOT NULL DEFAULT 'preparing',         -- names in moves.c
    phase_since     TEXT NOT NULL,
    phase_by        TEXT NOT NULL,
    phase_why       TEXT NOT NULL DEFAULT '',   -- reason of the last move, where one was needed
    basis           TEXT NOT NULL DEFAULT '',   -- plan or decision that opens the round
    contact         TEXT NOT NULL DEFAULT '',   -- whom to ask when something is locked
    opens_on        TEXT,
    self_due        TEXT,                       -- last day of self-scoring
    appraisal_due   TEXT,
    explanation_due TEXT,
    second_due      TEXT,
    council_on      TEXT,
    provisional_on  TEXT,
    appeal_due      TEXT,
    decision_no     TEXT NOT NULL DEFAULT '',   -- of the decision that approves the result
    decision_date   TEXT,
    published_at    TEXT,
    version         INTEGER NOT NULL DEFAULT 1,
    UNIQUE (code, year)
) STRICT;

-- One unit's sheet in a round.
CREATE TABLE sheet (
    id                INTEGER PRIMARY KEY,
    round_id          INTEGER NOT NULL REFERENCES assess_round (id),
    unit_id           INTEGER NOT NULL REFERENCES unit (id),
    state             TEXT NOT NULL DEFAULT 'draft',           -- names in moves.c
    state_since       TEXT NOT NULL,
    state_by          TEXT NOT NULL,
    state_why         TEXT NOT NULL DEFAULT '',
    self_until        TEXT,                     -- own deadline where it was extended
    explanation_until TEXT,
    version           INTEGER NOT NULL DEFAULT 1,
    UNIQUE (round_id, unit_id)
) STRICT;
CREATE INDEX sheet_unit ON sheet (unit_id);

-- Every move of a sheet (sheet_id) or of the round itself (NULL), with its reason.
CREATE TABLE assess_move (
    id       INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES assess_round (id),
    sheet_id INTEGER REFERENCES sheet (id),
    action   TEXT NOT NULL,
    before   TEXT NOT NULL,
    after    TEXT NOT NULL,
    reason   TEXT NOT NULL DEFAULT '',
    at       TEXT NOT NULL,
    by_login TEXT NOT NULL
) STRICT;
CREATE INDEX assess_move_round ON assess_move (round_id, sheet_id);

-- A later deadline for one unit.
CREATE TABLE sheet_extension (
    id       INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES sheet (id),
    what     TEXT NOT NULL CHECK (what IN ('self', 'explanation')),
    until    TEXT NOT NULL,
    reason   TEXT NOT NULL,
    at       TEXT NOT NULL,
    by_login TEXT NOT NULL
) STRICT;
CREATE INDEX sheet_extension_sheet ON sheet_extension (sheet_id);

-- What one stage says about one leaf. A change is a new row with the next version; the last version holds.
CREATE TABLE stage_score (
    id           INTEGER PRIMARY KEY,
    sheet_id     INTEGER NOT NULL REFERENCES sheet (id),
    criterion_id INTEGER NOT NULL REFERENCES criterion (id),
    stage        TEXT NOT NULL,                 -- self, appraisal, explanation, second, council, appeal, correction, blind
    points       INTEGER,                       -- Dec; NULL: none, not applicable, or not known before all units are in
    value        TEXT NOT NULL DEFAULT '',      -- the figure, canonical text of core/value
    by_rule      INTEGER NOT NULL DEFAULT 0 CHECK (by_rule IN (0, 1)),     -- 1: the rule made the points from the value
    given        INTEGER NOT NULL CHECK (given IN (0, 1)),                 -- 0: taken back
    reason       TEXT NOT NULL DEFAULT '',
    at           TEXT NOT NULL,
    by_login     TEXT NOT NULL,
    version      INTEGER NOT NULL,
    batch        TEXT NOT NULL DEFAULT '',      -- scores accepted together can be undone together
    session_id   INTEGER,                       -- of the council
    UNIQUE (sheet_id, criterion_id, stage, version)
) STRICT;
CREATE INDEX stage_score_criterion ON stage_score (criterion_id, stage);

CREATE VIEW stage_latest AS
SELECT s.id, s.sheet_id, s.criterion_id, s.stage, s.points, s.value, s.by_rule, s.given, s.reason, s.at, s.by_login, s.version,
       s.batch, s.session_id
  FROM stage_score s
 WHERE s.version = (SELECT max(n.version) FROM stage_score n WHERE n.sheet_id = s.sheet_id AND n.criterion_id = s.criterion_id
                      AND n.stage = s.stage);

-- Which criteria (by the agency that appraises them) and which units a person appraises.
CREATE TABLE appraiser_task (
    id        INTEGER PRIMARY KEY,
    round_id  INTEGER NOT NULL REFERENCES assess_round (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    assessor  TEXT NOT NULL DEFAULT '',         -- as in the set; empty: all criteria
    unit_id   INTEGER REFERENCES unit (id),     -- NULL: all units; else it and what lies below
    blind     INTEGER NOT NULL DEFAULT 0 CHECK (blind IN (0, 1)),          -- 1: second reader of the sample, sees no other points
    at        TEXT NOT NULL,
    by_login  TEXT NOT NULL
) STRICT;
CREATE INDEX appraiser_task_person ON appraiser_task (person_id, round_id);

-- Talk about one criterion of one sheet.
CREATE TABLE sheet_comment (
    id           INTEGER PRIMARY KEY,
    sheet_id     INTEGER NOT NULL REFERENCES sheet (id),
    criterion_id INTEGER NOT NULL REFERENCES criterion (id),
    reply_to     INTEGER REFERENCES sheet_comment (id),         -- NULL: begins a thread
    text         TEXT NOT NULL,
    at           TEXT NOT NULL,
    by_login     TEXT NOT NULL,
    by_name      TEXT NOT NULL,
    resolved_at  TEXT,                          -- of a thread, on its first comment
    resolved_by  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX sheet_comment_sheet ON sheet_comment (sheet_id, criterion_id);

-- Sentences that appraisers use again.
CREATE TABLE reason_phrase (
    id    INTEGER PRIMARY KEY,
    text  TEXT NOT NULL UNIQUE,
    uses  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE council_session (
    id        INTEGER PRIMARY KEY,
    round_id  INTEGER NOT NULL REFERENCES assess_round (id),
    held_on   TEXT NOT NULL,
    chair     TEXT NOT NULL,
    members   TEXT NOT NULL DEFAULT '',
    minutes   TEXT NOT NULL DEFAULT '',
    closed_at TEXT,
    version   INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE council_item (
    id           INTEGER PRIMARY KEY,
    session_id   INTEGER NOT NULL REFERENCES council_session (id),
    sheet_id     INTEGER NOT NULL REFERENCES sheet (id),
    criterion_id INTEGER NOT NULL REFERENCES criterion (id),
    votes_for    INTEGER NOT NULL DEFAULT 0,
    votes_against INTEGER NOT NULL DEFAULT 0,
    abstained    INTEGER NOT NULL DEFAULT 0,
    points       INTEGER,                       -- Dec, decided
    reason       TEXT NOT NULL DEFAULT '',
    decided_at   TEXT,
    decided_by   TEXT NOT NULL DEFAULT '',
    UNIQUE (session_id, sheet_id, criterion_id)
) STRICT;
CREATE INDEX council_item_sheet ON council_item (sheet_id);

-- A unit against its provisional result.
CREATE TABLE appeal (
    id           INTEGER PRIMARY KEY,
    sheet_id     INTEGER NOT NULL REFERENCES sheet (id),
    criterion_id INTEGER NOT NULL REFERENCES criterion (id),
    claim        INTEGER NOT NULL,              -- Dec: points asked for
    text         TEXT NOT NULL,
    evidence     TEXT NOT NULL DEFAULT '',      -- new documents, as the unit names them
    filed_at     TEXT NOT NULL,
    filed_by     TEXT NOT NULL,
    outcome      TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'accepted', 'partly', 'refused', 'withdrawn')),
    points       INTEGER,                       -- Dec, decided
    reason       TEXT NOT NULL DEFAULT '',
    decided_at   TEXT,
    decided_by   TEXT NOT NULL DEFAULT '',
    version      INTEGER NOT NULL DEFAULT 1,
    UNIQUE (sheet_id, criterion_id)
) STRICT;

-- A frozen result: set, units, figures, scores and ranking as canonical JSON with its SHA-256.
CREATE TABLE round_snapshot (
    id            INTEGER PRIMARY KEY,
    round_id      INTEGER NOT NULL REFERENCES assess_round (id),
    kind          TEXT NOT NULL CHECK (kind IN ('provisional', 'published')),
    version       INTEGER NOT NULL,
    content       TEXT NOT NULL,
    hash          TEXT NOT NULL,
    decision_no   TEXT NOT NULL DEFAULT '',
    decision_date TEXT,
    note          TEXT NOT NULL DEFAULT '',
    made_at       TEXT NOT NULL,
    made_by       TEXT NOT NULL,
    UNIQUE (round_id, kind, version)
) STRICT;

-- Reminders that went to a unit.
CREATE TABLE round_reminder (
    id       INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES assess_round (id),
    unit_id  INTEGER NOT NULL REFERENCES unit (id),
    text     TEXT NOT NULL,
    at       TEXT NOT NULL,
    by_login TEXT NOT NULL
) STRICT;
CREATE INDEX round_reminder_round ON round_reminder (round_id, unit_id);
