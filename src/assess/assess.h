/*
 * Room assess: one year's round of assessment, from opening to the published ranking.
 *
 * A round is a criteria set × kinds of unit × a year with its calendar. Each unit has a sheet. Scores of each stage stand
 * beside each other: self, first appraisal, explanation, second appraisal, council, appeal, correction; a change is a new
 * row, nothing is overwritten. The recognised score of a leaf is that of the last stage present. Survey, automatic and
 * bonus points are not on the sheet: they come from figures and direct points through room score.
 *
 * Who may do what, when, and what must hold stands in three const tables (moves.c): moves of the round, moves of a sheet,
 * stages. They are laid out to be read beside the province's regulation on the assessment.
 *
 * Answers of every operation: E_FORBIDDEN; E_STATE with the lock (why, since when, whom to ask); E_CONFLICT when somebody
 * changed the same thing meanwhile.
 */
#pragma once
#include "assess_sql.h"
#include "core/access.h"
#include "criteria/criteria.h"
#include "score/score_run.h"

extern const Perm PERM_ROUND_VIEW, PERM_ROUND_RUN, PERM_ROUND_PUBLISH, PERM_RANKING_LIVE, PERM_SHEET_VIEW, PERM_SHEET_FILL,
    PERM_SHEET_SUBMIT, PERM_SHEET_APPRAISE, PERM_SHEET_RETURN, PERM_COUNCIL_RUN, PERM_APPEAL_FILE, PERM_APPEAL_DECIDE;

/* Bits, because the tables name sets of them. */
typedef enum Phase {
    PH_PREPARING = 1 << 0, PH_SELF = 1 << 1, PH_APPRAISAL = 1 << 2, PH_EXPLANATION = 1 << 3, PH_SECOND = 1 << 4,
    PH_COUNCIL = 1 << 5, PH_PROVISIONAL = 1 << 6, PH_APPEAL = 1 << 7, PH_APPROVED = 1 << 8, PH_PUBLISHED = 1 << 9,
    PH_CORRECTION = 1 << 10
} Phase;

typedef enum SheetState {
    SH_DRAFT = 1 << 0, SH_SUBMITTED = 1 << 1, SH_REWORK = 1 << 2, SH_APPRAISED = 1 << 3, SH_RETURNED = 1 << 4,
    SH_EXPLAINED = 1 << 5, SH_SECOND = 1 << 6, SH_RECOGNISED = 1 << 7, SH_FINAL = 1 << 8
} SheetState;

typedef enum Stage {
    STAGE_SELF, STAGE_APPRAISAL, STAGE_EXPLANATION, STAGE_SECOND, STAGE_COUNCIL, STAGE_APPEAL, STAGE_CORRECTION, STAGE_BLIND,
    N_STAGES
} Stage;

const char *phase_name(Phase p);                /* "self" */
const char *phase_title(Phase p);               /* Vietnamese */
Phase phase_of(Str name);                       /* a name of ours; anything else is a bug */
const char *sheet_state_name(SheetState s);
const char *sheet_state_title(SheetState s);
SheetState sheet_state_of(Str name);
bool stage_parse(Stage *out, Str name);
const char *stage_name(Stage s);
const char *stage_title(Stage s);

/* ---- tables that stand beside the regulation (moves.c) ---- */

typedef struct RoundMove {
    Phase from;
    const char *action;         /* "open": in commands, forms and the audit trail */
    const char *title;          /* Vietnamese, T(): what the button says */
    Phase to;
    const Perm *perm;
    bool reason;                /* must be given */
    Err (*check)(Ctx *c, const RoundRow *r);                    /* what must hold; NULL: nothing */
    const char *sheets;         /* actions then tried on every sheet, in order */
} RoundMove;

typedef struct SheetMove {
    SheetState from;
    const char *action, *title;
    SheetState to;
    const Perm *perm;
    unsigned phases;            /* of Phase */
    bool reason;
    Err (*check)(Ctx *c, const RoundRow *r, const SheetRow *s);
} SheetMove;

typedef struct StageRule {
    const char *name, *title;
    const Perm *perm;
    unsigned phases, states;    /* when points of this stage may be given */
    bool outsider;              /* not by people of the unit itself */
    bool tasked;                /* only by those whom the round entrusts with the criterion and the unit */
    bool counts;                /* its points may become the recognised ones */
} StageRule;

const char *round_move_must(const RoundMove *m);               /* what must hold, T(); NULL: nothing */
const char *sheet_move_must(const SheetMove *m);

extern const RoundMove round_moves[];           /* end with { 0 } */
extern const SheetMove sheet_moves[];
extern const StageRule stage_rules[N_STAGES];

/* ---- round (round.c) ---- */

typedef struct RoundForm {
    Str code, name, unit_kinds, set_code, basis, contact;
    int64_t year;
    Date opens_on, self_due, appraisal_due, explanation_due, second_due, council_on, provisional_on, appeal_due;
} RoundForm;

Err round_create(Ctx *c, const RoundForm *f, int64_t *id);              /* the set may come later; sheets are made */
Err round_change(Ctx *c, int64_t id, int64_t version, const RoundForm *f);     /* code, year and kinds stay */
RoundForm round_form(const RoundRow *r);
Err round_find(Ctx *c, Str code, int64_t year, RoundRow *out);          /* E_NOT_FOUND names what was asked for */
Err round_add_units(Ctx *c, int64_t id, size_t *added);                 /* of its kinds, that have no sheet yet */
Err round_extend(Ctx *c, int64_t sheet_id, Str what, Date until, Str reason);  /* what: "self" or "explanation" */
Err round_assign(Ctx *c, int64_t round_id, Str login, Str assessor, Str unit_code, bool blind);
Err round_unassign(Ctx *c, int64_t round_id, int64_t task_id);
/* Tells those who fill and send the sheet, inside the application and by letter. *told: how many people. */
Err round_remind(Ctx *c, int64_t sheet_id, Str text, size_t *told);
/* The same for every unit that has not sent what is due now. *units: how many were reminded. */
Err round_remind_all(Ctx *c, int64_t round_id, Str text, size_t *units);
Err sheet_seen(Ctx *c, int64_t sheet_id);       /* a person of the unit has the sheet before them */

/* One person is told of something. Joined in main/joins.c; NULL: nobody is told. */
typedef struct Telling {
    int64_t person_id;
    Str name, email, object, subject, text, link;
    bool notice, letter;        /* out: where it went */
} Telling;
typedef Err (*AssessTell)(Ctx *c, Telling *t);
extern const AssessTell assess_tell;

/* A blind second reader for a share of the units, in a hundred: drawn by a seed, the same again on every machine. */
Err round_sample(Ctx *c, int64_t round_id, Str login, int64_t share, Str seed, size_t *units);
typedef struct Divergence {
    BlindPairs rows;            /* differing ones first, by how much */
    size_t same;
    Dec apart;                  /* sum of the differences */
} Divergence;
Err round_divergence(Ctx *c, int64_t round_id, Divergence *out);

/* ---- moves (moves.c) ---- */

typedef struct Decision {
    Str number;
    Date date;
    int64_t document_id;        /* the signed file in the register; 0: none */
} Decision;

/* d: for "approve" and "publish" out of a correction; else NULL. */
Err round_move(Ctx *c, int64_t round_id, Str action, Str reason, const Decision *d);
Err sheet_move(Ctx *c, int64_t sheet_id, Str action, Str reason);
/* On every sheet of the round where it is possible now. *done counts; *first_no: why the first of the others was not. */
Err sheet_move_all(Ctx *c, int64_t round_id, Str action, Str reason, size_t *done, size_t *left, Str *first_no);
bool sheet_move_may(Ctx *c, const RoundRow *r, const SheetRow *s, const SheetMove *m);     /* for showing a button; no check */

/* ---- scores (stage.c) ---- */

typedef struct ScoreForm {
    OptDec points;
    Str value;                  /* as typed; a rule makes points of it unless points are given too */
    Str reason;                 /* of a difference, or the explanation */
    int64_t version;            /* last seen of this stage; 0: none was there; -1: whatever it is */
    Str batch;
    int64_t session_id;
} ScoreForm;

typedef struct ScoreSaved {
    int64_t version;
    OptDec points;
    bool by_rule, same;         /* same: nothing was changed */
    Str note;                   /* why no points came of the value */
} ScoreSaved;

Err stage_put(Ctx *c, int64_t sheet_id, int64_t criterion_id, Stage stage, const ScoreForm *f, ScoreSaved *out);
/* The appraiser takes the self scores of one criterion as they are, on these sheets. batch: to take it back. */
Err stage_accept(Ctx *c, int64_t round_id, int64_t criterion_id, const int64_t *sheets, size_t n, Str *batch, size_t *done);
enum { UNDO_SECONDS = 60 };
Err stage_accept_undo(Ctx *c, Str batch, size_t *done);

/* Whether the person may give points of this stage on this sheet and leaf now; E_STATE or E_FORBIDDEN say why not. */
Err stage_may(Ctx *c, const RoundRow *r, const SheetRow *s, const CriterionRow *k, Stage stage);

/* ---- a sheet to look at (sheet.c) ---- */

typedef struct Leaf {
    CriterionRow k;
    Str assessor;               /* own, or of the nearest node above */
    int depth;
    bool self;                  /* scored on the sheet */
    StageRow stage[N_STAGES];   /* given false: nothing there */
    Stage last;                 /* of the recognised points; meaningful when has_last */
    bool has_last;
    bool disputed;
    Str fact;                   /* the unit's figure of the year with this code, or empty */
    Str fact_source;
    int64_t evidence;           /* documents attached */
} Leaf;

typedef struct SheetData {
    RoundRow round;
    SheetRow sheet;
    VEC(Leaf) nodes;            /* the whole tree in printed order */
    size_t leaves, scored, disputed;
    Dec self_points, last_points;       /* sums of what is known */
} SheetData;

Err sheet_load(Ctx *c, int64_t sheet_id, SheetData *out);
Err sheet_find(Ctx *c, int64_t round_id, Str unit_code, SheetRow *out);

/* Why nothing may be typed, since when, by which decision and whom to ask. */
typedef struct Lock {
    bool locked;
    Str why, decision, ask;
    Moment since;
    Date until;                 /* of the stage, when it is open */
} Lock;
Err sheet_lock(Ctx *c, const RoundRow *r, const SheetRow *s, Stage stage, Lock *out);

/* What is amiss before sending. A setting makes each kind block or warn. */
typedef struct Concern {
    Str code, name;
    int64_t criterion_id;
    const char *kind;           /* "unscored" "no_evidence" "no_reason" "contradicts" */
    Str text;
    bool blocks;
} Concern;
typedef VEC(Concern) Concerns;
Err sheet_concerns(Ctx *c, const SheetData *d, Concerns *out);

/* For room archive: evidence of a unit may be entered or removed now. */
Err assess_evidence_guard(Ctx *c, int64_t set_id, int64_t criterion_id, int64_t unit_id);

/* ---- council and appeal (council.c) ---- */

Err council_open(Ctx *c, int64_t round_id, Date held_on, Str chair, Str members, int64_t *id, size_t *items);
typedef struct Vote {
    int64_t yes, no, abstained;
    OptDec points;
    Str reason;
} Vote;
Err council_decide(Ctx *c, int64_t item_id, const Vote *v);
Err council_close(Ctx *c, int64_t session_id, Str minutes);

typedef struct AppealForm {
    int64_t criterion_id;
    Dec claim;
    Str text, evidence;         /* evidence: new documents, named */
    int64_t document_id;        /* one of the register, 0: none; becomes evidence of the criterion */
} AppealForm;
Err appeal_file(Ctx *c, int64_t sheet_id, const AppealForm *f, int64_t *id);
/* outcome: accepted (the claim), partly (points), refused, withdrawn (by the unit). */
Err appeal_decide(Ctx *c, int64_t id, int64_t version, Str outcome, OptDec points, Str reason);

/* ---- results (result.c) ---- */

/* Points after the stages up to `upto` (STAGE_CORRECTION: recognised). Needs the right to the live ranking. */
Err round_result(Ctx *c, const RoundRow *r, Stage upto, ScoreRun *out);

typedef struct RankEffect {
    Str unit_code, unit_name, group;
    Dec before, after;          /* percent */
    int32_t rank_before, rank_after;
} RankEffect;
typedef VEC(RankEffect) RankEffects;
/* What giving these points on this leaf would do to the ranking: units whose percent or rank changes. */
Err round_effect(Ctx *c, const RoundRow *r, int64_t unit_id, int64_t criterion_id, Dec points, RankEffects *out);

/* ---- frozen results (snapshot.c) ---- */

Err snapshot_make(Ctx *c, const RoundRow *r, Str kind, Str note, Str *hash);
typedef struct Verified {
    bool ok;
    Str hash, text;             /* what does not agree, in words */
    size_t units;
} Verified;
Err snapshot_verify(Ctx *c, int64_t id, Verified *out);
Err assess_verify(Ctx *c, Buf *findings);       /* all of them, for `thuocdo verify` */

/* ---- talk ---- */

Err sheet_comment(Ctx *c, int64_t sheet_id, int64_t criterion_id, int64_t reply_to, Str text, int64_t *id);
Err sheet_comment_done(Ctx *c, int64_t id);

/* ---- the sheet as a workbook (workbook.c) ---- */

Err sheet_workbook(Ctx *c, int64_t sheet_id, Str *bytes);
Err round_workbook(Ctx *c, const RoundRow *r, Str *bytes);      /* who is how far */
typedef struct SheetChange {
    int64_t criterion_id, version;              /* version: the one that holds now */
    bool conflict;              /* both the file and somebody on the sheet changed it since the workbook was taken away */
    Str by_login;               /* who, with `at`, when it is a conflict */
    Moment at;
    Str code, name;
    Str old_value, new_value, old_reason, new_reason;
    OptDec old_points, new_points;
} SheetChange;
typedef VEC(SheetChange) SheetChanges;
/* What a filled workbook would change. Nothing is written. What only the sheet has changed since is no change: the file does not undo it. */
Err sheet_workbook_read(Ctx *c, int64_t sheet_id, const Table *t, SheetChanges *out);
Err sheet_workbook_take(Ctx *c, int64_t sheet_id, const SheetChanges *changes, size_t *done);

Str by_whom(const Ctx *c);                      /* login, or "shell" */
