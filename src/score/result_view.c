#include "score/result_view.h"

#include "chart/chart.h"

static void url_part(Buf *b, Str s)
{
    Out o = { .buf = *b };

    out_put(&o, PLACE_URL_PART, s);
    *b = o.buf;
}

Str view_link(Ctx *c, Str set, int64_t year, Str group)
{
    Buf b = { .arena = c->arena };

    buf_lit(&b, "set=");
    url_part(&b, set);
    buf_fmt(&b, "&year=%lld", (long long)year);
    if (group.n) {
        buf_lit(&b, "&group=");
        url_part(&b, group);
    }
    return buf_str(&b);
}

Str view_url_part(Ctx *c, Str s)
{
    Buf b = { .arena = c->arena };

    url_part(&b, s);
    return buf_str(&b);
}

Html view_bar(Ctx *c, Dec value, Dec max)
{
    Buf b = { .arena = c->arena };

    chart_cell_bar(&b, value, max);
    return html_trusted(buf_str(&b));
}

static bool has_option(const PickOptions *v, Str value)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_eq(v->v[i].value, value))
            return true;
    return false;
}

/* "Bộ tiêu chí của sở năm 2025" without its year: the year is chosen beside it. */
static Str without_year(Ctx *c, const CriteriaSetRow *s)
{
    Str tail = str_fmt(c->arena, " năm %lld", (long long)s->year);

    return str_ends(s->name, tail) ? str_sub(s->name, 0, s->name.n - tail.n) : s->name;
}

PickView view_pick(Ctx *c, const Look *l, const char *path)
{
    const CriteriaSetRow *set = &l->now.set;
    PickView v = { .path = str_of(path), .set = set->code, .set_name = set->name, .year = set->year, .newest = l->now.newest,
        .link = view_link(c, set->code, set->year, (Str){ 0 }) };

    if (l->now.n_groups)
        v.group = l->now.groups[l->group];
    for (size_t i = 0; i < l->sets.n; i++) {
        const CriteriaSetRow *s = &l->sets.v[i];
        Str year = str_fmt(c->arena, "%lld", (long long)s->year);

        if (!has_option(&v.sets, s->code))
            *vec_add(c->arena, &v.sets) = (PickOption){ s->code, without_year(c, s), str_eq(s->code, set->code) };
        if (str_eq(s->code, set->code))
            *vec_add(c->arena, &v.years) = (PickOption){ year, year, s->year == set->year };
    }
    for (size_t g = 0; g < l->now.n_groups; g++)
        *vec_add(c->arena, &v.groups) = (PickOption){ view_link(c, set->code, set->year, l->now.groups[g]), l->now.groups[g], g == l->group };
    return v;
}

ChangeView view_change(Ctx *c, const Look *l, size_t unit)
{
    Change g = look_change(l, unit);
    ChangeView v = { .has = g.has, .rank = g.rank_before, .up = g.rank_up < 0 ? -g.rank_up : g.rank_up, .has_up = g.has_rank_up };
    const UnitResult *before;

    if (!g.has)
        return v;
    before = &l->before.sheet->units[l->unit_before[unit]];
    v.percent = score_percent(c->arena, &l->before, before->points, before->max, l->style);
    v.gained = (OptDec){ true, score_shown(&l->now.nodes, g.gained) };
    v.fell = g.rank_up < 0;
    v.rose = g.rank_up > 0;
    return v;
}

UnitLine view_unit(Ctx *c, const Look *l, size_t unit)
{
    const UnitResult *u = &l->now.sheet->units[unit];

    return (UnitLine){ .code = l->now.in.units[unit].code, .name = l->now.in.units[unit].name, .rank = u->rank,
        .points = look_shown(c, l, u->points), .max = dec_exact(c->arena, u->max, l->style),
        .percent = look_percent(c, l, u->points, u->max), .grade = l->now.grades[unit], .bar = view_bar(c, u->points, u->max),
        .change = view_change(c, l, unit), .mine = l->own == (int64_t)unit, .missing = u->missing };
}

GroupFigures view_group(Ctx *c, const Look *l, size_t group)
{
    const GroupResult *g = &l->now.sheet->groups[group];
    GroupFigures v = { .group = l->now.groups[group], .mean = look_shown(c, l, g->mean), .highest = look_shown(c, l, g->highest),
        .lowest = look_shown(c, l, g->lowest), .spread = look_shown(c, l, g->spread), .n = (int64_t)g->n, .above = (int64_t)g->above_mean,
        .year_before = l->now.set.year - 1 };

    for (size_t i = 0; i < l->before.n_groups; i++)
        if (str_eq(l->before.groups[i], v.group) && l->before.sheet->groups[i].n)
            v.gained = (OptDec){ true, score_shown(&l->now.nodes, dec_sub(g->mean, l->before.sheet->groups[i].mean)) };
    return v;
}

LossLine view_loss(Ctx *c, const Look *l, const Loss *k)
{
    return (LossLine){ .code = l->now.nodes.v[k->node].code, .name = l->now.nodes.v[k->node].name, .points = look_shown(c, l, k->points),
        .max = dec_exact(c->arena, k->max, l->style), .lost = look_shown(c, l, k->lost), .bar = view_bar(c, k->points, k->max) };
}
