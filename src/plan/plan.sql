-- :part below
-- The unit and all below it; with :unit_id.
WITH RECURSIVE below (id, depth) AS (
    SELECT CAST(:unit_id AS INTEGER), 0
    UNION ALL
    SELECT u.id, b.depth + 1 FROM unit u JOIN below b ON u.parent_id = b.id WHERE b.depth < 20)

-- :part task_line
-- A task as every list shows it; with :overdue_from.
SELECT t.id, coalesce(t.plan_id, 0), t.unit_id, u.name AS unit_name, t.year, t.position, t.kind, t.tt, t.area, t.objective, t.name, t.activity,
       t.product, t.lead, t.support, t.deadline, t.funding, t.note, t.same, t.due_kind, t.due, t.first_due, t.next_due, t.due_why,
       t.state, t.percent, t.progress, t.reported_at, t.done_on, coalesce(t.late_days, 0),
       CASE WHEN t.state = 'open' AND t.due < :overdue_from THEN 1 ELSE 0 END,
       t.product_made, coalesce(t.document_id, 0), t.signed_by, t.signed_on, coalesce(t.person_id, 0), coalesce(w.name, ''),
       t.origin, coalesce(t.origin_id, 0), t.origin_text, coalesce(ou.name, ''), t.criterion_code, t.points_at_stake, coalesce(t.remedy_id, 0),
       coalesce(p.title, ''), coalesce(pu.name, ''),
       coalesce((SELECT max(e.state) FROM task_extension e WHERE e.task_id = t.id AND e.state = 'asked'), ''), t.version
  FROM task t
  JOIN unit u ON u.id = t.unit_id
  LEFT JOIN person w ON w.id = t.person_id
  LEFT JOIN plan p ON p.id = t.plan_id
  LEFT JOIN unit pu ON pu.id = p.unit_id
  LEFT JOIN task o ON o.id = t.origin_id
  LEFT JOIN plan op ON op.id = o.plan_id
  LEFT JOIN unit ou ON ou.id = op.unit_id

-- :part task_wanted
-- What a search over all tasks wants.
 WHERE t.kind = 'task' AND (:person_id = 0 OR t.person_id = :person_id)
   AND (:unit_id = 0 OR t.unit_id = :unit_id
        OR EXISTS (SELECT 1 FROM task_body b WHERE b.task_id = t.id AND b.unit_id = :unit_id))
   AND (:year = 0 OR t.year = :year) AND (:open_only = 0 OR t.state = 'open')
   AND (:q = '' OR t.fold LIKE '%' || :q || '%')

-- :name plan_get :one
-- :in id int
-- :row PlanRow
-- :out id int, unit_id int, unit_code text, unit_name text, year int, title text, number text, signed_on date, bases text, purposes text, state text, source text, made_at moment, made_by text, approved_by text, version int
SELECT p.id, p.unit_id, u.code AS unit_code, u.name AS unit_name, p.year, p.title, p.number, p.signed_on, p.bases, p.purposes, p.state, p.source, p.made_at, p.made_by, p.approved_by, p.version
  FROM plan p JOIN unit u ON u.id = p.unit_id WHERE p.id = :id

-- :name plan_of :opt
-- The plan of a unit for a year.
-- :in unit_id int, year int
-- :row PlanRow
SELECT p.id, p.unit_id, u.code AS unit_code, u.name AS unit_name, p.year, p.title, p.number, p.signed_on, p.bases, p.purposes, p.state, p.source, p.made_at, p.made_by, p.approved_by, p.version
  FROM plan p JOIN unit u ON u.id = p.unit_id WHERE p.unit_id = :unit_id AND p.year = :year

-- :name plan_list :many
-- Plans with what became of their tasks; year 0: all; unit 0: everywhere, else the unit and all below it.
-- overdue_from: the latest working day not after today. soon: the last day that counts as near.
-- :in unit_id int, year int, overdue_from date, soon date
-- :row PlanLine
-- :out id int, unit_id int, unit_code text, unit_name text, year int, title text, number text, signed_on date, state text, total int, done int, done_late int, overdue int, soon int, undated int
{below}
SELECT p.id, p.unit_id, u.code AS unit_code, u.name AS unit_name, p.year, p.title, p.number, p.signed_on, p.state,
       count(CASE WHEN t.kind = 'task' THEN 1 END) AS total,
       count(CASE WHEN t.state IN ('done', 'signed') THEN 1 END) AS done,
       count(CASE WHEN t.state IN ('done', 'signed') AND t.late_days > 0 THEN 1 END) AS done_late,
       count(CASE WHEN t.kind = 'task' AND t.state = 'open' AND t.due < :overdue_from THEN 1 END) AS overdue,
       count(CASE WHEN t.kind = 'task' AND t.state = 'open' AND t.due >= :overdue_from AND t.due <= :soon THEN 1 END) AS soon,
       count(CASE WHEN t.kind = 'task' AND t.state = 'open' AND t.due IS NULL THEN 1 END) AS undated
  FROM plan p
  JOIN unit u ON u.id = p.unit_id
  LEFT JOIN task t ON t.plan_id = p.id
 WHERE (:year = 0 OR p.year = :year) AND (:unit_id = 0 OR p.unit_id IN (SELECT id FROM below))
 GROUP BY p.id, u.code, u.name, u.kind, u.sort_key
 ORDER BY p.year DESC, CASE u.kind WHEN 'province' THEN 0 WHEN 'department' THEN 1 WHEN 'vertical' THEN 1 ELSE 2 END, u.sort_key, u.code

-- :name plan_coverage :many
-- Units of the kinds that make a plan, as they stand on a day, with their plan of the year if there is one.
-- :in year int, on date, unit_id int
-- :row CoverageRow
-- :out unit_id int, code text, name text, kind text, plan_id int, signed_on date, state text, made_at moment
{below}
SELECT u.id AS unit_id, u.code, s.name, s.kind, coalesce(p.id, 0), p.signed_on, coalesce(p.state, ''), p.made_at
  FROM unit u
  JOIN unit_state s ON s.unit_id = u.id AND (s.valid_from IS NULL OR s.valid_from <= :on)
                   AND (s.valid_to IS NULL OR s.valid_to >= :on)
  LEFT JOIN plan p ON p.unit_id = u.id AND p.year = :year
 WHERE s.kind IN ('province', 'department', 'commune', 'ward', 'zone', 'vertical')
   AND (:unit_id = 0 OR u.id IN (SELECT id FROM below))
 ORDER BY u.sort_key, u.code

-- :name plan_insert :one
-- :in unit_id int, year int, title text, number text, signed_on date, bases text, purposes text, source text, at moment, who text
-- :out id int
INSERT INTO plan (unit_id, year, title, number, signed_on, bases, purposes, source, made_at, made_by)
VALUES (:unit_id, :year, :title, :number, :signed_on, :bases, :purposes, :source, :at, :who)
RETURNING id

-- :name plan_update :exec
-- :in id int, title text, number text, signed_on date, bases text, purposes text, source text
UPDATE plan SET title = :title, number = :number, signed_on = :signed_on, bases = :bases, purposes = :purposes, source = :source,
       version = version + 1
 WHERE id = :id

-- :name plan_set_state :exec
-- :in id int, state text, number text, signed_on date, who text
UPDATE plan SET state = :state, number = :number, signed_on = :signed_on, approved_by = :who, version = version + 1 WHERE id = :id

-- :name plan_version_add :exec
-- :in plan_id int, n int, at moment, who text, reason text, content text
INSERT INTO plan_version (plan_id, n, at, who, reason, content) VALUES (:plan_id, :n, :at, :who, :reason, :content)

-- :name plan_versions :many
-- :in plan_id int
-- :row PlanVersionRow
-- :out n int, at moment, who text, reason text
SELECT n, at, who, reason FROM plan_version WHERE plan_id = :plan_id ORDER BY n

-- :name plan_worked :one
-- How many of a plan's own tasks have been worked on or passed on: they may not be thrown away.
-- :in plan_id int
-- :out n int
SELECT count(*) AS n FROM task t
 WHERE t.plan_id = :plan_id AND t.origin = 'plan' AND (t.reported_at IS NOT NULL OR t.state <> 'open' OR t.remedy_id IS NOT NULL
    OR EXISTS (SELECT 1 FROM task_event e WHERE e.task_id = t.id) OR EXISTS (SELECT 1 FROM task d WHERE d.origin_id = t.id))

-- :name plan_clear_task_body :exec
-- :in plan_id int
DELETE FROM task_body WHERE task_id IN (SELECT id FROM task WHERE plan_id = :plan_id AND origin = 'plan')

-- :name plan_clear_plan_target :exec
-- :in plan_id int
DELETE FROM plan_target WHERE plan_id = :plan_id

-- :name plan_clear_task :exec
-- What was given from above, by a directive or a remedy stays.
-- :in plan_id int
DELETE FROM task WHERE plan_id = :plan_id AND origin = 'plan'

-- :name plan_move_given :exec
-- What was given stands below the rows of the plan's own table.
-- :in plan_id int, by int
UPDATE task SET position = position + :by WHERE plan_id = :plan_id AND origin <> 'plan'

-- :name plan_target_add :exec
-- :in plan_id int, position int, ref text, text text, comparator text, value dec?, measure text
INSERT INTO plan_target (plan_id, position, ref, text, comparator, value, measure)
VALUES (:plan_id, :position, :ref, :text, :comparator, :value, :measure)

-- :name plan_targets :many
-- :in plan_id int
-- :out id int, position int, ref text, text text, comparator text, value dec?, measure text
SELECT id, position, ref, text, comparator, value, measure FROM plan_target WHERE plan_id = :plan_id ORDER BY position

-- :name task_insert :one
-- :in plan_id int?, unit_id int, year int, position int, kind text, tt text, area text, objective text, name text, activity text, product text, lead text, support text, deadline text, funding text, note text, same int, due_kind text, due date, next_due date, origin text, origin_id int?, origin_text text, criterion_code text, points_at_stake dec?, remedy_id int?, fold text
-- :out id int
INSERT INTO task (plan_id, unit_id, year, position, kind, tt, area, objective, name, activity, product, lead, support, deadline, funding, note, same, due_kind, due, next_due, origin, origin_id, origin_text, criterion_code, points_at_stake, remedy_id, fold, first_due)
VALUES (:plan_id, :unit_id, :year, :position, :kind, :tt, :area, :objective, :name, :activity, :product, :lead, :support, :deadline, :funding, :note, :same, :due_kind, :due, :next_due, :origin, :origin_id, :origin_text, :criterion_code, :points_at_stake, :remedy_id, :fold, :due)
RETURNING id

-- :name task_body_add :exec
-- :in task_id int, role text, position int, name text, unit_id int?
INSERT INTO task_body (task_id, role, position, name, unit_id) VALUES (:task_id, :role, :position, :name, :unit_id)

-- :name task_bodies :many
-- :in task_id int
-- :row TaskBodyRow
-- :out id int, role text, position int, name text, unit_id int, percent int, progress text, reported_at moment
SELECT id, role, position, name, coalesce(unit_id, 0), percent, progress, reported_at
  FROM task_body WHERE task_id = :task_id ORDER BY role, position

-- :name task_get :one
-- :in id int, overdue_from date
-- :row TaskLine
-- :out id int, plan_id int, unit_id int, unit_name text, year int, position int, kind text, tt text, area text, objective text, name text, activity text, product text, lead text, support text, deadline text, funding text, note text, same int, due_kind text, due date, first_due date, next_due date, due_why text, state text, percent int, progress text, reported_at moment, done_on date, late_days int, late bool, product_made text, document_id int, signed_by text, signed_on date, person_id int, person_name text, origin text, origin_id int, origin_text text, origin_unit text, criterion_code text, points_at_stake dec?, remedy_id int, plan_title text, plan_unit text, extension text, version int
{task_line}
 WHERE t.id = :id

-- :name task_list :many
-- The table of a plan, heading rows too, in its printed order.
-- :in plan_id int, overdue_from date
-- :row TaskLine
{task_line}
 WHERE t.plan_id = :plan_id
 ORDER BY t.position, t.id

-- :name task_overdue :many
-- Open tasks whose day has passed (headings have none), the longest first; unit 0: everywhere, else the unit and all below it.
-- :in unit_id int, overdue_from date, most int, skip int
-- :row TaskLine
{below}
{task_line}
 WHERE t.state = 'open' AND t.due < :overdue_from
   AND (:unit_id = 0 OR t.unit_id IN (SELECT id FROM below))
 ORDER BY t.due, t.id LIMIT :most OFFSET :skip

-- :name task_find :many
-- Tasks over all plans: of a person (0: anybody), of a unit as lead or support (0: any), of a year (0: all), open only or all; q is folded.
-- :in person_id int, unit_id int, year int, open_only bool, q text, overdue_from date, most int, skip int
-- :row TaskLine
{task_line}
 {task_wanted}
 ORDER BY coalesce(t.due, t.next_due, '9999-12-31'), t.id LIMIT :most OFFSET :skip

-- :name task_find_count :one
-- How many task_find gives in all.
-- :in person_id int, unit_id int, year int, open_only bool, q text
-- :out n int
SELECT count(*) AS n
  FROM task t
 {task_wanted}

-- :name task_overdue_count :one
-- How many task_overdue gives in all, everywhere.
-- :in overdue_from date
-- :out n int
SELECT count(*) AS n FROM task t WHERE t.state = 'open' AND t.due < :overdue_from

-- :name task_due_of :many
-- What a person should look at first: own tasks and those of the own unit that are overdue or near, the oldest first.
-- :in person_id int, unit_id int, soon date, overdue_from date, most int
-- :row DueTask
-- :out id int, words text, due date, late bool, unit_name text
SELECT t.id, CASE WHEN t.activity <> '' THEN t.activity WHEN t.name <> '' THEN t.name ELSE t.objective END AS words,
       t.due, CASE WHEN t.due < :overdue_from THEN 1 ELSE 0 END, u.name AS unit_name
  FROM task t JOIN unit u ON u.id = t.unit_id
 WHERE t.state = 'open' AND t.due <= :soon AND (t.unit_id = :unit_id OR t.person_id = :person_id)
 ORDER BY t.due, t.id LIMIT :most

-- :name task_due_count :one
-- How many of them.
-- :in person_id int, unit_id int, soon date, overdue_from date
-- :out late int, soon int
SELECT count(CASE WHEN t.due < :overdue_from THEN 1 END) AS late, count(CASE WHEN t.due >= :overdue_from THEN 1 END) AS soon
  FROM task t
 WHERE t.state = 'open' AND t.due <= :soon AND (t.unit_id = :unit_id OR t.person_id = :person_id)

-- :name task_asked :one
-- Extensions that wait for a decision and reports that wait for a signature, on tasks of a unit (0: everywhere).
-- :in unit_id int
-- :out extensions int, to_sign int
SELECT (SELECT count(*) FROM task_extension e JOIN task t ON t.id = e.task_id
         WHERE e.state = 'asked' AND (:unit_id = 0 OR t.unit_id = :unit_id)) AS extensions,
       (SELECT count(*) FROM task t WHERE t.state = 'done' AND (:unit_id = 0 OR t.unit_id = :unit_id)) AS to_sign

-- :name task_report_days :many
-- When work on duties that come back was reported in a year: of a plan (0: any), of a unit as lead (0: any).
-- :in plan_id int, unit_id int, year int
-- :row ReportDay
-- :out task_id int, at moment
SELECT e.task_id, e.at
  FROM task_event e JOIN task t ON t.id = e.task_id
 WHERE t.year = :year AND t.due_kind LIKE 'recurring%' AND e.verb IN ('report', 'done')
   AND (:plan_id = 0 OR t.plan_id = :plan_id) AND (:unit_id = 0 OR t.unit_id = :unit_id)
 ORDER BY e.task_id, e.at

-- :name task_children :many
-- What became of a task in the units it was given to.
-- :in origin_id int, overdue_from date
-- :row TaskChild
-- :out id int, unit_id int, unit_name text, plan_id int, state text, percent int, due date, done_on date, late_days int, late bool
SELECT t.id, t.unit_id, u.name AS unit_name, coalesce(t.plan_id, 0), t.state, t.percent, t.due, t.done_on, coalesce(t.late_days, 0),
       CASE WHEN t.state = 'open' AND t.due < :overdue_from THEN 1 ELSE 0 END
  FROM task t JOIN unit u ON u.id = t.unit_id WHERE t.origin_id = :origin_id ORDER BY u.sort_key, u.code

-- :name task_report :many
-- Progress, and done when done_on is set. No row: somebody changed the task meanwhile.
-- :in id int, version int, percent int, progress text, at moment, state text, done_on date, late_days int?, product_made text, document_id int?
-- :out id int
UPDATE task SET percent = :percent, progress = :progress, reported_at = :at, state = :state, done_on = :done_on,
       late_days = CASE WHEN :state = 'open' THEN NULL ELSE coalesce(:late_days, 0) END, product_made = :product_made,
       document_id = :document_id, version = version + 1
 WHERE id = :id AND version = :version
RETURNING id

-- :name task_sign :exec
-- Returned, a task is open again: its day of completion no longer holds, and it is not whole.
-- :in id int, state text, who text, on date
UPDATE task SET state = :state, signed_by = :who, signed_on = :on, version = version + 1,
       done_on = CASE WHEN :state = 'open' THEN NULL ELSE done_on END,
       late_days = CASE WHEN :state = 'open' THEN NULL ELSE late_days END,
       percent = CASE WHEN :state = 'open' AND percent > 99 THEN 99 ELSE percent END
 WHERE id = :id

-- :name task_set_due :exec
-- The day moves; the first day stays.
-- :in id int, due date, why text
UPDATE task SET due = :due, first_due = coalesce(first_due, :due), due_why = :why, version = version + 1 WHERE id = :id

-- :name task_hand_over :exec
-- :in id int, unit_id int, person_id int?
UPDATE task SET unit_id = :unit_id, person_id = :person_id, version = version + 1 WHERE id = :id

-- :name task_body_report :exec
-- :in id int, percent int, progress text, at moment
UPDATE task_body SET percent = :percent, progress = :progress, reported_at = :at WHERE id = :id

-- :name task_event_add :exec
-- :in task_id int, at moment, who text, verb text, text text, before text, after text
INSERT INTO task_event (task_id, at, who, verb, text, before, after) VALUES (:task_id, :at, :who, :verb, :text, :before, :after)

-- :name task_events :many
-- :in task_id int
-- :out at moment, who text, verb text, text text, before text, after text
SELECT at, who, verb, text, before, after FROM task_event WHERE task_id = :task_id ORDER BY id

-- :name task_extension_add :one
-- :in task_id int, old_due date, new_due date, reason text, at moment, who text
-- :out id int
INSERT INTO task_extension (task_id, old_due, new_due, reason, asked_at, asked_by)
VALUES (:task_id, :old_due, :new_due, :reason, :at, :who) RETURNING id

-- :name task_extension_open :opt
-- :in task_id int
-- :out id int, old_due date, new_due date, reason text, asked_at moment, asked_by text
SELECT id, old_due, new_due, reason, asked_at, asked_by FROM task_extension
 WHERE task_id = :task_id AND state = 'asked' ORDER BY id LIMIT 1

-- :name task_extension_decide :exec
-- :in id int, state text, at moment, who text, decision text
UPDATE task_extension SET state = :state, decided_at = :at, decided_by = :who, decision = :decision WHERE id = :id

-- :name task_cascaded :many
-- Which units already have a task made from another one.
-- :in origin_id int
-- :out id int, unit_id int, plan_id int
SELECT id, unit_id, coalesce(plan_id, 0) FROM task WHERE origin_id = :origin_id ORDER BY id

-- :name task_given_head :one
-- Whether the plan has a heading for what is given from above.
-- :in plan_id int
-- :out n int
SELECT count(*) AS n FROM task WHERE plan_id = :plan_id AND kind = 'area' AND origin = 'cascade'

-- :name task_last_position :one
-- :in plan_id int
-- :out position int
SELECT coalesce(max(position), 0) AS position FROM task WHERE plan_id = :plan_id

-- :name plan_units_below :many
-- Units of some kinds below another one on a day; kinds divided by blanks.
-- :in unit_id int, kinds text, on date
-- :out id int, code text, name text, kind text
{below}
SELECT u.id, u.code, s.name, s.kind
  FROM unit u
  JOIN unit_state s ON s.unit_id = u.id AND (s.valid_from IS NULL OR s.valid_from <= :on)
                   AND (s.valid_to IS NULL OR s.valid_to >= :on)
 WHERE u.id IN (SELECT id FROM below WHERE depth > 0) AND (' ' || :kinds || ' ') LIKE ('% ' || s.kind || ' %')
 ORDER BY u.sort_key, u.code


-- :name task_of_period :many
-- What a unit did and did not do until a day: tasks it leads or that stand in its plan, finished since `from`, or open and due.
-- :in unit_id int, from_day date, to_day date, overdue_from date
-- :out id int, area text, words text, due date, done_on date, late_days int, state text, product_made text, percent int
SELECT t.id, t.area, CASE WHEN t.activity <> '' THEN t.activity WHEN t.name <> '' THEN t.name ELSE t.objective END AS words,
       t.due, t.done_on, coalesce(t.late_days, 0), t.state, t.product_made, t.percent
  FROM task t LEFT JOIN plan p ON p.id = t.plan_id
 WHERE t.kind = 'task' AND (t.unit_id = :unit_id OR p.unit_id = :unit_id)
   AND ((t.done_on >= :from_day AND t.done_on <= :to_day) OR (t.state = 'open' AND t.due < :overdue_from))
 ORDER BY t.position, t.id

-- :name task_count_year :one
-- Tasks of a unit in a year until a day, for the facts plan.tasks and plan.tasks_done.
-- :in unit_id int, year int, to_day date
-- :out total int, done int, late int
SELECT count(*) AS total, count(CASE WHEN t.state IN ('done', 'signed') AND t.done_on <= :to_day THEN 1 END) AS done,
       count(CASE WHEN t.late_days > 0 THEN 1 END) AS late
  FROM task t LEFT JOIN plan p ON p.id = t.plan_id
 WHERE t.kind = 'task' AND t.year = :year AND (t.unit_id = :unit_id OR p.unit_id = :unit_id)

-- :name plan_copied :exec
-- :in id int, copied_from int
UPDATE plan SET copied_from = :copied_from WHERE id = :id

-- :name plan_version_get :one
-- :in plan_id int, n int
-- :out at moment, who text, reason text, content text
SELECT at, who, reason, content FROM plan_version WHERE plan_id = :plan_id AND n = :n

-- :name plan_stakes :exec
-- Tasks that serve a criterion get its greatest number of points, from the newest set for the unit's kind until the plan's year.
-- :in plan_id int
UPDATE task SET points_at_stake = (
        SELECT k.max_points FROM criterion k JOIN criteria_set s ON s.id = k.set_id
          JOIN plan p ON p.id = task.plan_id
          JOIN unit u ON u.id = p.unit_id
         WHERE k.code = task.criterion_code AND s.year <= p.year AND (' ' || s.unit_kinds || ' ') LIKE ('% ' || u.kind || ' %')
         ORDER BY s.year DESC, s.id DESC LIMIT 1)
 WHERE plan_id = :plan_id AND criterion_code <> '' AND points_at_stake IS NULL

-- :name task_source_put :exec
-- :in task_id int, document text, number text, signed_on date, quote text, document_id int?
INSERT INTO task_source (task_id, document, number, signed_on, quote, document_id)
VALUES (:task_id, :document, :number, :signed_on, :quote, :document_id)

-- :name task_source_of :opt
-- :in task_id int
-- :row TaskSourceRow
-- :out document text, number text, signed_on date, quote text, document_id int
SELECT document, number, signed_on, quote, coalesce(document_id, 0) FROM task_source WHERE task_id = :task_id

-- :name task_person_can :many
-- Who may be given tasks of a unit: its people with a role there.
-- :in unit_id int, on date
-- :row TaskPerson
-- :out id int, name text, title text
SELECT DISTINCT p.id, p.name, p.title
  FROM person p LEFT JOIN person_role r ON r.person_id = p.id AND (r.valid_from IS NULL OR r.valid_from <= :on)
                                      AND (r.valid_to IS NULL OR r.valid_to >= :on)
 WHERE p.active = 1 AND (p.unit_id = :unit_id OR r.unit_id = :unit_id)
 ORDER BY p.name, p.id

-- :name task_open_of :many
-- Open tasks of a unit (0: any) or of a person (0: anybody), to be handed over.
-- :in unit_id int, person_id int
-- :out id int
SELECT id FROM task
 WHERE kind = 'task' AND state = 'open' AND (:unit_id = 0 OR unit_id = :unit_id) AND (:person_id = 0 OR person_id = :person_id)
 ORDER BY id

-- :name task_orphan_count :one
-- Open tasks of units that have ended.
-- :in on date
-- :out n int
SELECT count(*) AS n FROM task t JOIN unit u ON u.id = t.unit_id
 WHERE t.kind = 'task' AND t.state = 'open' AND u.valid_to < :on

-- :name feed_add :exec
-- :in person_id int, which text, hash text, at moment
INSERT INTO task_feed (person_id, which, hash, made_at) VALUES (:person_id, :which, :hash, :at)

-- :name feed_list :many
-- Calendars of a person that have not been taken back.
-- :in person_id int
-- :row FeedRow
-- :out id int, which text, made_at moment
SELECT id, which, made_at FROM task_feed WHERE person_id = :person_id AND revoked_at IS NULL ORDER BY id DESC

-- :name feed_revoke :many
-- :in id int, person_id int, at moment
-- :out id int
UPDATE task_feed SET revoked_at = :at WHERE id = :id AND person_id = :person_id AND revoked_at IS NULL RETURNING id

-- :name feed_by_hash :opt
-- Whose calendar a secret address is, while the person is active.
-- :in hash text
-- :out person_id int, login text, which text
SELECT f.person_id, p.login, f.which FROM task_feed f JOIN person p ON p.id = f.person_id
 WHERE f.hash = :hash AND f.revoked_at IS NULL AND p.active = 1

-- :name plan_newest :one
-- The newest year, not after this one, that has plans; 0: none.
-- :in year int
-- :out year int
SELECT coalesce(max(year), 0) AS year FROM plan WHERE year <= :year

-- :name plan_given :many
-- How many units each task of a plan was given to.
-- :in plan_id int
-- :out origin_id int, n int
SELECT d.origin_id, count(*) AS n FROM task d JOIN task o ON o.id = d.origin_id WHERE o.plan_id = :plan_id GROUP BY d.origin_id
