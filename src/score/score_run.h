/*
 * Room score: from the stored set, figures and direct points to sheets and ranks (the arithmetic is core/score.h).
 *
 * Legal basis: chỉ số = điểm đạt được / điểm tối đa × 100% (QĐ 1149/QĐ-BNV of 2020 and its successors); the set's own
 * decision names groups, grades and what happens to ties.
 */
#pragma once
#include "core/access.h"
#include "core/score.h"
#include "criteria/criteria.h"
#include "score_store_sql.h"

extern const Perm PERM_SCORE_VIEW;

/* What a sheet of an assessment round says about a leaf: points, or a value for the rule. */
typedef struct ScoreGiven {
    int64_t unit_id, criterion_id;
    OptDec points;              /* none: the rule makes them from the value */
    Str value;                  /* canonical text of core/value; "na": does not apply */
    Str source;
    Moment at;
} ScoreGiven;

/* What may stand in for the set's own policies, for trying out. Empty, or as the set says. */
typedef struct ScoreOverride {
    Str ties, rounding;
    Str group;                  /* only this ranking group; empty: all */
    Str kinds;                  /* kinds of unit instead of the set's */
    const int64_t *unit_ids;    /* only these units; NULL: all */
    size_t n_unit_ids;
    bool sheets;                /* criteria with source self have only what is in `given`: no figures, no direct points */
    const ScoreGiven *given;
    size_t n_given;
} ScoreOverride;

typedef struct ScoreRun {
    CriteriaSetRow set;
    CriterionRows criteria;     /* as nodes.v, in the order of the printed table */
    CriteriaSet nodes;
    ScoreInput in;
    int64_t *unit_ids;
    size_t n_scored;            /* the first units of in; those behind only lend their figures to rules over sub-units */
    Str *groups;                /* names; in.n_groups - 1 of them (the last group holds the lending units) */
    size_t n_groups;
    ScoreSheet *sheet;
    Str *grades;                /* of each scored unit */
    size_t *order;              /* scored units by group, rank, code */
    Date as_of;                 /* units as they stood on this day: 31/12 of the year */
    Moment newest;              /* of the figures and points that entered: "số liệu đến …" */
    DirectOfSetRows direct;
} ScoreRun;

/* Loads and computes. Answers: a rule that cannot be read; direct points out of range; unknown group. */
Err score_run(Ctx *c, int64_t set_id, const ScoreOverride *over, ScoreRun *out);
/*
 * The two halves of it for a caller that has the figures from elsewhere, such as a frozen result: first set and criteria
 * are filled in; then in, unit_ids, n_scored, groups, n_groups too.
 */
Err score_prepare(Ctx *c, ScoreRun *r, const ScoreOverride *over);
Err score_finish(Ctx *c, ScoreRun *r);
/* Index of the unit by code, of the node by code. E_NOT_FOUND names the code. */
Err score_find_unit(Ctx *c, const ScoreRun *r, Str code, size_t *unit);
Err score_find_node(Ctx *c, const ScoreRun *r, Str code, size_t *node);


/* points/max × 100 as the set shows it; empty without a maximum. */
Str score_percent(Arena *a, const ScoreRun *r, Dec points, Dec max, NumStyle style);
Str score_points(Arena *a, const ScoreRun *r, Dec points, NumStyle style);

/*
 * Grade bands of a set: "90 Xuất sắc; 80 Tốt; 0 Yếu"; a ranking group may have its own, on a line of its own before a
 * colon: "Phường: 85 Tốt; 0 Khá". Empty: 90/80/70/50. BASIS: cut-offs differ per province and block; no national rule.
 */
typedef struct GradeScale {
    Str group;                  /* empty: for groups without a scale of their own */
    VEC(GradeBand) bands;       /* falling */
} GradeScale;
typedef VEC(GradeScale) GradeScales;
Err grades_parse(GradeScales *out, Arena *a, Str text, Answer *why);
Str grade_of(const GradeScales *scales, Str group, Dec percent);
