-- :name issued_insert :one
-- :in kind text, issuer_id int, about_id int?, set_code text, year int, type text, symbol text, abstract text, signer text, figures_on date, at moment, who text
-- :out id int
INSERT INTO issued_document (kind, issuer_id, about_id, set_code, year, type, symbol, abstract, signer, figures_on, state, made_at, made_by, changed_at)
VALUES (:kind, :issuer_id, :about_id, :set_code, :year, :type, :symbol, :abstract, :signer, :figures_on, 'draft', :at, :who, :at)
RETURNING id

-- :name issued_get :one
-- :in id int
-- :row IssuedRow
-- :out id int, kind text, issuer_id int, issuer_code text, issuer_name text, about_code text, about_name text, set_code text, year int, type text, symbol text, abstract text, signer text, figures_on date, state text, number int, issued_on date, reason text, sha256 text, code text, made_at moment, made_by text, version int
SELECT d.id, d.kind, d.issuer_id, u.code AS issuer_code, u.name AS issuer_name, coalesce(a.code, '') AS about_code, coalesce(a.name, '') AS about_name, d.set_code, d.year, d.type, d.symbol, d.abstract,
       d.signer, d.figures_on, d.state, coalesce(d.number, 0) AS number, d.issued_on, d.reason, d.sha256, d.code, d.made_at, d.made_by, d.version
  FROM issued_document d JOIN unit u ON u.id = d.issuer_id LEFT JOIN unit a ON a.id = d.about_id
 WHERE d.id = :id

-- :name issued_list :many
-- Newest first; empty filters do not narrow.
-- :in year int, state text, kind text, most int, skip int
-- :row IssuedRow
-- :out id int, kind text, issuer_id int, issuer_code text, issuer_name text, about_code text, about_name text, set_code text, year int, type text, symbol text, abstract text, signer text, figures_on date, state text, number int, issued_on date, reason text, sha256 text, code text, made_at moment, made_by text, version int
SELECT d.id, d.kind, d.issuer_id, u.code AS issuer_code, u.name AS issuer_name, coalesce(a.code, '') AS about_code, coalesce(a.name, '') AS about_name, d.set_code, d.year, d.type, d.symbol, d.abstract,
       d.signer, d.figures_on, d.state, coalesce(d.number, 0) AS number, d.issued_on, d.reason, d.sha256, d.code, d.made_at, d.made_by, d.version
  FROM issued_document d JOIN unit u ON u.id = d.issuer_id LEFT JOIN unit a ON a.id = d.about_id
 WHERE (:year = 0 OR d.year = :year) AND (:state = '' OR d.state = :state) AND (:kind = '' OR d.kind = :kind)
 ORDER BY d.id DESC LIMIT :most OFFSET :skip

-- :name issued_by_code :opt
-- What the public may check: issued documents only.
-- :in code text
-- :row IssuedRow
-- :out id int, kind text, issuer_id int, issuer_code text, issuer_name text, about_code text, about_name text, set_code text, year int, type text, symbol text, abstract text, signer text, figures_on date, state text, number int, issued_on date, reason text, sha256 text, code text, made_at moment, made_by text, version int
SELECT d.id, d.kind, d.issuer_id, u.code AS issuer_code, u.name AS issuer_name, coalesce(a.code, '') AS about_code, coalesce(a.name, '') AS about_name, d.set_code, d.year, d.type, d.symbol, d.abstract,
       d.signer, d.figures_on, d.state, coalesce(d.number, 0) AS number, d.issued_on, d.reason, d.sha256, d.code, d.made_at, d.made_by, d.version
  FROM issued_document d JOIN unit u ON u.id = d.issuer_id LEFT JOIN unit a ON a.id = d.about_id
 WHERE d.code = :code AND d.state IN ('published', 'revoked')

-- :name issued_bytes :one
-- :in id int
-- :out docx blob, pdf blob
SELECT docx, pdf FROM issued_document WHERE id = :id

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
-- :in id int, version int, number int, number_year int, issued_on date, signer text, figures_on date, docx blob, pdf blob, sha256 text, code text, at moment
-- :out id int
UPDATE issued_document SET state = 'numbered', number = :number, number_year = :number_year, issued_on = :issued_on, signer = :signer,
       figures_on = :figures_on, docx = :docx, pdf = :pdf, sha256 = :sha256, code = :code, changed_at = :at, version = version + 1
 WHERE id = :id AND version = :version AND state = 'draft'
RETURNING id

-- :name issued_set_state :many
-- :in id int, version int, state text, reason text, at moment
-- :out id int
UPDATE issued_document SET state = :state, reason = :reason, changed_at = :at, version = version + 1 WHERE id = :id AND version = :version
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
