#include "base/test.h"
#include "core/score.h"

static const Rule *rule(TestRun *t, const char *text, Dec max)
{
    Answer why = { .arena = t->arena };
    const Rule *r;

    CHECK_OK(rule_parse(&r, t->arena, str_of(text), max, &why));
    return r;
}

static ScoreSheet *compute(TestRun *t, const CriteriaSet *set, const ScoreInput *in)
{
    Answer why = { .arena = t->arena };
    ScoreSheet *s;

    CHECK_OK(score_compute(&s, t->arena, set, in, &why));
    return s;
}

/* An Lao 2021: eight fields; what the report names as lost, and one leaf per field for what was not lost. */
typedef struct Leaf {
    const char *code;
    int32_t parent;
    double max;
    const char *rule, *value;   /* rule NULL: value is direct points */
} Leaf;

#define KEPT(code, parent, max) { code, parent, max, "Có: điểm tối đa; không: 0", "có" }
static const Leaf an_lao[] = {
    { "1", -1, 10, 0, 0 }, { "2", -1, 5, 0, 0 }, { "3", -1, 10, 0, 0 }, { "4", -1, 7, 0, 0 }, { "5", -1, 11, 0, 0 },
    { "6", -1, 5, 0, 0 }, { "7", -1, 12, 0, 0 }, { "8", -1, 40, 0, 0 },
    { "1.1", 0, 0.5, "tỷ lệ % x điểm tối đa", "50%" },
    { "1.2", 0, 0.5, "Có tổ chức đối thoại: 0,5 điểm; không tổ chức: 0 điểm", "không" },
    KEPT("1.3", 0, 9),
    KEPT("2.1", 1, 5),
    { "3.1", 2, 2, "Có: 2; không: 0", "không" },
    { "3.2", 2, 1.5, "Mỗi tồn tại trừ 0,5 điểm", "2" },
    { "3.3", 2, 3, 0, "2.99" },
    { "3.4", 2, 3.5, "Không phát sinh: điểm tối đa; 100%: điểm tối đa; dưới 100%: 0", "không phát sinh" },
    { "4.1", 3, 1, "Mỗi đơn vị vi phạm trừ 0,5 điểm", "1" }, KEPT("4.2", 3, 6),
    { "5.1", 4, 1, "100%: 1 điểm; dưới 100%: 0,5 điểm", "99%" }, KEPT("5.2", 4, 10),
    { "6.1", 5, 1, "Đầy đủ: 1; không đầy đủ: 0", "không" },
    { "6.2", 5, 1, "Đúng hạn: 1; trễ hạn: 0,5; không có: 0", "trễ hạn" },
    { "6.3", 5, 1, "Mỗi phần mềm chưa dùng trừ 0,5 điểm", "1" }, KEPT("6.4", 5, 2),
    { "7.1", 6, 1, "Từ 95% trở lên: 1; từ 90% đến dưới 95%: 0,5; dưới 90%: 0", "92%" },
    { "7.2", 6, 1, "Từ 80%: 1; từ 50% đến dưới 80%: 0,5; dưới 50%: 0", "45%" },
    { "7.3", 6, 1, "Từ 35% trở lên: 1; dưới 35%: 0", "20%" },
    { "7.4", 6, 0.5, "Từ 50% trở lên: 0,5 điểm; dưới 50%: tỷ lệ/50% x 0,5", "18%" },
    KEPT("7.5", 6, 8.5),
    { "8.1", 7, 30, 0, "26.21" }, { "8.2", 7, 10, 0, "7.68" },
};
enum { AN_LAO = COUNT(an_lao) };

static ScoreSheet *given_an_lao(TestRun *t, const char *survey)
{
    Criterion *v = NEW(t->arena, Criterion, AN_LAO);
    Str *codes = NEW(t->arena, Str, AN_LAO);
    ScoreFact *facts = NEW(t->arena, ScoreFact, AN_LAO);
    OptDec *direct = NEW(t->arena, OptDec, AN_LAO);
    CriteriaSet *set = NEW(t->arena, CriteriaSet, 1);
    ScoreInput *in = NEW(t->arena, ScoreInput, 1);
    ScoreUnit *unit = NEW(t->arena, ScoreUnit, 1);
    Answer why = { .arena = t->arena };

    for (size_t i = 0; i < AN_LAO; i++) {
        const Leaf *l = &an_lao[i];
        const char *text = survey && str_eq(str_of(l->code), S("8.1")) ? "Chỉ số hài lòng x 30" : l->rule;

        v[i] = (Criterion){ .code = str_of(l->code), .parent = l->parent, .max = DEC(l->max) };
        codes[i] = v[i].code;
        if (text)
            v[i].rule = rule(t, text, v[i].max);
        if (text)
            CHECK_OK(value_parse(&facts[i].value, t->arena, str_of(text == l->rule ? l->value : survey), 0, &why));
        else if (l->value)
            direct[i].has = dec_parse_plain(&direct[i].d, str_of(l->value));
    }
    *unit = (ScoreUnit){ .code = S("an-lao"), .parent = -1 };
    *set = (CriteriaSet){ .v = v, .n = AN_LAO };
    *in = (ScoreInput){ .units = unit, .n_units = 1, .n_groups = 1, .fact_codes = codes, .n_facts = AN_LAO, .facts = facts, .direct = direct };
    return compute(t, set, in);
}

TEST(score_an_lao, "the 2021 report of An Lao comes out: every field, the total, the loss of postal dossiers by rule")
{
    static const char *const want[] = { "9.25", "5", "6.99", "6.5", "10.5", "3", "9.18", "33.89" };
    ScoreSheet *s = given_an_lao(t, NULL);

    for (size_t i = 0; i < COUNT(want); i++)
        CHECK_DEC(s->cells[i].points, want[i]);
    CHECK_DEC(s->units[0].points, "84.31");
    CHECK_DEC(s->units[0].max, "100");
    CHECK_DEC(s->units[0].percent, "84.31");
    CHECK_STR(s->grades[s->units[0].grade].name, "Tốt");
    for (size_t i = 0; i < AN_LAO; i++)
        if (str_eq(s->set->v[i].code, S("7.4")))
            CHECK_DEC(s->cells[i].points, "0.18");
}

TEST(score_survey_unrounded, "a survey index of 87.36% times 30 enters the total as 26.208, not as the printed 26.21")
{
    ScoreSheet *s = given_an_lao(t, "87,36%");

    CHECK_DEC(s->units[0].points, "84.308");
    CHECK_DEC(s->units[0].shown_points, "84.31");
}

TEST(score_explain_adds_up, "the parts of every node add up to its points, and a leaf shows its arithmetic")
{
    ScoreSheet *s = given_an_lao(t, NULL);
    Answer why = { .arena = t->arena };

    for (size_t i = 0; i < AN_LAO; i++) {
        Explain e;
        Dec sum = { 0 };

        CHECK_OK(score_explain(&e, t->arena, s, 0, i, LANG_VI, &why));
        for (size_t k = 0; k < e.n_parts; k++)
            sum = dec_add(sum, e.parts[k].points);
        if (e.n_parts)
            CHECK_INT(dec_sub(sum, e.cut).v, e.points.v);
        CHECK(e.text.n > 0);
        if (str_eq(e.criterion->code, S("7.4"))) {
            CHECK_HAS(e.text, "18% / 50% × 0,5 = 0,18");
            CHECK_INT(e.rule.n_used, 1);
        }
    }
}

/* Two leaves of 50, direct points. */
typedef struct Small {
    CriteriaSet set;
    ScoreInput in;
    Criterion v[3];
    ScoreUnit units[8];
    OptDec direct[24];
} Small;

static Small *given_small(TestRun *t, const char *const points[][2], size_t n)
{
    Small *s = NEW(t->arena, Small, 1);

    s->v[0] = (Criterion){ .code = S("1"), .parent = -1, .max = DEC(100) };
    s->v[1] = (Criterion){ .code = S("1.1"), .parent = 0, .max = DEC(50) };
    s->v[2] = (Criterion){ .code = S("1.2"), .parent = 0, .max = DEC(50) };
    s->set = (CriteriaSet){ .v = s->v, .n = 3 };
    for (size_t u = 0; u < n; u++) {
        s->units[u] = (ScoreUnit){ .code = str_fmt(t->arena, "u%zu", u), .parent = -1 };
        for (size_t i = 0; i < 2; i++)
            s->direct[u * 3 + 1 + i].has = dec_parse_plain(&s->direct[u * 3 + 1 + i].d, str_of(points[u][i]));
    }
    s->in = (ScoreInput){ .units = s->units, .n_units = n, .n_groups = 1, .direct = s->direct };
    return s;
}

TEST(score_unrounded_total, "a total may differ by 0.01 from the sum of its printed parts and is right")
{
    static const char *const p[][2] = { { "40.004", "40.004" }, { "40.005", "40.005" } };
    Small *m = given_small(t, p, 2);
    ScoreSheet *s = compute(t, &m->set, &m->in);

    CHECK_DEC(score_shown(&m->set, s->cells[1].points), "40");
    CHECK_DEC(s->units[0].shown_points, "80.01");       /* 40.00 + 40.00 are printed beside it */
    CHECK_DEC(s->units[1].shown_points, "80.01");       /* 40.01 + 40.01 */
    CHECK_INT(s->units[1].rank, 1);
    CHECK_INT(s->units[0].rank, 2);
    m->set.rounding = SCORE_PER_CRITERION;
    s = compute(t, &m->set, &m->in);
    CHECK_DEC(s->units[0].points, "80");
    CHECK_DEC(s->units[1].points, "80.02");
    m->set.rounding = SCORE_TRUNCATE;
    s = compute(t, &m->set, &m->in);
    CHECK_DEC(s->units[0].shown_points, "80");
}

TEST(score_ties, "equal units share a rank; the next is 3 or, by setting, 2; an unranked unit has none")
{
    static const char *const p[][2] = { { "40", "40" }, { "41", "39" }, { "30", "30" }, { "50", "50" } };
    Small *m = given_small(t, p, 4);
    ScoreSheet *s;

    m->units[3].unranked = true;
    m->units[2].last_rank = 1;
    m->units[2].last_percent = (OptDec){ true, DEC(70) };
    s = compute(t, &m->set, &m->in);
    CHECK_INT(s->units[0].rank, 1);
    CHECK_INT(s->units[1].rank, 1);
    CHECK_INT(s->units[2].rank, 3);
    CHECK_INT(s->units[3].rank, 0);
    CHECK_DEC(s->units[3].percent, "100");
    CHECK_DEC(s->groups[0].mean, "73.33333333");
    CHECK_DEC(s->groups[0].spread, "20");
    CHECK_INT(s->groups[0].above_mean, 2);
    CHECK_INT(s->units[2].rank_up, -2);
    CHECK_DEC(s->units[2].change.d, "-10");
    CHECK(!s->units[0].has_rank_change && !s->units[0].change.has);
    m->set.ties = TIES_112;
    s = compute(t, &m->set, &m->in);
    CHECK_INT(s->units[2].rank, 2);
}

TEST(score_ranks_exact, "ranks compare the fractions themselves: percents that agree in eight decimals are not yet a tie")
{
    static const char *const p[][2] = { { "2500", "2500" }, { "2500", "2500.00000001" }, { "2500.00000001", "2500" } };
    Small *m = given_small(t, p, 3);
    ScoreSheet *s;

    m->v[0].max = DEC(10000);
    m->v[1].max = m->v[2].max = DEC(5000);
    s = compute(t, &m->set, &m->in);
    CHECK_INT(s->units[0].percent.v, s->units[1].percent.v);
    CHECK_INT(s->units[0].rank, 3);
    CHECK_INT(s->units[1].rank, 1);
    CHECK_INT(s->units[2].rank, 1);
    CHECK_INT(s->cells[1 * 3].rank, 1);
    CHECK_INT(s->cells[0].rank, 3);
}

TEST(score_direct_bounds, "direct points below zero or above the maximum are refused")
{
    static const char *const p[][2] = { { "50.01", "40" } };
    Small *m = given_small(t, p, 1);
    Answer why = { .arena = t->arena };
    ScoreSheet *s;

    CHECK_INT(score_compute(&s, t->arena, &m->set, &m->in, &why), E_INVALID);
    m->direct[1].d = DEC(-0.5);
    CHECK_INT(score_compute(&s, t->arena, &m->set, &m->in, &why), E_INVALID);
}

TEST(score_not_applicable, "what does not apply is full, zero or leaves the maximum, as the criterion says")
{
    static const char *const p[][2] = { { "25", "" } };
    static const NaPolicy policy[] = { NA_OUT, NA_FULL, NA_ZERO };
    static const char *const want[] = { "50", "75", "25" };
    ScoreFact facts[1] = { { .value = { .kind = VALUE_ANSWER, .ans = ANS_NA } } };
    Str codes[1] = { S("1.2") };

    for (size_t i = 0; i < 3; i++) {
        Small *m = given_small(t, p, 1);
        ScoreSheet *s;

        m->v[2].rule = rule(t, "Có: 50; không: 0", DEC(50));
        m->v[2].na = policy[i];
        m->in.facts = facts;
        m->in.fact_codes = codes;
        m->in.n_facts = 1;
        s = compute(t, &m->set, &m->in);
        CHECK_DEC(s->units[0].percent, want[i]);
    }
}

TEST(score_na_of_others, "a criterion that reads other figures does not apply either when it is told so")
{
    static const char *const p[][2] = { { "25", "" } };
    ScoreFact facts[1] = { { .value = { .kind = VALUE_ANSWER, .ans = ANS_NA } } };
    Str codes[1] = { S("1.2") };
    Small *m = given_small(t, p, 1);
    ScoreSheet *s;

    m->v[2].rule = rule(t, "share({1.2}, yes) * M", DEC(50));
    m->v[2].na = NA_OUT;
    m->in.facts = facts;
    m->in.fact_codes = codes;
    m->in.n_facts = 1;
    s = compute(t, &m->set, &m->in);
    CHECK_DEC(s->units[0].percent, "50");
    CHECK_INT(s->units[0].missing, 0);
}

TEST(score_peers, "a rule against the best peer is computed when all units are in")
{
    static const char *const p[][2] = { { "0", "" }, { "0", "" } };
    ScoreFact facts[2] = { { .value = { .kind = VALUE_PERCENT, .num = DEC(0.4) } }, { .value = { .kind = VALUE_PERCENT, .num = DEC(0.8) } } };
    Str codes[1] = { S("1.2") };
    Small *m = given_small(t, p, 2);
    ScoreSheet *s;

    m->v[2].rule = rule(t, "Tỷ lệ / tỷ lệ cao nhất x 50", DEC(50));
    m->in.facts = facts;
    m->in.fact_codes = codes;
    m->in.n_facts = 1;
    s = compute(t, &m->set, &m->in);
    CHECK_DEC(s->units[0].points, "25");
    CHECK_DEC(s->units[1].points, "50");
}

TEST(score_bonus_penalty, "bonus adds and penalty subtracts beside the maximum, each within its yearly cap")
{
    Criterion v[] = {
        { .code = S("1"), .parent = -1, .max = DEC(60) },
        { .code = S("T"), .parent = -1, .max = DEC(2), .source = SOURCE_BONUS, .rule = rule(t, "Mỗi sáng kiến được 0,5 điểm, tối đa 2 điểm", DEC(2)) },
        { .code = S("P"), .parent = -1, .max = DEC(2), .source = SOURCE_PENALTY, .rule = rule(t, "Mỗi vi phạm trừ 0,25 điểm, tối đa 2 điểm", DEC(2)) },
    };
    CriteriaSet set = { .v = v, .n = 3 };
    Str codes[] = { S("T"), S("P") };
    ScoreFact facts[] = { { .value = { .kind = VALUE_NUMBER, .num = DEC(9) } }, { .value = { .kind = VALUE_NUMBER, .num = DEC(3) } } };
    OptDec direct[3] = { { true, DEC(40) } };
    ScoreUnit unit = { .parent = -1 };
    ScoreInput in = { .units = &unit, .n_units = 1, .n_groups = 1, .fact_codes = codes, .n_facts = 2, .facts = facts, .direct = direct };
    ScoreSheet *s = compute(t, &set, &in);

    CHECK_DEC(s->units[0].points, "41.25");             /* 40 + 2 − 0.75 */
    CHECK_DEC(s->units[0].max, "60");
    CHECK_DEC(s->units[0].percent, "68.75");
}

static uint64_t shift(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    return *x ^= *x << 17;
}

TEST(score_order_free, "the order of units changes nothing, and sums are exact")
{
    static const char *const none[][2] = { { "0", "0" }, { "0", "0" }, { "0", "0" }, { "0", "0" }, { "0", "0" }, { "0", "0" } };
    uint64_t x = 2021;

    for (int turn = 0; turn < 200; turn++) {
        Small *m = given_small(t, none, 6), *back = given_small(t, none, 6);
        ScoreSheet *a, *b;

        for (size_t u = 0; u < 6; u++)
            for (size_t i = 1; i < 3; i++) {
                m->direct[u * 3 + i].d.v = (int64_t)(shift(&x) % 21) * 250000000;
                back->direct[(5 - u) * 3 + i] = m->direct[u * 3 + i];
            }
        a = compute(t, &m->set, &m->in);
        b = compute(t, &back->set, &back->in);
        for (size_t u = 0; u < 6; u++) {
            CHECK_INT(a->units[u].rank, b->units[5 - u].rank);
            CHECK_INT(a->units[u].points.v, a->cells[u * 3 + 1].points.v + a->cells[u * 3 + 2].points.v);
        }
    }
}

TEST(rule_monotone, "with bands that fall, a better rate never gives fewer points")
{
    const Rule *r = rule(t, "100%:2; 95-<100:1.75; 80-<95:1.5; 70-<80:1; 60-<70:0.5; <60:0", DEC(2));
    Answer why = { .arena = t->arena };
    Dec last = { 0 };

    for (int i = 0; i <= 1000; i++) {
        RuleInput in = { .max = DEC(2), .own = { .kind = VALUE_PERCENT, .num = { (int64_t)i * 100000 } } };
        RuleQuick q = { .own = &in.own, .max = in.max };
        RuleResult slow;
        Dec fast;

        CHECK_OK(rule_eval(&slow, t->arena, r, &in, &why));
        CHECK(rule_quick(r, &q, &fast));
        CHECK_INT(fast.v, slow.points.v);
        CHECK(fast.v >= last.v);
        last = fast;
    }
}
