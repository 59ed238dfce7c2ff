#include "score/look.h"

#include "base/map.h"
#include "core_sql.h"
#include "score_store_sql.h"
#include "text/text.h"

#include <stdlib.h>

/* How well a set serves somebody who did not ask for one. In use: a set being drafted for next year has nothing to show yet. */
static int set_fits(const CriteriaSetRow *s, const SetsOfPersonRows *own)
{
    if (!s->frozen_at.ms)
        return 0;
    for (size_t i = 0; i < own->n; i++)
        if (own->v[i].id == s->id)
            return 2;
    return 1;
}

Err look_choose(Ctx *c, const CriteriaSetRows *sets, Str code, int64_t year, const CriteriaSetRow **set)
{
    SetsOfPersonRows own = { 0 };

    *set = NULL;
    if (!code.n)
        TRY(q_sets_of_person(c, &own, .person_id = c->user_id));
    for (size_t i = 0; i < sets->n; i++) {                      /* newest year first */
        const CriteriaSetRow *s = &sets->v[i];

        if (code.n && !str_eq(s->code, code))
            continue;
        if (code.n && s->year == year) {
            *set = s;
            break;
        }
        if (!*set || set_fits(*set, &own) < set_fits(s, &own))
            *set = s;
    }
    if (*set)
        return OK;
    if (!sets->n)
        return fail(c, E_NOT_FOUND, T("Chưa có bộ tiêu chí nào; hãy nạp bộ tiêu chí trước."));
    return fail(c, E_NOT_FOUND, T("Không có bộ tiêu chí “%.*s”; hãy chọn trong danh sách."), SV(code));
}

static Err find_own(Ctx *c, Look *l)
{
    PersonRow p;

    l->own = LOOK_NONE;
    if (!c->user_id)
        return OK;
    TRY(q_person_get(c, &p, .id = c->user_id));
    for (size_t u = 0; p.unit_id && u < l->now.n_scored; u++)
        if (l->now.unit_ids[u] == p.unit_id)
            l->own = (int64_t)u;
    return OK;
}

static void match_units(Ctx *c, Look *l)
{
    Map at = { .arena = c->arena };

    l->unit_before = NEW(c->arena, int64_t, l->now.n_scored + 1);
    for (size_t u = 0; u < l->before.n_scored; u++)
        (void)map_add(&at, l->before.in.units[u].code, (int64_t)u);     /* codes are unique */
    for (size_t u = 0; u < l->now.n_scored; u++)
        if (!map_get(&at, l->now.in.units[u].code, &l->unit_before[u]))
            l->unit_before[u] = LOOK_NONE;
}

static void match_nodes(Ctx *c, Look *l)
{
    Map at = { .arena = c->arena };

    l->node_before = NEW(c->arena, int64_t, l->now.nodes.n + 1);
    for (size_t k = 0; k < l->before.nodes.n; k++)
        (void)map_add(&at, l->before.nodes.v[k].code, (int64_t)k);      /* codes are unique in a set */
    for (size_t k = 0; k < l->now.nodes.n; k++) {
        const CriterionRow *row = &l->now.criteria.v[k];

        if (!map_get(&at, row->old_code.n ? row->old_code : row->code, &l->node_before[k]))
            l->node_before[k] = LOOK_NONE;
    }
}

static Err choose_group(Ctx *c, Look *l, Str group)
{
    l->group = l->own >= 0 ? (size_t)l->now.in.units[l->own].group : 0;
    if (!group.n)
        return OK;
    for (size_t g = 0; g < l->now.n_groups; g++)
        if (str_eq(l->now.groups[g], group)) {
            l->group = g;
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Không có đơn vị nào được chấm trong nhóm “%.*s”."), SV(group));
}

Err look_open(Ctx *c, Str code, int64_t year, Str group, Look *out)
{
    const CriteriaSetRow *set;
    CriteriaSetRow before;

    *out = (Look){ .style = c->answer.lang == LANG_VI ? NUM_VI : NUM_PLAIN };
    TRY(q_criteria_sets(c, &out->sets, ));
    TRY(look_choose(c, &out->sets, code, year, &set));
    TRY(score_run(c, set->id, NULL, &out->now));
    TRY(q_criteria_set_by_code(c, &before, &out->has_before, .code = set->code, .year = set->year - 1));
    if (out->has_before)
        TRY(score_run(c, before.id, NULL, &out->before));
    match_units(c, out);
    match_nodes(c, out);
    TRY(find_own(c, out));
    return choose_group(c, out, group);
}

const ScoreCell *look_cell(const ScoreRun *r, size_t unit, size_t node)
{
    return &r->sheet->cells[unit * r->nodes.n + node];
}

bool look_leaf(const ScoreRun *r, size_t node)
{
    return !r->criteria.v[node].children;
}

Dec look_points(const ScoreRun *r, size_t unit, size_t node)
{
    Dec p = look_cell(r, unit, node)->points;

    return r->nodes.v[node].source == SOURCE_PENALTY ? dec_neg(p) : p;
}

static Dec lost_of(const ScoreRun *r, size_t unit, size_t node)
{
    const ScoreCell *k = look_cell(r, unit, node);

    if (r->nodes.v[node].source == SOURCE_BONUS)
        return (Dec){ 0 };
    if (r->nodes.v[node].source == SOURCE_PENALTY)
        return k->points;
    return dec_max(dec_sub(k->max, k->points), (Dec){ 0 });
}

static int by_lost(const void *pa, const void *pb)
{
    const Loss *a = pa, *b = pb;
    int d = dec_cmp(b->lost, a->lost);

    return d ? d : a->node < b->node ? -1 : 1;
}

Losses look_losses(Arena *a, const ScoreRun *r, size_t unit)
{
    Losses out = { 0 };

    for (size_t k = 0; k < r->nodes.n; k++) {
        Dec lost = look_leaf(r, k) ? lost_of(r, unit, k) : (Dec){ 0 };

        if (lost.v > 0)
            *vec_add(a, &out) = (Loss){ .node = k, .points = look_points(r, unit, k), .max = look_cell(r, unit, k)->max, .lost = lost };
    }
    if (out.n)
        qsort(out.v, out.n, sizeof *out.v, by_lost);
    return out;
}

NodeFigures look_node(const ScoreRun *r, size_t group, size_t node)
{
    NodeFigures f = { 0 };
    __int128 sum = 0;

    for (size_t u = 0; u < r->n_scored; u++) {
        Dec p = look_points(r, u, node);

        if (r->in.units[u].group != (int32_t)group || (look_cell(r, u, node)->state == CELL_NA && look_cell(r, u, node)->max.v == 0))
            continue;
        f.lowest = f.n ? dec_min(f.lowest, p) : p;
        f.highest = f.n ? dec_max(f.highest, p) : p;
        sum += p.v;
        f.n++;
    }
    if (f.n)
        f.mean.v = (int64_t)(sum / (__int128)f.n);
    return f;
}

static int by_above(const void *pa, const void *pb)
{
    const Strength *a = pa, *b = pb;
    int d = dec_cmp(b->above, a->above);

    return d ? d : a->node < b->node ? -1 : 1;
}

Strengths look_strengths(Arena *a, const ScoreRun *r, size_t unit)
{
    Strengths out = { 0 };

    for (size_t k = 0; k < r->nodes.n; k++) {
        const ScoreCell *cell = look_cell(r, unit, k);
        Dec mean, points = look_points(r, unit, k);

        if (!look_leaf(r, k) || cell->state != CELL_POINTS)
            continue;
        mean = look_node(r, (size_t)r->in.units[unit].group, k).mean;
        if (dec_cmp(points, mean) > 0)
            *vec_add(a, &out) = (Strength){ .node = k, .points = points, .mean = mean, .above = dec_sub(points, mean) };
    }
    if (out.n)
        qsort(out.v, out.n, sizeof *out.v, by_above);
    return out;
}

static int by_group_lost(const void *pa, const void *pb)
{
    const GroupLoss *a = pa, *b = pb;
    int d = dec_cmp(b->lost, a->lost);

    return d ? d : a->node < b->node ? -1 : 1;
}

GroupLosses look_group_losses(Arena *a, const ScoreRun *r, int64_t group)
{
    GroupLosses out = { 0 };

    for (size_t k = 0; k < r->nodes.n; k++) {
        GroupLoss g = { .node = k };

        for (size_t u = 0; look_leaf(r, k) && u < r->n_scored; u++) {
            Dec lost = group < 0 || r->in.units[u].group == group ? lost_of(r, u, k) : (Dec){ 0 };

            g.units += lost.v > 0;
            g.lost = dec_add(g.lost, lost);
        }
        if (g.units)
            *vec_add(a, &out) = g;
    }
    if (out.n)
        qsort(out.v, out.n, sizeof *out.v, by_group_lost);
    return out;
}

Change look_change(const Look *l, size_t unit)
{
    const UnitResult *now = &l->now.sheet->units[unit], *before;
    Change g = { 0 };

    if (l->unit_before[unit] < 0)
        return g;
    before = &l->before.sheet->units[l->unit_before[unit]];
    g.has = true;
    g.percent_before = before->percent;
    g.gained = dec_sub(now->percent, before->percent);
    if (str_eq(l->before.groups[l->before.in.units[l->unit_before[unit]].group], l->now.groups[l->now.in.units[unit].group]))
        g.rank_before = before->rank;
    g.has_rank_up = g.rank_before && now->rank;
    g.rank_up = g.has_rank_up ? before->rank - now->rank : 0;
    return g;
}

typedef struct Sorting {
    const Look *l;
    SortBy by;
    size_t node;
    int sign;
    const Str *keys;            /* of names, as they are sorted in Vietnamese */
    const size_t *place;
} Sorting;

/* Units without a value come last, rising or falling. */
static int compare_change(const Sorting *s, size_t a, size_t b)
{
    Change x = look_change(s->l, a), y = look_change(s->l, b);

    if (x.has != y.has)
        return (y.has - x.has) * s->sign;
    return dec_cmp(x.gained, y.gained);
}

static int compare(const void *pa, const void *pb, void *arg)
{
    const Sorting *s = arg;
    size_t a = *(const size_t *)pa, b = *(const size_t *)pb;
    const UnitResult *ra = &s->l->now.sheet->units[a], *rb = &s->l->now.sheet->units[b];
    int d = 0;

    switch (s->by) {
    case SORT_NAME: d = str_cmp(s->keys[a], s->keys[b]); break;
    case SORT_POINTS: d = dec_cmp(ra->points, rb->points); break;
    case SORT_PERCENT: d = dec_cmp(ra->percent, rb->percent); break;
    case SORT_CHANGE: d = compare_change(s, a, b); break;
    case SORT_FIELD: d = dec_cmp(look_points(&s->l->now, a, s->node), look_points(&s->l->now, b, s->node)); break;
    case SORT_RANK: return s->place[a] < s->place[b] ? -s->sign : s->sign;
    }
    return d ? d * s->sign : s->place[a] < s->place[b] ? -1 : 1;
}

UnitOrder look_order(Arena *a, const Look *l, SortBy by, size_t node, bool falling)
{
    const ScoreRun *r = &l->now;
    size_t *place = NEW(a, size_t, r->n_scored + 1);
    Str *keys = NEW(a, Str, r->n_scored + 1);
    UnitOrder out = { 0 };
    Sorting s = { .l = l, .by = by, .node = node, .sign = falling ? -1 : 1, .keys = keys, .place = place };

    for (size_t i = 0; i < r->n_scored; i++) {
        size_t u = r->order[i];

        if (r->in.units[u].group != (int32_t)l->group)
            continue;
        place[u] = i;
        if (by == SORT_NAME)
            keys[u] = text_sort_key(a, r->in.units[u].name);
        *vec_add(a, &out) = u;
    }
    if (out.n)
        qsort_r(out.v, out.n, sizeof *out.v, compare, &s);
    return out;
}

Str look_shown(Ctx *c, const Look *l, Dec d)
{
    return score_points(c->arena, &l->now, d, l->style);
}

Str look_percent(Ctx *c, const Look *l, Dec points, Dec max)
{
    return score_percent(c->arena, &l->now, points, max, l->style);
}
