#include "base/test.h"
#include "insight/robust.h"

#include <math.h>

static uint64_t next(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

/* Made-up units whose points are quarters of the maximum; index from the points, exact. */
static RobustModel *made_up(TestRun *t, size_t units, size_t criteria, bool gaps, uint64_t seed)
{
    RobustModel *m = NEW(t->arena, RobustModel, 1);
    double *share = NEW(t->arena, double, units * criteria), *max = NEW(t->arena, double, criteria);
    Dec *index = NEW(t->arena, Dec, units);

    for (size_t c = 0; c < criteria; c++)
        max[c] = (double)(1 + next(&seed) % 4) / 2;
    for (size_t u = 0; u < units; u++) {
        Dec points = { 0 }, whole = { 0 };

        for (size_t c = 0; c < criteria; c++) {
            double s = (double)(next(&seed) % 5) / 4;

            if (gaps && next(&seed) % 9 == 0) {
                share[u * criteria + c] = (double)NAN;
                continue;
            }
            share[u * criteria + c] = s;
            points.v += (int64_t)(s * max[c] * 1e8);
            whole.v += (int64_t)(max[c] * 1e8);
        }
        CHECK(dec_mul_div(points, DEC(100), whole, &index[u]));
    }
    *m = (RobustModel){ .units = units, .criteria = criteria, .index = index, .max = max, .share = share };
    return m;
}

static Robust run(TestRun *t, const RobustModel *m, RobustAsk ask)
{
    Answer why = { .arena = t->arena };
    Robust r;

    CHECK_OK(robust_run(&r, t->arena, m, &ask, &why));
    return r;
}

TEST(robust_zero_moves_nothing, "where no assumption varies every rank stays where it is, ties included")
{
    RobustModel *m = made_up(t, 301, 7, true, 3);
    size_t group[301], top[] = { 1, 10 };
    Robust r;

    for (size_t u = 0; u < 301; u++)
        group[u] = u % 3;
    m->group = group;
    r = run(t, m, (RobustAsk){ .draws = 50, .seed = 1, .top = top, .n_top = 2 });
    for (size_t u = 0; u < m->units; u++) {
        size_t rank = 1;

        for (size_t v = 0; v < m->units; v++)
            rank += group[v] == group[u] && dec_cmp(m->index[v], m->index[u]) > 0;
        CHECK_INT(r.units[u].rank, rank);
        CHECK(r.units[u].median == (double)rank && r.units[u].p5 == (double)rank && r.units[u].p95 == (double)rank);
        CHECK(r.units[u].top[0] == (rank <= 1) && r.units[u].top[1] == (rank <= 10));
    }
}

TEST(robust_threads, "the same seed gives the same ranks with one, two and three threads, another seed others")
{
    RobustModel *m = made_up(t, 130, 20, true, 9);
    double *survey = NEW(t->arena, double, 130 * 20), appraiser[20];
    bool target[20];
    const double cuts[] = { 80, 50 };
    Robust r[4];
    bool differs = false;

    for (size_t i = 0; i < 130 * 20; i++)
        survey[i] = i % 20 < 3 ? 0.05 : 0;
    for (size_t c = 0; c < 20; c++) {
        target[c] = c % 2;
        appraiser[c] = 0.02;
    }
    m->survey = survey;
    m->appraiser = appraiser;
    m->target = target;
    for (size_t i = 0; i < 4; i++)
        r[i] = run(t, m, (RobustAsk){ .draws = 2501, .seed = 5 + i / 3, .threads = i % 3 + 1, .weights = 0.25,
                                      .thresholds = 0.1, .cuts = cuts, .n_cuts = 2, .near = 4 });
    for (size_t u = 0; u < m->units; u++) {
        for (size_t i = 1; i < 3; i++) {
            CHECK(r[i].units[u].median == r[0].units[u].median && r[i].units[u].p5 == r[0].units[u].p5);
            CHECK(r[i].units[u].p95 == r[0].units[u].p95 && r[i].units[u].grade[1] == r[0].units[u].grade[1]);
        }
        differs |= r[3].units[u].grade[1] != r[0].units[u].grade[1];
        CHECK(fabs(r[0].units[u].grade[0] + r[0].units[u].grade[1] + r[0].units[u].grade[2] - 1) < 1e-12);
    }
    CHECK(differs);
    CHECK_INT(r[1].n_pairs, r[0].n_pairs);
    CHECK(r[0].n_pairs > 0);
}

/* The same model without any of the tricks: weights drawn by another generator, ranks by counting. */
TEST(robust_against_plain, "medians and bands of ranks agree with a plain computation with another generator")
{
    enum { UNITS = 25, CRITERIA = 12, DRAWS = 4000 };
    RobustModel *m = made_up(t, UNITS, CRITERIA, true, 21);
    Robust r = run(t, m, (RobustAsk){ .draws = DRAWS, .seed = 2, .weights = 0.25 });
    size_t(*seen)[UNITS + 1] = (void *)NEW(t->arena, size_t, UNITS * (UNITS + 1));
    uint64_t seed = 123456789;

    for (size_t d = 0; d < DRAWS; d++) {
        double w[CRITERIA], index[UNITS];

        for (size_t c = 0; c < CRITERIA; c++)
            w[c] = m->max[c] * (1 + 0.25 * ((double)(next(&seed) >> 11) / 4503599627370496.0 - 1));
        for (size_t u = 0; u < UNITS; u++) {
            double points = 0, whole = 0;

            for (size_t c = 0; c < CRITERIA; c++) {
                double s = m->share[u * CRITERIA + c];

                points += isnan(s) ? 0 : s * w[c];
                whole += isnan(s) ? 0 : w[c];
            }
            index[u] = points / whole;
        }
        for (size_t u = 0; u < UNITS; u++) {
            size_t rank = 1;

            for (size_t v = 0; v < UNITS; v++)
                rank += index[v] > index[u];
            seen[u][rank]++;
        }
    }
    for (size_t u = 0; u < UNITS; u++) {
        size_t passed = 0, median = 0, p5 = 0, p95 = 0;

        for (size_t k = 1; k <= UNITS; k++) {
            passed += seen[u][k];
            p5 = !p5 && passed > DRAWS / 20 ? k : p5;
            median = !median && passed > DRAWS / 2 ? k : median;
            p95 = !p95 && passed > DRAWS / 20 * 19 ? k : p95;
        }
        CHECK(fabs(r.units[u].median - (double)median) <= 1);
        CHECK(fabs(r.units[u].p5 - (double)p5) <= 1);
        CHECK(fabs(r.units[u].p95 - (double)p95) <= 1);
    }
}

TEST(robust_survey_error, "two units one standard error of their difference apart change places in 16 draws of 100")
{
    const double max[] = { 50, 50 }, share[] = { 0.8, 0.52, 0.8, 0.5 }, survey[] = { 0, 0.02 / M_SQRT2, 0, 0.02 / M_SQRT2 };
    const Dec index[] = { DEC(66), DEC(65) };
    const size_t top[] = { 1 };
    RobustModel m = { .units = 2, .criteria = 2, .index = index, .max = max, .share = share, .survey = survey };
    Robust r = run(t, &m, (RobustAsk){ .draws = 200000, .seed = 3, .top = top, .n_top = 1, .near = 1 });

    CHECK(fabs(r.units[0].top[0] - 0.841345) < 0.004);
    CHECK_INT(r.n_pairs, 1);
    CHECK(fabs(r.pairs[0].share - r.units[0].top[0]) < 1e-9);
}

TEST(robust_steps, "bounds of a rule by steps move for all units alike: who stands near one is less sure of the rank")
{
    /* half the marks from 60 %, all from 80 %; the rival has what two steps give with a little less */
    const double max[] = { 50, 50 }, share[] = { 1, 0.4, 1, 0.4, 0.5, 0.4, 0, 1 };
    const double bound[] = { 0.6, 0.8 }, jump[] = { 0.5, 0.5 };
    const double figure[] = { 0.8, NAN, 0.99, NAN, 0.65, NAN, NAN, NAN };
    const Dec index[] = { DEC(70), DEC(70), DEC(45), DEC(50) };
    const RobustSteps steps[] = { { 2, bound, jump }, { 0 } };
    const size_t top[] = { 1, 2 };
    RobustModel m = { .units = 4, .criteria = 2, .index = index, .max = max, .share = share, .steps = steps, .figure = figure };
    Robust r = run(t, &m, (RobustAsk){ .draws = 40000, .seed = 3, .thresholds = 0.2, .top = top, .n_top = 2 });

    CHECK(fabs(r.units[0].top[0] - 0.5) < 0.02);            /* it just met the bound: every draw upwards takes the step away */
    CHECK(r.units[1].top[0] == 1);                          /* 99 % lie beyond 80 % × 1.2 */
    CHECK(fabs(r.units[2].top[1] - 0.03125) < 0.005);       /* 65 % reach the upper bound only when it falls below */
    CHECK(fabs(r.units[3].top[1] - 0.5) < 0.02);            /* second where the first loses its step */
    r = run(t, &m, (RobustAsk){ .draws = 100, .seed = 3, .weights = 0, .thresholds = 0, .top = top, .n_top = 2 });
    CHECK(r.units[0].top[0] == 1 && r.units[3].p5 == 3);
}

TEST(robust_thresholds, "a moved target spares the unit that passed it by far")
{
    /* both have full marks; the first passed the target by half, the second just met it, the third stands at 95 % of the rest */
    const double max[] = { 10, 90 }, share[] = { 1.5, 0.9, 1.0, 0.9, 1.0, 0.8999 };
    const bool target[] = { true, false };
    const Dec index[] = { DEC(91), DEC(91), DEC(90.991) };
    const size_t top[] = { 1 };
    RobustModel m = { .units = 3, .criteria = 2, .index = index, .max = max, .share = share, .target = target };
    Robust r = run(t, &m, (RobustAsk){ .draws = 20000, .seed = 3, .thresholds = 0.2, .top = top, .n_top = 1 });

    CHECK(r.units[0].top[0] == 1);                          /* never behind */
    CHECK(fabs(r.units[1].top[0] - 0.5) < 0.02);            /* ties when the target moves down */
    CHECK(r.units[0].rank == 1 && r.units[1].rank == 1 && r.units[2].rank == 3);
}

TEST(robust_sources_sum, "with one assumption varying, all variance of a rank is its; the others have none")
{
    RobustModel *m = made_up(t, 30, 15, false, 4);
    double appraiser[15];
    Answer why = { .arena = t->arena };
    RobustSource *s;

    CHECK_OK(robust_sources(&s, t->arena, m, &(RobustAsk){ .draws = 600, .seed = 1, .weights = 0.25 }, &why));
    for (size_t u = 0; u < m->units; u++) {
        if (s[u].variance == 0)
            continue;
        CHECK(fabs(s[u].first[BY_WEIGHTS] - 1) < 1e-9);
        CHECK(s[u].total[BY_SURVEY] == 0 && s[u].total[BY_THRESHOLDS] == 0);
        CHECK(fabs(s[u].total[BY_WEIGHTS] - 1) < 0.2);
    }
    for (size_t c = 0; c < 15; c++)
        appraiser[c] = 0.05;
    m->appraiser = appraiser;
    CHECK_OK(robust_sources(&s, t->arena, m, &(RobustAsk){ .draws = 2000, .seed = 1, .weights = 0.25 }, &why));
    for (size_t u = 0; u < m->units; u++) {
        if (s[u].variance < 0.3)
            continue;
        CHECK(s[u].total[BY_WEIGHTS] + s[u].total[BY_APPRAISER] > 0.85);
        CHECK(s[u].first[BY_WEIGHTS] + s[u].first[BY_APPRAISER] < 1.15);
    }
}

TEST(robust_refuses, "sizes and shares out of range are refused with a sentence")
{
    RobustModel *m = made_up(t, 3, 2, false, 4);
    Answer why = { .arena = t->arena };
    Robust r;

    CHECK_INT(robust_run(&r, t->arena, m, &(RobustAsk){ .draws = 10, .weights = 1 }, &why), E_INVALID);
    CHECK_INT(robust_run(&r, t->arena, m, &(RobustAsk){ .weights = 0.1 }, &why), E_INVALID);
    CHECK_INT(robust_run(&r, t->arena, m, &(RobustAsk){ .draws = 10000000 }, &why), E_LIMIT);
}
