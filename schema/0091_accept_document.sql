-- The document of the register that an accepted upload became; NULL: accepted before, or the person may not add documents.
ALTER TABLE intake_file ADD COLUMN document_id INTEGER REFERENCES document (id);
