-- :name web_session :opt
-- The person behind a session token.
-- :in hash text
-- :out id int, seen_at moment, ends_at moment, person_id int, login text, name text, active bool, must_change bool
SELECT s.id, s.seen_at, s.ends_at, s.person_id, p.login, p.name, p.active, p.must_change
  FROM session s JOIN person p ON p.id = s.person_id WHERE s.hash = :hash

-- :name web_token :opt
-- The person behind a key of the API.
-- :in hash text
-- :out ends_at moment, person_id int, login text, name text, active bool, must_change bool
SELECT t.ends_at, t.person_id, p.login, p.name, p.active, p.must_change
  FROM api_token t JOIN person p ON p.id = t.person_id WHERE t.hash = :hash

-- :name web_session_add :exec
-- :in hash text, person_id int, at moment, ends_at moment, from_addr text, agent text
INSERT INTO session (hash, person_id, made_at, seen_at, ends_at, from_addr, agent)
VALUES (:hash, :person_id, :at, :at, :ends_at, :from_addr, :agent)

-- :name web_session_seen :exec
-- :in id int, at moment
UPDATE session SET seen_at = :at WHERE id = :id

-- :name web_session_end :exec
-- :in id int
DELETE FROM session WHERE id = :id

-- :name web_session_end_others :exec
-- :in person_id int, id int
DELETE FROM session WHERE person_id = :person_id AND id <> :id

-- :name web_session_sweep :exec
-- :in at moment
DELETE FROM session WHERE ends_at < :at

-- :name web_password_set :exec
-- :in id int, password text
UPDATE person SET password = :password, must_change = 0 WHERE id = :id

-- :name web_attempt :opt
-- :in subject text
-- :out failures int, last_at moment, next_at moment
SELECT failures, last_at, next_at FROM login_attempt WHERE subject = :subject

-- :name web_attempt_put :exec
-- :in subject text, failures int, at moment, next_at moment
INSERT INTO login_attempt (subject, failures, last_at, next_at) VALUES (:subject, :failures, :at, :next_at)
ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, next_at = excluded.next_at

-- :name web_attempt_clear :exec
-- :in subject text
DELETE FROM login_attempt WHERE subject = :subject

-- :name web_once :opt
-- Where the first sending of this form led.
-- :in key text
-- :out location text
SELECT location FROM once WHERE key = :key

-- :name web_once_put :exec
-- :in key text, at moment, location text
INSERT INTO once (key, at, location) VALUES (:key, :at, :location)

-- :name web_once_sweep :exec
-- :in before moment
DELETE FROM once WHERE at < :before

-- :name web_token_add :one
-- :in hash text, person_id int, name text, at moment, ends_at moment
-- :out id int
INSERT INTO api_token (hash, person_id, name, made_at, ends_at) VALUES (:hash, :person_id, :name, :at, :ends_at)
RETURNING id

-- :name web_token_list :many
-- Keys of a person (0: of everybody), the newest first.
-- :in person_id int
-- :out id int, person_id int, login text, name text, made_at moment, ends_at moment
SELECT t.id, t.person_id, p.login, t.name, t.made_at, t.ends_at
  FROM api_token t JOIN person p ON p.id = t.person_id
 WHERE :person_id = 0 OR t.person_id = :person_id
 ORDER BY t.id DESC

-- :name web_token_get :one
-- :in id int
-- :out id int, person_id int, login text, name text
SELECT t.id, t.person_id, p.login, t.name FROM api_token t JOIN person p ON p.id = t.person_id WHERE t.id = :id

-- :name web_token_remove :exec
-- :in id int
DELETE FROM api_token WHERE id = :id
