#include "chart/chart.h"
#include "core_sql.h"
#include "pages.h"
#include "score/explain.h"
#include "score/facts.h"
#include "score/result_view.h"
#include "score/score_web.h"

static Str exact(Ctx *c, const Look *l, Dec d)
{
    return dec_exact(c->arena, d, l->style);
}

/* Who gave each figure, and when: the figures of the unit by code. */
static Err why_inputs(Ctx *c, const Look *l, const Why *w, WhyView *v)
{
    FactRows facts;

    TRY(q_fact_of_unit(c, &facts, .unit_id = l->now.unit_ids[w->unit], .period = str_fmt(c->arena, "%lld", (long long)l->now.set.year)));
    for (size_t i = 0; i < w->e.rule.n_used; i++) {
        const RuleUsed *u = &w->e.rule.used[i];
        WhyInput *in = vec_add(c->arena, &v->inputs);

        *in = (WhyInput){ .code = u->code, .value = value_words(c->arena, &u->value, c->answer.lang), .source = u->source };
        for (size_t k = 0; k < l->now.nodes.n; k++)
            if (str_eq(l->now.nodes.v[k].code, u->code))
                in->name = l->now.nodes.v[k].name;
        for (size_t k = 0; k < facts.n; k++)
            if (str_eq(facts.v[k].code, u->code)) {
                in->by = facts.v[k].changed_by;
                in->at = facts.v[k].changed_at;
                in->page = facts.v[k].page;
            }
    }
    return OK;
}

static void why_rule(Ctx *c, const Why *w, WhyView *v)
{
    RuleTable t;

    if (!w->e.criterion->rule)
        return;
    t = rule_table(c->arena, w->e.criterion->rule, c->answer.lang);
    for (size_t i = 0; i < t.n; i++)
        *vec_add(c->arena, &v->rows) = (WhyRow){ t.v[i].condition, t.v[i].points, !w->e.direct && w->e.rule.matched == i + 1 };
}

/* The parts as they enter the sum, unrounded. */
static void why_parts(Ctx *c, const Look *l, const Why *w, WhyView *v)
{
    Buf sum = { .arena = c->arena };
    Dec rounded = { 0 };

    for (size_t i = 0; i < w->e.n_parts; i++) {
        const ExplainPart *p = &w->e.parts[i];
        const Criterion *k = &l->now.nodes.v[p->criterion];
        Dec shown = score_shown(&l->now.nodes, p->points);

        *vec_add(c->arena, &v->parts) = (WhyPart){ .code = k->code, .name = k->name, .points = exact(c, l, p->points),
            .max = exact(c, l, p->max), .bar = view_bar(c, p->points, p->max), .missing = p->state == CELL_MISSING };
        rounded = dec_add(rounded, shown);
        buf_fmt(&sum, "%s%.*s", !i ? "" : p->points.v < 0 ? " − " : " + ",
            SV(exact(c, l, i && p->points.v < 0 ? dec_neg(p->points) : p->points)));
    }
    if (!w->e.n_parts)
        return;
    if (w->e.cut.v) {
        v->cut = exact(c, l, w->e.cut);
        buf_fmt(&sum, " − %.*s", SV(v->cut));
    }
    buf_fmt(&sum, " = %.*s", SV(exact(c, l, w->e.points)));
    v->sum = buf_str(&sum);
    v->shown_differs = dec_cmp(dec_sub(rounded, w->e.cut), score_shown(&l->now.nodes, w->e.points)) != 0;
}

static void why_peers(Ctx *c, const Look *l, size_t unit, size_t node, WhyView *v)
{
    UnitOrder units = look_order(c->arena, l, SORT_FIELD, node, true);
    NodeFigures f = look_node(&l->now, l->group, node);
    const Criterion *k = &l->now.nodes.v[node];
    Buf b = { .arena = c->arena };
    ChartDot dot = { .label = str_fmt(c->arena, "%.*s %.*s", SV(k->code), SV(k->name)), .hi = k->max, .min = f.lowest, .mean = f.mean,
        .max = f.highest, .self = { look_cell(&l->now, unit, node)->state != CELL_MISSING, look_points(&l->now, unit, node) } };

    v->mean = look_shown(c, l, f.mean);
    for (size_t i = 0; i < units.n; i++) {
        const ScoreCell *cell = look_cell(&l->now, units.v[i], node);

        *vec_add(c->arena, &v->peers) = (WhyPeer){ .code = l->now.in.units[units.v[i]].code, .name = l->now.in.units[units.v[i]].name,
            .points = cell->state == CELL_MISSING ? (Str){ 0 } : look_shown(c, l, look_points(&l->now, units.v[i], node)),
            .max = exact(c, l, cell->max), .bar = view_bar(c, look_points(&l->now, units.v[i], node), cell->max), .mine = units.v[i] == unit };
    }
    if (k->max.v <= 0 || k->source == SOURCE_PENALTY || f.n < 2)
        return;
    chart_dots(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Tiêu chí này trong nhóm"))), .lang = c->answer.lang,
        .places = l->now.nodes.decimals, .width = 360 }, &dot, 1);
    v->dots = html_trusted(buf_str(&b));
}

static void why_before(Ctx *c, const Look *l, size_t unit, size_t node, WhyView *v)
{
    int64_t u = l->unit_before[unit], k = l->node_before[node];

    v->year_before = l->now.set.year - 1;
    if (u < 0 || k < 0)
        return;
    v->has_before = true;
    v->before_points = score_points(c->arena, &l->before, look_points(&l->before, (size_t)u, (size_t)k), l->style);
    v->before_max = exact(c, l, look_cell(&l->before, (size_t)u, (size_t)k)->max);
    v->before_code = l->before.nodes.v[k].code;
    v->same_before = str_eq(l->before.criteria.v[k].rule, l->now.criteria.v[node].rule)
        && l->before.nodes.v[k].max.v == l->now.nodes.v[node].max.v;
}

static void why_above(Ctx *c, const Look *l, size_t node, WhyView *v)
{
    int32_t up[32];
    size_t n = 0;

    for (int32_t p = l->now.nodes.v[node].parent; p >= 0 && n < COUNT(up); p = l->now.nodes.v[p].parent)
        up[n++] = p;
    while (n--)
        *vec_add(c->arena, &v->above) = (HeadView){ .code = l->now.nodes.v[up[n]].code, .name = l->now.nodes.v[up[n]].name };
}

static void why_numbers(Ctx *c, const Look *l, const Why *w, size_t node, WhyView *v)
{
    const CriterionRow *k = &l->now.criteria.v[node];
    Dec points = look_points(&l->now, w->unit, node);

    v->unit = w->unit_code;
    v->unit_name = w->unit_name;
    v->group = l->now.groups[l->group];
    v->code = k->code;
    v->name = k->name;
    v->points = look_shown(c, l, points);
    v->exact = exact(c, l, points);
    v->max = exact(c, l, w->e.max);
    v->percent = look_percent(c, l, points, w->e.max);
    v->lost = w->e.max.v > points.v && !str_eq(k->source, S("bonus")) ? look_shown(c, l, dec_sub(w->e.max, points)) : (Str){ 0 };
    v->state = w->state;
    v->text = w->e.text;
    v->rule = w->rule_typed;
    v->plain = w->e.plain;
    v->canonical = w->e.canonical;
    v->arithmetic = w->e.rule.arithmetic;
    v->reason = w->reason;
    v->by = w->by;
    v->source = w->e.source;
    v->evidence = k->evidence;
    v->basis = k->basis;
    v->assessor = k->assessor;
}

Err get_why(Ctx *c, Req *rq, Out *o)
{
    Look l;
    Why w;
    WhyView v = { 0 };
    size_t unit, node;

    TRY(look_open(c, req_str(rq, "set"), req_int(rq, "year"), (Str){ 0 }, &l));
    TRY(score_find_unit(c, &l.now, req_str(rq, "unit"), &unit));
    TRY(score_find_node(c, &l.now, req_str(rq, "criterion"), &node));
    TRY(score_why(c, &l.now, unit, node, &w));
    l.group = (size_t)l.now.in.units[unit].group;
    v.pick = view_pick(c, &l, "why");
    why_numbers(c, &l, &w, node, &v);
    why_above(c, &l, node, &v);
    why_rule(c, &w, &v);
    TRY(why_inputs(c, &l, &w, &v));
    why_parts(c, &l, &w, &v);
    why_peers(c, &l, unit, node, &v);
    why_before(c, &l, unit, node, &v);
    TRY(access_can(c, &PERM_FACT_CHANGE, l.now.unit_ids[unit], &v.may_change));
    tpl_why(o, &v);
    return OK;
}
