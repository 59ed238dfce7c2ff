#include "survey/strata.h"

#include "doc/table.h"

#include <math.h>

enum { F_UNIT, F_GROUP, F_POPULATION };
static const Column columns[] = {
    [F_UNIT] = { "unit", "unit|mã đơn vị|đơn vị", true }, [F_GROUP] = { "group", "group|nhóm", false },
    [F_POPULATION] = { "population", "population|tổng thể|số người", true },
};

Err strata_parse(Strata *out, Arena *a, Str file, Str text, Answer *why)
{
    Table t;
    Columns cols;

    *out = (Strata){ 0 };
    TRY(table_read(&t, a, file, text, NULL, why));
    TRY(columns_find(&cols, a, &t, columns, COUNT(columns), why));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        Stratum s = { .unit = cell_at(&cols, r, F_UNIT).text, .group = cell_at(&cols, r, F_GROUP).text };

        if (row_blank(&cols, r))
            continue;
        if (!str_int(cell_at(&cols, r, F_POPULATION).text, &s.population) || s.population < 1 || s.population > 1000000000)
            return row_fail(why, &cols, r, F_POPULATION, T("Số người phải là số nguyên từ 1 đến 1.000.000.000."));
        *vec_add(a, &out->list) = s;
    }
    return OK;
}

static const Stratum *find(const Strata *s, Str unit, Str group)
{
    for (size_t i = 0; i < s->list.n; i++)
        if (str_eq(s->list.v[i].unit, unit) && str_eq(s->list.v[i].group, group))
            return &s->list.v[i];
    return NULL;
}

/* A population smaller than the sample is a slip of the plan: everybody was asked, there is no error left. */
static double left_out(int64_t n, int64_t population)
{
    return n >= population ? 0 : 1 - (double)n / (double)population;
}

static void plain(IndexRow *out, const IndexRow *rows, const size_t *of, size_t n)
{
    Wide sum = 0;
    double var = 0;
    int64_t m = 0;

    for (size_t i = 0; i < n; i++) {
        m += rows[of[i]].answers;
        sum += (Wide)rows[of[i]].index.v * rows[of[i]].answers;
    }
    if (!m)
        return;
    for (size_t i = 0; i < n; i++) {
        double w = (double)rows[of[i]].answers / (double)m;

        var += w * w * (double)rows[of[i]].se.v * (double)rows[of[i]].se.v;
    }
    out->index.v = (int64_t)((sum * 2 + m) / ((Wide)m * 2));
    out->se.v = llround(sqrt(var));
}

static int64_t people_of(const Strata *s, const IndexRow *row)
{
    const Stratum *found = find(s, row->unit, row->group);

    return found ? found->population : 0;                       /* weighted() is for groups that all have a stratum */
}

static void weighted(IndexRow *out, const IndexRow *rows, const size_t *of, size_t n, const Strata *s)
{
    Wide sum = 0;
    int64_t total = 0;
    double var = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t people = people_of(s, &rows[of[i]]);

        total += people;
        sum += (Wide)rows[of[i]].index.v * people;
    }
    for (size_t i = 0; i < n; i++) {
        int64_t people = people_of(s, &rows[of[i]]);
        double w = (double)people / (double)total, se = (double)rows[of[i]].se.v;

        var += w * w * left_out(rows[of[i]].n, people) * se * se;
    }
    out->index.v = (int64_t)((sum * 2 + total) / ((Wide)total * 2));
    out->se.v = llround(sqrt(var));
    out->weighted = true;
}

static void join_one(IndexRow *out, const IndexRow *rows, const size_t *of, size_t n, const Strata *s, Dec low, Dec high)
{
    size_t groups = 0;
    bool known = n > 0, spread = n > 0;
    Dec half;

    for (size_t i = 0; i < n; i++) {
        out->n += rows[of[i]].n;
        out->answers += rows[of[i]].answers;
        spread &= rows[of[i]].n > 1;
        known &= find(s, rows[of[i]].unit, rows[of[i]].group) != NULL;
    }
    for (size_t i = 0; i < s->list.n; i++)
        groups += str_eq(s->list.v[i].unit, out->unit);
    out->gap = groups > n;
    out->small = out->n < SMALL_SAMPLE;
    out->has_index = n > 0;
    if (!n)
        return;
    known ? weighted(out, rows, of, n, s) : plain(out, rows, of, n);
    out->lo = low;
    out->hi = high;
    if (!spread)                                                /* of one respondent nobody knows the spread */
        return;
    half.v = llround((double)out->se.v * index_t_quantile(out->n > 1 ? out->n - 1 : 1));
    out->lo = dec_min(out->index, dec_round(dec_max(low, dec_sub(out->index, half)), 6, ROUND_HALF_UP));
    out->hi = dec_max(out->index, dec_round(dec_min(high, dec_add(out->index, half)), 6, ROUND_HALF_UP));
}

IndexRow *strata_join(Arena *a, const IndexRow *rows, size_t n, const Strata *s, Dec low, Dec high, size_t *n_out)
{
    IndexRow *out = NEW(a, IndexRow, n + 1);
    bool *taken = NEW(a, bool, n + 1);
    size_t *of = NEW(a, size_t, n + 1);

    *n_out = 0;
    for (size_t i = 0; i < n; i++) {
        IndexRow *row = &out[*n_out];
        size_t k = 0;

        if (taken[i])
            continue;
        for (size_t j = i; j < n && str_eq(rows[j].unit, rows[i].unit); j++)
            if (str_eq(rows[j].factor, rows[i].factor)) {
                taken[j] = true;
                if (rows[j].has_index)
                    of[k++] = j;
            }
        *row = (IndexRow){ .unit = rows[i].unit, .factor = rows[i].factor, .has_interval = k > 0 };
        join_one(row, rows, of, k, s, low, high);
        ++*n_out;
    }
    return out;
}
