-- :name scenario_insert :one
-- :in set_id int, trial_set_id int?, name text, at moment, who text
-- :out id int
INSERT INTO scenario (set_id, trial_set_id, name, made_at, made_by) VALUES (:set_id, :trial_set_id, :name, :at, :who) RETURNING id

-- :name scenario_change_add :exec
-- :in scenario_id int, position int, kind text, unit text, code text, value text
INSERT INTO scenario_change (scenario_id, position, kind, unit, code, value) VALUES (:scenario_id, :position, :kind, :unit, :code, :value)

-- :name scenario_list :many
-- Newest first. who empty: of everybody; set_id 0: of every set.
-- :in set_id int, who text
-- :row ScenarioRow
-- :out id int, set_id int, trial_set_id int, name text, made_at moment, made_by text, changes int, set_code text, year int
SELECT s.id, s.set_id, coalesce(s.trial_set_id, 0), s.name, s.made_at, s.made_by,
       (SELECT count(*) FROM scenario_change c WHERE c.scenario_id = s.id), k.code AS set_code, k.year
  FROM scenario s JOIN criteria_set k ON k.id = s.set_id
 WHERE (:set_id = 0 OR s.set_id = :set_id) AND (:who = '' OR s.made_by = :who) ORDER BY s.id DESC

-- :name scenario_get :opt
-- :in id int
-- :row ScenarioRow
SELECT s.id, s.set_id, coalesce(s.trial_set_id, 0), s.name, s.made_at, s.made_by,
       (SELECT count(*) FROM scenario_change c WHERE c.scenario_id = s.id), k.code AS set_code, k.year
  FROM scenario s JOIN criteria_set k ON k.id = s.set_id WHERE s.id = :id

-- :name scenario_changes :many
-- :in id int
-- :out kind text, unit text, code text, value text
SELECT kind, unit, code, value FROM scenario_change WHERE scenario_id = :id ORDER BY position

-- :name scenario_changes_drop :exec
-- :in id int
DELETE FROM scenario_change WHERE scenario_id = :id

-- :name scenario_drop :exec
-- :in id int
DELETE FROM scenario WHERE id = :id

-- :name effort_put :exec
-- :in criterion_id int, effort dec?, deadline date, at moment, who text
INSERT INTO criterion_effort (criterion_id, effort, deadline, at, by_login) VALUES (:criterion_id, :effort, :deadline, :at, :who)
ON CONFLICT (criterion_id) DO UPDATE SET effort = excluded.effort, deadline = excluded.deadline, at = excluded.at, by_login = excluded.by_login

-- :name efforts_of_set :many
-- :in set_id int
-- :out criterion_id int, effort dec?, deadline date, at moment, by_login text
SELECT e.criterion_id, e.effort, e.deadline, e.at, e.by_login
  FROM criterion_effort e JOIN criterion k ON k.id = e.criterion_id WHERE k.set_id = :set_id ORDER BY k.position

-- :name unit_origins :many
-- Who became whom, with how many predecessors and successors each has.
-- :out before_code text, before_name text, after_code text, after_name text, kind text, on_day date, befores int, afters int
SELECT p.code AS before_code, p.name AS before_name, s.code AS after_code, s.name AS after_name, l.kind, l.on_day,
       (SELECT count(*) FROM unit_link x WHERE x.successor_id = l.successor_id AND x.on_day = l.on_day) AS befores,
       (SELECT count(*) FROM unit_link x WHERE x.predecessor_id = l.predecessor_id AND x.on_day = l.on_day) AS afters
  FROM unit_link l JOIN unit p ON p.id = l.predecessor_id JOIN unit s ON s.id = l.successor_id
 ORDER BY l.on_day, s.code, p.code

-- :name appraisals :many
-- What stood on the sheets of a set's rounds: own points, those of the first appraisal, of the blind second reader and of the
-- second appraisal, per leaf, with who gave them.
-- :in set_id int
-- :out round_code text, unit_code text, unit_name text, criterion_id int, self dec?, appraisal dec?, appraiser text, blind dec?, blind_by text, second dec?, second_by text
SELECT r.code AS round_code, u.code AS unit_code, u.name AS unit_name, a.criterion_id,
       CASE WHEN s.given = 1 THEN s.points END AS self,
       CASE WHEN a.given = 1 THEN a.points END AS appraisal, a.by_login AS appraiser,
       CASE WHEN b.given = 1 THEN b.points END AS blind, coalesce(b.by_login, ''),
       CASE WHEN n.given = 1 THEN n.points END AS second, coalesce(n.by_login, '')
  FROM stage_latest a
  JOIN sheet h ON h.id = a.sheet_id
  JOIN assess_round r ON r.id = h.round_id
  JOIN unit u ON u.id = h.unit_id
  LEFT JOIN stage_latest s ON s.sheet_id = a.sheet_id AND s.criterion_id = a.criterion_id AND s.stage = 'self'
  LEFT JOIN stage_latest b ON b.sheet_id = a.sheet_id AND b.criterion_id = a.criterion_id AND b.stage = 'blind'
  LEFT JOIN stage_latest n ON n.sheet_id = a.sheet_id AND n.criterion_id = a.criterion_id AND n.stage = 'second'
 WHERE r.set_id = :set_id AND a.stage = 'appraisal' AND a.given = 1
 ORDER BY r.code, u.code, a.criterion_id

-- :name survey_sizes :many
-- Answers that were counted for each unit and figure of a year's surveys.
-- :in year int
-- :out fact text, unit_code text, n int
SELECT f.fact, u.code AS unit_code, count(*) AS n
  FROM survey_fact f
  JOIN survey s ON s.id = f.survey_id
  JOIN survey_response r ON r.survey_id = s.id AND r.state = 'counted'
  JOIN unit u ON u.id = r.unit_id
 WHERE s.year = :year GROUP BY f.fact, u.code ORDER BY f.fact, u.code
