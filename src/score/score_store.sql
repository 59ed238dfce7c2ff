-- :name direct_put :exec
-- Direct points of a unit for a leaf; the same unit and criterion again replaces them. NULL: not applicable.
-- :in criterion_id int, unit_id int, points dec?, reason text, source text, at moment, who text
INSERT INTO direct_score (criterion_id, unit_id, points, reason, source, changed_at, changed_by)
VALUES (:criterion_id, :unit_id, :points, :reason, :source, :at, :who)
ON CONFLICT (criterion_id, unit_id) DO UPDATE
   SET points = excluded.points, reason = excluded.reason, source = excluded.source, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by

-- :name direct_of_set :many
-- :in set_id int
-- :out criterion_id int, unit_id int, points dec?, reason text, source text, changed_at moment, changed_by text
SELECT d.criterion_id, d.unit_id, d.points, d.reason, d.source, d.changed_at, d.changed_by
  FROM direct_score d JOIN criterion k ON k.id = d.criterion_id
 WHERE k.set_id = :set_id ORDER BY d.unit_id, k.position

-- :name sets_of_person :many
-- Sets that are meant for units of the kind of the person's own.
-- :in person_id int
-- :out id int
SELECT s.id
  FROM person p
  JOIN unit u ON u.id = p.unit_id
  JOIN criteria_set s ON (' ' || s.unit_kinds || ' ') LIKE ('% ' || u.kind || ' %')
 WHERE p.id = :person_id

-- :name scored_units :many
-- Units as they stood on the last day of the year that have a figure of the year or direct points of the set, or are
-- of a kind the set is meant for.
-- :in set_id int, period text, on date, kinds text
-- :out id int, code text, name text, kind text, parent_id int, rank_group text, ranked bool, has_data bool
SELECT u.id, u.code, s.name, s.kind, coalesce(s.parent_id, 0), s.rank_group, s.ranked,
       CASE WHEN EXISTS (SELECT 1 FROM fact f WHERE f.unit_id = u.id AND f.period = :period)
              OR EXISTS (SELECT 1 FROM direct_score d JOIN criterion k ON k.id = d.criterion_id
                          WHERE k.set_id = :set_id AND d.unit_id = u.id) THEN 1 ELSE 0 END
  FROM unit u
  JOIN unit_state s ON s.unit_id = u.id AND (s.valid_from IS NULL OR s.valid_from <= :on)
                   AND (s.valid_to IS NULL OR s.valid_to >= :on)
 WHERE (:kinds <> '' AND (' ' || :kinds || ' ') LIKE ('% ' || s.kind || ' %'))
    OR (:kinds = '' AND (EXISTS (SELECT 1 FROM direct_score d JOIN criterion k ON k.id = d.criterion_id
                          WHERE k.set_id = :set_id AND d.unit_id = u.id)
        OR EXISTS (SELECT 1 FROM fact f JOIN criterion k ON k.set_id = :set_id AND k.code = f.code
                    WHERE f.unit_id = u.id AND f.period = :period)))
 ORDER BY u.sort_key, u.code

-- :name facts_for_set :many
-- Figures of the year for the units a set is meant for and for the units right below them; all units when it names no kind.
-- :in period text, on date, kinds text
-- :out unit_id int, code text, value text, source text, changed_at moment
SELECT f.unit_id, f.code, f.value, f.source, f.changed_at
  FROM fact f
 WHERE f.period = :period
   AND f.unit_id IN (SELECT s.unit_id
                       FROM unit_state s
                       LEFT JOIN unit_state p ON p.unit_id = s.parent_id AND (p.valid_from IS NULL OR p.valid_from <= :on)
                                             AND (p.valid_to IS NULL OR p.valid_to >= :on)
                      WHERE (s.valid_from IS NULL OR s.valid_from <= :on) AND (s.valid_to IS NULL OR s.valid_to >= :on)
                        AND (:kinds = '' OR (' ' || :kinds || ' ') LIKE ('% ' || s.kind || ' %')
                             OR (' ' || :kinds || ' ') LIKE ('% ' || p.kind || ' %')))
 ORDER BY f.unit_id, f.code

-- :name unit_children_on :many
-- Who stands below whom on a day.
-- :in on date
-- :out id int, parent_id int
SELECT s.unit_id AS id, s.parent_id
  FROM unit_state s
 WHERE s.parent_id IS NOT NULL AND (s.valid_from IS NULL OR s.valid_from <= :on) AND (s.valid_to IS NULL OR s.valid_to >= :on)
 ORDER BY s.parent_id, s.unit_id
