-- :name procedures :many
-- The catalogue, filtered; `q` is folded text; known: 1 catalogue alone, 0 everything that was ever met.
-- :in q text, field text, level text, known int
-- :row ProcedureRow
-- :out id int, code text, name text, field text, level text, online_level text, hours_direct int, hours_online int, hours_postal int, fee int, has_fee bool, has_result bool, citizen bool, content int, decided_on date, effective_on date, published_on date, abolished_on date, agency_id int, agency text, known bool, version int
SELECT p.id, p.code, p.name, p.field, p.level, p.online_level, p.hours_direct, p.hours_online, p.hours_postal, p.fee, p.has_fee, p.has_result,
       p.citizen, p.content, p.decided_on, p.effective_on, p.published_on, p.abolished_on, coalesce(p.agency_id, 0) AS agency_id,
       coalesce(u.code, '') AS agency, p.known, p.version
  FROM admin_procedure p LEFT JOIN unit u ON u.id = p.agency_id
 WHERE (:q = '' OR p.fold LIKE '%' || :q || '%') AND (:field = '' OR p.field = :field)
   AND (:level = '' OR p.level = :level OR p.level = 'both') AND (p.known = 1 OR CAST(:known AS bigint) = 0)
 ORDER BY p.code

-- :name procedure_get :one
-- :in id int
-- :row ProcedureRow
SELECT p.id, p.code, p.name, p.field, p.level, p.online_level, p.hours_direct, p.hours_online, p.hours_postal, p.fee, p.has_fee, p.has_result,
       p.citizen, p.content, p.decided_on, p.effective_on, p.published_on, p.abolished_on, coalesce(p.agency_id, 0) AS agency_id,
       coalesce(u.code, '') AS agency, p.known, p.version
  FROM admin_procedure p LEFT JOIN unit u ON u.id = p.agency_id
 WHERE p.id = :id

-- :name procedure_write :exec
-- What the catalogue says of a procedure that has a row already.
-- :in id int, name text, field text, level text, online_level text, hours_direct int, hours_online int, hours_postal int, fee int, has_fee bool, has_result bool, citizen bool, content int, decided_on date, effective_on date, published_on date, abolished_on date, agency_id int?, fold text
UPDATE admin_procedure SET name = :name, field = :field, level = :level, online_level = :online_level, hours_direct = :hours_direct,
       hours_online = :hours_online, hours_postal = :hours_postal, fee = :fee, has_fee = :has_fee, has_result = :has_result,
       citizen = :citizen, content = :content, decided_on = :decided_on, effective_on = :effective_on, published_on = :published_on,
       abolished_on = :abolished_on, agency_id = :agency_id, fold = :fold, known = 1, version = version + 1
 WHERE id = :id

-- :name procedure_fields :many
-- Fields of the catalogue.
-- :out field text, n int
SELECT field, count(*) AS n FROM admin_procedure WHERE known = 1 AND field <> '' GROUP BY field ORDER BY field

-- :name procedure_decisions :many
-- All decisions, by procedure.
-- :in procedure_id int
-- :row ProcedureDecisionRow
-- :out procedure_id int, number text, kind text, decided_on date, effective_on date, published_on date
SELECT procedure_id, number, kind, decided_on, effective_on, published_on FROM procedure_decision
 WHERE CAST(:procedure_id AS bigint) = 0 OR procedure_id = :procedure_id ORDER BY procedure_id, decided_on, number

-- :name procedure_decision_put :many
-- Gives a row when something changed.
-- :in procedure_id int, number text, kind text, decided_on date, effective_on date, published_on date
-- :out procedure_id int
INSERT INTO procedure_decision (procedure_id, number, kind, decided_on, effective_on, published_on)
VALUES (:procedure_id, :number, :kind, :decided_on, :effective_on, :published_on)
ON CONFLICT (procedure_id, decided_on, number) DO UPDATE SET kind = excluded.kind, effective_on = excluded.effective_on,
       published_on = excluded.published_on
 WHERE procedure_decision.kind <> excluded.kind OR procedure_decision.effective_on IS DISTINCT FROM excluded.effective_on
    OR procedure_decision.published_on IS DISTINCT FROM excluded.published_on
RETURNING procedure_id

-- :name procedure_change_add :exec
-- :in procedure_id int, at moment, who text, field text, old text, new text
INSERT INTO procedure_change (procedure_id, at, who, field, old, new) VALUES (:procedure_id, :at, :who, :field, :old, :new)

-- :name procedure_changes :many
-- :in procedure_id int
-- :out at moment, who text, field text, old text, new text
SELECT at, who, field, old, new FROM procedure_change WHERE procedure_id = :procedure_id ORDER BY id DESC
