-- The analyst's desk: scenarios, which never touch results, and efforts that the office estimates for criteria.

-- Changes to a set's result that somebody tries out.
CREATE TABLE scenario (
    id           INTEGER PRIMARY KEY,
    set_id       INTEGER NOT NULL REFERENCES criteria_set (id),
    trial_set_id INTEGER REFERENCES criteria_set (id),  -- another set on the same figures; NULL: its own
    name         TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    made_by      TEXT NOT NULL                           -- login, or "shell"
) STRICT;
CREATE INDEX scenario_by ON scenario (made_by, set_id);

CREATE TABLE scenario_change (
    scenario_id INTEGER NOT NULL REFERENCES scenario (id),
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('points', 'figure', 'max', 'rule')),
    unit        TEXT NOT NULL DEFAULT '',                -- code, * for all units, empty for max and rule
    code        TEXT NOT NULL,                           -- criterion or figure
    value       TEXT NOT NULL,
    PRIMARY KEY (scenario_id, position)
) STRICT;

-- What it costs to get a criterion in full, and until when it can be done. Where nothing stands the peers tell.
CREATE TABLE criterion_effort (
    criterion_id INTEGER PRIMARY KEY REFERENCES criterion (id),
    effort       INTEGER,                                -- Dec, any scale that all criteria share; NULL: estimated
    deadline     TEXT,                                   -- last day; NULL: any time of the year
    at           TEXT NOT NULL,
    by_login     TEXT NOT NULL
) STRICT;
