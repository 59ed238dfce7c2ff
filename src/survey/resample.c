#include "survey/resample.h"

#include <math.h>
#include <stdlib.h>

enum { KIND_PRICE = 40 };       /* one binomial number costs as much as drawing this many respondents; measured */
static const uint64_t stride = 0x9E3779B97F4A7C15u;

static uint64_t mix(uint64_t x)                 /* the output function of SplitMix64: counter in, random bits out */
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static uint64_t name_hash(Str s, uint64_t h)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (uint8_t)s.p[i]) * 0x100000001B3u;
    return mix(h + s.n);
}

uint64_t resample_seed(uint64_t seed, Str unit, Str group, Str factor)
{
    return name_hash(factor, name_hash(group, name_hash(unit, mix(seed + stride))));
}

/* ---- numbers of successes ---- */

static double uniform(uint64_t *state)          /* in (0, 1) */
{
    return ((double)(mix(*state += stride) >> 12) + 0.5) * 0x1p-52;
}

/* Counting up from no success: quick while few are expected. */
static int64_t binomial_few(uint64_t *state, int64_t n, double p)
{
    double odds = p / (1 - p), at = exp((double)n * log1p(-p)), u = uniform(state);
    int64_t k = 0;

    while (u > at && k < n) {
        u -= at;
        k++;
        at *= odds * (double)(n - k + 1) / (double)k;
    }
    return k;
}

/* log k! less Stirling's (k + 1/2) log(k + 1) - (k + 1) + log(2π)/2 */
static double stirling_rest(double k)
{
    double x = 1 / (k + 1), xx = x * x;

    return k < 8 ? lgamma(k + 1) - ((k + 0.5) * log(k + 1) - (k + 1) + 0.91893853320467274178)
                 : x * (1.0 / 12 - xx * (1.0 / 360 - xx * (1.0 / 1260 - xx / 1680)));
}

/* How much less likely k is than the most likely number: logarithm of the ratio, up to a constant of the mode. */
static double log_weight(double n, double k, double log_odds)
{
    return k * log_odds - (k + 0.5) * log(k + 1) - (n - k + 0.5) * log(n - k + 1) - stirling_rest(k) - stirling_rest(n - k);
}

/* Transformed rejection with a squeeze: W. Hörmann, The generation of binomial random variates, 1993 (BTRS). n·p >= 10, p <= 1/2. */
static int64_t binomial_many(uint64_t *state, int64_t n_int, double p)
{
    double n = (double)n_int, spread = sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * spread, a = -0.0873 + 0.0248 * b + 0.01 * p, c = n * p + 0.5;
    double inside = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * spread, log_odds = log(p / (1 - p)), best = nan("");

    for (;;) {
        double u = uniform(state) - 0.5, v = uniform(state), us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + c);

        if (us >= 0.07 && v <= inside)
            return (int64_t)k;
        if (k < 0 || k > n)
            continue;
        if (isnan(best))
            best = log_weight(n, floor((n + 1) * p), log_odds);
        if (log(v * alpha / (a / (us * us) + b)) <= log_weight(n, k, log_odds) - best)
            return (int64_t)k;
    }
}

int64_t resample_binomial(uint64_t *state, int64_t n, double p)
{
    enum { FEW = 10 };

    if (n <= 0 || p <= 0)
        return 0;
    if (p >= 1)
        return n;
    if (p > 0.5)
        return n - resample_binomial(state, n, 1 - p);
    return (double)n * p < FEW ? binomial_few(state, n, p) : binomial_many(state, n, p);
}

/* ---- replicates ---- */

static double ratio_of(int64_t y, int64_t m)
{
    return m ? (double)y / (double)m : nan("");     /* nobody drawn had answered: this replicate has no index */
}

static double by_kinds(const Resample *r, uint64_t state)
{
    int64_t left = r->rows, pool = r->rows, y = 0, m = 0;

    for (size_t i = 0; i < r->n_kinds && left > 0; i++) {
        const AnswerKind *k = &r->kinds[i];
        int64_t drawn = resample_binomial(&state, left, (double)k->n / (double)pool);

        y += drawn * (int64_t)(k->packed & PACK_Y_MAX);
        m += drawn * (int64_t)(k->packed >> PACK_BITS);
        left -= drawn;
        pool -= k->n;
    }
    return ratio_of(y, m);                      /* whoever is left gave no answer */
}

/*
 * Sum of random respondents. One 64-bit number makes two draws: its halves times n, upper part. The bias is below n / 2^32 and
 * of no account for so few.
 */
static uint64_t draw(const uint64_t *rows, uint32_t n, uint64_t counter, size_t draws)
{
    uint64_t sum = 0;
    size_t i = 0;

    for (; i + 2 <= draws; i += 2) {
        uint64_t bits = mix(counter += stride);

        sum += rows[((bits >> 32) * n) >> 32] + rows[((bits & UINT32_MAX) * n) >> 32];
    }
    return i < draws ? sum + rows[((mix(counter + stride) >> 32) * n) >> 32] : sum;
}

/* In blocks, because a packed sum holds only so many. */
static double by_ones(const Resample *r, uint64_t state)
{
    int64_t by_y = PACK_Y_MAX / (r->y_max ? r->y_max : 1), by_m = PACK_M_MAX / r->m_max, y = 0, m = 0;
    size_t block = (size_t)(by_y < by_m ? by_y : by_m) & ~(size_t)1, rows = (size_t)r->rows;

    for (size_t done = 0; done < rows; done += block) {
        size_t draws = rows - done < block ? rows - done : block;
        uint64_t sum = draw(r->one_by_one, (uint32_t)rows, state + done / 2 * stride, draws);

        y += (int64_t)(sum & PACK_Y_MAX);
        m += (int64_t)(sum >> PACK_BITS);
    }
    return ratio_of(y, m);
}

static void spread_out(Resample *r)
{
    size_t at = 0;

    if (r->room < (size_t)r->rows) {
        r->room = (size_t)r->rows * 2;
        r->one_by_one = NEW(r->arena, uint64_t, r->room);
    }
    for (size_t i = 0; i < r->n_kinds; i++)
        for (int64_t k = 0; k < r->kinds[i].n; k++)
            r->one_by_one[at++] = r->kinds[i].packed;
    while (at < (size_t)r->rows)
        r->one_by_one[at++] = 0;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Linear between order statistics. */
static double quantile(const double *sorted, size_t n, double q)
{
    double at = (double)(n - 1) * q;
    size_t below = (size_t)at;

    return below + 1 < n ? sorted[below] + (sorted[below + 1] - sorted[below]) * (at - (double)below) : sorted[n - 1];
}

bool resample_interval(Resample *r, double *lo, double *hi)
{
    bool few = (int64_t)r->n_kinds * KIND_PRICE > r->rows;
    size_t have = 0;

    if (few)
        spread_out(r);
    for (size_t i = 0; i < r->replicates; i++) {
        uint64_t state = mix(r->seed + i * 0xD1B54A32D192ED03u);
        double x = few ? by_ones(r, state) : by_kinds(r, state);

        if (!isnan(x))
            r->ratio[have++] = x;
    }
    if (!have)
        return false;
    qsort(r->ratio, have, sizeof *r->ratio, by_size);
    *lo = quantile(r->ratio, have, 0.025);
    *hi = quantile(r->ratio, have, 0.975);
    return true;
}
