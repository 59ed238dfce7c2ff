-- :name access_grants :many
-- Roles of a person that hold on a day.
-- :in person_id int, on date
-- :out role text, unit_id int
SELECT role, coalesce(unit_id, 0) AS unit_id
  FROM person_role
 WHERE person_id = :person_id
   AND (valid_from IS NULL OR valid_from <= :on)
   AND (valid_to IS NULL OR valid_to >= :on)

-- :name access_under :one
-- Whether a unit is another one or lies below it (1 or 0).
-- :in unit_id int, root_id int
-- :out inside int
WITH RECURSIVE up (id, depth) AS (
    SELECT CAST(:unit_id AS INTEGER), 0
    UNION ALL
    SELECT u.parent_id, up.depth + 1 FROM unit u JOIN up ON u.id = up.id WHERE u.parent_id IS NOT NULL AND up.depth < 20)
SELECT count(*) AS inside FROM up WHERE id = :root_id

-- :name person_by_login :opt
-- An active person with what sign-in needs.
-- :in login text
-- :row PersonRow
-- :out id int, login text, name text, unit_id int, title text, email text, password text, lang text, active bool, must_change bool, version int
SELECT id, login, name, coalesce(unit_id, 0), title, email, password, lang, active, must_change, version
  FROM person WHERE login = :login

-- :name person_get :one
-- :in id int
-- :row PersonRow
SELECT id, login, name, coalesce(unit_id, 0), title, email, password, lang, active, must_change, version
  FROM person WHERE id = :id

-- :name audit_last :opt
-- The newest entry of the trail, to chain the next one to.
-- :out id int, hash text
SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1

-- :name audit_add :exec
-- :in id int, at moment, who text, from_addr text, verb text, object text, detail text, hash text
INSERT INTO audit (id, at, who, from_addr, verb, object, detail, hash)
VALUES (:id, :at, :who, :from_addr, :verb, :object, :detail, :hash)

-- :name audit_after :many
-- The trail in its order, a page at a time.
-- :in after int, most int
-- :row AuditRow
-- :out id int, at moment, who text, from_addr text, verb text, object text, detail text, hash text
SELECT id, at, who, from_addr, verb, object, detail, hash FROM audit WHERE id > :after ORDER BY id LIMIT :most

-- :name audit_newest :many
-- The newest entries first, for the page; verb or object may be narrowed.
-- :in part text, before int, most int
-- :row AuditRow
SELECT id, at, who, from_addr, verb, object, detail, hash FROM audit
 WHERE id < :before AND (:part = '' OR verb LIKE '%' || :part || '%' OR object LIKE '%' || :part || '%')
 ORDER BY id DESC LIMIT :most

-- :name setting_get :opt
-- :in key text
-- :out value text
SELECT value FROM setting WHERE key = :key

-- :name setting_put :exec
-- :in key text, value text, at moment, who text
INSERT INTO setting (key, value, changed_at, changed_by) VALUES (:key, :value, :at, :who)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by

-- :name fact_put :exec
-- A figure; the same code, unit and period again replaces it.
-- :in code text, unit_id int, period text, value text, source text, document_id int?, page text, at moment, who text
INSERT INTO fact (code, unit_id, period, value, source, document_id, page, changed_at, changed_by)
VALUES (:code, :unit_id, :period, :value, :source, :document_id, :page, :at, :who)
ON CONFLICT (unit_id, period, code) DO UPDATE
   SET value = excluded.value, source = excluded.source, document_id = excluded.document_id, page = excluded.page,
       changed_at = excluded.changed_at, changed_by = excluded.changed_by

-- :name fact_of_period :many
-- All figures of a period, unit by unit.
-- :in period text
-- :row FactRow
-- :out id int, code text, unit_id int, period text, value text, source text, document_id int, page text, changed_at moment, changed_by text
SELECT id, code, unit_id, period, value, source, coalesce(document_id, 0), page, changed_at, changed_by
  FROM fact WHERE period = :period ORDER BY unit_id, code

-- :name fact_of_unit :many
-- :in unit_id int, period text
-- :row FactRow
SELECT id, code, unit_id, period, value, source, coalesce(document_id, 0), page, changed_at, changed_by
  FROM fact WHERE unit_id = :unit_id AND period = :period ORDER BY code

-- :name calendar_years :many
-- Years whose days off the province has entered.
-- :row CalendarYear
-- :out year int, basis text, at moment, who text
SELECT year, basis, at, who FROM calendar_year ORDER BY year

-- :name calendar_days :many
-- Their days; year 0: of all of them.
-- :in year int
-- :row CalendarDay
-- :out date date, kind text, name text, basis text
SELECT date, kind, name, basis FROM calendar_day WHERE :year = 0 OR year = :year ORDER BY date
