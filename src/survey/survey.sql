-- :name survey_form_latest :opt
-- :in code text
-- :out id int, version int
SELECT id, version FROM survey_form WHERE code = :code ORDER BY version DESC LIMIT 1

-- :name survey_form_add :one
-- :in code text, version int, year int, title text, purpose text, at moment
-- :out id int
INSERT INTO survey_form (code, version, year, title, purpose, made_at) VALUES (:code, :version, :year, :title, :purpose, :at) RETURNING id

-- :name survey_question_add :one
-- :in form_id int, position int, code text, section text, factor text, kind text, label text, required bool, if_code text, if_op text, if_value text
-- :out id int
INSERT INTO survey_question (form_id, position, code, section, factor, kind, text, required, if_code, if_op, if_value)
VALUES (:form_id, :position, :code, :section, :factor, :kind, :label, :required, :if_code, :if_op, :if_value) RETURNING id

-- :name survey_option_add :exec
-- :in question_id int, position int, name text, label text
INSERT INTO survey_option (question_id, position, name, label) VALUES (:question_id, :position, :name, :label)

-- :name survey_questions :many
-- :in form_id int
-- :out id int, position int, code text, section text, factor text, kind text, label text, required bool, if_code text, if_op text, if_value text
SELECT id, position, code, section, factor, kind, text AS label, required, if_code, if_op, if_value
  FROM survey_question WHERE form_id = :form_id ORDER BY position

-- :name survey_options :many
-- :in question_id int
-- :out name text, label text
SELECT name, label FROM survey_option WHERE question_id = :question_id ORDER BY position

-- :name survey_add :one
-- :in code text, form_id int, title text, wave text, year int, opens_on date, closes_on date, open_link bool
-- :out id int
INSERT INTO survey (code, form_id, title, wave, year, opens_on, closes_on, open_link)
VALUES (:code, :form_id, :title, :wave, :year, :opens_on, :closes_on, :open_link) RETURNING id

-- :name survey_by_code :opt
-- :in code text
-- :out id int, code text, form_id int, title text, wave text, year int, opens_on date, closes_on date, open_link bool, closed bool, purpose text, version int
SELECT s.id, s.code, s.form_id, s.title, s.wave, s.year, s.opens_on, s.closes_on, s.open_link, s.closed, f.purpose, f.version
  FROM survey s JOIN survey_form f ON f.id = s.form_id WHERE s.code = :code

-- :name survey_close :exec
-- :in id int
UPDATE survey SET closed = 1 WHERE id = :id

-- :name survey_unit_add :exec
-- :in survey_id int, unit_id int, quota int
INSERT INTO survey_unit (survey_id, unit_id, quota) VALUES (:survey_id, :unit_id, :quota)

-- :name survey_units :many
-- Rated units and how many answers there are; two answers wait for nobody else's decision than the coordinator's.
-- :in survey_id int
-- :out id int, code text, name text, quota int, codes int, used int, counted int, waiting int, dropped int
SELECT u.id, u.code, u.name, su.quota,
       (SELECT count(*) FROM survey_code k WHERE k.survey_id = su.survey_id AND k.unit_id = u.id),
       (SELECT count(*) FROM survey_code k WHERE k.survey_id = su.survey_id AND k.unit_id = u.id AND k.used = 1),
       (SELECT count(*) FROM survey_response r WHERE r.survey_id = su.survey_id AND r.unit_id = u.id AND r.state = 'counted'),
       (SELECT count(*) FROM survey_response r WHERE r.survey_id = su.survey_id AND r.unit_id = u.id AND r.state = 'waiting'),
       (SELECT count(*) FROM survey_response r WHERE r.survey_id = su.survey_id AND r.unit_id = u.id AND r.state = 'dropped')
  FROM survey_unit su JOIN unit u ON u.id = su.unit_id
 WHERE su.survey_id = :survey_id ORDER BY u.sort_key, u.code

-- :name survey_fact_put :exec
-- :in survey_id int, factor text, fact text
INSERT INTO survey_fact (survey_id, factor, fact) VALUES (:survey_id, :factor, :fact)
ON CONFLICT (survey_id, factor) DO UPDATE SET fact = excluded.fact

-- :name survey_facts :many
-- :in survey_id int
-- :out factor text, fact text
SELECT factor, fact FROM survey_fact WHERE survey_id = :survey_id ORDER BY factor

-- :name survey_code_add :exec
-- :in hash text, survey_id int, unit_id int
INSERT INTO survey_code (hash, survey_id, unit_id) VALUES (:hash, :survey_id, :unit_id)

-- :name survey_code_get :opt
-- :in hash text, survey_id int
-- :out unit_id int, used bool
SELECT unit_id, used FROM survey_code WHERE hash = :hash AND survey_id = :survey_id

-- :name survey_code_use :many
-- Gives no row when somebody was faster.
-- :in hash text, survey_id int
-- :out unit_id int
UPDATE survey_code SET used = 1 WHERE hash = :hash AND survey_id = :survey_id AND used = 0 RETURNING unit_id

-- :name survey_draft_add :one
-- :in hash text, survey_id int, unit_id int, at moment
-- :out id int
INSERT INTO survey_draft (hash, survey_id, unit_id, started_at) VALUES (:hash, :survey_id, :unit_id, :at) RETURNING id

-- :name survey_draft_get :opt
-- :in hash text, survey_id int
-- :out id int, unit_id int, started_at moment
SELECT id, unit_id, started_at FROM survey_draft WHERE hash = :hash AND survey_id = :survey_id

-- :name survey_draft_answer_put :exec
-- :in draft_id int, question_id int, value text
INSERT INTO survey_draft_answer (draft_id, question_id, value) VALUES (:draft_id, :question_id, :value)
ON CONFLICT (draft_id, question_id) DO UPDATE SET value = excluded.value

-- :name survey_draft_answers :many
-- :in draft_id int
-- :out question_id int, value text
SELECT question_id, value FROM survey_draft_answer WHERE draft_id = :draft_id ORDER BY question_id

-- :name survey_draft_clear :exec
-- :in id int
DELETE FROM survey_draft_answer WHERE draft_id = :id

-- :name survey_draft_drop :exec
-- :in id int
DELETE FROM survey_draft WHERE id = :id

-- :name survey_drafts_clear_old :exec
-- :in before moment
DELETE FROM survey_draft_answer WHERE draft_id IN (SELECT id FROM survey_draft WHERE started_at < :before)

-- :name survey_drafts_drop_old :exec
-- :in before moment
DELETE FROM survey_draft WHERE started_at < :before

-- :name survey_response_add :one
-- :in survey_id int, unit_id int, grp text, channel text, day date, state text, reason text, receipt text
-- :out id int
INSERT INTO survey_response (survey_id, unit_id, grp, channel, day, state, reason, receipt)
VALUES (:survey_id, :unit_id, :grp, :channel, :day, :state, :reason, :receipt) RETURNING id

-- :name survey_response_by_receipt :opt
-- :in receipt text, survey_id int
-- :out id int
SELECT id FROM survey_response WHERE receipt = :receipt AND survey_id = :survey_id

-- :name survey_response_decide :many
-- :in id int, survey_id int, state text
-- :out unit_id int
UPDATE survey_response SET state = :state WHERE id = :id AND survey_id = :survey_id AND state = 'waiting' RETURNING unit_id

-- :name survey_waiting :many
-- :in survey_id int
-- :out id int, unit_code text, channel text, day date, reason text
SELECT r.id, u.code AS unit_code, r.channel, r.day, r.reason
  FROM survey_response r JOIN unit u ON u.id = r.unit_id
 WHERE r.survey_id = :survey_id AND r.state = 'waiting' ORDER BY r.id

-- :name survey_answer_add :exec
-- :in response_id int, question_id int, value text
INSERT INTO survey_answer (response_id, question_id, value) VALUES (:response_id, :question_id, :value)

-- :name survey_scale_answers :many
-- What the index is made of: answers on scales of the counted responses, in the order of responses and questions.
-- :in survey_id int
-- :out response_id int, unit_code text, grp text, position int, kind text, value text
SELECT r.id AS response_id, u.code AS unit_code, r.grp, q.position, q.kind, a.value
  FROM survey_response r
  JOIN unit u ON u.id = r.unit_id
  JOIN survey_answer a ON a.response_id = r.id
  JOIN survey_question q ON q.id = a.question_id
 WHERE r.survey_id = :survey_id AND r.state = 'counted' AND q.kind IN ('likert5', 'likert3')
 ORDER BY r.id, q.position

-- :name survey_salt_get :opt
-- :in day date
-- :out salt text
SELECT salt FROM survey_salt WHERE day = :day

-- :name survey_salt_add :exec
-- :in day date, salt text
INSERT INTO survey_salt (day, salt) VALUES (:day, :salt)

-- :name survey_salt_sweep :exec
-- :in day date
DELETE FROM survey_salt WHERE day <> :day

-- :name survey_trace_sweep :exec
-- :in day date
DELETE FROM survey_trace WHERE day <> :day

-- :name survey_trace_add :one
-- Counts one more; gives how often the mark was seen.
-- :in mark text, day date
-- :out n int
INSERT INTO survey_trace (mark, day, n) VALUES (:mark, :day, 1)
ON CONFLICT (mark) DO UPDATE SET n = survey_trace.n + 1 RETURNING n
