/*
 * The other way round through a rule: for a criterion and a wanted share of its points, a figure that gives about that
 * share. Works for any rule of the language, because it asks the rule itself over a grid of figures.
 */
#pragma once
#include "core/rule.h"
#include "criteria/criteria.h"

typedef enum LeafKind {
    FIG_DIRECT,                /* no rule: direct points with a reason */
    FIG_OWN,                   /* reads a figure of its own */
    FIG_PEERS,                 /* measured against the best unit */
    FIG_BELOW,                 /* reads figures of the sub-units */
    FIG_NAMED,                 /* reads named figures, such as reports sent in time */
    FIG_DERIVED                /* only from figures of other criteria: nothing to draw */
} LeafKind;

typedef struct LeafFigure {
    Str text;                   /* as a person types it */
    int share;                  /* of the points it gives, in thousandths */
} LeafFigure;

typedef struct Leaf {
    const CriterionRow *row;
    LeafKind kind;
    Str field;                  /* code of the field it stands under */
    VEC(LeafFigure) grid;       /* FIG_OWN: in the order of the figure */
    bool nocase;                /* "không phát sinh" gives all points */
    bool percent;               /* FIG_PEERS, FIG_BELOW: rates, not counts or answers */
    bool parts;                 /* a rate of items: written 7/8 */
    RuleFacts facts;
} Leaf;

Err leaf_plan(Leaf *out, Ctx *c, const CriterionRow *k, int year, const Map *codes);
/* share: wanted, in thousandths. The same key gives the same figure. */
Str leaf_figure(Arena *a, const Leaf *l, int share, uint64_t key);
/* Direct points for a wanted share, in steps of 0,25. */
Dec leaf_points(const Leaf *l, int share, uint64_t key);
