#include "chart/chart.h"
#include "pages.h"
#include "score/explain.h"
#include "score/facts.h"
#include "score/result_view.h"
#include "score/score_web.h"

enum { BEST = 5 };

static FieldLine field_line(Ctx *c, const Look *l, size_t unit, size_t node)
{
    const ScoreCell *k = look_cell(&l->now, unit, node);
    Dec points = look_points(&l->now, unit, node);
    NodeFigures peers = look_node(&l->now, (size_t)l->now.in.units[unit].group, node);
    FieldLine f = { .code = l->now.nodes.v[node].code, .name = l->now.nodes.v[node].name, .points = look_shown(c, l, points),
        .max = dec_exact(c->arena, k->max, l->style), .percent = look_percent(c, l, points, k->max), .rank = k->rank,
        .bar = view_bar(c, points, k->max), .mean = look_shown(c, l, peers.mean), .over_mean = { true, score_shown(&l->now.nodes, dec_sub(points, peers.mean)) } };
    int64_t u = l->unit_before[unit], n = l->node_before[node];

    if (u >= 0 && n >= 0) {
        Dec before = look_points(&l->before, (size_t)u, (size_t)n);

        f.before = score_points(c->arena, &l->before, before, l->style);
        f.over_before = (OptDec){ l->before.nodes.v[n].max.v == l->now.nodes.v[node].max.v, score_shown(&l->now.nodes, dec_sub(points, before)) };
    }
    return f;
}

/* Each field of the unit between the least and the most of its group. */
static Html field_dots(Ctx *c, const Look *l, size_t unit)
{
    VEC(ChartDot) dots = { 0 };
    Buf b = { .arena = c->arena };

    for (size_t k = 0; k < l->now.nodes.n; k++) {
        const Criterion *n = &l->now.nodes.v[k];
        NodeFigures f;

        if (n->parent >= 0 || n->max.v <= 0 || n->source == SOURCE_PENALTY)
            continue;
        f = look_node(&l->now, (size_t)l->now.in.units[unit].group, k);
        *vec_add(c->arena, &dots) = (ChartDot){ .label = str_fmt(c->arena, "%.*s. %.*s", SV(n->code), SV(n->name)), .hi = n->max,
            .min = f.lowest, .mean = f.mean, .max = f.highest,
            .self = { look_cell(&l->now, unit, k)->state != CELL_MISSING, look_points(&l->now, unit, k) } };
    }
    if (!dots.n)
        return (Html){ 0 };
    chart_dots(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Từng lĩnh vực của đơn vị trong nhóm"))), .lang = c->answer.lang,
        .places = l->now.nodes.decimals, .width = 480 }, dots.v, dots.n);
    return html_trusted(buf_str(&b));
}

static Err unit_losses(Ctx *c, const Look *l, size_t unit, UnitResultView *v)
{
    Losses losses = look_losses(c->arena, &l->now, unit);
    Dec all = { 0 };

    for (size_t i = 0; i < losses.n; i++) {
        LossLine line = view_loss(c, l, &losses.v[i]);
        Why w;

        TRY(score_why(c, &l->now, unit, losses.v[i].node, &w));
        line.reason = w.reason.n ? w.reason : w.e.text;
        line.mean = look_shown(c, l, look_node(&l->now, (size_t)l->now.in.units[unit].group, losses.v[i].node).mean);
        all = dec_add(all, losses.v[i].lost);
        *vec_add(c->arena, &v->losses) = line;
    }
    v->lost = look_shown(c, l, all);
    return OK;
}

static void unit_strengths(Ctx *c, const Look *l, size_t unit, UnitResultView *v)
{
    Strengths s = look_strengths(c->arena, &l->now, unit);

    for (size_t i = 0; i < s.n && i < BEST; i++)
        *vec_add(c->arena, &v->strengths) = (LossLine){ .code = l->now.nodes.v[s.v[i].node].code, .name = l->now.nodes.v[s.v[i].node].name,
            .points = look_shown(c, l, s.v[i].points), .max = dec_exact(c->arena, look_cell(&l->now, unit, s.v[i].node)->max, l->style),
            .mean = look_shown(c, l, s.v[i].mean), .above = look_shown(c, l, s.v[i].above) };
}

/* The set asked for; without one, the newest set that scores this unit. */
static Err open_for_unit(Ctx *c, Req *rq, Str code, Look *l, size_t *unit)
{
    CriteriaSetRows sets;
    Str set = req_str(rq, "set");

    if (!set.n) {
        TRY(q_criteria_sets(c, &sets, ));
        for (size_t i = 0; i < sets.n; i++) {
            if (req_int(rq, "year") && sets.v[i].year != req_int(rq, "year"))
                continue;
            TRY(look_open(c, sets.v[i].code, sets.v[i].year, (Str){ 0 }, l));
            if (score_find_unit(c, &l->now, code, unit) == OK)
                return OK;
        }
    }
    TRY(look_open(c, set, req_int(rq, "year"), (Str){ 0 }, l));
    return score_find_unit(c, &l->now, code, unit);
}

Err get_unit_result(Ctx *c, Req *rq, Out *o)
{
    Look l;
    UnitResultView v = { 0 };
    Str code = req_str(rq, "code");
    size_t unit;

    TRY(open_for_unit(c, rq, code, &l, &unit));
    l.group = (size_t)l.now.in.units[unit].group;
    v.pick = view_pick(c, &l, "");
    v.pick.path = str_fmt(c->arena, "units/%.*s/result", SV(code));
    v.unit = view_unit(c, &l, unit);
    v.unit_id = l.now.unit_ids[unit];
    v.g = view_group(c, &l, l.group);
    v.has_before = l.has_before && l.unit_before[unit] >= 0;
    v.year_before = l.now.set.year - 1;
    for (size_t k = 0; k < l.now.nodes.n; k++)
        if (l.now.nodes.v[k].parent < 0)
            *vec_add(c->arena, &v.fields) = field_line(c, &l, unit, k);
    TRY(unit_losses(c, &l, unit, &v));
    unit_strengths(c, &l, unit, &v);
    v.dots = field_dots(c, &l, unit);
    tpl_unit_result(o, &v);
    return OK;
}
