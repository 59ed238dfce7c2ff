#include "insight/draw.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef float Four __attribute__((vector_size(16)));
typedef int32_t Mask __attribute__((vector_size(16)));

static uint64_t mix(uint64_t x)                 /* the output function of SplitMix64: counter in, random bits out */
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static uint64_t stream(uint64_t seed, Assumption by, uint64_t id)
{
    return mix(mix(seed + 0x9E3779B97F4A7C15u * (uint64_t)(by + 1)) + id * 0xD1B54A32D192ED03u);
}

static double both_ways(uint64_t key, size_t i)         /* uniform in (-1, 1) */
{
    uint64_t bits = mix(key + (i + 1) * 0x9E3779B97F4A7C15u) >> 11;

    return ((double)bits + 0.5) / 4503599627370496.0 - 1;
}

static Four at_most_one(Four x)
{
    const Four one = { 1, 1, 1, 1 };

#ifdef __SSE2__
    return (Four)_mm_min_ps((__m128)x, (__m128)one);
#else
    for (int i = 0; i < 4; i++)
        x[i] = x[i] < one[i] ? x[i] : 1;
    return x;
#endif
}

static Four jump_from(Four v, Four bound, Four jump)     /* the jump where v reached the bound, else 0 */
{
    return (Four)((Mask)(v >= bound) & (Mask)jump);
}

static void four_times(float *to, double x)
{
    for (int i = 0; i < 4; i++)
        to[i] = (float)x;
}

/* ---- the field ---- */

typedef struct Place {
    size_t group, unit;
    Dec index;
} Place;

static int by_group_and_index(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    int c = dec_cmp(y->index, x->index);

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return c ? c : (x->unit > y->unit) - (x->unit < y->unit);
}

static void place_units(Field *f, Arena *a)
{
    Place *p = NEW(a, Place, f->n);

    for (size_t i = 0; i < f->n; i++)
        p[i] = (Place){ f->m->group ? f->m->group[i] : 0, i, f->m->index[i] };
    qsort(p, f->n, sizeof *p, by_group_and_index);
    f->unit = NEW(a, size_t, f->n);
    f->first = NEW(a, size_t, f->n);
    f->size = NEW(a, size_t, f->n);
    f->base = NEW(a, double, f->n);
    for (size_t i = 0; i < f->n; i++) {
        f->unit[i] = p[i].unit;
        f->base[i] = (double)p[i].index.v / 1e8;
        f->first[i] = i && p[i].group == p[i - 1].group ? f->first[i - 1] : i;
    }
    for (size_t i = f->n; i-- > 0;)
        f->size[i] = i + 1 < f->n && f->first[i + 1] == f->first[i] ? f->size[i + 1] : i + 1 - f->first[i];
}

static void place_shares(Field *f, Arena *a)
{
    const RobustModel *m = f->m;
    VEC(size_t) gaps = { 0 };

    f->gap_from = NEW(a, size_t, f->n + 1);
    f->applies = NEW(a, double, f->n);
    f->share = arena_take(a, m->criteria * f->padded * sizeof(float), 64);
    for (size_t c = 0; c < m->criteria; c++)
        f->whole += m->max[c];
    for (size_t i = 0; i < f->n; i++) {
        f->gap_from[i] = gaps.n;
        f->applies[i] = f->whole;
        for (size_t c = 0; c < m->criteria; c++) {
            double s = m->share[f->unit[i] * m->criteria + c];

            if (isnan(s)) {
                *vec_add(a, &gaps) = c;
                f->applies[i] -= m->max[c];
                continue;
            }
            f->share[c * f->padded + i] = (float)fmin(1, s);
            if (f->raw && f->moves[c])
                f->raw[c * f->padded + i] = (float)(f->step_from[c] < f->step_from[c + 1] ? m->figure[f->unit[i] * m->criteria + c] : s);
        }
    }
    f->gap_from[f->n] = gaps.n;
    f->gap = gaps.v;
}

/* Standard deviation of each unit's index from errors of its shares; NULL where all are 0. */
static double *place_errors(const Field *f, Arena *a, const double *error, bool per_unit)
{
    const RobustModel *m = f->m;
    double *sd = NEW(a, double, f->n);
    bool any = false;

    for (size_t i = 0; error && i < f->n; i++) {
        double sum = 0;

        for (size_t c = 0; c < m->criteria; c++) {
            double e = error[per_unit ? f->unit[i] * m->criteria + c : c];

            if (!isnan(m->share[f->unit[i] * m->criteria + c]) && e > 0)
                sum += m->max[c] * m->max[c] * e * e;
        }
        sd[i] = f->applies[i] > 0 ? sqrt(sum) / f->applies[i] * 100 : 0;
        any |= sd[i] > 0;
    }
    return any ? sd : NULL;
}

/* Quantiles of the normal distribution in the middles of NORMALS equal parts: bisection on erfc, once a run. */
static const float *make_normals(Arena *a)
{
    float *v = NEW(a, float, NORMALS);
    double x = -5;

    for (size_t i = 0; i < NORMALS / 2; i++) {
        double p = ((double)i + 0.5) / NORMALS;

        /* Newton from the neighbour below, where the function is convex: three steps are exact to a float */
        for (int turn = 0; turn < (i ? 4 : 40); turn++)
            x -= (0.5 * erfc(-x * M_SQRT1_2) - p) / (exp(-0.5 * x * x) * 0.3989422804014327);
        v[i] = (float)x;
        v[NORMALS - 1 - i] = (float)-x;
    }
    return v;
}

static void place_steps(Field *f, Arena *a)
{
    const RobustModel *m = f->m;
    size_t n = 0, at = 0;

    f->step_from = NEW(a, size_t, m->criteria + 1);
    for (size_t c = 0; m->steps && c < m->criteria; c++)
        n += m->steps[c].n;
    f->bound = arena_take(a, (n + 1) * sizeof(Four), 64);
    f->jump = arena_take(a, (n + 1) * sizeof(Four), 64);
    for (size_t c = 0; c < m->criteria; c++) {
        f->step_from[c] = at;
        for (size_t j = 0; m->steps && j < m->steps[c].n; j++, at++) {
            four_times(f->bound + at * 4, m->steps[c].bound[j]);
            four_times(f->jump + at * 4, m->steps[c].jump[j]);
        }
        f->moves[c] |= f->step_from[c] < at;
    }
    f->step_from[m->criteria] = at;
}

void field_make(Field *f, Arena *a, const RobustModel *m, const RobustAsk *ask)
{
    *f = (Field){ .m = m, .ask = ask, .n = m->units, .padded = (m->units + 7) / 8 * 8 };
    f->moves = NEW(a, bool, m->criteria);
    if (ask->thresholds > 0 && (m->target || m->steps)) {
        if (m->target)
            memcpy(f->moves, m->target, m->criteria * sizeof *f->moves);
        place_steps(f, a);
        f->raw = arena_take(a, m->criteria * f->padded * sizeof(float), 64);
    }
    place_units(f, a);
    place_shares(f, a);
    f->survey = place_errors(f, a, m->survey, true);
    f->appraiser = place_errors(f, a, m->appraiser, false);
    if (f->survey || f->appraiser)
        f->normal = make_normals(a);
}

static size_t buckets_for(size_t n)
{
    size_t b = 16;

    while (b < 2 * n && b < 1 << 15)
        b *= 2;
    return b;
}

void bench_make(Bench *b, Arena *a, const Field *f)
{
    size_t rows = f->m->criteria * BLOCK;

    b->add = arena_take(a, rows * sizeof(Four), 64);
    b->weight = arena_take(a, rows * sizeof(Four), 64);
    b->stretch = arena_take(a, rows * sizeof(Four), 64);
    b->change = NEW(a, double, rows);
    b->delta = arena_take(a, BLOCK * f->padded * sizeof(float), 64);
    b->index = NEW(a, double, f->padded);
    b->count = NEW(a, uint16_t, buckets_for(f->n) + 1);
    b->bucket = NEW(a, uint16_t, f->n);
    b->order = NEW(a, uint32_t, f->n);
    b->sorted = NEW(a, double, f->n);
}

/* ---- draws ---- */

static void draw_weights(const Field *f, Bench *b, const DrawIds *ids, size_t k)
{
    const RobustModel *m = f->m;
    uint64_t by_weight = stream(f->ask->seed, BY_WEIGHTS, ids->id[BY_WEIGHTS]);
    uint64_t by_target = stream(f->ask->seed, BY_THRESHOLDS, ids->id[BY_THRESHOLDS]);
    double sum = 0, scale, *change = b->change + k * m->criteria;

    for (size_t c = 0; c < m->criteria; c++)
        sum += change[c] = m->max[c] * (1 + f->ask->weights * both_ways(by_weight, c));
    scale = f->ask->weights > 0 ? f->whole / sum : 1;
    for (size_t c = 0; c < m->criteria; c++) {
        double w = f->ask->weights > 0 ? change[c] * scale : m->max[c];
        size_t at = (c * BLOCK + k) * 4;

        change[c] = w - m->max[c];
        four_times(b->add + at, change[c]);
        if (!f->moves[c])
            continue;
        four_times(b->weight + at, w);
        four_times(b->stretch + at, 1 / (1 + f->ask->thresholds * both_ways(by_target, c)));
    }
}

/* What moved bounds change for eight units: only where a figure lies on the other side of one, so that nothing else moves. */
static void cross_bounds(const Field *f, const Bench *b, size_t c, size_t u, Four acc[BLOCK][2])
{
    const Four *raw = (const Four *)(f->raw + c * f->padded + u);
    const Four *weight = (const Four *)b->weight + c * BLOCK, *stretch = (const Four *)b->stretch + c * BLOCK;

    for (size_t j = f->step_from[c]; j < f->step_from[c + 1]; j++) {
        Four bound = ((const Four *)f->bound)[j], jump = ((const Four *)f->jump)[j];

        for (int h = 0; h < 2; h++) {
            Four was = jump_from(raw[h], bound, jump);

            for (int k = 0; k < BLOCK; k++)
                acc[k][h] += weight[k] * (jump_from(raw[h] * stretch[k], bound, jump) - was);
        }
    }
}

/* Eight units, BLOCK draws: sums stay in registers over all criteria. */
static void draw_eight(const Field *f, Bench *b, size_t u)
{
    Four acc[BLOCK][2] = { 0 };

    for (size_t c = 0; c < f->m->criteria; c++) {
        const Four *s = (const Four *)(f->share + c * f->padded + u);
        const Four *add = (const Four *)b->add + c * BLOCK;
        const Four *raw, *weight, *stretch;
        Four max;

        if (!f->moves[c] || f->step_from[c] < f->step_from[c + 1]) {
            for (int k = 0; k < BLOCK; k++) {
                acc[k][0] += add[k] * s[0];
                acc[k][1] += add[k] * s[1];
            }
            if (f->moves[c])
                cross_bounds(f, b, c, u, acc);
            continue;
        }
        raw = (const Four *)(f->raw + c * f->padded + u);
        weight = (const Four *)b->weight + c * BLOCK;
        stretch = (const Four *)b->stretch + c * BLOCK;
        max = (Four){ 1, 1, 1, 1 } * (float)f->m->max[c];
        for (int k = 0; k < BLOCK; k++) {
            acc[k][0] += weight[k] * at_most_one(raw[0] * stretch[k]) - max * s[0];
            acc[k][1] += weight[k] * at_most_one(raw[1] * stretch[k]) - max * s[1];
        }
    }
    for (size_t k = 0; k < BLOCK; k++)
        memcpy(b->delta + k * f->padded + u, acc[k], sizeof acc[k]);
}

void draw_block(const Field *f, Bench *b, const DrawIds ids[BLOCK])
{
    for (size_t k = 0; k < BLOCK; k++)
        draw_weights(f, b, &ids[k], k);
    for (size_t u = 0; u < f->padded; u += 8)
        draw_eight(f, b, u);
}

static void add_errors(const Field *f, Bench *b, Assumption by, uint64_t id, const double *sd)
{
    uint64_t key = stream(f->ask->seed, by, id), bits = 0;

    for (size_t i = 0; i < f->n; i++) {
        if (i % 4 == 0)
            bits = mix(key += 0x9E3779B97F4A7C15u);
        b->index[i] += sd[i] * (double)f->normal[bits & (NORMALS - 1)];
        bits >>= 16;
    }
}

void draw_ranks(const Field *f, Bench *b, const DrawIds *ids, size_t k, uint16_t *rank)
{
    const float *delta = b->delta + k * f->padded;
    const double *change = b->change + k * f->m->criteria, percent = f->whole > 0 ? 100 / f->whole : 0;

    for (size_t i = 0; i < f->n; i++)
        b->index[i] = f->base[i] + (double)delta[i] * percent;
    /* what does not apply to a unit changes what its points are divided by */
    for (size_t i = 0; f->gap_from[f->n] && i < f->n; i++) {
        double less = 0;

        if (f->gap_from[i] == f->gap_from[i + 1])
            continue;
        for (size_t g = f->gap_from[i]; g < f->gap_from[i + 1]; g++)
            less -= change[f->gap[g]];
        b->index[i] = f->base[i];
        if (f->applies[i] + less > 0)
            b->index[i] += (100 * (double)delta[i] - f->base[i] * less) / (f->applies[i] + less);
    }
    if (f->survey)
        add_errors(f, b, BY_SURVEY, ids->id[BY_SURVEY], f->survey);
    if (f->appraiser)
        add_errors(f, b, BY_APPRAISER, ids->id[BY_APPRAISER], f->appraiser);
    for (size_t i = 0; i < f->n; i += f->size[i])
        rank_values(b, b->index + i, f->size[i], rank + i);
}

/* Into buckets by value, then straight insertion: values are spread, so hardly anything moves. */
void rank_values(Bench *b, const double *v, size_t n, uint16_t *rank)
{
    size_t buckets = buckets_for(n), sum = 0;
    double low = v[0], high = v[0], scale;

    for (size_t i = 1; i < n; i++) {
        low = v[i] < low ? v[i] : low;
        high = v[i] > high ? v[i] : high;
    }
    scale = high > low ? (double)(buckets - 1) / (high - low) : 0;
    memset(b->count, 0, buckets * sizeof *b->count);
    for (size_t i = 0; i < n; i++) {
        b->bucket[i] = (uint16_t)((high - v[i]) * scale);
        b->count[b->bucket[i]]++;
    }
    for (size_t k = 0; k < buckets; k++) {
        size_t here = b->count[k];

        b->count[k] = (uint16_t)sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++) {
        size_t at = b->count[b->bucket[i]]++;

        b->order[at] = (uint32_t)i;
        b->sorted[at] = v[i];
    }
    for (size_t i = 1; i < n; i++) {
        double x = b->sorted[i];
        uint32_t who = b->order[i];
        size_t k = i;

        for (; k && b->sorted[k - 1] < x; k--) {
            b->sorted[k] = b->sorted[k - 1];
            b->order[k] = b->order[k - 1];
        }
        b->sorted[k] = x;
        b->order[k] = who;
    }
    for (size_t i = 0, r = 0; i < n; i++) {
        if (i && b->sorted[i] < b->sorted[i - 1])
            r = i;
        rank[b->order[i]] = (uint16_t)(r + 1);
    }
}
