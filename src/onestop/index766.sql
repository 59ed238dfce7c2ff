-- :name index_dossiers :many
-- Dossiers received in [since, until) of a unit and everything below it, as they stood at `cut`, added up by procedure.
-- The end: asking for the only supplement that was not brought, else the end less the waiting, else `cut` less the waiting.
-- BASIS: QĐ 766/QĐ-TTg, 2.1
-- :in root_id int, since int, until int, cut int
-- :out procedure_id int, known bool, has_fee bool, online_level text, has_result bool, n int, late int, late_date int, done int, online int, online_result int, fee int, fee_paid int, paid int, electronic int, electronic_done int, digitised int, digitised_both int, reused int, shared int, population int, population_any int, complaint int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20),
x AS (
    SELECT d.procedure_id, d.due AS due_now, d.state, d.channel, d.flags, d.supplements,
           CASE WHEN d.finished > 0 AND d.finished <= :cut THEN 1 ELSE 0 END AS ended, d.finished,
           CASE WHEN d.old_due > 0 THEN d.old_due ELSE d.due END AS due,
           CASE WHEN d.asked > 0 AND d.asked <= :cut AND (d.supplied = 0 OR d.supplied > :cut) THEN d.asked
                WHEN d.finished > 0 AND d.finished <= :cut THEN d.finished - d.waited
                WHEN d.supplied > :cut THEN CAST(:cut AS bigint)
                ELSE CAST(:cut AS bigint) - d.waited END AS ends
      FROM dossier d
     WHERE d.unit_id IN (SELECT id FROM down) AND d.received >= :since AND d.received < :until AND d.state > 0)
SELECT x.procedure_id, coalesce(p.known, 0) AS known, coalesce(p.has_fee, 0) AS has_fee, coalesce(p.online_level, '') AS online_level,
       coalesce(p.has_result, 1) AS has_result, count(*) AS n,
       CAST(sum(CASE WHEN x.supplements >= 2 OR (x.due > 0 AND x.ends / 60 > x.due / 60) THEN 1 ELSE 0 END) AS bigint) AS late,
       CAST(sum(CASE WHEN x.due_now = 0 THEN 0 WHEN x.ended = 1 AND x.finished / 86400 > x.due_now / 86400 THEN 1
                     WHEN x.ended = 0 AND x.state <> 2 AND CAST(:cut AS bigint) / 86400 > x.due_now / 86400 THEN 1 ELSE 0 END) AS bigint) AS late_date,
       CAST(sum(CASE WHEN x.state = 4 AND x.ended = 1 THEN 1 ELSE 0 END) AS bigint) AS done,
       CAST(sum(CASE WHEN x.channel = 1 THEN 1 ELSE 0 END) AS bigint) AS online,
       CAST(sum(CASE WHEN x.channel = 1 AND (coalesce(p.has_result, 1) = 0 OR (x.flags & 16) > 0) THEN 1 ELSE 0 END) AS bigint) AS online_result,
       CAST(sum(CASE WHEN (x.flags & 8) > 0 THEN 1 ELSE 0 END) AS bigint) AS fee,
       CAST(sum(CASE WHEN (x.flags & 9) = 9 THEN 1 ELSE 0 END) AS bigint) AS fee_paid,
       CAST(sum(CASE WHEN (x.flags & 1) > 0 THEN 1 ELSE 0 END) AS bigint) AS paid,
       CAST(sum(CASE WHEN (x.flags & 16) > 0 THEN 1 ELSE 0 END) AS bigint) AS electronic,
       CAST(sum(CASE WHEN x.state = 4 AND x.ended = 1 AND (x.flags & 16) > 0 THEN 1 ELSE 0 END) AS bigint) AS electronic_done,
       CAST(sum(CASE WHEN (x.flags & 2) > 0 THEN 1 ELSE 0 END) AS bigint) AS digitised,
       CAST(sum(CASE WHEN (x.flags & 18) = 18 THEN 1 ELSE 0 END) AS bigint) AS digitised_both,
       CAST(sum(CASE WHEN (x.flags & 32) > 0 THEN 1 ELSE 0 END) AS bigint) AS reused,
       CAST(sum(CASE WHEN (x.flags & 128) > 0 THEN 1 ELSE 0 END) AS bigint) AS shared,
       CAST(sum(CASE WHEN (x.flags & 256) > 0 THEN 1 ELSE 0 END) AS bigint) AS population,
       CAST(sum(CASE WHEN (x.flags & 384) > 0 THEN 1 ELSE 0 END) AS bigint) AS population_any,
       CAST(sum(CASE WHEN (x.flags & 64) > 0 THEN 1 ELSE 0 END) AS bigint) AS complaint
  FROM x LEFT JOIN admin_procedure p ON p.id = x.procedure_id
 GROUP BY x.procedure_id, p.known, p.has_fee, p.online_level, p.has_result
 ORDER BY x.procedure_id

-- :name index_undated :many
-- Of the same dossiers those without a due date whose procedure tells its time: from receipt to the end, and the longest
-- legal time in working hours. Two supplements are late already.
-- :in root_id int, since int, until int, cut int
-- :out unit_id int, received int, ends int, waited int, hours int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT d.unit_id, d.received,
       CASE WHEN d.asked > 0 AND d.asked <= :cut AND (d.supplied = 0 OR d.supplied > :cut) THEN d.asked
            WHEN d.finished > 0 AND d.finished <= :cut THEN d.finished ELSE CAST(:cut AS bigint) END AS ends,
       CASE WHEN d.asked > 0 AND d.asked <= :cut AND (d.supplied = 0 OR d.supplied > :cut) THEN 0 ELSE d.waited END AS waited,
       CASE WHEN p.hours_direct >= p.hours_online AND p.hours_direct >= p.hours_postal THEN p.hours_direct
            WHEN p.hours_online >= p.hours_postal THEN p.hours_online ELSE p.hours_postal END AS hours
  FROM dossier d JOIN admin_procedure p ON p.id = d.procedure_id
 WHERE d.unit_id IN (SELECT id FROM down) AND d.received >= :since AND d.received < :until AND d.state > 0
   AND d.due = 0 AND d.old_due = 0 AND d.supplements < 2 AND p.hours_direct + p.hours_online + p.hours_postal > 0
 ORDER BY d.unit_id, d.received

-- :name index_catalogue :many
-- Procedures of the catalogue in force on a day that a unit answers for: all (province), those of communes (commune), else
-- those whose agency is the unit or below it.
-- :in root_id int, kind text, day date
-- :out id int, online_level text, has_fee bool, citizen bool, content int, published_on date
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT p.id, p.online_level, p.has_fee, p.citizen, p.content, p.published_on
  FROM admin_procedure p
 WHERE p.known = 1 AND (p.abolished_on IS NULL OR p.abolished_on > :day)
   AND (:kind = 'province' OR (:kind = 'commune' AND p.level IN ('commune', 'both'))
        OR (:kind = 'agency' AND p.agency_id IN (SELECT id FROM down)))
 ORDER BY p.id

-- :name index_decisions :many
-- Decisions from a day on; procedures in order, so that a procedure in several counts once.
-- :in since date, last date
-- :out procedure_id int, kind text, decided_on date, effective_on date, published_on date
SELECT procedure_id, kind, decided_on, effective_on, published_on FROM procedure_decision
 WHERE decided_on <= :last AND (decided_on >= :since OR published_on >= :since) ORDER BY procedure_id, decided_on, number

-- :name index_received :one
-- Dossiers received in months first..last.
-- :in root_id int, first int, last int
-- :out n int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT CAST(coalesce(sum(early + on_time + late + active + suspended + returned), 0) AS bigint) AS n
  FROM dossier_count WHERE month BETWEEN :first AND :last AND unit_id IN (SELECT id FROM down)

-- :name index_petitions :many
-- Petitions of a unit and below that were received or open in first..last.
-- :in root_id int, first date, last date
-- :out kind text, received_on date, asked_on date, answered_on date, refused bool, again bool, likes int, dislikes int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT p.kind, p.received_on, p.asked_on, p.answered_on, p.refused, p.again, p.likes, p.dislikes
  FROM petition p
 WHERE p.unit_id IN (SELECT id FROM down) AND p.received_on <= :last
   AND (p.answered_on IS NULL OR p.answered_on >= :first OR p.received_on >= :first)
 ORDER BY p.id

-- :name portal_values :many
-- What the national portal showed for a unit and period.
-- :in unit_id int, period text
-- :out code text, rate dec?, points dec?, has_counts bool, numerator int, denominator int, source text
SELECT code, rate, points, CASE WHEN numerator IS NULL OR denominator IS NULL THEN 0 ELSE 1 END AS has_counts,
       coalesce(numerator, 0) AS numerator, coalesce(denominator, 0) AS denominator, source
  FROM portal_value WHERE unit_id = :unit_id AND period = :period ORDER BY code

-- :name portal_value_put :many
-- A value of the portal; gives a row when something changed.
-- :in unit_id int, period text, code text, rate dec?, points dec?, has_counts int, numerator int, denominator int, source text
-- :out id int
INSERT INTO portal_value (unit_id, period, code, rate, points, numerator, denominator, source)
VALUES (:unit_id, :period, :code, :rate, :points, CASE WHEN CAST(:has_counts AS bigint) = 1 THEN CAST(:numerator AS bigint) END,
        CASE WHEN CAST(:has_counts AS bigint) = 1 THEN CAST(:denominator AS bigint) END, :source)
ON CONFLICT (unit_id, period, code) DO UPDATE SET rate = excluded.rate, points = excluded.points, numerator = excluded.numerator,
       denominator = excluded.denominator, source = excluded.source
 WHERE portal_value.rate IS DISTINCT FROM excluded.rate OR portal_value.points IS DISTINCT FROM excluded.points
    OR portal_value.numerator IS DISTINCT FROM excluded.numerator OR portal_value.denominator IS DISTINCT FROM excluded.denominator
    OR portal_value.source <> excluded.source
RETURNING id

-- :name portal_periods :many
-- Periods for which a unit has values of the portal, the newest first.
-- :in unit_id int
-- :out period text, n int
SELECT period, count(*) AS n FROM portal_value WHERE unit_id = :unit_id GROUP BY period ORDER BY period DESC

-- :name office_hours_of :opt
-- Hours of a unit on a day: its own, else those of the nearest unit above that has any.
-- :in unit_id int, day date
-- :out hours text
WITH RECURSIVE up (id, parent_id, depth) AS (
    SELECT u.id, u.parent_id, 0 FROM unit u WHERE u.id = CAST(:unit_id AS bigint)
    UNION ALL
    SELECT u.id, u.parent_id, up.depth + 1 FROM unit u JOIN up ON u.id = up.parent_id WHERE up.depth < 20)
SELECT h.hours FROM office_hours h JOIN up ON up.id = h.unit_id
 WHERE h.valid_from <= :day ORDER BY up.depth, h.valid_from DESC LIMIT 1

-- :name office_hours_put :exec
-- :in unit_id int, valid_from date, hours text
INSERT INTO office_hours (unit_id, valid_from, hours) VALUES (:unit_id, :valid_from, :hours)
ON CONFLICT (unit_id, valid_from) DO UPDATE SET hours = excluded.hours

-- :name office_hours_all :many
-- :out unit_code text, unit text, valid_from date, hours text
SELECT u.code AS unit_code, u.name AS unit, h.valid_from, h.hours FROM office_hours h JOIN unit u ON u.id = h.unit_id
 ORDER BY u.sort_key, u.code, h.valid_from
