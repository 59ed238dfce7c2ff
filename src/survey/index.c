#include "survey/index.h"

#include "base/parallel.h"

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

typedef uint64_t Lanes2 __attribute__((vector_size(16)));

/*
 * Sum `draws` random respondents. One 64-bit number makes two draws: its halves times n, upper part. The bias is
 * below n / 2^32 and of no account for the sizes of surveys. `lanes` is a constant at each call, so the sums stay
 * in registers.
 */
static inline __attribute__((always_inline)) void draw_sums(const uint64_t *rows, size_t stride, size_t lanes, uint32_t n,
                                                            uint64_t counter, size_t draws, uint64_t *sum)
{
    uint64_t acc[8] = { 0 };
    size_t i = 0;

    for (; i + 2 <= draws; i += 2) {
        uint64_t bits = mix(counter += 0x9E3779B97F4A7C15u);
        const uint64_t *a = rows + stride * (size_t)(((bits >> 32) * n) >> 32);
        const uint64_t *b = rows + stride * (size_t)(((bits & UINT32_MAX) * n) >> 32);

        for (size_t k = 0; k < lanes; k++)
            acc[k] += a[k] + b[k];
    }
    if (i < draws) {
        uint64_t bits = mix(counter + 0x9E3779B97F4A7C15u);
        const uint64_t *a = rows + stride * (size_t)(((bits >> 32) * n) >> 32);

        for (size_t k = 0; k < lanes; k++)
            acc[k] += a[k];
    }
    for (size_t k = 0; k < lanes; k++)
        sum[k] = acc[k];
}

/* The same for eight lanes in four registers of the smallest vector machine. */
static inline __attribute__((always_inline)) void draw_vector(const uint64_t *rows, size_t stride, uint32_t n,
                                                              uint64_t counter, size_t draws, uint64_t *sum)
{
    Lanes2 s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };

    for (size_t i = 0; i < draws; i += 2) {
        uint64_t bits = mix(counter += 0x9E3779B97F4A7C15u);
        const Lanes2 *a = (const Lanes2 *)(rows + stride * (size_t)(((bits >> 32) * n) >> 32));
        const Lanes2 *b = (const Lanes2 *)(rows + stride * (size_t)(((bits & UINT32_MAX) * n) >> 32));

        s0 += a[0];
        s1 += a[1];
        s2 += a[2];
        s3 += a[3];
        if (i + 1 == draws)
            break;
        s0 += b[0];
        s1 += b[1];
        s2 += b[2];
        s3 += b[3];
    }
    memcpy(sum, (Lanes2[4]){ s0, s1, s2, s3 }, 8 * sizeof *sum);
}

static void draw_eight(const uint64_t *rows, size_t stride, uint32_t n, uint64_t counter, size_t draws, uint64_t *sum)
{
    stride == 8 ? draw_vector(rows, 8, n, counter, draws, sum) : draw_vector(rows, stride, n, counter, draws, sum);
}

static void draw(const uint64_t *rows, size_t stride, uint32_t n, uint64_t counter, size_t draws, uint64_t *sum)
{
    switch (stride) {
    case 1: draw_sums(rows, 1, 1, n, counter, draws, sum); return;
    case 2: draw_sums(rows, 2, 2, n, counter, draws, sum); return;
    case 4: draw_sums(rows, 4, 4, n, counter, draws, sum); return;
    default: draw_eight(rows, stride, n, counter, draws, sum); return;
    }
}

/* One replicate of up to eight factors from `first` on: wide sums, because packed ones hold only so many draws. */
static void replicate(const AnswerSet *set, const AnswerCell *cell, size_t first, size_t width, uint64_t counter,
                      int64_t *y, int64_t *m)
{
    const uint64_t *rows = set->packed + cell->first * set->lanes + first;
    int64_t by_y = PACK_Y_MAX / (set->y_max ? set->y_max : 1), by_m = PACK_M_MAX / set->m_max;
    size_t block = (size_t)(by_y < by_m ? by_y : by_m) & ~(size_t)1;
    uint64_t sum[8];

    memset(y, 0, 8 * sizeof *y);
    memset(m, 0, 8 * sizeof *m);
    for (size_t done = 0; done < cell->rows; done += block) {
        size_t draws = cell->rows - done < block ? cell->rows - done : block;

        draw(rows, set->lanes, (uint32_t)cell->rows, counter + done / 2 * 0x9E3779B97F4A7C15u, draws, sum);
        for (size_t k = 0; k < width; k++) {
            y[k] += (int64_t)(sum[k] & PACK_Y_MAX);
            m[k] += (int64_t)(sum[k] >> PACK_BITS);
        }
    }
}

/* The `keep` smallest of what passes by: a heap with the largest of them on top. */
static void heap_offer(double *heap, size_t *n, size_t keep, double x)
{
    size_t i;

    if (*n < keep) {
        for (i = (*n)++; i && heap[(i - 1) / 2] < x; i = (i - 1) / 2)
            heap[i] = heap[(i - 1) / 2];
        heap[i] = x;
        return;
    }
    if (x >= heap[0])
        return;
    for (i = 0; 2 * i + 1 < keep;) {
        size_t child = 2 * i + 1;

        child += child + 1 < keep && heap[child + 1] > heap[child];
        if (heap[child] <= x)
            break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = x;
}

/* The 2.5 % quantile of sign·v, linear between order statistics. */
static double low_quantile(const double *v, size_t n, double sign, double *heap)
{
    double at = (double)(n - 1) * 0.025, second;
    size_t below = (size_t)at, keep = below + 2 < n ? below + 2 : n, have = 0;

    for (size_t i = 0; i < n; i++)
        heap_offer(heap, &have, keep, sign * v[i]);
    if (keep < below + 2)
        return heap[0];
    second = heap[1];
    if (keep > 2 && heap[2] > second)
        second = heap[2];
    return second + (heap[0] - second) * (at - (double)below);
}

static void resample_cell(const Work *w, size_t number, double *ratio, size_t *have, double *heap)
{
    const AnswerSet *set = w->set;
    const AnswerCell *cell = &set->cells[number];
    uint64_t name = name_hash(cell->group, name_hash(cell->unit, mix(w->ask->seed + 0x9E3779B97F4A7C15u)));
    double unit = (double)set->step / 1e8;
    size_t reps = w->ask->replicates;

    for (size_t first = 0; first < set->n_factors; first += 8) {
        size_t width = set->n_factors - first < 8 ? set->n_factors - first : 8;

        memset(have, 0, 8 * sizeof *have);
        for (size_t r = 0; r < reps; r++) {
            int64_t y[8], m[8];

            replicate(set, cell, first, width, mix(name + r * 0xD1B54A32D192ED03u), y, m);
            for (size_t k = 0; k < width; k++)
                if (m[k])                       /* nobody drawn had answered: this replicate has no index */
                    ratio[k * reps + have[k]++] = (double)y[k] / (double)m[k] * unit;
        }
        for (size_t k = 0; k < width; k++) {
            IndexRow *row = &w->rows[number * set->n_factors + first + k];

            if (row->n > 1 && have[k])
                interval(row, low_quantile(ratio + k * reps, have[k], 1, heap), -low_quantile(ratio + k * reps, have[k], -1, heap));
        }
    }
}

static void resample_share(void *all, size_t thread)
{
    const Work *w = all;
    Arena *a = &w->arenas[thread];
    double *ratio = NEW(a, double, w->ask->replicates * 8);
    double *heap = NEW(a, double, w->ask->replicates / 40 + 3);
    size_t *have = NEW(a, size_t, 8);

    for (size_t i = thread; i < w->set->n_cells; i += w->threads)
        resample_cell(w, i, ratio, have, heap);
    arena_end(a);
}

static void resample(Work *w)
{
    size_t n = w->ask->threads ? w->ask->threads : parallel_processors();

    assert(w->set->packed && w->ask->replicates <= REPLICATES_MAX);
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
