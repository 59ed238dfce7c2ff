-- :name dossier_source_get :opt
-- :in name text
-- :out id int
SELECT id FROM dossier_source WHERE name = :name

-- :name dossier_source_add :one
-- :in name text
-- :out id int
INSERT INTO dossier_source (name) VALUES (:name) RETURNING id

-- :name dossier_columns :many
-- Headings of a source's exports, as recognised before.
-- :in source_id int
-- :out heading text, field text
SELECT heading, field FROM dossier_column WHERE source_id = :source_id ORDER BY heading

-- :name dossier_column_put :exec
-- :in source_id int, heading text, field text
INSERT INTO dossier_column (source_id, heading, field) VALUES (:source_id, :heading, :field)
ON CONFLICT (source_id, heading) DO UPDATE SET field = excluded.field

-- :name dossier_file_add :one
-- :in source_id int, name text, at moment, who text
-- :out id int
INSERT INTO dossier_file (source_id, name, at, who) VALUES (:source_id, :name, :at, :who) RETURNING id

-- :name dossier_file_done :exec
-- :in id int, n_new int, n_changed int, n_same int, n_bad int
UPDATE dossier_file SET n_new = :n_new, n_changed = :n_changed, n_same = :n_same, n_bad = :n_bad WHERE id = :id

-- :name dossier_file_drop :exec
-- An import that changed nothing leaves nothing behind.
-- :in id int
DELETE FROM dossier_file WHERE id = :id

-- :name dossier_files :many
-- The newest imports.
-- :in most int
-- :out id int, source text, name text, at moment, who text, n_new int, n_changed int, n_same int, n_bad int
SELECT f.id, s.name AS source, f.name, f.at, f.who, f.n_new, f.n_changed, f.n_same, f.n_bad
  FROM dossier_file f JOIN dossier_source s ON s.id = f.source_id ORDER BY f.id DESC LIMIT :most

-- :name dossier_units :many
-- Units that dossiers may name, by code, and by name where only one bears it.
-- :out id int, code text, name text
SELECT id, code, name FROM unit ORDER BY id

-- :name procedure_codes :many
-- :out id int, code text
SELECT id, code FROM admin_procedure ORDER BY id

-- :name procedure_meet :one
-- A procedure that only dossiers have named so far.
-- :in code text, fold text
-- :out id int
INSERT INTO admin_procedure (code, fold) VALUES (:code, :fold) RETURNING id

-- :name dossier_field_codes :many
-- :out id int, code text
SELECT id, code FROM dossier_field ORDER BY id

-- :name dossier_field_add :one
-- :in code text
-- :out id int
INSERT INTO dossier_field (code) VALUES (:code) RETURNING id

-- :name dossier_known :opt
-- What is stored of a dossier.
-- :in source_id int, code text
-- :row DossierKnownRow
-- :out at int, file_id int, unit_id int, procedure_id int, field_id int, received int, due int, finished int, old_due int, waited int, supplements int, state int, channel int, flags int, by_date int, by_766 int, days int, month int, closed int, official text, asked int, supplied int
SELECT 0 AS at, d.file_id, d.unit_id, d.procedure_id, d.field_id, d.received, d.due, d.finished, d.old_due, d.waited,
       d.supplements, d.state, d.channel, d.flags, d.by_date, d.by_766, d.days, d.month, d.closed, d.official,
       d.asked, d.supplied
  FROM dossier d WHERE d.source_id = :source_id AND d.code = :code

-- :name dossiers_known :many
-- The same of many dossiers, for a database that is asked over a wire: codes are an array of PostgreSQL, at counts from 0.
-- LIMIT 1 makes it look up each code by the key: without statistics the planner would read the whole table for each batch.
-- :in source_id int, codes text
-- :row DossierKnownRow
SELECT 0 AS at, d.file_id, d.unit_id, d.procedure_id, d.field_id, d.received, d.due, d.finished, d.old_due, d.waited,
       d.supplements, d.state, d.channel, d.flags, d.by_date, d.by_766, d.days, d.month, d.closed, d.official,
       d.asked, d.supplied
  FROM dossier d WHERE d.source_id = :source_id AND d.code = :codes
-- :on pg
SELECT j.n - 1 AS at, d.file_id, d.unit_id, d.procedure_id, d.field_id, d.received, d.due, d.finished, d.old_due, d.waited,
       d.supplements, d.state, d.channel, d.flags, d.by_date, d.by_766, d.days, d.month, d.closed, d.official,
       d.asked, d.supplied
  FROM unnest(CAST(:codes AS text[])) WITH ORDINALITY AS j (code, n)
  JOIN LATERAL (SELECT * FROM dossier x WHERE x.source_id = :source_id AND x.code = j.code LIMIT 1) d ON true

-- :name dossier_put :exec
-- A new or changed dossier.
-- :in source_id int, code text, file_id int, unit_id int, procedure_id int, field_id int, received int, due int, finished int, old_due int, waited int, supplements int, state int, channel int, flags int, by_date int, by_766 int, days int, month int, closed int, official text, asked int, supplied int
INSERT INTO dossier (source_id, code, file_id, unit_id, procedure_id, field_id, received, due, finished, old_due, waited,
       supplements, state, channel, flags, by_date, by_766, days, month, closed, official, asked, supplied)
VALUES (:source_id, :code, :file_id, :unit_id, :procedure_id, :field_id, :received, :due, :finished, :old_due, :waited, :supplements,
       :state, :channel, :flags, :by_date, :by_766, :days, :month, :closed, :official, :asked, :supplied)
ON CONFLICT (source_id, code) DO UPDATE SET file_id = excluded.file_id, unit_id = excluded.unit_id,
       procedure_id = excluded.procedure_id, field_id = excluded.field_id, received = excluded.received, due = excluded.due,
       finished = excluded.finished, old_due = excluded.old_due, waited = excluded.waited, supplements = excluded.supplements,
       state = excluded.state, channel = excluded.channel, flags = excluded.flags, by_date = excluded.by_date,
       by_766 = excluded.by_766, days = excluded.days, month = excluded.month, closed = excluded.closed, official = excluded.official,
       asked = excluded.asked, supplied = excluded.supplied

-- :name dossiers_put :exec
-- Many of them over a wire, as arrays of PostgreSQL, one for each column. SQLite takes them one by one (dossier_put).
-- :in source_id int, file_id int, code text, unit_id text, procedure_id text, field_id text, received text, due text, finished text, old_due text, waited text, supplements text, state text, channel text, flags text, by_date text, by_766 text, days text, month text, closed text, asked text, supplied text, official text
DELETE FROM dossier WHERE 1 = 0 AND source_id = :source_id AND file_id = :file_id AND code IN (:code, :unit_id, :procedure_id, :field_id, :received,
       :due, :finished, :old_due, :waited, :supplements, :state, :channel, :flags, :by_date, :by_766, :days, :month, :closed, :asked, :supplied, :official)
-- :on pg
INSERT INTO dossier (source_id, file_id, code, unit_id, procedure_id, field_id, received, due, finished, old_due, waited,
       supplements, state, channel, flags, by_date, by_766, days, month, closed, asked, supplied, official)
SELECT CAST(:source_id AS bigint), CAST(:file_id AS bigint), t.* FROM unnest(CAST(:code AS text[]), CAST(:unit_id AS bigint[]),
       CAST(:procedure_id AS bigint[]), CAST(:field_id AS bigint[]), CAST(:received AS bigint[]), CAST(:due AS bigint[]),
       CAST(:finished AS bigint[]), CAST(:old_due AS bigint[]), CAST(:waited AS bigint[]), CAST(:supplements AS bigint[]),
       CAST(:state AS bigint[]), CAST(:channel AS bigint[]), CAST(:flags AS bigint[]), CAST(:by_date AS bigint[]),
       CAST(:by_766 AS bigint[]), CAST(:days AS bigint[]), CAST(:month AS bigint[]), CAST(:closed AS bigint[]),
       CAST(:asked AS bigint[]), CAST(:supplied AS bigint[]), CAST(:official AS text[])) AS t
ON CONFLICT (source_id, code) DO UPDATE SET file_id = excluded.file_id, unit_id = excluded.unit_id,
       procedure_id = excluded.procedure_id, field_id = excluded.field_id, received = excluded.received, due = excluded.due,
       finished = excluded.finished, old_due = excluded.old_due, waited = excluded.waited, supplements = excluded.supplements,
       state = excluded.state, channel = excluded.channel, flags = excluded.flags, by_date = excluded.by_date,
       by_766 = excluded.by_766, days = excluded.days, month = excluded.month, closed = excluded.closed, official = excluded.official,
       asked = excluded.asked, supplied = excluded.supplied

-- :name dossier_count_add :exec
-- A difference to the counts of one group.
-- :in source_id int, unit_id int, month int, closed int, field_id int, procedure_id int, channel int, n int, early int, on_time int, late int, early_766 int, on_time_766 int, late_766 int, active int, suspended int, returned int, paid int, digitised int, postal int, fee int, electronic int, reused int, complaint int, days int
INSERT INTO dossier_count (source_id, unit_id, month, closed, field_id, procedure_id, channel, n, early, on_time, late,
       early_766, on_time_766, late_766, active, suspended, returned, paid, digitised, postal, fee, electronic, reused, complaint, days)
VALUES (:source_id, :unit_id, :month, :closed, :field_id, :procedure_id, :channel, :n, :early, :on_time, :late, :early_766,
       :on_time_766, :late_766, :active, :suspended, :returned, :paid, :digitised, :postal, :fee, :electronic,
       :reused, :complaint, :days)
ON CONFLICT (source_id, unit_id, month, closed, field_id, procedure_id, channel) DO UPDATE SET
       n = dossier_count.n + excluded.n, early = dossier_count.early + excluded.early,
       on_time = dossier_count.on_time + excluded.on_time, late = dossier_count.late + excluded.late,
       early_766 = dossier_count.early_766 + excluded.early_766, on_time_766 = dossier_count.on_time_766 + excluded.on_time_766,
       late_766 = dossier_count.late_766 + excluded.late_766, active = dossier_count.active + excluded.active,
       suspended = dossier_count.suspended + excluded.suspended, returned = dossier_count.returned + excluded.returned,
       paid = dossier_count.paid + excluded.paid, digitised = dossier_count.digitised + excluded.digitised,
       postal = dossier_count.postal + excluded.postal, fee = dossier_count.fee + excluded.fee,
       electronic = dossier_count.electronic + excluded.electronic, reused = dossier_count.reused + excluded.reused,
       complaint = dossier_count.complaint + excluded.complaint, days = dossier_count.days + excluded.days

-- :name dossier_counts_add :exec
-- Many of them over a wire, as arrays of PostgreSQL, one for each column. SQLite takes them one by one (dossier_count_add).
-- :in source_id int, unit_id text, month text, closed text, field_id text, procedure_id text, channel text, n text, early text, on_time text, late text, early_766 text, on_time_766 text, late_766 text, active text, suspended text, returned text, paid text, digitised text, postal text, fee text, electronic text, reused text, complaint text, days text
DELETE FROM dossier_count WHERE 1 = 0 AND source_id = :source_id AND unit_id IN (:unit_id, :month, :closed, :field_id, :procedure_id, :channel, :n, :early, :on_time, :late, :early_766,
       :on_time_766, :late_766, :active, :suspended, :returned, :paid, :digitised, :postal, :fee, :electronic,
       :reused, :complaint, :days)
-- :on pg
INSERT INTO dossier_count (source_id, unit_id, month, closed, field_id, procedure_id, channel, n, early, on_time, late,
       early_766, on_time_766, late_766, active, suspended, returned, paid, digitised, postal, fee, electronic, reused, complaint, days)
SELECT CAST(:source_id AS bigint), t.* FROM unnest(CAST(:unit_id AS bigint[]), CAST(:month AS bigint[]), CAST(:closed AS bigint[]), CAST(:field_id AS bigint[]),
       CAST(:procedure_id AS bigint[]), CAST(:channel AS bigint[]), CAST(:n AS bigint[]), CAST(:early AS bigint[]),
       CAST(:on_time AS bigint[]), CAST(:late AS bigint[]), CAST(:early_766 AS bigint[]),
       CAST(:on_time_766 AS bigint[]), CAST(:late_766 AS bigint[]), CAST(:active AS bigint[]),
       CAST(:suspended AS bigint[]), CAST(:returned AS bigint[]), CAST(:paid AS bigint[]),
       CAST(:digitised AS bigint[]), CAST(:postal AS bigint[]), CAST(:fee AS bigint[]), CAST(:electronic AS bigint[]),
       CAST(:reused AS bigint[]), CAST(:complaint AS bigint[]), CAST(:days AS bigint[])) AS t
ON CONFLICT (source_id, unit_id, month, closed, field_id, procedure_id, channel) DO UPDATE SET
       n = dossier_count.n + excluded.n, early = dossier_count.early + excluded.early,
       on_time = dossier_count.on_time + excluded.on_time, late = dossier_count.late + excluded.late,
       early_766 = dossier_count.early_766 + excluded.early_766, on_time_766 = dossier_count.on_time_766 + excluded.on_time_766,
       late_766 = dossier_count.late_766 + excluded.late_766, active = dossier_count.active + excluded.active,
       suspended = dossier_count.suspended + excluded.suspended, returned = dossier_count.returned + excluded.returned,
       paid = dossier_count.paid + excluded.paid, digitised = dossier_count.digitised + excluded.digitised,
       postal = dossier_count.postal + excluded.postal, fee = dossier_count.fee + excluded.fee,
       electronic = dossier_count.electronic + excluded.electronic, reused = dossier_count.reused + excluded.reused,
       complaint = dossier_count.complaint + excluded.complaint, days = dossier_count.days + excluded.days

-- :name dossier_count_clean :exec
-- :in source_id int
DELETE FROM dossier_count WHERE source_id = :source_id AND n = 0

-- :name dossier_count_wrong :one
-- Groups whose stored counts are not what the dossiers add up to.
-- :out wrong int
SELECT count(*) AS wrong FROM (
    SELECT source_id, unit_id, month, closed, field_id, procedure_id, channel, n, early, on_time, late, late_766, active, suspended,
           returned, days FROM dossier_count
    EXCEPT
    SELECT source_id, unit_id, month, closed, field_id, procedure_id, channel, count(*), sum(CASE WHEN by_date = 1 THEN 1 ELSE 0 END),
           sum(CASE WHEN by_date = 2 THEN 1 ELSE 0 END), sum(CASE WHEN by_date = 3 THEN 1 ELSE 0 END),
           sum(CASE WHEN by_766 = 3 THEN 1 ELSE 0 END), sum(CASE WHEN state = 1 THEN 1 ELSE 0 END),
           sum(CASE WHEN state = 2 THEN 1 ELSE 0 END), sum(CASE WHEN state = 3 THEN 1 ELSE 0 END), CAST(sum(days) AS bigint)
      FROM dossier GROUP BY source_id, unit_id, month, closed, field_id, procedure_id, channel) w

-- :name dossier_uncounted :one
-- Dossiers less what is counted: 0 when both agree.
-- :out diff int
SELECT (SELECT count(*) FROM dossier) - (SELECT CAST(coalesce(sum(n), 0) AS bigint) FROM dossier_count) AS diff

-- :name onestop_figures :many
-- Dossiers received in months first..last of a unit and everything below it, by the keys asked for (1). `over`: in progress
-- and due before the moment `cut`. root_id 0: every unit.
-- :in root_id int, first int, last int, cut int, by_unit int, by_month int, by_field int, by_procedure int, by_channel int
-- :out unit text, month int, field text, procedure text, channel int, n int, early int, on_time int, late int, early_766 int, on_time_766 int, late_766 int, active int, over int, suspended int, returned int, online int, paid int, digitised int, postal int, days int
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT CASE WHEN CAST(:by_unit AS bigint) = 1 THEN u.code ELSE '' END AS unit, CASE WHEN :by_month = 1 THEN k.month ELSE 0 END AS month,
       CASE WHEN CAST(:by_field AS bigint) = 1 THEN coalesce(f.code, '') ELSE '' END AS field,
       CASE WHEN CAST(:by_procedure AS bigint) = 1 THEN coalesce(p.code, '') ELSE '' END AS procedure,
       CASE WHEN CAST(:by_channel AS bigint) = 1 THEN k.channel ELSE 0 END AS channel,
       CAST(sum(k.n) AS bigint) AS n, CAST(sum(k.early) AS bigint) AS early, CAST(sum(k.on_time) AS bigint) AS on_time,
       CAST(sum(k.late) AS bigint) AS late, CAST(sum(k.early_766) AS bigint) AS early_766,
       CAST(sum(k.on_time_766) AS bigint) AS on_time_766, CAST(sum(k.late_766) AS bigint) AS late_766,
       CAST(sum(k.active) AS bigint) AS active, CAST(sum(k.over) AS bigint) AS over, CAST(sum(k.suspended) AS bigint) AS suspended,
       CAST(sum(k.returned) AS bigint) AS returned, CAST(sum(CASE WHEN k.channel = 1 THEN k.n ELSE 0 END) AS bigint) AS online,
       CAST(sum(k.paid) AS bigint) AS paid, CAST(sum(k.digitised) AS bigint) AS digitised, CAST(sum(k.postal) AS bigint) AS postal,
       CAST(sum(k.days) AS bigint) AS days
  FROM (SELECT unit_id, month, field_id, procedure_id, channel, n, early, on_time, late, early_766, on_time_766, late_766, active,
               0 AS over, suspended, returned, paid, digitised, postal, days
          FROM dossier_count
        UNION ALL
        SELECT unit_id, month, field_id, procedure_id, channel, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
          FROM dossier WHERE state = 1 AND due > 0 AND due < :cut) k
  JOIN unit u ON u.id = k.unit_id
  LEFT JOIN dossier_field f ON f.id = k.field_id
  LEFT JOIN admin_procedure p ON p.id = k.procedure_id
 WHERE k.month BETWEEN :first AND :last AND k.unit_id IN (SELECT id FROM down)
 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5

-- :name onestop_units :many
-- What the months first..last were like for every unit that has dossiers, without the units below it. Done and returned:
-- those that ended in these months; online and so on: of those received in them.
-- :in first int, last int, cut int
-- :row OnestopUnitRow
-- :out unit_id int, carried int, fresh int, early int, on_time int, late int, early_766 int, on_time_766 int, late_766 int, returned int, open int, suspended int, over int, received int, online int, paid int, fee int, digitised int, postal int, days int, done_fresh int, late_fresh_766 int, over_fresh int
SELECT k.unit_id,
       CAST(sum(CASE WHEN k.month < :first AND (k.closed = 0 OR k.closed >= :first) THEN k.known ELSE 0 END) AS bigint) AS carried,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.known ELSE 0 END) AS bigint) AS fresh,
       CAST(sum(CASE WHEN k.closed BETWEEN :first AND :last THEN k.early ELSE 0 END) AS bigint) AS early,
       CAST(sum(CASE WHEN k.closed BETWEEN :first AND :last THEN k.on_time ELSE 0 END) AS bigint) AS on_time,
       CAST(sum(CASE WHEN k.closed BETWEEN :first AND :last THEN k.late ELSE 0 END) AS bigint) AS late,
       CAST(sum(CASE WHEN k.closed BETWEEN :first AND :last THEN k.early_766 ELSE 0 END) AS bigint) AS early_766,
       CAST(sum(CASE WHEN k.closed BETWEEN :first AND :last THEN k.on_time_766 ELSE 0 END) AS bigint) AS on_time_766,
       CAST(sum(CASE WHEN k.closed BETWEEN :first AND :last THEN k.late_766 ELSE 0 END) AS bigint) AS late_766,
       CAST(sum(CASE WHEN k.closed BETWEEN :first AND :last THEN k.returned ELSE 0 END) AS bigint) AS returned,
       CAST(sum(CASE WHEN k.month <= :last AND (k.closed = 0 OR k.closed > :last) THEN k.known - k.suspended ELSE 0 END) AS bigint) AS open,
       CAST(sum(CASE WHEN k.month <= :last AND k.closed = 0 THEN k.suspended ELSE 0 END) AS bigint) AS suspended,
       CAST(sum(CASE WHEN k.month <= :last THEN k.over ELSE 0 END) AS bigint) AS over,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.n ELSE 0 END) AS bigint) AS received,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last AND k.channel = 1 THEN k.n ELSE 0 END) AS bigint) AS online,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.paid ELSE 0 END) AS bigint) AS paid,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.fee ELSE 0 END) AS bigint) AS fee,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.digitised ELSE 0 END) AS bigint) AS digitised,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.postal ELSE 0 END) AS bigint) AS postal,
       CAST(sum(CASE WHEN k.closed BETWEEN :first AND :last THEN k.days ELSE 0 END) AS bigint) AS days,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.early_766 + k.on_time_766 + k.late_766 ELSE 0 END) AS bigint) AS done_fresh,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.late_766 ELSE 0 END) AS bigint) AS late_fresh_766,
       CAST(sum(CASE WHEN k.month BETWEEN :first AND :last THEN k.over ELSE 0 END) AS bigint) AS over_fresh
  FROM (SELECT unit_id, month, closed, channel, n, early + on_time + late + active + suspended + returned AS known, early, on_time, late,
               early_766, on_time_766, late_766, 0 AS over, suspended, returned, paid, fee, digitised, postal, days
          FROM dossier_count
        UNION ALL
        SELECT unit_id, month, closed, channel, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0
          FROM dossier WHERE state = 1 AND due > 0 AND due < :cut) k
 GROUP BY k.unit_id ORDER BY k.unit_id

-- :name onestop_due :many
-- Dossiers in progress of a unit and everything below it that are due before `until`, the longest overdue first.
-- :in root_id int, since int, until int, most int
-- :out code text, source_id int, source text, unit_code text, unit text, procedure text, procedure_name text, received int, due int, official text
WITH RECURSIVE down (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = CAST(:root_id AS bigint) OR (CAST(:root_id AS bigint) = 0 AND u.parent_id IS NULL)
    UNION ALL
    SELECT u.id, down.depth + 1 FROM unit u JOIN down ON u.parent_id = down.id WHERE down.depth < 20)
SELECT d.code, d.source_id, s.name AS source, u.code AS unit_code, u.name AS unit, coalesce(p.code, '') AS procedure,
       coalesce(p.name, '') AS procedure_name, d.received, d.due, d.official
  FROM dossier d
  JOIN unit u ON u.id = d.unit_id
  JOIN dossier_source s ON s.id = d.source_id
  LEFT JOIN admin_procedure p ON p.id = d.procedure_id
 WHERE d.state = 1 AND d.due > 0 AND d.due >= :since AND d.due < :until AND d.unit_id IN (SELECT id FROM down)
 ORDER BY d.due, d.code LIMIT :most

-- :name dossier_event_put :many
-- A step of a dossier; gives a row when it was not there.
-- :in source_id int, code text, at int, told int, state int, old_state int, due int, old_due int
-- :out state int
INSERT INTO dossier_event (source_id, code, at, told, state, old_state, due, old_due)
VALUES (:source_id, :code, :at, :told, :state, :old_state, :due, :old_due)
ON CONFLICT (source_id, code, at, told, state) DO NOTHING RETURNING state

-- :name dossier_events_put :exec
-- Many that were seen at one import, over a wire, as arrays of PostgreSQL. SQLite takes them one by one (dossier_event_put).
-- :in source_id int, at int, code text, state text, old_state text, due text, old_due text
DELETE FROM dossier_event WHERE 1 = 0 AND source_id = :source_id AND at = :at AND code IN (:code, :state, :old_state, :due, :old_due)
-- :on pg
INSERT INTO dossier_event (source_id, at, told, code, state, old_state, due, old_due)
SELECT CAST(:source_id AS bigint), CAST(:at AS bigint), 0, t.* FROM unnest(CAST(:code AS text[]), CAST(:state AS bigint[]),
       CAST(:old_state AS bigint[]), CAST(:due AS bigint[]), CAST(:old_due AS bigint[])) AS t
ON CONFLICT (source_id, code, at, told, state) DO NOTHING

-- :name dossier_events :many
-- The steps of a dossier, the oldest first.
-- :in source_id int, code text
-- :out at int, told bool, state int, old_state int, due int, old_due int
SELECT at, told, state, old_state, due, old_due FROM dossier_event WHERE source_id = :source_id AND code = :code ORDER BY at, told, state
