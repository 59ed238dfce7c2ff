-- The document register. A document has one identity and one or more file revisions; it serves many criteria, tasks, years.
CREATE TABLE document (
    id           INTEGER PRIMARY KEY,
    unit_id      INTEGER NOT NULL REFERENCES unit (id),    -- owner: who entered it and answers for it
    type         TEXT NOT NULL,                 -- doc_types[] of src/archive/archive.c: decision, plan, report …
    number       TEXT NOT NULL DEFAULT '',      -- "123"
    symbol       TEXT NOT NULL DEFAULT '',      -- "KH-UBND"
    issued_on    TEXT,                          -- the date it bears
    issuer       TEXT NOT NULL DEFAULT '',
    abstract     TEXT NOT NULL DEFAULT '',      -- trích yếu
    valid_from   TEXT,
    valid_to     TEXT,
    lang         TEXT NOT NULL DEFAULT 'vi',
    shared       INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1)),  -- every unit may read and cite it
    issuer_fold  TEXT NOT NULL,                 -- for the warning of duplicates
    fold         TEXT NOT NULL,                 -- the identity without diacritics and case, for the filter of the list
    made_at      TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    confirmed_at TEXT,                          -- NULL: the identity is a proposal read from the file
    confirmed_by TEXT NOT NULL DEFAULT '',
    version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX document_unit ON document (unit_id, issued_on);
CREATE INDEX document_identity ON document (number, issued_on);

-- A revision: the bytes are in files/aa/bb/… of the data folder, or in file_chunk when there is no folder.
CREATE TABLE document_file (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    revision    INTEGER NOT NULL,               -- 1, 2, …; the highest is the one in force
    name        TEXT NOT NULL,                  -- as the person's file was called; never a path
    sha256      TEXT NOT NULL,                  -- 64 hex digits
    kind        TEXT NOT NULL,                  -- by content: pdf, docx, xlsx, doc, xls, png, jpeg
    size        INTEGER NOT NULL,               -- bytes
    pages       INTEGER NOT NULL DEFAULT 0,     -- 0: not known
    text_state  TEXT NOT NULL CHECK (text_state IN ('ready', 'none', 'failed', 'large')),
    note        TEXT NOT NULL DEFAULT '',       -- what the reader said: pages that look like scans …
    added_at    TEXT NOT NULL,
    added_by    TEXT NOT NULL,
    UNIQUE (document_id, revision)
) STRICT;
CREATE INDEX document_file_hash ON document_file (sha256);

-- Text of the revision in force by page or part, and the identity itself (file_id NULL): what the search reads.
CREATE TABLE document_text (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    file_id     INTEGER REFERENCES document_file (id),
    part        INTEGER NOT NULL,               -- order, from 1
    page        INTEGER NOT NULL,               -- of the PDF; 0: the format has none
    text        TEXT NOT NULL
) STRICT;
CREATE INDEX document_text_document ON document_text (document_id, part);

-- Where a document serves, besides criteria: kind and id of an object of another room (task, figure, round …).
CREATE TABLE document_link (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    kind        TEXT NOT NULL,
    object_id   INTEGER NOT NULL,
    title       TEXT NOT NULL DEFAULT '',       -- how people call the object
    place       TEXT NOT NULL DEFAULT '',       -- page or article
    added_at    TEXT NOT NULL,
    added_by    TEXT NOT NULL,
    UNIQUE (document_id, kind, object_id, place)
) STRICT;
CREATE INDEX document_link_object ON document_link (kind, object_id);

-- Evidence: a document shown for a criterion by a unit. The year is the set's.
CREATE TABLE evidence (
    id           INTEGER PRIMARY KEY,
    set_id       INTEGER NOT NULL REFERENCES criteria_set (id),
    criterion_id INTEGER NOT NULL REFERENCES criterion (id),
    unit_id      INTEGER NOT NULL REFERENCES unit (id),
    document_id  INTEGER NOT NULL REFERENCES document (id),
    page         TEXT NOT NULL DEFAULT '',      -- "3", "3-5", "Điều 2"
    note         TEXT NOT NULL DEFAULT '',
    added_at     TEXT NOT NULL,
    added_by     TEXT NOT NULL,
    UNIQUE (criterion_id, unit_id, document_id, page)
) STRICT;
CREATE INDEX evidence_document ON evidence (document_id);
CREATE INDEX evidence_unit ON evidence (unit_id, set_id);

-- Bytes of files where there is no data folder: pieces of 1 MB in order, from 0.
CREATE TABLE file_chunk (
    sha256 TEXT NOT NULL,
    n      INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (sha256, n)
) STRICT;
