-- The working calendar as the province keeps it: years that were decided replace those the program brings along.

-- A year whose days off were announced. Its rows are the whole truth about the year; a year without a row here is as the
-- program knows it, or a proposal of the law.
CREATE TABLE calendar_year (
    year    INTEGER PRIMARY KEY CHECK (year BETWEEN 2000 AND 2100),
    basis   TEXT NOT NULL,                  -- number and date of the notice
    at      TEXT NOT NULL,
    who     TEXT NOT NULL
) STRICT;

CREATE TABLE calendar_day (
    id      INTEGER PRIMARY KEY,
    year    INTEGER NOT NULL REFERENCES calendar_year (year),
    date    TEXT NOT NULL UNIQUE,
    kind    TEXT NOT NULL CHECK (kind IN ('holiday', 'tet', 'substitute', 'swap_off', 'swap_work')),
    name    TEXT NOT NULL,
    basis   TEXT NOT NULL                   -- of this day; mostly that of the year
) STRICT;
CREATE INDEX calendar_day_year ON calendar_day (year, date);
