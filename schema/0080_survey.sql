-- Surveys: questionnaires as data, who is asked where, answers without persons.

-- A questionnaire in one version. A change is a new version.
CREATE TABLE survey_form (
    id      INTEGER PRIMARY KEY,
    code    TEXT NOT NULL,
    version INTEGER NOT NULL,
    year    INTEGER NOT NULL,
    title   TEXT NOT NULL,
    purpose TEXT NOT NULL,                  -- shown before consent: what for, who sees it, how long it is kept
    made_at TEXT NOT NULL,
    UNIQUE (code, version)
) STRICT;

CREATE TABLE survey_question (
    id       INTEGER PRIMARY KEY,
    form_id  INTEGER NOT NULL REFERENCES survey_form (id),
    position INTEGER NOT NULL,              -- from 1
    code     TEXT NOT NULL,                 -- "q1"
    section  TEXT NOT NULL DEFAULT '',
    factor   TEXT NOT NULL DEFAULT '',      -- the factor of the index it counts for
    kind     TEXT NOT NULL CHECK (kind IN ('likert5', 'likert3', 'single', 'multiple', 'number', 'text')),
    text     TEXT NOT NULL,
    required INTEGER NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
    if_code  TEXT NOT NULL DEFAULT '',      -- asked only when this earlier question …
    if_op    TEXT NOT NULL DEFAULT '' CHECK (if_op IN ('', '=', '!=', '<', '<=', '>', '>=', 'has')),
    if_value TEXT NOT NULL DEFAULT '',      -- … was answered so
    UNIQUE (form_id, code),
    UNIQUE (form_id, position)
) STRICT;

CREATE TABLE survey_option (
    question_id INTEGER NOT NULL REFERENCES survey_question (id),
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,              -- stored answer; 1…5 (1 worst) on a scale, 0: no opinion
    label       TEXT NOT NULL,
    PRIMARY KEY (question_id, name)
) STRICT;

-- A questionnaire put to people in a time.
CREATE TABLE survey (
    id        INTEGER PRIMARY KEY,
    code      TEXT NOT NULL UNIQUE,         -- in addresses: /s/code
    form_id   INTEGER NOT NULL REFERENCES survey_form (id),
    title     TEXT NOT NULL,
    wave      TEXT NOT NULL DEFAULT '',
    year      INTEGER NOT NULL,             -- of the round that reads its figures
    opens_on  TEXT,
    closes_on TEXT,                         -- last day
    open_link INTEGER NOT NULL DEFAULT 0 CHECK (open_link IN (0, 1)),   -- answers without a code too
    closed    INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1))
) STRICT;

-- Whom it rates.
CREATE TABLE survey_unit (
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    quota     INTEGER NOT NULL DEFAULT 0,   -- answers wanted; 0: not told
    PRIMARY KEY (survey_id, unit_id)
) STRICT;

-- A figure that the survey gives to the rules. Factor '': all questions.
CREATE TABLE survey_fact (
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    factor    TEXT NOT NULL,
    fact      TEXT NOT NULL,
    PRIMARY KEY (survey_id, factor)
) STRICT;

-- A one-use code, only as hash. Neither the answer nor the moment stands here: who had it cannot be joined to what was said.
CREATE TABLE survey_code (
    hash      TEXT PRIMARY KEY,
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    used      INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT;
CREATE INDEX survey_code_survey ON survey_code (survey_id, unit_id);

-- Answers on their way, under the hash of a random key that only the person's form holds. Gone when sent, or after days.
CREATE TABLE survey_draft (
    id         INTEGER PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    survey_id  INTEGER NOT NULL REFERENCES survey (id),
    unit_id    INTEGER NOT NULL REFERENCES unit (id),
    started_at TEXT NOT NULL
) STRICT;
CREATE INDEX survey_draft_started ON survey_draft (started_at);
CREATE TABLE survey_draft_answer (
    draft_id    INTEGER NOT NULL REFERENCES survey_draft (id),
    question_id INTEGER NOT NULL REFERENCES survey_question (id),
    value       TEXT NOT NULL,
    PRIMARY KEY (draft_id, question_id)
) STRICT;

CREATE TABLE survey_response (
    id        INTEGER PRIMARY KEY,
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    grp       TEXT NOT NULL DEFAULT '',
    channel   TEXT NOT NULL CHECK (channel IN ('open', 'code', 'paper')),
    day       TEXT NOT NULL,                -- no time: it would tell who
    state     TEXT NOT NULL CHECK (state IN ('counted', 'waiting', 'dropped')),
    reason    TEXT NOT NULL DEFAULT '',     -- why it waits for a person's decision: fast same address
    receipt   TEXT NOT NULL UNIQUE          -- hash of the receipt code
) STRICT;
CREATE INDEX survey_response_survey ON survey_response (survey_id, unit_id, state);
CREATE TABLE survey_answer (
    response_id INTEGER NOT NULL REFERENCES survey_response (id),
    question_id INTEGER NOT NULL REFERENCES survey_question (id),
    value       TEXT NOT NULL,
    PRIMARY KEY (response_id, question_id)
) STRICT;

-- Against stuffing of open links: salted hashes that count, thrown away with the day's salt.
CREATE TABLE survey_salt (
    day  TEXT PRIMARY KEY,
    salt TEXT NOT NULL
) STRICT;
CREATE TABLE survey_trace (
    mark TEXT PRIMARY KEY,
    day  TEXT NOT NULL,
    n    INTEGER NOT NULL
) STRICT;
CREATE INDEX survey_trace_day ON survey_trace (day);
