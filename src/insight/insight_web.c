/* What the pages of the desk share, and its overview. */
#include "insight/insight_web.h"

#include "chart/chart.h"
#include "insight/compare.h"
#include "insight/desk_round.h"
#include "pages.h"
#include "score/result_view.h"
#include "text/text.h"

#include <math.h>
#include <stdlib.h>

Dec desk_dec(double x)
{
    return (Dec){ isnan(x) ? 0 : llround(x * 1e8) };
}

OptDec desk_opt(double x)
{
    return (OptDec){ !isnan(x), desk_dec(x) };
}

Html desk_chart(const Buf *b)
{
    return html_trusted(buf_str(b));
}

static const struct { const char *page, *title; const Perm *perm; } tabs[] = {
    { "insight", T("Tổng quan"), &PERM_INSIGHT_VIEW },
    { "insight/compare", T("So sánh"), &PERM_INSIGHT_VIEW },
    { "insight/whatif", T("Nếu như"), &PERM_INSIGHT_VIEW },
    { "insight/reach", T("Tới một hạng"), &PERM_INSIGHT_VIEW },
    { "insight/robust", T("Độ chắc của hạng"), &PERM_INSIGHT_VIEW },
    { "insight/criteria", T("Chất lượng tiêu chí"), &PERM_INSIGHT_VIEW },
    { "insight/fair", T("Đồng đều thẩm định"), &PERM_INSIGHT_FAIR },
};

Err desk_open(Ctx *c, Req *rq, const char *page, const char *title, Look *l, DeskHead *h)
{
    Str unit = req_str(rq, "unit");
    size_t at;

    *h = (DeskHead){ .title = title };
    TRY(look_open(c, req_str(rq, "set"), req_int(rq, "year"), req_str(rq, "group"), l));
    if (!req_str(rq, "group").n && unit.n && score_find_unit(c, &l->now, unit, &at) == OK)
        l->group = (size_t)l->now.in.units[at].group;
    h->pick = view_pick(c, l, page);
    h->groups = h->pick.groups;
    h->link = view_link(c, h->pick.set, h->pick.year, h->pick.group);
    for (size_t i = 0; i < COUNT(tabs); i++)
        if (access_any(c, tabs[i].perm))
            *vec_add(c->arena, &h->tabs) = (DeskTab){ str_fmt(c->arena, "%s?%.*s", tabs[i].page, SV(h->link)), tabs[i].title,
                str_eq(str_of(tabs[i].page), str_of(page)) };
    return OK;
}

typedef struct Named {
    UnitChoice u;
    Str key;
} Named;

static int by_key(const void *pa, const void *pb)
{
    return str_cmp(((const Named *)pa)->key, ((const Named *)pb)->key);
}

void desk_units(Ctx *c, const Look *l, Str chosen, UnitChoices *out)
{
    const ScoreRun *r = &l->now;
    Named *v = NEW(c->arena, Named, r->n_scored + 1);
    size_t n = 0;

    for (size_t u = 0; u < r->n_scored; u++)
        if (r->in.units[u].group == (int32_t)l->group)
            v[n++] = (Named){ { r->in.units[u].code, r->in.units[u].name, str_eq(r->in.units[u].code, chosen) },
                text_sort_key(c->arena, r->in.units[u].name) };
    qsort(v, n, sizeof *v, by_key);
    for (size_t i = 0; i < n; i++)
        *vec_add(c->arena, out) = v[i].u;
}

Err desk_unit_asked(Ctx *c, Req *rq, Look *l, size_t *unit)
{
    Str code = str_trim(req_str(rq, "unit"));
    const ScoreRun *r = &l->now;

    if (code.n) {
        TRY(score_find_unit(c, r, code, unit));
        if (r->in.units[*unit].group == (int32_t)l->group)
            return OK;
    }
    if (l->own >= 0 && r->in.units[l->own].group == (int32_t)l->group) {
        *unit = (size_t)l->own;
        return OK;
    }
    for (size_t i = 0; i < r->n_scored; i++)
        if (r->in.units[r->order[i]].group == (int32_t)l->group) {
            *unit = r->order[i];
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Bộ tiêu chí này chưa có đơn vị nào được chấm."));
}

/* ---- overview ---- */

enum { STACKED = 40 };

static Html fields_under_totals(Ctx *c, const Look *l, int64_t *shown)
{
    const ScoreRun *r = &l->now;
    Buf b = { .arena = c->arena };
    UnitOrder units = look_order(c->arena, l, SORT_RANK, 0, false);
    VEC(size_t) fields = { 0 };
    VEC(Str) names = { 0 }, labels = { 0 };
    VEC(Dec) parts = { 0 };
    Dec max = { 0 };

    for (size_t k = 0; k < r->nodes.n && fields.n < 8; k++)
        if (r->nodes.v[k].parent < 0 && r->nodes.v[k].source != SOURCE_BONUS && r->nodes.v[k].source != SOURCE_PENALTY) {
            *vec_add(c->arena, &fields) = k;
            *vec_add(c->arena, &names) = r->nodes.v[k].name;
        }
    for (size_t i = 0; i < units.n && labels.n < STACKED; i++) {
        if (!r->sheet->units[units.v[i]].rank)
            continue;
        *vec_add(c->arena, &labels) = str_fmt(c->arena, "%d. %.*s", r->sheet->units[units.v[i]].rank, SV(r->in.units[units.v[i]].name));
        max = dec_max(max, r->sheet->units[units.v[i]].max);
        for (size_t k = 0; k < fields.n; k++)
            *vec_add(c->arena, &parts) = look_points(r, units.v[i], fields.v[k]);
    }
    *shown = (int64_t)labels.n;
    if (!labels.n || !fields.n)
        return (Html){ 0 };
    chart_stack(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Điểm các lĩnh vực trong tổng điểm của mỗi đơn vị"))), .lang = c->answer.lang,
        .places = r->nodes.decimals, .width = 760 }, &(ChartStack){ .names = names.v, .nparts = fields.n, .labels = labels.v, .parts = parts.v,
        .nrows = labels.n, .max = max });
    return desk_chart(&b);
}

static int64_t group_of(const ScoreRun *r, Str name)
{
    for (size_t g = 0; g < r->n_groups; g++)
        if (str_eq(r->groups[g], name))
            return (int64_t)g;
    return LOOK_NONE;
}

static void group_years(Ctx *c, const Look *l, const Compare *k, OverviewView *v)
{
    OptDec before = { 0 };

    for (size_t y = 0; y < k->n; y++) {
        const ScoreRun *r = &k->runs[y];
        int64_t g = group_of(r, v->h.pick.group);
        const GroupResult *f = g >= 0 ? &r->sheet->groups[g] : NULL;
        GroupYear *line;

        if (!f || !f->n)
            continue;
        line = vec_add(c->arena, &v->years);
        *line = (GroupYear){ .year = r->set.year, .n = (int64_t)f->n, .mean = look_shown(c, l, f->mean), .highest = look_shown(c, l, f->highest),
            .lowest = look_shown(c, l, f->lowest), .spread = look_shown(c, l, f->spread) };
        if (before.has)
            line->gained = (OptDec){ true, score_shown(&r->nodes, dec_sub(f->mean, before.d)) };
        before = (OptDec){ true, f->mean };
    }
}

/* The group's mean, its first three and the own unit over the years. */
static Html leading_lines(Ctx *c, const Look *l, const Compare *k)
{
    const ScoreRun *r = compare_now(k);
    UnitOrder units = look_order(c->arena, l, SORT_RANK, 0, false);
    VEC(ChartLine) lines = { 0 };
    VEC(Str) years = { 0 };
    OptDec *mean = NEW(c->arena, OptDec, k->n);
    Buf b = { .arena = c->arena };

    for (size_t y = 0; y < k->n; y++) {
        int64_t g = group_of(&k->runs[y], r->groups[l->group]);

        *vec_add(c->arena, &years) = str_fmt(c->arena, "%lld", (long long)k->runs[y].set.year);
        if (g >= 0 && k->runs[y].sheet->groups[g].n)
            mean[y] = (OptDec){ true, k->runs[y].sheet->groups[g].mean };
    }
    *vec_add(c->arena, &lines) = (ChartLine){ str_of(tr(c->answer.lang, T("Bình quân nhóm"))), mean, l->own < 0 };
    for (size_t i = 0, taken = 0; i < units.n; i++) {
        bool own = l->own == (int64_t)units.v[i];
        UnitYear *u;
        OptDec *v;

        if (!r->sheet->units[units.v[i]].rank || (!own && ++taken > 3))
            continue;
        u = compare_unit(c->arena, k, units.v[i]);
        v = NEW(c->arena, OptDec, k->n);
        for (size_t y = 0; y < k->n; y++)
            if (u[y].has)
                v[y] = (OptDec){ true, k->runs[y].sheet->units[u[y].unit].percent };
        *vec_add(c->arena, &lines) = (ChartLine){ r->in.units[units.v[i]].name, v, own };
    }
    chart_years(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Chỉ số qua các năm: bình quân nhóm và các đơn vị dẫn đầu"))), .lang = c->answer.lang,
        .places = r->nodes.decimals, .width = 480 }, years.v, years.n, lines.v, lines.n);
    return desk_chart(&b);
}

/* The desk of one group only. */
static Err group_desk(Ctx *c, const Look *l, ScoreRun *run, Desk *d)
{
    TRY(score_run(c, l->now.set.id, &(ScoreOverride){ .group = l->now.groups[l->group] }, run));
    return desk_round(d, c, run, 0);
}

static Err desk_figures(Ctx *c, const Look *l, OverviewView *v)
{
    ScoreRun run;
    Desk d;
    Robust rob;
    CriterionUse *use;
    double *share, *points, *max, width = 0;

    TRY(group_desk(c, l, &run, &d));
    share = NEW(c->arena, double, d.units * d.criteria);
    points = NEW(c->arena, double, d.units * d.criteria);
    max = NEW(c->arena, double, d.criteria);
    desk_shares(&d, share, points, max);
    use = criteria_use(c->arena, share, max, d.units, d.criteria);
    for (size_t k = 0; k < d.criteria; k++)
        v->flat += use[k].all_full || use[k].all_equal;
    v->criteria = (int64_t)d.criteria;
    v->alpha = desk_opt(cronbach_alpha(points, d.units, d.criteria));
    TRY(robust_run(&rob, c->arena, desk_model(&d, c->arena, 0), &(RobustAsk){ .draws = 2000, .seed = 1, .weights = 0.25, .near = 1 }, &c->answer));
    for (size_t u = 0; u < d.units; u++)
        width += rob.units[u].p95 - rob.units[u].p5;
    v->pairs = (int64_t)rob.n_pairs;
    v->width = desk_opt(width / (double)d.units);
    return OK;
}

Err get_insight(Ctx *c, Req *rq, Out *o)
{
    OverviewView v = { 0 };
    Compare k;
    Look l;

    TRY(desk_open(c, rq, "insight", T("Bàn phân tích"), &l, &v.h));
    v.any = l.now.n_groups && l.now.sheet->groups[l.group].n;
    TRY(scenario_mine(c, l.now.set.id, &v.scenarios));
    if (v.any) {
        TRY(compare_open(c, l.now.set.code, l.now.set.year, &k));
        v.g = view_group(c, &l, l.group);
        group_years(c, &l, &k, &v);
        v.stack = fields_under_totals(c, &l, &v.shown);
        v.lines = leading_lines(c, &l, &k);
        TRY(desk_figures(c, &l, &v));
    }
    tpl_insight(o, &v);
    return OK;
}
