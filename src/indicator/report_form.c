/* Report forms: which elements a kind of unit gives in a kind of period. */
#include "core/audit.h"
#include "indicator/indicator.h"
#include "indicator/shipped.h"

enum { F_CODE, F_TITLE, F_UNITS, F_PERIODS, F_ELEMENTS };

static const Column columns[] = {
    [F_CODE] = { "code", "mã|mã biểu|code", true },
    [F_TITLE] = { "title", "tên biểu|title", true },
    [F_UNITS] = { "unit_kinds", "loại đơn vị|unit_kinds", true },
    [F_PERIODS] = { "period_kinds", "loại kỳ|period_kinds", true },
    [F_ELEMENTS] = { "elements", "số liệu|elements", true },
};

static const char *const period_names[] = {
    [PERIOD_MONTH] = "month", [PERIOD_QUARTER] = "quarter", [PERIOD_HALF] = "half", [PERIOD_NINE_MONTHS] = "nine-months",
    [PERIOD_YEAR] = "year",
};

static bool has_word(Str list, Str word)
{
    Str one;

    if (str_eq(list, S("all")))
        return true;
    while (list.n) {
        (void)str_cut(list, S(" "), &one, &list);           /* the last word has nothing behind it */
        if (str_eq(one, word))
            return true;
    }
    return false;
}

/* The code itself or one below it: "3.3" holds 3.3 and 3.3.5, not 3.30. */
static bool has_code(Str list, Str code)
{
    Str one;

    if (str_eq(list, S("all")))
        return true;
    while (list.n) {
        (void)str_cut(list, S(" "), &one, &list);
        if (one.n && str_starts(code, one) && (code.n == one.n || code.p[one.n] == '.'))
            return true;
    }
    return false;
}

bool element_asked(const ReportFormRows *forms, const ElementRow *e, Str unit_kind, PeriodKind period)
{
    bool any = false;

    if (!element_of_kind(e, unit_kind))
        return false;
    for (size_t i = 0; i < forms->n; i++) {
        const ReportFormRow *f = &forms->v[i];

        if (!has_word(f->unit_kinds, unit_kind) || !has_word(f->period_kinds, str_of(period_names[period])))
            continue;
        any = true;
        if (has_code(f->elements, e->code))
            return true;
    }
    return !any;
}

Err report_form_shipped(Ctx *c, Table *out)
{
    return table_read(out, c->arena, S("report_forms.csv"), (Str){ element_files[1].bytes, element_files[1].n }, NULL, &c->answer);
}

static void check_row(const Columns *cols, size_t r, const ElementSet *set, RowErrors *bad)
{
    Str rest = cell_at(cols, r, F_PERIODS).text, elements = cell_at(cols, r, F_ELEMENTS).text, one;

    if (!str_trim(cell_at(cols, r, F_CODE).text).n)
        row_error(bad, r, F_CODE, T("Thiếu mã biểu."));
    while (rest.n) {
        bool known = false;

        (void)str_cut(rest, S(" "), &one, &rest);
        for (size_t i = 0; i < COUNT(period_names); i++)
            known |= str_eq(one, str_of(period_names[i]));
        if (!known && !str_eq(one, S("all")))
            row_error(bad, r, F_PERIODS, T("Loại kỳ là: month, quarter, half, nine-months, year hoặc all, cách nhau bằng dấu cách."));
    }
    while (elements.n) {
        bool known = false;

        (void)str_cut(elements, S(" "), &one, &elements);
        for (size_t i = 0; i < set->rows.n && !known; i++)
            known = has_code(one, set->rows.v[i].code);
        if (!known)
            row_error(bad, r, F_ELEMENTS, T("Danh mục không có số liệu nào bắt đầu bằng mã này."));
    }
}

Err report_form_import(Ctx *c, const Table *t, size_t *n)
{
    Columns cols;
    ElementSet set;
    RowErrors bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang };

    *n = 0;
    TRY(access_need(c, &PERM_ELEMENT_CHANGE, 0));
    TRY(element_load(c, &set));
    TRY(columns_find(&cols, c->arena, t, columns, COUNT(columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            check_row(&cols, r, &set, &bad);
    TRY(row_errors_end(&bad, &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        if (row_blank(&cols, r))
            continue;
        TRY(q_report_form_put(c, .code = cell_at(&cols, r, F_CODE).text, .title = cell_at(&cols, r, F_TITLE).text,
            .unit_kinds = cell_at(&cols, r, F_UNITS).text, .period_kinds = cell_at(&cols, r, F_PERIODS).text,
            .elements = cell_at(&cols, r, F_ELEMENTS).text));
        ++*n;
    }
    return audit_add(c, "form.import", t->file, str_fmt(c->arena, "{\"forms\":%zu}", *n));
}
