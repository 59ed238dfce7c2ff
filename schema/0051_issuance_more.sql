-- Templates of the province, edited and signed documents, recipients, background work of room issuance.

-- DOCX templates that a province edits in Word. The latest version of a kind is used; none is ever changed or removed by an upgrade.
CREATE TABLE issue_template (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,                  -- as in make_kinds
    version INTEGER NOT NULL,
    name    TEXT NOT NULL,                  -- of the file as it came
    bytes   BLOB NOT NULL,
    sha256  TEXT NOT NULL,
    active  INTEGER NOT NULL CHECK (active IN (0, 1)),      -- 0: taken back, our wording is used
    note    TEXT NOT NULL DEFAULT '',
    at      TEXT NOT NULL,
    who     TEXT NOT NULL,
    UNIQUE (kind, version)
) STRICT;

ALTER TABLE issued_document ADD COLUMN period TEXT NOT NULL DEFAULT '';      -- of a periodic report
ALTER TABLE issued_document ADD COLUMN extra TEXT NOT NULL DEFAULT '';       -- what the person typed, lines "ten: gia tri"
ALTER TABLE issued_document ADD COLUMN secrecy TEXT NOT NULL DEFAULT '';
ALTER TABLE issued_document ADD COLUMN urgency TEXT NOT NULL DEFAULT '';
ALTER TABLE issued_document ADD COLUMN qr INTEGER NOT NULL DEFAULT 0 CHECK (qr IN (0, 1));     -- 1: verification code on it
ALTER TABLE issued_document ADD COLUMN data TEXT NOT NULL DEFAULT '';        -- fields with their sources as JSON, frozen with the number
ALTER TABLE issued_document ADD COLUMN word BLOB;                            -- a draft changed in Word; NULL: made from the data
ALTER TABLE issued_document ADD COLUMN word_sha TEXT NOT NULL DEFAULT '';
ALTER TABLE issued_document ADD COLUMN signed_pdf BLOB;                      -- came back signed; replaces pdf
ALTER TABLE issued_document ADD COLUMN signed_sha TEXT NOT NULL DEFAULT '';
ALTER TABLE issued_document ADD COLUMN signed_note TEXT NOT NULL DEFAULT ''; -- what was found about the signatures
ALTER TABLE issued_document ADD COLUMN signer_title TEXT NOT NULL DEFAULT '';
ALTER TABLE issued_document ADD COLUMN published_at TEXT;
ALTER TABLE issued_document ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;            -- of the PDF
ALTER TABLE issued_document ADD COLUMN archived_id INTEGER;                  -- document in the archive

-- Paragraphs of a draft that a person changed on the page. `was` is the text from the data at that time: when the data change it,
-- the edit waits for a look.
CREATE TABLE issued_edit (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES issued_document (id) ON DELETE CASCADE,
    place       INTEGER NOT NULL,           -- paragraph among those outside of tables, from 1
    was         TEXT NOT NULL,
    text        TEXT NOT NULL,
    at          TEXT NOT NULL,
    who         TEXT NOT NULL,
    UNIQUE (document_id, place)
) STRICT;

-- Who gets the document when it is published.
CREATE TABLE issued_recipient (
    id          INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES issued_document (id) ON DELETE CASCADE,
    unit_id     INTEGER NOT NULL REFERENCES unit (id),
    sent_at     TEXT,                       -- NULL: not published yet
    arrival     INTEGER,                    -- number in the incoming register of the unit
    arrival_year INTEGER,
    seen_at     TEXT,
    UNIQUE (document_id, unit_id)
) STRICT;
CREATE INDEX issued_recipient_unit ON issued_recipient (unit_id, arrival_year, arrival);

-- Many documents at once, made in the background a few at a time; what is done stays done.
CREATE TABLE issue_batch (
    id       INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    set_code TEXT NOT NULL DEFAULT '',
    year     INTEGER NOT NULL,
    issuer   TEXT NOT NULL DEFAULT '',
    signer   TEXT NOT NULL DEFAULT '',
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'stopped')),
    made_at  TEXT NOT NULL,
    who      TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE issue_batch_item (
    id       INTEGER PRIMARY KEY,
    batch_id INTEGER NOT NULL REFERENCES issue_batch (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    unit_id  INTEGER NOT NULL REFERENCES unit (id),
    name     TEXT NOT NULL,                 -- of the file in the ZIP
    bytes    BLOB,                          -- NULL: not made yet, or refused
    fault    TEXT NOT NULL DEFAULT '',
    UNIQUE (batch_id, unit_id)
) STRICT;
CREATE INDEX issue_batch_item_open ON issue_batch_item (batch_id, position);
