#include "chart/chart.h"
#include "core/home.h"
#include "pages.h"
#include "score/explain.h"
#include "score/result_view.h"
#include "score/score_web.h"

enum { ENDS = 3, LOSSES = 6, MOVERS = 4 };

static HomeGroup group_view(Ctx *c, Look *l, size_t group)
{
    HomeGroup g = { .f = view_group(c, l, group), .link = view_link(c, l->now.set.code, l->now.set.year, l->now.groups[group]) };
    UnitOrder units;
    size_t ranked = l->now.sheet->groups[group].n;

    l->group = group;
    units = look_order(c->arena, l, SORT_RANK, 0, false);
    for (size_t i = 0; i < ranked; i++)                         /* ranked units stand first */
        if (ranked <= 2 * ENDS || i < ENDS)
            *vec_add(c->arena, &g.top) = view_unit(c, l, units.v[i]);
        else if (i + ENDS >= ranked)
            *vec_add(c->arena, &g.bottom) = view_unit(c, l, units.v[i]);
    g.between = (int64_t)(ranked - g.top.n - g.bottom.n);
    return g;
}

/* What was most often said about this leaf by those who took points off, or by its rule. */
static Err reason_of(Ctx *c, const Look *l, size_t unit, size_t node, Str *out)
{
    Why w;

    TRY(score_why(c, &l->now, unit, node, &w));
    *out = w.reason.n ? w.reason : w.e.text;
    return OK;
}

static Str share_of(Ctx *c, const Look *l, Dec part, size_t n)
{
    Dec mean = { n ? part.v / (int64_t)n : 0 };

    return look_shown(c, l, mean);
}

static void home_losses(Ctx *c, const Look *l, HomeSet *h)
{
    GroupLosses all = look_group_losses(c->arena, &l->now, LOOK_NONE);

    for (size_t i = 0; i < all.n && i < LOSSES; i++) {
        const Criterion *k = &l->now.nodes.v[all.v[i].node];

        *vec_add(c->arena, &h->losses) = (LossLine){ .code = k->code, .name = k->name, .units = (int64_t)all.v[i].units,
            .lost = share_of(c, l, all.v[i].lost, l->now.n_scored), .max = dec_exact(c->arena, k->max, l->style) };
    }
}

/* Units with a predecessor, by percent points gained. */
static void home_movers(Ctx *c, Look *l, HomeSet *h)
{
    VEC(size_t) moved = { 0 };
    size_t n;

    for (size_t g = 0; g < l->now.n_groups; g++) {
        UnitOrder units;

        l->group = g;
        units = look_order(c->arena, l, SORT_CHANGE, 0, true);
        for (size_t i = 0; i < units.n; i++)
            if (look_change(l, units.v[i]).has)
                *vec_add(c->arena, &moved) = units.v[i];
    }
    for (size_t i = 1; i < moved.n; i++)                        /* the groups are sorted each: merged by insertion */
        for (size_t k = i; k > 0 && dec_cmp(look_change(l, moved.v[k]).gained, look_change(l, moved.v[k - 1]).gained) > 0; k--) {
            size_t swap = moved.v[k];

            moved.v[k] = moved.v[k - 1];
            moved.v[k - 1] = swap;
        }
    n = moved.n;
    for (size_t i = 0; i < n && i < MOVERS && look_change(l, moved.v[i]).gained.v > 0; i++)
        *vec_add(c->arena, &h->risen) = view_unit(c, l, moved.v[i]);
    for (size_t i = 0; i < n && i < MOVERS && look_change(l, moved.v[n - 1 - i]).gained.v < 0; i++)
        *vec_add(c->arena, &h->fallen) = view_unit(c, l, moved.v[n - 1 - i]);
}

static void home_missing(Ctx *c, const Look *l, HomeSet *h)
{
    for (size_t u = 0; u < l->now.n_scored; u++) {
        UnitLine line;

        if (!l->now.sheet->units[u].missing)
            continue;
        h->missing += l->now.sheet->units[u].missing;
        line = view_unit(c, l, u);
        (void)vec_add(c->arena, &h->incomplete);
        for (size_t k = h->incomplete.n - 1;; k--) {            /* kept falling */
            if (k == 0 || h->incomplete.v[k - 1].missing >= line.missing) {
                h->incomplete.v[k] = line;
                break;
            }
            h->incomplete.v[k] = h->incomplete.v[k - 1];
        }
        if (h->incomplete.n > MOVERS)
            h->incomplete.n = MOVERS;
    }
}

/* Mean of each field over all scored units. */
static void home_fields(Ctx *c, const Look *l, HomeSet *h)
{
    VEC(ChartBar) bars = { 0 };
    Buf b = { .arena = c->arena };

    for (size_t k = 0; k < l->now.nodes.n; k++) {
        const Criterion *n = &l->now.nodes.v[k];
        __int128 sum = 0;

        if (n->parent >= 0 || !l->now.n_scored || n->max.v <= 0 || n->source == SOURCE_BONUS || n->source == SOURCE_PENALTY)
            continue;
        for (size_t u = 0; u < l->now.n_scored; u++)
            sum += look_points(&l->now, u, k).v;
        *vec_add(c->arena, &bars) = (ChartBar){ .label = str_fmt(c->arena, "%.*s. %.*s", SV(n->code), SV(n->name)),
            .value = score_shown(&l->now.nodes, (Dec){ (int64_t)(sum / (__int128)l->now.n_scored) }), .max = n->max };
    }
    if (!bars.n)
        return;
    chart_bars(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Điểm bình quân từng lĩnh vực"))), .lang = c->answer.lang,
        .places = l->now.nodes.decimals, .width = 480 }, bars.v, bars.n);
    h->fields = html_trusted(buf_str(&b));
}

static Err home_own(Ctx *c, const Look *l, HomeView *v)
{
    size_t unit = (size_t)l->own, group = (size_t)l->now.in.units[unit].group;
    Losses losses = look_losses(c->arena, &l->now, unit);

    v->has_own = true;
    v->own = view_unit(c, l, unit);
    v->own_set = view_link(c, l->now.set.code, l->now.set.year, (Str){ 0 });
    v->own_group = l->now.groups[group];
    v->own_of = (int64_t)l->now.sheet->groups[group].n;
    for (size_t i = 0; i < losses.n && i < LOSSES; i++) {
        LossLine line = view_loss(c, l, &losses.v[i]);

        TRY(reason_of(c, l, unit, losses.v[i].node, &line.reason));
        *vec_add(c->arena, &v->own_losses) = line;
    }
    return OK;
}

/* Before the first figure everybody would be first with nothing. */
static bool has_anything(const ScoreRun *r)
{
    for (size_t u = 0; u < r->n_scored; u++)
        if (r->sheet->units[u].points.v || !r->sheet->units[u].missing)
            return true;
    return false;
}

static Err home_set(Ctx *c, const CriteriaSetRow *set, HomeView *v)
{
    Look l;
    HomeSet h = { 0 };

    TRY(look_open(c, set->code, set->year, (Str){ 0 }, &l));
    h.pick = view_pick(c, &l, "");
    if (!has_anything(&l.now)) {
        *vec_add(c->arena, &v->sets) = h;
        return OK;
    }
    if (l.own >= 0)
        TRY(home_own(c, &l, v));
    h.has_before = l.has_before;
    h.year_before = set->year - 1;
    h.units = (int64_t)l.now.n_scored;
    for (size_t g = 0; g < l.now.n_groups; g++)
        *vec_add(c->arena, &h.groups) = group_view(c, &l, g);
    home_losses(c, &l, &h);
    home_movers(c, &l, &h);
    home_missing(c, &l, &h);
    home_fields(c, &l, &h);
    *vec_add(c->arena, &v->sets) = h;
    return OK;
}

/* The newest year of each set. */
Err get_score_home(Ctx *c, Req *rq, Out *o)
{
    CriteriaSetRows sets;
    HomeView v = { 0 };

    (void)rq;
    TRY(q_criteria_sets(c, &sets, ));
    for (size_t i = 0; i < sets.n; i++) {
        bool seen = false;

        for (size_t k = 0; k < i; k++)
            seen |= str_eq(sets.v[k].code, sets.v[i].code);
        if (!seen)
            TRY(home_set(c, &sets.v[i], &v));
    }
    if (home_due)
        TRY(home_due(c, &v.due));
    v.may_facts = access_any(c, &PERM_FACT_CHANGE);
    tpl_score_home(o, &v);
    return OK;
}
