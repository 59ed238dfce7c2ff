#include "survey/sample.h"

#include <assert.h>
#include <math.h>

typedef unsigned __int128 Big;

static int64_t at_least_one(Big n, int64_t population)
{
    if (n < 1)
        n = 1;
    return population && n > (Big)population ? population : (int64_t)n;
}

int64_t sample_size(int64_t population, Dec error)
{
    Big one = (Big)DEC_ONE * DEC_ONE, e2, below;

    assert(population >= 1 && population <= 10000000000 && error.v > 0 && error.v < DEC_ONE);
    e2 = (Big)error.v * (Big)error.v;                           /* in 1e-16 */
    below = one + (Big)population * e2;
    return at_least_one(((Big)population * one + below - 1) / below, population);
}

int64_t sample_size_share(int64_t population, Dec error, Dec share, Dec z)
{
    long double e = (long double)error.v / 1e8L, p = (long double)share.v / 1e8L, q = (long double)z.v / 1e8L;
    long double n0 = q * q * p * (1 - p) / (e * e), n = n0;

    assert(population >= 0 && error.v > 0 && error.v < DEC_ONE && share.v > 0 && share.v < DEC_ONE && z.v > 0);
    if (population)
        n = n0 / (1 + (n0 - 1) / (long double)population);
    return at_least_one((Big)ceill(n - 1e-9L), population);     /* 384.16 is 385, but 400.0000000001 is 400 */
}

Dec sample_margin(int64_t population, int64_t n, Dec share, Dec z)
{
    double p = (double)share.v / 1e8, part = 1;

    assert(n >= 1 && (!population || n <= population));
    if (population > 1)
        part = (double)(population - n) / (double)(population - 1);
    if (population == 1)
        part = 0;
    return (Dec){ llround((double)z.v / 1e8 * sqrt(p * (1 - p) / (double)n * part) * 1e6) * (DEC_ONE / 1000000) };
}

void sample_shares(const int64_t *size, size_t strata, int64_t n, int64_t *out)
{
    SCRATCH(tmp);
    int64_t all = 0, given = 0;
    bool *served;

    for (size_t i = 0; i < strata; i++) {
        assert(size[i] >= 0);
        all += size[i];
    }
    if (n > all)
        n = all;
    for (size_t i = 0; i < strata; i++) {
        out[i] = all ? (int64_t)((Big)n * (Big)size[i] / (Big)all) : 0;
        given += out[i];
    }
    /* fewer are left than there are strata: each turn gives one to the largest remainder not yet served */
    served = NEW(&tmp, bool, strata);
    for (; given < n; given++) {
        size_t best = strata;
        Big most = 0;

        for (size_t i = 0; i < strata; i++) {
            Big left = (Big)n * (Big)size[i] % (Big)all;

            if (!served[i] && out[i] < size[i] && (best == strata || left > most)) {
                best = i;
                most = left;
            }
        }
        assert(best < strata);
        served[best] = true;
        out[best]++;
    }
}
