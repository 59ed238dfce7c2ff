/*
 * A set over its years, and units beside each other. Units are followed backwards by their code and, where they came
 * out of others, by what the register of units says: a unit renamed goes on; a unit merged from several or split off
 * one is not comparable with them, and they are named instead. Criteria are followed by old_code, else by code.
 */
#pragma once
#include "insight_sql.h"
#include "score/look.h"

enum { COMPARE_YEARS = 6 };

typedef enum YearLink { YEAR_SAME, YEAR_RENAMED, YEAR_MERGED, YEAR_SPLIT, YEAR_NONE, YEAR_LINKS } YearLink;
extern const char *const year_links[YEAR_LINKS];        /* "same" "renamed" "merged" "split" "none" */

typedef struct YearPart {       /* a predecessor that is only named */
    Str code, name;
    OptDec percent;
    int32_t rank;
} YearPart;

/* A unit in one year. has: comparable; else parts says who was there. */
typedef struct UnitYear {
    YearLink link;
    bool has;
    size_t unit;                /* in that year's run */
    VEC(YearPart) parts;
} UnitYear;

typedef struct Compare {
    ScoreRun runs[COMPARE_YEARS];       /* oldest first; the last is the year asked for */
    size_t n;
    int64_t *node[COMPARE_YEARS];       /* of each node of the last run its index in that year, or LOOK_NONE */
    UnitOriginsRows *origins;           /* of insight.sql */
} Compare;

/* The years up to the one given. E_NOT_FOUND: no such set. */
Err compare_open(Ctx *c, Str set, int64_t year, Compare *out);
/* v[out->n], oldest first. */
UnitYear *compare_unit(Arena *a, const Compare *k, size_t unit);
const ScoreRun *compare_now(const Compare *k);
/* Points of a node over its maximum × 100, of a unit in a year; none where there was none. */
OptDec compare_node(const Compare *k, size_t year, const UnitYear *u, size_t node);
int32_t compare_rank(const Compare *k, size_t year, const UnitYear *u);         /* 0: none, or the group was another one */

/* Who stands beside a unit in its group: the best, the next above and below; own order of rank. LOOK_NONE: nobody. */
typedef struct Neighbours {
    int64_t best, above, below;
} Neighbours;
Neighbours compare_neighbours(const ScoreRun *r, size_t unit);

/* Where a unit is worse than the mean of its group, most points first. */
Strengths compare_weaknesses(Arena *a, const ScoreRun *r, size_t unit);          /* above: mean - points, > 0 */
