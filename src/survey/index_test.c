#include "base/test.h"
#include "survey/index.h"
#include "survey/resample.h"
#include "survey/sample.h"

#include <math.h>

typedef struct Rig {
    AnswersAsk ask;
    IndexAsk how;
    FactorMap factors;
    AnswerSet set;
    IndexRow *rows;
    Answer why;
} Rig;

static Rig *rig(TestRun *t, const char *weights)
{
    Rig *r = NEW(t->arena, Rig, 1);

    r->why.arena = t->arena;
    r->ask.by_unit = true;
    CHECK_OK(scale_parse(&r->ask.scale, str_of(weights), &r->why));
    return r;
}

static Err run(TestRun *t, Rig *r, Str text)
{
    TRY(answers_read(&r->set, t->arena, S("phieu.csv"), text, &r->ask, &r->why));
    r->rows = index_rows(t->arena, &r->set, &r->how);
    return OK;
}

static uint64_t next(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

/* Lines of made-up answers: some blank, some units small. */
static Str made_up(TestRun *t, uint64_t seed, size_t lines, size_t questions)
{
    Buf b = { .arena = t->arena };

    buf_lit(&b, "unit,group");
    for (size_t q = 1; q <= questions; q++)
        buf_fmt(&b, ",q%zu", q);
    for (size_t i = 0; i < lines; i++) {
        buf_fmt(&b, "\nxã-%zu,%s", (size_t)(next(&seed) % 7), next(&seed) % 3 ? "dân" : "doanh nghiệp");
        for (size_t q = 0; q < questions; q++) {
            int v = (int)(next(&seed) % 6);

            v ? buf_fmt(&b, ",%d", v) : buf_lit(&b, ",");
        }
    }
    return buf_str(&b);
}

TEST(survey_index_pools, "a factor pools its answers and a blank leaves the denominator")
{
    Rig *r = rig(t, "");

    CHECK_OK(run(t, r, S("unit,group,q1,q2\nA,dân,5,1\nA,dân,3,\nB,dân,,\n")));
    CHECK_INT(r->set.n_cells, 2);
    CHECK_INT(r->rows[0].n, 2);
    CHECK_INT(r->rows[0].answers, 3);
    CHECK_DEC(r->rows[0].index, "50");              /* (100 + 0 + 50) / 3, not the mean of 75 and 0 */
    CHECK(!r->rows[1].has_index);
    CHECK_INT(r->rows[1].n, 0);
}

TEST(survey_index_exact, "an index of 87.36 percent gives 26.208 of 30 points, unrounded, shown as 26.21")
{
    Dec points;

    CHECK(index_points(DEC(87.36), DEC(30), &points));
    CHECK_DEC(points, "26.208");
    CHECK_STR(dec_fmt(t->arena, points, 2, NUM_VI), "26,21");
}

TEST(survey_index_letters, "letters A to D are worth 100, 60, 20 and 0 in the scheme abcd")
{
    Rig *r = rig(t, "abcd");

    CHECK_OK(run(t, r, S("unit;group;q1;q2\r\n\"S;1\";x;A;b\r\n\"S;1\";x;C;D\r\n")));
    CHECK_STR(r->rows[0].unit, "S;1");
    CHECK_DEC(r->rows[0].index, "45");
}

TEST(survey_index_decimal_weights, "values with decimals and a decimal comma are exact")
{
    Rig *r = rig(t, "0;33,3333;100");

    CHECK_OK(run(t, r, S("unit,q1,q2,q3\nA,2,2,3\n")));
    CHECK_DEC(r->rows[0].index, "55.55553333");
}

TEST(survey_index_one, "one respondent shows no spread: the interval is the whole scale, with and without resampling")
{
    for (size_t replicates = 0; replicates <= 50; replicates += 50) {
        Rig *r = rig(t, "10,20,60,80,90");

        r->ask.keep = replicates > 0;
        r->how = (IndexAsk){ replicates, 7, 0 };
        CHECK_OK(run(t, r, S("unit,q1,q2\nA,2,3\nB,,\n")));
        CHECK_DEC(r->rows[0].index, "40");
        CHECK(r->rows[0].has_interval && r->rows[0].small);
        CHECK_DEC(r->rows[0].lo, "10");
        CHECK_DEC(r->rows[0].hi, "90");
        CHECK(!r->rows[1].has_index && !r->rows[1].has_interval);
    }
}

TEST(survey_index_inside, "the index lies between its ends, also after rounding and with a single replicate")
{
    for (size_t replicates = 0; replicates <= 4; replicates++) {
        Rig *r = rig(t, "");

        r->ask.by_unit = true;
        r->ask.keep = replicates > 0;
        r->how = (IndexAsk){ replicates, 3, 0 };
        CHECK_OK(run(t, r, S("unit,q1,q2,q3\nA,1,2,2\nA,2,1,2\nA,2,2,1\nB,1,2,2\nB,5,5,5\nB,,3,1\nB,4,,\n")));
        for (size_t i = 0; i < 2; i++) {
            CHECK(dec_cmp(r->rows[i].lo, r->rows[i].index) <= 0);
            CHECK(dec_cmp(r->rows[i].index, r->rows[i].hi) <= 0);
        }
    }
}

TEST(survey_index_written, "whole numbers written as decimals, with blanks or in quotes are answers")
{
    Rig *r = rig(t, "");

    CHECK_OK(run(t, r, S("\xEF\xBB\xBFunit,group,q1,q2,q3,q4\r\nA,d,5.0, 4 ,\"3\",\"2,0\"\r\n")));
    CHECK_INT(r->rows[0].answers, 4);
    CHECK_DEC(r->rows[0].index, "62.5");
}

TEST(survey_index_factors, "questions are counted in the factor that the file of factors names")
{
    Rig *r = rig(t, "");

    CHECK_OK(factors_parse(&r->factors, t->arena, S("f.csv"), S("question,factor\nq1,Tiếp cận\nq3,Kết quả\nq2,Tiếp cận\n"),
                           &r->why));
    r->ask.factors = &r->factors;
    CHECK_OK(run(t, r, S("group,q1,q2,q3,unit\nd,5,4,1,A\nd,,2,,A\n")));
    CHECK_INT(r->set.n_factors, 2);
    CHECK_STR(r->rows[0].factor, "Tiếp cận");
    CHECK_DEC(r->rows[0].index, "66.66666667");
    CHECK_INT(r->rows[0].n, 2);
    CHECK_STR(r->rows[1].factor, "Kết quả");
    CHECK_DEC(r->rows[1].index, "0");
    CHECK_INT(r->rows[1].n, 1);
}

TEST(survey_index_bad_cell, "a bad cell is named with file, line, column and value, and nothing is computed")
{
    Rig *r = rig(t, "");

    CHECK_INT(run(t, r, S("unit,group,q1,q2\nA,d,5,4\n\nA,d,2,7\nA,d,x,1\n")), E_INVALID);
    CHECK_HAS(r->why.text, "phieu.csv");
    CHECK_HAS(r->why.text, "dòng 4");
    CHECK_HAS(r->why.text, "q2");
    CHECK_HAS(r->why.text, "“7”");
    CHECK_HAS(r->why.text, "1 chỗ sai khác");
    CHECK(!r->set.cells);
}

TEST(survey_index_bad_shape, "short lines, long lines, open quotes, missing units and strange columns are refused")
{
    static const struct { const char *text, *part; } bad[] = {
        { "unit,group,q1,q2\nA,d,5\n", "thiếu ô từ cột q2" },
        { "unit,group,q1\nA,d,5,4\n", "thừa ô “4”" },
        { "unit,group,q1\n\"A,d,5\n", "dấu ngoặc kép" },
        { "unit,group,q1\n,d,5\n", "thiếu mã đơn vị" },
        { "unit,group,tuổi\nA,d,5\n", "Cột “tuổi”" },
        { "unit,q1,q1\nA,5,5\n", "hai lần" },
        { "group,q1\nA,5\n", "Thiếu cột unit" },
        { "unit,group\nA,d\n", "không có câu hỏi" },
        { "", "thiếu dòng tên cột" },
        { "unit,q1\nA,0\n", "“0”" },
        { "unit,q1\nA,-1\n", "“-1”" },
        { "unit,q1\nA,12\n", "“12”" },
        { "unit,q1\nA,1.5\n", "“1.5”" },
        { "unit,q1\nA,5.\n", "“5.”" },
        { "unit,q1\nA,6.0\n", "“6.0”" },
        { "unit,q1\nA,NaN\n", "“NaN”" },
        { "\xFF\xFEu", "UTF-8" },
    };

    for (size_t i = 0; i < COUNT(bad); i++) {
        Rig *r = rig(t, "");

        CHECK_INT(run(t, r, str_of(bad[i].text)), E_INVALID);
        CHECK_HAS(r->why.text, bad[i].part);
    }
}

TEST(survey_index_bad_weights, "values of answers must be numbers from 0 to 100 that differ")
{
    static const char *const bad[] = { "1,1", "5", "0,x", "0,101", "-1,5", "0,0.00001", "1,2,3,4,5,6,7,8,9,10,11" };
    Answer why = { .arena = t->arena };
    Scale s;

    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(scale_parse(&s, str_of(bad[i]), &why) != OK);
}

TEST(survey_index_all_equal, "when all answers are equal the interval is the index itself, with and without resampling")
{
    for (size_t replicates = 0; replicates <= 200; replicates += 200) {
        Rig *r = rig(t, "");

        r->ask.keep = replicates > 0;
        r->how = (IndexAsk){ replicates, 7, 0 };
        CHECK_OK(run(t, r, S("unit,group,q1,q2\nA,d,4,4\nA,d,4,4\nA,d,4,\n")));
        CHECK_DEC(r->rows[0].index, "75");
        CHECK_DEC(r->rows[0].lo, "75");
        CHECK_DEC(r->rows[0].hi, "75");
    }
}

TEST(survey_index_linearised, "the interval is the linearised one with the t quantile for fewer than 30 respondents")
{
    Rig *r = rig(t, "");

    /* y = 100, 50, 0 of m = 1 each: R = 50, spread 5000, SE = sqrt(3/2 * 5000)/3 = 28.8675, t(2) = 4.302653: beyond 0…100 */
    CHECK_OK(run(t, r, S("unit,q1\nA,5\nA,3\nA,1\n")));
    CHECK_DEC(r->rows[0].lo, "0");
    CHECK_DEC(r->rows[0].hi, "100");
    /* y = 75, 50, 50, 75: R = 62.5, spread 625, SE = sqrt(4/3 * 625)/4 = 7.216878, t(3) = 3.182446 */
    CHECK_OK(run(t, r, S("unit,q1\nA,4\nA,3\nA,3\nA,4\n")));
    CHECK_DEC(r->rows[0].lo, "39.532672");
    CHECK_DEC(r->rows[0].hi, "85.467328");
}

TEST(survey_index_threads, "any number of threads gives the same index and the same intervals")
{
    Str text = made_up(t, 20261121, 40000, 11);
    Rig *first = NULL;

    for (size_t threads = 1; threads <= 5; threads += 2) {
        Rig *r = rig(t, "0,20,50,75,100");

        r->ask.threads = r->how.threads = threads;
        r->ask.keep = r->ask.by_question = r->ask.by_group = true;
        r->how.replicates = 20;
        r->how.seed = 3;
        CHECK_OK(run(t, r, text));
        if (!first)
            first = r;
        CHECK_INT(r->set.n_cells, 14);
        CHECK_INT(r->set.respondents, 40000);
        for (size_t i = 0; i < r->set.n_cells * r->set.n_factors; i++) {
            CHECK_INT(r->rows[i].index.v, first->rows[i].index.v);
            CHECK_INT(r->rows[i].lo.v, first->rows[i].lo.v);
            CHECK_INT(r->rows[i].hi.v, first->rows[i].hi.v);
        }
    }
}

TEST(survey_index_permutation, "the order of the lines changes neither the index nor the interval, linearised or by resampling")
{
    Str text = made_up(t, 99, 500, 4), line, rest, head;
    VEC(Str) lines = { 0 };
    Buf b = { .arena = t->arena };
    Rig *one = rig(t, ""), *two = rig(t, "");
    uint64_t seed = 5;

    CHECK(str_cut(text, S("\n"), &head, &rest));
    for (bool more = true; more;) {
        more = str_cut(rest, S("\n"), &line, &rest);
        *vec_add(t->arena, &lines) = line;
    }
    for (size_t i = lines.n; i-- > 1;) {
        size_t k = (size_t)(next(&seed) % (i + 1));
        Str other = lines.v[k];

        lines.v[k] = lines.v[i];
        lines.v[i] = other;
    }
    buf_add(&b, head);
    buf_ch(&b, '\n');
    buf_add(&b, str_join(t->arena, lines.v, lines.n, S("\r\n")));
    for (size_t replicates = 0; replicates <= 30; replicates += 30) {
        one->ask.keep = two->ask.keep = replicates > 0;
        one->how.replicates = two->how.replicates = replicates;
        CHECK_OK(run(t, one, text));
        CHECK_OK(run(t, two, buf_str(&b)));
        CHECK_INT(one->set.n_cells, two->set.n_cells);
        for (size_t i = 0; i < one->set.n_cells; i++) {
            CHECK_INT(one->rows[i].index.v, two->rows[i].index.v);
            CHECK_INT(one->rows[i].lo.v, two->rows[i].lo.v);
            CHECK_INT(one->rows[i].hi.v, two->rows[i].hi.v);
        }
    }
}

TEST(survey_index_binomial, "numbers of successes have the mean, the spread and the outcomes of the binomial distribution")
{
    static const struct { int64_t n; double p; } at[] = {
        { 1, 0.3 }, { 7, 0.5 }, { 40, 0.1 }, { 40, 0.9 }, { 25, 0.4 }, { 1000, 0.02 }, { 300, 0.5 }, { 100000, 0.37 }, { 50000, 0.0001 },
    };
    enum { TIMES = 40000 };
    uint64_t state = 20261121;

    CHECK_INT(resample_binomial(&state, 10, 0), 0);
    CHECK_INT(resample_binomial(&state, 10, 1), 10);
    CHECK_INT(resample_binomial(&state, 0, 0.5), 0);
    for (size_t i = 0; i < COUNT(at); i++) {
        double n = (double)at[i].n, mean = n * at[i].p, var = mean * (1 - at[i].p), sum = 0, squares = 0, mode = 0, likely;
        double top = floor((n + 1) * at[i].p), top_times = 0;

        for (size_t k = 0; k < TIMES; k++) {
            int64_t x = resample_binomial(&state, at[i].n, at[i].p);

            CHECK(x >= 0 && x <= at[i].n);
            sum += (double)x;
            squares += ((double)x - mean) * ((double)x - mean);
            top_times += (double)x == top;
        }
        mode = lgamma(n + 1) - lgamma(top + 1) - lgamma(n - top + 1) + top * log(at[i].p) + (n - top) * log1p(-at[i].p);
        likely = exp(mode);
        CHECK(fabs(sum / TIMES - mean) < 5 * sqrt(var / TIMES));
        CHECK(fabs(squares / TIMES / var - 1) < 5 * sqrt((2 + 1 / var) / TIMES));
        CHECK(fabs(top_times / TIMES - likely) < 5 * sqrt(likely * (1 - likely) / TIMES));
    }
}

TEST(survey_index_sums, "the whole is the answer-weighted mean of the groups")
{
    Str text = made_up(t, 4242, 3000, 6);
    Rig *all = rig(t, ""), *parts = rig(t, "");
    int64_t y = 0, m = 0;

    all->ask.by_unit = false;
    parts->ask.by_group = true;
    CHECK_OK(run(t, all, text));
    CHECK_OK(run(t, parts, text));
    for (size_t i = 0; i < parts->set.n_cells; i++) {
        y += parts->set.sums[i].y;
        m += parts->set.sums[i].m;
    }
    CHECK_INT(all->set.n_cells, 1);
    CHECK_INT(all->set.sums[0].y, y);
    CHECK_INT(all->set.sums[0].m, m);
    CHECK_INT(all->set.answers, m);
}

TEST(survey_index_group, "only respondents of the named group are counted")
{
    Rig *r = rig(t, "");

    r->ask.group = S("dân");
    CHECK_OK(run(t, r, S("unit,group,q1\nA,dân,5\nA,doanh nghiệp,1\nB,doanh nghiệp,1\n")));
    CHECK_INT(r->set.n_cells, 1);
    CHECK_DEC(r->rows[0].index, "100");
}

TEST(survey_index_bootstrap_close, "bootstrap and linearised intervals agree on many respondents, and the seed repeats them")
{
    Str text = made_up(t, 31, 9000, 5);
    Rig *lin = rig(t, ""), *boot = rig(t, ""), *again = rig(t, "");

    boot->ask.keep = again->ask.keep = true;
    boot->how = again->how = (IndexAsk){ 1000, 11, 0 };
    CHECK_OK(run(t, lin, text));
    CHECK_OK(run(t, boot, text));
    CHECK_OK(run(t, again, text));
    for (size_t i = 0; i < lin->set.n_cells; i++) {
        double wide = (double)(lin->rows[i].hi.v - lin->rows[i].lo.v);

        CHECK(fabs((double)(boot->rows[i].lo.v - lin->rows[i].lo.v)) < 0.12 * wide);
        CHECK(fabs((double)(boot->rows[i].hi.v - lin->rows[i].hi.v)) < 0.12 * wide);
        CHECK_INT(boot->rows[i].lo.v, again->rows[i].lo.v);
        CHECK_INT(boot->rows[i].hi.v, again->rows[i].hi.v);
    }
}

TEST(survey_sample_sizes, "sizes of samples follow n = N/(1 + N·e²) and the finite-population form, rounded up")
{
    CHECK_INT(sample_size(1000, DEC(0.05)), 286);           /* 285.71 */
    CHECK_INT(sample_size(400, DEC(0.05)), 200);            /* exactly 200 */
    CHECK_INT(sample_size(1, DEC(0.05)), 1);
    CHECK_INT(sample_size(100000000, DEC(0.05)), 400);
    CHECK_INT(sample_size_share(0, DEC(0.05), DEC(0.5), DEC(1.96)), 385);
    CHECK_INT(sample_size_share(1000, DEC(0.05), DEC(0.5), DEC(1.96)), 278);
    CHECK_DEC(sample_margin(0, 385, DEC(0.5), DEC(1.96)), "0.049945");
    CHECK_DEC(sample_margin(10, 10, DEC(0.5), DEC(1.96)), "0");
}

TEST(survey_sample_strata, "shares of strata add up to the sample and never exceed a stratum")
{
    uint64_t seed = 8;

    for (int round = 0; round < 200; round++) {
        int64_t size[9], out[9], all = 0, sum = 0, n;

        for (size_t i = 0; i < 9; i++)
            all += size[i] = (int64_t)(next(&seed) % 40);
        n = (int64_t)(next(&seed) % 300);
        sample_shares(size, 9, n, out);
        for (size_t i = 0; i < 9; i++) {
            CHECK(out[i] >= 0 && out[i] <= size[i]);
            sum += out[i];
        }
        CHECK_INT(sum, n < all ? n : all);
    }
}
