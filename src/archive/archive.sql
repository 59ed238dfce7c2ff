-- Who sees what: `own` and `review` are ids of units between commas (",3,12,"), the roots of the person's grants; everything
-- below them counts. own: the documents of the unit and what serves it; review: only what was shown as evidence.

-- :part rights
-- mine and seen: see the head of this file.
WITH RECURSIVE mine (id) AS (
    SELECT id FROM unit WHERE :own_all = 1 OR :own LIKE '%,' || id || ',%'
    UNION SELECT u.id FROM unit u JOIN mine m ON u.parent_id = m.id),
seen (id) AS (
    SELECT id FROM unit WHERE :own_all = 1 OR :review_all = 1 OR :own LIKE '%,' || id || ',%' OR :review LIKE '%,' || id || ',%'
    UNION SELECT u.id FROM unit u JOIN seen s ON u.parent_id = s.id)

-- :part document_line
-- A document with its newest file as every list shows it.
SELECT d.id, d.unit_id, u.code AS unit_code, u.name AS unit_name, d.type, d.number, d.symbol, d.issued_on, d.issuer, d.abstract, d.valid_from, d.valid_to,
       d.lang, d.shared, d.made_at, d.made_by, d.confirmed_at, d.confirmed_by, d.version, coalesce(f.id, 0), coalesce(f.name, ''),
       coalesce(f.kind, ''), coalesce(f.size, 0), coalesce(f.pages, 0), coalesce(f.text_state, 'none'),
       coalesce((SELECT g.state FROM file_sign g WHERE g.file_id = f.id), '') AS sign,
       (SELECT count(*) FROM evidence v WHERE v.document_id = d.id) + (SELECT count(*) FROM document_link l WHERE l.document_id = d.id)
  FROM document d
  JOIN unit u ON u.id = d.unit_id
  LEFT JOIN document_file f ON f.document_id = d.id
   AND f.revision = (SELECT max(g.revision) FROM document_file g WHERE g.document_id = d.id)

-- :part document_wanted
-- What the list of the register wants.
 WHERE (d.shared = 1 OR d.unit_id IN (SELECT id FROM mine)
        OR EXISTS (SELECT 1 FROM evidence e WHERE e.document_id = d.id AND e.unit_id IN (SELECT id FROM seen)))
   AND (:q = '' OR d.fold LIKE '%' || :q || '%')
   AND (:type = '' OR d.type = :type)
   AND (:unit_id = 0 OR d.unit_id = :unit_id)
   AND (:year = '' OR substr(d.issued_on, 1, 4) = :year)
   AND (:open = 0 OR d.confirmed_at IS NULL)

-- :part evidence_line
-- A piece of evidence with its document and criterion.
SELECT e.id, e.set_id, e.criterion_id, k.code AS criterion_code, k.name AS criterion_name, e.unit_id, u.code AS unit_code, u.name AS unit_name, e.document_id, d.type, d.number, d.symbol, d.issued_on,
       d.issuer, d.abstract, e.page, e.note, coalesce(f.id, 0), coalesce(f.name, ''), coalesce(f.kind, ''), c.year
  FROM evidence e
  JOIN criterion k ON k.id = e.criterion_id
  JOIN criteria_set c ON c.id = e.set_id
  JOIN unit u ON u.id = e.unit_id
  JOIN document d ON d.id = e.document_id
  LEFT JOIN document_file f ON f.document_id = d.id
   AND f.revision = (SELECT max(g.revision) FROM document_file g WHERE g.document_id = d.id)

-- :name document_list :many
-- The register, newest first, within the rights of the person. `q` is folded; open 1: only what waits for confirmation.
-- :in own text, own_all int, review text, review_all int, q text, type text, unit_id int, year text, open int, most int, skip int
-- :row DocumentRow
-- :out id int, unit_id int, unit_code text, unit_name text, type text, number text, symbol text, issued_on date, issuer text, abstract text, valid_from date, valid_to date, lang text, shared bool, made_at moment, made_by text, confirmed_at moment, confirmed_by text, version int, file_id int, file_name text, kind text, size int, pages int, text_state text, sign text, uses int
{rights}
{document_line}
 {document_wanted}
 ORDER BY coalesce(d.issued_on, '9999') DESC, d.id DESC
 LIMIT :most OFFSET :skip

-- :name document_count :one
-- How many the list has.
-- :in own text, own_all int, review text, review_all int, q text, type text, unit_id int, year text, open int
-- :out n int
{rights}
SELECT count(*) AS n FROM document d
 {document_wanted}

-- :name document_get :opt
-- One document if the person may see it.
-- :in own text, own_all int, review text, review_all int, id int
-- :row DocumentRow
{rights}
{document_line}
 WHERE d.id = :id AND (d.shared = 1 OR d.unit_id IN (SELECT id FROM mine)
        OR EXISTS (SELECT 1 FROM evidence e WHERE e.document_id = d.id AND e.unit_id IN (SELECT id FROM seen)))

-- :name document_insert :one
-- :in unit_id int, type text, number text, symbol text, issued_on date, issuer text, abstract text, valid_from date, valid_to date, lang text, shared bool, issuer_fold text, fold text, at moment, by text, confirmed_at moment, confirmed_by text
-- :out id int
INSERT INTO document (unit_id, type, number, symbol, issued_on, issuer, abstract, valid_from, valid_to, lang, shared, issuer_fold,
                      fold, made_at, made_by, confirmed_at, confirmed_by)
VALUES (:unit_id, :type, :number, :symbol, :issued_on, :issuer, :abstract, :valid_from, :valid_to, :lang, :shared, :issuer_fold,
        :fold, :at, :by, :confirmed_at, :confirmed_by)
RETURNING id

-- :name document_update :many
-- Changes and confirms the identity if nobody changed it meanwhile; gives no row otherwise.
-- :in id int, version int, type text, number text, symbol text, issued_on date, issuer text, abstract text, valid_from date, valid_to date, lang text, shared bool, issuer_fold text, fold text, at moment, by text
-- :out id int
UPDATE document SET type = :type, number = :number, symbol = :symbol, issued_on = :issued_on, issuer = :issuer, abstract = :abstract,
       valid_from = :valid_from, valid_to = :valid_to, lang = :lang, shared = :shared, issuer_fold = :issuer_fold, fold = :fold,
       confirmed_at = :at, confirmed_by = :by, version = version + 1
 WHERE id = :id AND version = :version
RETURNING id

-- :name document_touch :many
-- A new revision counts as a change.
-- :in id int, version int
-- :out id int
UPDATE document SET version = version + 1 WHERE id = :id AND version = :version RETURNING id

-- :name document_remove :exec
-- :in id int
DELETE FROM document WHERE id = :id

-- :name document_file_insert :one
-- :in document_id int, revision int, name text, sha256 text, kind text, size int, pages int, text_state text, note text, at moment, by text
-- :out id int
INSERT INTO document_file (document_id, revision, name, sha256, kind, size, pages, text_state, note, added_at, added_by)
VALUES (:document_id, :revision, :name, :sha256, :kind, :size, :pages, :text_state, :note, :at, :by)
RETURNING id

-- :name document_files :many
-- Revisions of a document, newest first.
-- :in document_id int
-- :row DocumentFileRow
-- :out id int, document_id int, revision int, name text, sha256 text, kind text, size int, pages int, text_state text, note text, added_at moment, added_by text
SELECT id, document_id, revision, name, sha256, kind, size, pages, text_state, note, added_at, added_by
  FROM document_file WHERE document_id = :document_id ORDER BY revision DESC

-- :name document_file_get :opt
-- :in id int
-- :row DocumentFileRow
SELECT id, document_id, revision, name, sha256, kind, size, pages, text_state, note, added_at, added_by
  FROM document_file WHERE id = :id

-- :name document_files_all :many
-- Every file that the register names, a page at a time: for verify.
-- :in after int, most int
-- :out id int, document_id int, sha256 text, size int, name text
SELECT id, document_id, sha256, size, name FROM document_file WHERE id > :after ORDER BY id LIMIT :most

-- :name document_file_known :one
-- How many revisions rest on these bytes.
-- :in sha256 text
-- :out n int
SELECT count(*) AS n FROM document_file WHERE sha256 = :sha256

-- :name document_files_remove :exec
-- :in document_id int
DELETE FROM document_file WHERE document_id = :document_id

-- :name document_same :many
-- Other documents that the person may see with the same bytes, or the same number, date and issuer.
-- :in own text, own_all int, review text, review_all int, id int, sha256 text, number text, symbol text, issued_on date, issuer_fold text
-- :row DocumentRow
{rights}
{document_line}
 WHERE d.id <> :id AND (d.shared = 1 OR d.unit_id IN (SELECT id FROM mine)
        OR EXISTS (SELECT 1 FROM evidence e WHERE e.document_id = d.id AND e.unit_id IN (SELECT id FROM seen)))
   AND (EXISTS (SELECT 1 FROM document_file x WHERE x.document_id = d.id AND x.sha256 = :sha256)
        OR (:number <> '' AND d.number = :number AND d.symbol = :symbol AND d.issued_on = :issued_on AND d.issuer_fold = :issuer_fold))
 ORDER BY d.id LIMIT 5

-- :name document_text_insert :one
-- :in document_id int, file_id int?, part int, page int, text text
-- :out id int
INSERT INTO document_text (document_id, file_id, part, page, text) VALUES (:document_id, :file_id, :part, :page, :text) RETURNING id

-- :name document_words_insert :exec
-- :in id int, words text
INSERT INTO document_search (rowid, words) VALUES (:id, :words)
-- :on pg
INSERT INTO document_search (id, words) VALUES (:id, to_tsvector('simple', :words))

-- :name document_words_remove :exec
-- Of the identity (files 0) or of the pages (files 1).
-- :in document_id int, files int
DELETE FROM document_search WHERE rowid IN (SELECT id FROM document_text WHERE document_id = :document_id
    AND ((:files = 1 AND file_id IS NOT NULL) OR (:files = 0 AND file_id IS NULL)))
-- :on pg
DELETE FROM document_search WHERE id IN (SELECT id FROM document_text WHERE document_id = :document_id
    AND ((:files = 1 AND file_id IS NOT NULL) OR (:files = 0 AND file_id IS NULL)))

-- :name document_text_remove :exec
-- :in document_id int, files int
DELETE FROM document_text WHERE document_id = :document_id
    AND ((:files = 1 AND file_id IS NOT NULL) OR (:files = 0 AND file_id IS NULL))

-- :name document_texts :many
-- Text of the revision in force, by page or part.
-- :in document_id int
-- :out id int, part int, page int, text text
SELECT id, part, page, text FROM document_text WHERE document_id = :document_id AND file_id IS NOT NULL ORDER BY part

-- :name document_text_get :one
-- :in id int
-- :out text text
SELECT text FROM document_text WHERE id = :id

-- :name document_search :many
-- Parts of documents that have all words, best first. `match` is in the language of the database's index.
-- :in own text, own_all int, review text, review_all int, match text, type text, unit_id int, year text, most int
-- :out text_id int, document_id int, page int, is_file bool
{rights}
SELECT t.id AS text_id, t.document_id, t.page, t.file_id IS NOT NULL AS is_file
  FROM document_search s
  JOIN document_text t ON t.id = s.rowid
  JOIN document d ON d.id = t.document_id
 WHERE document_search MATCH :match AND (d.shared = 1 OR d.unit_id IN (SELECT id FROM mine)
        OR EXISTS (SELECT 1 FROM evidence e WHERE e.document_id = d.id AND e.unit_id IN (SELECT id FROM seen)))
   AND (:type = '' OR d.type = :type)
   AND (:unit_id = 0 OR d.unit_id = :unit_id)
   AND (:year = '' OR substr(d.issued_on, 1, 4) = :year)
 ORDER BY s.rank LIMIT :most
-- :on pg
{rights}
SELECT t.id AS text_id, t.document_id, t.page, CASE WHEN t.file_id IS NOT NULL THEN 1 ELSE 0 END AS is_file
  FROM document_search s
  JOIN document_text t ON t.id = s.id
  JOIN document d ON d.id = t.document_id
 WHERE s.words @@ to_tsquery('simple', :match) AND (d.shared = 1 OR d.unit_id IN (SELECT id FROM mine)
        OR EXISTS (SELECT 1 FROM evidence e WHERE e.document_id = d.id AND e.unit_id IN (SELECT id FROM seen)))
   AND (:type = '' OR d.type = :type)
   AND (:unit_id = 0 OR d.unit_id = :unit_id)
   AND (:year = '' OR substr(d.issued_on, 1, 4) = :year)
 ORDER BY ts_rank(s.words, to_tsquery('simple', :match)) DESC, t.id LIMIT :most

-- :name document_link_add :exec
-- :in document_id int, kind text, object_id int, title text, place text, at moment, by text
INSERT INTO document_link (document_id, kind, object_id, title, place, added_at, added_by)
VALUES (:document_id, :kind, :object_id, :title, :place, :at, :by)
ON CONFLICT (document_id, kind, object_id, place) DO UPDATE SET title = excluded.title

-- :name document_links :many
-- :in document_id int
-- :out id int, kind text, object_id int, title text, place text
SELECT id, kind, object_id, title, place FROM document_link WHERE document_id = :document_id ORDER BY kind, title

-- :name evidence_insert :many
-- Gives no row when the same page of the document is there already.
-- :in set_id int, criterion_id int, unit_id int, document_id int, page text, note text, at moment, by text
-- :out id int
INSERT INTO evidence (set_id, criterion_id, unit_id, document_id, page, note, added_at, added_by)
VALUES (:set_id, :criterion_id, :unit_id, :document_id, :page, :note, :at, :by)
ON CONFLICT (criterion_id, unit_id, document_id, page) DO NOTHING
RETURNING id

-- :name evidence_get :opt
-- :in id int
-- :row EvidenceRow
-- :out id int, set_id int, criterion_id int, criterion_code text, criterion_name text, unit_id int, unit_code text, unit_name text, document_id int, type text, number text, symbol text, issued_on date, issuer text, abstract text, page text, note text, file_id int, file_name text, kind text, year int
{evidence_line}
 WHERE e.id = :id

-- :name evidence_of :many
-- What a unit shows for a criterion (0: for the whole set).
-- :in set_id int, criterion_id int, unit_id int
-- :row EvidenceRow
{evidence_line}
 WHERE e.set_id = :set_id AND (:criterion_id = 0 OR e.criterion_id = :criterion_id) AND (:unit_id = 0 OR e.unit_id = :unit_id)
 ORDER BY u.sort_key, u.code, k.position, e.id

-- :name evidence_uses :many
-- Where a document serves as evidence, among units the person may see.
-- :in own text, own_all int, review text, review_all int, document_id int
-- :row EvidenceRow
WITH RECURSIVE seen (id) AS (
    SELECT id FROM unit WHERE :own_all = 1 OR :review_all = 1 OR :own LIKE '%,' || id || ',%' OR :review LIKE '%,' || id || ',%'
    UNION SELECT u.id FROM unit u JOIN seen s ON u.parent_id = s.id)
{evidence_line}
 WHERE e.document_id = :document_id AND e.unit_id IN (SELECT id FROM seen)
 ORDER BY c.year DESC, u.sort_key, k.position, e.id

-- :name archive_sees :one
-- Whether evidence of the unit may be seen (1 or 0).
-- :in own text, own_all int, review text, review_all int, unit_id int
-- :out n int
WITH RECURSIVE seen (id) AS (
    SELECT id FROM unit WHERE :own_all = 1 OR :review_all = 1 OR :own LIKE '%,' || id || ',%' OR :review LIKE '%,' || id || ',%'
    UNION SELECT u.id FROM unit u JOIN seen s ON u.parent_id = s.id)
SELECT count(*) AS n FROM seen WHERE id = :unit_id

-- :name evidence_counts :many
-- How many pieces of evidence a unit shows for each criterion of a set.
-- :in set_id int, unit_id int
-- :out criterion_id int, n int
SELECT criterion_id, count(*) AS n FROM evidence WHERE set_id = :set_id AND unit_id = :unit_id GROUP BY criterion_id

-- :name evidence_remove :exec
-- :in id int
DELETE FROM evidence WHERE id = :id

-- :name evidence_note :exec
-- :in id int, page text, note text
UPDATE evidence SET page = :page, note = :note WHERE id = :id

-- :name archive_set :opt
-- A set by its code; year 0: the latest.
-- :in code text, year int
-- :out id int, code text, year int, name text
SELECT id, code, year, name FROM criteria_set WHERE code = :code AND (:year = 0 OR year = :year) ORDER BY year DESC LIMIT 1

-- :name archive_sets :many
-- For the choice on the pages.
-- :out id int, code text, year int, name text
SELECT id, code, year, name FROM criteria_set ORDER BY year DESC, code

-- :name archive_leaves :many
-- The scored criteria of a set: files of a ZIP are matched by their codes.
-- :in set_id int
-- :out id int, code text, name text
SELECT k.id, k.code, k.name FROM criterion k
 WHERE k.set_id = :set_id AND NOT EXISTS (SELECT 1 FROM criterion x WHERE x.parent_id = k.id)
 ORDER BY k.position

-- :name archive_criterion :opt
-- :in id int
-- :out id int, set_id int, code text, name text, leaf bool
SELECT k.id, k.set_id, k.code, k.name, NOT EXISTS (SELECT 1 FROM criterion x WHERE x.parent_id = k.id) AS leaf
  FROM criterion k WHERE k.id = :id
-- :on pg
SELECT k.id, k.set_id, k.code, k.name, CASE WHEN EXISTS (SELECT 1 FROM criterion x WHERE x.parent_id = k.id) THEN 0 ELSE 1 END AS leaf
  FROM criterion k WHERE k.id = :id

-- :name archive_units :many
-- Units for which the person may enter documents.
-- :in own text, own_all int, on date
-- :out id int, code text, name text
WITH RECURSIVE mine (id) AS (
    SELECT id FROM unit WHERE :own_all = 1 OR :own LIKE '%,' || id || ',%'
    UNION SELECT u.id FROM unit u JOIN mine m ON u.parent_id = m.id)
SELECT u.id, u.code, u.name FROM unit u
 WHERE u.id IN (SELECT id FROM mine)
   AND (u.valid_to IS NULL OR u.valid_to >= :on)
 ORDER BY u.sort_key, u.code

-- :name file_chunk_insert :exec
-- :in sha256 text, n int, bytes blob
INSERT INTO file_chunk (sha256, n, bytes) VALUES (:sha256, :n, :bytes) ON CONFLICT (sha256, n) DO NOTHING

-- :name file_chunk_get :opt
-- :in sha256 text, n int
-- :out bytes blob
SELECT bytes FROM file_chunk WHERE sha256 = :sha256 AND n = :n

-- :name file_chunk_orphans :many
-- Bytes that no document has any more.
-- :out sha256 text
SELECT DISTINCT c.sha256 FROM file_chunk c WHERE NOT EXISTS (SELECT 1 FROM document_file f WHERE f.sha256 = c.sha256)

-- :name file_chunk_remove :exec
-- :in sha256 text
DELETE FROM file_chunk WHERE sha256 = :sha256


-- :name file_sign_put :exec
-- :in file_id int, state text, trusted bool, at moment
INSERT INTO file_sign (file_id, state, trusted, checked_at) VALUES (:file_id, :state, :trusted, :at)

-- :name file_sign_remove :exec
-- With its signatures.
-- :in file_id int
DELETE FROM file_sign WHERE file_id = :file_id

-- :name file_sign_get :opt
-- :in file_id int
-- :out state text, trusted bool, checked_at moment
SELECT state, trusted, checked_at FROM file_sign WHERE file_id = :file_id

-- :name file_signature_insert :exec
-- :in file_id int, position int, state text, stamp bool, weak bool, covered int, name text, organisation text, issuer text, serial text, reason text, location text, algorithm text, claimed_at moment, stamped_at moment, valid_from moment, valid_to moment, chain text, chain_note text, revocation text, revoked_at moment, listed_at moment
INSERT INTO file_signature (file_id, position, state, stamp, weak, covered, name, organisation, issuer, serial, reason, location, algorithm,
                            claimed_at, stamped_at, valid_from, valid_to, chain, chain_note, revocation, revoked_at, listed_at)
VALUES (:file_id, :position, :state, :stamp, :weak, :covered, :name, :organisation, :issuer, :serial, :reason, :location, :algorithm,
        :claimed_at, :stamped_at, :valid_from, :valid_to, :chain, :chain_note, :revocation, :revoked_at, :listed_at)

-- :name file_signatures :many
-- :in file_id int
-- :row FileSignatureRow
-- :out position int, state text, stamp bool, weak bool, covered int, name text, organisation text, issuer text, serial text, reason text, location text, algorithm text, claimed_at moment, stamped_at moment, valid_from moment, valid_to moment, chain text, chain_note text, revocation text, revoked_at moment, listed_at moment
SELECT position, state, stamp, weak, covered, name, organisation, issuer, serial, reason, location, algorithm, claimed_at, stamped_at, valid_from, valid_to,
       chain, chain_note, revocation, revoked_at, listed_at
  FROM file_signature WHERE file_id = :file_id ORDER BY position

-- :name file_sign_pending :many
-- PDF revisions in force: those never checked, or (again 1) all.
-- :in after int, most int, again int
-- :row DocumentFileRow
SELECT f.id, f.document_id, f.revision, f.name, f.sha256, f.kind, f.size, f.pages, f.text_state, f.note, f.added_at, f.added_by
  FROM document_file f
 WHERE f.id > :after AND f.kind = 'pdf'
   AND f.revision = (SELECT max(g.revision) FROM document_file g WHERE g.document_id = f.document_id)
   AND (:again = 1 OR NOT EXISTS (SELECT 1 FROM file_sign s WHERE s.file_id = f.id))
 ORDER BY f.id LIMIT :most

-- :name document_signed_share :one
-- Of the papers that a unit holds, issued in a year and confirmed: how many have a file, how many of these are signed and sound.
-- Pictures, tables and what is no official paper are not counted.
-- :in unit_id int, first date, last date
-- :out n int, sound int
SELECT count(*) AS n, coalesce(sum(CASE WHEN s.state = 'whole' AND s.trusted = 1 THEN 1 ELSE 0 END), 0) AS sound
  FROM document d
  JOIN document_file f ON f.document_id = d.id
   AND f.revision = (SELECT max(g.revision) FROM document_file g WHERE g.document_id = d.id)
  LEFT JOIN file_sign s ON s.file_id = f.id
 WHERE d.unit_id = :unit_id AND d.issued_on BETWEEN :first AND :last AND d.confirmed_at IS NOT NULL
   AND d.type NOT IN ('picture', 'table', 'other')

-- :name archive_fact_remove :exec
-- :in code text, unit_id int, period text
DELETE FROM fact WHERE code = :code AND unit_id = :unit_id AND period = :period

-- :name archive_fact :opt
-- A figure of this room as it stands.
-- :in code text, unit_id int, period text
-- :out value text
SELECT value FROM fact WHERE code = :code AND unit_id = :unit_id AND period = :period

-- :name document_expired :many
-- Papers issued before a day, no longer in force, that serve nothing.
-- :in before date, on date, most int
-- :out id int, type text, number text, symbol text, issued_on date, abstract text, unit_code text
SELECT d.id, d.type, d.number, d.symbol, d.issued_on, d.abstract, u.code AS unit_code
  FROM document d
  JOIN unit u ON u.id = d.unit_id
 WHERE d.issued_on < :before AND d.shared = 0
   AND (d.valid_to IS NULL OR d.valid_to < :on)
   AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.document_id = d.id)
   AND NOT EXISTS (SELECT 1 FROM document_link l WHERE l.document_id = d.id)
 ORDER BY d.issued_on, d.id LIMIT :most

-- :name document_file_unread :opt
-- The next revision in force without text that another program may read: old Office files, pictures, scans. again 1: also those that failed.
-- :in after int, again int
-- :row DocumentFileRow
SELECT f.id, f.document_id, f.revision, f.name, f.sha256, f.kind, f.size, f.pages, f.text_state, f.note, f.added_at, f.added_by
  FROM document_file f
 WHERE f.id > :after AND (f.text_state = 'none' OR (:again = 1 AND f.text_state = 'failed')) AND f.kind IN ('doc', 'xls', 'png', 'jpeg', 'pdf')
   AND f.revision = (SELECT max(g.revision) FROM document_file g WHERE g.document_id = f.document_id)
 ORDER BY f.id LIMIT 1

-- :name document_file_text :exec
-- :in id int, text_state text, note text
UPDATE document_file SET text_state = :text_state, note = :note WHERE id = :id
