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
-- recurring: lost the year before too. lead: a remedy's lead. rank_group: units of one ranking group.
-- :in set_id int, unit_id int, field text, cause text, rest bool, recurring bool, lead text, rank_group text
-- :row LostRow
-- :out id int, unit_id int, unit_code text, unit_name text, criterion_id int, code text, name text, max_points dec, lost dec, reason text, peers int, best dec, years int, remedies int, tasks int, rank_group text
SELECT l.id, l.unit_id, u.code AS unit_code, u.name AS unit_name, l.criterion_id, k.code, k.name, l.max_points, l.lost, l.reason, l.peers, l.best, l.years,
       (SELECT count(*) FROM remedy_loss r WHERE r.lost_point_id = l.id),
       (SELECT count(*) FROM remedy_loss r JOIN remedy m ON m.id = r.remedy_id WHERE r.lost_point_id = l.id AND m.task_id IS NOT NULL), u.rank_group
  FROM lost_point l
  JOIN unit u ON u.id = l.unit_id
  JOIN criterion k ON k.id = l.criterion_id
 WHERE l.set_id = :set_id AND l.lost > 0
   AND (:unit_id = 0 OR l.unit_id = :unit_id)
   AND (:field = '' OR k.code = :field OR k.code LIKE (:field || '.%'))
   AND (:cause = '' OR EXISTS (SELECT 1 FROM remedy_loss r JOIN remedy m ON m.id = r.remedy_id
                                WHERE r.lost_point_id = l.id AND m.cause_code = :cause))
   AND (:rest = 0 OR NOT EXISTS (SELECT 1 FROM remedy_loss r WHERE r.lost_point_id = l.id))
   AND (:recurring = 0 OR l.years > 1)
   AND (:rank_group = '' OR u.rank_group = :rank_group)
   AND (:lead = '' OR EXISTS (SELECT 1 FROM remedy_loss r JOIN remedy m ON m.id = r.remedy_id
                               WHERE r.lost_point_id = l.id AND m.lead = :lead))
 ORDER BY l.lost DESC, u.sort_key, k.position, l.id

-- :name lost_get :one
-- :in id int
-- :out id int, set_id int, unit_id int, criterion_id int, code text, name text, lost dec, max_points dec, reason text, unit_name text
SELECT l.id, l.set_id, l.unit_id, l.criterion_id, k.code, k.name, l.lost, l.max_points, l.reason, u.name AS unit_name
  FROM lost_point l JOIN criterion k ON k.id = l.criterion_id JOIN unit u ON u.id = l.unit_id WHERE l.id = :id

-- :name lost_by_code :opt
-- :in set_id int, unit_id int, code text
-- :out id int, lost dec
SELECT l.id, l.lost FROM lost_point l JOIN criterion k ON k.id = l.criterion_id
 WHERE l.set_id = :set_id AND l.unit_id = :unit_id AND k.code = :code

-- :name lost_same :many
-- The same loss of every unit of the set: for a measure that serves them all.
-- :in set_id int, criterion_id int
-- :out id int, unit_id int, unit_name text
SELECT l.id, l.unit_id, u.name AS unit_name FROM lost_point l JOIN unit u ON u.id = l.unit_id
 WHERE l.set_id = :set_id AND l.criterion_id = :criterion_id AND l.lost > 0 ORDER BY l.unit_id

-- :name cause_classes :many
-- :out code text, title text
SELECT code, title FROM cause_class ORDER BY position, code

-- :name remedy_insert :one
-- :in unit_id int, year int, content text, cause_code text, cause text, measure text, lead text, support text, deadline text, product text, note text, origin text, origin_text text, at moment, who text
-- :out id int
INSERT INTO remedy (unit_id, year, content, cause_code, cause, measure, lead, support, deadline, product, note, origin, origin_text, made_at, made_by)
VALUES (:unit_id, :year, :content, :cause_code, :cause, :measure, :lead, :support, :deadline, :product, :note, :origin, :origin_text, :at, :who)
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
-- id: only this one. state: overdue, open, done, none (not handed out); origin: index or another; cause, lead: as written.
-- :in unit_id int, year int, set_id int, today date, id int, state text, origin text, cause text, lead text
-- :row RemedyRow
-- :out id int, unit_id int, unit_code text, unit_name text, year int, content text, cause_code text, cause_title text, cause text, measure text, lead text, support text, deadline text, product text, note text, task_id int, due date, state text, percent int, stake dec, codes_first text, losses int, overdue int, origin text, origin_text text, version int, quarter int, quarter_percent int
SELECT m.id, m.unit_id, u.code AS unit_code, u.name AS unit_name, m.year, m.content, m.cause_code, c.title AS cause_title, m.cause, m.measure, m.lead, m.support, m.deadline,
       m.product, m.note, coalesce(m.task_id, 0), t.due, coalesce(t.state, ''), coalesce(t.percent, 0),
       coalesce((SELECT sum(l.lost) FROM remedy_loss r JOIN lost_point l ON l.id = r.lost_point_id WHERE r.remedy_id = m.id), 0),
       coalesce((SELECT min(k.code) FROM remedy_loss r JOIN lost_point l ON l.id = r.lost_point_id JOIN criterion k ON k.id = l.criterion_id
                  WHERE r.remedy_id = m.id), ''),
       (SELECT count(*) FROM remedy_loss r WHERE r.remedy_id = m.id),
       CASE WHEN t.due IS NOT NULL AND t.due < :today AND t.state = 'open' THEN 1 ELSE 0 END AS overdue, m.origin, m.origin_text, m.version,
       coalesce(q.quarter, 0), coalesce(q.percent, 0)
  FROM remedy m
  LEFT JOIN remedy_progress q ON q.remedy_id = m.id AND q.quarter = (SELECT max(x.quarter) FROM remedy_progress x WHERE x.remedy_id = m.id)
  JOIN unit u ON u.id = m.unit_id
  JOIN cause_class c ON c.code = m.cause_code
  LEFT JOIN task t ON t.id = m.task_id
 WHERE (:year = 0 OR m.year = :year) AND (:id = 0 OR m.id = :id) AND (:unit_id = 0 OR m.unit_id = :unit_id)
   AND (:origin = '' OR m.origin = :origin) AND (:cause = '' OR m.cause_code = :cause) AND (:lead = '' OR m.lead = :lead)
   AND (:state = '' OR (:state = 'none' AND m.task_id IS NULL)
        OR (:state = 'overdue' AND t.due IS NOT NULL AND t.due < :today AND t.state = 'open')
        OR (:state = 'open' AND t.state = 'open') OR (:state = 'done' AND t.state IN ('done', 'signed')))
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
-- :in set_id int, unit_id int, rank_group text
-- :out field text, losses int, lost dec, covered dec, recurring int
WITH RECURSIVE up (leaf, id, parent_id, code) AS (
    SELECT k.id, k.id, k.parent_id, k.code FROM criterion k WHERE k.set_id = :set_id
    UNION ALL
    SELECT up.leaf, p.id, p.parent_id, p.code FROM up JOIN criterion p ON p.id = up.parent_id)
SELECT up.code AS field, count(*) AS losses, sum(l.lost) AS lost,
       sum(CASE WHEN EXISTS (SELECT 1 FROM remedy_loss r WHERE r.lost_point_id = l.id) THEN l.lost ELSE 0 END) AS covered,
       sum(CASE WHEN l.years > 1 THEN 1 ELSE 0 END) AS recurring
  FROM lost_point l JOIN up ON up.leaf = l.criterion_id AND up.parent_id IS NULL JOIN unit u ON u.id = l.unit_id
 WHERE l.set_id = :set_id AND l.lost > 0 AND (:unit_id = 0 OR l.unit_id = :unit_id) AND (:rank_group = '' OR u.rank_group = :rank_group)
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
-- :out id int, unit_id int, year int, task_id int, version int
SELECT id, unit_id, year, coalesce(task_id, 0), version FROM remedy WHERE id = :id

-- :name remedy_change :many
-- Only the version that was seen.
-- :in id int, version int, cause_code text, cause text, measure text, lead text, support text, deadline text, product text, note text
-- :out id int
UPDATE remedy SET cause_code = :cause_code, cause = :cause, measure = :measure, lead = :lead, support = :support, deadline = :deadline,
       product = :product, note = :note, version = version + 1
 WHERE id = :id AND version = :version RETURNING id

-- :name remedy_progress_put :exec
-- :in remedy_id int, quarter int, percent int, text text, at moment, who text
INSERT INTO remedy_progress (remedy_id, quarter, percent, text, at, by_login) VALUES (:remedy_id, :quarter, :percent, :text, :at, :who)
ON CONFLICT (remedy_id, quarter) DO UPDATE SET percent = excluded.percent, text = excluded.text, at = excluded.at, by_login = excluded.by_login

-- :name remedy_progress_of :many
-- :in remedy_id int
-- :out quarter int, percent int, text text, at moment, by_login text
SELECT quarter, percent, text, at, by_login FROM remedy_progress WHERE remedy_id = :remedy_id ORDER BY quarter

-- :name lost_by_unit :many
-- :in set_id int, unit_id int, rank_group text
-- :out code text, name text, losses int, lost dec, covered dec, recurring int
SELECT u.code, u.name, count(*) AS losses, sum(l.lost) AS lost,
       sum(CASE WHEN EXISTS (SELECT 1 FROM remedy_loss r WHERE r.lost_point_id = l.id) THEN l.lost ELSE 0 END) AS covered,
       sum(CASE WHEN l.years > 1 THEN 1 ELSE 0 END) AS recurring
  FROM lost_point l JOIN unit u ON u.id = l.unit_id
 WHERE l.set_id = :set_id AND l.lost > 0 AND (:unit_id = 0 OR l.unit_id = :unit_id) AND (:rank_group = '' OR u.rank_group = :rank_group)
 GROUP BY u.code, u.name, u.sort_key ORDER BY lost DESC, u.sort_key

-- :name lost_by_cause :many
-- A loss with remedies of two classes counts in both; without a remedy it stands under an empty code.
-- :in set_id int, unit_id int, rank_group text
-- :out code text, name text, losses int, lost dec
SELECT coalesce(c.code, '') AS code, coalesce(c.title, '') AS name, count(*) AS losses, sum(x.lost) AS lost
  FROM (SELECT DISTINCT l.id, l.lost, m.cause_code
          FROM lost_point l JOIN unit u ON u.id = l.unit_id
          LEFT JOIN remedy_loss r ON r.lost_point_id = l.id LEFT JOIN remedy m ON m.id = r.remedy_id
         WHERE l.set_id = :set_id AND l.lost > 0 AND (:unit_id = 0 OR l.unit_id = :unit_id) AND (:rank_group = '' OR u.rank_group = :rank_group)) x
  LEFT JOIN cause_class c ON c.code = x.cause_code
 GROUP BY c.code, c.title ORDER BY lost DESC, code

-- :name lost_by_lead :many
-- :in set_id int, unit_id int, rank_group text
-- :out lead text, losses int, lost dec
SELECT coalesce(x.lead, '') AS lead, count(*) AS losses, sum(x.lost) AS lost
  FROM (SELECT DISTINCT l.id, l.lost, m.lead
          FROM lost_point l JOIN unit u ON u.id = l.unit_id
          LEFT JOIN remedy_loss r ON r.lost_point_id = l.id LEFT JOIN remedy m ON m.id = r.remedy_id
         WHERE l.set_id = :set_id AND l.lost > 0 AND (:unit_id = 0 OR l.unit_id = :unit_id) AND (:rank_group = '' OR u.rank_group = :rank_group)) x
 GROUP BY x.lead ORDER BY lost DESC, lead

-- :name lost_groups :many
-- Ranking groups that lost something.
-- :in set_id int
-- :out rank_group text
SELECT DISTINCT u.rank_group FROM lost_point l JOIN unit u ON u.id = l.unit_id WHERE l.set_id = :set_id AND l.lost > 0 ORDER BY u.rank_group

-- :name lost_peers :many
-- Who lost on the same criterion, most first.
-- :in set_id int, criterion_id int
-- :out id int, unit_code text, unit_name text, lost dec, remedies int
SELECT l.id, u.code AS unit_code, u.name AS unit_name, l.lost, (SELECT count(*) FROM remedy_loss r WHERE r.lost_point_id = l.id)
  FROM lost_point l JOIN unit u ON u.id = l.unit_id
 WHERE l.set_id = :set_id AND l.criterion_id = :criterion_id AND l.lost > 0 ORDER BY l.lost DESC, u.sort_key

-- :name lost_remedies :many
-- :in lost_point_id int
-- :out id int, measure text, lead text, deadline text, year int, task_id int
SELECT m.id, m.measure, m.lead, m.deadline, m.year, coalesce(m.task_id, 0)
  FROM remedy_loss r JOIN remedy m ON m.id = r.remedy_id WHERE r.lost_point_id = :lost_point_id ORDER BY m.id

-- :name paper_find :opt
-- :in set_id int, unit_id int, kind text
-- :row PaperRow
-- :out id int, set_id int, unit_id int, kind text, state text, drafted_at moment, changed_by text, approved_at moment, approved_by text, version int
SELECT id, set_id, unit_id, kind, state, drafted_at, changed_by, approved_at, approved_by, version
  FROM remedy_paper WHERE set_id = :set_id AND unit_id = :unit_id AND kind = :kind

-- :name paper_insert :one
-- :in set_id int, unit_id int, kind text, at moment, who text
-- :out id int
INSERT INTO remedy_paper (set_id, unit_id, kind, drafted_at, changed_by) VALUES (:set_id, :unit_id, :kind, :at, :who) RETURNING id

-- :name paper_touch :many
-- A new version of the words. at unset: the figures stay those of the draft.
-- :in id int, version int, at moment?, who text
-- :out id int
UPDATE remedy_paper SET version = version + 1, changed_by = :who, drafted_at = coalesce(CAST(:at AS TEXT), drafted_at)
 WHERE id = :id AND version = :version AND state = 'draft' RETURNING id

-- :name paper_state :many
-- :in id int, version int, state text, at moment?, who text
-- :out id int
UPDATE remedy_paper SET state = :state, approved_at = :at, approved_by = :who, version = version + 1
 WHERE id = :id AND version = :version RETURNING id

-- :name paper_parts :many
-- :in paper_id int
-- :row PaperPartRow
-- :out position int, title text, text text, drafted text
SELECT position, title, text, drafted FROM remedy_paper_part WHERE paper_id = :paper_id ORDER BY position

-- :name paper_part_put :exec
-- :in paper_id int, position int, title text, text text, drafted text
INSERT INTO remedy_paper_part (paper_id, position, title, text, drafted) VALUES (:paper_id, :position, :title, :text, :drafted)
ON CONFLICT (paper_id, position) DO UPDATE SET title = excluded.title, text = excluded.text, drafted = excluded.drafted

-- :name paper_part_text :exec
-- :in paper_id int, position int, text text
UPDATE remedy_paper_part SET text = :text WHERE paper_id = :paper_id AND position = :position

-- :name remedy_verify :many
-- What must not be: a loss above its maximum or below nothing, a remedy for a loss of another unit.
-- :out id int, what text
SELECT id, 'lost' AS what FROM lost_point WHERE lost < 0 OR lost > max_points AND max_points > 0
UNION ALL
SELECT m.id, 'unit' FROM remedy m JOIN remedy_loss r ON r.remedy_id = m.id JOIN lost_point l ON l.id = r.lost_point_id WHERE l.unit_id <> m.unit_id

-- :name lost_units :many
-- Units that lost something in a set; set_id 0: in any.
-- :in set_id int
-- :out code text, name text, sort_key text
SELECT DISTINCT u.code, u.name, u.sort_key FROM lost_point l JOIN unit u ON u.id = l.unit_id
 WHERE (:set_id = 0 OR l.set_id = :set_id) AND l.lost > 0 ORDER BY u.sort_key

-- :name remedy_years :many
-- :out year int
SELECT DISTINCT year FROM remedy ORDER BY year DESC

-- :name remedy_units :many
-- :in year int
-- :out code text, name text, sort_key text
SELECT DISTINCT u.code, u.name, u.sort_key FROM remedy m JOIN unit u ON u.id = m.unit_id WHERE m.year = :year ORDER BY u.sort_key
