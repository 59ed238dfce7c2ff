-- Notices inside the application and the letters that tell of them.

-- One thing that a person is to know. The same thing is told once a day at most.
CREATE TABLE notice (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    day       TEXT NOT NULL,
    kind      TEXT NOT NULL,                -- "task.before", "task.late", …
    object    TEXT NOT NULL,                -- "task:15"
    text      TEXT NOT NULL,
    link      TEXT NOT NULL DEFAULT '',
    made_at   TEXT NOT NULL,
    read_at   TEXT,
    UNIQUE (person_id, day, kind, object)
) STRICT;
CREATE INDEX notice_unread ON notice (person_id, read_at);

-- Letters to be sent; they survive a restart. One digest a person and day.
CREATE TABLE mail_spool (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER REFERENCES person (id),
    day       TEXT NOT NULL,
    to_addr   TEXT NOT NULL,
    subject   TEXT NOT NULL,
    body      TEXT NOT NULL,
    state     TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
    tries     INTEGER NOT NULL DEFAULT 0,
    next_at   TEXT NOT NULL,                -- not before
    made_at   TEXT NOT NULL,
    UNIQUE (person_id, day)
) STRICT;
CREATE INDEX mail_spool_waiting ON mail_spool (state, next_at);

-- What was tried, sent or refused by the mail server. Append-only.
CREATE TABLE mail_log (
    id       INTEGER PRIMARY KEY,
    spool_id INTEGER NOT NULL REFERENCES mail_spool (id),
    at       TEXT NOT NULL,
    result   TEXT NOT NULL CHECK (result IN ('sent', 'failed')),
    text     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX mail_log_spool ON mail_log (spool_id);
