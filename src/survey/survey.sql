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
-- :in code text, form_id int, title text, wave text, series text, year int, opens_on date, closes_on date, open_link bool, scheme text, no_answer text, weighted bool, min_n int, error dec, recheck int, keep_until date
-- :out id int
INSERT INTO survey (code, form_id, title, wave, series, year, opens_on, closes_on, open_link, scheme, no_answer, weighted, min_n, error, recheck, keep_until)
VALUES (:code, :form_id, :title, :wave, :series, :year, :opens_on, :closes_on, :open_link, :scheme, :no_answer, :weighted, :min_n, :error, :recheck, :keep_until)
RETURNING id

-- :name survey_by_code :opt
-- :in code text
-- :out id int, code text, form_id int, title text, wave text, series text, year int, opens_on date, closes_on date, open_link bool, closed bool, scheme text, no_answer text, weighted bool, min_n int, error dec, recheck int, keep_until date, swept_on date, form_code text, form_title text, purpose text, version int
SELECT s.id, s.code, s.form_id, s.title, s.wave, s.series, s.year, s.opens_on, s.closes_on, s.open_link, s.closed, s.scheme, s.no_answer, s.weighted, s.min_n,
       s.error, s.recheck, s.keep_until, s.swept_on, f.code AS form_code, f.title AS form_title, f.purpose, f.version
  FROM survey s JOIN survey_form f ON f.id = s.form_id WHERE s.code = :code

-- :name survey_list :many
-- All surveys, the newest first, with what came in.
-- :out id int, code text, title text, wave text, series text, year int, opens_on date, closes_on date, closed bool, swept_on date, quota int, counted int, waiting int
SELECT s.id, s.code, s.title, s.wave, s.series, s.year, s.opens_on, s.closes_on, s.closed, s.swept_on,
       coalesce((SELECT CAST(sum(su.quota) AS bigint) FROM survey_unit su WHERE su.survey_id = s.id), 0),
       (SELECT count(*) FROM survey_response r WHERE r.survey_id = s.id AND r.state = 'counted'),
       (SELECT count(*) FROM survey_response r WHERE r.survey_id = s.id AND r.state = 'waiting')
  FROM survey s ORDER BY s.year DESC, s.id DESC

-- :name survey_waves :many
-- The surveys of a series, the oldest first.
-- :in series text
-- :out id int, code text, wave text, year int
SELECT id, code, wave, year FROM survey WHERE series = :series ORDER BY year, id

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
-- :in hash text, survey_id int, unit_id int, device_id int, at moment
-- :out id int
INSERT INTO survey_draft (hash, survey_id, unit_id, device_id, started_at, touched_at) VALUES (:hash, :survey_id, :unit_id, :device_id, :at, :at) RETURNING id

-- :name survey_draft_get :opt
-- :in hash text, survey_id int
-- :out id int, unit_id int, device_id int, started_at moment, touched_at moment
SELECT id, unit_id, device_id, started_at, touched_at FROM survey_draft WHERE hash = :hash AND survey_id = :survey_id

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
-- :in survey_id int, unit_id int, grp text, channel text, via text, sheet text, day date, state text, reason text, receipt text
-- :out id int
INSERT INTO survey_response (survey_id, unit_id, grp, channel, via, sheet, day, state, reason, receipt)
VALUES (:survey_id, :unit_id, :grp, :channel, :via, :sheet, :day, :state, :reason, :receipt) RETURNING id

-- :name survey_response_by_receipt :opt
-- :in receipt text, survey_id int
-- :out id int
SELECT id FROM survey_response WHERE receipt = :receipt AND survey_id = :survey_id

-- :name survey_response_decide :many
-- :in id int, survey_id int, state text, who text, on date, why text
-- :out unit_id int
UPDATE survey_response SET state = :state, decided_by = :who, decided_on = :on, decided_why = :why
 WHERE id = :id AND survey_id = :survey_id AND state = 'waiting' RETURNING unit_id

-- :name survey_waiting :many
-- :in survey_id int
-- :out id int, unit_id int, unit_code text, unit_name text, channel text, via text, day date, reason text
SELECT r.id, u.id AS unit_id, u.code AS unit_code, u.name AS unit_name, r.channel, r.via, r.day, r.reason
  FROM survey_response r JOIN unit u ON u.id = r.unit_id
 WHERE r.survey_id = :survey_id AND r.state = 'waiting' ORDER BY r.id

-- :name survey_decided :many
-- What was decided about responses that waited, the newest first.
-- :in survey_id int
-- :out id int, unit_name text, day date, reason text, state text, decided_by text, decided_on date, decided_why text
SELECT r.id, u.name AS unit_name, r.day, r.reason, r.state, r.decided_by, r.decided_on, r.decided_why
  FROM survey_response r JOIN unit u ON u.id = r.unit_id
 WHERE r.survey_id = :survey_id AND r.decided_by <> '' ORDER BY r.decided_on DESC, r.id DESC LIMIT 200

-- :name survey_reasons :many
-- How many answers of a survey were held back, for which reasons and with what end.
-- :in survey_id int
-- :out reason text, state text, n int
SELECT reason, state, count(*) AS n FROM survey_response WHERE survey_id = :survey_id AND reason <> '' GROUP BY reason, state ORDER BY reason, state

-- :name survey_answers_of :many
-- :in response_id int
-- :out question_id int, value text
SELECT question_id, value FROM survey_answer WHERE response_id = :response_id ORDER BY question_id

-- :name survey_answer_add :exec
-- :in response_id int, question_id int, value text
INSERT INTO survey_answer (response_id, question_id, value) VALUES (:response_id, :question_id, :value)

-- :name survey_scale_answers :many
-- What the index is made of: answers on scales of the counted responses, in the order of responses and questions.
-- :in survey_id int, unit_id int, from date, to date
-- :out response_id int, unit_code text, grp text, channel text, via text, position int, value text
SELECT r.id AS response_id, u.code AS unit_code, r.grp, r.channel, r.via, q.position, a.value
  FROM survey_response r
  JOIN unit u ON u.id = r.unit_id
  JOIN survey_answer a ON a.response_id = r.id
  JOIN survey_question q ON q.id = a.question_id
 WHERE r.survey_id = :survey_id AND r.state = 'counted' AND q.kind IN ('likert5', 'likert3')
   AND (:unit_id = 0 OR r.unit_id = :unit_id)
   AND (CAST(:from AS TEXT) IS NULL OR r.day >= :from) AND (CAST(:to AS TEXT) IS NULL OR r.day <= :to)
 ORDER BY r.id, q.position

-- :name survey_answers_to :many
-- Answers of the counted responses to one question, in the order of responses.
-- :in survey_id int, question_id int
-- :out response_id int, unit_id int, unit_name text, day date, value text
SELECT a.response_id, r.unit_id, u.name AS unit_name, r.day, a.value
  FROM survey_response r JOIN survey_answer a ON a.response_id = r.id JOIN unit u ON u.id = r.unit_id
 WHERE r.survey_id = :survey_id AND r.state = 'counted' AND a.question_id = :question_id ORDER BY a.response_id

-- :name survey_cells :many
-- Who rates whom, with what came in of each group.
-- :in survey_id int
-- :out unit_id int, unit_code text, grp text, population int, quota int, counted int
SELECT k.unit_id, u.code AS unit_code, k.grp, k.population, k.quota,
       (SELECT count(*) FROM survey_response r WHERE r.survey_id = k.survey_id AND r.unit_id = k.unit_id AND r.state = 'counted' AND (k.grp = '' OR r.grp = k.grp))
  FROM survey_cell k JOIN unit u ON u.id = k.unit_id
 WHERE k.survey_id = :survey_id ORDER BY u.sort_key, u.code, k.grp

-- :name survey_group_counts :many
-- How many of each group came in.
-- :in survey_id int
-- :out unit_id int, grp text, n int
SELECT unit_id, grp, count(*) AS n FROM survey_response WHERE survey_id = :survey_id AND state = 'counted' GROUP BY unit_id, grp

-- :name survey_cell_put :exec
-- :in survey_id int, unit_id int, grp text, population int, quota int
INSERT INTO survey_cell (survey_id, unit_id, grp, population, quota) VALUES (:survey_id, :unit_id, :grp, :population, :quota)
ON CONFLICT (survey_id, unit_id, grp) DO UPDATE SET population = excluded.population, quota = excluded.quota

-- :name survey_unit_quota :exec
-- A unit's quota is what its groups need together.
-- :in survey_id int, unit_id int
UPDATE survey_unit SET quota = coalesce((SELECT CAST(sum(k.quota) AS bigint) FROM survey_cell k WHERE k.survey_id = :survey_id AND k.unit_id = :unit_id), 0)
 WHERE survey_id = :survey_id AND unit_id = :unit_id

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

-- :name survey_export :many
-- Every answer of the counted responses, in the order of responses and questions.
-- :in survey_id int
-- :out response_id int, unit_code text, grp text, channel text, via text, day date, position int, value text
SELECT r.id AS response_id, u.code AS unit_code, r.grp, r.channel, r.via, r.day, coalesce(q.position, 0), coalesce(a.value, '')
  FROM survey_response r JOIN unit u ON u.id = r.unit_id
  LEFT JOIN survey_answer a ON a.response_id = r.id
  LEFT JOIN survey_question q ON q.id = a.question_id
 WHERE r.survey_id = :survey_id AND r.state = 'counted' ORDER BY r.id, q.position

-- :name survey_access_add :exec
-- :in survey_id int, who text, at moment, day date, what text, why text
INSERT INTO survey_access (survey_id, who, at, day, what, why) VALUES (:survey_id, :who, :at, :day, :what, :why)

-- :name survey_access_today :opt
-- :in survey_id int, who text, day date, what text
-- :out why text
SELECT why FROM survey_access WHERE survey_id = :survey_id AND who = :who AND day = :day AND what = :what ORDER BY id DESC LIMIT 1

-- :name survey_access_list :many
-- :in survey_id int
-- :out who text, at moment, what text, why text
SELECT who, at, what, why FROM survey_access WHERE survey_id = :survey_id ORDER BY id DESC LIMIT 100

-- :name survey_trace_get :opt
-- :in mark text
-- :out n int
SELECT n FROM survey_trace WHERE mark = :mark

-- :name survey_device_add :one
-- :in hash text, survey_id int, unit_id int, kind text, name text, on date
-- :out id int
INSERT INTO survey_device (hash, survey_id, unit_id, kind, name, made_on) VALUES (:hash, :survey_id, :unit_id, :kind, :name, :on) RETURNING id

-- :name survey_device_get :opt
-- :in hash text
-- :out id int, survey_code text, unit_id int, unit_name text, kind text, name text, stopped bool
SELECT d.id, s.code AS survey_code, d.unit_id, u.name AS unit_name, d.kind, d.name, d.stopped
  FROM survey_device d JOIN survey s ON s.id = d.survey_id JOIN unit u ON u.id = d.unit_id WHERE d.hash = :hash

-- :name survey_devices :many
-- :in survey_id int
-- :out id int, unit_name text, kind text, name text, made_on date, stopped bool
SELECT d.id, u.name AS unit_name, d.kind, d.name, d.made_on, d.stopped
  FROM survey_device d JOIN unit u ON u.id = d.unit_id WHERE d.survey_id = :survey_id ORDER BY d.stopped, d.id

-- :name survey_device_stop :exec
-- :in id int, survey_id int
UPDATE survey_device SET stopped = 1 WHERE id = :id AND survey_id = :survey_id

-- :name survey_draft_touch :exec
-- :in id int, at moment
UPDATE survey_draft SET touched_at = :at WHERE id = :id

-- :name survey_response_by_sheet :opt
-- :in survey_id int, sheet text
-- :out id int
SELECT id FROM survey_response WHERE survey_id = :survey_id AND sheet = :sheet LIMIT 1

-- :name survey_miss_put :exec
-- :in survey_id int, unit_id int, sheet text, reason text, day date
INSERT INTO survey_miss (survey_id, unit_id, sheet, reason, day) VALUES (:survey_id, :unit_id, :sheet, :reason, :day)
ON CONFLICT (survey_id, sheet) DO UPDATE SET reason = excluded.reason, day = excluded.day

-- :name survey_misses :many
-- Who was asked and did not answer, counted by unit and reason.
-- :in survey_id int
-- :out unit_id int, unit_name text, reason text, n int
SELECT m.unit_id, u.name AS unit_name, m.reason, count(*) AS n FROM survey_miss m JOIN unit u ON u.id = m.unit_id
 WHERE m.survey_id = :survey_id GROUP BY m.unit_id, u.name, u.sort_key, m.reason ORDER BY u.sort_key, m.reason

-- :name survey_papers :many
-- Sheets typed and not counted yet; sheet '': all.
-- :in survey_id int, sheet text
-- :out id int, sheet text, entry int, unit_id int, unit_name text, who text, at moment
SELECT p.id, p.sheet, p.entry, p.unit_id, u.name AS unit_name, p.who, p.at FROM survey_paper p JOIN unit u ON u.id = p.unit_id
 WHERE p.survey_id = :survey_id AND (:sheet = '' OR p.sheet = :sheet) ORDER BY p.sheet, p.entry

-- :name survey_paper_add :one
-- :in survey_id int, sheet text, entry int, unit_id int, who text, at moment
-- :out id int
INSERT INTO survey_paper (survey_id, sheet, entry, unit_id, who, at) VALUES (:survey_id, :sheet, :entry, :unit_id, :who, :at) RETURNING id

-- :name survey_paper_answer_add :exec
-- :in paper_id int, question_id int, value text
INSERT INTO survey_paper_answer (paper_id, question_id, value) VALUES (:paper_id, :question_id, :value)

-- :name survey_paper_answers :many
-- :in paper_id int
-- :out question_id int, value text
SELECT question_id, value FROM survey_paper_answer WHERE paper_id = :paper_id ORDER BY question_id

-- :name survey_paper_answers_clear :exec
-- :in survey_id int, sheet text
DELETE FROM survey_paper_answer WHERE paper_id IN (SELECT id FROM survey_paper WHERE survey_id = :survey_id AND (:sheet = '' OR sheet = :sheet))

-- :name survey_paper_clear :exec
-- :in survey_id int, sheet text
DELETE FROM survey_paper WHERE survey_id = :survey_id AND (:sheet = '' OR sheet = :sheet)

-- :name survey_visited :many
-- Answers on paper that have a number, so that somebody can go there again.
-- :in survey_id int
-- :out id int, sheet text, unit_name text, via text, day date, visited text, visit_note text
SELECT r.id, r.sheet, u.name AS unit_name, r.via, r.day, r.visited, r.visit_note FROM survey_response r JOIN unit u ON u.id = r.unit_id
 WHERE r.survey_id = :survey_id AND r.state = 'counted' AND r.channel = 'paper' AND r.sheet <> '' ORDER BY r.id

-- :name survey_visit_note :exec
-- :in id int, survey_id int, visited text, note text
UPDATE survey_response SET visited = :visited, visit_note = :note WHERE id = :id AND survey_id = :survey_id

-- :name survey_forms :many
-- Questionnaires, the latest version of each first; code '': all.
-- :in code text
-- :out id int, code text, version int, year int, title text, made_at moment, questions int, surveys int
SELECT f.id, f.code, f.version, f.year, f.title, f.made_at,
       (SELECT count(*) FROM survey_question q WHERE q.form_id = f.id),
       (SELECT count(*) FROM survey s WHERE s.form_id = f.id)
  FROM survey_form f WHERE (:code = '' OR f.code = :code) ORDER BY f.code, f.version DESC

-- :name survey_form_get :opt
-- :in code text, version int
-- :out id int, code text, version int, year int, title text, purpose text, made_at moment
SELECT id, code, version, year, title, purpose, made_at FROM survey_form WHERE code = :code AND version = :version

-- :name survey_topics :many
-- :in survey_id int
-- :out id int, title text, n int
SELECT t.id, t.title, (SELECT count(*) FROM survey_coding k WHERE k.topic_id = t.id) FROM survey_topic t WHERE t.survey_id = :survey_id ORDER BY t.title

-- :name survey_topic_add :many
-- :in survey_id int, title text
-- :out id int
INSERT INTO survey_topic (survey_id, title) VALUES (:survey_id, :title) ON CONFLICT (survey_id, title) DO UPDATE SET title = excluded.title RETURNING id

-- :name survey_codings :many
-- :in survey_id int
-- :out response_id int, question_id int, topic_id int, title text
SELECT k.response_id, k.question_id, k.topic_id, t.title FROM survey_coding k JOIN survey_topic t ON t.id = k.topic_id
 WHERE t.survey_id = :survey_id ORDER BY k.response_id, k.question_id, t.title

-- :name survey_coding_put :exec
-- :in topic_id int, response_id int, question_id int
INSERT INTO survey_coding (topic_id, response_id, question_id) VALUES (:topic_id, :response_id, :question_id)
ON CONFLICT (response_id, question_id, topic_id) DO NOTHING

-- :name survey_coding_drop :exec
-- :in response_id int
DELETE FROM survey_coding WHERE response_id = :response_id

-- :name survey_words :many
-- Open answers of the counted responses.
-- :in survey_id int
-- :out response_id int, question_id int, unit_id int, unit_name text, day date, value text
SELECT r.id AS response_id, a.question_id, r.unit_id, u.name AS unit_name, r.day, a.value
  FROM survey_response r JOIN survey_answer a ON a.response_id = r.id JOIN survey_question q ON q.id = a.question_id JOIN unit u ON u.id = r.unit_id
 WHERE r.survey_id = :survey_id AND r.state = 'counted' AND q.kind = 'text' ORDER BY r.id, q.position

-- :name survey_count_of :one
-- :in survey_id int, what text
-- :out n int
SELECT coalesce(CAST(sum(n) AS bigint), 0) AS n FROM survey_count WHERE survey_id = :survey_id AND what = :what

-- :name survey_summaries :many
-- :in survey_id int
-- :out unit_code text, factor text, n int, answers int, value dec, lo dec, hi dec
SELECT u.code AS unit_code, m.factor, m.n, m.answers, m.value, m.lo, m.hi FROM survey_summary m JOIN unit u ON u.id = m.unit_id
 WHERE m.survey_id = :survey_id ORDER BY u.code, m.factor

-- :name survey_answer_set :exec
-- :in response_id int, question_id int, value text
UPDATE survey_answer SET value = :value WHERE response_id = :response_id AND question_id = :question_id

-- :name survey_period_counts :many
-- Answers of a survey sent on some days, by unit.
-- :in survey_id int, from date, to date
-- :out unit_id int, unit_code text, unit_name text, counted int, waiting int, dropped int
SELECT r.unit_id, u.code AS unit_code, u.name AS unit_name,
       CAST(sum(CASE WHEN r.state = 'counted' THEN 1 ELSE 0 END) AS bigint), CAST(sum(CASE WHEN r.state = 'waiting' THEN 1 ELSE 0 END) AS bigint),
       CAST(sum(CASE WHEN r.state = 'dropped' THEN 1 ELSE 0 END) AS bigint)
  FROM survey_response r JOIN unit u ON u.id = r.unit_id
 WHERE r.survey_id = :survey_id AND (CAST(:from AS TEXT) IS NULL OR r.day >= :from) AND (CAST(:to AS TEXT) IS NULL OR r.day <= :to)
 GROUP BY r.unit_id, u.code, u.name, u.sort_key ORDER BY u.sort_key, u.code

-- :name survey_summary_put :exec
-- :in survey_id int, unit_id int, factor text, n int, answers int, value dec, lo dec, hi dec
INSERT INTO survey_summary (survey_id, unit_id, factor, n, answers, value, lo, hi) VALUES (:survey_id, :unit_id, :factor, :n, :answers, :value, :lo, :hi)
ON CONFLICT (survey_id, unit_id, factor) DO UPDATE SET n = excluded.n, answers = excluded.answers, value = excluded.value, lo = excluded.lo, hi = excluded.hi

-- :name survey_responses_count :one
-- :in survey_id int
-- :out n int
SELECT count(*) AS n FROM survey_response WHERE survey_id = :survey_id

-- :name survey_sweep_due :many
-- Surveys whose single answers have been kept long enough.
-- :in today date
-- :out code text
SELECT code FROM survey WHERE swept_on IS NULL AND keep_until IS NOT NULL AND keep_until < :today ORDER BY id

-- :name survey_swept :exec
-- :in id int, on date
UPDATE survey SET swept_on = :on, closed = 1 WHERE id = :id

-- :name survey_gone_codings :exec
-- :in survey_id int
DELETE FROM survey_coding WHERE response_id IN (SELECT id FROM survey_response WHERE survey_id = :survey_id)

-- :name survey_gone_answers :exec
-- :in survey_id int
DELETE FROM survey_answer WHERE response_id IN (SELECT id FROM survey_response WHERE survey_id = :survey_id)

-- :name survey_gone_responses :exec
-- :in survey_id int
DELETE FROM survey_response WHERE survey_id = :survey_id

-- :name survey_gone_misses :exec
-- :in survey_id int
DELETE FROM survey_miss WHERE survey_id = :survey_id

-- :name survey_gone_codes :exec
-- :in survey_id int
DELETE FROM survey_code WHERE survey_id = :survey_id

-- :name survey_own :opt
-- :in receipt text, survey_id int
-- :out id int, unit_id int, unit_name text, channel text, via text, day date, state text
SELECT r.id, r.unit_id, u.name AS unit_name, r.channel, r.via, r.day, r.state
  FROM survey_response r JOIN unit u ON u.id = r.unit_id WHERE r.receipt = :receipt AND r.survey_id = :survey_id

-- :name survey_answers_drop :exec
-- :in response_id int
DELETE FROM survey_answer WHERE response_id = :response_id

-- :name survey_response_drop :exec
-- :in id int
DELETE FROM survey_response WHERE id = :id

-- :name survey_count_add :exec
-- :in survey_id int, unit_id int, what text
INSERT INTO survey_count (survey_id, unit_id, what, n) VALUES (:survey_id, :unit_id, :what, 1)
ON CONFLICT (survey_id, unit_id, what) DO UPDATE SET n = survey_count.n + 1

-- :name survey_label_put :exec
-- :in form_id int, lang text, kind text, ref text, value text
INSERT INTO survey_label (form_id, lang, kind, ref, text) VALUES (:form_id, :lang, :kind, :ref, :value)
ON CONFLICT (form_id, lang, kind, ref) DO UPDATE SET text = excluded.text

-- :name survey_labels :many
-- :in form_id int, lang text
-- :out kind text, ref text, value text
SELECT kind, ref, text AS value FROM survey_label WHERE form_id = :form_id AND lang = :lang ORDER BY kind, ref

-- :name survey_languages :many
-- :in form_id int
-- :out lang text
SELECT DISTINCT lang FROM survey_label WHERE form_id = :form_id ORDER BY lang
