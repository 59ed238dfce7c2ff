/*
 * Room remedy: every lost point gets a cause, a measure, an owner and a day.
 *
 * A lost point is a leaf on which a unit got less than its maximum; it is derived from the result of a set (room score), with
 * the reason that the trace or the appraiser gave, how many peers lost it too, what the best did, and for how many years it
 * recurs. A remedy serves one or several of them and becomes a task in room plan. Its outcome shows in the next year's result.
 * BASIS: plans and reports after publication (columns: content, code, cause, remedy, lead, support, time, note).
 */
#pragma once
#include "core/access.h"
#include "remedy_sql.h"
#include "score/score_run.h"

extern const Perm PERM_REMEDY_VIEW, PERM_REMEDY_CHANGE, PERM_REMEDY_DERIVE;

typedef struct DeriveReport {
    size_t units, losses;
    Dec points;
    size_t recurring;
} DeriveReport;

/* All losses of a set, again. Losses with a remedy keep their identity. */
Err remedy_derive(Ctx *c, int64_t set_id, DeriveReport *out);

typedef struct RemedyForm {
    int64_t year;               /* in which it is to be done */
    Str cause_code, cause, measure, lead, support, deadline, product, note;
} RemedyForm;

/* Where a finding comes from when it is not the index. */
extern const struct RemedyOrigin { const char *code, *title; } remedy_origins[];       /* ends with { 0 } */

/*
 * A finding of an inspection, an audit, a petition or a survey enters by the same door: it has no lost point, but a cause, a
 * measure, an owner and a day, and becomes a task like every other. content: what was found; source: document, number, day.
 */
Err remedy_finding(Ctx *c, int64_t unit_id, Str origin, Str source, Str content, const RemedyForm *f, int64_t *id);
/* E_CONFLICT: somebody changed it meanwhile. The year stays. */
Err remedy_change(Ctx *c, int64_t id, int64_t version, const RemedyForm *f);
Err remedy_one(Ctx *c, int64_t id, RemedyRow *out);
/* At the end of a quarter. The task of the remedy is told too, where there is one that is still open. */
Err remedy_progress(Ctx *c, int64_t id, int64_t quarter, int64_t percent, Str text);

/* One remedy for the losses given, all of one unit. Answers: E_INVALID names the field. */
Err remedy_add(Ctx *c, const int64_t *lost, size_t n, const RemedyForm *f, int64_t *id);
/* The same remedy for every unit that lost on this criterion, and if wanted as a task of each. *n: remedies made. */
Err remedy_add_for_all(Ctx *c, int64_t lost_id, const RemedyForm *f, bool tasks, size_t *n);
/* The remedy becomes a task of its unit with owner, deadline, product and the points at stake. */
Err remedy_to_task(Ctx *c, int64_t remedy_id, int64_t *task_id);

/* What would follow if every remedy brought its points back and the other units stood still. */
typedef struct Promise {
    size_t unit;                /* index in the run */
    Dec points, percent;
    int rank_now, rank_then;    /* 0: not ranked */
} Promise;
typedef VEC(Promise) Promises;
Err remedy_promises(Ctx *c, const ScoreRun *r, Promises *out);

/* What became of the losses of a year in the next: "recovered", "partly", "again", or "open" while there is no next result. */
typedef struct Outcome {
    LostRow loss;
    Str state;
    Dec won;
} Outcome;
typedef VEC(Outcome) Outcomes;
Err remedy_outcomes(Ctx *c, int64_t set_id, int64_t unit_id, Outcomes *out);

/* The table of the remedy plan, as XLSX or CSV. */
Err remedy_table(Ctx *c, int64_t unit_id, int64_t year, bool csv, Str *bytes);

/* `thuocdo verify`. */
Err remedy_verify(Ctx *c, Buf *findings);
