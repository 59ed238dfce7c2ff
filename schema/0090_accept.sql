-- Documents that wait for their review: kept as they came until somebody accepts or removes them.
CREATE TABLE intake_file (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL,                    -- as the person called the file
    title         TEXT NOT NULL,                    -- what it is, as read: type, symbol, abstract
    size          INTEGER NOT NULL,
    bytes         BLOB NOT NULL,
    made_at       TEXT NOT NULL,
    made_by       INTEGER NOT NULL DEFAULT 0,       -- person; 0: the shell
    made_by_name  TEXT NOT NULL,
    accepted_as   TEXT NOT NULL DEFAULT '',         -- plan, remedy, result, criteria; empty: not yet
    accepted_at   TEXT
) STRICT;
CREATE INDEX intake_file_made ON intake_file (made_by, id);
