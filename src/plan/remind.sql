-- :name escalation_list :many
-- :out days int, audience text, every int
SELECT days, audience, every FROM escalation ORDER BY days, audience

-- :name remind_last :opt
-- The last day before a day on which reminders were made.
-- :in before date
-- :out day date
SELECT max(day) AS day FROM remind_run WHERE day < :before HAVING max(day) IS NOT NULL

-- :name remind_run_put :exec
-- :in day date, at moment, notices int, letters int
INSERT INTO remind_run (day, at, notices, letters) VALUES (:day, :at, :notices, :letters)
ON CONFLICT (day) DO UPDATE SET at = excluded.at, notices = remind_run.notices + excluded.notices,
       letters = remind_run.letters + excluded.letters

-- :name remind_tasks :many
-- Open tasks that are due until a day, and recurring duties asked for until it.
-- :in until date
-- :row RemindTask
-- :out id int, unit_id int, year int, unit_name text, person_id int, words text, deadline text, due date, next_due date
SELECT t.id, t.unit_id, t.year, u.name AS unit_name, coalesce(t.person_id, 0) AS person_id,
       CASE WHEN t.activity <> '' THEN t.activity WHEN t.name <> '' THEN t.name ELSE t.objective END AS words,
       t.deadline, t.due, t.next_due
  FROM task t JOIN unit u ON u.id = t.unit_id
 WHERE t.kind = 'task' AND t.state = 'open' AND (t.due <= :until OR (t.due IS NULL AND t.next_due <= :until))
 ORDER BY t.due, t.id

-- :name remind_roll :exec
-- A recurring duty whose day has passed is asked for on the next one.
-- :in id int, next_due date
UPDATE task SET next_due = :next_due WHERE id = :id

-- :name remind_people :many
-- Who may be reminded, with the unit their role is for (0: everywhere).
-- :in on date
-- :row RemindPerson
-- :out id int, name text, email text, role text, unit_id int
SELECT p.id, p.name, p.email, r.role, coalesce(r.unit_id, 0) AS unit_id
  FROM person_role r JOIN person p ON p.id = r.person_id
 WHERE p.active = 1 AND r.role IN ('officer', 'head', 'coordinator')
   AND (r.valid_from IS NULL OR r.valid_from <= :on) AND (r.valid_to IS NULL OR r.valid_to >= :on)
 ORDER BY p.id, r.id

-- :name notice_put :many
-- The same thing is told a person once a day; no row: it was told already.
-- :in person_id int, day date, kind text, object text, text text, link text, at moment
-- :out id int
INSERT INTO notice (person_id, day, kind, object, text, link, made_at)
VALUES (:person_id, :day, :kind, :object, :text, :link, :at)
ON CONFLICT (person_id, day, kind, object) DO NOTHING
RETURNING id

-- :name notice_list :many
-- :in person_id int, unread_only bool, most int
-- :row NoticeRow
-- :out id int, day date, kind text, object text, text text, link text, made_at moment, read_at moment
SELECT id, day, kind, object, text, link, made_at, read_at
  FROM notice WHERE person_id = :person_id AND (:unread_only = 0 OR read_at IS NULL)
 ORDER BY day DESC, id DESC LIMIT :most

-- :name notice_read :exec
-- One notice, or all of a person when id is 0.
-- :in person_id int, id int, at moment
UPDATE notice SET read_at = :at WHERE person_id = :person_id AND read_at IS NULL AND (:id = 0 OR id = :id)

-- :name spool_put :many
-- One letter a person and day; no row: there is one.
-- :in person_id int, day date, to_addr text, subject text, body text, at moment
-- :out id int
INSERT INTO mail_spool (person_id, day, to_addr, subject, body, next_at, made_at)
VALUES (:person_id, :day, :to_addr, :subject, :body, :at, :at)
ON CONFLICT (person_id, day) DO NOTHING
RETURNING id

-- :name spool_append :many
-- More for a letter of the day that has not gone yet; no row: it has gone.
-- :in person_id int, day date, body text
-- :out id int
UPDATE mail_spool SET body = body || char(10) || :body WHERE person_id = :person_id AND day = :day AND state = 'waiting'
RETURNING id
-- :on pg
UPDATE mail_spool SET body = body || chr(10) || :body WHERE person_id = :person_id AND day = :day AND state = 'waiting'
RETURNING id

-- :name spool_waiting :many
-- :in at moment, most int
-- :row SpoolRow
-- :out id int, to_addr text, subject text, body text, tries int
SELECT id, to_addr, subject, body, tries FROM mail_spool
 WHERE state = 'waiting' AND next_at <= :at ORDER BY id LIMIT :most

-- :name spool_done :exec
-- :in id int, state text, next_at moment
UPDATE mail_spool SET state = :state, tries = tries + 1, next_at = :next_at WHERE id = :id

-- :name mail_log_add :exec
-- :in spool_id int, at moment, result text, text text
INSERT INTO mail_log (spool_id, at, result, text) VALUES (:spool_id, :at, :result, :text)

-- :name mail_log_list :many
-- The newest first.
-- :in most int
-- :out at moment, to_addr text, subject text, result text, text text
SELECT l.at, s.to_addr, s.subject, l.result, l.text
  FROM mail_log l JOIN mail_spool s ON s.id = l.spool_id ORDER BY l.id DESC LIMIT :most

-- :name escalation_put :exec
-- :in days int, audience text, every int
INSERT INTO escalation (days, audience, every) VALUES (:days, :audience, :every)
ON CONFLICT (days, audience) DO UPDATE SET every = excluded.every

-- :name escalation_drop :many
-- :in days int, audience text
-- :out id int
DELETE FROM escalation WHERE days = :days AND audience = :audience RETURNING id

-- :name remind_runs :many
-- The latest runs.
-- :in most int
-- :row RemindRun
-- :out day date, at moment, notices int, letters int
SELECT day, at, notices, letters FROM remind_run ORDER BY day DESC LIMIT :most
