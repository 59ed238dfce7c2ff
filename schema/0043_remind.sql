-- Days on which reminders were made: the next run catches up what a stopped server missed, and a second run of a day adds nothing.
CREATE TABLE remind_run (
    day     TEXT PRIMARY KEY,
    at      TEXT NOT NULL,
    notices INTEGER NOT NULL,
    letters INTEGER NOT NULL
) STRICT;
