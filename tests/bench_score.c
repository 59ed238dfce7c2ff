/* Time to compute and rank: rules parsed once, figures in memory. */
#include "core/score.h"

#include <stdio.h>
#include <time.h>

int bench_score(void);

enum { LEAVES = 92, FIELDS = 8, CRITERIA = LEAVES + FIELDS };

static double now_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static const struct { const char *rule; ValueKind kind; } kinds[] = {
    { "Từ 95% trở lên: 1; từ 90% đến dưới 95%: 0,5; dưới 90%: 0", VALUE_PERCENT },
    { "Tỷ lệ x điểm tối đa", VALUE_PERCENT },
    { "Có: 1; không: 0", VALUE_ANSWER },
    { "Từ 50% trở lên: 1; dưới 50%: tỷ lệ/50% x 1", VALUE_PERCENT },
    { "Mỗi sáng kiến được 0,25 điểm, tối đa 1 điểm", VALUE_NUMBER },
    { "Ban hành kịp thời: 1; không kịp thời: 0,5; không ban hành: 0", VALUE_ANSWER },
    { "Tỷ lệ / tỷ lệ cao nhất x 1", VALUE_PERCENT },
};

static int run(size_t units, double *ms)
{
    SCRATCH(a);
    Answer why = { .arena = &a };
    Criterion v[CRITERIA] = { 0 };
    Str codes[CRITERIA];
    CriteriaSet set = { .v = v, .n = CRITERIA };
    ScoreUnit *u = NEW(&a, ScoreUnit, units);
    ScoreFact *facts = NEW(&a, ScoreFact, units * CRITERIA);
    ScoreInput in = { .units = u, .n_units = units, .n_groups = 4, .fact_codes = codes, .n_facts = CRITERIA, .facts = facts };
    uint64_t x = 88172645463325252u;

    for (size_t i = 0; i < CRITERIA; i++) {
        v[i] = (Criterion){ .code = str_fmt(&a, "%zu", i), .parent = i < FIELDS ? -1 : (int32_t)(i % FIELDS), .max = i < FIELDS ? DEC(0) : DEC(1) };
        codes[i] = v[i].code;
        if (i >= FIELDS && rule_parse(&v[i].rule, &a, str_of(kinds[i % COUNT(kinds)].rule), DEC(1), &why) != OK)
            return 1;
    }
    for (size_t i = 0; i < units; i++) {
        u[i] = (ScoreUnit){ .group = (int32_t)(i % 4), .parent = -1 };
        for (size_t k = FIELDS; k < CRITERIA; k++) {
            Value *f = &facts[i * CRITERIA + k].value;

            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            f->kind = kinds[k % COUNT(kinds)].kind;
            f->num.v = f->kind == VALUE_NUMBER ? (int64_t)(x % 9) * DEC_ONE : (int64_t)(x % 10001) * 10000;
            f->ans = f->kind == VALUE_ANSWER ? (x & 1 ? ANS_YES : ANS_NO) : ANS_UNKNOWN;
            if (f->kind == VALUE_ANSWER && k % COUNT(kinds) == 5)
                f->ans = x & 1 ? ANS_ONTIME : ANS_LATE;
        }
    }
    {
        SCRATCH(out);
        ScoreSheet *s;
        double from = now_ms();

        if (score_compute(&s, &out, &set, &in, &why) != OK)
            return 1;
        *ms += now_ms() - from;
    }
    return 0;
}

/* A million units go in ten slices, because their figures alone would take 6.4 GB; the time is the sum. */
int bench_score(void)
{
    double ms = 0;

    if (run(3321, &ms))
        return 1;
    printf("score: 3321 units x %d criteria, compute and rank: %.1f ms\n", CRITERIA, ms);
    ms = 0;
    for (int slice = 0; slice < 10; slice++)
        if (run(100000, &ms))
            return 1;
    printf("score: 10 x 100000 units x %d criteria, compute and rank: %.0f ms\n", CRITERIA, ms);
    return 0;
}
