/*
 * The cheapest lost points that bring a unit to a rank or a grade.
 *
 * A lost point is recovered whole or not at all. Others stand where the caller puts them (still, or improved as last
 * year). Least total effort; among equals fewer items, then the smaller codes. Exact: the search keeps every partial
 * choice that no other choice beats in points and in (effort, number, codes), and drops what the fractional bound
 * shows to cost more than a choice already found. The answer was checked against all subsets.
 *
 *     Dec need = reach_need_rank(total, others, n, 3);
 *     TRY(reach_cheapest(&r, arena, need, items, n_items, &c->answer));
 */
#pragma once
#include "base/dec.h"

enum { REACH_ITEMS_MAX = 256 };

typedef struct ReachItem {
    Str code;                   /* unique among the items */
    Dec points;                 /* > 0, on the scale of the totals */
    Dec effort;                 /* >= 0 */
} ReachItem;

typedef struct Reach {
    bool possible;              /* false: all lost points together do not suffice */
    Dec gain, effort;           /* of the items chosen */
    const ReachItem **items;    /* by code */
    size_t n;
} Reach;

/*
 * Points missing so that at most rank - 1 of the others are strictly higher; 0 where the rank is already held.
 * rank >= 1.
 */
Dec reach_need_rank(Dec own, const Dec *others, size_t n, size_t rank);
Dec reach_need_total(Dec own, Dec total);               /* for a grade: its lower bound */

/* E_LIMIT: more than REACH_ITEMS_MAX items, or a search beyond its budget of states. */
Err reach_cheapest(Reach *out, Arena *a, Dec need, const ReachItem *items, size_t n, Answer *why);

/*
 * An estimate of effort where nobody gave one: (peers + 1) / (peers who have it in full + 1), 2 decimals. 1 where every
 * peer has it, larger the rarer it is. It is a starting value to be edited, not a finding.
 */
Dec reach_effort(int64_t peers, int64_t full);          /* 0 <= full <= peers */
