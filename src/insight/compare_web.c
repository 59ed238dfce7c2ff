/* Years and units beside each other. */
#include "insight/charts_pdf.h"
#include "insight/insight_web.h"

#include "chart/chart.h"
#include "insight/compare.h"
#include "insight/desk_out.h"
#include "pages.h"
#include "score/result_view.h"

static Str place_words(Ctx *c, const Look *l, const UnitYear *u)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < u->parts.n; i++) {
        const YearPart *p = &u->parts.v[i];

        buf_fmt(&b, "%s%.*s", i ? "; " : "", SV(p->name));
        if (p->percent.has)
            buf_fmt(&b, " %.*s%%", SV(look_shown(c, l, p->percent.d)));
        if (p->rank)
            buf_fmt(&b, tr(c->answer.lang, T(" (hạng %d)")), p->rank);
    }
    return buf_str(&b);
}

static PlaceView place_view(Ctx *c, const Look *l, const Compare *k, size_t y, const UnitYear *u)
{
    const ScoreRun *r = &k->runs[y];
    PlaceView v = { .year = r->set.year, .has = u[y].has, .merged = u[y].link == YEAR_MERGED, .split = u[y].link == YEAR_SPLIT,
        .renamed = u[y].link == YEAR_RENAMED, .parts = place_words(c, l, &u[y]) };
    const UnitResult *now, *was = NULL;
    const ScoreRun *before = y ? &k->runs[y - 1] : NULL;

    if (!v.has)
        return v;
    now = &r->sheet->units[u[y].unit];
    v.rank = now->rank;
    v.percent = score_percent(c->arena, r, now->points, now->max, l->style);
    v.grade = r->grades[u[y].unit];
    if (before && u[y - 1].has)
        was = &before->sheet->units[u[y - 1].unit];
    if (!was)
        return v;
    v.gained = (OptDec){ true, score_shown(&r->nodes, dec_sub(now->percent, was->percent)) };
    v.has_up = now->rank && was->rank
            && str_eq(r->groups[r->in.units[u[y].unit].group], before->groups[before->in.units[u[y - 1].unit].group]);
    if (v.has_up) {
        v.rose = now->rank < was->rank;
        v.fell = now->rank > was->rank;
        v.up = v.rose ? was->rank - now->rank : now->rank - was->rank;
    }
    return v;
}

static Html spark(Ctx *c, const OptDec *v, size_t n)
{
    Buf b = { .arena = c->arena };

    chart_spark(&b, v, n);
    return desk_chart(&b);
}

static OptDec *percents(Ctx *c, const Compare *k, const UnitYear *u)
{
    OptDec *v = NEW(c->arena, OptDec, k->n);

    for (size_t y = 0; y < k->n; y++)
        if (u[y].has)
            v[y] = (OptDec){ true, k->runs[y].sheet->units[u[y].unit].percent };
    return v;
}

static void all_units(Ctx *c, const Look *l, const Compare *k, CompareView *v)
{
    UnitOrder units = look_order(c->arena, l, SORT_RANK, 0, false);

    for (size_t i = 0; i < units.n; i++) {
        UnitYear *u = compare_unit(c->arena, k, units.v[i]);
        CompareLine *line = vec_add(c->arena, &v->lines);

        *line = (CompareLine){ .code = l->now.in.units[units.v[i]].code, .name = l->now.in.units[units.v[i]].name,
            .mine = l->own == (int64_t)units.v[i], .spark = spark(c, percents(c, k, u), k->n) };
        for (size_t y = 0; y < k->n; y++) {
            *vec_add(c->arena, &line->years) = place_view(c, l, k, y, u);
            v->honest |= u[y].parts.n > 0;
        }
    }
}

/* ---- one unit ---- */

static Str of_unit(Ctx *c, const Look *l, int64_t unit, size_t node)
{
    return unit < 0 ? (Str){ 0 } : look_shown(c, l, look_points(&l->now, (size_t)unit, node));
}

static FieldCompare field_compare(Ctx *c, const Look *l, const Compare *k, const UnitYear *u, size_t unit, const Neighbours *n, size_t node)
{
    const ScoreRun *r = &l->now;
    NodeFigures f = look_node(r, l->group, node);
    FieldCompare v = { .code = r->nodes.v[node].code, .name = r->nodes.v[node].name, .own = look_shown(c, l, look_points(r, unit, node)),
        .max = dec_exact(c->arena, look_cell(r, unit, node)->max, l->style), .mean = look_shown(c, l, f.mean), .best = look_shown(c, l, f.highest),
        .above = of_unit(c, l, n->above, node), .below = of_unit(c, l, n->below, node),
        .over_mean = { f.n > 0, score_shown(&r->nodes, dec_sub(look_points(r, unit, node), f.mean)) }, .leaf = look_leaf(r, node) };
    OptDec *years = NEW(c->arena, OptDec, k->n);

    for (size_t y = 0; y < k->n; y++) {
        years[y] = compare_node(k, y, &u[y], node);
        *vec_add(c->arena, &v.years) = years[y];
    }
    v.spark = spark(c, years, k->n);
    for (size_t y = 0; y < k->n && !v.was.n; y++)
        if (k->node[y][node] >= 0 && !str_eq(k->runs[y].nodes.v[k->node[y][node]].code, v.code))
            v.was = k->runs[y].nodes.v[k->node[y][node]].code;
    return v;
}

static Html own_lines(Ctx *c, const Look *l, const Compare *k, const UnitYear *u, size_t unit, int64_t best)
{
    OptDec *mean = NEW(c->arena, OptDec, k->n);
    VEC(ChartLine) lines = { 0 };
    VEC(Str) years = { 0 };
    Buf b = { .arena = c->arena };

    for (size_t y = 0; y < k->n; y++) {
        const ScoreRun *r = &k->runs[y];

        *vec_add(c->arena, &years) = str_fmt(c->arena, "%lld", (long long)r->set.year);
        for (size_t g = 0; g < r->n_groups; g++)
            if (str_eq(r->groups[g], l->now.groups[l->group]) && r->sheet->groups[g].n)
                mean[y] = (OptDec){ true, r->sheet->groups[g].mean };
    }
    *vec_add(c->arena, &lines) = (ChartLine){ l->now.in.units[unit].name, percents(c, k, u), true };
    *vec_add(c->arena, &lines) = (ChartLine){ str_of(tr(c->answer.lang, T("Bình quân nhóm"))), mean, false };
    if (best >= 0)
        *vec_add(c->arena, &lines) = (ChartLine){ l->now.in.units[best].name, percents(c, k, compare_unit(c->arena, k, (size_t)best)), false };
    chart_years(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Chỉ số qua các năm so với bình quân và đơn vị dẫn đầu"))), .lang = c->answer.lang,
        .places = l->now.nodes.decimals, .width = 480 }, years.v, years.n, lines.v, lines.n);
    return desk_chart(&b);
}

static Html field_dots(Ctx *c, const Look *l, size_t unit)
{
    const ScoreRun *r = &l->now;
    VEC(ChartDot) dots = { 0 };
    Buf b = { .arena = c->arena };

    for (size_t k = 0; k < r->nodes.n; k++) {
        NodeFigures f = look_node(r, l->group, k);
        const ScoreCell *cell = look_cell(r, unit, k);

        if (r->nodes.v[k].parent >= 0 || !f.n || cell->max.v <= 0)
            continue;
        *vec_add(c->arena, &dots) = (ChartDot){ .label = str_fmt(c->arena, "%.*s. %.*s", SV(r->nodes.v[k].code), SV(r->nodes.v[k].name)), .hi = cell->max,
            .min = f.lowest, .mean = f.mean, .max = f.highest, .self = { true, look_points(r, unit, k) } };
    }
    chart_dots(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Từng lĩnh vực trong nhóm: thấp nhất, bình quân, cao nhất và đơn vị"))),
        .lang = c->answer.lang, .places = r->nodes.decimals, .width = 480 }, dots.v, dots.n);
    return desk_chart(&b);
}

static void gaps(Ctx *c, const Look *l, size_t unit, CompareView *v)
{
    enum { MOST = 8 };
    Strengths good = look_strengths(c->arena, &l->now, unit), bad = compare_weaknesses(c->arena, &l->now, unit);
    const Strengths *both[] = { &good, &bad };

    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < both[side]->n && i < MOST; i++) {
            const Strength *s = &both[side]->v[i];
            LossLine line = { .code = l->now.nodes.v[s->node].code, .name = l->now.nodes.v[s->node].name, .points = look_shown(c, l, s->points),
                .max = dec_exact(c->arena, look_cell(&l->now, unit, s->node)->max, l->style), .mean = look_shown(c, l, s->mean),
                .above = look_shown(c, l, s->above) };

            if (side == 0)
                *vec_add(c->arena, &v->strong) = line;
            else
                *vec_add(c->arena, &v->weak) = line;
        }
}

static void name_neighbour(Ctx *c, const Look *l, int64_t unit, Str *code, Str *name)
{
    if (unit < 0)
        return;
    *code = l->now.in.units[unit].code;
    *name = str_fmt(c->arena, "%d. %.*s", l->now.sheet->units[unit].rank, SV(l->now.in.units[unit].name));
}

static void one_unit(Ctx *c, const Look *l, const Compare *k, size_t unit, CompareView *v)
{
    const ScoreRun *r = &l->now;
    UnitYear *u = compare_unit(c->arena, k, unit);
    Neighbours n = compare_neighbours(r, unit);

    v->one = true;
    v->unit = r->in.units[unit].code;
    v->unit_name = r->in.units[unit].name;
    for (size_t y = 0; y < k->n; y++) {
        *vec_add(c->arena, &v->places) = place_view(c, l, k, y, u);
        v->honest |= u[y].parts.n > 0;
    }
    name_neighbour(c, l, n.best, &v->best, &v->best_name);
    name_neighbour(c, l, n.above, &v->above, &v->above_name);
    name_neighbour(c, l, n.below, &v->below, &v->below_name);
    for (size_t node = 0; node < r->nodes.n; node++) {
        FieldCompare f;

        if (r->nodes.v[node].parent >= 0 && !look_leaf(r, node))
            continue;
        f = field_compare(c, l, k, u, unit, &n, node);
        v->mapped |= f.was.n > 0;
        if (r->nodes.v[node].parent < 0)
            *vec_add(c->arena, &v->fields) = f;
        else
            *vec_add(c->arena, &v->leaves) = f;
    }
    v->lines_chart = own_lines(c, l, k, u, unit, n.best);
    v->dots = field_dots(c, l, unit);
    gaps(c, l, unit, v);
}

static Err open_both(Ctx *c, Req *rq, Look *l, Compare *k, CompareView *v)
{
    TRY(desk_open(c, rq, "insight/compare", T("So sánh các năm, các đơn vị"), l, &v->h));
    TRY(compare_open(c, l->now.set.code, l->now.set.year, k));
    for (size_t y = 0; y < k->n; y++)
        *vec_add(c->arena, &v->years) = k->runs[y].set.year;
    v->h.xlsx = str_fmt(c->arena, "insight/compare.xlsx?%.*s", SV(v->h.link));
    return OK;
}

Err get_compare(Ctx *c, Req *rq, Out *o)
{
    CompareView v = { 0 };
    Compare k;
    Look l;
    size_t unit;

    TRY(open_both(c, rq, &l, &k, &v));
    if (req_str(rq, "unit").n) {
        TRY(desk_unit_asked(c, rq, &l, &unit));
        one_unit(c, &l, &k, unit, &v);
        v.h.pdf = str_fmt(c->arena, "insight/compare.pdf?%.*s&unit=%.*s", SV(v.h.link), SV(view_url_part(c, v.unit)));
    } else {
        all_units(c, &l, &k, &v);
    }
    desk_units(c, &l, v.unit, &v.units);
    tpl_insight_compare(o, &v);
    return OK;
}

/* The charts of one unit: slope over the years and its place in the group. */
Err get_compare_pdf(Ctx *c, Req *rq, Out *o)
{
    CompareView v = { 0 };
    Compare k;
    Look l;
    size_t unit;
    Str bytes;

    (void)o;
    TRY(open_both(c, rq, &l, &k, &v));
    TRY(desk_unit_asked(c, rq, &l, &unit));
    one_unit(c, &l, &k, unit, &v);
    TRY(charts_pdf(c, str_fmt(c->arena, "%.*s: %s", SV(v.unit_name), tr(c->answer.lang, v.h.title)), str_fmt(c->arena, "%.*s. %.*s", SV(l.now.set.name),
        SV(desk_as_of(c, l.now.newest))), (const Html[]){ v.lines_chart, v.dots }, 2, &bytes));
    req_send(rq, S("application/pdf"), str_fmt(c->arena, "so-sanh-%.*s-%lld.pdf", SV(l.now.in.units[unit].code), (long long)l.now.set.year), bytes);
    return OK;
}

Err get_compare_xlsx(Ctx *c, Req *rq, Out *o)
{
    CompareView v = { 0 };
    Compare k;
    Look l;
    Str bytes;

    (void)o;
    TRY(open_both(c, rq, &l, &k, &v));
    TRY(compare_table(c, &l, &k, &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "so-sanh-%.*s-%lld.xlsx", SV(l.now.set.code), (long long)l.now.set.year), bytes);
    return OK;
}
