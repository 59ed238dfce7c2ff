-- Keys of programs that use the API in a person's name. Only the hash is kept.
CREATE TABLE api_token (
    id        INTEGER PRIMARY KEY,
    hash      TEXT NOT NULL UNIQUE,
    person_id INTEGER NOT NULL REFERENCES person (id),
    name      TEXT NOT NULL,                -- what it is for
    made_at   TEXT NOT NULL,
    ends_at   TEXT NOT NULL
) STRICT;
CREATE INDEX api_token_person ON api_token (person_id);
