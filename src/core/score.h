/*
 * From a criteria set and the figures of all units of a group to sheets that explain themselves. Pure: no database,
 * clock or globals. All units of the groups that are compared are given at once, because rules may ask for the best peer.
 *
 *     ScoreSheet *s;
 *     TRY(score_compute(&s, c->arena, &set, &input, &c->answer));
 *     s->units[u].points, .max, .percent, .rank, .grade;   s->cells[u * set.n + k].points
 *
 * Totals come from unrounded parts: rounding acts on what is shown, ranks on exact values. With SCORE_PER_CRITERION
 * each leaf is rounded half-up to two decimals and everything above is made of the rounded leaves.
 * BASIS: percent = points / max * 100 (QĐ 1149/QĐ-BNV, method); the rest are declared settings of the set.
 */
#pragma once
#include "core/rule.h"

typedef enum ScoreSource { SOURCE_SELF, SOURCE_SURVEY, SOURCE_AUTO, SOURCE_BONUS, SOURCE_PENALTY } ScoreSource;

/* What a leaf gives when it does not apply to a unit. */
typedef enum NaPolicy {
    NA_OUT,                     /* out of the maximum: the rest is rescaled */
    NA_FULL,
    NA_ZERO
} NaPolicy;

typedef struct Criterion {
    Str code, name;
    int32_t parent;             /* index of the parent, which stands before it; -1: a field */
    Dec max;                    /* of a node: as printed; zero: the sum of its children */
    const Rule *rule;           /* leaf: NULL means direct points */
    Str fact;                   /* code of the own fact; empty: code */
    ScoreSource source;         /* bonus adds and penalty subtracts beside the maximum; max is the yearly cap */
    NaPolicy na;
} Criterion;

typedef enum TiePolicy { TIES_113, TIES_112 } TiePolicy;
typedef enum ScoreRounding { SCORE_HALF_UP, SCORE_TRUNCATE, SCORE_PER_CRITERION } ScoreRounding;

typedef struct GradeBand {
    Dec from;                   /* percent, inclusive: 90 */
    Str name;
} GradeBand;

typedef struct CriteriaSet {
    const Criterion *v;         /* parents before children */
    size_t n;
    Dec scale;                  /* declared total; zero: the sum of the fields' maxima */
    TiePolicy ties;
    ScoreRounding rounding;
    int decimals;               /* shown; 0 means 2 */
    bool rescale_missing;       /* a whole field without any points leaves the maximum (survey not held) */
    const GradeBand *grades;    /* falling; NULL: 90/80/70/50 */
    size_t n_grades;
} CriteriaSet;

typedef struct ScoreUnit {
    Str code, name;
    int32_t group;              /* from 0 */
    int32_t parent;             /* unit whose sub-unit this is, or -1; feeds avg() and share() */
    bool unranked;              /* scored, not ranked */
    OptDec last_percent;        /* previous year; absent prints blank */
    int32_t last_rank;          /* 0: none */
} ScoreUnit;

typedef struct ScoreFact {
    Value value;                /* VALUE_NONE: missing */
    Str source;                 /* for the explanation */
} ScoreFact;

typedef struct ScoreInput {
    const ScoreUnit *units;
    size_t n_units, n_groups;
    int year;
    const Str *fact_codes;      /* columns of facts; the criteria's own codes and whatever rules name */
    size_t n_facts;
    const ScoreFact *facts;     /* [unit * n_facts + fact] */
    const OptDec *direct;       /* [unit * set.n + criterion], or NULL; given points win over the rule */
    const Str *direct_source;   /* the same shape, or NULL */
} ScoreInput;

typedef enum CellState { CELL_MISSING, CELL_POINTS, CELL_NA, CELL_REFUSED } CellState;

typedef struct ScoreCell {
    Dec points, max;            /* max: what counts after policies */
    int32_t rank;               /* fields (top nodes) only, within the group; 0: not ranked */
    uint8_t state;              /* CellState; a node is missing when all its children are */
} ScoreCell;

typedef struct UnitResult {
    Dec points, max;            /* exact; max after rescaling */
    Dec percent;                /* points / max * 100, exact to 8 decimals */
    Dec shown_points, shown_percent;
    int32_t rank;               /* 0: not ranked */
    int32_t grade;              /* index into grades; -1: none */
    OptDec change;              /* percent now − percent last year */
    int32_t rank_up;            /* places gained; meaningful when has_rank_change */
    bool has_rank_change;
    uint32_t missing, refused;  /* leaves */
} UnitResult;

typedef struct GroupResult {
    size_t n;                   /* ranked units */
    Dec mean, highest, lowest, spread;  /* of percents; mean exact to 8 decimals */
    size_t above_mean;
    const int32_t *order;       /* units by rank */
} GroupResult;

typedef struct ScoreSheet {
    const CriteriaSet *set;
    const ScoreInput *in;
    ScoreCell *cells;           /* [unit * set->n + criterion] */
    UnitResult *units;
    GroupResult *groups;
    const GradeBand *grades;
    size_t n_grades;
} ScoreSheet;

/*
 * Missing figures are no error: the cell says so and counts 0 points of its maximum. A figure that its rule refuses
 * (wrong unit) gives CELL_REFUSED with 0 points; score_explain says why.
 * Answers: E_INVALID for direct points below zero or above the maximum and for sets whose parents do not stand first.
 */
Err score_compute(ScoreSheet **out, Arena *a, const CriteriaSet *set, const ScoreInput *in, Answer *why);

Dec score_shown(const CriteriaSet *set, Dec d);         /* the one place where displayed numbers are rounded */

typedef struct ExplainPart {
    size_t criterion;
    Dec points, max;
    CellState state;
} ExplainPart;

/* Why a cell has its points. The parts of a node less `cut` add up to its points. */
typedef struct Explain {
    const Criterion *criterion;
    Dec points, max;
    CellState state;
    const ExplainPart *parts;   /* a node's children; penalties with their sign */
    size_t n_parts;
    Dec cut;                    /* what the yearly cap of a bonus or penalty part took away */
    bool direct;                /* points were entered as they are */
    Str source;                 /* of direct points */
    Str canonical, plain;       /* a leaf's rule */
    RuleResult rule;            /* inputs with sources, band, arithmetic */
    Str text;                   /* one sentence for people: what happened, also when refused, missing or not applicable */
} Explain;
Err score_explain(Explain *out, Arena *a, const ScoreSheet *s, size_t unit, size_t criterion, Lang lang, Answer *why);
