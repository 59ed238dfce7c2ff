-- The new document that came with an appeal; it is evidence of the criterion too.
ALTER TABLE appeal ADD COLUMN document_id INTEGER REFERENCES document (id);
