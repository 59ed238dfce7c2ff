#include "base/map.h"
#include "demo/demo_leaf.h"
#include "demo/draw.h"

static bool zero_fact(void *ctx, Str code, Value *out, Str *source)
{
    (void)ctx;
    (void)code;
    (void)source;
    *out = (Value){ .kind = VALUE_NUMBER };
    return true;
}

typedef struct Grid {
    Leaf *l;
    Arena *a;
    const Rule *rule;
    int year;
} Grid;

/* Thousandths of the maximum that a figure gives, or -1 when the rule refuses it. */
static int share_of(const Grid *g, const Value *v)
{
    RuleInput in = { .own = *v, .max = g->l->row->max_points, .year = g->year, .fact = zero_fact };
    Answer why = { .arena = g->a };
    RuleResult r;
    Dec share;

    if (rule_eval(&r, g->a, g->rule, &in, &why) != OK || r.state != RULE_POINTS
        || !dec_mul_div(r.points, DEC(1000), g->l->row->max_points, &share))
        return -1;
    return (int)(share.v / DEC_ONE);
}

static void add(Grid *g, Str text, const Value *v)
{
    int share = share_of(g, v);

    if (share >= 0)
        *vec_add(g->a, &g->l->grid) = (LeafFigure){ text, share };
}

static void rates(Grid *g)
{
    for (int i = 0; i <= 1000; i++) {
        Value v = { .kind = VALUE_PERCENT, .num = { i * (DEC_ONE / 1000) } };

        add(g, value_words(g->a, &v, LANG_VI), &v);
    }
}

static void counts(Grid *g, bool judged)
{
    for (int i = 0; i <= 150; i += judged || i < 40 ? 1 : 5) {
        Value v = { .kind = VALUE_NUMBER, .num = { i * (judged ? DEC_ONE / 4 : DEC_ONE) } };

        if (!judged || dec_cmp(v.num, g->l->row->max_points) <= 0)
            add(g, dec_exact(g->a, v.num, NUM_VI), &v);
    }
}

static void dates(Grid *g)
{
    Value v = { .kind = VALUE_DATE };

    if (!date_make(&v.date, g->year, 1, 5))
        return;
    for (; date_year(v.date) == g->year; v.date.day++)
        add(g, date_vi(g->a, v.date), &v);
}

/* Rules that know "có" also take "đúng hạn" for it; a person would not write so. */
static void answers(Grid *g, Str canonical)
{
    static const AnswerKind plain[] = { ANS_NO, ANS_YES }, timed[] = { ANS_NONE, ANS_LATE, ANS_ONTIME };
    size_t at;
    bool yes = str_find(canonical, S("yes:"), &at);

    for (size_t i = 0; i < (yes ? COUNT(plain) : COUNT(timed)); i++) {
        Value v = { .kind = VALUE_ANSWER, .ans = yes ? plain[i] : timed[i] };

        add(g, str_of(answer_words(v.ans, LANG_VI)), &v);
    }
}

static void grid(Grid *g, Str canonical)
{
    Value none = { .kind = VALUE_ANSWER, .ans = ANS_NOCASE };
    ValueKind wants = rule_wants(g->rule);

    if (str_starts(canonical, S("judge(")))
        counts(g, true);
    else if (wants == VALUE_DATE)
        dates(g);
    else if (wants == VALUE_ANSWER)
        answers(g, canonical);
    else if (wants == VALUE_NUMBER)
        counts(g, false);
    if (!g->l->grid.n)                                      /* rates, also beside an answer such as "không phát sinh" */
        rates(g);
    g->l->nocase = share_of(g, &none) == 1000;
    g->l->parts = str_eq(canonical, S("rate * M")) && str_starts(g->l->row->rule, S("Điểm = số"));
}

/* Whether the rule reads a named figure that no criterion of the set has. */
static bool reads_named(const Leaf *l, const Map *codes)
{
    int64_t at;

    for (size_t i = 0; i < l->facts.n; i++)
        if (!map_get(codes, l->facts.v[i], &at))
            return true;
    return false;
}

Err leaf_plan(Leaf *out, Ctx *c, const CriterionRow *k, int year, const Map *codes)
{
    Grid g = { .l = out, .a = c->arena, .year = year };
    Str rest, canonical;
    size_t at;

    *out = (Leaf){ .row = k, .field = k->code };
    (void)str_cut(k->code, S("."), &out->field, &rest);     /* a field's code has no point */
    if (!k->rule.n)
        return OK;
    TRY(rule_parse(&g.rule, c->arena, k->rule, k->max_points, &c->answer));
    out->facts = rule_facts(c->arena, g.rule);
    canonical = rule_canonical(c->arena, g.rule);
    if (out->facts.sub_units) {
        out->kind = FIG_BELOW;
        out->percent = str_find(canonical, S("avg("), &at);
    } else if (out->facts.peers) {
        out->kind = FIG_PEERS;
        out->percent = str_starts(k->rule, S("Tỷ lệ"));
    } else if (out->facts.own) {
        out->kind = FIG_OWN;
        grid(&g, canonical);
    } else {
        out->kind = reads_named(out, codes) ? FIG_NAMED : FIG_DERIVED;
    }
    return OK;
}

/* The best share that is reached at or below the wanted one, or the least at or above it. */
static int next_share(const Leaf *l, int share, bool above)
{
    int best = -1;

    for (size_t i = 0; i < l->grid.n; i++) {
        int s = l->grid.v[i].share;

        if (above ? s >= share && (best < 0 || s < best) : s <= share && s > best)
            best = s;
    }
    return best;
}

/* Of two neighbouring shares the one that gives the wanted share on average. */
static int choose(int low, int high, int share, uint64_t key)
{
    if (low < 0 || high < 0)
        return low < 0 ? high : low;
    if (low == high)
        return low;
    return (int)draw_below(key, (uint32_t)(high - low)) < share - low ? high : low;
}

/* Figures that give a share stand together; people are mostly just inside: before the deadline, above the bound. */
static Str near_the_edge(const Leaf *l, int share, uint64_t key)
{
    size_t first = 0, end, window;

    while (l->grid.v[first].share != share)
        first++;
    for (end = first; end < l->grid.n && l->grid.v[end].share == share;)
        end++;
    window = l->grid.n > 500 ? 60 : l->grid.n > 200 ? 22 : 6;
    if (end - first > window) {
        if (first == 0)
            first = end - window;
        else
            end = first + window;
    }
    return l->grid.v[first + draw_below(key + 1, (uint32_t)(end - first))].text;
}

/* "7/8" instead of a rate. */
static Str of_items(Arena *a, int share, uint64_t key)
{
    int all = 13 + (int)draw_below(key, 16);
    int done = (all * share + 500) / 1000;

    return str_fmt(a, "%d/%d", done, all);
}

Str leaf_figure(Arena *a, const Leaf *l, int share, uint64_t key)
{
    if (l->kind == FIG_PEERS && l->percent)
        return str_fmt(a, "%d,%d%%", (450 + share / 2) / 10, (450 + share / 2) % 10);
    if (l->kind == FIG_PEERS)
        return str_fmt(a, "%d", share > 560 ? (share - 520) / 40 : 1);
    if (!l->grid.n)
        return (Str){ 0 };
    if (l->nocase && draw_below(key + 2, 100) < 6)
        return str_of(answer_words(ANS_NOCASE, LANG_VI));
    if (l->parts)
        return of_items(a, share, key);
    return near_the_edge(l, choose(next_share(l, share, false), next_share(l, share, true), share, key), key);
}

Dec leaf_points(const Leaf *l, int share, uint64_t key)
{
    int64_t step = DEC_ONE / 4, steps = l->row->max_points.v / step;
    int64_t low = steps * share / 1000;

    if ((int64_t)draw_below(key, 1000) < steps * share % 1000)
        low++;
    return dec_min((Dec){ low * step }, l->row->max_points);
}
