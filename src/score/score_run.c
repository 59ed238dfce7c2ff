#include "score/score_run.h"

#include "base/map.h"
#include "score/score_shared.h"

#include <stdlib.h>

const Perm PERM_SCORE_VIEW = { "score.view", T("Xem điểm và xếp hạng"), ROLES_ALL_SIGNED_IN };

static ScoreSource source_of(Str s)
{
    static const struct { const char *name; ScoreSource source; } names[] = {
        { "self", SOURCE_SELF }, { "survey", SOURCE_SURVEY }, { "auto", SOURCE_AUTO }, { "bonus", SOURCE_BONUS },
        { "penalty", SOURCE_PENALTY },
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq(str_of(names[i].name), s))
            return names[i].source;
    return SOURCE_SELF;
}

static NaPolicy na_of(Str own, Str set)
{
    Str s = own.n ? own : set;

    return str_eq(s, S("zero")) ? NA_ZERO : str_eq(s, S("out")) ? NA_OUT : NA_FULL;
}

static Str id_key(Ctx *c, int64_t id)
{
    return str_fmt(c->arena, "%lld", (long long)id);
}

static Err load_nodes(Ctx *c, ScoreRun *r)
{
    Map at = { .arena = c->arena };
    Criterion *v;

    r->nodes.v = v = NEW(c->arena, Criterion, r->criteria.n);
    r->nodes.n = r->criteria.n;
    for (size_t i = 0; i < r->criteria.n; i++) {
        CriterionRow *k = &r->criteria.v[i];
        int64_t parent = -1;

        if (k->parent_id && !map_get(&at, k->parent_code, &parent))
            return fail(c, E_STATE, T("Bộ tiêu chí %.*s: tiêu chí %.*s đứng trước tiêu chí cấp trên của nó; hãy nạp lại bộ với thứ tự đúng."),
                SV(r->set.code), SV(k->code));
        v[i] = (Criterion){ .code = k->code, .name = k->name, .parent = (int32_t)parent, .max = k->max_points,
            .source = source_of(k->source), .na = na_of(k->na_policy, r->set.na_policy) };
        if (k->rule.n && !k->children && rule_parse(&v[i].rule, c->arena, k->rule, k->max_points, &c->answer) != OK)
            return fail(c, E_STATE, T("Quy tắc của tiêu chí %.*s không đọc được: %.*s"), SV(k->code), SV(str_dup(c->arena, c->answer.text)));
        (void)map_add(&at, k->code, (int64_t)i);                /* codes are unique in a set */
    }
    return OK;
}

static Err load_policy(Ctx *c, ScoreRun *r, const ScoreOverride *over)
{
    Str ties = over->ties.n ? over->ties : r->set.ties, rounding = over->rounding.n ? over->rounding : r->set.rounding;
    CriteriaSet *p = &r->nodes;

    if (!str_eq(ties, S("112")) && !str_eq(ties, S("113")))
        return fail(c, E_INVALID, T("Cách xếp hạng khi bằng điểm là 113 (1, 1, 3) hoặc 112 (1, 1, 2)."));
    p->ties = str_eq(ties, S("112")) ? TIES_112 : TIES_113;
    p->rounding = str_eq(rounding, S("truncate")) ? SCORE_TRUNCATE : str_eq(rounding, S("per-criterion")) ? SCORE_PER_CRITERION : SCORE_HALF_UP;
    if (p->rounding == SCORE_HALF_UP && !str_eq(rounding, S("half-up")))
        return fail(c, E_INVALID, T("Cách làm tròn là half-up, truncate hoặc per-criterion."));
    p->scale = r->set.scale;
    p->decimals = (int)r->set.places;
    p->rescale_missing = str_eq(r->set.na_policy, S("out"));
    r->in.year = (int)r->set.year;
    return OK;
}

typedef struct Loading {
    Map unit_at, group_at;
    VEC(ScoreUnit) units;
    VEC(int64_t) ids;
    VEC(Str) groups;
} Loading;

static void add_unit(Ctx *c, Loading *ld, int64_t id, ScoreUnit u)
{
    (void)map_add(&ld->unit_at, id_key(c, id), (int64_t)ld->units.n);       /* each unit comes once */
    *vec_add(c->arena, &ld->units) = u;
    *vec_add(c->arena, &ld->ids) = id;
}

static Err load_scored(Ctx *c, ScoreRun *r, const ScoreOverride *over, Loading *ld)
{
    ScoredUnitsRows rows;
    Map only = { .arena = c->arena };
    int64_t none;

    for (size_t i = 0; i < over->n_unit_ids; i++)
        (void)map_add(&only, id_key(c, over->unit_ids[i]), 0);  /* twice is once */
    TRY(q_scored_units(c, &rows, .set_id = r->set.id, .period = id_key(c, r->set.year), .on = r->as_of,
        .kinds = over->kinds.n ? over->kinds : r->set.unit_kinds));
    for (size_t i = 0; i < rows.n; i++) {
        ScoredUnitsRow *u = &rows.v[i];
        int64_t g = (int64_t)ld->groups.n;

        if ((over->group.n && !str_eq(over->group, u->rank_group)) || (over->unit_ids && !map_get(&only, id_key(c, u->id), &none)))
            continue;
        if (map_add(&ld->group_at, u->rank_group, g))
            *vec_add(c->arena, &ld->groups) = u->rank_group;
        (void)map_get(&ld->group_at, u->rank_group, &g);        /* put there above */
        add_unit(c, ld, u->id, (ScoreUnit){ .code = u->code, .name = u->name, .group = (int32_t)g, .parent = -1, .unranked = !u->ranked });
    }
    r->n_scored = ld->units.n;
    if (over->group.n && !r->n_scored)
        return fail(c, E_NOT_FOUND, T("Không có đơn vị nào được chấm trong nhóm “%.*s”."), SV(over->group));
    return OK;
}

/* Sub-units of the scored units, which only lend their figures. */
static Err load_below(Ctx *c, ScoreRun *r, Loading *ld)
{
    UnitChildrenOnRows below;

    TRY(q_unit_children_on(c, &below, .on = r->as_of));
    for (size_t i = 0; i < below.n; i++) {
        int64_t parent, k;

        if (!map_get(&ld->unit_at, id_key(c, below.v[i].parent_id), &parent) || parent >= (int64_t)r->n_scored)
            continue;
        if (!map_get(&ld->unit_at, id_key(c, below.v[i].id), &k)) {
            k = (int64_t)ld->units.n;
            add_unit(c, ld, below.v[i].id, (ScoreUnit){ .group = (int32_t)ld->groups.n, .unranked = true });
        }
        ld->units.v[k].parent = (int32_t)parent;
    }
    r->in.units = ld->units.v;
    r->in.n_units = ld->units.n;
    r->in.n_groups = ld->groups.n + 1;
    r->groups = ld->groups.v;
    r->n_groups = ld->groups.n;
    r->unit_ids = ld->ids.v;
    return OK;
}

static void seen_at(ScoreRun *r, Moment m)
{
    if (m.ms > r->newest.ms)
        r->newest = m;
}

static int64_t column(Ctx *c, Map *columns, Str **codes, size_t *n, size_t *cap, Str code)
{
    int64_t k;

    if (map_get(columns, code, &k))
        return k;
    if (*n == *cap)
        *codes = vec_grow(c->arena, *codes, cap, sizeof **codes);
    (*codes)[*n] = code;
    (void)map_add(columns, code, (int64_t)*n);                  /* just looked: not there */
    return (int64_t)(*n)++;
}

/* "7/9" is the 7th of September only for a rule that reads a date; for all others it is seven out of nine. */
static int year_hint(const ScoreRun *r, int64_t col)
{
    const Rule *rule = col < (int64_t)r->nodes.n ? r->nodes.v[col].rule : NULL;     /* columns begin with the criteria's own figures */

    return rule && rule_wants(rule) == VALUE_DATE ? (int)r->set.year : 0;
}

/* Figures of the year; a direct entry of "not applicable" stands as the value of the criterion's own figure. */
static Err load_values(Ctx *c, ScoreRun *r, const ScoreOverride *over, const Loading *ld)
{
    FactsForSetRows facts;
    Map columns = { .arena = c->arena };
    Str *codes = NULL;
    size_t n = 0, cap = 0;
    ScoreFact *v;
    int64_t u, k;

    TRY(q_facts_for_set(c, &facts, .period = id_key(c, r->set.year),
        .on = r->as_of, .kinds = over->kinds.n ? over->kinds : r->set.unit_kinds));
    for (size_t i = 0; i < r->criteria.n; i++)
        (void)column(c, &columns, &codes, &n, &cap, r->criteria.v[i].code);     /* the place does not matter yet */
    for (size_t i = 0; i < facts.n; i++)
        (void)column(c, &columns, &codes, &n, &cap, facts.v[i].code);
    v = NEW(c->arena, ScoreFact, r->in.n_units * n);
    for (size_t i = 0; i < facts.n; i++) {
        FactsForSetRow *f = &facts.v[i];
        ScoreFact *to;
        Answer why = { .arena = c->arena };

        if (!map_get(&ld->unit_at, id_key(c, f->unit_id), &u))
            continue;
        k = column(c, &columns, &codes, &n, &cap, f->code);
        to = &v[(size_t)u * n + (size_t)k];
        if (value_parse(&to->value, c->arena, f->value, year_hint(r, k), &why) != OK)
            return fail(c, E_STATE, T("Số liệu %.*s đã lưu không đọc được (“%.*s”); hãy nhập lại."), SV(f->code), SV(f->value));
        to->source = f->source;
        seen_at(r, f->changed_at);
    }
    r->in.fact_codes = codes;
    r->in.n_facts = n;
    r->in.facts = v;
    return OK;
}

/* What the sheets of a round say takes the place of figures and direct points of self-scored criteria. */
static Err load_given(Ctx *c, ScoreRun *r, const ScoreOverride *over, const Loading *ld, const Map *node_at, OptDec *direct, Str *sources)
{
    ScoreFact *facts = (ScoreFact *)r->in.facts;                /* columns begin with the criteria's own figures */

    for (size_t u = 0; over->sheets && u < r->n_scored; u++)
        for (size_t k = 0; k < r->nodes.n; k++)
            if (r->nodes.v[k].source == SOURCE_SELF) {
                direct[u * r->nodes.n + k] = (OptDec){ 0 };
                facts[u * r->in.n_facts + k] = (ScoreFact){ 0 };
            }
    for (size_t i = 0; i < over->n_given; i++) {
        const ScoreGiven *g = &over->given[i];
        Answer why = { .arena = c->arena };
        int64_t u, k;

        if (!map_get(&ld->unit_at, id_key(c, g->unit_id), &u) || !map_get(node_at, id_key(c, g->criterion_id), &k))
            continue;
        seen_at(r, g->at);
        direct[(size_t)u * r->nodes.n + (size_t)k] = g->points;
        sources[(size_t)u * r->nodes.n + (size_t)k] = g->source;
        if (g->points.has || !g->value.n)
            continue;
        if (value_parse(&facts[(size_t)u * r->in.n_facts + (size_t)k].value, c->arena, g->value, (int)r->set.year, &why) != OK)
            return fail(c, E_STATE, T("Số liệu %.*s đã lưu không đọc được (“%.*s”); hãy nhập lại."), SV(r->nodes.v[k].code), SV(g->value));
        facts[(size_t)u * r->in.n_facts + (size_t)k].source = g->source;
    }
    return OK;
}

static Err load_direct(Ctx *c, ScoreRun *r, const ScoreOverride *over, const Loading *ld)
{
    Map node_at = { .arena = c->arena };
    OptDec *direct;
    Str *sources;

    TRY(q_direct_of_set(c, &r->direct, .set_id = r->set.id));
    for (size_t i = 0; i < r->criteria.n; i++)
        (void)map_add(&node_at, id_key(c, r->criteria.v[i].id), (int64_t)i);     /* ids are unique */
    direct = NEW(c->arena, OptDec, r->in.n_units * r->nodes.n);
    sources = NEW(c->arena, Str, r->in.n_units * r->nodes.n);
    for (size_t i = 0; i < r->direct.n; i++) {
        DirectOfSetRow *d = &r->direct.v[i];
        int64_t u, k;

        if (!map_get(&ld->unit_at, id_key(c, d->unit_id), &u) || !map_get(&node_at, id_key(c, d->criterion_id), &k))
            continue;                                           /* a unit outside the chosen group */
        seen_at(r, d->changed_at);
        if (d->points.has) {
            direct[(size_t)u * r->nodes.n + (size_t)k] = d->points;
            sources[(size_t)u * r->nodes.n + (size_t)k] = d->source;
        } else {                                                /* columns begin with the criteria's own figures */
            ((ScoreFact *)r->in.facts)[(size_t)u * r->in.n_facts + (size_t)k] = (ScoreFact){ { .kind = VALUE_ANSWER, .ans = ANS_NA }, d->source };
        }
    }
    r->in.direct = direct;
    r->in.direct_source = sources;
    return load_given(c, r, over, ld, &node_at, direct, sources);
}

static int by_place(const void *pa, const void *pb, void *arg)
{
    const ScoreRun *r = arg;
    size_t a = *(const size_t *)pa, b = *(const size_t *)pb;
    const UnitResult *ra = &r->sheet->units[a], *rb = &r->sheet->units[b];

    if (r->in.units[a].group != r->in.units[b].group)
        return r->in.units[a].group - r->in.units[b].group;
    if (!ra->rank != !rb->rank)
        return !ra->rank - !rb->rank;                           /* units that are not ranked come last */
    if (ra->rank != rb->rank)
        return ra->rank - rb->rank;
    return str_cmp(r->in.units[a].code, r->in.units[b].code);
}

Err score_prepare(Ctx *c, ScoreRun *r, const ScoreOverride *over)
{
    static const ScoreOverride none;

    TRY(load_policy(c, r, over ? over : &none));
    return load_nodes(c, r);
}

Err score_finish(Ctx *c, ScoreRun *r)
{
    GradeScales scales;

    TRY(score_compute(&r->sheet, c->arena, &r->nodes, &r->in, &c->answer));
    TRY(grades_parse(&scales, c->arena, r->set.grades, &c->answer));
    r->grades = NEW(c->arena, Str, r->n_scored);
    r->order = NEW(c->arena, size_t, r->n_scored);
    for (size_t u = 0; u < r->n_scored; u++) {
        r->order[u] = u;
        r->grades[u] = grade_of(&scales, r->groups[r->in.units[u].group], r->sheet->units[u].percent);
    }
    qsort_r(r->order, r->n_scored, sizeof *r->order, by_place, r);
    return OK;
}

Err score_load(Ctx *c, int64_t set_id, const ScoreOverride *over, ScoreRun *out)
{
    Loading ld = { .unit_at = { .arena = c->arena }, .group_at = { .arena = c->arena } };

    *out = (ScoreRun){ 0 };
    TRY(q_criteria_set_get(c, &out->set, .id = set_id));
    (void)date_make(&out->as_of, (int)out->set.year, 12, 31);   /* every year has this day */
    TRY(q_criterion_list(c, &out->criteria, .set_id = set_id));
    TRY(score_prepare(c, out, over));
    TRY(load_scored(c, out, over, &ld));
    TRY(load_below(c, out, &ld));
    TRY(load_values(c, out, over, &ld));
    TRY(load_direct(c, out, over, &ld));
    return score_finish(c, out);
}

Err score_run(Ctx *c, int64_t set_id, const ScoreOverride *over, ScoreRun *out)
{
    static const ScoreOverride none;

    if (!access_any(c, &PERM_SCORE_VIEW))                       /* results are for everybody of the house, whatever the unit */
        return access_need(c, &PERM_SCORE_VIEW, 0);
    if (!over && c->snapshot)
        return score_shared(c, set_id, out);
    return score_load(c, set_id, over ? over : &none, out);
}

Err score_find_unit(Ctx *c, const ScoreRun *r, Str code, size_t *unit)
{
    for (size_t u = 0; u < r->n_scored; u++)
        if (str_eq(r->in.units[u].code, code)) {
            *unit = u;
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Đơn vị “%.*s” không được chấm theo bộ tiêu chí %.*s năm %lld."), SV(code), SV(r->set.code),
        (long long)r->set.year);
}

Err score_find_node(Ctx *c, const ScoreRun *r, Str code, size_t *node)
{
    for (size_t i = 0; i < r->nodes.n; i++)
        if (str_eq(r->nodes.v[i].code, code)) {
            *node = i;
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Bộ tiêu chí %.*s năm %lld không có tiêu chí “%.*s”."), SV(r->set.code), (long long)r->set.year, SV(code));
}

Str score_points(Arena *a, const ScoreRun *r, Dec points, NumStyle style)
{
    return dec_fmt(a, score_shown(&r->nodes, points), r->nodes.decimals, style);
}

Str score_percent(Arena *a, const ScoreRun *r, Dec points, Dec max, NumStyle style)
{
    Dec percent;

    if (max.v <= 0)
        return (Str){ 0 };
    if (r->nodes.rounding == SCORE_TRUNCATE)                    /* of the exact fraction: 8 decimals first could round up */
        percent.v = (int64_t)((__int128)points.v * 100 * DEC_ONE / max.v);
    else if (!dec_mul_div(points, DEC(100), max, &percent))
        return (Str){ 0 };
    return score_points(a, r, percent, style);
}
