#include "insight/fair.h"

#include "base/map.h"
#include "insight_sql.h"

#include <math.h>
#include <stdlib.h>

const Perm PERM_INSIGHT_FAIR = { "insight.fair", T("Xem độ đồng đều thẩm định"), ROLE_COORDINATOR };

typedef struct Loading {
    Ctx *c;
    CriterionRows criteria;
    AppraisalsRows rows;
    size_t *node, *field;       /* of each row: its criterion, its field among the fields */
    Map node_at, who, unit;
    Appraisal *v;               /* rows with points */
    size_t *row;                /* of each appraisal its row */
    size_t n;
} Loading;

static Str id_key(Ctx *c, int64_t id)
{
    return str_fmt(c->arena, "%lld", (long long)id);
}

static Err load(Ctx *c, int64_t set_id, Loading *l)
{
    *l = (Loading){ .c = c, .node_at.arena = c->arena, .who.arena = c->arena, .unit.arena = c->arena };
    TRY(q_criterion_list(c, &l->criteria, .set_id = set_id));
    TRY(q_appraisals(c, &l->rows, .set_id = set_id));
    for (size_t k = 0; k < l->criteria.n; k++)
        (void)map_add(&l->node_at, id_key(c, l->criteria.v[k].id), (int64_t)k);         /* ids are unique */
    return OK;
}

static double share(OptDec points, Dec max)
{
    return points.has && max.v > 0 ? (double)points.d.v / (double)max.v : (double)NAN;
}

/* Sum of squared differences of two independent readings; the deviation of one reading is sqrt(sum / 2n). */
static void read_twice(const Loading *l, double *spread, double *same, size_t *pairs)
{
    double squares = 0;
    size_t equal = 0;

    *pairs = 0;
    for (size_t i = 0; i < l->rows.n; i++) {
        const AppraisalsRow *r = &l->rows.v[i];
        int64_t k;

        if (!r->blind.has || !r->appraisal.has || !map_get(&l->node_at, id_key(l->c, r->criterion_id), &k) || l->criteria.v[k].max_points.v <= 0)
            continue;
        ++*pairs;
        equal += r->blind.d.v == r->appraisal.d.v;
        squares += pow(share(r->blind, l->criteria.v[k].max_points) - share(r->appraisal, l->criteria.v[k].max_points), 2);
    }
    *spread = *pairs ? sqrt(squares / (2 * (double)*pairs)) : (double)NAN;
    *same = *pairs ? (double)equal / (double)*pairs : (double)NAN;
}

Err fair_spread(Ctx *c, int64_t set_id, double *spread, size_t *pairs)
{
    Loading l;
    double same;

    TRY(load(c, set_id, &l));
    read_twice(&l, spread, &same, pairs);
    return OK;
}

static size_t top_of(const Loading *l, size_t node)
{
    int64_t at;

    while (l->criteria.v[node].parent_id && map_get(&l->node_at, id_key(l->c, l->criteria.v[node].parent_id), &at))
        node = (size_t)at;
    return node;
}

static size_t number_of(Map *m, Str key)
{
    int64_t at = (int64_t)m->n;

    if (!map_add(m, key, at))
        (void)map_get(m, key, &at);                     /* map_add said that it is there */
    return (size_t)at;
}

static void take_rows(Loading *l, Fair *out)
{
    Ctx *c = l->c;
    size_t *field_at = NEW(c->arena, size_t, l->criteria.n + 1);
    Str *names = NEW(c->arena, Str, l->rows.n + 1);

    l->v = NEW(c->arena, Appraisal, l->rows.n + 1);
    l->row = NEW(c->arena, size_t, l->rows.n + 1);
    l->field = NEW(c->arena, size_t, l->rows.n + 1);
    out->field = NEW(c->arena, Str, l->criteria.n + 1);
    out->field_name = NEW(c->arena, Str, l->criteria.n + 1);
    for (size_t k = 0; k < l->criteria.n; k++)
        if (!l->criteria.v[k].parent_id) {
            field_at[k] = out->fields;
            out->field[out->fields] = l->criteria.v[k].code;
            out->field_name[out->fields++] = l->criteria.v[k].name;
        }
    for (size_t i = 0; i < l->rows.n; i++) {
        const AppraisalsRow *r = &l->rows.v[i];
        int64_t k;
        size_t who;

        if (!r->appraisal.has || !map_get(&l->node_at, id_key(c, r->criterion_id), &k) || l->criteria.v[k].max_points.v <= 0)
            continue;
        who = number_of(&l->who, r->appraiser);
        names[who] = r->appraiser;
        l->v[l->n] = (Appraisal){ .appraiser = who, .criterion = (size_t)k, .self = share(r->self, l->criteria.v[k].max_points),
            .given = share(r->appraisal, l->criteria.v[k].max_points) };
        l->field[l->n] = field_at[top_of(l, (size_t)k)];
        l->row[l->n++] = i;
    }
    out->appraiser = names;
    out->appraisers = l->who.n;
    out->cases = l->n;
}

static void by_field(Loading *l, Fair *out)
{
    Ctx *c = l->c;
    Appraisal *part = NEW(c->arena, Appraisal, l->n + 1);

    out->all = appraiser_leniency(c->arena, l->v, l->n, out->appraisers, l->criteria.n);
    out->by_field = NEW(c->arena, Leniency, out->appraisers * out->fields + 1);
    for (size_t f = 0; f < out->fields; f++) {
        Leniency *some;
        size_t n = 0;

        for (size_t i = 0; i < l->n; i++)
            if (l->field[i] == f)
                part[n++] = l->v[i];
        some = appraiser_leniency(c->arena, part, n, out->appraisers, l->criteria.n);
        for (size_t a = 0; a < out->appraisers; a++)
            out->by_field[a * out->fields + f] = some[a];
    }
}

static int widest(const void *pa, const void *pb)
{
    const FairGap *a = pa, *b = pb;

    if (fabs(a->gap) != fabs(b->gap))
        return fabs(a->gap) < fabs(b->gap) ? 1 : -1;
    return str_cmp(a->code, b->code);
}

static void unit_gaps(Loading *l, Fair *out)
{
    Ctx *c = l->c;

    for (size_t i = 0; i < l->n; i++) {
        const AppraisalsRow *r = &l->rows.v[l->row[i]];
        size_t before = l->unit.n, at = number_of(&l->unit, r->unit_code);
        FairGap *g = at < before ? &out->units.v[at] : vec_add(c->arena, &out->units);

        g->code = r->unit_code;
        g->name = r->unit_name;
        if (isnan(l->v[i].self))
            continue;
        g->n++;
        g->gap += l->v[i].self - l->v[i].given;
    }
    for (size_t i = 0; i < out->units.n; i++)
        out->units.v[i].gap = out->units.v[i].n ? out->units.v[i].gap / (double)out->units.v[i].n : 0;
    if (out->units.n)
        qsort(out->units.v, out->units.n, sizeof *out->units.v, widest);
}

/* The same bound as Leniency.outliers, with the case itself. */
static void unusual(Loading *l, Fair *out)
{
    enum { ENOUGH = 10 };
    Ctx *c = l->c;
    double *sum = NEW(c->arena, double, l->criteria.n + 1), *squares = NEW(c->arena, double, l->criteria.n + 1);
    size_t *n = NEW(c->arena, size_t, l->criteria.n + 1);

    for (size_t i = 0; i < l->n; i++) {
        sum[l->v[i].criterion] += l->v[i].given;
        n[l->v[i].criterion]++;
    }
    for (size_t i = 0; i < l->n; i++) {
        size_t k = l->v[i].criterion;

        squares[k] += pow(l->v[i].given - sum[k] / (double)n[k], 2);
    }
    for (size_t i = 0; i < l->n; i++) {
        size_t k = l->v[i].criterion;
        const AppraisalsRow *r = &l->rows.v[l->row[i]];
        double mean = sum[k] / (double)n[k], sd;

        if (n[k] < ENOUGH)
            continue;
        sd = sqrt(squares[k] / (double)(n[k] - 1));
        if (fabs(l->v[i].given - mean) > 3 * sd)
            *vec_add(c->arena, &out->unusual) = (FairCase){ r->round_code, r->unit_code, r->unit_name, l->criteria.v[k].code, r->appraiser,
                l->v[i].given, mean, sd, n[k] };
    }
}

Err fair_load(Ctx *c, const CriteriaSetRow *set, Fair *out)
{
    Loading l;

    *out = (Fair){ 0 };
    TRY(access_need(c, &PERM_INSIGHT_FAIR, 0));
    TRY(load(c, set->id, &l));
    take_rows(&l, out);
    read_twice(&l, &out->spread, &out->same, &out->pairs);
    if (!l.n)
        return OK;
    by_field(&l, out);
    unit_gaps(&l, out);
    unusual(&l, out);
    return OK;
}
