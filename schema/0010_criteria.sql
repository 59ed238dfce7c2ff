-- Criteria sets: what is measured, by which rule, for how many points. A set is versioned data, frozen once used.
CREATE TABLE criteria_set (
    id         INTEGER PRIMARY KEY,
    code       TEXT NOT NULL,
    year       INTEGER NOT NULL,
    name       TEXT NOT NULL,
    unit_kinds TEXT NOT NULL DEFAULT '',    -- kinds of unit it is meant for, separated by blanks; empty: all
    scale      INTEGER NOT NULL,            -- declared total of the maxima (Dec)
    basis      TEXT NOT NULL DEFAULT '',    -- decision that issued it
    ties       TEXT NOT NULL DEFAULT '113' CHECK (ties IN ('113', '112')),
    rounding   TEXT NOT NULL DEFAULT 'half-up' CHECK (rounding IN ('half-up', 'truncate', 'per-criterion')),
    places     INTEGER NOT NULL DEFAULT 2 CHECK (places BETWEEN 0 AND 8),
    na_policy  TEXT NOT NULL DEFAULT 'full' CHECK (na_policy IN ('full', 'zero', 'out')),
    grades     TEXT NOT NULL DEFAULT '',    -- "90 Xuất sắc; 80 Tốt; …"; empty: the default bands
    frozen_at  TEXT,                        -- NULL: may still be changed
    frozen_why TEXT NOT NULL DEFAULT '',
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (code, year)
) STRICT;

-- A node of the set: field, criterion or sub-criterion. A leaf is scored; a node above is the sum of its children.
CREATE TABLE criterion (
    id         INTEGER PRIMARY KEY,
    set_id     INTEGER NOT NULL REFERENCES criteria_set (id),
    code       TEXT NOT NULL,
    parent_id  INTEGER REFERENCES criterion (id),
    position   INTEGER NOT NULL,            -- order of the printed table
    name       TEXT NOT NULL,
    max_points INTEGER NOT NULL,            -- Dec
    rule       TEXT NOT NULL DEFAULT '',    -- as typed; empty: direct points, or the sum of the children
    source     TEXT NOT NULL DEFAULT 'self' CHECK (source IN ('self', 'survey', 'auto', 'bonus', 'penalty')),
    na_policy  TEXT NOT NULL DEFAULT '' CHECK (na_policy IN ('', 'full', 'zero', 'out')),   -- '': as the set
    evidence   TEXT NOT NULL DEFAULT '',
    assessor   TEXT NOT NULL DEFAULT '',
    basis      TEXT NOT NULL DEFAULT '',
    old_code   TEXT NOT NULL DEFAULT '',    -- code in the set of the year before
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (set_id, code)
) STRICT;
CREATE INDEX criterion_order ON criterion (set_id, position);
CREATE INDEX criterion_parent ON criterion (parent_id);

-- Points entered directly for a leaf: judged by an appraiser, or imported from a result table.
CREATE TABLE direct_score (
    id           INTEGER PRIMARY KEY,
    criterion_id INTEGER NOT NULL REFERENCES criterion (id),
    unit_id      INTEGER NOT NULL REFERENCES unit (id),
    points       INTEGER,                   -- Dec; NULL: not applicable
    reason       TEXT NOT NULL DEFAULT '',  -- why points were lost, as told by who gave them
    source       TEXT NOT NULL,
    changed_at   TEXT NOT NULL,
    changed_by   TEXT NOT NULL,
    UNIQUE (criterion_id, unit_id)
) STRICT;
CREATE INDEX direct_score_unit ON direct_score (unit_id);
