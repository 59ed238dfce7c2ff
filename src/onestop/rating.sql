-- :name settlement_scores :many
-- Points of a unit in a period.
-- :in unit_id int, period text
-- :out item int, self dec?, appraised dec?, note text
SELECT item, self, appraised, note FROM settlement_score WHERE unit_id = :unit_id AND period = :period ORDER BY item

-- :name settlement_score_put :many
-- Gives a row when something changed.
-- :in unit_id int, period text, item int, self dec?, appraised dec?, note text
-- :out item int
INSERT INTO settlement_score (unit_id, period, item, self, appraised, note)
VALUES (:unit_id, :period, :item, :self, :appraised, :note)
ON CONFLICT (unit_id, period, item) DO UPDATE SET self = excluded.self, appraised = excluded.appraised, note = excluded.note
 WHERE settlement_score.self IS DISTINCT FROM excluded.self OR settlement_score.appraised IS DISTINCT FROM excluded.appraised
    OR settlement_score.note <> excluded.note
RETURNING item

-- :name settlement_units :many
-- Units that were rated in a period, with their sums.
-- :in period text
-- :out unit_id int, code text, name text, n_self int, self dec, n_appraised int, appraised dec
SELECT u.id AS unit_id, u.code, u.name, count(s.self) AS n_self, CAST(coalesce(sum(s.self), 0) AS bigint) AS self,
       count(s.appraised) AS n_appraised, CAST(coalesce(sum(s.appraised), 0) AS bigint) AS appraised
  FROM settlement_score s JOIN unit u ON u.id = s.unit_id WHERE s.period = :period
 GROUP BY u.id, u.code, u.name, u.sort_key ORDER BY u.sort_key, u.code
