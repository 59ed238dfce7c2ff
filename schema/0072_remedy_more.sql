-- Findings by the same door, progress by quarter, and the texts that are composed from the losses.

-- What a finding stands on: "Kết luận số 12/KL-TTT ngày 05/03/2026, mục II.3". Empty for losses of the index.
ALTER TABLE remedy ADD COLUMN origin_text TEXT NOT NULL DEFAULT '';

-- How far a remedy was at the end of a quarter. Said again, the later counts.
CREATE TABLE remedy_progress (
    remedy_id INTEGER NOT NULL REFERENCES remedy (id),
    quarter   INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),        -- of the remedy's year
    percent   INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    text      TEXT NOT NULL,
    at        TEXT NOT NULL,
    by_login  TEXT NOT NULL,
    PRIMARY KEY (remedy_id, quarter)
) STRICT;

-- The remedy plan or the result review of a unit in words, drafted from the data, edited and approved by people.
CREATE TABLE remedy_paper (
    id          INTEGER PRIMARY KEY,
    set_id      INTEGER NOT NULL REFERENCES criteria_set (id),
    unit_id     INTEGER NOT NULL REFERENCES unit (id),
    kind        TEXT NOT NULL CHECK (kind IN ('plan', 'review')),
    state       TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved')),
    drafted_at  TEXT NOT NULL,                           -- when its figures were taken
    changed_by  TEXT NOT NULL,
    approved_at TEXT,
    approved_by TEXT NOT NULL DEFAULT '',
    version     INTEGER NOT NULL DEFAULT 1,
    UNIQUE (set_id, unit_id, kind)
) STRICT;

CREATE TABLE remedy_paper_part (
    paper_id INTEGER NOT NULL REFERENCES remedy_paper (id),
    position INTEGER NOT NULL,
    title    TEXT NOT NULL,
    text     TEXT NOT NULL,                              -- paragraphs, one a line; [1.2.3] names a criterion
    drafted  TEXT NOT NULL,                              -- as the data gave it, to see what a person changed
    PRIMARY KEY (paper_id, position)
) STRICT;
