/*
 * Dossiers of 2025 of the invented province, through the ordinary import: what a one-stop system would export. Drawn from
 * a fixed seed. 40.000 of them, so that a demonstration is there in seconds.
 */
#include "demo/demo.h"
#include "demo/demo_onestop.h"
#include "onestop/figures.h"
#include "org/org.h"

#include <sys/mman.h>
#include <unistd.h>

enum { DOSSIERS = 40000, DAYS_OF_YEAR = 365, PROCEDURES = 24 };

static uint32_t pick(uint64_t *x, uint32_t n)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return (uint32_t)((*x >> 32) * n >> 32);
}

static void put_moment(Buf *b, int32_t day, uint32_t minute)
{
    int y, m, d;

    date_split((Date){ day }, &y, &m, &d);
    buf_fmt(b, "%02d/%02d/%04d %02u:%02u,", d, m, y, minute / 60, minute % 60);
}

/* Units differ: the share of late dossiers runs from 1 to 14 in a hundred, by a hash of the code. */
static uint32_t lateness(Str code)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < code.n; i++)
        h = (h ^ (uint8_t)code.p[i]) * 16777619u;
    return 1 + (h >> 8) % 14;
}

static int32_t weekday_on(int32_t day)
{
    while (date_weekday((Date){ day }) > 5)
        day++;
    return day;
}

static void put_dossier(Buf *b, uint64_t *x, const UnitRow *u, int32_t new_year, size_t i)
{
    int32_t received = weekday_on(new_year + (int32_t)pick(x, DAYS_OF_YEAR)), due, end;
    uint32_t procedure = pick(x, PROCEDURES), fate = pick(x, 100), limit = 1 + procedure % 9;
    bool late = pick(x, 100) < lateness(u->code), open = received > new_year + 340 && fate < 60;
    int y, m, d;

    date_split((Date){ received }, &y, &m, &d);
    due = weekday_on(received + (int32_t)(limit * 7 / 5 + 1));
    end = late ? weekday_on(due + 1 + (int32_t)pick(x, 4)) : received + (int32_t)pick(x, (uint32_t)(due - received + 1));
    buf_fmt(b, "%.*s-%02d%02d%02d-%04zu,1.%06u.000.00.00.H99,%.*s,LV%02u,", SV(u->code), y % 100, m, d, i % 10000, 1000 + procedure * 37,
        SV(u->code), procedure % 6 + 1);
    put_moment(b, received, 450 + pick(x, 540));
    put_moment(b, due, 1020);
    if (open || fate >= 98)
        buf_ch(b, ',');
    else
        put_moment(b, end, 450 + pick(x, 560));
    buf_fmt(b, "%u,%u,%u,%u,%u,%d\n", pick(x, 10) < 6 ? 2 : pick(x, 8) ? 1 : 3, pick(x, 3) == 0, procedure % 3 ? 15000u : 0u, pick(x, 5) > 0,
        pick(x, 8) == 0, open ? 4 : fate >= 99 ? 5 : fate >= 98 ? 7 : 10);
}

Err demo_onestop(Ctx *c)
{
    static const char *const head = "dossier_code,procedure_code,unit_code,field_code,received_at,due_at,finished_at,channel,online_payment,"
                                    "fee,digitised,postal_return,status\n";
    SCRATCH(tmp);
    Buf b = { .arena = &tmp };
    uint64_t x = UINT64_C(0x5DEECE66D);
    UnitRows units;
    VEC(UnitRow) open = { 0 };
    Date new_year = { 0 };
    DossierReport rep;
    size_t n_facts;
    int fd = memfd_create("dossiers", MFD_CLOEXEC);
    Err e;

    (void)date_make(&new_year, 2025, 1, 1);             /* exists */
    TRY(q_unit_all(c, &units, ));
    for (size_t i = 0; i < units.n; i++)
        if (units.v[i].parent_id && !units.v[i].valid_to.day)
            *vec_add(&tmp, &open) = units.v[i];
    buf_lit(&b, head);
    for (size_t i = 0; i < DOSSIERS && open.n; i++)
        put_dossier(&b, &x, &open.v[i % open.n], new_year.day, i);
    if (fd < 0 || write(fd, b.p, b.n) != (ssize_t)b.n)
        return fail(c, E_IO, T("Không đủ bộ nhớ để đọc tệp."));
    e = onestop_import(c, &(DossierAsk){ .file = str_fmt(c->arena, "/proc/self/fd/%d", fd), .name = S("mot-cua-2025.csv"),
        .source = S("Một cửa tỉnh Vân Nhạn"), .skip_bad = true }, &rep);
    close(fd);
    TRY(e);
    return figures_publish(c, S("2025"), 0, READ_DATE, when_now(c), &n_facts);
}
