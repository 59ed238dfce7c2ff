-- :part unit_line
-- A unit with its parent.
SELECT u.id, u.code, u.name, u.kind, coalesce(u.parent_id, 0), u.rank_group, u.ranked, u.valid_from, u.valid_to, u.version,
       coalesce(p.code, ''), coalesce(p.name, '')
  FROM unit u LEFT JOIN unit p ON p.id = u.parent_id

-- :part person_line
-- A person with the number of the roles.
SELECT p.id, p.login, p.name, p.title, coalesce(p.unit_id, 0), coalesce(u.name, ''), p.active,
       (SELECT count(*) FROM person_role r WHERE r.person_id = p.id)
  FROM person p JOIN unit u ON u.id = p.unit_id

-- :name unit_list :many
-- Units as they stood on a day, in Vietnamese order; filters that are empty do not narrow. `q` is folded text.
-- :in on date, q text, kind text, rank_group text, parent_id int
-- :row UnitRow
-- :out id int, code text, name text, kind text, parent_id int, rank_group text, ranked bool, valid_from date, valid_to date, version int, parent_code text, parent_name text
SELECT u.id, u.code, s.name, s.kind, coalesce(s.parent_id, 0), s.rank_group, s.ranked, u.valid_from, u.valid_to, u.version,
       coalesce(p.code, ''), coalesce(p.name, '')
  FROM unit u
  JOIN unit_state s ON s.unit_id = u.id AND (s.valid_from IS NULL OR s.valid_from <= :on)
                   AND (s.valid_to IS NULL OR s.valid_to >= :on)
  LEFT JOIN unit p ON p.id = s.parent_id
 WHERE (:q = '' OR u.fold LIKE '%' || :q || '%')
   AND (:kind = '' OR s.kind = :kind)
   AND (:rank_group = '' OR s.rank_group = :rank_group)
   AND (:parent_id = 0 OR s.parent_id = :parent_id)
 ORDER BY u.sort_key, u.code

-- :name unit_all :many
-- Every unit that ever was, in its latest state, parents named.
-- :row UnitRow
{unit_line}
 ORDER BY u.sort_key, u.code

-- :name unit_get :one
-- :in id int
-- :row UnitRow
{unit_line}
 WHERE u.id = :id

-- :name unit_by_code :opt
-- :in code text
-- :row UnitRow
{unit_line}
 WHERE u.code = :code

-- :name unit_insert :one
-- :in code text, name text, kind text, parent_id int?, rank_group text, ranked bool, valid_from date, valid_to date, fold text, sort_key text
-- :out id int
INSERT INTO unit (code, name, kind, parent_id, rank_group, ranked, valid_from, valid_to, fold, sort_key)
VALUES (:code, :name, :kind, :parent_id, :rank_group, :ranked, :valid_from, :valid_to, :fold, :sort_key)
RETURNING id

-- :name unit_update :many
-- Changes the latest state if nobody did meanwhile; gives no row otherwise.
-- :in id int, version int, name text, kind text, parent_id int?, rank_group text, ranked bool, valid_from date, valid_to date, fold text, sort_key text
-- :out id int
UPDATE unit SET name = :name, kind = :kind, parent_id = :parent_id, rank_group = :rank_group, ranked = :ranked,
       valid_from = :valid_from, valid_to = :valid_to, fold = :fold, sort_key = :sort_key, version = version + 1
 WHERE id = :id AND version = :version
RETURNING id

-- :name unit_state_insert :exec
-- :in unit_id int, valid_from date, valid_to date, name text, kind text, parent_id int?, rank_group text, ranked bool, reason text
INSERT INTO unit_state (unit_id, valid_from, valid_to, name, kind, parent_id, rank_group, ranked, reason)
VALUES (:unit_id, :valid_from, :valid_to, :name, :kind, :parent_id, :rank_group, :ranked, :reason)

-- :name unit_state_latest :one
-- :in unit_id int
-- :row UnitStateRow
-- :out id int, valid_from date, valid_to date, name text, kind text, parent_id int, parent_name text, rank_group text, ranked bool, reason text
SELECT s.id, s.valid_from, s.valid_to, s.name, s.kind, coalesce(s.parent_id, 0), coalesce(p.name, ''), s.rank_group, s.ranked, s.reason
  FROM unit_state s LEFT JOIN unit p ON p.id = s.parent_id
 WHERE s.unit_id = :unit_id ORDER BY s.valid_from IS NULL, s.valid_from DESC, s.id DESC LIMIT 1

-- :name unit_states :many
-- The life of a unit, newest first.
-- :in unit_id int
-- :row UnitStateRow
SELECT s.id, s.valid_from, s.valid_to, s.name, s.kind, coalesce(s.parent_id, 0), coalesce(p.name, ''), s.rank_group, s.ranked, s.reason
  FROM unit_state s LEFT JOIN unit p ON p.id = s.parent_id
 WHERE s.unit_id = :unit_id ORDER BY s.valid_from IS NULL, s.valid_from DESC, s.id DESC

-- :name unit_state_correct :exec
-- The latest state as it should have been; it keeps its days.
-- :in id int, name text, kind text, parent_id int?, rank_group text, ranked bool, valid_from date, valid_to date
UPDATE unit_state SET name = :name, kind = :kind, parent_id = :parent_id, rank_group = :rank_group, ranked = :ranked,
       valid_from = :valid_from, valid_to = :valid_to
 WHERE id = :id

-- :name unit_state_end :exec
-- :in id int, valid_to date
UPDATE unit_state SET valid_to = :valid_to WHERE id = :id

-- :name unit_link_add :exec
-- :in predecessor_id int, successor_id int, kind text, on_day date, reason text
INSERT INTO unit_link (predecessor_id, successor_id, kind, on_day, reason)
VALUES (:predecessor_id, :successor_id, :kind, :on_day, :reason)
ON CONFLICT (predecessor_id, successor_id) DO UPDATE SET kind = excluded.kind, on_day = excluded.on_day, reason = excluded.reason

-- :name unit_links :many
-- Predecessors (direction 'from') and successors ('to') of a unit.
-- :in unit_id int
-- :out direction text, unit_id int, code text, name text, kind text, on_day date, reason text
SELECT 'from', u.id AS unit_id, u.code, u.name, l.kind, l.on_day, l.reason
  FROM unit_link l JOIN unit u ON u.id = l.predecessor_id WHERE l.successor_id = :unit_id
UNION ALL
SELECT 'to', u.id, u.code, u.name, l.kind, l.on_day, l.reason
  FROM unit_link l JOIN unit u ON u.id = l.successor_id WHERE l.predecessor_id = :unit_id
 ORDER BY 1, 6, 3

-- :name unit_links_all :many
-- :out predecessor_id int, successor_id int, kind text, on_day date
SELECT predecessor_id, successor_id, kind, on_day FROM unit_link ORDER BY successor_id, predecessor_id

-- :name unit_groups :many
-- Ranking groups in use on a day, with the number of units.
-- :in on date
-- :out rank_group text, n int
SELECT s.rank_group, count(*) AS n
  FROM unit_state s
 WHERE s.rank_group <> '' AND (s.valid_from IS NULL OR s.valid_from <= :on) AND (s.valid_to IS NULL OR s.valid_to >= :on)
 GROUP BY s.rank_group ORDER BY s.rank_group

-- :name people_list :many
-- People with their unit, by folded name or login.
-- :in q text
-- :row PeopleRow
-- :out id int, login text, name text, title text, unit_id int, unit_name text, active bool, roles int
SELECT p.id, p.login, p.name, p.title, coalesce(p.unit_id, 0), coalesce(u.name, ''), p.active,
       (SELECT count(*) FROM person_role r WHERE r.person_id = p.id)
  FROM person p LEFT JOIN unit u ON u.id = p.unit_id
 WHERE :q = '' OR p.fold LIKE '%' || :q || '%'
 ORDER BY p.fold

-- :name people_under :many
-- The people of a unit and of everything below it.
-- :in q text, root_id int
-- :row PeopleRow
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = :root_id
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
{person_line}
 WHERE p.unit_id IN (SELECT id FROM down) AND (:q = '' OR p.fold LIKE '%' || :q || '%')
 ORDER BY p.fold

-- :name people_of_unit :many
-- :in unit_id int
-- :row PeopleRow
{person_line}
 WHERE p.unit_id = :unit_id AND p.active = 1
 ORDER BY p.fold

-- :name unit_scored :one
-- In how many sets the unit has its place: those for units of its kind (all that are ranked, where a set names no kind), and those with points of it.
-- :in id int
-- :out n int
SELECT count(*) AS n FROM unit u JOIN criteria_set s
    ON (' ' || s.unit_kinds || ' ') LIKE ('% ' || u.kind || ' %') OR (s.unit_kinds = '' AND u.ranked = 1)
    OR EXISTS (SELECT 1 FROM direct_score d JOIN criterion k ON k.id = d.criterion_id WHERE d.unit_id = u.id AND k.set_id = s.id)
 WHERE u.id = :id

-- :name unit_children :many
-- Units below a unit in their latest state, those that ended last.
-- :in parent_id int
-- :out id int, code text, name text, kind text, rank_group text, valid_to date
SELECT id, code, name, kind, rank_group, valid_to FROM unit
 WHERE parent_id = :parent_id ORDER BY valid_to IS NOT NULL, sort_key, code

-- :name unit_parents :many
-- Units that have units below them, and those that usually do: what a form suggests as parent.
-- :out code text, name text
SELECT code, name FROM unit
 WHERE valid_to IS NULL AND (kind IN ('province', 'department') OR id IN (SELECT parent_id FROM unit WHERE parent_id IS NOT NULL))
 ORDER BY sort_key, code

-- :name person_insert :one
-- :in login text, name text, unit_id int?, title text, email text, password text, must_change bool, fold text
-- :out id int
INSERT INTO person (login, name, unit_id, title, email, password, must_change, fold)
VALUES (:login, :name, :unit_id, :title, :email, :password, :must_change, :fold)
RETURNING id

-- :name person_update :many
-- :in id int, version int, name text, unit_id int?, title text, email text, active bool, fold text
-- :out id int
UPDATE person SET name = :name, unit_id = :unit_id, title = :title, email = :email, active = :active, fold = :fold,
       version = version + 1
 WHERE id = :id AND version = :version
RETURNING id

-- :name person_set_password :exec
-- :in id int, password text, must_change bool
UPDATE person SET password = :password, must_change = :must_change WHERE id = :id

-- :name person_end_sessions :exec
-- Whoever loses the password or the account loses the open sessions too.
-- :in person_id int
DELETE FROM session WHERE person_id = :person_id

-- :name person_role_add :one
-- :in person_id int, role text, unit_id int?, valid_from date, valid_to date, delegated_by int?, reason text
-- :out id int
INSERT INTO person_role (person_id, role, unit_id, valid_from, valid_to, delegated_by, reason)
VALUES (:person_id, :role, :unit_id, :valid_from, :valid_to, :delegated_by, :reason)
RETURNING id

-- :name person_role_end :exec
-- :in id int, person_id int, valid_to date
UPDATE person_role SET valid_to = :valid_to WHERE id = :id AND person_id = :person_id

-- :name person_role_end_delegated :exec
-- What a person has passed on of a role, when the role itself ends.
-- :in delegated_by int, role text, valid_to date
UPDATE person_role SET valid_to = :valid_to
 WHERE delegated_by = :delegated_by AND role = :role AND (valid_to IS NULL OR valid_to > :valid_to)

-- :name person_role_get :one
-- :in id int
-- :out id int, person_id int, role text, unit_id int, delegated_by int
SELECT id, person_id, role, coalesce(unit_id, 0), coalesce(delegated_by, 0) FROM person_role WHERE id = :id

-- :name person_roles :many
-- :in person_id int
-- :out id int, role text, unit_id int, unit_name text, valid_from date, valid_to date, delegated_by text, reason text
SELECT r.id, r.role, coalesce(r.unit_id, 0), coalesce(u.name, ''), r.valid_from, r.valid_to, coalesce(d.name, ''), r.reason
  FROM person_role r
  LEFT JOIN unit u ON u.id = r.unit_id
  LEFT JOIN person d ON d.id = r.delegated_by
 WHERE r.person_id = :person_id
 ORDER BY r.id

-- :name person_delegated :many
-- What a person has passed on to others, the newest first.
-- :in delegated_by int
-- :out id int, role text, unit_name text, to_name text, valid_from date, valid_to date, reason text
SELECT r.id, r.role, coalesce(u.name, ''), p.name AS to_name, r.valid_from, r.valid_to, r.reason
  FROM person_role r
  JOIN person p ON p.id = r.person_id
  LEFT JOIN unit u ON u.id = r.unit_id
 WHERE r.delegated_by = :delegated_by
 ORDER BY r.id DESC
