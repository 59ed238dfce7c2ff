/*
 * Do criteria measure something, and do appraisers agree? Descriptive figures with their number of cases; no verdict
 * on a person. Shares are points / maximum; NaN: not there. Doubles: nothing here enters a score.
 */
#pragma once
#include "base/arena.h"

/* Pearson's correlation over the places where both are there; NaN when fewer than 3 or one does not vary. */
double correlation(const double *x, const double *y, size_t n);

/*
 * Cronbach's alpha of criteria as parts of one measure: k/(k-1) · (1 - Σ var(part) / var(sum)), points (not shares),
 * over the units that have all of them. NaN: fewer than 2 criteria or units, or no variance.
 */
double cronbach_alpha(const double *points, size_t units, size_t criteria);     /* [unit * criteria + criterion] */

typedef struct CriterionUse {
    size_t n;                   /* units it applies to */
    double mean, sd;            /* of the share */
    bool all_full, all_equal;   /* it tells no unit from another */
    double nominal;             /* maximum / sum of maxima */
    double effective;           /* cov(points, total) / var(total): its part in what makes totals differ; sums to 1 */
    double with_rest;           /* correlation with the total of the other criteria */
} CriterionUse;

/* Where a criterion does not apply to a unit it adds nothing to the unit's total. */
CriterionUse *criteria_use(Arena *a, const double *share, const double *max, size_t units, size_t criteria);

/* One appraisal of one criterion of one unit. */
typedef struct Appraisal {
    size_t appraiser, criterion;                        /* any numbers below the counts given */
    double self, given;         /* shares; self NaN: the unit did not score itself */
} Appraisal;

typedef struct Leniency {
    size_t n;                   /* appraisals */
    size_t compared;            /* of them: others appraised the same criterion */
    double above_others;        /* mean of (share given - mean the others gave for that criterion); NaN: compared = 0 */
    double error;               /* its standard error; NaN: compared < 2 */
    size_t self_n;
    double self_gap;            /* mean of (self - given); NaN: self_n = 0 */
    size_t outliers;            /* beyond 3 standard deviations of its criterion, criteria with 10 cases and more */
} Leniency;

Leniency *appraiser_leniency(Arena *a, const Appraisal *v, size_t n, size_t appraisers, size_t criteria);
