#include "score/score_run.h"

#include "base/map.h"

const Perm PERM_SCORE_VIEW = { "score.view", T("Xem điểm và xếp hạng"), ROLES_ALL_SIGNED_IN };

static ScoreSource source_of(Str s)
{
    static const char *const names[] = { "self", "survey", "auto", "bonus", "penalty" };

    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq(str_of(names[i]), s))
            return (ScoreSource)i;
    return SCORE_SELF;
}

static NaPolicy na_of(Str own, Str set)
{
    Str s = own.n ? own : set;

    return str_eq(s, S("zero")) ? NA_ZERO : str_eq(s, S("out")) ? NA_OUT : NA_FULL;
}

static Err load_nodes(Ctx *c, ScoreRun *r)
{
    Map at = { .arena = c->arena };

    TRY(q_criterion_list(c, &r->criteria, .set_id = r->set.id));
    r->in.n_nodes = r->criteria.n;
    r->in.nodes = NEW(c->arena, ScoreNode, r->criteria.n);
    for (size_t i = 0; i < r->criteria.n; i++) {
        CriterionRow *k = &r->criteria.v[i];
        ScoreNode *n = &r->in.nodes[i];
        int64_t parent = -1;

        if (k->parent_id && !map_get(&at, k->parent_code, &parent))
            return fail(c, E_STATE, T("Bộ tiêu chí %.*s: tiêu chí %.*s đứng trước tiêu chí cấp trên của nó; hãy nạp lại bộ với thứ tự đúng."),
                SV(r->set.code), SV(k->code));
        *n = (ScoreNode){ .code = k->code, .name = k->name, .parent = (int)parent, .max = k->max_points, .rule_text = k->rule,
            .source = source_of(k->source), .na = na_of(k->na_policy, r->set.na_policy) };
        if (k->rule.n && !k->children && rule_parse(&n->rule, c->arena, k->rule, k->max_points, &c->answer) != OK)
            return fail(c, E_STATE, T("Quy tắc của tiêu chí %.*s không đọc được: %.*s"), SV(k->code), SV(str_dup(c->arena, c->answer.text)));
        (void)map_add(&at, k->code, (int64_t)i);                /* codes are unique in a set */
    }
    return OK;
}

static Err load_policy(Ctx *c, ScoreRun *r, const ScoreOverride *over)
{
    Str ties = over->ties.n ? over->ties : r->set.ties, rounding = over->rounding.n ? over->rounding : r->set.rounding;
    ScorePolicy *p = &r->in.policy;

    p->ties = str_eq(ties, S("112")) ? TIES_112 : TIES_113;
    if (!str_eq(ties, S("112")) && !str_eq(ties, S("113")))
        return fail(c, E_INVALID, T("Cách xếp hạng khi bằng điểm là 113 (1, 1, 3) hoặc 112 (1, 1, 2)."));
    p->rounding = str_eq(rounding, S("truncate")) ? SCORE_TRUNCATE : str_eq(rounding, S("per-criterion")) ? SCORE_PER_CRITERION : SCORE_HALF_UP;
    if (p->rounding == SCORE_HALF_UP && !str_eq(rounding, S("half-up")))
        return fail(c, E_INVALID, T("Cách làm tròn là half-up, truncate hoặc per-criterion."));
    p->places = (int)r->set.places;
    p->year = (int)r->set.year;
    return grades_parse(&p->grades, &p->n_grades, c->arena, r->set.grades, &c->answer);
}

/* Units that are scored, then those that only lend figures to them. */
static Err load_units(Ctx *c, ScoreRun *r, const ScoreOverride *over, Map *at)
{
    ScoredUnitsRows rows;
    UnitChildrenOnRows below;
    bool met = !over->group.n;
    VEC(ScoreUnit) units = { 0 };
    int64_t k;

    TRY(q_scored_units(c, &rows, .set_id = r->set.id, .period = str_fmt(c->arena, "%lld", (long long)r->set.year), .on = r->as_of,
        .kinds = r->set.unit_kinds));
    for (size_t i = 0; i < rows.n; i++) {
        ScoredUnitsRow *u = &rows.v[i];

        if (over->group.n && !str_eq(over->group, u->rank_group))
            continue;
        met = true;
        (void)map_add(at, str_fmt(c->arena, "%lld", (long long)u->id), (int64_t)units.n);
        *vec_add(c->arena, &units) = (ScoreUnit){ .id = u->id, .code = u->code, .name = u->name, .group = u->rank_group, .parent = -1,
            .scored = true, .ranked = u->ranked };
    }
    if (!met)
        return fail(c, E_NOT_FOUND, T("Không có đơn vị nào được chấm trong nhóm “%.*s”."), SV(over->group));
    TRY(q_unit_children_on(c, &below, .on = r->as_of));
    for (size_t i = 0; i < below.n; i++) {
        Str id = str_fmt(c->arena, "%lld", (long long)below.v[i].id), up = str_fmt(c->arena, "%lld", (long long)below.v[i].parent_id);
        int64_t parent;

        if (!map_get(at, up, &parent) || !units.v[parent].scored)
            continue;
        if (!map_get(at, id, &k)) {
            k = (int64_t)units.n;
            (void)map_add(at, id, k);                           /* just looked: not there */
            *vec_add(c->arena, &units) = (ScoreUnit){ .id = below.v[i].id };
        }
        units.v[k].parent = (int)parent;
    }
    r->units = units.v;
    r->in.units = units.v;
    r->in.n_units = units.n;
    return OK;
}

static void seen_at(ScoreRun *r, Moment m)
{
    if (m.ms > r->newest.ms)
        r->newest = m;
}

static Err load_values(Ctx *c, ScoreRun *r, const Map *unit_at)
{
    FactsForSetRows facts;
    Map columns = { .arena = c->arena };
    VEC(Str) codes = { 0 };
    Value *values;
    Str *sources;
    int64_t u, k;

    TRY(q_facts_for_set(c, &facts, .period = str_fmt(c->arena, "%lld", (long long)r->set.year)));
    for (size_t i = 0; i < facts.n; i++)
        if (map_add(&columns, facts.v[i].code, (int64_t)codes.n))
            *vec_add(c->arena, &codes) = facts.v[i].code;
    values = NEW(c->arena, Value, r->in.n_units * codes.n);
    sources = NEW(c->arena, Str, r->in.n_units * codes.n);
    for (size_t i = 0; i < facts.n; i++) {
        FactsForSetRow *f = &facts.v[i];
        Answer why = { .arena = c->arena };

        if (!map_get(unit_at, str_fmt(c->arena, "%lld", (long long)f->unit_id), &u))
            continue;
        (void)map_get(&columns, f->code, &k);                   /* put there above */
        if (value_parse(&values[(size_t)u * codes.n + (size_t)k], c->arena, f->value, (int)r->set.year, &why) != OK)
            return fail(c, E_STATE, T("Số liệu %.*s đã lưu không đọc được (“%.*s”); hãy nhập lại."), SV(f->code), SV(f->value));
        sources[(size_t)u * codes.n + (size_t)k] = f->source;
        seen_at(r, f->changed_at);
    }
    r->in.columns = codes.v;
    r->in.n_columns = codes.n;
    r->in.values = values;
    r->in.sources = sources;
    return OK;
}

static Err load_direct(Ctx *c, ScoreRun *r, const Map *unit_at)
{
    DirectOfSetRows rows;
    Map node_at = { .arena = c->arena };
    Direct *direct;

    TRY(q_direct_of_set(c, &rows, .set_id = r->set.id));
    if (!rows.n)
        return OK;
    for (size_t i = 0; i < r->criteria.n; i++)
        (void)map_add(&node_at, str_fmt(c->arena, "%lld", (long long)r->criteria.v[i].id), (int64_t)i);     /* ids are unique */
    direct = NEW(c->arena, Direct, r->in.n_units * r->in.n_nodes);
    for (size_t i = 0; i < rows.n; i++) {
        DirectOfSetRow *d = &rows.v[i];
        int64_t u, k;

        if (!map_get(unit_at, str_fmt(c->arena, "%lld", (long long)d->unit_id), &u)
            || !map_get(&node_at, str_fmt(c->arena, "%lld", (long long)d->criterion_id), &k))
            continue;                                           /* a unit outside the chosen group */
        direct[(size_t)u * r->in.n_nodes + (size_t)k] = (Direct){ d->points.d, d->points.has ? DIRECT_POINTS : DIRECT_NA };
        seen_at(r, d->changed_at);
    }
    r->in.direct = direct;
    return OK;
}

Err score_run(Ctx *c, int64_t set_id, const ScoreOverride *over, ScoreRun *out)
{
    Map unit_at = { .arena = c->arena };
    static const ScoreOverride none;

    *out = (ScoreRun){ 0 };
    over = over ? over : &none;
    TRY(access_need(c, &PERM_SCORE_VIEW, 0));
    TRY(q_criteria_set_get(c, &out->set, .id = set_id));
    (void)date_make(&out->as_of, (int)out->set.year, 12, 31);   /* every year has this day */
    TRY(load_policy(c, out, over));
    TRY(load_nodes(c, out));
    TRY(load_units(c, out, over, &unit_at));
    TRY(load_values(c, out, &unit_at));
    TRY(load_direct(c, out, &unit_at));
    return score_compute(&out->result, c->arena, &out->in, &c->answer);
}

Err score_find_unit(Ctx *c, const ScoreRun *r, Str code, size_t *unit)
{
    for (size_t u = 0; u < r->in.n_units; u++)
        if (r->in.units[u].scored && str_eq(r->in.units[u].code, code)) {
            *unit = u;
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Đơn vị “%.*s” không được chấm theo bộ tiêu chí %.*s năm %lld."), SV(code), SV(r->set.code),
        (long long)r->set.year);
}

Err score_find_node(Ctx *c, const ScoreRun *r, Str code, size_t *node)
{
    for (size_t i = 0; i < r->in.n_nodes; i++)
        if (str_eq(r->in.nodes[i].code, code)) {
            *node = i;
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Bộ tiêu chí %.*s năm %lld không có tiêu chí “%.*s”."), SV(r->set.code), (long long)r->set.year, SV(code));
}

const UnitResult *score_result_of(const ScoreRun *r, size_t unit)
{
    for (size_t i = 0; i < r->result.n_units; i++)
        if (r->result.units[i].unit == (int)unit)
            return &r->result.units[i];
    return NULL;
}

Err score_previous(Ctx *c, const ScoreRun *r, PreviousResults *out)
{
    CriteriaSetRow set;
    ScoreRun before;
    bool any;

    *out = (PreviousResults){ 0 };
    TRY(q_criteria_set_by_code(c, &set, &any, .code = r->set.code, .year = r->set.year - 1));
    if (!any)
        return OK;
    TRY(score_run(c, set.id, NULL, &before));
    for (size_t i = 0; i < before.result.n_units; i++) {
        UnitResult *u = &before.result.units[i];

        *vec_add(c->arena, out) = (PreviousResult){ .unit_code = before.in.units[u->unit].code, .points = u->points, .max = u->max,
            .rank = u->rank };
    }
    return OK;
}

const PreviousResult *score_previous_of(const PreviousResults *v, Str unit_code)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_eq(v->v[i].unit_code, unit_code))
            return &v->v[i];
    return NULL;
}
