/*
 * Two years of one set beside each other: what every page of results is made from. Pure but for look_open.
 *
 * Units are matched by code, criteria by old_code and else by code; what has no predecessor stays blank, nothing is
 * guessed. The year before is the set of the same code with year - 1.
 */
#pragma once
#include "score/score_run.h"

enum { LOOK_NONE = -1 };

typedef struct Look {
    CriteriaSetRows sets;       /* all, newest year first */
    ScoreRun now, before;
    bool has_before;
    int64_t *unit_before;       /* of each scored unit its index in before, or LOOK_NONE */
    int64_t *node_before;       /* of each node its index in before, or LOOK_NONE */
    int64_t own;                /* unit of the person who looks, or LOOK_NONE */
    NumStyle style;
    size_t group;               /* chosen */
} Look;

/*
 * code empty: the newest set in use that is meant for units like the person's own, else the newest in use. year 0, or without
 * a set of this code: its newest year in use. group empty: the group of the own unit, else the first. Answers: E_NOT_FOUND for
 * unknown code or group, and when there is no set at all.
 */
Err look_open(Ctx *c, Str code, int64_t year, Str group, Look *out);
/* The set of a link: exactly this code and year, else as look_open chooses. *any false: there are no sets. */
Err look_choose(Ctx *c, const CriteriaSetRows *sets, Str code, int64_t year, const CriteriaSetRow **set);

const ScoreCell *look_cell(const ScoreRun *r, size_t unit, size_t node);
bool look_leaf(const ScoreRun *r, size_t node);
/* Points as they enter the total: those of a penalty with their sign. */
Dec look_points(const ScoreRun *r, size_t unit, size_t node);

/* What a unit did not get of a leaf. Bonus leaves are never lost; penalties are lost as far as they were given. */
typedef struct Loss {
    size_t node;
    Dec points, max, lost;
} Loss;
typedef VEC(Loss) Losses;
Losses look_losses(Arena *a, const ScoreRun *r, size_t unit);           /* most points first, then the order of the set */

/* Where a unit is better than the mean of its group, in points; most first. Leaves without a figure never count. */
typedef struct Strength {
    size_t node;
    Dec points, mean, above;
} Strength;
typedef VEC(Strength) Strengths;
Strengths look_strengths(Arena *a, const ScoreRun *r, size_t unit);

/* Points of a node in a group, over the units to which it applies. */
typedef struct NodeFigures {
    size_t n;
    Dec mean, lowest, highest;
} NodeFigures;
NodeFigures look_node(const ScoreRun *r, size_t group, size_t node);

/* Where points go in a group: leaves by the sum of what its units lost. */
typedef struct GroupLoss {
    size_t node, units;         /* how many units lost something */
    Dec lost;                   /* together */
} GroupLoss;
typedef VEC(GroupLoss) GroupLosses;
GroupLosses look_group_losses(Arena *a, const ScoreRun *r, int64_t group);      /* LOOK_NONE: all groups */

/* This year against the last. */
typedef struct Change {
    bool has;                   /* there is a predecessor */
    Dec percent_before, gained; /* percent points */
    int32_t rank_before;        /* 0: was not ranked, or in another group: ranks of two groups say nothing to each other */
    int32_t rank_up;            /* places gained; only when both years ranked it */
    bool has_rank_up;
} Change;
Change look_change(const Look *l, size_t unit);

typedef enum SortBy { SORT_RANK, SORT_NAME, SORT_POINTS, SORT_PERCENT, SORT_CHANGE, SORT_FIELD } SortBy;
/* Units of the chosen group in place order, then sorted; equal ones keep place order. node: for SORT_FIELD. */
typedef VEC(size_t) UnitOrder;
UnitOrder look_order(Arena *a, const Look *l, SortBy by, size_t node, bool falling);

/* Texts in the reader's style, rounded as the set declares. */
Str look_shown(Ctx *c, const Look *l, Dec d);
Str look_percent(Ctx *c, const Look *l, Dec points, Dec max);           /* empty without a maximum */
