-- :part round_line
-- A round with its set and the number of its units.
SELECT r.id, r.code, r.year, r.name, r.unit_kinds, coalesce(r.set_id, 0), coalesce(s.code, ''), r.phase, r.phase_since, r.phase_by, r.phase_why,
       r.basis, r.contact, r.opens_on, r.self_due, r.appraisal_due, r.explanation_due, r.second_due, r.council_on, r.provisional_on,
       r.appeal_due, r.decision_no, r.decision_date, coalesce(r.decision_document, 0), r.published_at, r.version,
       (SELECT count(*) FROM sheet h WHERE h.round_id = r.id)
  FROM assess_round r LEFT JOIN criteria_set s ON s.id = r.set_id

-- :part session_line
-- A session of the council with its items, decided and open.
SELECT s.id, s.round_id, s.held_on, s.chair, s.members, s.minutes, s.closed_at, s.version,
       (SELECT count(*) FROM council_item i WHERE i.session_id = s.id),
       (SELECT count(*) FROM council_item i WHERE i.session_id = s.id AND i.decided_at IS NULL)

-- :part appeal_line
-- An appeal with its unit and criterion.
SELECT a.id, a.sheet_id, h.unit_id, u.name AS unit_name, a.criterion_id, k.code, k.name, k.max_points, a.claim, a.text, a.evidence, a.filed_at,
       a.filed_by, a.outcome, a.points, a.reason, a.decided_at, a.decided_by, a.version, coalesce(a.document_id, 0) AS document_id
  FROM appeal a JOIN sheet h ON h.id = a.sheet_id JOIN unit u ON u.id = h.unit_id JOIN criterion k ON k.id = a.criterion_id

-- :name rounds :many
-- All rounds, newest year first, with what stands in them.
-- :row RoundRow
-- :out id int, code text, year int, name text, unit_kinds text, set_id int, set_code text, phase text, phase_since moment, phase_by text, phase_why text, basis text, contact text, opens_on date, self_due date, appraisal_due date, explanation_due date, second_due date, council_on date, provisional_on date, appeal_due date, decision_no text, decision_date date, decision_document int, published_at moment, version int, units int
{round_line}
 ORDER BY r.year DESC, r.code

-- :name round_get :one
-- :in id int
-- :row RoundRow
{round_line}
 WHERE r.id = :id

-- :name round_by_code :opt
-- :in code text, year int
-- :row RoundRow
{round_line}
 WHERE r.code = :code AND r.year = :year

-- :name round_insert :one
-- :in code text, year int, name text, unit_kinds text, at moment, who text
-- :out id int
INSERT INTO assess_round (code, year, name, unit_kinds, phase_since, phase_by) VALUES (:code, :year, :name, :unit_kinds, :at, :who)
RETURNING id

-- :name round_update :many
-- Everything but the phase; gives no row when somebody changed the round meanwhile.
-- :in id int, version int, name text, set_id int?, basis text, contact text, opens_on date, self_due date, appraisal_due date, explanation_due date, second_due date, council_on date, provisional_on date, appeal_due date
-- :out id int
UPDATE assess_round SET name = :name, set_id = :set_id, basis = :basis, contact = :contact, opens_on = :opens_on, self_due = :self_due,
       appraisal_due = :appraisal_due, explanation_due = :explanation_due, second_due = :second_due, council_on = :council_on,
       provisional_on = :provisional_on, appeal_due = :appeal_due, version = version + 1
 WHERE id = :id AND version = :version
RETURNING id

-- :name round_set_phase :many
-- Only from the phase it was seen in.
-- :in id int, before text, phase text, at moment, who text, why text
-- :out id int
UPDATE assess_round SET phase = :phase, phase_since = :at, phase_by = :who, phase_why = :why, version = version + 1
 WHERE id = :id AND phase = :before
RETURNING id

-- :name round_set_decision :exec
-- :in id int, no text, day date, document_id int?
UPDATE assess_round SET decision_no = :no, decision_date = :day, decision_document = :document_id WHERE id = :id

-- :name round_set_published :exec
-- :in id int, at moment
UPDATE assess_round SET published_at = :at WHERE id = :id

-- :name round_new_units :many
-- Units of the kinds of a round, as they stand on a day, that have no sheet yet.
-- :in round_id int, kinds text, on date
-- :out id int, code text
SELECT u.id, u.code
  FROM unit u
  JOIN unit_state s ON s.unit_id = u.id AND (s.valid_from IS NULL OR s.valid_from <= :on)
                   AND (s.valid_to IS NULL OR s.valid_to >= :on)
 WHERE (' ' || :kinds || ' ') LIKE ('% ' || s.kind || ' %')
   AND NOT EXISTS (SELECT 1 FROM sheet h WHERE h.round_id = :round_id AND h.unit_id = u.id)
 ORDER BY u.code

-- :name sheet_insert :exec
-- :in round_id int, unit_id int, at moment, who text
INSERT INTO sheet (round_id, unit_id, state_since, state_by) VALUES (:round_id, :unit_id, :at, :who)

-- :name sheets_of_round :many
-- Sheets of a round in the order of unit names.
-- :in round_id int
-- :row SheetRow
-- :out id int, round_id int, unit_id int, unit_code text, unit_name text, rank_group text, state text, state_since moment, state_by text, state_why text, self_until date, explanation_until date, version int
SELECT h.id, h.round_id, h.unit_id, u.code AS unit_code, u.name AS unit_name, u.rank_group, h.state, h.state_since, h.state_by, h.state_why, h.self_until,
       h.explanation_until, h.version
  FROM sheet h JOIN unit u ON u.id = h.unit_id WHERE h.round_id = :round_id ORDER BY u.sort_key, u.code

-- :name sheet_get :one
-- :in id int
-- :row SheetRow
SELECT h.id, h.round_id, h.unit_id, u.code AS unit_code, u.name AS unit_name, u.rank_group, h.state, h.state_since, h.state_by, h.state_why, h.self_until,
       h.explanation_until, h.version
  FROM sheet h JOIN unit u ON u.id = h.unit_id WHERE h.id = :id

-- :name sheet_of_unit :opt
-- :in round_id int, unit_code text
-- :row SheetRow
SELECT h.id, h.round_id, h.unit_id, u.code AS unit_code, u.name AS unit_name, u.rank_group, h.state, h.state_since, h.state_by, h.state_why, h.self_until,
       h.explanation_until, h.version
  FROM sheet h JOIN unit u ON u.id = h.unit_id WHERE h.round_id = :round_id AND u.code = :unit_code

-- :name sheet_set_state :many
-- Only from the state it was seen in.
-- :in id int, before text, state text, at moment, who text, why text
-- :out id int
UPDATE sheet SET state = :state, state_since = :at, state_by = :who, state_why = :why, version = version + 1
 WHERE id = :id AND state = :before
RETURNING id

-- :name sheet_extend_self :exec
-- :in id int, until date
UPDATE sheet SET self_until = :until WHERE id = :id

-- :name sheet_extend_explanation :exec
-- :in id int, until date
UPDATE sheet SET explanation_until = :until WHERE id = :id

-- :name sheet_extension_add :exec
-- :in sheet_id int, what text, until date, reason text, at moment, who text
INSERT INTO sheet_extension (sheet_id, what, until, reason, at, by_login) VALUES (:sheet_id, :what, :until, :reason, :at, :who)

-- :name sheet_extensions :many
-- :in round_id int
-- :out sheet_id int, unit_name text, what text, until date, reason text, at moment, by_login text
SELECT e.sheet_id, u.name AS unit_name, e.what, e.until, e.reason, e.at, e.by_login
  FROM sheet_extension e JOIN sheet h ON h.id = e.sheet_id JOIN unit u ON u.id = h.unit_id
 WHERE h.round_id = :round_id ORDER BY e.at DESC, e.id DESC

-- :name assess_move_add :exec
-- :in round_id int, sheet_id int?, action text, before text, after text, reason text, at moment, who text
INSERT INTO assess_move (round_id, sheet_id, action, before, after, reason, at, by_login)
VALUES (:round_id, :sheet_id, :action, :before, :after, :reason, :at, :who)

-- :name round_moves_of :many
-- Moves of the round itself, newest first.
-- :in round_id int
-- :row MoveRow
-- :out action text, before text, after text, reason text, at moment, by_login text
SELECT action, before, after, reason, at, by_login FROM assess_move WHERE round_id = :round_id AND sheet_id IS NULL ORDER BY id DESC

-- :name sheet_moves_of :many
-- Moves of a sheet, newest first.
-- :in sheet_id int
-- :row MoveRow
SELECT action, before, after, reason, at, by_login FROM assess_move WHERE sheet_id = :sheet_id ORDER BY id DESC

-- :name sheet_counts :many
-- How far the sheets of a round are. Leaves are the criteria that units score themselves; sheet_id 0: all sheets.
-- :in round_id int, sheet_id int
-- :out sheet_id int, leaves int, scored int, appraised int, disputed int, explained int, seconded int, unreviewed int
SELECT h.id AS sheet_id,
       (SELECT count(*) FROM criterion k WHERE k.set_id = r.set_id AND k.source = 'self'
           AND NOT EXISTS (SELECT 1 FROM criterion d WHERE d.parent_id = k.id)) AS leaves,
       coalesce(sum(CASE WHEN s.given = 1 THEN 1 ELSE 0 END), 0) AS scored,
       coalesce(sum(CASE WHEN a.given = 1 THEN 1 ELSE 0 END), 0) AS appraised,
       coalesce(sum(CASE WHEN s.given = 1 AND a.given = 1 AND (coalesce(s.points, -1) <> coalesce(a.points, -1)
           OR (s.points IS NULL AND s.value <> a.value)) THEN 1 ELSE 0 END), 0) AS disputed,
       coalesce(sum(CASE WHEN e.given = 1 THEN 1 ELSE 0 END), 0) AS explained,
       coalesce(sum(CASE WHEN b.given = 1 THEN 1 ELSE 0 END), 0) AS seconded,
       coalesce(sum(CASE WHEN e.given = 1 AND coalesce(b.given, 0) = 0 THEN 1 ELSE 0 END), 0) AS unreviewed
  FROM sheet h
  JOIN assess_round r ON r.id = h.round_id
  LEFT JOIN criterion c ON c.set_id = r.set_id AND c.source = 'self' AND NOT EXISTS (SELECT 1 FROM criterion d WHERE d.parent_id = c.id)
  LEFT JOIN stage_latest s ON s.sheet_id = h.id AND s.criterion_id = c.id AND s.stage = 'self'
  LEFT JOIN stage_latest a ON a.sheet_id = h.id AND a.criterion_id = c.id AND a.stage = 'appraisal'
  LEFT JOIN stage_latest e ON e.sheet_id = h.id AND e.criterion_id = c.id AND e.stage = 'explanation'
  LEFT JOIN stage_latest b ON b.sheet_id = h.id AND b.criterion_id = c.id AND b.stage = 'second'
 WHERE h.round_id = :round_id AND (:sheet_id = 0 OR h.id = :sheet_id)
 GROUP BY h.id, r.set_id ORDER BY h.id

-- :name stage_latest_one :opt
-- What a stage says about a leaf now.
-- :in sheet_id int, criterion_id int, stage text
-- :row StageRow
-- :out sheet_id int, criterion_id int, stage text, points dec?, value text, by_rule bool, given bool, reason text, at moment, by_login text, version int, batch text
SELECT sheet_id, criterion_id, stage, points, value, by_rule, given, reason, at, by_login, version, batch
  FROM stage_latest WHERE sheet_id = :sheet_id AND criterion_id = :criterion_id AND stage = :stage

-- :name stages_of_sheet :many
-- Everything that holds now on a sheet.
-- :in sheet_id int
-- :row StageRow
SELECT sheet_id, criterion_id, stage, points, value, by_rule, given, reason, at, by_login, version, batch
  FROM stage_latest WHERE sheet_id = :sheet_id ORDER BY criterion_id, stage

-- :name stages_of_round :many
-- Everything that holds now in a round.
-- :in round_id int
-- :row StageRow
SELECT l.sheet_id, l.criterion_id, l.stage, l.points, l.value, l.by_rule, l.given, l.reason, l.at, l.by_login, l.version, l.batch
  FROM stage_latest l JOIN sheet h ON h.id = l.sheet_id WHERE h.round_id = :round_id ORDER BY l.sheet_id, l.criterion_id, l.stage

-- :name stages_of_criterion :many
-- What holds now about one criterion, on all sheets of a round.
-- :in round_id int, criterion_id int
-- :row StageRow
SELECT l.sheet_id, l.criterion_id, l.stage, l.points, l.value, l.by_rule, l.given, l.reason, l.at, l.by_login, l.version, l.batch
  FROM stage_latest l JOIN sheet h ON h.id = l.sheet_id
 WHERE h.round_id = :round_id AND l.criterion_id = :criterion_id ORDER BY l.sheet_id, l.stage

-- :name stage_history :many
-- All that was ever said about a leaf, newest first.
-- :in sheet_id int, criterion_id int
-- :row StageRow
SELECT sheet_id, criterion_id, stage, points, value, by_rule, given, reason, at, by_login, version, batch
  FROM stage_score WHERE sheet_id = :sheet_id AND criterion_id = :criterion_id ORDER BY id DESC

-- :name stage_before :opt
-- The version before one, to take a bulk acceptance back.
-- :in sheet_id int, criterion_id int, stage text, version int
-- :row StageRow
SELECT sheet_id, criterion_id, stage, points, value, by_rule, given, reason, at, by_login, version, batch
  FROM stage_score WHERE sheet_id = :sheet_id AND criterion_id = :criterion_id AND stage = :stage AND version = :version

-- :name stages_of_batch :many
-- What was accepted together and still holds.
-- :in batch text
-- :row StageRow
SELECT sheet_id, criterion_id, stage, points, value, by_rule, given, reason, at, by_login, version, batch
  FROM stage_latest WHERE batch = :batch AND batch <> '' ORDER BY sheet_id

-- :name stage_add :exec
-- :in sheet_id int, criterion_id int, stage text, points dec?, value text, by_rule bool, given bool, reason text, at moment, who text, version int, batch text, session_id int?
INSERT INTO stage_score (sheet_id, criterion_id, stage, points, value, by_rule, given, reason, at, by_login, version, batch, session_id)
VALUES (:sheet_id, :criterion_id, :stage, :points, :value, :by_rule, :given, :reason, :at, :who, :version, :batch, :session_id)

-- :name appraiser_task_add :exec
-- :in round_id int, person_id int, assessor text, unit_id int?, blind bool, at moment, who text
INSERT INTO appraiser_task (round_id, person_id, assessor, unit_id, blind, at, by_login)
VALUES (:round_id, :person_id, :assessor, :unit_id, :blind, :at, :who)

-- :name appraiser_task_remove :exec
-- :in id int, round_id int
DELETE FROM appraiser_task WHERE id = :id AND round_id = :round_id

-- :name appraiser_tasks :many
-- Who appraises what in a round.
-- :in round_id int
-- :row AppraiserTaskRow
-- :out id int, round_id int, person_id int, login text, person_name text, assessor text, unit_id int, unit_name text, blind bool
SELECT t.id, t.round_id, t.person_id, p.login, p.name AS person_name, t.assessor, coalesce(t.unit_id, 0), coalesce(u.name, ''), t.blind
  FROM appraiser_task t JOIN person p ON p.id = t.person_id LEFT JOIN unit u ON u.id = t.unit_id
 WHERE t.round_id = :round_id ORDER BY t.assessor, p.login, t.id

-- :name appraiser_tasks_of :many
-- What one person appraises in a round.
-- :in round_id int, person_id int
-- :row AppraiserTaskRow
SELECT t.id, t.round_id, t.person_id, p.login, p.name AS person_name, t.assessor, coalesce(t.unit_id, 0), coalesce(u.name, ''), t.blind
  FROM appraiser_task t JOIN person p ON p.id = t.person_id LEFT JOIN unit u ON u.id = t.unit_id
 WHERE t.round_id = :round_id AND t.person_id = :person_id ORDER BY t.id

-- :name sheet_comment_add :one
-- :in sheet_id int, criterion_id int, reply_to int?, text text, at moment, who text, name text
-- :out id int
INSERT INTO sheet_comment (sheet_id, criterion_id, reply_to, text, at, by_login, by_name)
VALUES (:sheet_id, :criterion_id, :reply_to, :text, :at, :who, :name) RETURNING id

-- :name sheet_comments :many
-- Threads of a sheet in their order; criterion_id 0: all criteria.
-- :in sheet_id int, criterion_id int
-- :row CommentRow
-- :out id int, sheet_id int, criterion_id int, thread int, text text, at moment, by_login text, by_name text, resolved_at moment, resolved_by text
SELECT id, sheet_id, criterion_id, coalesce(reply_to, id), text, at, by_login, by_name, resolved_at, resolved_by
  FROM sheet_comment WHERE sheet_id = :sheet_id AND (:criterion_id = 0 OR criterion_id = :criterion_id)
 ORDER BY criterion_id, coalesce(reply_to, id), id

-- :name sheet_comment_get :one
-- :in id int
-- :row CommentRow
SELECT id, sheet_id, criterion_id, coalesce(reply_to, id), text, at, by_login, by_name, resolved_at, resolved_by
  FROM sheet_comment WHERE id = :id

-- :name sheet_comment_resolve :exec
-- :in id int, at moment, who text
UPDATE sheet_comment SET resolved_at = :at, resolved_by = :who WHERE id = :id

-- :name reason_phrases :many
-- :out id int, text text, uses int
SELECT id, text, uses FROM reason_phrase ORDER BY uses DESC, text

-- :name reason_phrase_use :exec
-- :in text text
INSERT INTO reason_phrase (text, uses) VALUES (:text, 1)
ON CONFLICT (text) DO UPDATE SET uses = reason_phrase.uses + excluded.uses

-- :name council_session_insert :one
-- :in round_id int, held_on date, chair text, members text
-- :out id int
INSERT INTO council_session (round_id, held_on, chair, members) VALUES (:round_id, :held_on, :chair, :members) RETURNING id

-- :name council_sessions :many
-- :in round_id int
-- :row SessionRow
-- :out id int, round_id int, held_on date, chair text, members text, minutes text, closed_at moment, version int, items int, open int
{session_line}
  FROM council_session s WHERE s.round_id = :round_id ORDER BY s.held_on, s.id

-- :name council_session_get :one
-- :in id int
-- :row SessionRow
{session_line}
  FROM council_session s WHERE s.id = :id

-- :name council_session_close :exec
-- :in id int, minutes text, at moment
UPDATE council_session SET minutes = :minutes, closed_at = :at, version = version + 1 WHERE id = :id

-- :name council_disputed :many
-- Leaves whose self score and last appraisal differ by at least a gap and that no session has taken up.
-- :in round_id int, gap dec
-- :out sheet_id int, criterion_id int, self dec?, appraised dec?
SELECT s.sheet_id, s.criterion_id, s.points AS self, coalesce(b.points, a.points) AS appraised
  FROM sheet h
  JOIN stage_latest s ON s.sheet_id = h.id AND s.stage = 'self' AND s.given = 1 AND s.points IS NOT NULL
  JOIN stage_latest a ON a.sheet_id = h.id AND a.criterion_id = s.criterion_id AND a.stage = 'appraisal' AND a.given = 1
  LEFT JOIN stage_latest b ON b.sheet_id = h.id AND b.criterion_id = s.criterion_id AND b.stage = 'second' AND b.given = 1
 WHERE h.round_id = :round_id
   AND abs(s.points - coalesce(b.points, a.points, s.points)) >= :gap
   AND NOT EXISTS (SELECT 1 FROM council_item i WHERE i.sheet_id = h.id AND i.criterion_id = s.criterion_id)
 ORDER BY s.criterion_id, s.sheet_id

-- :name council_item_add :exec
-- :in session_id int, sheet_id int, criterion_id int
INSERT INTO council_item (session_id, sheet_id, criterion_id) VALUES (:session_id, :sheet_id, :criterion_id)

-- :name council_items :many
-- Agenda of a session with what each stage says.
-- :in session_id int
-- :row ItemRow
-- :out id int, session_id int, sheet_id int, unit_id int, unit_name text, criterion_id int, code text, name text, max_points dec, self dec?, appraised dec?, explanation text, second dec?, votes_for int, votes_against int, abstained int, points dec?, reason text, decided_at moment, decided_by text
SELECT i.id, i.session_id, i.sheet_id, h.unit_id, u.name AS unit_name, i.criterion_id, k.code, k.name, k.max_points, s.points AS self,
       a.points AS appraised, coalesce(e.reason, ''), b.points AS second, i.votes_for, i.votes_against, i.abstained, i.points, i.reason, i.decided_at, i.decided_by
  FROM council_item i
  JOIN sheet h ON h.id = i.sheet_id
  JOIN unit u ON u.id = h.unit_id
  JOIN criterion k ON k.id = i.criterion_id
  LEFT JOIN stage_latest s ON s.sheet_id = i.sheet_id AND s.criterion_id = i.criterion_id AND s.stage = 'self'
  LEFT JOIN stage_latest a ON a.sheet_id = i.sheet_id AND a.criterion_id = i.criterion_id AND a.stage = 'appraisal'
  LEFT JOIN stage_latest e ON e.sheet_id = i.sheet_id AND e.criterion_id = i.criterion_id AND e.stage = 'explanation'
  LEFT JOIN stage_latest b ON b.sheet_id = i.sheet_id AND b.criterion_id = i.criterion_id AND b.stage = 'second'
 WHERE i.session_id = :session_id ORDER BY k.position, u.sort_key

-- :name council_item_get :one
-- :in id int
-- :out id int, session_id int, sheet_id int, criterion_id int, decided_at moment
SELECT id, session_id, sheet_id, criterion_id, decided_at FROM council_item WHERE id = :id

-- :name council_item_decide :exec
-- :in id int, votes_for int, votes_against int, abstained int, points dec?, reason text, at moment, who text
UPDATE council_item SET votes_for = :votes_for, votes_against = :votes_against, abstained = :abstained, points = :points,
       reason = :reason, decided_at = :at, decided_by = :who WHERE id = :id

-- :name council_open_items :one
-- Items of a round that no vote has settled; of one sheet, or of all (0).
-- :in round_id int, sheet_id int
-- :out n int
SELECT count(*) AS n FROM council_item i JOIN council_session s ON s.id = i.session_id
 WHERE s.round_id = :round_id AND i.decided_at IS NULL AND (:sheet_id = 0 OR i.sheet_id = :sheet_id)

-- :name appeal_insert :one
-- :in sheet_id int, criterion_id int, claim dec, text text, evidence text, document_id int?, at moment, who text
-- :out id int
INSERT INTO appeal (sheet_id, criterion_id, claim, text, evidence, document_id, filed_at, filed_by)
VALUES (:sheet_id, :criterion_id, :claim, :text, :evidence, :document_id, :at, :who) RETURNING id

-- :name appeals_of_round :many
-- :in round_id int
-- :row AppealRow
-- :out id int, sheet_id int, unit_id int, unit_name text, criterion_id int, code text, name text, max_points dec, claim dec, text text, evidence text, filed_at moment, filed_by text, outcome text, points dec?, reason text, decided_at moment, decided_by text, version int, document_id int
{appeal_line}
 WHERE h.round_id = :round_id ORDER BY a.filed_at, a.id

-- :name appeal_get :one
-- :in id int
-- :row AppealRow
{appeal_line}
 WHERE a.id = :id

-- :name appeal_of_leaf :opt
-- :in sheet_id int, criterion_id int
-- :out id int, outcome text
SELECT id, outcome FROM appeal WHERE sheet_id = :sheet_id AND criterion_id = :criterion_id

-- :name appeal_decide :exec
-- :in id int, outcome text, points dec?, reason text, at moment, who text
UPDATE appeal SET outcome = :outcome, points = :points, reason = :reason, decided_at = :at, decided_by = :who, version = version + 1
 WHERE id = :id

-- :name appeals_open :one
-- :in round_id int
-- :out n int
SELECT count(*) AS n FROM appeal a JOIN sheet h ON h.id = a.sheet_id WHERE h.round_id = :round_id AND a.outcome = ''

-- :name snapshot_add :exec
-- :in round_id int, kind text, version int, content text, hash text, decision_no text, decision_date date, note text, at moment, who text
INSERT INTO round_snapshot (round_id, kind, version, content, hash, decision_no, decision_date, note, made_at, made_by)
VALUES (:round_id, :kind, :version, :content, :hash, :decision_no, :decision_date, :note, :at, :who)

-- :name snapshots_of_round :many
-- Frozen results without their content, newest first.
-- :in round_id int
-- :row SnapshotRow
-- :out id int, round_id int, kind text, version int, hash text, decision_no text, decision_date date, note text, made_at moment, made_by text
SELECT id, round_id, kind, version, hash, decision_no, decision_date, note, made_at, made_by
  FROM round_snapshot WHERE round_id = :round_id ORDER BY made_at DESC, id DESC

-- :name snapshots_all :many
-- :row SnapshotRow
SELECT id, round_id, kind, version, hash, decision_no, decision_date, note, made_at, made_by FROM round_snapshot ORDER BY id

-- :name snapshot_content :one
-- :in id int
-- :out content text, hash text
SELECT content, hash FROM round_snapshot WHERE id = :id

-- :name round_reminder_add :one
-- :in round_id int, unit_id int, text text, at moment, who text
-- :out id int
INSERT INTO round_reminder (round_id, unit_id, text, at, by_login) VALUES (:round_id, :unit_id, :text, :at, :who) RETURNING id

-- :name round_reminder_to_add :exec
-- :in reminder_id int, person_id int, notice bool, letter bool
INSERT INTO round_reminder_to (reminder_id, person_id, notice, letter) VALUES (:reminder_id, :person_id, :notice, :letter)

-- :name people_of_role :many
-- Who holds a role anywhere on a day, to choose from.
-- :in role text, on date
-- :out login text, name text, unit_name text
SELECT p.login, p.name, coalesce(u.name, '') AS unit_name
  FROM person p LEFT JOIN unit u ON u.id = p.unit_id
 WHERE p.active = 1
   AND EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.role = :role
                  AND (r.valid_from IS NULL OR r.valid_from <= :on) AND (r.valid_to IS NULL OR r.valid_to >= :on))
 ORDER BY u.sort_key, u.name, p.name, p.login

-- :name set_assessors :many
-- The agencies that a set names to appraise its criteria.
-- :in set_id int
-- :out assessor text
SELECT DISTINCT assessor FROM criterion WHERE set_id = :set_id AND assessor <> '' ORDER BY assessor

-- :name unit_answerers :many
-- Who fills and sends the sheet of a unit on a day.
-- :in unit_id int, on date
-- :out id int, login text, name text, email text
SELECT DISTINCT p.id, p.login, p.name, p.email FROM person_role r JOIN person p ON p.id = r.person_id
 WHERE p.active = 1 AND r.role IN ('officer', 'head') AND r.unit_id = :unit_id
   AND (r.valid_from IS NULL OR r.valid_from <= :on) AND (r.valid_to IS NULL OR r.valid_to >= :on)
 ORDER BY p.id

-- :name sheet_opened_put :exec
-- :in sheet_id int, who text, at moment
INSERT INTO sheet_opened (sheet_id, by_login, at) VALUES (:sheet_id, :who, :at) ON CONFLICT (sheet_id, by_login) DO NOTHING

-- :name sheets_opened :many
-- When each sheet of a round was first opened by its unit; sheet 0: all.
-- :in round_id int, sheet_id int
-- :out sheet_id int, at moment, people int
SELECT o.sheet_id, min(o.at) AS at, count(*) AS people FROM sheet_opened o JOIN sheet h ON h.id = o.sheet_id
 WHERE h.round_id = :round_id AND (:sheet_id = 0 OR o.sheet_id = :sheet_id) GROUP BY o.sheet_id ORDER BY o.sheet_id

-- :name round_reminders :many
-- Newest first; unit_id 0: all units.
-- :in round_id int, unit_id int
-- :out unit_id int, unit_name text, text text, at moment, by_login text, notices int, letters int
SELECT m.unit_id, u.name AS unit_name, m.text, m.at, m.by_login,
       (SELECT count(*) FROM round_reminder_to t WHERE t.reminder_id = m.id AND t.notice = 1) AS notices,
       (SELECT count(*) FROM round_reminder_to t WHERE t.reminder_id = m.id AND t.letter = 1) AS letters
  FROM round_reminder m JOIN unit u ON u.id = m.unit_id
 WHERE m.round_id = :round_id AND (:unit_id = 0 OR m.unit_id = :unit_id) ORDER BY m.id DESC

-- :name assess_person_unit :opt
-- Where a person works.
-- :in person_id int
-- :out unit_id int
SELECT coalesce(unit_id, 0) AS unit_id FROM person WHERE id = :person_id

-- :name assess_root_unit :opt
-- The province: what belongs to nothing.
-- :out id int
SELECT id FROM unit WHERE parent_id IS NULL ORDER BY id LIMIT 1

-- :name sheets_with_set :many
-- Sheets of a unit in rounds that use a set.
-- :in set_id int, unit_id int
-- :out id int
SELECT h.id FROM sheet h JOIN assess_round r ON r.id = h.round_id WHERE r.set_id = :set_id AND h.unit_id = :unit_id ORDER BY h.id

-- :name appraiser_units :many
-- The units that a person appraises in any round; 0: all of them. Room archive shows their evidence to this person.
-- :in person_id int
-- :out unit_id int
SELECT DISTINCT coalesce(unit_id, 0) AS unit_id FROM appraiser_task WHERE person_id = :person_id

-- :name queue_given :many
-- Where points of a stage stand, who gave them.
-- :in round_id int, stage text
-- :out sheet_id int, criterion_id int, by_login text
SELECT l.sheet_id, l.criterion_id, l.by_login
  FROM stage_latest l JOIN sheet h ON h.id = l.sheet_id
 WHERE h.round_id = :round_id AND l.stage = :stage AND l.given = 1
 ORDER BY l.sheet_id, l.criterion_id

-- :name queue_evidence :many
-- How many documents each unit shows for a criterion.
-- :in criterion_id int
-- :out unit_id int, n int
SELECT unit_id, count(*) AS n FROM evidence WHERE criterion_id = :criterion_id GROUP BY unit_id ORDER BY unit_id

-- :name sheets_under :many
-- Sheets of a round whose unit is another one or lies below it.
-- :in round_id int, root_id int
-- :out id int
WITH RECURSIVE below (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = :root_id
    UNION ALL
    SELECT u.id, below.depth + 1 FROM unit u JOIN below ON u.parent_id = below.id WHERE below.depth < 20)
SELECT h.id FROM sheet h JOIN below ON below.id = h.unit_id WHERE h.round_id = :round_id ORDER BY h.id

-- :name units_above :many
-- A unit and what it belongs to.
-- :in unit_id int
-- :out id int
WITH RECURSIVE up (id, depth) AS (
    SELECT u.id, 0 FROM unit u WHERE u.id = :unit_id
    UNION ALL
    SELECT p.id, up.depth + 1 FROM unit u JOIN up ON u.id = up.id JOIN unit p ON p.id = u.parent_id WHERE up.depth < 20)
SELECT id FROM up ORDER BY depth

-- :name blind_pairs :many
-- Where two appraised the same leaf without seeing each other; the widest difference first.
-- :in round_id int
-- :row BlindPair
-- :out sheet_id int, criterion_id int, unit_name text, code text, name text, max_points dec, first dec?, second dec?, first_by text, second_by text, first_reason text, second_reason text
SELECT a.sheet_id, a.criterion_id, u.name AS unit_name, k.code, k.name, k.max_points, a.points AS first, b.points AS second,
       a.by_login AS first_by, b.by_login AS second_by, a.reason AS first_reason, b.reason AS second_reason
  FROM sheet h
  JOIN unit u ON u.id = h.unit_id
  JOIN stage_latest b ON b.sheet_id = h.id AND b.stage = 'blind' AND b.given = 1
  JOIN stage_latest a ON a.sheet_id = h.id AND a.criterion_id = b.criterion_id AND a.stage = 'appraisal' AND a.given = 1
  JOIN criterion k ON k.id = b.criterion_id
 WHERE h.round_id = :round_id
 ORDER BY abs(coalesce(a.points, 0) - coalesce(b.points, 0)) DESC, k.position, u.sort_key
