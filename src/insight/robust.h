/*
 * How sure is a rank? Monte Carlo over what could reasonably have been otherwise.
 *
 *   weights      each criterion's maximum times 1 ± x (uniform), all together rescaled to the same sum
 *   thresholds   the target of a criterion that is scored as reached / target, or all bounds of one that is scored by steps,
 *                times 1 ± x (uniform), for all units alike
 *   survey       sampling error of the survey's share of a criterion (normal)
 *   appraiser    what two appraisers of the same sheet differ by (normal)
 *
 * Both normal errors are summed to one per unit with the nominal weights, and are not cut at 0 and the maximum: near the
 * ends the intervals are a little too wide. Each draw starts from the exact index and adds a difference, so that where
 * nothing is varied nothing moves, ties included. A number is made from (seed, assumption, draw, place) alone: any
 * number of threads gives the same answer. Doubles and floats here decide nothing that anybody is paid or ranked by.
 *
 * Ranks: 1 + number of units of the group that are strictly higher.
 */
#pragma once
#include "base/dec.h"

enum { ROBUST_UNITS_MAX = 60000, ROBUST_CRITERIA_MAX = 4000, ROBUST_DRAWS_MAX = 1000000 };

/* A rule by steps: the share jumps where a figure reaches a bound. */
typedef struct RobustSteps {
    size_t n;
    const double *bound, *jump; /* bounds rise; a jump may be negative */
} RobustSteps;

typedef struct RobustModel {
    size_t units, criteria;
    const Dec *index;           /* of each unit, percent of what applies to it, exact: ranks of the base case come from it */
    const double *max;          /* of each criterion, > 0 */
    const double *share;        /* [unit * criteria + criterion] points / maximum; NaN: not applicable. May exceed 1 where
                                   the target was passed: a moved threshold then knows it (points stop at the maximum) */
    const bool *target;         /* [criterion] scored as reached / target; NULL: none */
    const RobustSteps *steps;   /* [criterion] n 0: not by steps; NULL: none is. Not for one with a target */
    const double *figure;       /* [unit * criteria + criterion] what the bounds are for; NaN: its share does not come from it */
    const double *survey;       /* [unit * criteria + criterion] standard error of the share; NULL: none */
    const double *appraiser;    /* [criterion] standard deviation of the share between appraisers; NULL: none */
    const size_t *group;        /* [unit] ranking group, any numbers; NULL: one group */
} RobustModel;

typedef struct RobustAsk {
    size_t draws;               /* 1 … ROBUST_DRAWS_MAX */
    uint64_t seed;
    size_t threads;             /* 0: as many as processors */
    double weights;             /* 0.25: ± 25 %; 0 <= x < 1 */
    double thresholds;
    const size_t *top;          /* "in the first k": the k asked for */
    size_t n_top;
    const double *cuts;         /* lower bounds of the grades in percent, falling; below the last is one grade more */
    size_t n_cuts;
    size_t near;                /* pairs up to so many places apart in the base ranking are compared; 0: none */
} RobustAsk;

typedef struct RobustUnit {
    size_t rank;                /* in the base case */
    double median, p5, p95;     /* of the rank, linear between order statistics */
    double *top;                /* [n_top] share of draws */
    double *grade;              /* [n_cuts + 1] share of draws */
} RobustUnit;

typedef struct RobustPair {
    size_t ahead, behind;       /* units, by the base case */
    double share;               /* of draws in which `ahead` is ahead; equal ranks count half */
} RobustPair;

typedef struct Robust {
    RobustUnit *units;
    RobustPair *pairs;          /* those that cannot be told apart: share below 0.95 */
    size_t n_pairs;
} Robust;

Err robust_run(Robust *out, Arena *a, const RobustModel *m, const RobustAsk *ask, Answer *why);

/* ---- which assumption moves the ranks ---- */

typedef enum Assumption { BY_WEIGHTS, BY_THRESHOLDS, BY_SURVEY, BY_APPRAISER, ASSUMPTIONS } Assumption;

/* Shares of the variance of a unit's rank (Jansen's estimators); all zero where the rank never moves. */
typedef struct RobustSource {
    double variance;
    double first[ASSUMPTIONS];  /* alone */
    double total[ASSUMPTIONS];  /* with everything it acts with */
} RobustSource;

/* One RobustSource a unit; `ask->draws` base points, each costs 2 + ASSUMPTIONS draws. */
Err robust_sources(RobustSource **out, Arena *a, const RobustModel *m, const RobustAsk *ask, Answer *why);
