-- :name calendar_year_get :opt
-- :in year int
-- :out year int, basis text, at moment, who text
SELECT year, basis, at, who FROM calendar_year WHERE year = :year

-- :name calendar_year_put :exec
-- :in year int, basis text, at moment, who text
INSERT INTO calendar_year (year, basis, at, who) VALUES (:year, :basis, :at, :who)
ON CONFLICT (year) DO UPDATE SET basis = excluded.basis, at = excluded.at, who = excluded.who

-- :name calendar_days_clear :exec
-- :in year int
DELETE FROM calendar_day WHERE year = :year

-- :name calendar_year_clear :exec
-- :in year int
DELETE FROM calendar_year WHERE year = :year

-- :name calendar_day_add :exec
-- :in year int, date date, kind text, name text, basis text
INSERT INTO calendar_day (year, date, kind, name, basis) VALUES (:year, :date, :kind, :name, :basis)

-- :name calendar_hours_of :opt
-- Hours of a unit on a day: its own, else those of the nearest unit above that has any.
-- :in unit_code text, day date
-- :out hours text
WITH RECURSIVE up (id, parent_id, depth) AS (
    SELECT u.id, u.parent_id, 0 FROM unit u WHERE u.code = :unit_code
    UNION ALL
    SELECT u.id, u.parent_id, up.depth + 1 FROM unit u JOIN up ON u.id = up.parent_id WHERE up.depth < 20)
SELECT h.hours FROM office_hours h JOIN up ON up.id = h.unit_id
 WHERE h.valid_from <= :day ORDER BY up.depth, h.valid_from DESC LIMIT 1
