/* Tables of the pages as workbooks. */
#include "core/workcal.h"
#include "doc/table_out.h"
#include "onestop/figures.h"
#include "onestop/grid.h"

#include <assert.h>

enum { DAY = 86400 };

Str dossier_moment(Arena *a, int64_t seconds)
{
    if (!seconds)
        return (Str){ 0 };
    return str_fmt(a, "%.*s %02d:%02d", SV(date_vi(a, (Date){ (int32_t)(seconds / DAY) })), (int)(seconds % DAY / 3600),
        (int)(seconds / 60 % 60));
}

Err onestop_board_xlsx(Ctx *c, const UnitPeriods *units, Reading reading, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã"), 14 }, { T("Đơn vị"), 44 }, { T("Mang sang"), 12 }, { T("Mới"), 12 }, { T("Xong"), 12 },
        { T("Quá hạn"), 12 }, { T("Đúng hạn, %"), 12 }, { T("Đang giải quyết"), 14 }, { T("Đang quá hạn"), 14 }, { T("Tạm dừng"), 12 },
        { T("Trả lại"), 12 }, { T("Trực tuyến, %"), 12 }, { T("Số hóa, %"), 12 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Một cửa"))), .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < units->n; i++) {
        const OnestopUnitRow *s = &units->v[i].sum;

        out_text(t, units->v[i].code);
        out_text(t, units->v[i].name);
        out_int(t, s->carried);
        out_int(t, s->fresh);
        out_int(t, s->early + s->on_time + s->late);
        out_int(t, s->late);
        out_opt_dec(t, period_on_time(s, reading), 2);
        out_int(t, s->open);
        out_int(t, s->over);
        out_int(t, s->suspended);
        out_int(t, s->returned);
        out_opt_dec(t, period_rate(s->online, s->received), 2);
        out_opt_dec(t, period_rate(s->digitised, s->received), 2);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

Err onestop_due_xlsx(Ctx *c, const OnestopDueRows *rows, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã hồ sơ"), 26 }, { T("Đơn vị"), 34 }, { T("Thủ tục"), 28 }, { T("Tiếp nhận"), 18 },
        { T("Hẹn trả"), 18 }, { T("Quá, ngày làm việc"), 18 }, { T("Cán bộ"), 24 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    const Calendar *cal;

    TRY(workcal(c, &cal));
    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Quá hạn"))), .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < rows->n; i++) {
        const OnestopDueRow *d = &rows->v[i];

        out_text(t, d->code);
        out_text(t, d->unit);
        out_text(t, d->procedure);
        out_text(t, dossier_moment(c->arena, d->received));
        out_text(t, dossier_moment(c->arena, d->due));
        out_int(t, cal_late_days(cal, (Date){ (int32_t)(d->due / DAY) }, c->today));
        out_text(t, d->official);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

void grid_text(Ctx *c, Grid *g, Str s)
{
    *vec_add(c->arena, g) = (GridCell){ .kind = GRID_TEXT, .text = s };
}

void grid_int(Ctx *c, Grid *g, int64_t n)
{
    *vec_add(c->arena, g) = (GridCell){ .kind = GRID_INT, .n = n };
}

void grid_dec(Ctx *c, Grid *g, OptDec d)
{
    *vec_add(c->arena, g) = (GridCell){ .kind = GRID_DEC, .d = d };
}

Err grid_xlsx(Ctx *c, Str sheet, const GridColumn *columns, size_t n, const Grid *g, Str *bytes)
{
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    OutColumn *out = NEW(c->arena, OutColumn, n);

    assert(n && g->n % n == 0);
    for (size_t i = 0; i < n; i++)
        out[i] = (OutColumn){ columns[i].title, columns[i].width };
    out_sheet(t, &(SheetLook){ .name = sheet, .landscape = true }, out, n);
    for (size_t i = 0; i < g->n; i++) {
        const GridCell *cell = &g->v[i];

        if (cell->kind == GRID_INT)
            out_int(t, cell->n);
        else if (cell->kind == GRID_DEC)
            out_opt_dec(t, cell->d, 2);
        else
            out_text(t, cell->text);
        if (i % n == n - 1)
            out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}
