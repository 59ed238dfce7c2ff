#include "doc/table_out.h"              /* first: html/out.h gives the name of one of its functions to a macro that is not used here */
#include "insight/desk_out.h"

#include <assert.h>
#include <math.h>

Str desk_as_of(Ctx *c, Moment newest)
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

    out_sheet(t, &(SheetLook){ .name = group, .title = l->now.set.name, .landscape = true, .note = desk_as_of(c, l->now.newest) }, year_columns(c, k),
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
        .note = str_fmt(c->arena, tr(c->answer.lang, T("%.*s; %zu lần thử, số khởi đầu %llu, trọng số ±%.0f%%")), SV(desk_as_of(c, run->newest)), ask->draws,
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

Err use_table(Ctx *c, const Look *l, const UseView *v, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã"), 10 }, { T("Tiêu chí"), 48 }, { T("Danh nghĩa (%)"), 13 }, { T("Thực (%)"), 13 }, { T("Đơn vị"), 9 },
        { T("Bình quân đạt (%)"), 13 }, { T("Độ lệch"), 10 }, { T("Tương quan với phần còn lại"), 14 }, { T("Nhận xét"), 26 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    out_sheet(t, &(SheetLook){ .name = v->h.pick.group, .title = l->now.set.name, .landscape = true, .note = desk_as_of(c, l->now.newest) }, columns,
        COUNT(columns));
    for (size_t i = 0; i < v->lines.n; i++) {
        const UseLine *k = &v->lines.v[i];

        out_text(t, k->code);
        out_text(t, k->name);
        out_opt_dec(t, k->nominal, 1);
        out_opt_dec(t, k->effective, 1);
        out_int(t, k->n);
        out_opt_dec(t, k->mean, 1);
        out_opt_dec(t, k->sd, 1);
        out_opt_dec(t, k->with_rest, 2);
        out_text(t, str_of(tr(c->answer.lang, k->full ? T("mọi đơn vị đạt tối đa") : k->equal ? T("mọi đơn vị bằng nhau")
                : k->against ? T("ngược chiều phần còn lại") : "")));
        out_row(t);
    }
    out_chart(t, &(OutChart){ .kind = OUT_BARS, .title = str_of(tr(c->answer.lang, T("Trọng số danh nghĩa và trọng số thực"))), .label = 0, .from = 2, .n = 2 });
    return table_out_end(t, bytes, &c->answer);
}

static void fair_people(TableOut *t, Ctx *c, const FairView *v, Str note)
{
    OutColumn *columns = NEW(c->arena, OutColumn, 7 + v->fields.n);
    static const OutColumn first[] = { { T("Người thẩm định"), 22 }, { T("Hơn người khác"), 13 }, { T("±"), 8 }, { T("Đơn vị tự chấm cao hơn"), 13 },
        { T("Trường hợp"), 12 }, { T("So được"), 10 }, { T("Khác thường"), 12 } };

    for (size_t i = 0; i < COUNT(first); i++)
        columns[i] = first[i];
    for (size_t k = 0; k < v->fields.n; k++)
        columns[COUNT(first) + k] = (OutColumn){ str_z(c->arena, v->fields.v[k].code), 10 };
    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Mức rộng rãi"))), .title = str_of(tr(c->answer.lang, T("Mức rộng rãi"))), .landscape = true,
        .note = note }, columns, COUNT(first) + v->fields.n);
    for (size_t i = 0; i < v->lines.n; i++) {
        const FairLine *k = &v->lines.v[i];

        out_text(t, k->who);
        out_opt_dec(t, k->above, 1);
        out_opt_dec(t, k->error, 1);
        out_opt_dec(t, k->self_gap, 1);
        out_int(t, k->cases);
        out_int(t, k->compared);
        out_int(t, k->unusual);
        for (size_t f = 0; f < k->fields.n; f++)
            out_opt_dec(t, k->fields.v[f].above, 1);
        out_row(t);
    }
    out_chart(t, &(OutChart){ .kind = OUT_BARS, .title = str_of(tr(c->answer.lang, T("Hơn người khác"))), .label = 0, .from = 1, .n = 1 });
}

Err fair_table(Ctx *c, const Look *l, const FairView *v, Str *bytes)
{
    static const OutColumn gaps[] = { { T("Mã"), 12 }, { T("Đơn vị"), 36 }, { T("Tự chấm cao hơn"), 14 }, { T("Trường hợp"), 12 } };
    static const OutColumn cases[] = { { T("Đơn vị"), 36 }, { T("Tiêu chí"), 12 }, { T("Người thẩm định"), 22 }, { T("Cho (%)"), 10 }, { T("Bình quân (%)"), 12 },
        { T("Trường hợp"), 12 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    Str note = str_of(tr(c->answer.lang, T("Các con số mô tả, kèm số trường hợp; không phải nhận xét về người thẩm định."))), set = l->now.set.name;

    fair_people(t, c, v, note);
    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Tự chấm và được chấm"))), .title = set, .note = note }, gaps, COUNT(gaps));
    for (size_t i = 0; i < v->gaps.n; i++) {
        out_text(t, v->gaps.v[i].code);
        out_text(t, v->gaps.v[i].name);
        out_dec(t, v->gaps.v[i].gap, 1);
        out_int(t, v->gaps.v[i].n);
        out_row(t);
    }
    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Điểm khác thường"))), .title = set, .note = note }, cases, COUNT(cases));
    for (size_t i = 0; i < v->unusual.n; i++) {
        const CaseLine *k = &v->unusual.v[i];

        out_text(t, k->unit_name);
        out_text(t, k->criterion);
        out_text(t, k->who);
        out_dec(t, k->given, 0);
        out_dec(t, k->mean, 0);
        out_int(t, k->n);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}
