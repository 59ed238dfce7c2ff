#include "insight/reach.h"

#include <assert.h>
#include <stdlib.h>

enum { WORDS = REACH_ITEMS_MAX / 64, STATES_MAX = 2000000 };

/* A partial choice. Bit i of `set` is the item with the i-th code. */
typedef struct State {
    int64_t points;             /* capped at what is needed: more is worth no more */
    int64_t effort;
    int32_t count;
    uint64_t set[WORDS];
} State;

typedef VEC(State) States;

typedef struct Search {
    const ReachItem **by_code;
    size_t *order;              /* items by points per effort, the best first: index into by_code */
    size_t n;
    int64_t need;
    int64_t best;               /* effort of the best complete choice found so far */
} Search;

Dec reach_need_total(Dec own, Dec total)
{
    return dec_cmp(own, total) >= 0 ? DEC(0) : dec_sub(total, own);
}

static int falling(const void *a, const void *b)
{
    return -dec_cmp(*(const Dec *)a, *(const Dec *)b);
}

Dec reach_need_rank(Dec own, const Dec *others, size_t n, size_t rank)
{
    SCRATCH(tmp);
    Dec *v;

    assert(rank >= 1);
    if (rank > n)
        return DEC(0);
    v = NEW(&tmp, Dec, n);
    memcpy(v, others, n * sizeof *v);
    qsort(v, n, sizeof *v, falling);
    return reach_need_total(own, v[rank - 1]);
}

Dec reach_effort(int64_t peers, int64_t full)
{
    Dec e;
    bool fits;

    assert(full >= 0 && full <= peers);
    fits = dec_div(dec_int(peers + 1), dec_int(full + 1), &e);
    assert(fits);
    return dec_round(e, 2, ROUND_HALF_UP);
}

/* (effort, number, codes): for sets of one size the smaller list of codes is the one that has the lowest differing bit. */
static int compare(const State *a, const State *b)
{
    if (a->effort != b->effort)
        return a->effort < b->effort ? -1 : 1;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (size_t w = 0; w < WORDS; w++) {
        uint64_t differ = a->set[w] ^ b->set[w];

        if (differ)
            return a->set[w] & (differ & -differ) ? -1 : 1;
    }
    return 0;
}

/* The least effort that could still complete a state, taking the rest in fractions; rounded down. */
static int64_t bound(const Search *s, const State *st, size_t next)
{
    int64_t left = s->need - st->points, effort = st->effort;

    for (size_t k = next; left > 0; k++) {
        const ReachItem *it;

        if (k == s->n)
            return INT64_MAX;
        it = s->by_code[s->order[k]];
        if (it->points.v > left)
            return effort + (int64_t)((__int128)it->effort.v * left / it->points.v);
        left -= it->points.v;
        effort += it->effort.v;
    }
    return effort;
}

/* A complete choice at hand: items in order of worth until it suffices, then without those that are not needed. */
static int64_t greedy(const Search *s)
{
    int64_t points = 0, effort = 0;
    size_t k = 0;

    for (; points < s->need; k++) {
        points += s->by_code[s->order[k]]->points.v;
        effort += s->by_code[s->order[k]]->effort.v;
    }
    while (k-- > 0) {
        const ReachItem *it = s->by_code[s->order[k]];

        if (points - it->points.v >= s->need) {
            points -= it->points.v;
            effort -= it->effort.v;
        }
    }
    return effort;
}

/* Adding one item keeps the order of compare(), so with and without it merge in one pass. */
static void keep(const Search *s, States *to, const State *st, size_t next, int64_t *most, Arena *a)
{
    if (st->points <= *most || bound(s, st, next) > s->best)
        return;
    *most = st->points;
    *vec_add(a, to) = *st;
}

static State with_item(const Search *s, const State *from, size_t item)
{
    State st = *from;

    st.points += s->by_code[item]->points.v;
    if (st.points > s->need)
        st.points = s->need;
    st.effort += s->by_code[item]->effort.v;
    st.count++;
    st.set[item / 64] |= (uint64_t)1 << item % 64;
    return st;
}

static void extend(const Search *s, const States *from, States *to, size_t k, Arena *a)
{
    size_t i = 0, j = 0;
    int64_t most = -1;

    while (i < from->n || j < from->n) {
        State st;

        if (j == from->n) {
            keep(s, to, &from->v[i++], k + 1, &most, a);
            continue;
        }
        st = with_item(s, &from->v[j], s->order[k]);
        if (i < from->n && compare(&from->v[i], &st) <= 0) {
            keep(s, to, &from->v[i++], k + 1, &most, a);
        } else {
            keep(s, to, &st, k + 1, &most, a);
            j++;
        }
    }
}

static int by_code(const void *a, const void *b)
{
    const ReachItem *const *x = a, *const *y = b;

    return str_cmp((*x)->code, (*y)->code);
}

static int by_worth(const void *a, const void *b, void *arg)
{
    const Search *s = arg;
    const ReachItem *x = s->by_code[*(const size_t *)a], *y = s->by_code[*(const size_t *)b];
    __int128 left = (__int128)x->points.v * y->effort.v, right = (__int128)y->points.v * x->effort.v;

    return left > right ? -1 : left < right;
}

static Err search(const Search *s, Arena *a, States *out, Answer *why)
{
    Arena turns[2] = { 0 };
    States now = { 0 }, then;
    Err e = OK;

    (void)vec_add(&turns[0], &now);
    for (size_t k = 0; k < s->n && e == OK; k++) {
        Arena *to = &turns[(k + 1) % 2];

        arena_end(to);
        then = (States){ 0 };
        extend(s, &now, &then, k, to);
        now = then;
        if (now.n > STATES_MAX)
            e = answer(why, E_LIMIT,
                       T("Có quá nhiều cách chọn gần như nhau; hãy bớt tiêu chí hoặc làm tròn công sức rồi tính lại."));
    }
    for (size_t i = 0; i < now.n && e == OK; i++)
        *vec_add(a, out) = now.v[i];
    arena_end(&turns[0]);
    arena_end(&turns[1]);
    return e;
}

static void fill(Reach *out, Arena *a, const Search *s, const State *st)
{
    out->items = NEW(a, const ReachItem *, st->count);
    for (size_t i = 0; i < s->n; i++)
        if (st->set[i / 64] >> i % 64 & 1) {
            out->items[out->n++] = s->by_code[i];
            out->gain = dec_add(out->gain, s->by_code[i]->points);
            out->effort = dec_add(out->effort, s->by_code[i]->effort);
        }
}

Err reach_cheapest(Reach *out, Arena *a, Dec need, const ReachItem *items, size_t n, Answer *why)
{
    Search s = { .n = n, .need = need.v };
    States end = { 0 };
    int64_t all = 0;

    *out = (Reach){ .possible = true };
    if (need.v <= 0)
        return OK;
    if (n > REACH_ITEMS_MAX)
        return answer(why, E_LIMIT, T("Có %zu điểm mất, nhiều hơn mức tính được (%d); hãy chọn bớt tiêu chí."), n,
                      REACH_ITEMS_MAX);
    s.by_code = NEW(a, const ReachItem *, n);
    s.order = NEW(a, size_t, n);
    for (size_t i = 0; i < n; i++) {
        assert(items[i].points.v > 0 && items[i].effort.v >= 0);
        s.by_code[i] = &items[i];
        s.order[i] = i;
        all += items[i].points.v;
    }
    out->possible = all >= need.v;
    if (!out->possible)
        return OK;
    qsort(s.by_code, n, sizeof *s.by_code, by_code);
    qsort_r(s.order, n, sizeof *s.order, by_worth, &s);
    s.best = greedy(&s);
    TRY(search(&s, a, &end, why));
    for (size_t i = 0; i < end.n; i++)
        if (end.v[i].points == need.v) {                /* in order of compare(): the first complete one is the answer */
            fill(out, a, &s, &end.v[i]);
            return OK;
        }
    assert(!"a choice exists, so the search must end with one");
    return OK;
}
