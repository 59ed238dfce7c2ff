-- Where plans and tasks come from, and calendars that other programs subscribe to.

ALTER TABLE plan ADD COLUMN copied_from INTEGER;            -- the plan it was made from: last year's, or a pattern

-- The directive, conclusion or other document that gave a task outside a plan.
CREATE TABLE task_source (
    task_id   INTEGER PRIMARY KEY REFERENCES task (id),
    document  TEXT NOT NULL,                -- kind and abstract: "Chỉ thị về kỷ luật, kỷ cương"
    number    TEXT NOT NULL DEFAULT '',
    signed_on TEXT,
    quote     TEXT NOT NULL DEFAULT '',     -- the words that give the task
    document_id INTEGER                     -- in the register, when it is there
) STRICT;

-- Secret addresses of calendar feeds: only a hash is kept.
CREATE TABLE task_feed (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    which      TEXT NOT NULL CHECK (which IN ('mine', 'unit', 'all')),
    hash       TEXT NOT NULL UNIQUE,
    made_at    TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE INDEX task_feed_person ON task_feed (person_id);

-- Lists are ordered by day; open work is asked for by unit and by person.
CREATE INDEX task_open_unit ON task (unit_id, state, due);
CREATE INDEX task_open_person ON task (person_id, state, due);
CREATE INDEX task_next ON task (state, next_due);
CREATE INDEX task_remedy ON task (remedy_id);
