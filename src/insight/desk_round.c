#include "insight/desk_round.h"

#include "base/map.h"
#include "insight_sql.h"

#include <math.h>

static bool counts(const CriteriaSet *set, const bool *inner, size_t k)
{
    const Criterion *n = &set->v[k];

    return !inner[k] && n->max.v > 0 && n->source != SOURCE_BONUS && n->source != SOURCE_PENALTY;
}

static void take_leaves(Desk *d, Arena *a, const CriteriaSet *set, size_t *node)
{
    bool *inner = NEW(a, bool, set->n);

    for (size_t k = 0; k < set->n; k++)
        if (set->v[k].parent >= 0)
            inner[set->v[k].parent] = true;
    for (size_t k = 0; k < set->n; k++) {
        if (!counts(set, inner, k))
            continue;
        node[d->criteria] = k;
        d->code[d->criteria] = set->v[k].code;
        d->max[d->criteria++] = set->v[k].max;
    }
}

static void take_unit(Desk *d, const ScoreRun *r, size_t unit, const size_t *node)
{
    const UnitResult *u = &r->sheet->units[unit];
    size_t at = d->units++;

    d->unit[at] = r->in.units[unit].code;
    d->group[at] = (size_t)r->in.units[unit].group;
    d->group_name[at] = r->groups[r->in.units[unit].group];
    d->total[at] = u->points;
    d->applies[at] = u->max;
    d->index[at] = u->percent;
    for (size_t c = 0; c < d->criteria; c++) {
        const ScoreCell *cell = &r->sheet->cells[unit * r->nodes.n + node[c]];

        d->points[at * d->criteria + c] = (OptDec){ cell->max.v > 0, cell->points };
    }
}

/*
 * The figure at which a rule gives the maximum, when its points grow in proportion to the figure up to there; 0: it does
 * not. Tried out, so that every spelling of such a rule is understood.
 */
static double target_of(const Criterion *n)
{
    static const double tries[] = { 0.3, 0.5, 0.8, 1.0, 1.5 };
    ValueKind kind = n->rule ? rule_wants(n->rule) : VALUE_NONE;
    Value v = { .kind = kind, .num = kind == VALUE_PERCENT ? DEC(0.01) : DEC(1) };
    RuleQuick q = { .own = &v, .max = n->max };
    Dec p;
    double target;

    if ((kind != VALUE_PERCENT && kind != VALUE_NUMBER) || !rule_quick(n->rule, &q, &p) || p.v <= 0)
        return 0;
    target = (double)v.num.v / 1e8 * (double)n->max.v / (double)p.v;
    if (kind == VALUE_PERCENT && target > 0.999)
        return 0;                                       /* the whole is no target that could have been set otherwise */
    for (size_t i = 0; i < COUNT(tries); i++) {
        v.num.v = (int64_t)(target * tries[i] * 1e8);
        if (!rule_quick(n->rule, &q, &p) || fabs((double)p.v / (double)n->max.v - fmin(tries[i], 1)) > 1e-3)
            return 0;
    }
    return target;
}

/* ---- rules by steps: bounds found by trying the rule, so that every spelling of one is understood */

enum { GRID = 400, STEPS_MAX = 24, ROUND = 100 };       /* ROUND: what people write has at most six decimals */

typedef struct Found {
    double bound[STEPS_MAX], jump[STEPS_MAX];
    size_t n;
} Found;

static bool share_at(const Criterion *n, int64_t figure, double *share)
{
    Value v = { .kind = rule_wants(n->rule), .num = { figure } };
    RuleQuick q = { .own = &v, .max = n->max };
    Dec p;
    bool ok = rule_quick(n->rule, &q, &p);

    *share = ok ? (double)p.v / (double)n->max.v : 0;
    return ok;
}

/* The first figure after `from` whose share is another, up to `to`, where it is. */
static int64_t next_bound(const Criterion *n, int64_t from, int64_t to, double here)
{
    while (to - from > 1) {
        int64_t mid = from + (to - from) / 2;
        double share;

        if (share_at(n, mid, &share) && share == here)
            from = mid;
        else
            to = mid;
    }
    return to;
}

/* All bounds in (from, to]; false: more than a rule by steps has. */
static bool find_between(const Criterion *n, int64_t from, int64_t to, Found *out)
{
    double here, there, next;

    if (!share_at(n, from, &here) || !share_at(n, to, &there))
        return false;
    while (here != there) {
        int64_t at = next_bound(n, from, to, here);
        bool above = (at - 1) % ROUND == 0 && at % ROUND != 0;      /* "trên 80%": the bound itself does not reach it */

        if (out->n == STEPS_MAX || !share_at(n, at, &next))
            return false;
        /* figures are compared as floats: the bound stands a hair beside the number that people write */
        out->bound[out->n] = above ? (double)(at - 1) / 1e8 * (1 + 2e-7) : (double)at / 1e8 * (1 - 2e-7);
        out->jump[out->n] = next - here;
        /* the whole is no bound that could have been set otherwise */
        out->n += rule_wants(n->rule) != VALUE_PERCENT || out->bound[out->n] < 0.999;
        from = at;
        here = next;
    }
    return true;
}

/* top: where bounds are looked for up to, × 1e8. n 0: not a rule by steps. */
static RobustSteps steps_of(Arena *a, const Criterion *n, int64_t top)
{
    Found found = { .n = 0 };
    double *bound, *jump;

    for (int64_t i = 0; i < GRID && top > GRID; i++)
        if (!find_between(n, top / GRID * i, top / GRID * (i + 1), &found))
            return (RobustSteps){ 0 };
    bound = NEW(a, double, found.n + 1);
    jump = NEW(a, double, found.n + 1);
    for (size_t i = 0; i < found.n; i++) {
        bound[i] = found.bound[i];
        jump[i] = found.jump[i];
    }
    return (RobustSteps){ found.n, bound, jump };
}

/* The figure that a unit's points of a criterion come from; NULL: they do not come from one alone. */
static const ScoreFact *own_figure(const ScoreRun *r, size_t node, size_t unit)
{
    const Criterion *n = &r->nodes.v[node];
    Str own = n->fact.n ? n->fact : n->code;
    const ScoreCell *cell = &r->sheet->cells[unit * r->nodes.n + node];
    const ScoreFact *v;
    double share;
    size_t f = 0;

    while (f < r->in.n_facts && !str_eq(r->in.fact_codes[f], own))
        f++;
    v = f < r->in.n_facts ? &r->in.facts[unit * r->in.n_facts + f] : NULL;
    if (!v || v->value.kind != rule_wants(n->rule) || (r->in.direct && r->in.direct[unit * r->nodes.n + node].has))
        return NULL;
    return share_at(n, v->value.num.v, &share) && fabs(share - (double)cell->points.v / (double)n->max.v) < 1e-6 ? v : NULL;
}

static void take_steps(Desk *d, Arena *a, const ScoreRun *r, const size_t *node, const size_t *unit)
{
    d->steps = NEW(a, RobustSteps, d->criteria);
    d->figure = NEW(a, double, d->units * d->criteria);
    for (size_t c = 0; c < d->criteria; c++) {
        const Criterion *n = &r->nodes.v[node[c]];
        ValueKind kind = n->rule ? rule_wants(n->rule) : VALUE_NONE;
        bool figures = (kind == VALUE_PERCENT || kind == VALUE_NUMBER) && target_of(n) == 0;
        int64_t highest = 0;

        for (size_t u = 0; u < d->units; u++) {
            const ScoreFact *v = figures ? own_figure(r, node[c], unit[u]) : NULL;

            d->figure[u * d->criteria + c] = v ? (double)v->value.num.v / 1e8 : (double)NAN;
            highest = v && v->value.num.v > highest ? v->value.num.v : highest;
        }
        if (figures)
            d->steps[c] = steps_of(a, n, kind == VALUE_PERCENT ? DEC(1).v : highest + highest / 2);
    }
}

static void take_targets(Desk *d, Arena *a, const ScoreRun *r, const size_t *node, const size_t *unit)
{
    d->reached = NEW(a, double, d->units * d->criteria);
    for (size_t c = 0; c < d->criteria; c++) {
        const Criterion *n = &r->nodes.v[node[c]];
        Str own = n->fact.n ? n->fact : n->code;
        double target = target_of(n);
        size_t f = 0;

        while (f < r->in.n_facts && !str_eq(r->in.fact_codes[f], own))
            f++;
        for (size_t u = 0; u < d->units; u++) {
            const ScoreFact *v = f < r->in.n_facts ? &r->in.facts[unit[u] * r->in.n_facts + f] : NULL;
            bool direct = r->in.direct && r->in.direct[unit[u] * r->nodes.n + node[c]].has;

            d->reached[u * d->criteria + c] = target > 0 && v && !direct && v->value.kind == rule_wants(n->rule)
                                                  ? (double)v->value.num.v / 1e8 / target : (double)NAN;
        }
    }
}

static Err take_answers(Desk *d, Ctx *c, const ScoreRun *r, const size_t *node)
{
    SurveySizesRows rows;
    Map n = { .arena = c->arena };

    TRY(q_survey_sizes(c, &rows, .year = r->set.year));
    for (size_t i = 0; i < rows.n; i++)
        map_set(&n, str_fmt(c->arena, "%.*s %.*s", SV(rows.v[i].fact), SV(rows.v[i].unit_code)), rows.v[i].n);
    for (size_t i = 0; i < d->units * d->criteria && rows.n; i++) {
        const Criterion *k = &r->nodes.v[node[i % d->criteria]];
        Str own = k->fact.n ? k->fact : k->code;
        int64_t answers;
        double share = (double)d->points[i].d.v / (double)d->max[i % d->criteria].v;

        if (d->points[i].has && map_get(&n, str_fmt(c->arena, "%.*s %.*s", SV(own), SV(d->unit[i / d->criteria])), &answers) && answers > 0)
            d->survey[i] = sqrt(fmax(share * (1 - share), 0) / (double)answers);
    }
    return OK;
}

Err desk_round(Desk *out, Ctx *c, const ScoreRun *r, double survey)
{
    Arena *a = c->arena;
    size_t n = r->n_scored, m = r->nodes.n, *node = NEW(a, size_t, m + 1), *unit = NEW(a, size_t, n + 1);

    *out = (Desk){ .code = NEW(a, Str, m), .max = NEW(a, Dec, m), .effort = NEW(a, OptDec, m), .unit = NEW(a, Str, n),
                   .group = NEW(a, size_t, n), .group_name = NEW(a, Str, n), .total = NEW(a, Dec, n),
                   .applies = NEW(a, Dec, n), .index = NEW(a, Dec, n) };
    take_leaves(out, a, &r->nodes, node);
    out->points = NEW(a, OptDec, n * out->criteria);
    for (size_t i = 0; i < n; i++) {
        size_t u = r->order[i];

        if (r->sheet->units[u].rank > 0 && r->sheet->units[u].max.v > 0) {
            unit[out->units] = u;
            take_unit(out, r, u, node);
        }
    }
    if (!out->units)
        return fail(c, E_NOT_FOUND, T("Bộ tiêu chí %.*s chưa có đơn vị nào được xếp hạng; hãy nhập điểm hoặc số liệu trước."),
                    SV(r->set.code));
    take_targets(out, a, r, node, unit);
    take_steps(out, a, r, node, unit);
    if (survey == 0)
        return OK;
    out->survey = NEW(a, double, out->units * out->criteria);
    if (survey < 0)
        return take_answers(out, c, r, node);
    for (size_t i = 0; i < out->units * out->criteria; i++)
        if (r->nodes.v[node[i % out->criteria]].source == SOURCE_SURVEY)
            out->survey[i] = survey;
    return OK;
}

Err desk_efforts(Desk *d, Ctx *c, const ScoreRun *r, Date by, bool **late)
{
    EffortsOfSetRows rows;

    *late = NEW(c->arena, bool, d->criteria + 1);
    TRY(q_efforts_of_set(c, &rows, .set_id = r->set.id));
    for (size_t i = 0; i < rows.n; i++)
        for (size_t k = 0; k < r->criteria.n; k++) {
            if (r->criteria.v[k].id != rows.v[i].criterion_id)
                continue;
            for (size_t j = 0; j < d->criteria; j++)
                if (str_eq(d->code[j], r->criteria.v[k].code)) {
                    d->effort[j] = rows.v[i].effort;
                    (*late)[j] = by.day && rows.v[i].deadline.day && rows.v[i].deadline.day > by.day;
                }
        }
    return OK;
}

Err desk_rise(Ctx *c, const Desk *d, const ScoreRun *r, Dec **rise)
{
    CriteriaSetRow before;
    ScoreRun then;
    bool any;
    Map at = { .arena = c->arena };

    *rise = NEW(c->arena, Dec, d->units + 1);
    TRY(q_criteria_set_by_code(c, &before, &any, .code = r->set.code, .year = r->set.year - 1));
    if (!any)
        return fail(c, E_STATE, T("Không có kết quả năm %lld của bộ này, nên không biết các đơn vị khác năm trước tăng bao nhiêu."),
                    (long long)r->set.year - 1);
    TRY(score_run(c, before.id, NULL, &then));
    for (size_t u = 0; u < then.n_scored; u++)
        (void)map_add(&at, then.in.units[u].code, (int64_t)u);          /* codes are unique */
    for (size_t u = 0; u < d->units; u++) {
        int64_t was;

        if (map_get(&at, d->unit[u], &was) && then.sheet->units[was].max.v > 0)
            (*rise)[u] = dec_max(dec_sub(d->index[u], then.sheet->units[was].percent), (Dec){ 0 });
    }
    return OK;
}

Err desk_grades(Ctx *c, const ScoreRun *r, Str group, GradeScale *out)
{
    GradeScales scales = { 0 };

    *out = (GradeScale){ 0 };
    TRY(grades_parse(&scales, c->arena, r->set.grades, &c->answer));
    for (size_t i = 0; i < scales.n; i++)
        if (str_eq(scales.v[i].group, group) || (!out->bands.n && !scales.v[i].group.n))
            *out = scales.v[i];
    return OK;
}

Err desk_grade(Ctx *c, const ScoreRun *r, Str group, Str grade, Dec *percent)
{
    GradeScale use;

    TRY(desk_grades(c, r, group, &use));
    for (size_t k = 0; k < use.bands.n; k++)
        if (str_eq(use.bands.v[k].name, grade)) {
            *percent = use.bands.v[k].from;
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Không có xếp loại “%.*s” trong bộ tiêu chí này; hãy ghi đúng tên xếp loại hoặc phần trăm."),
                SV(grade));
}
