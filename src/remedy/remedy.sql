-- :name lost_put :exec
-- A loss as it stands now; the same set, unit and criterion again replaces the figures.
-- :in set_id int, unit_id int, criterion_id int, lost dec, max_points dec, reason text, peers int, best dec, years int, at moment
INSERT INTO lost_point (set_id, unit_id, criterion_id, lost, max_points, reason, peers, best, years, derived_at)
VALUES (:set_id, :unit_id, :criterion_id, :lost, :max_points, :reason, :peers, :best, :years, :at)
ON CONFLICT (set_id, unit_id, criterion_id) DO UPDATE
   SET lost = excluded.lost, max_points = excluded.max_points, reason = excluded.reason, peers = excluded.peers, best = excluded.best,
       years = excluded.years, derived_at = excluded.derived_at

-- :name lost_clear :exec
-- Before losses are derived again: those without a remedy go.
-- :in set_id int
DELETE FROM lost_point WHERE set_id = :set_id AND NOT EXISTS (SELECT 1 FROM remedy_loss r WHERE r.lost_point_id = lost_point.id)

-- :name lost_won_back :exec
-- Those with a remedy stay, with nothing lost, until they are found again.
-- :in set_id int
UPDATE lost_point SET lost = 0 WHERE set_id = :set_id

-- :name lost_list :many
-- Losses of a set, most points first; a unit, a field's code or the class of the cause may narrow. rest: without a remedy only.
-- :in set_id int, unit_id int, field text, cause text, rest bool
-- :row LostRow
-- :out id int, unit_id int, unit_code text, unit_name text, criterion_id int, code text, name text, max_points dec, lost dec, reason text, peers int, best dec, years int, remedies int, tasks int
SELECT l.id, l.unit_id, u.code AS unit_code, u.name AS unit_name, l.criterion_id, k.code, k.name, l.max_points, l.lost, l.reason, l.peers, l.best, l.years,
       (SELECT count(*) FROM remedy_loss r WHERE r.lost_point_id = l.id),
       (SELECT count(*) FROM remedy_loss r JOIN remedy m ON m.id = r.remedy_id WHERE r.lost_point_id = l.id AND m.task_id IS NOT NULL)
  FROM lost_point l
  JOIN unit u ON u.id = l.unit_id
  JOIN criterion k ON k.id = l.criterion_id
 WHERE l.set_id = :set_id AND l.lost > 0
   AND (:unit_id = 0 OR l.unit_id = :unit_id)
   AND (:field = '' OR k.code = :field OR k.code LIKE (:field || '.%'))
   AND (:cause = '' OR EXISTS (SELECT 1 FROM remedy_loss r JOIN remedy m ON m.id = r.remedy_id
                                WHERE r.lost_point_id = l.id AND m.cause_code = :cause))
   AND (:rest = 0 OR NOT EXISTS (SELECT 1 FROM remedy_loss r WHERE r.lost_point_id = l.id))
 ORDER BY l.lost DESC, u.sort_key, k.position

-- :name lost_get :one
-- :in id int
-- :out id int, set_id int, unit_id int, criterion_id int, code text, name text, lost dec, max_points dec, reason text
SELECT l.id, l.set_id, l.unit_id, l.criterion_id, k.code, k.name, l.lost, l.max_points, l.reason
  FROM lost_point l JOIN criterion k ON k.id = l.criterion_id WHERE l.id = :id

-- :name lost_by_code :opt
-- :in set_id int, unit_id int, code text
-- :out id int, lost dec
SELECT l.id, l.lost FROM lost_point l JOIN criterion k ON k.id = l.criterion_id
 WHERE l.set_id = :set_id AND l.unit_id = :unit_id AND k.code = :code

-- :name lost_same :many
-- The same loss of every unit of the set: for a measure that serves them all.
-- :in set_id int, criterion_id int
-- :out id int, unit_id int
SELECT id, unit_id FROM lost_point WHERE set_id = :set_id AND criterion_id = :criterion_id AND lost > 0 ORDER BY unit_id

-- :name cause_classes :many
-- :out code text, title text
SELECT code, title FROM cause_class ORDER BY position, code

-- :name remedy_insert :one
-- :in unit_id int, year int, content text, cause_code text, cause text, measure text, lead text, support text, deadline text, product text, note text, origin text, at moment, who text
-- :out id int
INSERT INTO remedy (unit_id, year, content, cause_code, cause, measure, lead, support, deadline, product, note, origin, made_at, made_by)
VALUES (:unit_id, :year, :content, :cause_code, :cause, :measure, :lead, :support, :deadline, :product, :note, :origin, :at, :who)
RETURNING id

-- :name remedy_loss_add :exec
-- :in remedy_id int, lost_point_id int
INSERT INTO remedy_loss (remedy_id, lost_point_id) VALUES (:remedy_id, :lost_point_id)
ON CONFLICT (remedy_id, lost_point_id) DO NOTHING

-- :name remedy_set_task :exec
-- :in id int, task_id int
UPDATE remedy SET task_id = :task_id, version = version + 1 WHERE id = :id

-- :name remedy_list :many
-- Remedies of a year, overdue first, with the state of their task and the points at stake.
-- :in unit_id int, year int, set_id int, today date
-- :row RemedyRow
-- :out id int, unit_id int, unit_code text, unit_name text, year int, content text, cause_code text, cause_title text, cause text, measure text, lead text, support text, deadline text, product text, note text, task_id int, due date, state text, percent int, stake dec, codes_first text, losses int, overdue int
SELECT m.id, m.unit_id, u.code AS unit_code, u.name AS unit_name, m.year, m.content, m.cause_code, c.title AS cause_title, m.cause, m.measure, m.lead, m.support, m.deadline,
       m.product, m.note, coalesce(m.task_id, 0), t.due, coalesce(t.state, ''), coalesce(t.percent, 0),
       coalesce((SELECT sum(l.lost) FROM remedy_loss r JOIN lost_point l ON l.id = r.lost_point_id WHERE r.remedy_id = m.id), 0),
       coalesce((SELECT min(k.code) FROM remedy_loss r JOIN lost_point l ON l.id = r.lost_point_id JOIN criterion k ON k.id = l.criterion_id
                  WHERE r.remedy_id = m.id), ''),
       (SELECT count(*) FROM remedy_loss r WHERE r.remedy_id = m.id),
       CASE WHEN t.due IS NOT NULL AND t.due < :today AND t.state = 'open' THEN 1 ELSE 0 END AS overdue
  FROM remedy m
  JOIN unit u ON u.id = m.unit_id
  JOIN cause_class c ON c.code = m.cause_code
  LEFT JOIN task t ON t.id = m.task_id
 WHERE m.year = :year AND (:unit_id = 0 OR m.unit_id = :unit_id)
   AND (:set_id = 0 OR EXISTS (SELECT 1 FROM remedy_loss r JOIN lost_point l ON l.id = r.lost_point_id
                                WHERE r.remedy_id = m.id AND l.set_id = :set_id))
 ORDER BY overdue DESC, u.sort_key, m.id

-- :name remedy_codes :many
-- :in remedy_id int
-- :out lost_point_id int, code text, name text, lost dec
SELECT l.id AS lost_point_id, k.code, k.name, l.lost
  FROM remedy_loss r JOIN lost_point l ON l.id = r.lost_point_id JOIN criterion k ON k.id = l.criterion_id
 WHERE r.remedy_id = :remedy_id ORDER BY k.position

-- :name remedy_library :many
-- Measures that were taken for the same criterion before, those whose points came back first.
-- :in code text, set_code text, year int
-- :out measure text, cause text, cause_code text, unit_name text, year int, won dec
SELECT m.measure, m.cause, m.cause_code, u.name AS unit_name, s.year,
       l.lost - coalesce((SELECT n.lost FROM lost_point n JOIN criterion kn ON kn.id = n.criterion_id
                            JOIN criteria_set sn ON sn.id = n.set_id
                           WHERE n.unit_id = l.unit_id AND sn.code = s.code AND sn.year = s.year + 1
                             AND (kn.old_code = k.code OR (kn.old_code = '' AND kn.code = k.code))), 0) AS won
  FROM remedy_loss r
  JOIN remedy m ON m.id = r.remedy_id
  JOIN lost_point l ON l.id = r.lost_point_id
  JOIN criterion k ON k.id = l.criterion_id
  JOIN criteria_set s ON s.id = l.set_id
  JOIN unit u ON u.id = m.unit_id
 WHERE s.code = :set_code AND s.year < :year AND k.code = :code
 ORDER BY won DESC, s.year DESC LIMIT 5

-- :name remedy_promises :many
-- Points that would come back for each unit if every remedy keeps its promise.
-- :in set_id int
-- :out unit_id int, points dec
SELECT l.unit_id, sum(l.lost) AS points
  FROM lost_point l
 WHERE l.set_id = :set_id AND EXISTS (SELECT 1 FROM remedy_loss r WHERE r.lost_point_id = l.id)
 GROUP BY l.unit_id ORDER BY l.unit_id

-- :name lost_by_field :many
-- Losses of a set by field, for a unit or all.
-- :in set_id int, unit_id int
-- :out field text, losses int, lost dec, covered dec
WITH RECURSIVE up (leaf, id, parent_id, code) AS (
    SELECT k.id, k.id, k.parent_id, k.code FROM criterion k WHERE k.set_id = :set_id
    UNION ALL
    SELECT up.leaf, p.id, p.parent_id, p.code FROM up JOIN criterion p ON p.id = up.parent_id)
SELECT up.code AS field, count(*) AS losses, sum(l.lost) AS lost,
       sum(CASE WHEN EXISTS (SELECT 1 FROM remedy_loss r WHERE r.lost_point_id = l.id) THEN l.lost ELSE 0 END) AS covered
  FROM lost_point l JOIN up ON up.leaf = l.criterion_id AND up.parent_id IS NULL
 WHERE l.set_id = :set_id AND l.lost > 0 AND (:unit_id = 0 OR l.unit_id = :unit_id)
 GROUP BY up.code ORDER BY up.code

-- :name lost_year_before :many
-- Losses of the set of the year before, to tell what recurs.
-- :in code text, year int
-- :out unit_id int, code text, lost dec, years int
SELECT l.unit_id, k.code, l.lost, l.years
  FROM lost_point l JOIN criterion k ON k.id = l.criterion_id JOIN criteria_set s ON s.id = l.set_id
 WHERE s.code = :code AND s.year = :year AND l.lost > 0

-- :name remedy_get :one
-- :in id int
-- :out id int, unit_id int, year int
SELECT id, unit_id, year FROM remedy WHERE id = :id
