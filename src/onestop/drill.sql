-- :name onestop_months :many
-- Units by month first..last, without the units below them: done and good of those that ended, received of those that came.
-- :in first int, last int
-- :out unit_id int, month int, done int, good int, good_766 int, received int, online int
SELECT k.unit_id, k.month, CAST(sum(k.done) AS bigint) AS done, CAST(sum(k.good) AS bigint) AS good, CAST(sum(k.good_766) AS bigint) AS good_766,
       CAST(sum(k.received) AS bigint) AS received, CAST(sum(k.online) AS bigint) AS online
  FROM (SELECT unit_id, closed AS month, early + on_time + late AS done, early + on_time AS good, early_766 + on_time_766 AS good_766,
               0 AS received, 0 AS online FROM dossier_count WHERE closed BETWEEN :first AND :last
        UNION ALL
        SELECT unit_id, month, 0, 0, 0, n, CASE WHEN channel = 1 THEN n ELSE 0 END FROM dossier_count WHERE month BETWEEN :first AND :last) k
 GROUP BY k.unit_id, k.month ORDER BY k.unit_id, k.month

-- :name onestop_fields :many
-- Units by field: those that ended in months first..last.
-- :in first int, last int
-- :out unit_id int, field_id int, field text, done int, good int, good_766 int
SELECT k.unit_id, k.field_id, coalesce(f.code, '') AS field, CAST(sum(k.early + k.on_time + k.late) AS bigint) AS done,
       CAST(sum(k.early + k.on_time) AS bigint) AS good, CAST(sum(k.early_766 + k.on_time_766) AS bigint) AS good_766
  FROM dossier_count k LEFT JOIN dossier_field f ON f.id = k.field_id
 WHERE k.closed BETWEEN :first AND :last AND k.early + k.on_time + k.late > 0
 GROUP BY k.unit_id, k.field_id, f.code ORDER BY f.code, k.unit_id

-- :name onestop_list :many
-- Dossiers of a unit and below. what: fresh (received in first..last), done, late, returned (ended in it), open, over, suspended (now).
-- :in root_id int, what text, first int, last int, cut int, stamp int, field_id int, procedure_id int, official text, skip int, most int
-- :row DossierListRow
-- :out source_id int, code text, unit text, procedure text, procedure_name text, field text, received int, due int, finished int, state int, by_date int, by_766 int, official text
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT d.source_id, d.code, u.name AS unit, coalesce(p.code, '') AS procedure, coalesce(p.name, '') AS procedure_name,
       coalesce(f.code, '') AS field, d.received, d.due, d.finished, d.state, d.by_date, d.by_766, d.official
  FROM dossier d JOIN unit u ON u.id = d.unit_id LEFT JOIN admin_procedure p ON p.id = d.procedure_id
  LEFT JOIN dossier_field f ON f.id = d.field_id
 WHERE d.unit_id IN (SELECT id FROM down)
   AND CASE :what WHEN 'fresh' THEN CASE WHEN d.state > 0 AND d.month BETWEEN :first AND :last THEN 1 ELSE 0 END
                  WHEN 'done' THEN CASE WHEN d.state = 4 AND d.closed BETWEEN :first AND :last THEN 1 ELSE 0 END
                  WHEN 'late' THEN CASE WHEN d.state = 4 AND d.closed BETWEEN :first AND :last
                                             AND CASE WHEN CAST(:stamp AS bigint) = 1 THEN d.by_766 ELSE d.by_date END = 3 THEN 1 ELSE 0 END
                  WHEN 'returned' THEN CASE WHEN d.state = 3 AND d.closed BETWEEN :first AND :last THEN 1 ELSE 0 END
                  WHEN 'open' THEN CASE WHEN d.state = 1 AND d.month <= :last THEN 1 ELSE 0 END
                  WHEN 'over' THEN CASE WHEN d.state = 1 AND d.due > 0 AND d.due < :cut THEN 1 ELSE 0 END
                  ELSE CASE WHEN d.state = 2 AND d.month <= :last THEN 1 ELSE 0 END END = 1
   AND (CAST(:field_id AS bigint) = 0 OR d.field_id = :field_id)
   AND (CAST(:procedure_id AS bigint) = 0 OR d.procedure_id = :procedure_id)
   AND (:official = '' OR d.official = :official)
 ORDER BY d.due, d.code LIMIT :most OFFSET :skip

-- :name onestop_officials :many
-- Who handles dossiers in progress of a unit and below: how many, over, due soon (from `cut` to `soon`).
-- :in root_id int, cut int, soon int
-- :out official text, unit_id int, unit text, open int, over int, soon int, first_due int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT d.official, d.unit_id, u.name AS unit, count(*) AS open,
       CAST(sum(CASE WHEN d.due > 0 AND d.due < :cut THEN 1 ELSE 0 END) AS bigint) AS over,
       CAST(sum(CASE WHEN d.due >= :cut AND d.due < :soon THEN 1 ELSE 0 END) AS bigint) AS soon,
       CAST(coalesce(min(CASE WHEN d.due > 0 THEN d.due END), 0) AS bigint) AS first_due
  FROM dossier d JOIN unit u ON u.id = d.unit_id
 WHERE d.state = 1 AND d.unit_id IN (SELECT id FROM down)
 GROUP BY d.official, d.unit_id, u.name ORDER BY 5 DESC, 6 DESC, 4 DESC, 1, 2

-- :name onestop_causes :many
-- Late dossiers that ended in first..last, by field and by what can be seen of the cause.
-- :in root_id int, first int, last int
-- :out field_id int, field text, two int, hours int, brief int, middle int, lengthy int, n int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT d.field_id, coalesce(f.code, '') AS field, CAST(sum(CASE WHEN d.supplements >= 2 THEN 1 ELSE 0 END) AS bigint) AS two,
       CAST(sum(CASE WHEN d.supplements < 2 AND d.finished / 86400 <= d.due / 86400 THEN 1 ELSE 0 END) AS bigint) AS hours,
       CAST(sum(CASE WHEN d.supplements < 2 AND d.finished / 86400 - d.due / 86400 BETWEEN 1 AND 2 THEN 1 ELSE 0 END) AS bigint) AS brief,
       CAST(sum(CASE WHEN d.supplements < 2 AND d.finished / 86400 - d.due / 86400 BETWEEN 3 AND 10 THEN 1 ELSE 0 END) AS bigint) AS middle,
       CAST(sum(CASE WHEN d.supplements < 2 AND d.finished / 86400 - d.due / 86400 > 10 THEN 1 ELSE 0 END) AS bigint) AS lengthy,
       count(*) AS n
  FROM dossier d LEFT JOIN dossier_field f ON f.id = d.field_id
 WHERE (d.by_766 = 3 OR d.by_date = 3) AND d.closed BETWEEN :first AND :last AND d.unit_id IN (SELECT id FROM down)
 GROUP BY d.field_id, f.code ORDER BY 8 DESC, 2

-- :name onestop_reasons :many
-- Why letters of apology say that dossiers were late.
-- :in root_id int, first date, last date
-- :out fault text, reason text, n int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT a.fault, a.reason, count(*) AS n FROM apology a
 WHERE a.unit_id IN (SELECT id FROM down) AND a.signed_on BETWEEN :first AND :last
 GROUP BY a.fault, a.reason ORDER BY 3 DESC, 1, 2 LIMIT 50
