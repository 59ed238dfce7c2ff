-- Following a round: who opened the sheet, who was reminded and how, the signed decision.

-- When a person of the unit first had the sheet before them.
CREATE TABLE sheet_opened (
    sheet_id INTEGER NOT NULL REFERENCES sheet (id),
    by_login TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (sheet_id, by_login)
) STRICT;

-- Whom a reminder reached: inside the application, by letter.
CREATE TABLE round_reminder_to (
    reminder_id INTEGER NOT NULL REFERENCES round_reminder (id),
    person_id   INTEGER NOT NULL REFERENCES person (id),
    notice      INTEGER NOT NULL CHECK (notice IN (0, 1)),
    letter      INTEGER NOT NULL CHECK (letter IN (0, 1)),
    PRIMARY KEY (reminder_id, person_id)
) STRICT;

-- The signed decision that approves the result, as a document of the register.
ALTER TABLE assess_round ADD COLUMN decision_document INTEGER REFERENCES document (id);
