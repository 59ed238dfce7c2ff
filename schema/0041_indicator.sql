-- Figures: what is counted, for whom, in which period, and how far each unit is with it.

-- A data element (a counted figure) or an indicator (numerator over denominator, or a sum of elements).
CREATE TABLE data_element (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,       -- "3.3.13"
    position    INTEGER NOT NULL,           -- order of the printed form
    area        TEXT NOT NULL,
    name        TEXT NOT NULL,
    measure     TEXT NOT NULL DEFAULT '',   -- "hồ sơ", "%", "triệu đồng"
    kind        TEXT NOT NULL CHECK (kind IN ('count', 'amount', 'number', 'rate', 'code')),
    levels      TEXT NOT NULL DEFAULT 'all',-- kinds of unit that give it, divided by blanks; "all"
    numerator   TEXT NOT NULL DEFAULT '',   -- codes with + and -; empty: entered by hand
    denominator TEXT NOT NULL DEFAULT '',   -- empty: the numerator itself is the figure
    checks      TEXT NOT NULL DEFAULT '',   -- "error <= 1.1; warning >= 1.2.1+1.2.3"
    fact        TEXT NOT NULL DEFAULT '',   -- fact of another room that gives the figure
    cumulative  INTEGER NOT NULL DEFAULT 0 CHECK (cumulative IN (0, 1)),    -- since the beginning, not of the period
    certainty   TEXT NOT NULL DEFAULT '',   -- found, seed, inferred, recalled: how sure the shipped form is
    active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX data_element_order ON data_element (position);

-- What a unit of a kind should reach in a period, and from where it is amber.
CREATE TABLE indicator_target (
    id         INTEGER PRIMARY KEY,
    element_id INTEGER NOT NULL REFERENCES data_element (id),
    unit_kind  TEXT NOT NULL DEFAULT '',    -- empty: every kind
    period     TEXT NOT NULL,               -- "2025": also for its parts, unless they have their own
    comparator TEXT NOT NULL CHECK (comparator IN ('>=', '<=')),
    value      INTEGER NOT NULL,            -- Dec; a rate in percent
    amber      INTEGER,                     -- Dec; NULL: no amber
    UNIQUE (element_id, unit_kind, period)
) STRICT;

-- One figure of a unit in a period.
CREATE TABLE figure (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES unit (id),
    period     TEXT NOT NULL,
    element_id INTEGER NOT NULL REFERENCES data_element (id),
    value      INTEGER NOT NULL,            -- Dec
    note       TEXT NOT NULL DEFAULT '',
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (unit_id, period, element_id)
) STRICT;
CREATE INDEX figure_period ON figure (period, element_id);

-- What stood in a figure before it was changed after its sheet was complete. Append-only.
CREATE TABLE figure_was (
    id         INTEGER PRIMARY KEY,
    figure_id  INTEGER NOT NULL REFERENCES figure (id),
    value      INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    reason     TEXT NOT NULL
) STRICT;
CREATE INDEX figure_was_figure ON figure_was (figure_id);

-- How far a unit is with a period. No row: open.
CREATE TABLE figure_sheet (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES unit (id),
    period     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'complete', 'locked')),
    at         TEXT NOT NULL,
    who        TEXT NOT NULL,
    reason     TEXT NOT NULL DEFAULT '',    -- why locked or opened again
    first_complete TEXT,                    -- moment it was complete first: timeliness counts this
    UNIQUE (unit_id, period)
) STRICT;
CREATE INDEX figure_sheet_period ON figure_sheet (period);

-- A periodic report: drafted from what happened, edited, then frozen.
CREATE TABLE period_report (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES unit (id),
    period     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('draft', 'approved')),
    title      TEXT NOT NULL,
    narrative  TEXT NOT NULL,               -- one paragraph a field, headings marked "## "
    figures    TEXT NOT NULL DEFAULT '',    -- the table, a line each, cells divided by tabs; frozen at approval
    number     TEXT NOT NULL DEFAULT '',
    figures_at TEXT NOT NULL,               -- moment of the figures
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (unit_id, period)
) STRICT;
