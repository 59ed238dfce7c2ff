#include "survey/index.h"

#include "base/parallel.h"
#include "survey/resample.h"

#include <assert.h>
#include <math.h>

typedef struct Work {
    const AnswerSet *set;
    const IndexAsk *ask;
    IndexRow *rows;
    Arena *arenas;              /* one a thread */
    size_t threads;
    double low, high;           /* what an answer can be worth */
} Work;

double index_t_quantile(int64_t df)
{
    static const double t[] = {
        12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252,
        2.306004135, 2.262157163, 2.228138852, 2.200985160, 2.178812830, 2.160368656, 2.144786688,
        2.131449546, 2.119905299, 2.109815578, 2.100922040, 2.093024054, 2.085963447, 2.079613845,
        2.073873068, 2.068657610, 2.063898562, 2.059538553, 2.055529439, 2.051830516, 2.048407142,
    };

    assert(df >= 1);
    return df <= (int64_t)COUNT(t) ? t[df - 1] : 1.959963985;
}

bool index_points(Dec index, Dec max, Dec *points)
{
    return dec_mul_div(index, max, DEC(100), points);
}

static Dec six(double x)
{
    return (Dec){ llround(x * 1e6) * (DEC_ONE / 1000000) };
}

static void point_estimate(const AnswerSet *set, const AnswerSum *s, IndexRow *row)
{
    row->n = s->n;
    row->answers = s->m;
    row->small = s->n < SMALL_SAMPLE;
    if (!s->m)
        return;
    row->has_index = row->has_interval = true;
    row->index.v = (int64_t)(((Wide)s->y * set->step * 2 + s->m) / ((Wide)s->m * 2));
    row->lo = set->low;
    row->hi = set->high;
}

/* The ends are rounded, and a few replicates may all lie on one side: the index stays between them. */
static void interval(IndexRow *row, double lo, double hi)
{
    row->lo = dec_min(six(lo), row->index);
    row->hi = dec_max(six(hi), row->index);
}

/* Var R = n/(n-1) · Σ(y - R·m)² / (Σm)². The sums are exact; long double keeps their difference. */
static void linearised(const Work *w, const AnswerSum *s, IndexRow *row)
{
    long double m = (long double)s->m, r = (long double)s->y / m, n = (long double)s->n;
    long double spread = (long double)s->yy - 2 * r * (long double)s->ym + r * r * (long double)s->mm;
    double unit = (double)w->set->step / 1e8, centre = (double)r * unit, half;

    if (spread < 1e-15L * (long double)s->yy)
        spread = 0;                             /* what rounding leaves of equal answers */
    half = (double)(sqrtl(spread * n / (n - 1)) / m) * unit;
    row->se = six(half);
    half *= index_t_quantile(s->n - 1);
    interval(row, fmax(w->low, centre - half), fmin(w->high, centre + half));
}

/* ---- resampling ---- */

static void resample_share(void *all, size_t thread)
{
    const Work *w = all;
    const AnswerSet *set = w->set;
    Arena *a = &w->arenas[thread];
    Resample r = { .arena = a, .replicates = w->ask->replicates, .ratio = NEW(a, double, w->ask->replicates + 1) };

    for (size_t i = thread; i < set->n_cells; i += w->threads)
        for (size_t f = 0; f < set->n_factors; f++) {
            size_t s = i * set->n_factors + f;
            IndexRow *row = &w->rows[s];
            double lo, hi, unit = (double)set->step / 1e8;

            r.kinds = &set->kinds[set->kinds_from[s]];
            r.n_kinds = set->kinds_from[s + 1] - set->kinds_from[s];
            r.rows = set->cells[i].rows;
            r.y_max = set->y_max;
            r.m_max = set->m_max;
            r.seed = resample_seed(w->ask->seed, row->unit, row->group, row->factor);
            if (row->n > 1 && resample_interval(&r, &lo, &hi))
                interval(row, lo * unit, hi * unit);
        }
    arena_end(a);
}

static void resample(Work *w)
{
    size_t n = w->ask->threads ? w->ask->threads : parallel_processors();

    assert(w->set->kinds && w->ask->replicates <= REPLICATES_MAX);
    if (n > PARALLEL_MAX)
        n = PARALLEL_MAX;
    if (n > w->set->n_cells)
        n = w->set->n_cells;
    if (!n)
        return;
    w->threads = n;
    parallel(n, resample_share, w);
}

IndexRow *index_rows(Arena *a, const AnswerSet *set, const IndexAsk *ask)
{
    Arena arenas[PARALLEL_MAX] = { 0 };
    Work w = { .set = set, .ask = ask, .arenas = arenas, .low = (double)set->low.v / 1e8, .high = (double)set->high.v / 1e8 };

    w.rows = NEW(a, IndexRow, set->n_cells * set->n_factors);
    for (size_t i = 0; i < set->n_cells; i++)
        for (size_t f = 0; f < set->n_factors; f++) {
            IndexRow *row = &w.rows[i * set->n_factors + f];
            const AnswerSum *s = &set->sums[i * set->n_factors + f];

            row->unit = set->cells[i].unit;
            row->group = set->cells[i].group;
            row->factor = set->factors[f];
            point_estimate(set, s, row);
            if (row->n > 1 && !ask->replicates)
                linearised(&w, s, row);
        }
    if (ask->replicates)
        resample(&w);
    return w.rows;
}
