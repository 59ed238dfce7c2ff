#include "insight/sobol.h"

#include "base/parallel.h"

#include <assert.h>
#include <math.h>

enum { BLOCKS = 32 };           /* independent parts: their spread gives the error, and they are what threads share */

typedef struct Part {
    double sum, squares, first[SOBOL_INPUTS_MAX], total[SOBOL_INPUTS_MAX];
} Part;

typedef struct Run {
    SobolModel *f;
    const void *arg;
    size_t inputs, points, threads;             /* points of a block */
    uint64_t seed;
    Part part[BLOCKS];
} Run;

static double uniform(uint64_t seed, uint64_t counter)
{
    uint64_t x = seed + (counter + 1) * 0x9E3779B97F4A7C15u;

    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    x ^= x >> 31;
    return ((double)(x >> 12) + 0.5) / 4503599627370496.0;
}

static void one_point(const Run *r, Part *p, uint64_t point)
{
    double a[SOBOL_INPUTS_MAX], b[SOBOL_INPUTS_MAX], fa, fb;

    for (size_t i = 0; i < r->inputs; i++) {
        a[i] = uniform(r->seed, (point * r->inputs + i) * 2);
        b[i] = uniform(r->seed, (point * r->inputs + i) * 2 + 1);
    }
    fa = r->f(r->arg, a);
    fb = r->f(r->arg, b);
    p->sum += fa + fb;
    p->squares += fa * fa + fb * fb;
    for (size_t i = 0; i < r->inputs; i++) {
        double was = a[i], fi;

        a[i] = b[i];
        fi = r->f(r->arg, a);
        a[i] = was;
        p->first[i] += (fb - fi) * (fb - fi);
        p->total[i] += (fa - fi) * (fa - fi);
    }
}

static void share(void *all, size_t thread)
{
    Run *r = all;

    for (size_t block = thread; block < BLOCKS; block += r->threads)
        for (size_t k = 0; k < r->points; k++)
            one_point(r, &r->part[block], block * r->points + k);
}

static void tell(const Run *r, Sobol *out, size_t i)
{
    double n = 2 * (double)r->points * BLOCKS, first = 0, total = 0, first2 = 0, total2 = 0;

    for (size_t k = 0; k < BLOCKS; k++) {
        double f = 1 - r->part[k].first[i] / (2 * (double)r->points) / out->variance;
        double t = r->part[k].total[i] / (2 * (double)r->points) / out->variance;

        first += r->part[k].first[i];
        total += r->part[k].total[i];
        first2 += f * f;
        total2 += t * t;
    }
    out->first[i] = 1 - first / n / out->variance;
    out->total[i] = total / n / out->variance;
    out->first_error[i] = sqrt(fmax(0, first2 / BLOCKS - out->first[i] * out->first[i]) / (BLOCKS - 1));
    out->total_error[i] = sqrt(fmax(0, total2 / BLOCKS - out->total[i] * out->total[i]) / (BLOCKS - 1));
}

void sobol_indices(Sobol *out, SobolModel *f, const void *arg, size_t inputs, size_t points, uint64_t seed, size_t threads)
{
    SCRATCH(tmp);
    Run *r = NEW(&tmp, Run, 1);
    double n, sum = 0, squares = 0;

    assert(inputs >= 1 && inputs <= SOBOL_INPUTS_MAX && points >= 64);
    *r = (Run){ .f = f, .arg = arg, .inputs = inputs, .points = (points + BLOCKS - 1) / BLOCKS, .seed = seed };
    r->threads = threads ? threads : parallel_processors();
    if (r->threads > BLOCKS)
        r->threads = BLOCKS;
    parallel(r->threads, share, r);
    *out = (Sobol){ 0 };
    n = 2 * (double)r->points * BLOCKS;
    for (size_t k = 0; k < BLOCKS; k++) {
        sum += r->part[k].sum;
        squares += r->part[k].squares;
    }
    out->mean = sum / n;
    out->variance = squares / n - out->mean * out->mean;
    if (out->variance <= 1e-12 * out->mean * out->mean) {
        out->variance = 0;                      /* a constant: nothing to share out */
        return;
    }
    for (size_t i = 0; i < inputs; i++)
        tell(r, out, i);
}
