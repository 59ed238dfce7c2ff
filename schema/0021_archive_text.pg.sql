-- Full-text search over folded words (no diacritics, no case, đ as d); id is document_text.id.
CREATE TABLE document_search (
    id    BIGINT PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX document_search_words ON document_search USING gin (words);
