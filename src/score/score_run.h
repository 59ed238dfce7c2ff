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

/* What may stand in for the set's own policies, for trying out. Empty, or as the set says. */
typedef struct ScoreOverride {
    Str ties, rounding;
    Str group;                  /* only this ranking group; empty: all */
} ScoreOverride;

typedef struct ScoreRun {
    CriteriaSetRow set;
    CriterionRows criteria;     /* in the order of in.nodes */
    ScoreInput in;
    ScoreUnit *units;
    ScoreResult result;
    Date as_of;                 /* units as they stood on this day: 31/12 of the year */
    Moment newest;              /* of the figures and points that entered: "số liệu đến …" */
} ScoreRun;

/* Loads and computes. Answers: a rule that cannot be read; direct points out of range; unknown group. */
Err score_run(Ctx *c, int64_t set_id, const ScoreOverride *over, ScoreRun *out);
/* Index of the unit by code, of the node by code. E_NOT_FOUND names the code. */
Err score_find_unit(Ctx *c, const ScoreRun *r, Str code, size_t *unit);
Err score_find_node(Ctx *c, const ScoreRun *r, Str code, size_t *node);
const UnitResult *score_result_of(const ScoreRun *r, size_t unit);      /* NULL: not scored */

/* The result of the year before under the same set code; empty where there was none. */
typedef struct PreviousResult {
    Str unit_code;
    Dec points, max;
    int rank;
} PreviousResult;
typedef VEC(PreviousResult) PreviousResults;
Err score_previous(Ctx *c, const ScoreRun *r, PreviousResults *out);
const PreviousResult *score_previous_of(const PreviousResults *v, Str unit_code);      /* NULL: none */
