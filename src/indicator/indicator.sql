-- :name element_all :many
-- Elements in the order of the printed form.
-- :row ElementRow
-- :out id int, code text, position int, area text, name text, measure text, kind text, levels text, numerator text, denominator text, checks text, fact text, cumulative bool, certainty text, minimum dec?, maximum dec?
SELECT id, code, position, area, name, measure, kind, levels, numerator, denominator, checks, fact, cumulative, certainty, minimum, maximum
  FROM data_element WHERE active = 1 ORDER BY position, id

-- :name element_put :exec
-- :in code text, position int, area text, name text, measure text, kind text, levels text, numerator text, denominator text, checks text, fact text, cumulative bool, certainty text, minimum dec?, maximum dec?
INSERT INTO data_element (code, position, area, name, measure, kind, levels, numerator, denominator, checks, fact, cumulative, certainty, minimum, maximum)
VALUES (:code, :position, :area, :name, :measure, :kind, :levels, :numerator, :denominator, :checks, :fact, :cumulative, :certainty, :minimum, :maximum)
ON CONFLICT (code) DO UPDATE SET position = excluded.position, area = excluded.area, name = excluded.name, measure = excluded.measure,
       kind = excluded.kind, levels = excluded.levels, numerator = excluded.numerator, denominator = excluded.denominator,
       checks = excluded.checks, fact = excluded.fact, cumulative = excluded.cumulative, certainty = excluded.certainty,
       minimum = excluded.minimum, maximum = excluded.maximum, active = 1

-- :name target_put :exec
-- :in element_id int, unit_kind text, period text, comparator text, value dec, amber dec?
INSERT INTO indicator_target (element_id, unit_kind, period, comparator, value, amber)
VALUES (:element_id, :unit_kind, :period, :comparator, :value, :amber)
ON CONFLICT (element_id, unit_kind, period) DO UPDATE SET comparator = excluded.comparator, value = excluded.value, amber = excluded.amber

-- :name targets_for :many
-- Targets of a period or its year, the closest first: the kind before all kinds, the period before the year.
-- :in period text, year text, kind text
-- :out element_id int, comparator text, value dec, amber dec?
SELECT element_id, comparator, value, amber FROM indicator_target
 WHERE period IN (:period, :year) AND unit_kind IN (:kind, '')
 ORDER BY element_id, CASE WHEN unit_kind = '' THEN 1 ELSE 0 END, CASE WHEN period = :period THEN 0 ELSE 1 END

-- :name figures_of :many
-- :in unit_id int, period text
-- :row FigureRow
-- :out id int, element_id int, value dec, note text, changed_at moment, changed_by text, version int
SELECT id, element_id, value, note, changed_at, changed_by, version
  FROM figure WHERE unit_id = :unit_id AND period = :period ORDER BY element_id

-- :name figures_below :many
-- Figures of a unit and all units below it, in no order.
-- :in unit_id int, period text
-- :out unit_id int, element_id int, value dec
WITH RECURSIVE below (id, depth) AS (
    SELECT CAST(:unit_id AS INTEGER), 0
    UNION ALL
    SELECT u.id, b.depth + 1 FROM unit u JOIN below b ON u.parent_id = b.id WHERE b.depth < 20)
SELECT f.unit_id, f.element_id, f.value FROM figure f JOIN below b ON b.id = f.unit_id
 WHERE f.period = :period

-- :name units_below_depth :many
-- A unit and those below it, the deepest first.
-- :in unit_id int
-- :out id int, parent_id int, depth int
WITH RECURSIVE below (id, parent_id, depth) AS (
    SELECT CAST(:unit_id AS INTEGER), 0, 0
    UNION ALL
    SELECT u.id, b.id, b.depth + 1 FROM unit u JOIN below b ON u.parent_id = b.id WHERE b.depth < 20)
SELECT id, parent_id, depth FROM below ORDER BY depth DESC, id
-- :on pg
WITH RECURSIVE below (id, parent_id, depth) AS (
    SELECT CAST(:unit_id AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT)
    UNION ALL
    SELECT u.id, b.id, b.depth + 1 FROM unit u JOIN below b ON u.parent_id = b.id WHERE b.depth < 20)
SELECT id, parent_id, depth FROM below ORDER BY depth DESC, id

-- :name figure_put :exec
-- :in unit_id int, period text, element_id int, value dec, note text, at moment, who text
INSERT INTO figure (unit_id, period, element_id, value, note, changed_at, changed_by)
VALUES (:unit_id, :period, :element_id, :value, :note, :at, :who)
ON CONFLICT (unit_id, period, element_id) DO UPDATE SET value = excluded.value, note = excluded.note,
       changed_at = excluded.changed_at, changed_by = excluded.changed_by, version = figure.version + 1

-- :name figure_remove :exec
-- :in unit_id int, period text, element_id int
DELETE FROM figure WHERE unit_id = :unit_id AND period = :period AND element_id = :element_id

-- :name figure_keep :exec
-- What stood there before a late correction.
-- :in figure_id int, value dec, changed_at moment, changed_by text, at moment, reason text
INSERT INTO figure_was (figure_id, value, changed_at, changed_by, replaced_at, reason)
VALUES (:figure_id, :value, :changed_at, :changed_by, :at, :reason)

-- :name figure_sheet_get :opt
-- :in unit_id int, period text
-- :row FigureSheetRow
-- :out state text, at moment, who text, reason text, first_complete moment, accepted_at moment, accepted_by text
SELECT state, at, who, reason, first_complete, accepted_at, accepted_by FROM figure_sheet WHERE unit_id = :unit_id AND period = :period

-- :name figure_sheet_put :exec
-- :in unit_id int, period text, state text, at moment, who text, reason text, first_complete moment
INSERT INTO figure_sheet (unit_id, period, state, at, who, reason, first_complete)
VALUES (:unit_id, :period, :state, :at, :who, :reason, :first_complete)
ON CONFLICT (unit_id, period) DO UPDATE SET state = excluded.state, at = excluded.at, who = excluded.who, reason = excluded.reason,
       first_complete = coalesce(figure_sheet.first_complete, excluded.first_complete), accepted_at = NULL, accepted_by = ''

-- :name figure_sheet_accept :exec
-- :in unit_id int, period text, at moment, who text
UPDATE figure_sheet SET accepted_at = :at, accepted_by = :who WHERE unit_id = :unit_id AND period = :period

-- :name figure_sheet_status :many
-- Units that report, as they stand on a day, with what they entered for a period; unit 0: everywhere.
-- :in unit_id int, period text, on date
-- :row FigureStatus
-- :out unit_id int, code text, name text, kind text, entered int, state text, first_complete moment, reason text, accepted_at moment, report_state text, report_number text
WITH RECURSIVE below (id, depth) AS (
    SELECT CAST(:unit_id AS INTEGER), 0
    UNION ALL
    SELECT u.id, b.depth + 1 FROM unit u JOIN below b ON u.parent_id = b.id WHERE b.depth < 20)
SELECT u.id AS unit_id, u.code, s.name, s.kind,
       (SELECT count(*) FROM figure f WHERE f.unit_id = u.id AND f.period = :period),
       coalesce(h.state, 'open'), h.first_complete, coalesce(h.reason, ''), h.accepted_at, coalesce(r.state, ''), coalesce(r.number, '')
  FROM unit u
  JOIN unit_state s ON s.unit_id = u.id AND (s.valid_from IS NULL OR s.valid_from <= :on)
                   AND (s.valid_to IS NULL OR s.valid_to >= :on)
  LEFT JOIN figure_sheet h ON h.unit_id = u.id AND h.period = :period
  LEFT JOIN period_report r ON r.unit_id = u.id AND r.period = :period
 WHERE s.kind IN ('province', 'department', 'commune', 'ward', 'zone', 'vertical')
   AND (:unit_id = 0 OR u.id IN (SELECT id FROM below))
 ORDER BY u.sort_key, u.code

-- :name figure_grid_units :many
-- Units directly below one, as they stand on a day, with their state in a period.
-- :in parent_id int, period text, on date
-- :row GridUnit
-- :out id int, code text, name text, kind text, state text
SELECT u.id, u.code, s.name, s.kind, coalesce(h.state, 'open')
  FROM unit u
  JOIN unit_state s ON s.unit_id = u.id AND (s.valid_from IS NULL OR s.valid_from <= :on)
                   AND (s.valid_to IS NULL OR s.valid_to >= :on)
  LEFT JOIN figure_sheet h ON h.unit_id = u.id AND h.period = :period
 WHERE u.parent_id = :parent_id
 ORDER BY u.sort_key, u.code

-- :name figures_of_children :many
-- Figures of the units directly below one.
-- :in parent_id int, period text
-- :out unit_id int, element_id int, value dec, changed_at moment, changed_by text
SELECT f.unit_id, f.element_id, f.value, f.changed_at, f.changed_by
  FROM unit u JOIN figure f ON f.unit_id = u.id AND f.period = :period
 WHERE u.parent_id = :parent_id

-- :name figure_history :many
-- One figure of a unit over all periods, the newest code first.
-- :in unit_id int, element_id int
-- :row FigurePast
-- :out period text, value dec, note text, changed_at moment, changed_by text
SELECT period, value, note, changed_at, changed_by FROM figure
 WHERE unit_id = :unit_id AND element_id = :element_id ORDER BY period DESC

-- :name figure_replaced :many
-- What stood in a figure before late corrections.
-- :in unit_id int, element_id int
-- :out period text, value dec, changed_by text, replaced_at moment, reason text
SELECT f.period, w.value, w.changed_by, w.replaced_at, w.reason FROM figure f JOIN figure_was w ON w.figure_id = f.id
 WHERE f.unit_id = :unit_id AND f.element_id = :element_id ORDER BY w.replaced_at DESC, w.id DESC

-- :name figure_of_children :many
-- One figure of the units directly below one.
-- :in parent_id int, element_id int, period text, on date
-- :out code text, name text, value dec?
SELECT u.code, s.name, f.value
  FROM unit u
  JOIN unit_state s ON s.unit_id = u.id AND (s.valid_from IS NULL OR s.valid_from <= :on)
                   AND (s.valid_to IS NULL OR s.valid_to >= :on)
  LEFT JOIN figure f ON f.unit_id = u.id AND f.period = :period AND f.element_id = :element_id
 WHERE u.parent_id = :parent_id
 ORDER BY u.sort_key, u.code

-- :name figure_comment_add :exec
-- :in unit_id int, period text, element_id int, at moment, who text, text text
INSERT INTO figure_comment (unit_id, period, element_id, at, who, text) VALUES (:unit_id, :period, :element_id, :at, :who, :text)

-- :name figure_comments :many
-- :in unit_id int, element_id int
-- :out id int, period text, at moment, who text, text text, resolved_at moment, resolved_by text
SELECT id, period, at, who, text, resolved_at, resolved_by FROM figure_comment
 WHERE unit_id = :unit_id AND element_id = :element_id ORDER BY id

-- :name figure_comment_get :one
-- :in id int
-- :out unit_id int
SELECT unit_id FROM figure_comment WHERE id = :id

-- :name figure_comment_resolve :exec
-- :in id int, at moment, who text
UPDATE figure_comment SET resolved_at = :at, resolved_by = :who WHERE id = :id AND resolved_at IS NULL

-- :name report_form_all :many
-- :row ReportFormRow
-- :out code text, title text, unit_kinds text, period_kinds text, elements text
SELECT code, title, unit_kinds, period_kinds, elements FROM report_form ORDER BY code

-- :name report_form_put :exec
-- :in code text, title text, unit_kinds text, period_kinds text, elements text
INSERT INTO report_form (code, title, unit_kinds, period_kinds, elements) VALUES (:code, :title, :unit_kinds, :period_kinds, :elements)
ON CONFLICT (code) DO UPDATE SET title = excluded.title, unit_kinds = excluded.unit_kinds, period_kinds = excluded.period_kinds,
       elements = excluded.elements

-- :name period_report_get :opt
-- :in unit_id int, period text
-- :row PeriodReportRow
-- :out id int, unit_id int, period text, state text, title text, narrative text, figures text, number text, figures_at moment, changed_at moment, changed_by text, version int
SELECT id, unit_id, period, state, title, narrative, figures, number, figures_at, changed_at, changed_by, version
  FROM period_report WHERE unit_id = :unit_id AND period = :period

-- :name period_report_put :exec
-- :in unit_id int, period text, state text, title text, narrative text, figures text, number text, figures_at moment, at moment, who text
INSERT INTO period_report (unit_id, period, state, title, narrative, figures, number, figures_at, changed_at, changed_by)
VALUES (:unit_id, :period, :state, :title, :narrative, :figures, :number, :figures_at, :at, :who)
ON CONFLICT (unit_id, period) DO UPDATE SET state = excluded.state, title = excluded.title, narrative = excluded.narrative,
       figures = excluded.figures, number = excluded.number, figures_at = excluded.figures_at, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by, version = period_report.version + 1
