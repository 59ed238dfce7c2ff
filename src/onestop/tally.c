#include "onestop/tally.h"

#include "base/json.h"
#include "onestop/pass.h"

enum { FIRST = 1 << 10, ROWS_AT_ONCE = 1000 };

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

static Err write_some(Ctx *c, const TallyGroup *v, size_t n, int64_t source_id)
{
    SCRATCH(tmp);
    Buf b = { .arena = &tmp };
    Json j = { .out = &b };

    json_open(&j, '[');
    for (size_t i = 0; i < n; i++) {
        if (!any_count(&v[i]))
            continue;
        json_open(&j, '[');
        for (int k = 0; k < N_TALLY_KEYS; k++)
            json_int(&j, v[i].key[k]);
        for (int k = 0; k < N_COUNTS; k++)
            json_int(&j, v[i].count[k]);
        json_close(&j, ']');
    }
    json_close(&j, ']');
    return b.n > 2 ? q_dossier_count_add(c, .source_id = source_id, .rows = buf_str(&b)) : OK;
}

Err tally_write(Ctx *c, const Tally *t, int64_t source_id)
{
    for (size_t i = 0; i < t->groups.n; i += ROWS_AT_ONCE) {
        size_t left = t->groups.n - i;

        TRY(write_some(c, &t->groups.v[i], left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE, source_id));
    }
    return q_dossier_count_clean(c, .source_id = source_id);
}
