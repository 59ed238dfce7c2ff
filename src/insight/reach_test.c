#include "base/test.h"
#include "insight/reach.h"

static uint64_t next(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

/* The best subset by trying all: least effort, then fewer, then smaller codes. Codes rise with the index. */
static uint32_t brute(const ReachItem *v, size_t n, Dec need, bool *possible)
{
    uint32_t best = 0;
    int64_t best_effort = 0;

    *possible = false;
    for (uint32_t set = 0; set < 1u << n; set++) {
        int64_t points = 0, effort = 0;
        bool better;

        for (size_t i = 0; i < n; i++)
            if (set >> i & 1) {
                points += v[i].points.v;
                effort += v[i].effort.v;
            }
        if (points < need.v)
            continue;
        better = !*possible || effort < best_effort;
        if (!better && effort == best_effort) {
            int a = __builtin_popcount(set), b = __builtin_popcount(best);
            uint32_t low = (set ^ best) & -(set ^ best);

            better = a < b || (a == b && (set & low));
        }
        if (better) {
            *possible = true;
            best = set;
            best_effort = effort;
        }
    }
    return best;
}

TEST(reach_brute_force, "the cheapest choice is the best of all subsets, ties included")
{
    static const char *const codes[] = { "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "4.1", "5.1", "6.1", "7.1" };
    uint64_t seed = 77;

    for (int round = 0; round < 400; round++) {
        Answer why = { .arena = t->arena };
        ReachItem v[COUNT(codes)], mixed[COUNT(codes)];
        size_t n = 1 + (size_t)(next(&seed) % COUNT(codes));
        int64_t step = round % 2 ? DEC_ONE / 4 : 12345677, all = 0;
        Dec need;
        Reach r;
        bool possible;
        uint32_t best;
        size_t k = 0;

        for (size_t i = 0; i < n; i++) {
            v[i] = (ReachItem){ str_of(codes[i]), { (int64_t)(1 + next(&seed) % 6) * step },
                                { (int64_t)(next(&seed) % (round % 3 ? 5 : 1000)) * DEC_ONE } };
            all += v[i].points.v;
        }
        need.v = (int64_t)(next(&seed) % (uint64_t)(all + step)) + 1;
        for (size_t i = 0; i < n; i++)
            mixed[i] = v[(i * 7 + 3) % n == i ? i : n - 1 - i];
        best = brute(v, n, need, &possible);
        CHECK_OK(reach_cheapest(&r, t->arena, need, mixed, n, &why));
        CHECK_INT(r.possible, possible);
        if (!possible)
            continue;
        CHECK_INT(r.n, __builtin_popcount(best));
        for (size_t i = 0; i < n; i++)
            if (best >> i & 1)
                CHECK(str_eq(r.items[k++]->code, v[i].code));
        CHECK(dec_cmp(r.gain, need) >= 0);
    }
}

TEST(reach_many_items, "a hundred lost points with odd amounts and efforts are solved exactly in reasonable time")
{
    Answer why = { .arena = t->arena };
    ReachItem v[100];
    uint64_t seed = 5;
    Dec need = { 0 };
    Reach r;

    for (size_t i = 0; i < COUNT(v); i++) {
        v[i] = (ReachItem){ str_fmt(t->arena, "%03zu", i), { (int64_t)(next(&seed) % 99999999) + 1 },
                            { (int64_t)(next(&seed) % 100000) * 1000000 } };
        need.v += v[i].points.v / 2;
    }
    CHECK_OK(reach_cheapest(&r, t->arena, need, v, COUNT(v), &why));
    CHECK(r.possible && r.n > 10 && r.n < 100);
    CHECK(dec_cmp(r.gain, need) >= 0);
}

TEST(reach_ranks, "rank N means at most N-1 units strictly higher; a rank already held needs nothing")
{
    const Dec others[] = { DEC(80), DEC(95), DEC(90), DEC(90) };

    CHECK_DEC(reach_need_rank(DEC(85), others, 4, 1), "10");
    CHECK_DEC(reach_need_rank(DEC(85), others, 4, 2), "5");         /* equal to 90: only 95 is higher */
    CHECK_DEC(reach_need_rank(DEC(85), others, 4, 3), "5");
    CHECK_DEC(reach_need_rank(DEC(85), others, 4, 4), "0");
    CHECK_DEC(reach_need_rank(DEC(85), others, 4, 9), "0");
    CHECK_DEC(reach_need_total(DEC(88.5), DEC(90)), "1.5");
}

TEST(reach_nothing, "nothing is chosen when nothing is needed, and the impossible is said to be so")
{
    Answer why = { .arena = t->arena };
    ReachItem v[] = { { S("1"), DEC(0.5), DEC(0) }, { S("2"), DEC(1), DEC(3) } };
    Reach r;

    CHECK_OK(reach_cheapest(&r, t->arena, DEC(0), v, 2, &why));
    CHECK(r.possible && r.n == 0 && dec_is_zero(r.gain));
    CHECK_OK(reach_cheapest(&r, t->arena, DEC(1.5), v, 2, &why));
    CHECK_INT(r.n, 2);
    CHECK_OK(reach_cheapest(&r, t->arena, DEC(1.51), v, 2, &why));
    CHECK(!r.possible);
    CHECK_DEC(reach_effort(9, 0), "10");
    CHECK_DEC(reach_effort(9, 9), "1");
}
