-- Figures: bounds, forms by level and kind of period, acceptance up the tree, talk about a figure.

ALTER TABLE data_element ADD COLUMN minimum INTEGER;            -- Dec; NULL: none
ALTER TABLE data_element ADD COLUMN maximum INTEGER;            -- Dec; NULL: none

-- The unit above has looked at a complete sheet and takes it.
ALTER TABLE figure_sheet ADD COLUMN accepted_at TEXT;
ALTER TABLE figure_sheet ADD COLUMN accepted_by TEXT NOT NULL DEFAULT '';

-- Which elements a kind of unit gives in a kind of period. Without a form for both: all elements of its kind.
CREATE TABLE report_form (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    unit_kinds  TEXT NOT NULL,              -- divided by blanks; "all"
    period_kinds TEXT NOT NULL,             -- of month quarter half nine-months year; "all"
    elements    TEXT NOT NULL               -- codes, each with all that begins with it and a point; "all"
) STRICT;

CREATE TABLE figure_comment (
    id          INTEGER PRIMARY KEY,
    unit_id     INTEGER NOT NULL REFERENCES unit (id),
    period      TEXT NOT NULL,
    element_id  INTEGER NOT NULL REFERENCES data_element (id),
    at          TEXT NOT NULL,
    who         TEXT NOT NULL,
    text        TEXT NOT NULL,
    resolved_at TEXT,
    resolved_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX figure_comment_figure ON figure_comment (unit_id, element_id);

CREATE INDEX figure_unit_element ON figure (unit_id, element_id);
