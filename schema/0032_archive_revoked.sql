-- What the revocation lists of the issuers said when the signature was checked.
ALTER TABLE file_signature ADD COLUMN revocation TEXT NOT NULL DEFAULT 'unasked' CHECK (revocation IN ('unasked', 'none', 'later', 'revoked'));
ALTER TABLE file_signature ADD COLUMN revoked_at TEXT;     -- when the issuer revoked it
ALTER TABLE file_signature ADD COLUMN listed_at TEXT;      -- when the oldest of the lists asked was made
