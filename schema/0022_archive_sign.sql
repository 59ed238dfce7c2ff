-- What the check of signatures of a revision said, as a whole. No row: not checked (too large, or of a time before this table).
CREATE TABLE file_sign (
    file_id    INTEGER PRIMARY KEY REFERENCES document_file (id) ON DELETE CASCADE,
    state      TEXT NOT NULL CHECK (state IN ('none', 'whole', 'changed', 'broken')),
    trusted    INTEGER NOT NULL CHECK (trusted IN (0, 1)),     -- no signature was refused by the trust store, or there is none
    checked_at TEXT NOT NULL
) STRICT;

-- One signature of a revision, in the order of what they cover.
CREATE TABLE file_signature (
    id           INTEGER PRIMARY KEY,
    file_id      INTEGER NOT NULL REFERENCES file_sign (file_id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,              -- from 1
    state        TEXT NOT NULL CHECK (state IN ('intact', 'altered', 'broken', 'unknown')),
    stamp        INTEGER NOT NULL CHECK (stamp IN (0, 1)),     -- a time stamp of the whole document
    weak         INTEGER NOT NULL CHECK (weak IN (0, 1)),      -- an algorithm or key that is too weak today
    covered      INTEGER NOT NULL,              -- signed are the first so many bytes
    name         TEXT NOT NULL,                 -- of the certificate
    organisation TEXT NOT NULL,
    issuer       TEXT NOT NULL,
    serial       TEXT NOT NULL,
    reason       TEXT NOT NULL,                 -- as the signer wrote it
    location     TEXT NOT NULL,
    algorithm    TEXT NOT NULL,                 -- "RSA 2048, SHA256"
    claimed_at   TEXT,                          -- the signer's own clock
    stamped_at   TEXT,                          -- by a time stamp that fits
    valid_from   TEXT,                          -- of the certificate
    valid_to     TEXT,
    chain        TEXT NOT NULL CHECK (chain IN ('none', 'trusted', 'refused')),
    chain_note   TEXT NOT NULL,                 -- why refused
    UNIQUE (file_id, position)
) STRICT;
