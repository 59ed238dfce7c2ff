-- Surveys in the field: who rates whom, devices at counters and of interviewers, paper, decisions, what becomes of the answers.

-- How this survey counts; written down before the first answer.
ALTER TABLE survey ADD COLUMN series TEXT NOT NULL DEFAULT '';          -- surveys of one series are waves of each other
ALTER TABLE survey ADD COLUMN scheme TEXT NOT NULL DEFAULT 'likert5';   -- values of the answers 1…5, as scale_parse reads them
ALTER TABLE survey ADD COLUMN no_answer TEXT NOT NULL DEFAULT 'leave' CHECK (no_answer IN ('leave', 'worst', 'middle'));    -- blank and "no opinion"
ALTER TABLE survey ADD COLUMN weighted INTEGER NOT NULL DEFAULT 0 CHECK (weighted IN (0, 1));   -- groups weigh as their populations
ALTER TABLE survey ADD COLUMN min_n INTEGER NOT NULL DEFAULT 0;         -- fewer respondents are not shown; 0: the setting
ALTER TABLE survey ADD COLUMN error INTEGER NOT NULL DEFAULT 5000000;   -- Dec: error wanted for the sample
ALTER TABLE survey ADD COLUMN recheck INTEGER NOT NULL DEFAULT 0;       -- percent of the visited that are visited again
ALTER TABLE survey ADD COLUMN keep_until TEXT;                          -- last day on which single answers are kept
ALTER TABLE survey ADD COLUMN swept_on TEXT;                            -- since then only survey_summary is left

-- Who rates whom: a group of respondents and a rated unit.
CREATE TABLE survey_cell (
    survey_id  INTEGER NOT NULL REFERENCES survey (id),
    unit_id    INTEGER NOT NULL REFERENCES unit (id),
    grp        TEXT NOT NULL DEFAULT '',        -- answer to the question "nhom"; '': everybody
    population INTEGER NOT NULL DEFAULT 0,      -- people it stands for; 0: not known
    quota      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (survey_id, unit_id, grp)
) STRICT;

-- A device that may send without code: a kiosk at a counter, an interviewer's phone. Its key is shown once.
CREATE TABLE survey_device (
    id        INTEGER PRIMARY KEY,
    hash      TEXT NOT NULL UNIQUE,
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    kind      TEXT NOT NULL CHECK (kind IN ('kiosk', 'visit')),
    name      TEXT NOT NULL,
    made_on   TEXT NOT NULL,
    stopped   INTEGER NOT NULL DEFAULT 0 CHECK (stopped IN (0, 1))
) STRICT;
CREATE INDEX survey_device_survey ON survey_device (survey_id);

ALTER TABLE survey_draft ADD COLUMN device_id INTEGER NOT NULL DEFAULT 0;   -- of a kiosk; 0: the person's own phone
ALTER TABLE survey_draft ADD COLUMN touched_at TEXT;                        -- of a kiosk: it ends when nobody touches it

ALTER TABLE survey_response ADD COLUMN via TEXT NOT NULL DEFAULT '';            -- '' phone, kiosk, visit, sheet
ALTER TABLE survey_response ADD COLUMN sheet TEXT NOT NULL DEFAULT '';          -- number written on the paper or given by the interviewer
ALTER TABLE survey_response ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';     -- who decided about a waiting one
ALTER TABLE survey_response ADD COLUMN decided_on TEXT;
ALTER TABLE survey_response ADD COLUMN decided_why TEXT NOT NULL DEFAULT '';
ALTER TABLE survey_response ADD COLUMN visited TEXT NOT NULL DEFAULT '' CHECK (visited IN ('', 'chosen', 'same', 'differs', 'missed'));  -- second visit
ALTER TABLE survey_response ADD COLUMN visit_note TEXT NOT NULL DEFAULT '';
CREATE INDEX survey_response_sheet ON survey_response (survey_id, sheet);

-- Paper typed twice by two people, until both agree.
CREATE TABLE survey_paper (
    id        INTEGER PRIMARY KEY,
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    sheet     TEXT NOT NULL,
    entry     INTEGER NOT NULL CHECK (entry IN (1, 2)),
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    who       TEXT NOT NULL,
    at        TEXT NOT NULL,
    UNIQUE (survey_id, sheet, entry)
) STRICT;
CREATE TABLE survey_paper_answer (
    paper_id    INTEGER NOT NULL REFERENCES survey_paper (id),
    question_id INTEGER NOT NULL REFERENCES survey_question (id),
    value       TEXT NOT NULL,
    PRIMARY KEY (paper_id, question_id)
) STRICT;

-- People who were asked and did not answer, by sheet number and never by name.
CREATE TABLE survey_miss (
    id        INTEGER PRIMARY KEY,
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    sheet     TEXT NOT NULL,
    reason    TEXT NOT NULL CHECK (reason IN ('away', 'refused', 'moved', 'other')),
    day       TEXT NOT NULL,
    UNIQUE (survey_id, sheet)
) STRICT;

-- Open answers put under topics.
CREATE TABLE survey_topic (
    id        INTEGER PRIMARY KEY,
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    title     TEXT NOT NULL,
    UNIQUE (survey_id, title)
) STRICT;
CREATE TABLE survey_coding (
    topic_id    INTEGER NOT NULL REFERENCES survey_topic (id),
    response_id INTEGER NOT NULL REFERENCES survey_response (id),
    question_id INTEGER NOT NULL REFERENCES survey_question (id),
    PRIMARY KEY (response_id, question_id, topic_id)
) STRICT;
CREATE INDEX survey_coding_topic ON survey_coding (topic_id);

-- Who looked at open answers or took single answers away, and what for.
CREATE TABLE survey_access (
    id        INTEGER PRIMARY KEY,
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    who       TEXT NOT NULL,
    at        TEXT NOT NULL,
    day       TEXT NOT NULL,
    what      TEXT NOT NULL CHECK (what IN ('words', 'export', 'receipt')),
    why       TEXT NOT NULL
) STRICT;
CREATE INDEX survey_access_survey ON survey_access (survey_id, who, day);

-- What is left when single answers are gone. Small numbers are not in it.
CREATE TABLE survey_summary (
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    factor    TEXT NOT NULL,                    -- '': all
    n         INTEGER NOT NULL,
    answers   INTEGER NOT NULL,
    value     INTEGER NOT NULL,                 -- Dec, index
    lo        INTEGER NOT NULL,                 -- Dec
    hi        INTEGER NOT NULL,                 -- Dec
    PRIMARY KEY (survey_id, unit_id, factor)
) STRICT;

-- Counts that must be told though nothing else of them is kept: answers taken back by who gave them.
CREATE TABLE survey_count (
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    unit_id   INTEGER NOT NULL REFERENCES unit (id),
    what      TEXT NOT NULL CHECK (what IN ('withdrawn')),
    n         INTEGER NOT NULL,
    PRIMARY KEY (survey_id, unit_id, what)
) STRICT;

-- Texts of a questionnaire in other languages. kind: form (title, purpose), question, option ("question/name").
CREATE TABLE survey_label (
    form_id INTEGER NOT NULL REFERENCES survey_form (id),
    lang    TEXT NOT NULL,                      -- "en", "km"
    kind    TEXT NOT NULL CHECK (kind IN ('form', 'question', 'option')),
    ref     TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (form_id, lang, kind, ref)
) STRICT;
