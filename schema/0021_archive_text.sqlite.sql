-- Full-text search over folded words (no diacritics, no case, đ as d); rowid is document_text.id.
CREATE VIRTUAL TABLE document_search USING fts5 (words, tokenize = 'unicode61 remove_diacritics 0');
