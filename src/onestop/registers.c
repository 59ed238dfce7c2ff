/* Tables of registers: one way through their rows, and cells that several of them have. */
#include "onestop/registers.h"

#include "onestop/figures.h"
#include "org/org.h"

Err register_import(Ctx *c, const Table *t, const Column *columns, size_t n, RegisterRow row, RegisterReport *out)
{
    Columns cols;

    *out = (RegisterReport){ .bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang } };
    TRY(access_need_any(c, &PERM_ONESTOP_CHANGE));
    TRY(columns_find(&cols, c->arena, t, columns, n, &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        size_t errors = out->bad.count;
        bool changed = false;
        Err e;

        if (row_blank(&cols, r))
            continue;
        e = row(c, &cols, r, &out->bad, &changed);
        if (e != OK && e != E_INVALID && e != E_FORBIDDEN)
            return e;
        if (e != OK)
            row_error_from(&out->bad, r, NO_FIELD, &c->answer);
        else if (out->bad.count == errors)
            *(changed ? &out->written : &out->same) += 1;
    }
    return row_errors_end(&out->bad, &c->answer);
}

Err unit_cell(Ctx *c, const Columns *cols, size_t r, size_t field, RowErrors *bad, int64_t *id)
{
    UnitRow u;
    bool any;

    TRY(q_unit_by_code(c, &u, &any, .code = cell_at(cols, r, field).text));
    if (!any)
        row_error(bad, r, field, T("Không có đơn vị nào mang mã này."));
    *id = any ? u.id : 0;
    return OK;
}

Str period_cell(const Columns *cols, size_t r, size_t field, RowErrors *bad)
{
    Str s = cell_at(cols, r, field).text;
    Months months;

    if (!months_parse(&months, s))
        row_error(bad, r, field, T("Kỳ không hiểu được; hãy ghi 2025, 2025-Q3 hoặc 2025-10."));
    return s;
}

bool count_cell(const Columns *cols, size_t r, size_t field, RowErrors *bad, int64_t *out)
{
    Str s = cell_at(cols, r, field).text;
    Dec d;

    *out = 0;
    if (!s.n)
        return false;
    if (!dec_parse(&d, s) || d.v < 0 || d.v % DEC_ONE) {
        row_error(bad, r, field, T("Hãy ghi một số đếm."));
        return false;
    }
    *out = d.v / DEC_ONE;
    return true;
}
