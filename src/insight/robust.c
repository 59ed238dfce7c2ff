#include "insight/draw.h"

#include "base/parallel.h"

#include <assert.h>
#include <math.h>

enum {
    BATCH = 2048,               /* draws whose ranks are kept at a time; a multiple of BLOCK */
    CELLS_MAX = 100000000,      /* of the histograms of ranks */
};

typedef struct Run {
    Field f;
    Arena arenas[PARALLEL_MAX];
    Bench bench[PARALLEL_MAX];
    size_t threads;
    uint16_t *ranks;            /* [draw of the batch * n + place] */
    size_t from, draws;         /* of the batch */
    uint32_t *seen;             /* histograms of ranks, one after another */
    size_t *seen_at;            /* [place] */
    uint32_t *grade[PARALLEL_MAX];      /* [place * (n_cuts + 1) + grade] */
    uint32_t *ahead[PARALLEL_MAX];      /* [(apart - 1) * n + place]: twice the draws ahead plus ties */
    const DrawIds *ids;         /* of the batch; NULL: draw number for every assumption */
} Run;

static void count_grades(const Run *r, const Bench *b, uint32_t *grade)
{
    const RobustAsk *ask = r->f.ask;

    for (size_t i = 0; i < r->f.n; i++) {
        size_t g = 0;

        while (g < ask->n_cuts && b->index[i] < ask->cuts[g])
            g++;
        grade[i * (ask->n_cuts + 1) + g]++;
    }
}

static void count_pairs(const Run *r, const uint16_t *rank, uint32_t *ahead)
{
    const Field *f = &r->f;

    for (size_t apart = 1; apart <= f->ask->near && apart < f->n; apart++) {
        uint32_t *to = ahead + (apart - 1) * f->n;

        for (size_t i = 0; i + apart < f->n; i++)
            to[i] += 2 * (rank[i] < rank[i + apart]) + (rank[i] == rank[i + apart]);
    }
}

static DrawIds ids_of(const Run *r, size_t draw)
{
    DrawIds ids;

    if (r->ids)
        return r->ids[draw < r->draws ? draw : r->draws - 1];
    for (size_t by = 0; by < ASSUMPTIONS; by++)
        ids.id[by] = r->from + draw;
    return ids;
}

static void draw_share(void *all, size_t thread)
{
    Run *r = all;
    Bench *b = &r->bench[thread];
    size_t blocks = (r->draws + BLOCK - 1) / BLOCK;

    for (size_t block = thread; block < blocks; block += r->threads) {
        DrawIds ids[BLOCK];

        for (size_t k = 0; k < BLOCK; k++)
            ids[k] = ids_of(r, block * BLOCK + k);
        draw_block(&r->f, b, ids);
        for (size_t k = 0; k < BLOCK && block * BLOCK + k < r->draws; k++) {
            uint16_t *rank = r->ranks + (block * BLOCK + k) * r->f.n;

            draw_ranks(&r->f, b, &ids[k], k, rank);
            if (r->grade[thread])
                count_grades(r, b, r->grade[thread]);
            if (r->ahead[thread])
                count_pairs(r, rank, r->ahead[thread]);
        }
    }
}

/* Ranks of the batch into the histograms, a stripe of units at a time, so that the histograms stay in the cache. */
static void fold_share(void *all, size_t thread)
{
    enum { STRIPE = 32 };
    Run *r = all;
    size_t n = r->f.n;

    for (size_t from = thread * STRIPE; from < n; from += r->threads * STRIPE) {
        size_t to = from + STRIPE < n ? from + STRIPE : n;

        for (size_t d = 0; d < r->draws; d++) {
            const uint16_t *rank = r->ranks + d * n;

            for (size_t i = from; i < to; i++)
                r->seen[r->seen_at[i] + rank[i] - 1]++;
        }
    }
}

static Err check(const RobustModel *m, const RobustAsk *ask, Answer *why)
{
    if (!m->units || !m->criteria)
        return answer(why, E_INVALID, T("Chưa có đơn vị hoặc tiêu chí nào để tính độ vững của thứ hạng."));
    if (m->units > ROBUST_UNITS_MAX || m->criteria > ROBUST_CRITERIA_MAX || ask->draws > ROBUST_DRAWS_MAX)
        return answer(why, E_LIMIT, T("Quá lớn để tính: nhiều nhất %d đơn vị, %d tiêu chí, %d lần thử."), ROBUST_UNITS_MAX,
                      ROBUST_CRITERIA_MAX, ROBUST_DRAWS_MAX);
    if (!ask->draws)
        return answer(why, E_INVALID, T("Số lần thử phải từ 1 trở lên."));
    if (!(ask->weights >= 0 && ask->weights < 1) || !(ask->thresholds >= 0 && ask->thresholds < 1))
        return answer(why, E_INVALID, T("Mức dao động phải từ 0 đến dưới 100 phần trăm."));
    return OK;
}

static void begin(Run *r, Arena *a, const RobustModel *m, const RobustAsk *ask)
{
    field_make(&r->f, a, m, ask);
    r->threads = ask->threads ? ask->threads : parallel_processors();
    if (r->threads > PARALLEL_MAX)
        r->threads = PARALLEL_MAX;
    for (size_t i = 0; i < r->threads; i++)
        bench_make(&r->bench[i], &r->arenas[i], &r->f);
    r->ranks = NEW(a, uint16_t, (ask->draws < BATCH ? ask->draws : BATCH) * m->units);
}

static void end(Run *r)
{
    for (size_t i = 0; i < r->threads; i++)
        arena_end(&r->arenas[i]);
}

static Err make_counts(Run *r, Arena *a, Answer *why)
{
    const RobustAsk *ask = r->f.ask;
    size_t n = r->f.n, cells = 0;

    r->seen_at = NEW(a, size_t, n);
    for (size_t i = 0; i < n; i++) {
        r->seen_at[i] = cells;
        cells += r->f.size[i];
    }
    if (cells > CELLS_MAX || ask->near * n > CELLS_MAX)
        return answer(why, E_LIMIT, T("Nhóm xếp hạng quá lớn (%zu đơn vị); hãy chia nhóm rồi tính."), n);
    r->seen = NEW(a, uint32_t, cells);
    for (size_t i = 0; i < r->threads; i++) {
        if (ask->n_cuts)
            r->grade[i] = NEW(&r->arenas[i], uint32_t, n * (ask->n_cuts + 1));
        if (ask->near)
            r->ahead[i] = NEW(&r->arenas[i], uint32_t, n * ask->near);
    }
    return OK;
}

/* Order statistic number `at` (from 0, with a fraction) of the ranks counted. */
static double rank_quantile(const uint32_t *seen, size_t size, double at)
{
    size_t below = (size_t)at, passed = 0, k = 0;
    double low, part = at - (double)below;

    for (; k < size; k++) {
        passed += seen[k];
        if (passed > below)
            break;
    }
    low = (double)(k + 1);
    if (part == 0 || passed > below + 1)
        return low;
    for (k++; k < size && !seen[k]; k++)
        ;
    return k < size ? low + part * ((double)(k + 1) - low) : low;
}

static void tell_unit(const Run *r, Arena *a, size_t place, RobustUnit *u)
{
    const RobustAsk *ask = r->f.ask;
    const uint32_t *seen = r->seen + r->seen_at[place];
    size_t size = r->f.size[place], passed = 0, place_in = place - r->f.first[place];
    double last = (double)(ask->draws - 1), draws = (double)ask->draws;

    while (place_in && r->f.base[r->f.first[place] + place_in - 1] == r->f.base[place])
        place_in--;
    u->rank = place_in + 1;
    u->median = rank_quantile(seen, size, last * 0.5);
    u->p5 = rank_quantile(seen, size, last * 0.05);
    u->p95 = rank_quantile(seen, size, last * 0.95);
    u->top = NEW(a, double, ask->n_top);
    for (size_t t = 0; t < ask->n_top; t++) {
        passed = 0;
        for (size_t k = 0; k < size && k < ask->top[t]; k++)
            passed += seen[k];
        u->top[t] = (double)passed / draws;
    }
    u->grade = NEW(a, double, ask->n_cuts + 1);
    for (size_t g = 0; g <= ask->n_cuts && ask->n_cuts; g++) {
        passed = 0;
        for (size_t i = 0; i < r->threads; i++)
            passed += r->grade[i][place * (ask->n_cuts + 1) + g];
        u->grade[g] = (double)passed / draws;
    }
}

static void tell_pairs(const Run *r, Arena *a, Robust *out)
{
    const Field *f = &r->f;
    VEC(RobustPair) pairs = { 0 };

    for (size_t i = 0; i < f->n; i++)
        for (size_t apart = 1; apart <= f->ask->near && i + apart < f->first[i] + f->size[i]; apart++) {
            size_t twice = 0;
            double share;

            for (size_t k = 0; k < r->threads; k++)
                twice += r->ahead[k][(apart - 1) * f->n + i];
            share = (double)twice / (2 * (double)f->ask->draws);
            if (share < 0.95)
                *vec_add(a, &pairs) = (RobustPair){ f->unit[i], f->unit[i + apart], share };
        }
    out->pairs = pairs.v;
    out->n_pairs = pairs.n;
}

Err robust_run(Robust *out, Arena *a, const RobustModel *m, const RobustAsk *ask, Answer *why)
{
    SCRATCH(tmp);
    Run *r;
    Err e;

    *out = (Robust){ 0 };
    TRY(check(m, ask, why));
    r = NEW(&tmp, Run, 1);
    begin(r, &tmp, m, ask);
    e = make_counts(r, &tmp, why);
    for (; e == OK && r->from < ask->draws; r->from += r->draws) {
        r->draws = ask->draws - r->from < BATCH ? ask->draws - r->from : BATCH;
        parallel(r->threads, draw_share, r);
        parallel(r->threads, fold_share, r);
    }
    if (e == OK) {
        out->units = NEW(a, RobustUnit, m->units);
        for (size_t i = 0; i < m->units; i++)
            tell_unit(r, a, i, &out->units[r->f.unit[i]]);
        if (ask->near)
            tell_pairs(r, a, out);
    }
    end(r);
    return e;
}

/* ---- which assumption moves the ranks ---- */

enum { POINT = 2 + ASSUMPTIONS, POINTS_A_BATCH = 256 };     /* a base point: A, B, and A with one assumption from B */

typedef struct Moments {
    double sum, squares;                                    /* of A and B together */
    double first[ASSUMPTIONS], total[ASSUMPTIONS];          /* squared differences from B and from A */
} Moments;

static void point_ids(DrawIds *ids, uint64_t point)
{
    for (size_t k = 0; k < POINT; k++)
        for (size_t by = 0; by < ASSUMPTIONS; by++)
            ids[k].id[by] = 2 * point + (k == 1 || k == 2 + by);
}

static void add_point(Moments *to, const uint16_t *ranks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double a = ranks[i], b = ranks[n + i];

        to[i].sum += a + b;
        to[i].squares += a * a + b * b;
        for (size_t by = 0; by < ASSUMPTIONS; by++) {
            double x = ranks[(2 + by) * n + i];

            to[i].first[by] += (b - x) * (b - x);
            to[i].total[by] += (a - x) * (a - x);
        }
    }
}

static void tell_source(RobustSource *s, const Moments *m, size_t points)
{
    double n = 2 * (double)points, mean = m->sum / n;

    s->variance = m->squares / n - mean * mean;
    if (s->variance < 1e-12) {
        s->variance = 0;
        return;
    }
    for (size_t by = 0; by < ASSUMPTIONS; by++) {
        s->first[by] = 1 - m->first[by] / n / s->variance;
        s->total[by] = m->total[by] / n / s->variance;
    }
}

Err robust_sources(RobustSource **out, Arena *a, const RobustModel *m, const RobustAsk *ask, Answer *why)
{
    SCRATCH(tmp);
    RobustAsk wide = *ask;
    Moments *moments;
    DrawIds *ids;
    Run *r;

    TRY(check(m, ask, why));
    wide.draws = POINTS_A_BATCH * POINT;
    r = NEW(&tmp, Run, 1);
    begin(r, &tmp, m, &wide);
    moments = NEW(&tmp, Moments, m->units);
    ids = NEW(&tmp, DrawIds, POINTS_A_BATCH * POINT);
    r->ids = ids;
    for (size_t point = 0; point < ask->draws;) {
        size_t n = ask->draws - point < POINTS_A_BATCH ? ask->draws - point : POINTS_A_BATCH;

        for (size_t i = 0; i < n; i++)
            point_ids(ids + i * POINT, point + i);
        r->draws = n * POINT;
        parallel(r->threads, draw_share, r);
        for (size_t i = 0; i < n; i++)
            add_point(moments, r->ranks + i * POINT * m->units, m->units);
        point += n;
    }
    *out = NEW(a, RobustSource, m->units);
    for (size_t i = 0; i < m->units; i++)
        tell_source(&(*out)[r->f.unit[i]], &moments[i], ask->draws);
    end(r);
    return OK;
}
