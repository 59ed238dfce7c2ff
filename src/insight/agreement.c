#include "insight/agreement.h"

#include <assert.h>
#include <math.h>

typedef struct Sums {
    size_t n;
    double x, y, xx, yy, xy;    /* about the first pair, so that equal values give exactly zero */
    double x0, y0;
} Sums;

static void add(Sums *s, double x, double y)
{
    if (isnan(x) || isnan(y))
        return;
    if (!s->n++) {
        s->x0 = x;
        s->y0 = y;
    }
    x -= s->x0;
    y -= s->y0;
    s->x += x;
    s->y += y;
    s->xx += x * x;
    s->yy += y * y;
    s->xy += x * y;
}

static double mean_x(const Sums *s) { return s->x0 + s->x / (double)s->n; }
static double var_x(const Sums *s) { return fmax(0, s->xx - s->x * s->x / (double)s->n) / (double)(s->n - 1); }
static double var_y(const Sums *s) { return fmax(0, s->yy - s->y * s->y / (double)s->n) / (double)(s->n - 1); }
static double cov(const Sums *s) { return (s->xy - s->x * s->y / (double)s->n) / (double)(s->n - 1); }

static double correlation_of(const Sums *s)
{
    double v;

    if (s->n < 3)
        return (double)NAN;
    v = var_x(s) * var_y(s);
    return v > 0 ? cov(s) / sqrt(v) : (double)NAN;
}

double correlation(const double *x, const double *y, size_t n)
{
    Sums s = { 0 };

    for (size_t i = 0; i < n; i++)
        add(&s, x[i], y[i]);
    return correlation_of(&s);
}

double cronbach_alpha(const double *points, size_t units, size_t criteria)
{
    SCRATCH(tmp);
    Sums *part = NEW(&tmp, Sums, criteria), whole = { 0 };
    double parts = 0, all, k = (double)criteria;

    for (size_t u = 0; u < units; u++) {
        const double *p = points + u * criteria;
        double sum = 0;

        for (size_t c = 0; c < criteria; c++)
            sum += p[c];
        if (isnan(sum))
            continue;
        for (size_t c = 0; c < criteria; c++)
            add(&part[c], p[c], 0);
        add(&whole, sum, 0);
    }
    if (criteria < 2 || whole.n < 2)
        return (double)NAN;
    all = var_x(&whole);
    for (size_t c = 0; c < criteria; c++)
        parts += var_x(&part[c]);
    return all > 0 ? k / (k - 1) * (1 - parts / all) : (double)NAN;
}

static CriterionUse use_of(const double *share, double max, const double *total, size_t units, size_t criteria)
{
    CriterionUse use = { .all_full = true };
    Sums s = { 0 }, rest = { 0 }, points = { 0 };

    for (size_t u = 0; u < units; u++) {
        double x = share[u * criteria], p = isnan(x) ? 0 : x * max;

        add(&s, x, 0);
        add(&rest, x, total[u] - p);
        add(&points, p, total[u]);
        use.all_full &= isnan(x) || x >= 1;
    }
    use.n = s.n;
    use.all_full &= s.n > 0;
    use.mean = s.n ? mean_x(&s) : (double)NAN;
    use.sd = s.n > 1 ? sqrt(var_x(&s)) : (double)NAN;
    use.all_equal = s.n > 1 && s.xx == 0;
    use.effective = units > 1 && var_y(&points) > 0 ? cov(&points) / var_y(&points) : (double)NAN;
    use.with_rest = correlation_of(&rest);
    return use;
}

CriterionUse *criteria_use(Arena *a, const double *share, const double *max, size_t units, size_t criteria)
{
    SCRATCH(tmp);
    CriterionUse *use = NEW(a, CriterionUse, criteria);
    double *total = NEW(&tmp, double, units), whole = 0;

    for (size_t c = 0; c < criteria; c++)
        whole += max[c];
    for (size_t u = 0; u < units; u++)
        for (size_t c = 0; c < criteria; c++)
            if (!isnan(share[u * criteria + c]))
                total[u] += share[u * criteria + c] * max[c];
    for (size_t c = 0; c < criteria; c++) {
        use[c] = use_of(share + c, max[c], total, units, criteria);
        use[c].nominal = max[c] / whole;
    }
    return use;
}

/* Sums of one appraiser on one criterion, and of all on it: the others are the difference. */
Leniency *appraiser_leniency(Arena *a, const Appraisal *v, size_t n, size_t appraisers, size_t criteria)
{
    enum { ENOUGH = 10 };
    SCRATCH(tmp);
    Leniency *out = NEW(a, Leniency, appraisers);
    Sums *all = NEW(&tmp, Sums, criteria), *above = NEW(&tmp, Sums, appraisers), *gap = NEW(&tmp, Sums, appraisers);
    double *own = NEW(&tmp, double, appraisers * criteria);
    size_t *own_n = NEW(&tmp, size_t, appraisers * criteria);

    for (size_t i = 0; i < n; i++) {
        size_t at = v[i].appraiser * criteria + v[i].criterion;

        assert(v[i].appraiser < appraisers && v[i].criterion < criteria);
        add(&all[v[i].criterion], v[i].given, 0);
        own[at] += v[i].given;
        own_n[at]++;
    }
    for (size_t i = 0; i < n; i++) {
        const Sums *s = &all[v[i].criterion];
        size_t at = v[i].appraiser * criteria + v[i].criterion, others = s->n - own_n[at];
        Leniency *l = &out[v[i].appraiser];

        l->n++;
        add(&gap[v[i].appraiser], v[i].self - v[i].given, 0);
        if (others)
            add(&above[v[i].appraiser], v[i].given - (mean_x(s) * (double)s->n - own[at]) / (double)others, 0);
        l->outliers += s->n >= ENOUGH && fabs(v[i].given - mean_x(s)) > 3 * sqrt(var_x(s));
    }
    for (size_t i = 0; i < appraisers; i++) {
        out[i].compared = above[i].n;
        out[i].above_others = above[i].n ? mean_x(&above[i]) : (double)NAN;
        out[i].error = above[i].n > 1 ? sqrt(var_x(&above[i]) / (double)above[i].n) : (double)NAN;
        out[i].self_n = gap[i].n;
        out[i].self_gap = gap[i].n ? mean_x(&gap[i]) : (double)NAN;
    }
    return out;
}
