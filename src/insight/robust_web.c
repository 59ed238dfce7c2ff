/* How sure ranks are, whether criteria measure something, whether appraisal is even. */
#include "insight/charts_pdf.h"
#include "insight/insight_web.h"

#include "chart/chart.h"
#include "insight/desk_out.h"
#include "insight/desk_round.h"
#include "insight/fair.h"
#include "pages.h"
#include "score/result_view.h"

#include <math.h>
#include <stdlib.h>

enum { DRAWS = 4000, DRAWS_MAX = 20000, SOURCE_POINTS = 512, PAIRS_SHOWN = 60 };

typedef struct Sure {
    Look l;
    DeskHead h;
    ScoreRun run;
    Desk d;
    RobustModel *m;
    RobustAsk ask;
    Robust r;
    GradeScale scale;
    double weights, thresholds, survey, appraiser, spread;
    size_t pairs;
} Sure;

/* Percent as typed; empty: the standard. "data" where the data can tell: DESK_COUNTED. */
static Err percent_asked(Ctx *c, Req *rq, const char *name, double standard, double *out)
{
    Str text = str_trim(req_str(rq, name));
    Dec d;

    *out = standard;
    if (!text.n)
        return OK;
    if (str_eq(text, S("data"))) {
        *out = DESK_COUNTED;
        return OK;
    }
    if (!dec_parse(&d, text) || d.v < 0 || dec_cmp(d, DEC(100)) >= 0) {
        c->answer.field = str_of(name);
        return fail(c, E_INVALID, T("“%.*s” phải là phần trăm từ 0 đến dưới 100."), SV(text));
    }
    *out = (double)d.v / 1e10;
    return OK;
}

static Err read_ask(Ctx *c, Req *rq, Sure *s)
{
    static const size_t top[] = { 1, 3, 5, 10 };
    int64_t draws = req_int(rq, "draws"), seed = req_int(rq, "seed");
    double *cuts;

    TRY(percent_asked(c, rq, "weights", 0.25, &s->weights));
    TRY(percent_asked(c, rq, "thresholds", 0, &s->thresholds));
    TRY(percent_asked(c, rq, "survey", DESK_COUNTED, &s->survey));
    TRY(percent_asked(c, rq, "appraiser", DESK_COUNTED, &s->appraiser));
    TRY(fair_spread(c, s->l.now.set.id, &s->spread, &s->pairs));
    if (s->appraiser < 0)
        s->appraiser = s->pairs ? s->spread : 0;
    TRY(score_run(c, s->l.now.set.id, &(ScoreOverride){ .group = s->h.pick.group }, &s->run));
    TRY(desk_round(&s->d, c, &s->run, s->survey));
    TRY(desk_grades(c, &s->run, s->h.pick.group, &s->scale));
    cuts = NEW(c->arena, double, s->scale.bands.n + 1);
    for (size_t i = 0; i + 1 < s->scale.bands.n; i++)
        cuts[i] = (double)s->scale.bands.v[i].from.v / 1e8;
    s->ask = (RobustAsk){ .draws = draws > 0 && draws <= DRAWS_MAX ? (size_t)draws : DRAWS, .seed = seed > 0 ? (uint64_t)seed : 1,
        .weights = s->weights, .thresholds = s->thresholds, .top = top, .n_top = COUNT(top), .cuts = cuts,
        .n_cuts = s->scale.bands.n ? s->scale.bands.n - 1 : 0, .near = 5 };
    s->m = desk_model(&s->d, c->arena, s->appraiser);
    return robust_run(&s->r, c->arena, s->m, &s->ask, &c->answer);
}

static Err open_sure(Ctx *c, Req *rq, Sure *s)
{
    Str asked;

    TRY(desk_open(c, rq, "insight/robust", T("Thứ hạng chắc đến đâu"), &s->l, &s->h));
    asked = str_fmt(c->arena, "%.*s&weights=%.*s&thresholds=%.*s&survey=%.*s&appraiser=%.*s", SV(s->h.link),
        SV(view_url_part(c, req_str(rq, "weights"))), SV(view_url_part(c, req_str(rq, "thresholds"))), SV(view_url_part(c, req_str(rq, "survey"))),
        SV(view_url_part(c, req_str(rq, "appraiser"))));
    s->h.xlsx = str_fmt(c->arena, "insight/robust.xlsx?%.*s", SV(asked));
    s->h.pdf = str_fmt(c->arena, "insight/robust.pdf?%.*s", SV(asked));
    return read_ask(c, rq, s);
}

static Str unit_name(const Sure *s, size_t u)
{
    for (size_t i = 0; i < s->run.n_scored; i++)
        if (str_eq(s->run.in.units[i].code, s->d.unit[u]))
            return s->run.in.units[i].name;
    return s->d.unit[u];
}

static Str percent_words(Ctx *c, const Look *l, double share)
{
    return share < 0 ? S("data") : dec_exact(c->arena, dec_round(desk_dec(share * 100), 4, ROUND_HALF_UP), l->style);
}

static Html rank_plot(Ctx *c, const Sure *s)
{
    ChartRank *v = NEW(c->arena, ChartRank, s->d.units);
    Buf b = { .arena = c->arena };
    Str own = s->l.own >= 0 ? s->l.now.in.units[s->l.own].code : (Str){ 0 };

    for (size_t u = 0; u < s->d.units; u++)
        v[u] = (ChartRank){ .label = unit_name(s, u), .from = (int32_t)floor(s->r.units[u].p5), .median = (int32_t)lround(s->r.units[u].median),
            .to = (int32_t)ceil(s->r.units[u].p95), .mine = str_eq(own, s->d.unit[u]) };
    chart_ranks(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Khoảng hạng 5–95% và hạng giữa của mỗi đơn vị"))), .lang = c->answer.lang, .width = 720 },
        v, s->d.units, (int32_t)s->d.units);
    return desk_chart(&b);
}

static void fill_units(Ctx *c, const Sure *s, const RobustSource *src, RobustView *v)
{
    Str own = s->l.own >= 0 ? s->l.now.in.units[s->l.own].code : (Str){ 0 };

    for (size_t u = 0; u < s->d.units; u++) {
        const RobustUnit *r = &s->r.units[u];
        SureUnit *line = vec_add(c->arena, &v->units);

        *line = (SureUnit){ .code = s->d.unit[u], .name = unit_name(s, u), .rank = (int64_t)r->rank, .median = desk_dec(r->median), .p5 = desk_dec(r->p5),
            .p95 = desk_dec(r->p95), .mine = str_eq(own, s->d.unit[u]) };
        for (size_t t = 0; t < s->ask.n_top; t++)
            *vec_add(c->arena, &line->top) = desk_opt(r->top[t] * 100);
        for (size_t g = 0; g < s->scale.bands.n; g++)
            *vec_add(c->arena, &line->grades) = desk_opt(r->grade[g] * 100);
        for (size_t k = 0; k < ASSUMPTIONS; k++)
            *vec_add(c->arena, &line->sources) = (OptDec){ src[u].variance > 0, desk_dec(fmax(src[u].total[k], 0) * 100) };
        v->moves |= r->p95 > r->p5;
    }
}

/* The mean over units of what each assumption moves, as bars. */
static Html source_bars(Ctx *c, const Sure *s, const RobustSource *src)
{
    static const char *const names[ASSUMPTIONS] = { T("Trọng số"), T("Mục tiêu, ngưỡng"), T("Sai số khảo sát"), T("Người thẩm định") };
    ChartBar bars[ASSUMPTIONS];
    Buf b = { .arena = c->arena };

    for (size_t k = 0; k < ASSUMPTIONS; k++) {
        double sum = 0;
        size_t n = 0;

        for (size_t u = 0; u < s->d.units; u++)
            if (src[u].variance > 0) {
                sum += fmax(src[u].total[k], 0);
                n++;
            }
        bars[k] = (ChartBar){ str_of(tr(c->answer.lang, names[k])), desk_dec(n ? fmin(sum / (double)n, 1) * 100 : 0), DEC(100), false };
    }
    chart_bars(&b, &(Chart){ .title = str_of(tr(c->answer.lang, T("Phần biến động của hạng do từng giả định, phần trăm, bình quân các đơn vị"))),
        .lang = c->answer.lang, .places = 0, .width = 480 }, bars, ASSUMPTIONS);
    return desk_chart(&b);
}

static int least_sure(const void *pa, const void *pb)
{
    const RobustPair *a = pa, *b = pb;

    return a->share < b->share ? -1 : a->share > b->share ? 1 : a->ahead < b->ahead ? -1 : 1;
}

static void fill_pairs(Ctx *c, const Sure *s, RobustView *v)
{
    RobustPair *p = NEW(c->arena, RobustPair, s->r.n_pairs + 1);

    if (s->r.n_pairs) {
        memcpy(p, s->r.pairs, s->r.n_pairs * sizeof *p);
        qsort(p, s->r.n_pairs, sizeof *p, least_sure);
    }
    for (size_t i = 0; i < s->r.n_pairs && i < PAIRS_SHOWN; i++)
        *vec_add(c->arena, &v->pairs) = (SurePair){ unit_name(s, p[i].ahead), unit_name(s, p[i].behind), desk_dec(p[i].share * 100) };
    v->more_pairs = s->r.n_pairs > PAIRS_SHOWN ? (int64_t)(s->r.n_pairs - PAIRS_SHOWN) : 0;
}

Err get_robust(Ctx *c, Req *rq, Out *o)
{
    Sure s = { 0 };
    RobustView v = { 0 };
    RobustAsk ask;
    RobustSource *src;

    TRY(open_sure(c, rq, &s));
    ask = s.ask;
    ask.draws = SOURCE_POINTS;
    TRY(robust_sources(&src, c->arena, s.m, &ask, &c->answer));
    v.h = s.h;
    v.any = s.d.units > 0;
    v.weights = percent_words(c, &s.l, s.weights);
    v.thresholds = percent_words(c, &s.l, s.thresholds);
    v.survey = percent_words(c, &s.l, s.survey);
    v.appraiser = str_eq(str_trim(req_str(rq, "appraiser")), S("data")) || !req_has(rq, "appraiser") ? S("data") : percent_words(c, &s.l, s.appraiser);
    v.draws = str_fmt(c->arena, "%zu", s.ask.draws);
    v.seed = str_fmt(c->arena, "%llu", (unsigned long long)s.ask.seed);
    v.read_twice = (int64_t)s.pairs;
    v.spread = desk_opt(s.spread * 100);
    for (size_t i = 0; s.d.survey && i < s.d.units * s.d.criteria; i++)
        v.answers += s.d.survey[i] > 0;
    for (size_t t = 0; t < s.ask.n_top; t++)
        *vec_add(c->arena, &v.top) = (int64_t)s.ask.top[t];
    for (size_t g = 0; g < s.scale.bands.n; g++)
        *vec_add(c->arena, &v.grades) = s.scale.bands.v[g].name;
    fill_units(c, &s, src, &v);
    fill_pairs(c, &s, &v);
    v.ranks = rank_plot(c, &s);
    v.sources = source_bars(c, &s, src);
    tpl_insight_robust(o, &v);
    return OK;
}

Err get_robust_pdf(Ctx *c, Req *rq, Out *o)
{
    Sure s = { 0 };
    RobustAsk ask;
    RobustSource *src;
    Html charts[2];
    Str bytes;

    (void)o;
    TRY(open_sure(c, rq, &s));
    ask = s.ask;
    ask.draws = SOURCE_POINTS;
    TRY(robust_sources(&src, c->arena, s.m, &ask, &c->answer));
    charts[0] = rank_plot(c, &s);
    charts[1] = source_bars(c, &s, src);
    TRY(charts_pdf(c, str_fmt(c->arena, "%s: %.*s", tr(c->answer.lang, s.h.title), SV(s.run.set.name)),
        str_fmt(c->arena, tr(c->answer.lang, T("%.*s; %zu lần thử, số khởi đầu %llu, trọng số ±%.0f%%")), SV(desk_as_of(c, s.run.newest)), s.ask.draws,
            (unsigned long long)s.ask.seed, s.ask.weights * 100), charts, COUNT(charts), &bytes));
    req_send(rq, S("application/pdf"), str_fmt(c->arena, "do-chac-%.*s-%lld.pdf", SV(s.run.set.code), (long long)s.run.set.year), bytes);
    return OK;
}

Err get_robust_xlsx(Ctx *c, Req *rq, Out *o)
{
    Sure s = { 0 };
    Str *names, bytes;

    (void)o;
    TRY(open_sure(c, rq, &s));
    names = NEW(c->arena, Str, s.d.units + 1);
    for (size_t u = 0; u < s.d.units; u++)
        names[u] = unit_name(&s, u);
    TRY(robust_table(c, &s.run, &s.d, &s.r, &s.ask, names, &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "do-chac-%.*s-%lld.xlsx", SV(s.run.set.code), (long long)s.run.set.year), bytes);
    return OK;
}

/* ---- criteria ---- */

typedef struct Use {
    Desk d;
    double *share, *points, *max;
} Use;

static size_t top_of(const ScoreRun *r, size_t node)
{
    while (r->nodes.v[node].parent >= 0)
        node = (size_t)r->nodes.v[node].parent;
    return node;
}

/* Alpha of the criteria of one field. */
static OptDec field_alpha(Ctx *c, const Use *u, const ScoreRun *r, const size_t *node, size_t field)
{
    double *part = NEW(c->arena, double, u->d.units * u->d.criteria + 1);
    size_t n = 0, *at = NEW(c->arena, size_t, u->d.criteria + 1);

    for (size_t k = 0; k < u->d.criteria; k++)
        if (top_of(r, node[k]) == field)
            at[n++] = k;
    for (size_t i = 0; i < u->d.units; i++)
        for (size_t k = 0; k < n; k++)
            part[i * n + k] = u->points[i * u->d.criteria + at[k]];
    return n > 1 ? desk_opt(cronbach_alpha(part, u->d.units, n)) : (OptDec){ 0 };
}

static int strongest(const void *pa, const void *pb)
{
    const PairLine *a = pa, *b = pb;
    int64_t x = a->r.v < 0 ? -a->r.v : a->r.v, y = b->r.v < 0 ? -b->r.v : b->r.v;

    return x != y ? (x < y ? 1 : -1) : str_cmp(a->a, b->a) ? str_cmp(a->a, b->a) : str_cmp(a->b, b->b);
}

static void alike(Ctx *c, const Use *u, const ScoreRun *r, const size_t *node, UseView *v)
{
    enum { MOST = 12 };
    double *x = NEW(c->arena, double, u->d.units * u->d.criteria);
    size_t n = u->d.units;

    for (size_t k = 0; k < u->d.criteria; k++)
        for (size_t i = 0; i < n; i++)
            x[k * n + i] = u->share[i * u->d.criteria + k];
    for (size_t a = 0; a < u->d.criteria; a++)
        for (size_t b = a + 1; b < u->d.criteria; b++) {
            double cor = correlation(x + a * n, x + b * n, n);

            if (!isnan(cor) && fabs(cor) >= 0.5)
                *vec_add(c->arena, &v->pairs) = (PairLine){ u->d.code[a], u->d.code[b], r->nodes.v[node[a]].name, r->nodes.v[node[b]].name, desk_dec(cor) };
        }
    if (v->pairs.n)
        qsort(v->pairs.v, v->pairs.n, sizeof *v->pairs.v, strongest);
    if (v->pairs.n > MOST)
        v->pairs.n = MOST;
}

static Err fill_use(Ctx *c, Req *rq, UseView *v, Look *l)
{
    ScoreRun run;
    CriterionUse *use;
    Use u = { 0 };
    size_t *node;

    TRY(desk_open(c, rq, "insight/criteria", T("Tiêu chí có đo được gì không"), l, &v->h));
    v->h.xlsx = str_fmt(c->arena, "insight/criteria.xlsx?%.*s", SV(v->h.link));
    TRY(score_run(c, l->now.set.id, &(ScoreOverride){ .group = v->h.pick.group }, &run));
    TRY(desk_round(&u.d, c, &run, 0));
    u.share = NEW(c->arena, double, u.d.units * u.d.criteria + 1);
    u.points = NEW(c->arena, double, u.d.units * u.d.criteria + 1);
    u.max = NEW(c->arena, double, u.d.criteria + 1);
    node = NEW(c->arena, size_t, u.d.criteria + 1);
    desk_shares(&u.d, u.share, u.points, u.max);
    use = criteria_use(c->arena, u.share, u.max, u.d.units, u.d.criteria);
    v->units = (int64_t)u.d.units;
    v->alpha = desk_opt(cronbach_alpha(u.points, u.d.units, u.d.criteria));
    for (size_t k = 0; k < u.d.criteria; k++) {
        UseLine *line = vec_add(c->arena, &v->lines);

        TRY(score_find_node(c, &run, u.d.code[k], &node[k]));
        *line = (UseLine){ .code = u.d.code[k], .name = run.nodes.v[node[k]].name, .n = (int64_t)use[k].n, .mean = desk_opt(use[k].mean * 100),
            .sd = desk_opt(use[k].sd * 100), .nominal = desk_opt(use[k].nominal * 100), .effective = desk_opt(use[k].effective * 100),
            .with_rest = desk_opt(use[k].with_rest), .full = use[k].all_full, .equal = use[k].all_equal && !use[k].all_full,
            .against = use[k].with_rest < 0 && !use[k].all_equal, .bar = view_bar(c, desk_dec(fmax(use[k].effective, 0)), desk_dec(0.2)) };
        v->flat += use[k].all_full || use[k].all_equal;
    }
    for (size_t k = 0; k < run.nodes.n; k++)
        if (run.nodes.v[k].parent < 0) {
            FieldCompare *f = vec_add(c->arena, &v->fields);

            *f = (FieldCompare){ .code = run.nodes.v[k].code, .name = run.nodes.v[k].name };
            *vec_add(c->arena, &f->years) = field_alpha(c, &u, &run, node, k);
        }
    alike(c, &u, &run, node, v);
    return OK;
}

Err get_use(Ctx *c, Req *rq, Out *o)
{
    UseView v = { 0 };
    Look l;

    TRY(fill_use(c, rq, &v, &l));
    tpl_insight_criteria(o, &v);
    return OK;
}

Err get_use_xlsx(Ctx *c, Req *rq, Out *o)
{
    UseView v = { 0 };
    Look l;
    Str bytes;

    (void)o;
    TRY(fill_use(c, rq, &v, &l));
    TRY(use_table(c, &l, &v, &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "tieu-chi-%.*s-%lld.xlsx", SV(l.now.set.code), (long long)l.now.set.year), bytes);
    return OK;
}

/* ---- even appraisal ---- */

static void fair_lines(Ctx *c, const Fair *f, FairView *v)
{
    for (size_t k = 0; k < f->fields; k++)
        *vec_add(c->arena, &v->fields) = (HeadView){ .code = f->field[k], .name = f->field_name[k] };
    for (size_t a = 0; a < f->appraisers; a++) {
        const Leniency *l = &f->all[a];
        FairLine *line = vec_add(c->arena, &v->lines);

        *line = (FairLine){ .who = f->appraiser[a], .cases = (int64_t)l->n, .compared = (int64_t)l->compared, .unusual = (int64_t)l->outliers,
            .above = desk_opt(l->above_others * 100), .error = desk_opt(l->error * 196), .self_gap = desk_opt(l->self_gap * 100),
            .few = l->compared < FAIR_FEW };
        for (size_t k = 0; k < f->fields; k++) {
            const Leniency *x = &f->by_field[a * f->fields + k];

            *vec_add(c->arena, &line->fields) = (FairCell){ desk_opt(x->n ? x->above_others * 100 : (double)NAN), (int64_t)x->compared, x->compared < FAIR_FEW };
        }
    }
}

static Err fill_fair(Ctx *c, Req *rq, FairView *v, Look *l)
{
    enum { MOST = 50 };
    Fair f;

    TRY(desk_open(c, rq, "insight/fair", T("Thẩm định có đồng đều không"), l, &v->h));
    v->h.groups = (PickOptions){ 0 };                    /* appraisers work across groups */
    TRY(fair_load(c, &l->now.set, &f));
    v->cases = (int64_t)f.cases;
    v->pairs = (int64_t)f.pairs;
    v->spread = desk_opt(f.spread * 100);
    v->same = desk_opt(f.same * 100);
    fair_lines(c, &f, v);
    for (size_t i = 0; i < f.units.n && i < MOST; i++)
        *vec_add(c->arena, &v->gaps) = (GapLine){ f.units.v[i].code, f.units.v[i].name, (int64_t)f.units.v[i].n, desk_dec(f.units.v[i].gap * 100) };
    for (size_t i = 0; i < f.unusual.n && i < MOST; i++) {
        const FairCase *k = &f.unusual.v[i];

        *vec_add(c->arena, &v->unusual) = (CaseLine){ k->unit_name, k->code, k->appraiser, str_fmt(c->arena, "why?%.*s&unit=%.*s&criterion=%.*s",
            SV(v->h.pick.link), SV(view_url_part(c, k->unit)), SV(view_url_part(c, k->code))), desk_dec(k->given * 100), desk_dec(k->mean * 100),
            (int64_t)k->n };
    }
    if (v->cases)
        v->h.xlsx = str_fmt(c->arena, "insight/fair.xlsx?%.*s", SV(v->h.link));
    return OK;
}

Err get_fair(Ctx *c, Req *rq, Out *o)
{
    FairView v = { 0 };
    Look l;

    TRY(fill_fair(c, rq, &v, &l));
    tpl_insight_fair(o, &v);
    return OK;
}

Err get_fair_xlsx(Ctx *c, Req *rq, Out *o)
{
    FairView v = { 0 };
    Look l;
    Str bytes;

    (void)o;
    TRY(fill_fair(c, rq, &v, &l));
    TRY(fair_table(c, &l, &v, &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "dong-deu-%.*s-%lld.xlsx", SV(l.now.set.code), (long long)l.now.set.year), bytes);
    return OK;
}
