#include "chart/chart.h"
#include "pages.h"
#include "score/result_out.h"
#include "score/result_view.h"
#include "score/score_web.h"

static Err open_asked(Ctx *c, Req *rq, Look *l)
{
    return look_open(c, req_str(rq, "set"), req_int(rq, "year"), req_str(rq, "group"), l);
}

typedef struct Sort {
    SortBy by;
    size_t node;
    bool falling;
    Str key;
} Sort;

static Sort sort_asked(Req *rq, const Look *l)
{
    static const struct { const char *name; SortBy by; } names[] = {
        { "name", SORT_NAME }, { "points", SORT_POINTS }, { "percent", SORT_PERCENT }, { "change", SORT_CHANGE },
    };
    Sort s = { .by = SORT_RANK, .key = req_str(rq, "sort"), .falling = str_eq(req_str(rq, "dir"), S("desc")) };

    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq(s.key, str_of(names[i].name)))
            s.by = names[i].by;
    for (size_t k = 0; str_starts(s.key, S("f.")) && k < l->now.nodes.n; k++)
        if (str_eq(l->now.nodes.v[k].code, str_sub(s.key, 2, s.key.n))) {
            s.by = SORT_FIELD;
            s.node = k;
        }
    if (s.by == SORT_RANK)
        s.key = S("rank");
    return s;
}

/* A heading that sorts; clicked again it turns the order around. Names and ranks begin rising, figures falling. */
static HeadView head(Ctx *c, const Sort *s, Str link, Str key, Str name, Str code)
{
    bool here = str_eq(s->key, key), rises = str_eq(key, S("name")) || str_eq(key, S("rank"));
    bool next_falls = here ? !s->falling : !rises;
    Buf b = { .arena = c->arena };
    Out o = { .buf = b };

    buf_add(&o.buf, link);
    buf_lit(&o.buf, "&sort=");
    out_put(&o, PLACE_URL_PART, key);
    buf_lit(&o.buf, next_falls ? "&dir=desc" : "&dir=asc");
    return (HeadView){ .key = key, .name = name, .code = code, .link = buf_str(&o.buf),
        .sort = !here ? S("none") : s->falling ? S("descending") : S("ascending") };
}

static CellView cell_view(Ctx *c, const Look *l, size_t unit, size_t node)
{
    const ScoreCell *k = look_cell(&l->now, unit, node);
    static const char *const letters[] = { "–", "E", "D", "C", "B", "A" };
    Dec points = look_points(&l->now, unit, node);
    ScoreSource source = l->now.nodes.v[node].source;
    bool beside = source == SOURCE_BONUS || source == SOURCE_PENALTY;         /* no bonus is no failure */
    uint8_t level = k->state == CELL_MISSING || beside ? 0 : chart_level(points, k->max);

    if (beside && points.v)
        return (CellView){ .criterion = l->now.nodes.v[node].code, .text = look_shown(c, l, points), .letter = points.v > 0 ? S("+") : S("−") };
    return (CellView){ .criterion = l->now.nodes.v[node].code, .level = level, .letter = str_of(letters[level]),
        .text = k->state == CELL_MISSING || (k->state == CELL_NA && k->max.v == 0) ? (Str){ 0 } : look_shown(c, l, points) };
}

static Dec mean_points(const Look *l, const UnitOrder *units)
{
    __int128 sum = 0;
    int64_t n = 0;

    for (size_t i = 0; i < units->n; i++) {
        if (!l->now.sheet->units[units->v[i]].rank)
            continue;
        sum += l->now.sheet->units[units->v[i]].points.v;
        n++;
    }
    return (Dec){ n ? (int64_t)(sum / n) : 0 };
}

Err get_ranking(Ctx *c, Req *rq, Out *o)
{
    Look l;
    RankingView v = { 0 };
    UnitOrder units;
    Sort s;

    TRY(open_asked(c, rq, &l));
    v.pick = view_pick(c, &l, "ranking");
    v.has_before = l.has_before;
    s = sort_asked(rq, &l);
    v.link = view_link(c, v.pick.set, v.pick.year, v.pick.group);
    v.rank = head(c, &s, v.link, S("rank"), (Str){ 0 }, (Str){ 0 });
    v.unit = head(c, &s, v.link, S("name"), (Str){ 0 }, (Str){ 0 });
    v.points = head(c, &s, v.link, S("points"), (Str){ 0 }, (Str){ 0 });
    v.percent = head(c, &s, v.link, S("percent"), (Str){ 0 }, (Str){ 0 });
    v.change = head(c, &s, v.link, S("change"), (Str){ 0 }, (Str){ 0 });
    if (l.now.n_groups)
        v.g = view_group(c, &l, l.group);
    for (size_t k = 0; k < l.now.nodes.n; k++) {
        const Criterion *n = &l.now.nodes.v[k];

        if (n->parent >= 0)
            continue;
        *vec_add(c->arena, &v.fields) = head(c, &s, v.link, str_fmt(c->arena, "f.%.*s", SV(n->code)), n->name, n->code);
        *vec_add(c->arena, &v.means) = (CellView){ .text = look_shown(c, &l, look_node(&l.now, l.group, k).mean) };
    }
    units = look_order(c->arena, &l, s.by, s.node, s.falling);
    v.mean_points = look_shown(c, &l, mean_points(&l, &units));
    for (size_t i = 0; i < units.n; i++) {
        UnitLine *u = vec_add(c->arena, &v.units);

        *u = view_unit(c, &l, units.v[i]);
        for (size_t k = 0; k < l.now.nodes.n; k++)
            if (l.now.nodes.v[k].parent < 0)
                *vec_add(c->arena, &u->cells) = cell_view(c, &l, units.v[i], k);
    }
    tpl_ranking(o, &v);
    return OK;
}

static Err send_table(Ctx *c, Req *rq, ResultForm form)
{
    Look l;
    ScoreRun r;
    Buf b = { .arena = c->arena };
    Str group = req_str(rq, "group");
    bool xlsx = form == RESULT_XLSX;

    TRY(open_asked(c, rq, &l));
    TRY(score_run(c, l.now.set.id, &(ScoreOverride){ .group = group }, &r));
    TRY(result_table(c, &r, form, &b));
    req_send_table(rq, xlsx, str_fmt(c->arena, "xep-hang-%.*s-%lld.%s", SV(r.set.code), (long long)r.set.year, xlsx ? "xlsx" : "csv"), buf_str(&b));
    return OK;
}

Err get_ranking_xlsx(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return send_table(c, rq, RESULT_XLSX);
}

Err get_ranking_csv(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    return send_table(c, rq, RESULT_CSV);
}

Err get_heatmap(Ctx *c, Req *rq, Out *o)
{
    Look l;
    HeatView v = { .leaves = str_eq(req_str(rq, "level"), S("leaf")) };
    UnitOrder units;

    TRY(open_asked(c, rq, &l));
    v.pick = view_pick(c, &l, "heatmap");
    v.link = view_link(c, v.pick.set, v.pick.year, v.pick.group);
    for (size_t k = 0; k < l.now.nodes.n; k++)
        if (v.leaves ? look_leaf(&l.now, k) : l.now.nodes.v[k].parent < 0)
            *vec_add(c->arena, &v.columns) = (HeadView){ .code = l.now.nodes.v[k].code, .name = l.now.nodes.v[k].name };
    units = look_order(c->arena, &l, SORT_RANK, 0, false);
    for (size_t i = 0; i < units.n; i++) {
        UnitLine *u = vec_add(c->arena, &v.units);

        *u = view_unit(c, &l, units.v[i]);
        for (size_t k = 0; k < l.now.nodes.n; k++)
            if (v.leaves ? look_leaf(&l.now, k) : l.now.nodes.v[k].parent < 0)
                *vec_add(c->arena, &u->cells) = cell_view(c, &l, units.v[i], k);
    }
    tpl_heatmap(o, &v);
    return OK;
}
