-- :name criteria_sets :many
-- All sets, newest year first, with their size.
-- :row CriteriaSetRow
-- :out id int, code text, year int, name text, unit_kinds text, scale dec, basis text, ties text, rounding text, places int, na_policy text, grades text, frozen_at moment, frozen_why text, version int, leaves int
SELECT s.id, s.code, s.year, s.name, s.unit_kinds, s.scale, s.basis, s.ties, s.rounding, s.places, s.na_policy, s.grades,
       s.frozen_at, s.frozen_why, s.version,
       (SELECT count(*) FROM criterion k WHERE k.set_id = s.id
           AND NOT EXISTS (SELECT 1 FROM criterion d WHERE d.parent_id = k.id))
  FROM criteria_set s ORDER BY s.year DESC, s.code

-- :name criteria_set_get :one
-- :in id int
-- :row CriteriaSetRow
SELECT id, code, year, name, unit_kinds, scale, basis, ties, rounding, places, na_policy, grades, frozen_at, frozen_why, version,
       (SELECT count(*) FROM criterion k WHERE k.set_id = criteria_set.id
           AND NOT EXISTS (SELECT 1 FROM criterion d WHERE d.parent_id = k.id))
  FROM criteria_set WHERE id = :id

-- :name criteria_set_by_code :opt
-- :in code text, year int
-- :row CriteriaSetRow
SELECT id, code, year, name, unit_kinds, scale, basis, ties, rounding, places, na_policy, grades, frozen_at, frozen_why, version,
       (SELECT count(*) FROM criterion k WHERE k.set_id = criteria_set.id
           AND NOT EXISTS (SELECT 1 FROM criterion d WHERE d.parent_id = k.id))
  FROM criteria_set WHERE code = :code AND year = :year

-- :name criteria_set_insert :one
-- :in code text, year int, name text, unit_kinds text, scale dec, basis text, ties text, rounding text, places int, na_policy text, grades text
-- :out id int
INSERT INTO criteria_set (code, year, name, unit_kinds, scale, basis, ties, rounding, places, na_policy, grades)
VALUES (:code, :year, :name, :unit_kinds, :scale, :basis, :ties, :rounding, :places, :na_policy, :grades)
RETURNING id

-- :name criteria_set_update :many
-- Changes the declared policies of a set that is not frozen and that nobody changed meanwhile; gives no row otherwise.
-- :in id int, version int, name text, unit_kinds text, scale dec, basis text, ties text, rounding text, places int, na_policy text, grades text
-- :out id int
UPDATE criteria_set SET name = :name, unit_kinds = :unit_kinds, scale = :scale, basis = :basis, ties = :ties,
       rounding = :rounding, places = :places, na_policy = :na_policy, grades = :grades, version = version + 1
 WHERE id = :id AND version = :version AND frozen_at IS NULL
RETURNING id

-- :name criteria_set_freeze :exec
-- :in id int, at moment, why text
UPDATE criteria_set SET frozen_at = :at, frozen_why = :why WHERE id = :id AND frozen_at IS NULL

-- :name criterion_list :many
-- The tree in the order of the printed table.
-- :in set_id int
-- :row CriterionRow
-- :out id int, set_id int, code text, parent_id int, parent_code text, position int, name text, max_points dec, rule text, source text, na_policy text, evidence text, assessor text, basis text, old_code text, version int, children int
SELECT k.id, k.set_id, k.code, coalesce(k.parent_id, 0), coalesce(p.code, ''), k.position, k.name, k.max_points, k.rule, k.source,
       k.na_policy, k.evidence, k.assessor, k.basis, k.old_code, k.version,
       (SELECT count(*) FROM criterion d WHERE d.parent_id = k.id)
  FROM criterion k LEFT JOIN criterion p ON p.id = k.parent_id
 WHERE k.set_id = :set_id ORDER BY k.position

-- :name criterion_get :one
-- :in id int
-- :row CriterionRow
SELECT k.id, k.set_id, k.code, coalesce(k.parent_id, 0), coalesce(p.code, ''), k.position, k.name, k.max_points, k.rule, k.source,
       k.na_policy, k.evidence, k.assessor, k.basis, k.old_code, k.version,
       (SELECT count(*) FROM criterion d WHERE d.parent_id = k.id)
  FROM criterion k LEFT JOIN criterion p ON p.id = k.parent_id
 WHERE k.id = :id

-- :name criterion_by_code :opt
-- :in set_id int, code text
-- :row CriterionRow
SELECT k.id, k.set_id, k.code, coalesce(k.parent_id, 0), coalesce(p.code, ''), k.position, k.name, k.max_points, k.rule, k.source,
       k.na_policy, k.evidence, k.assessor, k.basis, k.old_code, k.version,
       (SELECT count(*) FROM criterion d WHERE d.parent_id = k.id)
  FROM criterion k LEFT JOIN criterion p ON p.id = k.parent_id
 WHERE k.set_id = :set_id AND k.code = :code

-- :name criterion_insert :one
-- :in set_id int, code text, parent_id int?, position int, name text, max_points dec, rule text, source text, na_policy text, evidence text, assessor text, basis text, old_code text
-- :out id int
INSERT INTO criterion (set_id, code, parent_id, position, name, max_points, rule, source, na_policy, evidence, assessor, basis, old_code)
VALUES (:set_id, :code, :parent_id, :position, :name, :max_points, :rule, :source, :na_policy, :evidence, :assessor, :basis, :old_code)
RETURNING id

-- :name criterion_update :many
-- :in id int, version int, name text, max_points dec, rule text, source text, na_policy text, evidence text, assessor text, basis text
-- :out id int
UPDATE criterion SET name = :name, max_points = :max_points, rule = :rule, source = :source, na_policy = :na_policy,
       evidence = :evidence, assessor = :assessor, basis = :basis, version = version + 1
 WHERE id = :id AND version = :version
RETURNING id

-- :name criterion_replace :exec
-- A criterion of a re-imported set keeps its identity, so that direct points stay with it.
-- :in id int, parent_id int?, position int, name text, max_points dec, rule text, source text, na_policy text, evidence text, assessor text, basis text, old_code text
UPDATE criterion SET parent_id = :parent_id, position = :position, name = :name, max_points = :max_points, rule = :rule,
       source = :source, na_policy = :na_policy, evidence = :evidence, assessor = :assessor, basis = :basis,
       old_code = CASE WHEN :old_code = '' THEN old_code ELSE :old_code END, version = version + 1
 WHERE id = :id

-- :name criterion_detach :exec
-- Before the criteria of a set are replaced: no parent points into what may go.
-- :in set_id int
UPDATE criterion SET parent_id = NULL WHERE set_id = :set_id

-- :name criterion_remove :exec
-- :in id int
DELETE FROM criterion WHERE id = :id

-- :name criterion_scores_remove :exec
-- :in criterion_id int
DELETE FROM direct_score WHERE criterion_id = :criterion_id
