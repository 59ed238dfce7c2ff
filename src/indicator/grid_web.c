/* Pages of figures over many units: the grid, the state of a period, the history of one figure. */
#include "base/json.h"
#include "chart/chart.h"
#include "core_sql.h"
#include "indicator/indicator_view.h"
#include "indicator/indicator_web.h"
#include "pages.h"

#include <inttypes.h>

static const struct { const char *kinds, *title; } groups[] = {
    { "commune ward zone", T("Xã, phường, đặc khu") },
    { "department vertical", T("Sở, ban, ngành") },
    { "", T("Tất cả đơn vị trực thuộc") },
};

static Str plain(Ctx *c, OptDec d)
{
    return d.has ? dec_exact(c->arena, d.d, NUM_VI) : S("");
}

/* ---- the grid */

static Err parent_of(Ctx *c, Req *rq, UnitRow *out)
{
    UnitRows all;
    PersonRow me = { 0 };

    if (req_str(rq, "parent").n)
        return org_by_code(c, req_str(rq, "parent"), out);
    TRY(q_unit_list(c, &all, .on = c->today));
    if (c->user_id)
        TRY(q_person_get(c, &me, .id = c->user_id));
    for (size_t i = 0; i < all.n; i++)                          /* the office of affairs works for the whole province */
        if (!all.v[i].parent_id && access_any(c, &PERM_FIGURE_LOCK)) {
            *out = all.v[i];
            return OK;
        }
    if (!all.n)
        return fail(c, E_NOT_FOUND, T("Chưa có đơn vị nào; hãy nạp danh sách đơn vị trước."));
    return q_unit_get(c, out, .id = me.unit_id ? me.unit_id : all.v[0].id);
}

static Str head_of(Str area)
{
    Str head, tail;

    return str_cut(area, S("."), &head, &tail) ? head : area;
}

/* Fields of the criteria, in the order of the list; without a choice the first, so that the page stays small. */
static void choices(Ctx *c, const ElementSet *set, const Req *rq, GridView *v)
{
    Str last = { 0 };

    for (size_t i = 0; i < set->rows.n; i++) {
        Str area = set->rows.v[i].area;

        if (str_eq(area, last))
            continue;
        last = area;
        *vec_add(c->arena, &v->areas) = (Choice){ head_of(area), NULL, area, str_eq(head_of(area), v->area) };
    }
    *vec_add(c->arena, &v->areas) = (Choice){ S("all"), T("Mọi lĩnh vực"), { 0 }, str_eq(v->area, S("all")) };
    (void)rq;
    for (size_t i = 0; i < COUNT(groups); i++)
        *vec_add(c->arena, &v->groups) = (Choice){ str_of(groups[i].kinds), groups[i].title, { 0 }, str_eq(str_of(groups[i].kinds), v->kinds) };
}

static Err load_grid(Ctx *c, Req *rq, GridView *v, FigureGrid *g)
{
    ElementSet set;
    Str asked = req_str(rq, "period");

    TRY(parent_of(c, rq, &v->parent));
    TRY(element_load(c, &set));
    v->period = asked.n ? asked : period_code(c->arena, period_of(PERIOD_QUARTER, c->today));
    v->area = req_str(rq, "area").n ? req_str(rq, "area") : head_of(set.rows.v[0].area);
    v->kinds = req_has(rq, "kinds") ? req_str(rq, "kinds") : str_of(groups[0].kinds);
    TRY(figure_grid(c, v->parent.id, v->kinds, str_eq(v->area, S("all")) ? S("") : v->area, v->period, g));
    if (!g->units.n && !req_has(rq, "kinds")) {
        v->kinds = S("");
        TRY(figure_grid(c, v->parent.id, S(""), str_eq(v->area, S("all")) ? S("") : v->area, v->period, g));
    }
    choices(c, &set, rq, v);
    return OK;
}

static void heads_of(Ctx *c, const FigureGrid *g, GridView *v)
{
    for (size_t k = 0; k < g->cols.n; k++) {
        const ElementRow *e = &g->set.rows.v[g->cols.v[k]];
        OptDec sum = { 0 };

        for (size_t u = 0; u < g->units.n; u++) {
            OptDec one = g->v[u * g->cols.n + k].value;

            if (one.has && (str_eq(e->kind, S("count")) || str_eq(e->kind, S("amount"))))
                sum.has = dec_add_ok(sum.d, one.d, &sum.d);
        }
        *vec_add(c->arena, &v->heads) = (GridHead){ *e, plain(c, sum) };
    }
}

static Err lines_of(Ctx *c, Req *rq, const FigureGrid *g, GridView *v)
{
    for (size_t u = 0; u < g->units.n; u++) {
        GridLine *l = vec_add(c->arena, &v->lines);
        bool may;

        *l = (GridLine){ .u = g->units.v[u], .complete = str_eq(g->units.v[u].state, S("complete")), .locked = str_eq(g->units.v[u].state, S("locked")) };
        TRY(access_can(c, &PERM_FIGURE_ENTER, l->u.id, &may));
        v->may_enter |= may && !l->locked;
        v->any_complete |= may && l->complete;
        for (size_t k = 0; k < g->cols.n; k++) {
            const GridCell *cell = &g->v[u * g->cols.n + k];
            int64_t element = g->set.rows.v[g->cols.v[k]].id;
            GridInput *i = vec_add(c->arena, &l->cells);

            *i = (GridInput){ .unit = l->u.id, .element = element, .value = plain(c, cell->value), .last = plain(c, cell->last),
                .open = may && !l->locked && cell->asked, .given = cell->asked };
            if (rq->prepared && i->open)                        /* a refused form: what was typed stays */
                i->value = req_str(rq, str_z(c->arena, str_fmt(c->arena, "u%lld.e%lld", (long long)i->unit, (long long)element)));
        }
    }
    return OK;
}

Err get_figure_grid(Ctx *c, Req *rq, Out *o)
{
    GridView v = { 0 };
    FigureGrid g;
    GridErrors *bad = rq->prepared;

    TRY(load_grid(c, rq, &v, &g));
    v.title = period_title(c->arena, g.period);
    v.period = g.code;
    v.js = asset_address("grid.js");
    v.query = req_query_less(rq, "");
    v.seen = str_fmt(c->arena, "%lld", (long long)c->now.ms);
    for (size_t i = 0; bad && i < bad->n; i++)
        *vec_add(c->arena, &v.errors) = bad->v[i].text;
    heads_of(c, &g, &v);
    TRY(lines_of(c, rq, &g, &v));
    tpl_figure_grid(o, &v);
    return OK;
}

Err get_figure_grid_xlsx(Ctx *c, Req *rq, Out *o)
{
    GridView v = { 0 };
    FigureGrid g;
    Str bytes;

    (void)o;
    TRY(load_grid(c, rq, &v, &g));
    TRY(figure_grid_xlsx(c, &g, &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "so-lieu-%.*s.xlsx", SV(g.code)), bytes);
    return OK;
}

/* "u12.e45" */
static bool read_name(Str name, Str *unit, Str *element)
{
    Str tail;

    if (!name.n || name.p[0] != 'u' || !str_cut(str_sub(name, 1, name.n), S("."), unit, &tail) || !tail.n || tail.p[0] != 'e')
        return false;
    *element = str_sub(tail, 1, tail.n);
    return true;
}

typedef struct Posted {
    VEC(GridEntry) v;
    VEC(Str) names;
} Posted;

static void take(Ctx *c, const Map *units, const Map *cols, Str name, Str text, Posted *p)
{
    Str unit, element;
    int64_t u, k;

    if (!read_name(name, &unit, &element) || !map_get(units, unit, &u) || !map_get(cols, element, &k))
        return;
    *vec_add(c->arena, &p->v) = (GridEntry){ (size_t)u, (size_t)k, str_trim(text) };
    *vec_add(c->arena, &p->names) = name;
}

/* Fields of the form, or, sent by the script, one field "cells" of lines "u12.e45 TAB text" that has no limit of fields. */
static void read_entries(Ctx *c, const Req *rq, const FigureGrid *g, Posted *p)
{
    Map units = { .arena = c->arena }, cols = { .arena = c->arena };
    Str rest = req_str(rq, "cells"), line, name, text;

    for (size_t u = 0; u < g->units.n; u++)
        (void)map_add(&units, str_fmt(c->arena, "%lld", (long long)g->units.v[u].id), (int64_t)u);
    for (size_t k = 0; k < g->cols.n; k++)
        (void)map_add(&cols, str_fmt(c->arena, "%lld", (long long)g->set.rows.v[g->cols.v[k]].id), (int64_t)k);
    for (size_t i = 0; i < rq->http->fields.n; i++)
        take(c, &units, &cols, rq->http->fields.v[i].name, rq->http->fields.v[i].value, p);
    while (rest.n) {
        (void)str_cut(rest, S("\n"), &line, &rest);             /* the last line may have no end */
        (void)str_cut(line, S("\t"), &name, &text);             /* no text: the figure is taken away */
        take(c, &units, &cols, name, text, p);
    }
}

static void say_json(Ctx *c, Req *rq, const Posted *p, const GridErrors *bad, size_t saved)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kint(&j, "saved", (int64_t)saved);
    json_kstr(&j, "seen", str_fmt(c->arena, "%lld", (long long)c->now.ms));
    json_key(&j, "errors");
    json_open(&j, '[');
    for (size_t i = 0; i < bad->n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "cell", p->names.v[bad->v[i].entry]);
        json_kstr(&j, "text", bad->v[i].text);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    req_send(rq, S("application/json"), S(""), buf_str(&b));
}

Err post_figure_grid(Ctx *c, Req *rq, Out *o)
{
    GridView v = { 0 };
    FigureGrid g;
    Posted p = { 0 };
    GridErrors *bad = NEW(c->arena, GridErrors, 1);
    size_t saved;

    (void)o;
    TRY(load_grid(c, rq, &v, &g));
    read_entries(c, rq, &g, &p);
    TRY(figure_grid_enter(c, &g, p.v.v, p.v.n, (Moment){ req_int(rq, "seen") }, req_str(rq, "reason"), bad, &saved));
    if (req_wants_json(rq)) {
        say_json(c, rq, &p, bad, saved);
        return OK;
    }
    if (bad->n) {
        rq->prepared = bad;
        req_again(rq);
        return OK;
    }
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã lưu %zu số liệu.")), saved));
    req_go(rq, "/figures/grid?parent=%.*s&period=%.*s&area=%.*s&kinds=%.*s", SV(v.parent.code), SV(g.code), SV(v.area), SV(v.kinds));
    return OK;
}

/* ---- the state of a period */

Err get_figure_status(Ctx *c, Req *rq, Out *o)
{
    FigureStatusView v = { 0 };
    FigureStatuss rows;
    PeriodRule rule;
    Period p;
    Str asked = req_str(rq, "period");

    TRY(access_need_any(c, &PERM_FIGURE_VIEW));
    TRY(figure_period(c, asked.n ? asked : period_code(c->arena, period_of(PERIOD_QUARTER, c->today)), &p, &v.period));
    TRY(period_rule_of(c, &rule));
    v.title = period_title(c->arena, p);
    v.due = period_due(p, &rule, NULL);
    TRY(q_figure_sheet_status(c, &rows, .unit_id = 0, .period = v.period, .on = c->today));
    for (size_t i = 0; i < rows.n; i++) {
        FigureStatus *s = &rows.v[i];
        StatusItem k = { .s = *s, .complete = str_eq(s->state, S("complete")), .locked = str_eq(s->state, S("locked")),
            .accepted = s->accepted_at.ms > 0, .reported = s->report_state.n > 0, .approved = str_eq(s->report_state, S("approved")) };
        UnitRow u;
        bool seen;

        TRY(access_can(c, &PERM_FIGURE_VIEW, s->unit_id, &seen));
        if (!seen)
            continue;
        k.day = s->first_complete.ms ? moment_date(s->first_complete) : (Date){ 0 };
        k.late = v.due.day && (k.day.day ? k.day.day > v.due.day : c->today.day > v.due.day);
        k.open = !k.complete && !k.locked;
        if (k.complete && !k.accepted) {
            TRY(q_unit_get(c, &u, .id = s->unit_id));
            TRY(access_can(c, &PERM_FIGURE_ACCEPT, u.parent_id, &k.may_accept));
        }
        v.complete += !k.open;
        v.late += k.late;
        v.reported += k.approved;
        *vec_add(c->arena, &v.rows) = k;
    }
    tpl_figure_status(o, &v);
    return OK;
}

Err post_figure_status(Ctx *c, Req *rq, Out *o)
{
    UnitRow u;
    Str period = req_str(rq, "period");

    (void)o;
    TRY(org_by_code(c, req_str(rq, "unit"), &u));
    if (str_eq(req_str(rq, "act"), S("accept"))) {
        TRY(figure_accept(c, u.id, period));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã nhận số liệu của đơn vị."))));
    } else {
        TRY(figure_return(c, u.id, period, req_str(rq, "reason")));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã trả lại số liệu để đơn vị sửa."))));
    }
    req_go(rq, "/figures/status?period=%.*s", SV(period));
    return OK;
}

/* ---- one figure over time */

enum { PAST = 12 };

/* Periods of the same kind, the oldest first, at most twelve. */
static void past_of(Ctx *c, const FigurePasts *rows, PeriodKind kind, FigureHistoryView *v)
{
    for (size_t i = rows->n; i-- > 0;) {
        const FigurePast *r = &rows->v[i];
        Period p;

        if (!period_parse(&p, r->period) || p.kind != kind)
            continue;
        if (v->past.n == PAST) {
            memmove(v->past.v, v->past.v + 1, (PAST - 1) * sizeof *v->past.v);
            v->past.n--;
        }
        *vec_add(c->arena, &v->past) = (PastItem){ .period = r->period, .value = dec_exact(c->arena, r->value, NUM_VI), .note = r->note,
            .who = r->changed_by, .at = r->changed_at };
    }
}

static void draw(Ctx *c, FigureHistoryView *v)
{
    Buf b = { .arena = c->arena };
    Str names[PAST];
    OptDec values[PAST];

    for (size_t i = 0; i < v->past.n; i++) {
        names[i] = v->past.v[i].period;
        values[i].has = dec_parse(&values[i].d, v->past.v[i].value);    /* our own output */
    }
    chart_years(&b, &(Chart){ .title = v->e.name, .lang = c->answer.lang, .places = 0, .width = 640 }, names, v->past.n,
        &(ChartLine){ v->u.name, values, true }, 1);
    v->chart = html_trusted(buf_str(&b));
    v->has_chart = true;
}

Err get_figure_history(Ctx *c, Req *rq, Out *o)
{
    FigureHistoryView v = { 0 };
    FigurePasts rows;
    ElementSet set;
    Period p;
    int64_t at;
    bool any = false;

    TRY(org_by_code(c, req_str(rq, "unit"), &v.u));
    TRY(access_need(c, &PERM_FIGURE_VIEW, v.u.id));
    TRY(element_load(c, &set));
    if (!map_get(&set.by_code, req_str(rq, "element"), &at))
        return fail(c, E_NOT_FOUND, T("Danh mục không có số liệu với mã này."));
    v.e = set.rows.v[at];
    TRY(figure_period(c, req_str(rq, "period"), &p, &v.period));
    TRY(q_figure_history(c, &rows, .unit_id = v.u.id, .element_id = v.e.id));
    past_of(c, &rows, p.kind, &v);
    if (v.past.n >= 2)
        draw(c, &v);
    TRY(q_figure_replaced(c, &v.was, .unit_id = v.u.id, .element_id = v.e.id));
    TRY(q_figure_comments(c, &v.comments, .unit_id = v.u.id, .element_id = v.e.id));
    TRY(q_figure_of_children(c, &v.children, .parent_id = v.u.id, .element_id = v.e.id, .period = v.period, .on = c->today));
    for (size_t i = 0; i < v.children.n && !any; i++)
        any = v.children.v[i].value.has;
    if (!any)
        v.children.n = 0;                                       /* offices that report nothing of their own */
    TRY(access_can(c, &PERM_FIGURE_ENTER, v.u.id, &v.may_resolve));
    tpl_figure_history(o, &v);
    return OK;
}

Err post_figure_comment(Ctx *c, Req *rq, Out *o)
{
    UnitRow u;
    ElementSet set;
    int64_t at;

    (void)o;
    TRY(org_by_code(c, req_str(rq, "unit"), &u));
    TRY(element_load(c, &set));
    if (!map_get(&set.by_code, req_str(rq, "element"), &at))
        return fail(c, E_NOT_FOUND, T("Danh mục không có số liệu với mã này."));
    if (req_int(rq, "resolve"))
        TRY(figure_comment_resolve(c, req_int(rq, "resolve")));
    else
        TRY(figure_comment(c, u.id, req_str(rq, "period"), set.rows.v[at].id, req_str(rq, "text")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu."))));
    req_go(rq, "/figures/history?unit=%.*s&element=%.*s&period=%.*s", SV(u.code), SV(req_str(rq, "element")), SV(req_str(rq, "period")));
    return OK;
}
