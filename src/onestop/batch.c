/*
 * SQLite is asked row by row with prepared statements; PostgreSQL gets arrays, one for each column, for a round trip costs more
 * than a row.
 */
#include "onestop/batch.h"

#include "db/db.h"

#include <stddef.h>

/* Columns that are numbers, in the order of dossiers_put. */
static const size_t numbers[] = {
    offsetof(DossierKnownRow, unit_id), offsetof(DossierKnownRow, procedure_id), offsetof(DossierKnownRow, field_id),
    offsetof(DossierKnownRow, received), offsetof(DossierKnownRow, due), offsetof(DossierKnownRow, finished),
    offsetof(DossierKnownRow, old_due), offsetof(DossierKnownRow, waited), offsetof(DossierKnownRow, supplements),
    offsetof(DossierKnownRow, state), offsetof(DossierKnownRow, channel), offsetof(DossierKnownRow, flags),
    offsetof(DossierKnownRow, by_date), offsetof(DossierKnownRow, by_766), offsetof(DossierKnownRow, days),
    offsetof(DossierKnownRow, month), offsetof(DossierKnownRow, closed), offsetof(DossierKnownRow, asked),
    offsetof(DossierKnownRow, supplied),
};

static void put_number(Buf *b, int64_t n)
{
    char room[20];
    size_t at = sizeof room;

    do
        room[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    buf_add(b, (Str){ room + at, sizeof room - at });
}

/* An element of an array of texts: in quotes, quotes and backslashes escaped. */
static void put_quoted(Buf *b, Str s)
{
    size_t from = 0;

    buf_ch(b, '"');
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || s.p[i] == '\\') {
            buf_add(b, str_sub(s, from, i));
            buf_ch(b, '\\');
            from = i;
        }
    buf_add(b, str_sub(s, from, s.n));
    buf_ch(b, '"');
}

static Str texts(Arena *a, const Str *v, size_t n)
{
    Buf b = { .arena = a };

    buf_ch(&b, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_ch(&b, ',');
        put_quoted(&b, v[i]);
    }
    buf_ch(&b, '}');
    return buf_str(&b);
}

/* The number `at` bytes into each of the rows. */
static Str array(Arena *a, const void *const *rows, size_t n, size_t at)
{
    Buf b = { .arena = a };

    buf_ch(&b, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_ch(&b, ',');
        put_number(&b, *(const int64_t *)(const void *)((const char *)rows[i] + at));
    }
    buf_ch(&b, '}');
    return buf_str(&b);
}

static Str codes(Arena *a, Incoming *const *v, size_t n)
{
    Str *all = NEW(a, Str, n);

    for (size_t i = 0; i < n; i++)
        all[i] = v[i]->code;
    return texts(a, all, n);
}

Err batch_known(Ctx *c, int64_t source_id, Incoming *const *v, size_t n, DossierKnownRow *old)
{
    DossierKnownRows rows;
    bool any;

    if (!n)
        return OK;
    if (!db_is_pg(c->db)) {
        for (size_t i = 0; i < n; i++) {
            TRY(q_dossier_known(c, &old[i], &any, .source_id = source_id, .code = v[i]->code));
            if (!any)
                old[i].file_id = 0;
        }
        return OK;
    }
    for (size_t i = 0; i < n; i++)
        old[i].file_id = 0;
    TRY(q_dossiers_known(c, &rows, .source_id = source_id, .codes = codes(c->arena, v, n)));
    for (size_t i = 0; i < rows.n; i++)
        old[rows.v[i].at] = rows.v[i];
    return OK;
}

static Err write_rows(Ctx *c, int64_t source_id, int64_t file_id, Incoming *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const DossierKnownRow *d = &v[i]->d;

        TRY(q_dossier_put(c, .source_id = source_id, .code = v[i]->code, .file_id = file_id, .unit_id = d->unit_id,
            .procedure_id = d->procedure_id, .field_id = d->field_id, .received = d->received, .due = d->due, .finished = d->finished,
            .old_due = d->old_due, .waited = d->waited, .supplements = d->supplements, .state = d->state, .channel = d->channel,
            .flags = d->flags, .by_date = d->by_date, .by_766 = d->by_766, .days = d->days, .month = d->month, .closed = d->closed,
            .official = d->official, .asked = d->asked, .supplied = d->supplied));
    }
    return OK;
}

Err batch_write(Ctx *c, int64_t source_id, int64_t file_id, Incoming *const *v, size_t n)
{
    Str a[COUNT(numbers)], *officials;
    const void **rows;

    if (!n)
        return OK;
    if (!db_is_pg(c->db))
        return write_rows(c, source_id, file_id, v, n);
    rows = NEW(c->arena, const void *, n);
    officials = NEW(c->arena, Str, n);
    for (size_t i = 0; i < n; i++) {
        rows[i] = &v[i]->d;
        officials[i] = v[i]->d.official;
    }
    for (size_t i = 0; i < COUNT(numbers); i++)
        a[i] = array(c->arena, rows, n, numbers[i]);
    return q_dossiers_put(c, .source_id = source_id, .file_id = file_id, .code = codes(c->arena, v, n), .unit_id = a[0],
        .procedure_id = a[1], .field_id = a[2], .received = a[3], .due = a[4], .finished = a[5], .old_due = a[6], .waited = a[7],
        .supplements = a[8], .state = a[9], .channel = a[10], .flags = a[11], .by_date = a[12], .by_766 = a[13], .days = a[14],
        .month = a[15], .closed = a[16], .asked = a[17], .supplied = a[18], .official = texts(c->arena, officials, n));
}

Err batch_events(Ctx *c, int64_t source_id, int64_t at, const DossierEventsRow *v, const Str *code, size_t n)
{
    const void **rows = NEW(c->arena, const void *, n);
    DossierEventPutRows put;

    for (size_t i = 0; i < n; i++) {
        rows[i] = &v[i];
        if (!db_is_pg(c->db))
            TRY(q_dossier_event_put(c, &put, .source_id = source_id, .code = code[i], .at = at, .state = v[i].state,
                .old_state = v[i].old_state, .due = v[i].due, .old_due = v[i].old_due));
    }
    if (!n || !db_is_pg(c->db))
        return OK;
    return q_dossier_events_put(c, .source_id = source_id, .at = at, .code = texts(c->arena, code, n),
        .state = array(c->arena, rows, n, offsetof(DossierEventsRow, state)),
        .old_state = array(c->arena, rows, n, offsetof(DossierEventsRow, old_state)),
        .due = array(c->arena, rows, n, offsetof(DossierEventsRow, due)),
        .old_due = array(c->arena, rows, n, offsetof(DossierEventsRow, old_due)));
}
