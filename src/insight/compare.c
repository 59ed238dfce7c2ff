#include "insight/compare.h"

#include "base/map.h"

#include <stdlib.h>

const char *const year_links[YEAR_LINKS] = { "same", "renamed", "merged", "split", "none" };

const ScoreRun *compare_now(const Compare *k)
{
    return &k->runs[k->n - 1];
}

/* From one year's nodes to the year before: by old_code, else by code. */
static void step_back(Arena *a, Compare *k, size_t year)
{
    const ScoreRun *then = &k->runs[year], *after = &k->runs[year + 1];
    Map at = { .arena = a };

    k->node[year] = NEW(a, int64_t, compare_now(k)->nodes.n + 1);
    for (size_t i = 0; i < then->nodes.n; i++)
        (void)map_add(&at, then->nodes.v[i].code, (int64_t)i);         /* codes are unique in a set */
    for (size_t i = 0; i < compare_now(k)->nodes.n; i++) {
        int64_t n = k->node[year + 1][i];
        const CriterionRow *row = n >= 0 ? &after->criteria.v[n] : NULL;

        if (!row || !map_get(&at, row->old_code.n ? row->old_code : row->code, &k->node[year][i]))
            k->node[year][i] = LOOK_NONE;
    }
}

Err compare_open(Ctx *c, Str set, int64_t year, Compare *out)
{
    CriteriaSetRows sets;
    const CriteriaSetRow *now, *v[COMPARE_YEARS];
    size_t n = 0;

    *out = (Compare){ .origins = NEW(c->arena, UnitOriginsRows, 1) };
    TRY(q_criteria_sets(c, &sets, ));
    TRY(look_choose(c, &sets, set, year, &now));
    for (size_t i = 0; i < sets.n && n < COMPARE_YEARS; i++)           /* newest first */
        if (str_eq(sets.v[i].code, now->code) && sets.v[i].year <= now->year)
            v[n++] = &sets.v[i];
    out->n = n;
    for (size_t i = 0; i < n; i++)
        TRY(score_run(c, v[n - 1 - i]->id, NULL, &out->runs[i]));
    TRY(q_unit_origins(c, out->origins, ));
    out->node[n - 1] = NEW(c->arena, int64_t, compare_now(out)->nodes.n + 1);
    for (size_t i = 0; i < compare_now(out)->nodes.n; i++)
        out->node[n - 1][i] = (int64_t)i;
    for (size_t y = n - 1; y-- > 0;)
        step_back(c->arena, out, y);
    return OK;
}

static int64_t unit_at(const ScoreRun *r, Str code)
{
    for (size_t u = 0; u < r->n_scored; u++)
        if (str_eq(r->in.units[u].code, code))
            return (int64_t)u;
    return LOOK_NONE;
}

static void name_part(Arena *a, UnitYear *u, const ScoreRun *r, const UnitOriginsRow *l)
{
    int64_t at = unit_at(r, l->before_code);
    YearPart *p = vec_add(a, &u->parts);

    *p = (YearPart){ .code = l->before_code, .name = l->before_name };
    if (at >= 0 && r->sheet->units[at].max.v > 0) {
        p->percent = (OptDec){ true, r->sheet->units[at].percent };
        p->rank = r->sheet->units[at].rank;
    }
}

/* The year in which `code` is not there itself: what the register of units knows about it. Changes *code on a rename. */
static UnitYear by_register(Arena *a, const Compare *k, const ScoreRun *r, Str *code)
{
    UnitYear u = { .link = YEAR_NONE };

    for (size_t i = 0; i < k->origins->n; i++) {
        const UnitOriginsRow *l = &k->origins->v[i];

        if (!str_eq(l->after_code, *code) || l->on_day.day <= r->as_of.day)
            continue;
        if (l->befores == 1 && l->afters == 1) {
            int64_t at = unit_at(r, l->before_code);

            *code = l->before_code;
            return at >= 0 ? (UnitYear){ .link = YEAR_RENAMED, .has = true, .unit = (size_t)at } : u;
        }
        u.link = l->befores > 1 ? YEAR_MERGED : YEAR_SPLIT;
        name_part(a, &u, r, l);
    }
    return u;
}

UnitYear *compare_unit(Arena *a, const Compare *k, size_t unit)
{
    UnitYear *v = NEW(a, UnitYear, k->n);
    Str code = compare_now(k)->in.units[unit].code;
    bool broken = false;

    for (size_t y = k->n; y-- > 0;) {
        const ScoreRun *r = &k->runs[y];
        int64_t at = unit_at(r, code);

        if (at >= 0 && !broken) {
            v[y] = (UnitYear){ .has = true, .unit = (size_t)at, .link = y + 1 < k->n && v[y + 1].link == YEAR_RENAMED ? YEAR_RENAMED : YEAR_SAME };
            continue;
        }
        v[y] = by_register(a, k, r, &code);
        broken |= v[y].parts.n > 0;
    }
    return v;
}

OptDec compare_node(const Compare *k, size_t year, const UnitYear *u, size_t node)
{
    const ScoreRun *r = &k->runs[year];
    int64_t n = k->node[year][node];
    const ScoreCell *cell;
    OptDec p = { true, { 0 } };

    if (!u->has || n < 0)
        return (OptDec){ 0 };
    cell = look_cell(r, u->unit, (size_t)n);
    if (cell->max.v <= 0 || cell->state == CELL_MISSING || !dec_mul_div(look_points(r, u->unit, (size_t)n), DEC(100), cell->max, &p.d))
        return (OptDec){ 0 };
    return p;
}

int32_t compare_rank(const Compare *k, size_t year, const UnitYear *u)
{
    const ScoreRun *r = &k->runs[year];

    return u->has ? r->sheet->units[u->unit].rank : 0;
}

Neighbours compare_neighbours(const ScoreRun *r, size_t unit)
{
    Neighbours n = { LOOK_NONE, LOOK_NONE, LOOK_NONE };
    bool passed = false;

    for (size_t i = 0; i < r->n_scored; i++) {
        size_t u = r->order[i];

        if (r->in.units[u].group != r->in.units[unit].group || !r->sheet->units[u].rank)
            continue;
        if (u == unit) {
            passed = true;
            continue;
        }
        if (n.best < 0)
            n.best = (int64_t)u;
        if (!passed)
            n.above = (int64_t)u;
        else if (n.below < 0)
            n.below = (int64_t)u;
    }
    return n;
}

static int by_gap(const void *pa, const void *pb)
{
    const Strength *a = pa, *b = pb;
    int d = dec_cmp(b->above, a->above);

    return d ? d : a->node < b->node ? -1 : 1;
}

Strengths compare_weaknesses(Arena *a, const ScoreRun *r, size_t unit)
{
    Strengths out = { 0 };

    for (size_t k = 0; k < r->nodes.n; k++) {
        const ScoreCell *cell = look_cell(r, unit, k);
        Dec mean, points = look_points(r, unit, k);

        if (!look_leaf(r, k) || cell->state == CELL_NA || r->nodes.v[k].source == SOURCE_BONUS)
            continue;
        mean = look_node(r, (size_t)r->in.units[unit].group, k).mean;
        if (dec_cmp(points, mean) < 0)
            *vec_add(a, &out) = (Strength){ .node = k, .points = points, .mean = mean, .above = dec_sub(mean, points) };
    }
    if (out.n)
        qsort(out.v, out.n, sizeof *out.v, by_gap);
    return out;
}
