-- :name apologies :many
-- Letters of a unit and below signed in first..last, the newest first.
-- :in root_id int, first date, last date
-- :row ApologyRow
-- :out id int, source_id int, source text, code text, unit_id int, unit text, letter text, signed_on date, signer text, reason text, fault text, old_due date, new_due date, turn int, due int, finished int, state int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT a.id, a.source_id, s.name AS source, a.code, a.unit_id, u.name AS unit, a.letter, a.signed_on, a.signer, a.reason, a.fault, a.old_due,
       a.new_due, a.turn, coalesce(d.due, 0) AS due, coalesce(d.finished, 0) AS finished, coalesce(d.state, 0) AS state
  FROM apology a JOIN unit u ON u.id = a.unit_id JOIN dossier_source s ON s.id = a.source_id
  LEFT JOIN dossier d ON d.source_id = a.source_id AND d.code = a.code
 WHERE a.unit_id IN (SELECT id FROM down) AND a.signed_on BETWEEN :first AND :last
 ORDER BY a.signed_on DESC, a.id DESC

-- :name apology_of :many
-- Letters about a dossier, the first one first.
-- :in source_id int, code text
-- :row ApologyRow
SELECT a.id, a.source_id, s.name AS source, a.code, a.unit_id, u.name AS unit, a.letter, a.signed_on, a.signer, a.reason, a.fault, a.old_due,
       a.new_due, a.turn, coalesce(d.due, 0) AS due, coalesce(d.finished, 0) AS finished, coalesce(d.state, 0) AS state
  FROM apology a JOIN unit u ON u.id = a.unit_id JOIN dossier_source s ON s.id = a.source_id
  LEFT JOIN dossier d ON d.source_id = a.source_id AND d.code = a.code
 WHERE a.source_id = :source_id AND a.code = :code ORDER BY a.turn

-- :name apology_put :many
-- Gives a row when something changed.
-- :in source_id int, code text, unit_id int, letter text, signed_on date, signer text, reason text, fault text, old_due date, new_due date, turn int
-- :out id int
INSERT INTO apology (source_id, code, unit_id, letter, signed_on, signer, reason, fault, old_due, new_due, turn)
VALUES (:source_id, :code, :unit_id, :letter, :signed_on, :signer, :reason, :fault, :old_due, :new_due, :turn)
ON CONFLICT (source_id, code, turn) DO UPDATE SET unit_id = excluded.unit_id, letter = excluded.letter, signed_on = excluded.signed_on,
       signer = excluded.signer, reason = excluded.reason, fault = excluded.fault, old_due = excluded.old_due, new_due = excluded.new_due
 WHERE apology.unit_id <> excluded.unit_id OR apology.letter <> excluded.letter OR apology.signed_on <> excluded.signed_on
    OR apology.signer <> excluded.signer OR apology.reason <> excluded.reason OR apology.fault <> excluded.fault
    OR apology.old_due <> excluded.old_due OR apology.new_due <> excluded.new_due
RETURNING id

-- :name dossier_without_letter :many
-- Dossiers of a unit and below that are over, or ended late by date, in a span of due moments, and have no letter.
-- :in root_id int, since int, cut int, most int
-- :out source_id int, code text, unit text, due int, finished int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT d.source_id, d.code, u.name AS unit, d.due, d.finished
  FROM dossier d JOIN unit u ON u.id = d.unit_id
 WHERE d.state = 1 AND d.due > 0 AND d.due >= :since AND d.due < :cut AND d.unit_id IN (SELECT id FROM down)
   AND NOT EXISTS (SELECT 1 FROM apology a WHERE a.source_id = d.source_id AND a.code = d.code)
 ORDER BY d.due, d.code LIMIT :most

-- :name dossier_get :opt
-- :in source_id int, code text
-- :row DossierRowFull
-- :out source_id int, source text, code text, unit_id int, unit_code text, unit text, procedure_id int, procedure text, procedure_name text, field text, hours_direct int, hours_online int, hours_postal int, received int, due int, finished int, old_due int, asked int, supplied int, waited int, supplements int, state int, channel int, flags int, by_date int, by_766 int, days int, official text, file text
SELECT d.source_id, s.name AS source, d.code, d.unit_id, u.code AS unit_code, u.name AS unit, d.procedure_id, coalesce(p.code, '') AS procedure,
       coalesce(p.name, '') AS procedure_name, coalesce(f.code, '') AS field, coalesce(p.hours_direct, 0) AS hours_direct,
       coalesce(p.hours_online, 0) AS hours_online, coalesce(p.hours_postal, 0) AS hours_postal, d.received, d.due, d.finished, d.old_due,
       d.asked, d.supplied, d.waited, d.supplements, d.state, d.channel, d.flags, d.by_date, d.by_766, d.days, d.official,
       coalesce(i.name, '') AS file
  FROM dossier d JOIN unit u ON u.id = d.unit_id JOIN dossier_source s ON s.id = d.source_id
  LEFT JOIN admin_procedure p ON p.id = d.procedure_id LEFT JOIN dossier_field f ON f.id = d.field_id
  LEFT JOIN dossier_file i ON i.id = d.file_id
 WHERE d.source_id = :source_id AND d.code = :code

-- :name dossier_sources :many
-- :out id int, name text
SELECT id, name FROM dossier_source ORDER BY name

-- :name dossier_by_code :many
-- A dossier named by its code alone; more than one when several systems use the code.
-- :in code text
-- :out source_id int, unit_id int, due int
SELECT d.source_id, d.unit_id, d.due FROM dossier_source s JOIN dossier d ON d.source_id = s.id AND d.code = :code ORDER BY s.id

-- :name petitions :many
-- Petitions of a unit and below received in first..last, the newest first; open: 1 unanswered alone, 2 answered and not published.
-- :in root_id int, first date, last date, open int
-- :row PetitionRow
-- :out id int, code text, unit_id int, unit text, kind text, subject text, received_on date, asked_on date, answered_on date, published_on date, refused bool, again bool, likes int, dislikes int, answer text
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT p.id, p.code, p.unit_id, u.name AS unit, p.kind, p.subject, p.received_on, p.asked_on, p.answered_on, p.published_on, p.refused, p.again,
       p.likes, p.dislikes, p.answer
  FROM petition p JOIN unit u ON u.id = p.unit_id
 WHERE p.unit_id IN (SELECT id FROM down) AND p.received_on BETWEEN :first AND :last
   AND (CAST(:open AS bigint) = 0 OR (CAST(:open AS bigint) = 1 AND p.answered_on IS NULL)
        OR (CAST(:open AS bigint) = 2 AND p.answered_on IS NOT NULL AND p.published_on IS NULL))
 ORDER BY p.received_on DESC, p.id DESC

-- :name petition_get :one
-- :in id int
-- :row PetitionRow
SELECT p.id, p.code, p.unit_id, u.name AS unit, p.kind, p.subject, p.received_on, p.asked_on, p.answered_on, p.published_on, p.refused, p.again,
       p.likes, p.dislikes, p.answer
  FROM petition p JOIN unit u ON u.id = p.unit_id WHERE p.id = :id

-- :name petition_by_code :opt
-- :in code text
-- :out id int
SELECT id FROM petition WHERE code = :code

-- :name petition_put :many
-- By code; gives a row when something changed. An answer that was written here is kept when the file has none.
-- :in code text, unit_id int, kind text, subject text, received_on date, asked_on date, answered_on date, published_on date, refused bool, again bool, likes int, dislikes int, answer text
-- :out id int
INSERT INTO petition (code, unit_id, kind, subject, received_on, asked_on, answered_on, published_on, refused, again, likes, dislikes, answer)
VALUES (:code, :unit_id, :kind, :subject, :received_on, :asked_on, :answered_on, :published_on, :refused, :again, :likes, :dislikes, :answer)
ON CONFLICT (code) DO UPDATE SET unit_id = excluded.unit_id, kind = excluded.kind, subject = excluded.subject,
       received_on = excluded.received_on, asked_on = excluded.asked_on, answered_on = excluded.answered_on,
       published_on = excluded.published_on, refused = excluded.refused, again = excluded.again, likes = excluded.likes,
       dislikes = excluded.dislikes, answer = CASE WHEN excluded.answer = '' THEN petition.answer ELSE excluded.answer END
 WHERE petition.unit_id <> excluded.unit_id OR petition.kind <> excluded.kind OR petition.subject <> excluded.subject
    OR petition.received_on <> excluded.received_on OR petition.asked_on IS DISTINCT FROM excluded.asked_on
    OR petition.answered_on IS DISTINCT FROM excluded.answered_on OR petition.published_on IS DISTINCT FROM excluded.published_on
    OR petition.refused <> excluded.refused OR petition.again <> excluded.again OR petition.likes <> excluded.likes
    OR petition.dislikes <> excluded.dislikes OR (excluded.answer <> '' AND petition.answer <> excluded.answer)
RETURNING id

-- :name petition_answers :many
-- Published answers for everybody, the newest first.
-- :in most int
-- :out code text, unit text, kind text, subject text, received_on date, answered_on date, published_on date, refused bool, answer text
SELECT p.code, u.name AS unit, p.kind, p.subject, p.received_on, p.answered_on, p.published_on, p.refused, p.answer
  FROM petition p JOIN unit u ON u.id = p.unit_id
 WHERE p.published_on IS NOT NULL AND p.answer <> '' AND p.kind = 'rule'
 ORDER BY p.published_on DESC, p.id DESC LIMIT :most
