#include "onestop/tally.h"

#include "db/db.h"
#include "onestop/pass.h"

#include <stdlib.h>

enum { FIRST = 1 << 10, ROWS_AT_ONCE = 8192 };

static uint64_t hash_of(const int32_t key[N_TALLY_KEYS])
{
    uint64_t h = 0;

    for (int i = 0; i < N_TALLY_KEYS; i++)
        h = (h ^ (uint32_t)key[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static void place(Tally *t, size_t number)
{
    size_t i = hash_of(t->groups.v[number].key) & t->mask;

    while (t->index[i])
        i = (i + 1) & t->mask;
    t->index[i] = (uint32_t)number + 1;
}

static void widen(Tally *t)
{
    size_t n = t->index ? (t->mask + 1) * 4 : FIRST;

    t->index = NEW(t->arena, uint32_t, n);
    t->mask = n - 1;
    for (size_t k = 0; k < t->groups.n; k++)
        place(t, k);
}

static TallyGroup *group_of(Tally *t, const int32_t key[N_TALLY_KEYS])
{
    TallyGroup *g;

    if (!t->index || t->groups.n * 2 > t->mask)
        widen(t);
    for (size_t i = hash_of(key) & t->mask; t->index[i]; i = (i + 1) & t->mask) {
        g = &t->groups.v[t->index[i] - 1];
        if (!memcmp(g->key, key, sizeof g->key))
            return g;
    }
    g = vec_add(t->arena, &t->groups);
    memcpy(g->key, key, sizeof g->key);
    place(t, t->groups.n - 1);
    return g;
}

void tally_add(Tally *t, const DossierKnownRow *d, int sign)
{
    static const struct { unsigned flag; Count count; } flags[] = {
        { FLAG_PAID, COUNT_PAID }, { FLAG_DIGITISED, COUNT_DIGITISED }, { FLAG_POSTAL, COUNT_POSTAL }, { FLAG_FEE, COUNT_FEE },
        { FLAG_ELECTRONIC, COUNT_ELECTRONIC }, { FLAG_REUSED, COUNT_REUSED }, { FLAG_COMPLAINT, COUNT_COMPLAINT },
    };
    int32_t key[N_TALLY_KEYS] = { (int32_t)d->unit_id, (int32_t)d->month, (int32_t)d->closed, (int32_t)d->field_id,
        (int32_t)d->procedure_id, (int32_t)d->channel };
    int32_t *count = group_of(t, key)->count;

    count[COUNT_N] += sign;
    if (d->by_date)
        count[COUNT_EARLY + d->by_date - 1] += sign;
    if (d->by_766)
        count[COUNT_EARLY_766 + d->by_766 - 1] += sign;
    if (d->state >= STATE_ACTIVE && d->state <= STATE_RETURNED)
        count[COUNT_ACTIVE + d->state - STATE_ACTIVE] += sign;
    for (size_t i = 0; i < COUNT(flags); i++)
        if (d->flags & flags[i].flag)
            count[flags[i].count] += sign;
    count[COUNT_DAYS] += sign * (int32_t)d->days;
}

static bool any_count(const TallyGroup *g)
{
    for (int i = 0; i < N_COUNTS; i++)
        if (g->count[i])
            return true;
    return false;
}

/* In the order in which the table lies. */
static int by_key(const void *a, const void *b)
{
    const TallyGroup *x = a, *y = b;

    for (int i = 0; i < N_TALLY_KEYS; i++)
        if (x->key[i] != y->key[i])
            return x->key[i] < y->key[i] ? -1 : 1;
    return 0;
}

static Err write_one(Ctx *c, const TallyGroup *g, int64_t source_id)
{
    const int32_t *k = g->key, *n = g->count;

    return q_dossier_count_add(c, .source_id = source_id, .unit_id = k[0], .month = k[1], .closed = k[2], .field_id = k[3], .procedure_id = k[4],
        .channel = k[5], .n = n[COUNT_N], .early = n[COUNT_EARLY], .on_time = n[COUNT_ON_TIME], .late = n[COUNT_LATE],
        .early_766 = n[COUNT_EARLY_766], .on_time_766 = n[COUNT_ON_TIME_766], .late_766 = n[COUNT_LATE_766], .active = n[COUNT_ACTIVE],
        .suspended = n[COUNT_SUSPENDED], .returned = n[COUNT_RETURNED], .paid = n[COUNT_PAID], .digitised = n[COUNT_DIGITISED],
        .postal = n[COUNT_POSTAL], .fee = n[COUNT_FEE], .electronic = n[COUNT_ELECTRONIC], .reused = n[COUNT_REUSED],
        .complaint = n[COUNT_COMPLAINT], .days = n[COUNT_DAYS]);
}

static Str column(Arena *a, const TallyGroup *v, size_t n, int at)
{
    Buf b = { .arena = a };

    buf_ch(&b, '{');
    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "%s%d", i ? "," : "", at < N_TALLY_KEYS ? v[i].key[at] : v[i].count[at - N_TALLY_KEYS]);
    buf_ch(&b, '}');
    return buf_str(&b);
}

static Err write_many(Ctx *c, const TallyGroup *v, size_t n, int64_t source_id)
{
    SCRATCH(tmp);
    Str a[N_TALLY_KEYS + N_COUNTS];

    for (int i = 0; i < N_TALLY_KEYS + N_COUNTS; i++)
        a[i] = column(&tmp, v, n, i);
    return q_dossier_counts_add(c, .source_id = source_id, .unit_id = a[0], .month = a[1], .closed = a[2], .field_id = a[3], .procedure_id = a[4],
        .channel = a[5], .n = a[6], .early = a[7], .on_time = a[8], .late = a[9], .early_766 = a[10], .on_time_766 = a[11], .late_766 = a[12],
        .active = a[13], .suspended = a[14], .returned = a[15], .paid = a[16], .digitised = a[17], .postal = a[18], .fee = a[19],
        .electronic = a[20], .reused = a[21], .complaint = a[22], .days = a[23]);
}

Err tally_write(Ctx *c, Tally *t, int64_t source_id)
{
    size_t n = 0;

    for (size_t i = 0; i < t->groups.n; i++)
        if (any_count(&t->groups.v[i]))
            t->groups.v[n++] = t->groups.v[i];
    t->groups.n = n;
    t->index = NULL;                                    /* numbers of groups have changed */
    if (n)
        qsort(t->groups.v, n, sizeof *t->groups.v, by_key);
    for (size_t i = 0; i < n && !db_is_pg(c->db); i++)
        TRY(write_one(c, &t->groups.v[i], source_id));
    for (size_t i = 0; i < n && db_is_pg(c->db); i += ROWS_AT_ONCE)
        TRY(write_many(c, &t->groups.v[i], n - i < ROWS_AT_ONCE ? n - i : ROWS_AT_ONCE, source_id));
    return q_dossier_count_clean(c, .source_id = source_id);
}
