/*
 * Units × criteria with points, as the analyst's desk needs them, wherever they come from: a file or a round.
 *
 * Invariants: units sorted by group as given, each unit and criterion once; points within 0 … max.
 */
#pragma once
#include "core/ctx.h"
#include "insight/agreement.h"
#include "insight/reach.h"
#include "insight/robust.h"

typedef struct Desk {
    size_t units, criteria;
    Str *unit;                  /* code */
    size_t *group;              /* number of the ranking group */
    Str *group_name;            /* by unit */
    Str *code;                  /* of criteria */
    Dec *max;                   /* > 0 */
    OptDec *points;             /* [unit * criteria + criterion]; not there: does not apply */
    double *reached;            /* the same: reached / target, may exceed 1; NULL: nowhere given */
    RobustSteps *steps;         /* of criteria scored by steps of a figure; NULL: none */
    double *figure;             /* [unit * criteria + criterion] that figure; NaN: the points do not come from it */
    double *survey;             /* the same: standard error of the share; NULL: nowhere given */
    OptDec *effort;             /* of criteria */
    Dec *total, *applies;       /* of units: points and maximum of what applies */
    Dec *index;                 /* total / applies × 100, one rounding at 8 decimals */
} Desk;

/* Columns unit, criterion, max, points and if wanted group, effort, reached, survey_error (in points). CSV or XLSX. */
Err desk_read(Desk *out, Arena *a, Str file, Str bytes, Answer *why);

/* Totals and index from the points; whoever fills a Desk calls it last. E_INVALID: nothing applies to a unit. */
Err desk_finish(Desk *d, Arena *a, Answer *why);

bool desk_unit(const Desk *d, Str code, size_t *unit);
size_t desk_rank(const Desk *d, size_t unit);

/* Shares and points [units * criteria] (NaN: does not apply) and maxima [criteria] as agreement.h wants them. */
void desk_shares(const Desk *d, double *share, double *points, double *max);

/* The model of robust.h over a desk; appraiser: standard deviation of a share between appraisers, 0: none. */
RobustModel *desk_model(const Desk *d, Arena *a, double appraiser);

/*
 * Cheapest lost points of a unit. Exactly one aim: rank >= 1, or a grade's lower bound in percent.
 * Where no effort is given it is estimated by reach_effort() over the other units of the group.
 */
typedef struct DeskAim {
    size_t unit, rank;          /* rank 0: percent is the aim */
    OptDec percent;
    const Dec *rise;            /* [unit] percent points that each other unit moves meanwhile; NULL: they stand still */
    const bool *out;            /* [criterion] cannot be recovered (in time); NULL: all can */
} DeskAim;

typedef struct DeskReach {
    Dec need;                   /* points missing */
    Reach reach;
} DeskReach;

Err desk_reach(DeskReach *out, Arena *a, const Desk *d, const DeskAim *aim, Answer *why);
/* The effort of a criterion for a unit: given, or estimated by how many of its peers have it in full. */
Dec desk_effort(const Desk *d, size_t unit, size_t criterion);
