-- One-stop: what became of a dossier. Its row keeps how it stands; here is each step that a system's history tells, and each change of
-- state or due date that was seen when a later file differed.
CREATE TABLE dossier_event (
    source_id INTEGER NOT NULL,
    code      TEXT NOT NULL,
    at        INTEGER NOT NULL,             -- moment as dossier.received; of the import where no history tells it
    told      INTEGER NOT NULL CHECK (told IN (0, 1)),  -- 1: told by the system's history; 0: seen at an import
    state     INTEGER NOT NULL,             -- from then on, as dossier.state
    old_state INTEGER NOT NULL,             -- before; -1: not known
    due       INTEGER NOT NULL,             -- from then on; 0: none, or not told
    old_due   INTEGER NOT NULL,             -- before; 0: none, or not known
    PRIMARY KEY (source_id, code, at, told, state)
) STRICT, WITHOUT ROWID;
