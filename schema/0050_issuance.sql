-- Official documents that go out: drafts, their numbers, and the bytes as they were issued.

-- The numbering book: one series per issuing body, type and year. A number is given once and never again.
CREATE TABLE issue_series (
    id        INTEGER PRIMARY KEY,
    issuer_id INTEGER NOT NULL REFERENCES unit (id),
    symbol    TEXT NOT NULL,                -- "QĐ-UBND"
    year      INTEGER NOT NULL,
    last      INTEGER NOT NULL,             -- highest number given
    UNIQUE (issuer_id, symbol, year)
) STRICT;

CREATE TABLE issued_document (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,               -- what it was made from: "ranking", "report-card" …
    issuer_id  INTEGER NOT NULL REFERENCES unit (id),
    about_id   INTEGER REFERENCES unit (id),    -- the unit it is about; NULL: many
    set_code   TEXT NOT NULL DEFAULT '',
    year       INTEGER NOT NULL,            -- of the data
    type       TEXT NOT NULL,               -- "Quyết định"
    symbol     TEXT NOT NULL,
    abstract   TEXT NOT NULL,
    signer     TEXT NOT NULL DEFAULT '',
    figures_on TEXT,                        -- day of the newest figure in it
    state      TEXT NOT NULL CHECK (state IN ('draft', 'numbered', 'published', 'revoked')),
    number     INTEGER,                     -- NULL: a draft
    number_year INTEGER,
    issued_on  TEXT,
    reason     TEXT NOT NULL DEFAULT '',    -- of the revocation
    docx       BLOB,                        -- as issued; NULL: a draft is made anew each time it is shown
    pdf        BLOB,
    sha256     TEXT NOT NULL DEFAULT '',    -- of the PDF
    code       TEXT NOT NULL DEFAULT '',    -- of the verification address
    made_at    TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (issuer_id, symbol, number_year, number)
) STRICT;
CREATE INDEX issued_document_code ON issued_document (code);
CREATE INDEX issued_document_list ON issued_document (made_at);
