#include "insight/desk_out.h"

#include "doc/table_out.h"

#include <assert.h>
#include <math.h>

static Str as_of(Ctx *c, Moment newest)
{
    return str_fmt(c->arena, tr(c->answer.lang, T("Số liệu đến %.*s")), SV(moment_vi(c->arena, newest)));
}

static OutColumn *year_columns(Ctx *c, const Compare *k)
{
    OutColumn *v = NEW(c->arena, OutColumn, 2 + 2 * k->n);

    v[0] = (OutColumn){ T("Mã"), 12 };
    v[1] = (OutColumn){ T("Đơn vị"), 36 };
    for (size_t y = 0; y < k->n; y++) {
        long long year = (long long)k->runs[y].set.year;

        v[2 + y] = (OutColumn){ str_z(c->arena, str_fmt(c->arena, tr(c->answer.lang, T("Chỉ số %lld")), year)), 12 };
        v[2 + k->n + y] = (OutColumn){ str_z(c->arena, str_fmt(c->arena, tr(c->answer.lang, T("Hạng %lld")), year)), 10 };
    }
    return v;
}

Err compare_table(Ctx *c, const Look *l, const Compare *k, Str *bytes)
{
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    UnitOrder units = look_order(c->arena, l, SORT_RANK, 0, false);
    Str group = l->now.n_groups ? l->now.groups[l->group] : (Str){ 0 };

    out_sheet(t, &(SheetLook){ .name = group, .title = l->now.set.name, .landscape = true, .note = as_of(c, l->now.newest) }, year_columns(c, k),
        2 + 2 * k->n);
    for (size_t i = 0; i < units.n; i++) {
        UnitYear *u = compare_unit(c->arena, k, units.v[i]);

        out_text(t, l->now.in.units[units.v[i]].code);
        out_text(t, l->now.in.units[units.v[i]].name);
        for (size_t y = 0; y < k->n; y++)
            out_opt_dec(t, u[y].has ? (OptDec){ true, k->runs[y].sheet->units[u[y].unit].percent } : (OptDec){ 0 }, 2);
        for (size_t y = 0; y < k->n; y++)
            if (compare_rank(k, y, &u[y]))
                out_int(t, compare_rank(k, y, &u[y]));
            else
                out_skip(t);
        out_row(t);
    }
    out_chart(t, &(OutChart){ .kind = OUT_COLUMNS, .title = str_of(tr(c->answer.lang, T("Chỉ số qua các năm"))), .label = 1, .from = 2, .n = k->n });
    return table_out_end(t, bytes, &c->answer);
}

static Dec tenth(double x)
{
    return (Dec){ llround(x * 1e8) };
}

Err robust_table(Ctx *c, const ScoreRun *run, const Desk *d, const Robust *r, const RobustAsk *ask, const Str *names, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã"), 12 }, { T("Đơn vị"), 36 }, { T("Chỉ số (%)"), 12 }, { T("Hạng"), 8 }, { T("Hạng giữa"), 10 },
        { T("Hạng 5%"), 10 }, { T("Hạng 95%"), 10 }, { T("Đứng đầu (%)"), 12 }, { T("Trong 3 (%)"), 12 }, { T("Trong 5 (%)"), 12 }, { T("Trong 10 (%)"), 12 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    assert(ask->n_top == 4);
    out_sheet(t, &(SheetLook){ .name = d->units ? d->group_name[0] : (Str){ 0 }, .title = run->set.name, .landscape = true,
        .note = str_fmt(c->arena, tr(c->answer.lang, T("%.*s; %zu lần thử, số khởi đầu %llu, trọng số ±%.0f%%")), SV(as_of(c, run->newest)), ask->draws,
            (unsigned long long)ask->seed, ask->weights * 100) }, columns, COUNT(columns));
    for (size_t u = 0; u < d->units; u++) {
        const RobustUnit *k = &r->units[u];

        out_text(t, d->unit[u]);
        out_text(t, names[u]);
        out_dec(t, d->index[u], 2);
        out_int(t, (int64_t)k->rank);
        out_dec(t, tenth(k->median), 1);
        out_dec(t, tenth(k->p5), 1);
        out_dec(t, tenth(k->p95), 1);
        for (size_t i = 0; i < ask->n_top; i++)
            out_dec(t, tenth(k->top[i] * 100), 1);
        out_row(t);
    }
    out_chart(t, &(OutChart){ .kind = OUT_LINES, .title = str_of(tr(c->answer.lang, T("Hạng giữa và khoảng 5–95%"))), .label = 1, .from = 4, .n = 3 });
    return table_out_end(t, bytes, &c->answer);
}
