/*
 * Fair appraisal, from what the rounds of a set recorded: leniency per appraiser and field, the gap between what units
 * gave themselves and what they were given, unusual scores, and by how much two readers of the same sheet differ. Every
 * figure comes with its number of cases and says nothing about a person: sheets differ, and so does luck.
 */
#pragma once
#include "core/access.h"
#include "insight/agreement.h"
#include "score/score_run.h"

extern const Perm PERM_INSIGHT_FAIR;

enum { FAIR_FEW = 10 };         /* fewer cases are marked as few */

typedef struct FairGap {        /* what a unit gave itself against what it got, as shares of the maximum */
    Str code, name;
    size_t n;
    double gap;                 /* mean of self - given */
} FairGap;

typedef struct FairCase {       /* beyond 3 standard deviations of its criterion (10 cases and more) */
    Str round, unit, unit_name, code, appraiser;
    double given, mean, sd;     /* shares */
    size_t n;
} FairCase;

typedef struct Fair {
    size_t cases;               /* appraised leaves with points */
    Str *appraiser;             /* login */
    Leniency *all;              /* [appraiser] */
    size_t appraisers;
    Str *field, *field_name;
    size_t fields;
    Leniency *by_field;         /* [appraiser * fields + field] */
    VEC(FairGap) units;         /* widest gap first */
    VEC(FairCase) unusual;
    size_t pairs;               /* leaves that two read independently */
    double spread;              /* standard deviation of one appraisal, share of the maximum; NaN: pairs = 0 */
    double same;                /* share of pairs with equal points */
} Fair;

/* The coordinator's, who owns the rounds. */
Err fair_load(Ctx *c, const CriteriaSetRow *set, Fair *out);
/* Only the spread between readers, for the robustness of ranks; no right on persons is needed. */
Err fair_spread(Ctx *c, int64_t set_id, double *spread, size_t *pairs);
