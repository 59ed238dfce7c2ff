#include "core/score.h"

#include "base/parallel.h"

#include <assert.h>
#include <stdlib.h>

/* What a leaf needs for each unit, side by side. */
typedef struct Leaf {
    const Rule *rule;           /* NULL: direct points only */
    Dec max;
    int32_t criterion, column;  /* column -1: no figure of its own */
    bool penalty;
} Leaf;

typedef struct Calc {
    const CriteriaSet *set;
    const ScoreInput *in;
    ScoreSheet *s;
    Arena *a;
    int32_t *column;            /* of each criterion's own fact, -1: none */
    int32_t *first_child;       /* first sub-unit of each unit, -1; chained by next_child */
    int32_t *next_child;
    OptDec *peaks;              /* [group * n_facts + fact] */
    bool any_peers;
    bool *has_children;
    Leaf *leaves;
    size_t n_leaves;
    int32_t *members;           /* ranked units, group after group; becomes the order by rank */
    size_t *first_member;       /* n_groups + 1 */
    Arena scratch;
    size_t unit, criterion;     /* what the callbacks are asked for */
} Calc;

enum { FEW_CELLS = 60000 };      /* below that a second thread costs more than it saves */

static const GradeBand usual_grades[] = {
    { { INT64_C(9000000000) }, { "Xuất sắc", sizeof "Xuất sắc" - 1 } },
    { { INT64_C(8000000000) }, { "Tốt", sizeof "Tốt" - 1 } },
    { { INT64_C(7000000000) }, { "Khá", sizeof "Khá" - 1 } },
    { { INT64_C(5000000000) }, { "Trung bình", sizeof "Trung bình" - 1 } },
    { { 0 }, { "Yếu", sizeof "Yếu" - 1 } },
};

static const ScoreFact *fact_of(const Calc *k, size_t unit, int32_t column)
{
    return &k->in->facts[unit * k->in->n_facts + (size_t)column];
}

static int32_t find_column(const Calc *k, Str code)
{
    for (size_t i = 0; i < k->in->n_facts; i++)
        if (str_eq(k->in->fact_codes[i], code))
            return (int32_t)i;
    return -1;
}

/* Callbacks of rules */

static bool get_fact(void *ctx, Str code, Value *v, Str *source)
{
    const Calc *k = ctx;
    int32_t c = find_column(k, code);

    if (c < 0)
        return false;
    *v = fact_of(k, k->unit, c)->value;
    *source = fact_of(k, k->unit, c)->source;
    return v->kind != VALUE_NONE;
}

static bool get_peak(void *ctx, Str code, Dec *out)
{
    const Calc *k = ctx;
    int32_t c = code.n ? find_column(k, code) : k->column[k->criterion];
    OptDec p;

    if (c < 0)
        return false;
    p = k->peaks[(size_t)k->in->units[k->unit].group * k->in->n_facts + (size_t)c];
    *out = p.d;
    return p.has;
}

static bool get_child(void *ctx, Str code, size_t i, Value *out)
{
    const Calc *k = ctx;
    int32_t u = k->first_child[k->unit], c = find_column(k, code);

    while (u >= 0 && i--)
        u = k->next_child[u];
    if (u < 0)
        return false;
    *out = c < 0 ? (Value){ 0 } : fact_of(k, (size_t)u, c)->value;
    return true;
}

static ScoreCell *cell(const Calc *k, size_t unit, size_t criterion)
{
    return &k->s->cells[unit * k->set->n + criterion];
}

static bool get_children(void *ctx, Dec *out)
{
    const Calc *k = ctx;
    Dec sum = { 0 };

    for (size_t i = k->criterion + 1; i < k->set->n; i++)
        if (k->set->v[i].parent == (int32_t)k->criterion)
            sum = dec_add(sum, cell(k, k->unit, i)->points);
    *out = sum;
    return true;
}

static RuleInput rule_input(Calc *k, size_t unit, size_t i)
{
    const Criterion *c = &k->set->v[i];
    int32_t col = k->column[i];
    RuleInput in = {
        .max = c->max, .own_code = c->fact.n ? c->fact : c->code, .year = k->in->year,
        .penalty = c->source == SOURCE_PENALTY, .ctx = k, .fact = get_fact, .peak = get_peak, .child = get_child,
        .children = get_children,
    };

    if (col >= 0) {
        in.own = fact_of(k, unit, col)->value;
        in.own_source = fact_of(k, unit, col)->source;
    }
    k->unit = unit;
    k->criterion = i;
    return in;
}

static void not_applicable(const Criterion *c, ScoreCell *out)
{
    out->state = CELL_NA;
    out->max = c->na == NA_OUT ? (Dec){ 0 } : c->max;
    out->points = c->na == NA_FULL && c->source != SOURCE_PENALTY ? c->max : (Dec){ 0 };
}

static bool quick(const Calc *k, size_t unit, const Leaf *l, Dec *out)
{
    RuleQuick q = { .max = l->max, .penalty = l->penalty };

    if (l->column < 0 || !l->rule)
        return false;
    q.own = &fact_of(k, unit, l->column)->value;
    if (k->any_peers)
        q.peak = k->peaks[(size_t)k->in->units[unit].group * k->in->n_facts + (size_t)l->column].d;
    return rule_quick(l->rule, &q, out);
}

/* "Không áp dụng" as the criterion's own figure; also where the rule reads other figures and misses them. */
static bool told_na(const Calc *k, size_t unit, size_t i)
{
    const Value *v = k->column[i] >= 0 ? &fact_of(k, unit, k->column[i])->value : NULL;

    return v && v->kind == VALUE_ANSWER && v->ans == ANS_NA;
}

/* The long way: whatever the short one leaves open. */
static void leaf_by_tree(Calc *k, size_t unit, size_t i, ScoreCell *out)
{
    const Criterion *c = &k->set->v[i];
    Answer why = { .arena = &k->scratch };
    RuleResult r;
    RuleInput in;

    if (!c->rule) {
        if (told_na(k, unit, i))
            not_applicable(c, out);
        return;
    }
    in = rule_input(k, unit, i);
    if (rule_eval(&r, &k->scratch, c->rule, &in, &why) != OK) {
        out->state = CELL_REFUSED;
    } else if (r.state == RULE_NOT_APPLICABLE || (r.state == RULE_MISSING && told_na(k, unit, i))) {
        not_applicable(c, out);
    } else if (r.state == RULE_POINTS) {
        out->points = r.points;
        out->state = CELL_POINTS;
    }
}

static void leaf(Calc *k, size_t unit, const Leaf *l)
{
    size_t i = (size_t)l->criterion;
    ScoreCell *out = cell(k, unit, i);
    const OptDec *direct = k->in->direct ? &k->in->direct[unit * k->set->n + i] : NULL;

    out->max = l->max;
    if (direct && direct->has) {
        out->points = direct->d;
        out->state = CELL_POINTS;
    } else if (quick(k, unit, l, &out->points)) {
        out->state = CELL_POINTS;
    } else {
        leaf_by_tree(k, unit, i, out);
    }
    if (k->set->rounding == SCORE_PER_CRITERION)
        out->points = dec_round(out->points, 2, ROUND_HALF_UP);
}

/* Whether something below a node without any figures still keeps its maximum (policy full or zero). */
static bool na_full(const CriteriaSet *set, const ScoreCell *row, size_t node)
{
    for (size_t i = node + 1; i < set->n; i++)
        if (set->v[i].parent == (int32_t)node && row[i].max.v > 0)
            return true;
    return false;
}

/* Children before parents, because parents stand first: one walk from the end adds everything up. */
static void roll_up(Calc *k, size_t unit, const bool *has_children)
{
    const CriteriaSet *set = k->set;
    ScoreCell *row = cell(k, unit, 0);

    for (size_t i = 0; i < set->n; i++)
        if (has_children[i])
            row[i] = (ScoreCell){ .state = CELL_NA, .max = set->v[i].max };     /* until a child says otherwise */
    for (size_t i = set->n; i-- > 0;) {
        int32_t p = set->v[i].parent;
        ScoreCell *up;

        if (has_children[i] && (set->v[i].source == SOURCE_BONUS || set->v[i].source == SOURCE_PENALTY) && set->v[i].max.v > 0)
            row[i].points = dec_min(row[i].points, set->v[i].max);      /* the yearly cap of a bonus or penalty part */
        if (has_children[i] && (row[i].state == CELL_NA || row[i].max.v < 0) && !na_full(set, row, i))
            row[i].max = (Dec){ 0 };
        if (p < 0)
            continue;
        up = &row[p];
        if (set->v[i].source == SOURCE_PENALTY && set->v[p].source != SOURCE_PENALTY) {
            up->points = dec_sub(up->points, row[i].points);
        } else {
            up->points = dec_add(up->points, row[i].points);
            if (set->v[p].max.v == 0 && set->v[i].source != SOURCE_BONUS && set->v[i].source != SOURCE_PENALTY)
                up->max = dec_add(up->max, row[i].max); /* no maximum printed for the node */
            else if (set->v[p].max.v > 0 && row[i].max.v < set->v[i].max.v)
                up->max = dec_sub(up->max, dec_sub(set->v[i].max, row[i].max));         /* what does not apply */
        }
        if (row[i].state == CELL_POINTS || row[i].state == CELL_REFUSED)
            up->state = CELL_POINTS;
        else if (row[i].state == CELL_MISSING && up->state == CELL_NA)
            up->state = CELL_MISSING;
    }
}

static void total(Calc *k, size_t unit, const bool *has_children)
{
    const CriteriaSet *set = k->set;
    UnitResult *u = &k->s->units[unit];
    const ScoreCell *row = cell(k, unit, 0);

    for (size_t i = 0; i < set->n; i++) {
        bool beside = set->v[i].source == SOURCE_BONUS || set->v[i].source == SOURCE_PENALTY;

        if (!has_children[i]) {
            u->missing += row[i].state == CELL_MISSING && !beside;
            u->refused += row[i].state == CELL_REFUSED;
        }
        if (set->v[i].parent >= 0)
            continue;
        if (set->v[i].source == SOURCE_PENALTY) {
            u->points = dec_sub(u->points, row[i].points);
            continue;
        }
        u->points = dec_add(u->points, row[i].points);
        if (!beside && !(set->rescale_missing && row[i].state == CELL_MISSING))
            u->max = dec_add(u->max, row[i].max);
    }
    u->points = dec_max(u->points, (Dec){ 0 });         /* penalties do not go below nothing */
    if (u->max.v > 0 && !dec_mul_div(u->points, DEC(100), u->max, &u->percent))
        u->percent = (Dec){ 0 };
    u->shown_points = score_shown(set, u->points);
    u->shown_percent = score_shown(set, u->percent);
    u->grade = -1;
    for (size_t g = 0; g < k->s->n_grades; g++)
        if (u->percent.v >= k->s->grades[g].from.v) {
            u->grade = (int32_t)g;
            break;
        }
    if (k->in->units[unit].last_percent.has)
        u->change = (OptDec){ true, dec_sub(u->percent, k->in->units[unit].last_percent.d) };
}

Dec score_shown(const CriteriaSet *set, Dec d)
{
    return dec_round(d, set->decimals ? set->decimals : 2, set->rounding == SCORE_TRUNCATE ? ROUND_TRUNCATE : ROUND_HALF_UP);
}

/* Ranks: on the exact fractions points / max, for two percents may differ behind the eighth decimal. */

typedef struct Key {
    int64_t percent;            /* rounding keeps the order: only equal ones need the fractions */
    Dec points, max;            /* max > 0 */
    int32_t unit;
} Key;

static Key key_of(Dec percent, Dec points, Dec max, int32_t unit)
{
    return (Key){ percent.v, max.v > 0 ? points : percent, max.v > 0 ? max : (Dec){ 1 }, unit };
}

static int compare_keys(const Key *a, const Key *b)
{
    __int128 x, y;

    if (a->percent != b->percent)
        return a->percent > b->percent ? -1 : 1;
    x = (__int128)a->points.v * b->max.v;
    y = (__int128)b->points.v * a->max.v;
    return x > y ? -1 : x < y;
}

static int by_percent(const void *x, const void *y)
{
    const Key *a = x, *b = y;
    int d = compare_keys(a, b);

    return d ? d : a->unit - b->unit;
}

static int32_t rank_at(const Key *v, size_t i, int32_t before, TiePolicy ties)
{
    if (i && compare_keys(&v[i], &v[i - 1]) == 0)
        return before;
    return ties == TIES_112 ? before + 1 : (int32_t)i + 1;
}

static void rank_group(Calc *k, int32_t group, Key *v)
{
    GroupResult *g = &k->s->groups[group];
    int32_t *order, rank = 0;
    __int128 sum = 0;

    order = k->members + k->first_member[group];
    g->n = k->first_member[group + 1] - k->first_member[group];
    if (g->n == 0)
        return;
    for (size_t i = 0; i < g->n; i++) {
        const UnitResult *u = &k->s->units[order[i]];

        v[i] = key_of(u->percent, u->points, u->max, order[i]);
    }
    qsort(v, g->n, sizeof *v, by_percent);
    g->order = order;
    for (size_t i = 0; i < g->n; i++) {
        UnitResult *u = &k->s->units[v[i].unit];
        int32_t last = k->in->units[v[i].unit].last_rank;

        u->rank = rank = rank_at(v, i, rank, k->set->ties);
        u->has_rank_change = last > 0;
        u->rank_up = last > 0 ? last - rank : 0;
        order[i] = v[i].unit;
        sum += v[i].percent;
    }
    g->mean.v = (int64_t)((sum * 2 + (__int128)g->n) / ((__int128)g->n * 2));   /* percents are not negative */
    g->highest.v = v[0].percent;
    g->lowest.v = v[g->n - 1].percent;
    g->spread = dec_sub(g->highest, g->lowest);
    for (size_t i = 0; i < g->n; i++)
        g->above_mean += (__int128)v[i].percent * (__int128)g->n > sum;
}

static void rank_field(Calc *k, int32_t group, size_t criterion, Key *v)
{
    const GroupResult *g = &k->s->groups[group];
    int32_t rank = 0;
    size_t n = 0;
    bool same = true;

    for (size_t i = 1; i < g->n && same; i++)
        same = cell(k, (size_t)g->order[i], criterion)->max.v == cell(k, (size_t)g->order[0], criterion)->max.v;
    for (size_t i = 0; i < g->n; i++) {
        const ScoreCell *c = cell(k, (size_t)g->order[i], criterion);
        Dec p = { 0 };

        if (c->state == CELL_NA && c->max.v == 0)
            continue;
        if (c->max.v > 0 && !same)
            (void)dec_mul_div(c->points, DEC(100), c->max, &p);     /* points never exceed what fits */
        else
            p = c->points;                              /* out of the same maximum points are enough */
        v[n++] = key_of(p, c->points, same ? (Dec){ 0 } : c->max, g->order[i]);
    }
    qsort(v, n, sizeof *v, by_percent);
    for (size_t i = 0; i < n; i++)
        cell(k, (size_t)v[i].unit, criterion)->rank = rank = rank_at(v, i, rank, k->set->ties);
}

/* Preparation */

static Err check_input(const CriteriaSet *set, const ScoreInput *in, Answer *why)
{
    for (size_t i = 0; i < set->n; i++)
        if (set->v[i].parent >= (int32_t)i)
            return answer(why, E_INVALID, T("Tiêu chí %.*s đứng trước tiêu chí cha; hãy xếp cha trước con."), SV(set->v[i].code));
    for (size_t u = 0; in->direct && u < in->n_units; u++)
        for (size_t i = 0; i < set->n; i++) {
            OptDec d = in->direct[u * set->n + i];

            if (d.has && (d.d.v < 0 || d.d.v > set->v[i].max.v)) {
                SCRATCH(tmp);
                return answer(why, E_INVALID, T("Điểm %.*s của đơn vị %.*s ở tiêu chí %.*s nằm ngoài khung từ 0 đến %.*s; hãy sửa điểm."),
                    SV(dec_exact(&tmp, d.d, NUM_VI)), SV(in->units[u].code), SV(set->v[i].code), SV(dec_exact(&tmp, set->v[i].max, NUM_VI)));
            }
        }
    return OK;
}

static void prepare(Calc *k)
{
    size_t n = k->in->n_units;

    k->column = NEW(k->a, int32_t, k->set->n + 1);
    for (size_t i = 0; i < k->set->n; i++)
        k->column[i] = find_column(k, k->set->v[i].fact.n ? k->set->v[i].fact : k->set->v[i].code);
    k->first_child = NEW(k->a, int32_t, n + 1);
    k->next_child = NEW(k->a, int32_t, n + 1);
    for (size_t u = 0; u < n; u++)
        k->first_child[u] = -1;
    for (size_t u = n; u-- > 0;) {
        int32_t p = k->in->units[u].parent;

        k->next_child[u] = -1;
        if (p >= 0 && (size_t)p < n && (size_t)p != u) {
            k->next_child[u] = k->first_child[p];
            k->first_child[p] = (int32_t)u;
        }
    }
}

/* The best value of each fact that a rule compares with, per group; ranked and unranked units alike give it. */
static void find_peaks(Calc *k)
{
    size_t nf = k->in->n_facts;
    bool *wanted = NEW(k->a, bool, nf + 1);

    for (size_t i = 0; i < k->set->n; i++) {
        RuleFacts f;

        if (!k->set->v[i].rule)
            continue;
        f = rule_facts(&k->scratch, k->set->v[i].rule);
        if (!f.peers)
            continue;
        k->any_peers = true;
        if (k->column[i] >= 0)
            wanted[k->column[i]] = true;
        for (size_t c = 0; c < f.n; c++)
            if (find_column(k, f.v[c]) >= 0)
                wanted[find_column(k, f.v[c])] = true;
    }
    k->peaks = NEW(k->a, OptDec, k->any_peers ? k->in->n_groups * nf + 1 : 1);
    for (size_t f = 0; f < nf; f++)
        for (size_t u = 0; wanted[f] && u < k->in->n_units; u++) {
            const Value *v = &fact_of(k, u, (int32_t)f)->value;
            OptDec *p = &k->peaks[(size_t)k->in->units[u].group * nf + f];

            if ((v->kind == VALUE_NUMBER || v->kind == VALUE_PERCENT) && (!p->has || v->num.v > p->d.v))
                *p = (OptDec){ true, v->num };
        }
}

static Calc calc_of(Arena *a, const CriteriaSet *set, const ScoreInput *in, ScoreSheet *s)
{
    Calc k = { .set = set, .in = in, .s = s, .a = a };

    prepare(&k);
    find_peaks(&k);
    return k;
}

static bool in_group(const Calc *k, size_t u)
{
    const ScoreUnit *x = &k->in->units[u];

    return !x->unranked && x->group >= 0 && (size_t)x->group < k->in->n_groups;
}

/* Units by group, so that each group is ranked by itself. */
static void find_members(Calc *k, Arena *tmp)
{
    size_t ng = k->in->n_groups, at = 0;
    size_t *next = NEW(tmp, size_t, ng + 1);

    k->first_member = NEW(k->a, size_t, ng + 2);
    k->members = NEW(k->a, int32_t, k->in->n_units + 1);
    for (size_t u = 0; u < k->in->n_units; u++)
        if (in_group(k, u))
            next[k->in->units[u].group]++;
    for (size_t g = 0; g < ng; g++) {
        k->first_member[g] = at;
        at += next[g];
        next[g] = k->first_member[g];
    }
    k->first_member[ng] = at;
    for (size_t u = 0; u < k->in->n_units; u++)
        if (in_group(k, u))
            k->members[next[k->in->units[u].group]++] = (int32_t)u;
}

static void find_leaves(Calc *k)
{
    const CriteriaSet *set = k->set;

    k->has_children = NEW(k->a, bool, set->n + 1);
    k->leaves = NEW(k->a, Leaf, set->n + 1);
    for (size_t i = 0; i < set->n; i++)
        if (set->v[i].parent >= 0)
            k->has_children[set->v[i].parent] = true;
    for (size_t i = 0; i < set->n; i++)
        if (!k->has_children[i])
            k->leaves[k->n_leaves++] = (Leaf){ .rule = set->v[i].rule, .max = set->v[i].max, .criterion = (int32_t)i,
                .column = k->column[i], .penalty = set->v[i].source == SOURCE_PENALTY };
}

/* Work in pieces: units first, then groups; a piece has its own Calc and writes only the cells of its units. */
typedef struct Work {
    const Calc *calc;
    Key *keys;                  /* one slice for each group */
    size_t pieces;
} Work;

static void some_units(void *all, size_t piece)
{
    const Work *w = all;
    Calc k = *w->calc;
    size_t from = k.in->n_units * piece / w->pieces, to = k.in->n_units * (piece + 1) / w->pieces;

    k.scratch = (Arena){ 0 };
    for (size_t u = from; u < to; u++) {
        for (size_t i = k.n_leaves; i-- > 0;)
            leaf(&k, u, &k.leaves[i]);
        roll_up(&k, u, k.has_children);
        total(&k, u, k.has_children);
        if (k.scratch.used > 1 << 20)
            arena_end(&k.scratch);                      /* refusals of one unit are not kept */
    }
    arena_end(&k.scratch);
}

static void some_groups(void *all, size_t piece)
{
    const Work *w = all;
    Calc k = *w->calc;

    for (size_t g = piece; g < k.in->n_groups; g += w->pieces) {
        Key *keys = w->keys + k.first_member[g];        /* as many as the group has units */

        rank_group(&k, (int32_t)g, keys);
        for (size_t i = 0; i < k.set->n; i++)
            if (k.set->v[i].parent < 0)
                rank_field(&k, (int32_t)g, i, keys);
    }
}

Err score_compute(ScoreSheet **out, Arena *a, const CriteriaSet *set, const ScoreInput *in, Answer *why)
{
    ScoreSheet *s = NEW(a, ScoreSheet, 1);
    SCRATCH(tmp);
    Calc k;
    Work w = { .calc = &k };

    TRY(check_input(set, in, why));
    s->set = set;
    s->in = in;
    s->grades = set->grades ? set->grades : usual_grades;
    s->n_grades = set->grades ? set->n_grades : COUNT(usual_grades);
    s->cells = NEW(a, ScoreCell, in->n_units * set->n + 1);
    s->units = NEW(a, UnitResult, in->n_units + 1);
    s->groups = NEW(a, GroupResult, in->n_groups + 1);
    k = calc_of(a, set, in, s);
    find_leaves(&k);
    find_members(&k, &tmp);
    w.pieces = in->n_units * set->n < FEW_CELLS ? 1 : parallel_processors() < 8 ? parallel_processors() : 8;
    w.keys = NEW(&tmp, Key, in->n_units + 1);
    parallel(w.pieces, some_units, &w);
    parallel(w.pieces, some_groups, &w);
    arena_end(&k.scratch);
    *out = s;
    return OK;
}

/* Explanation */

static void explain_parts(Explain *out, Arena *a, const ScoreSheet *s, size_t unit, size_t criterion)
{
    const CriteriaSet *set = s->set;
    VEC(ExplainPart) parts = { 0 };

    for (size_t i = criterion + 1; i < set->n; i++) {
        const ScoreCell *c = &s->cells[unit * set->n + i];
        Dec p = c->points;

        if (set->v[i].parent != (int32_t)criterion)
            continue;
        if (set->v[i].source == SOURCE_PENALTY && set->v[criterion].source != SOURCE_PENALTY)
            p = dec_neg(p);
        *vec_add(a, &parts) = (ExplainPart){ .criterion = i, .points = p, .max = c->max, .state = (CellState)c->state };
    }
    out->parts = parts.v;
    out->n_parts = parts.n;
    for (size_t i = 0; i < parts.n; i++)
        out->cut = dec_add(out->cut, parts.v[i].points);
    out->cut = parts.n ? dec_sub(out->cut, out->points) : (Dec){ 0 };
}

static Str leaf_sentence(Arena *a, const Explain *e, Lang lang)
{
    NumStyle style = lang == LANG_EN ? NUM_PLAIN : NUM_VI;
    Buf b = { .arena = a };

    if (e->state == CELL_MISSING)
        return str_of(tr(lang, T("Chưa có số liệu nên chưa có điểm.")));
    if (e->state == CELL_NA)
        return str_of(tr(lang, e->criterion->na == NA_OUT ? T("Không áp dụng cho đơn vị: không tính vào điểm tối đa.")
                : e->criterion->na == NA_FULL ? T("Không áp dụng cho đơn vị: được điểm tối đa.") : T("Không áp dụng cho đơn vị: 0 điểm.")));
    if (e->direct) {
        buf_fmt(&b, tr(lang, T("Điểm nhập trực tiếp: %.*s/%.*s.")), SV(dec_exact(a, e->points, style)), SV(dec_exact(a, e->max, style)));
        return buf_str(&b);
    }
    for (size_t i = 0; i < e->rule.n_used; i++) {
        const RuleUsed *u = &e->rule.used[i];

        buf_fmt(&b, "%.*s = %.*s", SV(u->code), SV(value_words(a, &u->value, lang)));
        if (u->source.n)
            buf_fmt(&b, " (%.*s)", SV(u->source));
        buf_lit(&b, "; ");
    }
    if (e->rule.band.n)
        buf_fmt(&b, "%.*s: ", SV(e->rule.band));
    buf_add(&b, e->rule.arithmetic);
    return buf_str(&b);
}

static Err explain_leaf(Explain *out, Arena *a, Calc *k, size_t unit, size_t i, Lang lang)
{
    const Criterion *c = &k->set->v[i];
    Answer said = { .arena = a, .lang = lang };
    RuleInput in;

    if (k->in->direct && k->in->direct[unit * k->set->n + i].has) {
        out->direct = true;
        if (k->in->direct_source)
            out->source = k->in->direct_source[unit * k->set->n + i];
    } else if (c->rule) {
        in = rule_input(k, unit, i);
        in.trace = true;
        in.lang = lang;
        if (rule_eval(&out->rule, a, c->rule, &in, &said) != OK) {
            out->text = said.text;
            return OK;
        }
    }
    out->text = leaf_sentence(a, out, lang);
    return OK;
}

Err score_explain(Explain *out, Arena *a, const ScoreSheet *s, size_t unit, size_t criterion, Lang lang, Answer *why)
{
    const ScoreCell *c;
    Calc k;

    *out = (Explain){ 0 };
    if (unit >= s->in->n_units || criterion >= s->set->n)
        return answer(why, E_NOT_FOUND, T("Không có đơn vị hoặc tiêu chí này trong bảng điểm; hãy chọn lại."));
    c = &s->cells[unit * s->set->n + criterion];
    out->criterion = &s->set->v[criterion];
    out->points = c->points;
    out->max = c->max;
    out->state = (CellState)c->state;
    if (out->criterion->rule) {
        out->canonical = rule_canonical(a, out->criterion->rule);
        out->plain = rule_plain(a, out->criterion->rule, lang);
    }
    explain_parts(out, a, s, unit, criterion);
    if (out->n_parts) {
        out->text = str_of(tr(lang, T("Tổng điểm của các tiêu chí con.")));
        return OK;
    }
    k = calc_of(a, s->set, s->in, (ScoreSheet *)(uintptr_t)s);
    TRY(explain_leaf(out, a, &k, unit, criterion, lang));
    arena_end(&k.scratch);
    return OK;
}
