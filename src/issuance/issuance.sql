-- :part document_line
-- An issued document as every list shows it.
SELECT d.id, d.kind, d.issuer_id, u.code AS issuer_code, u.name AS issuer_name, coalesce(a.code, '') AS about_code, coalesce(a.name, '') AS about_name, d.set_code, d.year, d.type, d.symbol, d.abstract,
       d.signer, d.figures_on, d.state, coalesce(d.number, 0) AS number, d.issued_on, d.reason, d.sha256, d.code, d.made_at, d.made_by, d.version, d.period, d.extra, d.secrecy, d.urgency, d.qr, d.word_sha, d.signed_sha, d.signed_note, d.pages, coalesce(d.archived_id, 0) AS archived_id,
       coalesce(d.about_id, 0) AS about_id, d.signer_title, d.published_at
  FROM issued_document d JOIN unit u ON u.id = d.issuer_id LEFT JOIN unit a ON a.id = d.about_id

-- :name sets_of_year :many
-- Sets of a year, first those that a unit is scored by: meant for its kind, or with points of it.
-- :in year int, unit text
-- :out code text, fits bool
SELECT s.code,
       CASE WHEN EXISTS (SELECT 1 FROM unit u WHERE u.code = :unit AND ((' ' || s.unit_kinds || ' ') LIKE ('% ' || u.kind || ' %')
           OR EXISTS (SELECT 1 FROM direct_score d JOIN criterion k ON k.id = d.criterion_id WHERE d.unit_id = u.id AND k.set_id = s.id)))
           THEN 1 ELSE 0 END AS fits
  FROM criteria_set s WHERE s.year = :year ORDER BY fits DESC, s.code

-- :name issued_insert :one
-- :in kind text, issuer_id int, about_id int?, set_code text, year int, type text, symbol text, abstract text, signer text, figures_on date, at moment, who text, period text, extra text, secrecy text, urgency text, qr bool
-- :out id int
INSERT INTO issued_document (kind, issuer_id, about_id, set_code, year, type, symbol, abstract, signer, figures_on, state, made_at, made_by, changed_at, period, extra, secrecy, urgency, qr)
VALUES (:kind, :issuer_id, :about_id, :set_code, :year, :type, :symbol, :abstract, :signer, :figures_on, 'draft', :at, :who, :at, :period, :extra, :secrecy, :urgency, :qr)
RETURNING id

-- :name issued_get :one
-- :in id int
-- :row IssuedRow
-- :out id int, kind text, issuer_id int, issuer_code text, issuer_name text, about_code text, about_name text, set_code text, year int, type text, symbol text, abstract text, signer text, figures_on date, state text, number int, issued_on date, reason text, sha256 text, code text, made_at moment, made_by text, version int, period text, extra text, secrecy text, urgency text, qr bool, word_sha text, signed_sha text, signed_note text, pages int, archived_id int, about_id int, signer_title text, published_at moment
{document_line}
 WHERE d.id = :id

-- :name issued_list :many
-- Newest first; empty filters do not narrow.
-- :in year int, state text, kind text, most int, skip int
-- :row IssuedRow
{document_line}
 WHERE (:year = 0 OR d.year = :year) AND (:state = '' OR d.state = :state) AND (:kind = '' OR d.kind = :kind)
 ORDER BY d.id DESC LIMIT :most OFFSET :skip

-- :name issued_by_code :opt
-- What the public may check: issued documents only.
-- :in code text
-- :row IssuedRow
{document_line}
 WHERE d.code = :code AND d.state IN ('published', 'revoked')

-- :name issued_bytes :one
-- :in id int
-- :out docx blob, pdf blob, word blob, signed_pdf blob, data text
SELECT docx, pdf, word, signed_pdf, data FROM issued_document WHERE id = :id

-- :name issue_next :one
-- The next number of a series, or the one asked for; the series remembers the highest.
-- :in issuer_id int, symbol text, year int
-- :out last int
INSERT INTO issue_series (issuer_id, symbol, year, last) VALUES (:issuer_id, :symbol, :year, 1)
    ON CONFLICT (issuer_id, symbol, year) DO UPDATE SET last = issue_series.last + 1
RETURNING last

-- :name issue_reach :exec
-- :in issuer_id int, symbol text, year int, number int
INSERT INTO issue_series (issuer_id, symbol, year, last) VALUES (:issuer_id, :symbol, :year, :number)
    ON CONFLICT (issuer_id, symbol, year) DO UPDATE SET last = CASE WHEN issue_series.last < excluded.last THEN excluded.last ELSE issue_series.last END

-- :name issue_number_used :opt
-- :in issuer_id int, symbol text, year int, number int
-- :out id int, abstract text
SELECT id, abstract FROM issued_document WHERE issuer_id = :issuer_id AND symbol = :symbol AND number_year = :year AND number = :number

-- :name issued_freeze :many
-- Gives no row when somebody changed it meanwhile.
-- :in id int, version int, number int, number_year int, issued_on date, signer text, figures_on date, docx blob, pdf blob, sha256 text, code text, at moment, data text, pages int, abstract text, signer_title text
-- :out id int
UPDATE issued_document SET state = 'numbered', number = :number, number_year = :number_year, issued_on = :issued_on, signer = :signer,
       figures_on = :figures_on, docx = :docx, pdf = :pdf, sha256 = :sha256, code = :code, data = :data, pages = :pages, abstract = :abstract, signer_title = :signer_title, changed_at = :at, version = version + 1
 WHERE id = :id AND version = :version AND state = 'draft'
RETURNING id

-- :name issued_set_state :many
-- :in id int, version int, state text, reason text, at moment
-- :out id int
UPDATE issued_document SET state = :state, reason = :reason, changed_at = :at, published_at = CASE WHEN :state = 'published' THEN :at ELSE published_at END, version = version + 1 WHERE id = :id AND version = :version
RETURNING id

-- :name issued_remove :exec
-- :in id int
DELETE FROM issued_document WHERE id = :id AND state = 'draft'

-- :name issue_unit_named :opt
-- The unit with this very name that is highest in the tree.
-- :in name text
-- :out code text
SELECT code FROM unit WHERE name = :name AND valid_to IS NULL ORDER BY sort_key, code LIMIT 1

-- :name issue_dossier :opt
-- A dossier in progress, by its code.
-- :in code text
-- :out unit_code text, procedure_name text, received int, due int, state int
SELECT u.code AS unit_code, coalesce(nullif(p.name, ''), p.code, '') AS procedure_name, d.received, d.due, d.state
  FROM dossier_source s
  JOIN dossier d ON d.source_id = s.id AND d.code = :code
  JOIN unit u ON u.id = d.unit_id
  LEFT JOIN admin_procedure p ON p.id = d.procedure_id
 ORDER BY s.id DESC LIMIT 1

-- :name issue_template_get :opt
-- The latest template of a kind; active false: taken back.
-- :in kind text
-- :row IssueTemplateRow
-- :out id int, kind text, version int, name text, bytes blob, sha256 text, active bool, note text, at moment, who text
SELECT id, kind, version, name, bytes, sha256, active, note, at, who FROM issue_template WHERE kind = :kind ORDER BY version DESC LIMIT 1

-- :name issue_template_list :many
-- The latest template of each kind, without its bytes.
-- :out kind text, version int, name text, sha256 text, active bool, note text, at moment, who text
SELECT t.kind, t.version, t.name, t.sha256, t.active, t.note, t.at, t.who FROM issue_template t
 WHERE t.version = (SELECT max(n.version) FROM issue_template n WHERE n.kind = t.kind) ORDER BY t.kind

-- :name issue_template_put :exec
-- :in kind text, version int, name text, bytes blob, sha256 text, active bool, note text, at moment, who text
INSERT INTO issue_template (kind, version, name, bytes, sha256, active, note, at, who)
VALUES (:kind, :version, :name, :bytes, :sha256, :active, :note, :at, :who)

-- :name issued_edits :many
-- :in document_id int
-- :out place int, was text, text text, at moment, who text
SELECT place, was, text, at, who FROM issued_edit WHERE document_id = :document_id ORDER BY place

-- :name issued_edit_put :exec
-- :in document_id int, place int, was text, text text, at moment, who text
INSERT INTO issued_edit (document_id, place, was, text, at, who) VALUES (:document_id, :place, :was, :text, :at, :who)
    ON CONFLICT (document_id, place) DO UPDATE SET was = excluded.was, text = excluded.text, at = excluded.at, who = excluded.who

-- :name issued_edit_remove :exec
-- :in document_id int, place int
DELETE FROM issued_edit WHERE document_id = :document_id AND place = :place

-- :name issued_edits_clear :exec
-- :in document_id int
DELETE FROM issued_edit WHERE document_id = :document_id

-- :name issued_touch :many
-- Gives no row when somebody changed the draft meanwhile.
-- :in id int, version int, signer text, qr bool, secrecy text, urgency text, at moment
-- :out id int
UPDATE issued_document SET signer = :signer, qr = :qr, secrecy = :secrecy, urgency = :urgency, changed_at = :at, version = version + 1
 WHERE id = :id AND version = :version AND state = 'draft'
RETURNING id

-- :name issued_word_put :many
-- :in id int, version int, word blob?, sha text, at moment
-- :out id int
UPDATE issued_document SET word = :word, word_sha = :sha, changed_at = :at, version = version + 1 WHERE id = :id AND version = :version AND state = 'draft'
RETURNING id

-- :name issued_signed_put :many
-- :in id int, version int, pdf blob, sha text, note text, at moment
-- :out id int
UPDATE issued_document SET signed_pdf = :pdf, signed_sha = :sha, signed_note = :note, changed_at = :at, version = version + 1
 WHERE id = :id AND version = :version AND state IN ('numbered', 'published')
RETURNING id

-- :name issued_archived :exec
-- :in id int, archived_id int
UPDATE issued_document SET archived_id = :archived_id WHERE id = :id

-- :name issued_recipients :many
-- :in document_id int
-- :out unit_id int, code text, name text, sent_at moment, arrival int, arrival_year int, seen_at moment
SELECT r.unit_id, u.code, u.name, r.sent_at, coalesce(r.arrival, 0), coalesce(r.arrival_year, 0), r.seen_at
  FROM issued_recipient r JOIN unit u ON u.id = r.unit_id WHERE r.document_id = :document_id ORDER BY u.sort_key, u.code

-- :name issued_recipient_add :exec
-- :in document_id int, unit_id int
INSERT INTO issued_recipient (document_id, unit_id) VALUES (:document_id, :unit_id) ON CONFLICT (document_id, unit_id) DO NOTHING

-- :name issued_recipient_remove :exec
-- :in document_id int, unit_id int
DELETE FROM issued_recipient WHERE document_id = :document_id AND unit_id = :unit_id AND sent_at IS NULL

-- :name issued_arrival_last :one
-- :in unit_id int, year int
-- :out last int
SELECT coalesce(max(arrival), 0) AS last FROM issued_recipient WHERE unit_id = :unit_id AND arrival_year = :year

-- :name issued_recipient_send :exec
-- :in document_id int, unit_id int, at moment, arrival int, year int
UPDATE issued_recipient SET sent_at = :at, arrival = :arrival, arrival_year = :year WHERE document_id = :document_id AND unit_id = :unit_id AND sent_at IS NULL

-- :name issued_recipient_seen :exec
-- :in document_id int, unit_id int, at moment
UPDATE issued_recipient SET seen_at = :at WHERE document_id = :document_id AND unit_id = :unit_id AND sent_at IS NOT NULL AND seen_at IS NULL

-- :name issued_incoming :many
-- The incoming register of a unit, newest first.
-- :in unit_id int, year int, most int
-- :out document_id int, arrival int, sent_at moment, seen_at moment, type text, number int, symbol text, issued_on date, issuer_name text, issuer_code text, abstract text, signer text, signer_title text, pages int, urgency text, secrecy text, state text
SELECT r.document_id, r.arrival, r.sent_at, r.seen_at, d.type, coalesce(d.number, 0), d.symbol, d.issued_on, u.name AS issuer_name, u.code AS issuer_code, d.abstract, d.signer,
       d.signer_title, d.pages, d.urgency, d.secrecy, d.state
  FROM issued_recipient r JOIN issued_document d ON d.id = r.document_id JOIN unit u ON u.id = d.issuer_id
 WHERE r.unit_id = :unit_id AND r.sent_at IS NOT NULL AND (:year = 0 OR r.arrival_year = :year)
 ORDER BY r.arrival_year DESC, r.arrival DESC LIMIT :most

-- :name issued_all_recipients :many
-- Names of recipients of all published documents, for the outgoing register.
-- :out document_id int, code text, name text
SELECT r.document_id, u.code, u.name FROM issued_recipient r JOIN unit u ON u.id = r.unit_id WHERE r.sent_at IS NOT NULL ORDER BY r.document_id, u.sort_key, u.code

-- :name issue_batch_add :one
-- :in kind text, set_code text, year int, issuer text, signer text, at moment, who text
-- :out id int
INSERT INTO issue_batch (kind, set_code, year, issuer, signer, state, made_at, who, changed_at)
VALUES (:kind, :set_code, :year, :issuer, :signer, 'waiting', :at, :who, :at) RETURNING id

-- :name issue_batch_item_add :exec
-- :in batch_id int, position int, unit_id int, name text
INSERT INTO issue_batch_item (batch_id, position, unit_id, name) VALUES (:batch_id, :position, :unit_id, :name)

-- :name issue_batches :many
-- Newest first.
-- :in most int
-- :row IssueBatchRow
-- :out id int, kind text, set_code text, year int, issuer text, signer text, state text, made_at moment, who text, total int, done int, faults int
SELECT b.id, b.kind, b.set_code, b.year, b.issuer, b.signer, b.state, b.made_at, b.who, count(i.id) AS total,
       count(CASE WHEN i.bytes IS NOT NULL OR i.fault <> '' THEN 1 END) AS done, count(CASE WHEN i.fault <> '' THEN 1 END) AS faults
  FROM issue_batch b LEFT JOIN issue_batch_item i ON i.batch_id = b.id GROUP BY b.id ORDER BY b.id DESC LIMIT :most

-- :name issue_batch_get :one
-- :in id int
-- :row IssueBatchRow
SELECT b.id, b.kind, b.set_code, b.year, b.issuer, b.signer, b.state, b.made_at, b.who, count(i.id) AS total,
       count(CASE WHEN i.bytes IS NOT NULL OR i.fault <> '' THEN 1 END) AS done, count(CASE WHEN i.fault <> '' THEN 1 END) AS faults
  FROM issue_batch b LEFT JOIN issue_batch_item i ON i.batch_id = b.id WHERE b.id = :id GROUP BY b.id

-- :name issue_batch_open :many
-- What waits to be made, the oldest batch first.
-- :in most int
-- :out id int, batch_id int, unit_code text, unit_name text, name text, kind text, set_code text, year int, issuer text, signer text, made_at moment, who text
SELECT i.id, i.batch_id, u.code AS unit_code, u.name AS unit_name, i.name, b.kind, b.set_code, b.year, b.issuer, b.signer, b.made_at, b.who
  FROM issue_batch b JOIN issue_batch_item i ON i.batch_id = b.id JOIN unit u ON u.id = i.unit_id
 WHERE b.state IN ('waiting', 'running') AND i.bytes IS NULL AND i.fault = '' ORDER BY b.id, i.position LIMIT :most

-- :name issue_batch_left :one
-- :out n int
SELECT count(*) AS n FROM issue_batch b JOIN issue_batch_item i ON i.batch_id = b.id
 WHERE b.state IN ('waiting', 'running') AND i.bytes IS NULL AND i.fault = ''

-- :name issue_batch_item_done :exec
-- :in id int, bytes blob?, fault text
UPDATE issue_batch_item SET bytes = :bytes, fault = :fault WHERE id = :id AND bytes IS NULL

-- :name issue_batch_settle :exec
-- Batches with nothing left are done; those that were begun run.
-- :in at moment
UPDATE issue_batch SET changed_at = :at, state = CASE WHEN EXISTS (SELECT 1 FROM issue_batch_item i WHERE i.batch_id = issue_batch.id AND i.bytes IS NULL AND i.fault = '')
       THEN 'running' ELSE 'done' END WHERE state IN ('waiting', 'running')

-- :name issue_batch_stop :exec
-- :in id int, at moment
UPDATE issue_batch SET state = 'stopped', changed_at = :at WHERE id = :id AND state IN ('waiting', 'running')

-- :name issue_batch_resume :exec
-- :in id int, at moment
UPDATE issue_batch SET state = 'waiting', changed_at = :at WHERE id = :id AND state = 'stopped'

-- :name issue_batch_items :many
-- :in batch_id int
-- :out name text, bytes blob
SELECT name, bytes FROM issue_batch_item WHERE batch_id = :batch_id AND bytes IS NOT NULL ORDER BY position

-- :name issue_batch_faults :many
-- :in batch_id int
-- :out unit text, fault text
SELECT u.name AS unit, i.fault FROM issue_batch_item i JOIN unit u ON u.id = i.unit_id WHERE i.batch_id = :batch_id AND i.fault <> '' ORDER BY i.position
