#include "calendar/calendar.h"

#include "core/audit.h"
#include "text/text.h"

const Perm PERM_CALENDAR_VIEW = { "calendar.view", T("Xem lịch làm việc"), ROLES_ALL_SIGNED_IN };
const Perm PERM_CALENDAR_CHANGE = { "calendar.change", T("Nhập ngày nghỉ, ngày làm bù của một năm"), ROLE_ADMIN | ROLE_COORDINATOR };

static Err check_year(Ctx *c, int year, const CalRows *rows)
{
    SCRATCH(tmp);
    Calendar *cal;

    for (size_t i = 0; i < rows->n; i++)
        if (date_year(rows->v[i].date) != year)
            return fail_field(c, "days", T("Ngày %.*s không thuộc năm %d; mỗi lần chỉ nhập một năm."),
                SV(date_vi(c->arena, rows->v[i].date)), year);
    for (size_t i = 0; i < rows->n; i++)
        for (size_t k = 0; k < i; k++)
            if (rows->v[i].date.day == rows->v[k].date.day)
                return fail_field(c, "days", T("Ngày %.*s ghi hai lần; hãy giữ một dòng."), SV(date_vi(c->arena, rows->v[i].date)));
    return cal_build(&cal, &tmp, rows->v, rows->n, MISSING_WEEKENDS, &c->answer);
}

Err calendar_year_set(Ctx *c, int year, Str basis, const CalRows *rows)
{
    TRY(access_need(c, &PERM_CALENDAR_CHANGE, 0));
    if (year < CAL_FIRST_YEAR || year > CAL_LAST_YEAR)
        return fail_field(c, "year", T("Lịch làm việc chỉ có các năm 2000–2100."));
    if (!str_trim(basis).n)
        return fail_field(c, "basis", T("Hãy ghi căn cứ: số, ngày của thông báo hoặc quyết định về ngày nghỉ năm %d."), year);
    if (!rows->n)
        return fail_field(c, "days", T("Chưa có ngày nghỉ nào của năm %d; hãy ghi ít nhất các ngày lễ, Tết."), year);
    TRY(check_year(c, year, rows));
    TRY(q_calendar_days_clear(c, .year = year));
    TRY(q_calendar_year_put(c, .year = year, .basis = str_trim(basis), .at = c->now, .who = ctx_who(c)));
    for (size_t i = 0; i < rows->n; i++) {
        const CalRow *r = &rows->v[i];

        TRY(q_calendar_day_add(c, .year = year, .date = r->date, .kind = str_of(cal_kind_code(r->kind)),
            .name = r->name.n ? r->name : str_of(cal_kind_title(r->kind)), .basis = r->basis.n ? r->basis : str_trim(basis)));
    }
    return audit_add(c, "calendar.set", str_fmt(c->arena, "%d", year), str_fmt(c->arena, "{\"days\":%zu}", rows->n));
}

Err calendar_year_forget(Ctx *c, int year)
{
    CalendarYearGetRow y;
    bool any;

    TRY(access_need(c, &PERM_CALENDAR_CHANGE, 0));
    TRY(q_calendar_year_get(c, &y, &any, .year = year));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Năm %d chưa được nhập nên không có gì để bỏ."), year);
    TRY(q_calendar_days_clear(c, .year = year));
    TRY(q_calendar_year_clear(c, .year = year));
    return audit_add(c, "calendar.forget", str_fmt(c->arena, "%d", year), S(""));
}

/* ---- kinds as people write them */

static bool kind_of(Arena *a, Str s, DayKind *out)
{
    static const struct { const char *words; DayKind kind; } all[] = {
        { "nghi le", DAY_HOLIDAY }, { "le", DAY_HOLIDAY }, { "ngay le", DAY_HOLIDAY }, { "nghi tet", DAY_TET }, { "tet", DAY_TET },
        { "nghi bu", DAY_SUBSTITUTE }, { "bu", DAY_SUBSTITUTE }, { "nghi hoan doi", DAY_SWAP_OFF }, { "hoan doi", DAY_SWAP_OFF },
        { "lam bu", DAY_SWAP_WORK }, { "di lam", DAY_SWAP_WORK },
    };
    Str fold = text_fold(a, str_trim(s));

    if (cal_kind_parse(out, str_trim(s)))
        return true;
    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(fold, str_of(all[i].words))) {
            *out = all[i].kind;
            return true;
        }
    return false;
}

/* ---- lines */

Str calendar_lines(Ctx *c, const CalRow *rows, size_t n)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "%.*s; %s; %.*s; %.*s\n", SV(date_vi(c->arena, rows[i].date)), cal_kind_title(rows[i].kind), SV(rows[i].name),
            SV(rows[i].basis));
    return buf_str(&b);
}

static Err read_line(Ctx *c, Str line, size_t n, CalRow *row)
{
    Str date, kind, rest;

    *row = (CalRow){ .status = ROW_CONFIRMED };
    (void)str_cut(line, S(";"), &date, &rest);              /* parts that are not there are empty */
    (void)str_cut(rest, S(";"), &kind, &rest);
    (void)str_cut(rest, S(";"), &row->name, &row->basis);
    row->name = str_trim(row->name);
    row->basis = str_trim(row->basis);
    if (!date_parse(&row->date, str_trim(date), 0))
        return fail_field(c, "days", T("Dòng %zu: ngày “%.*s” không có thật; hãy ghi dd/mm/yyyy; loại; tên; căn cứ."), n, SV(str_trim(date)));
    if (!kind_of(c->arena, kind, &row->kind))
        return fail_field(c, "days", T("Dòng %zu: loại ngày “%.*s” không nhận ra; hãy ghi nghỉ lễ, nghỉ Tết, nghỉ bù, nghỉ hoán đổi hoặc làm bù."), n,
            SV(str_trim(kind)));
    return OK;
}

Err calendar_lines_read(Ctx *c, Str text, CalRows *out)
{
    Str line;

    *out = (CalRows){ 0 };
    for (size_t n = 1; text.n; n++) {
        (void)str_cut(text, S("\n"), &line, &text);         /* the last line has no end */
        if (str_trim(line).n)
            TRY(read_line(c, str_trim(line), n, vec_add(c->arena, out)));
    }
    return OK;
}

/* ---- tables */

enum { H_DATE, H_KIND, H_NAME, H_BASIS, H_STATUS };
static const Column columns[] = {
    [H_DATE] = { "date", "date|Ngày", true },
    [H_KIND] = { "kind", "kind|Loại|Loại ngày", true },
    [H_NAME] = { "name", "name|name_vi|Tên|Tên ngày|Ngày nghỉ", false },
    [H_BASIS] = { "basis", "basis|legal_basis|Căn cứ", false },
    [H_STATUS] = { "status", "status|Trạng thái|Tình trạng", false },
};

/* "proposed", "đề xuất", "dự kiến", "phương án": somebody has yet to decide. */
static bool undecided(Arena *a, Str status)
{
    static const char *const words[] = { "proposed", "de xuat", "du kien", "phuong an", "chua quyet dinh" };
    Str fold = text_fold(a, status);
    size_t at;

    for (size_t i = 0; i < COUNT(words); i++)
        if (str_find(fold, str_of(words[i]), &at))
            return true;
    return false;
}

static CalendarYearRead *year_read(Ctx *c, CalendarImport *out, int year)
{
    CalendarYearRead *y;

    for (size_t i = 0; i < out->years.n; i++)
        if (out->years.v[i].year == year)
            return &out->years.v[i];
    y = vec_add(c->arena, &out->years);
    y->year = year;
    return y;
}

static void take_row(Ctx *c, const Columns *cols, size_t r, RowErrors *bad, CalendarImport *out)
{
    CalRow row = { .name = cell_at(cols, r, H_NAME).text, .basis = cell_at(cols, r, H_BASIS).text };
    CalendarYearRead *y;
    size_t errors = bad->count;

    if (!date_parse(&row.date, cell_at(cols, r, H_DATE).text, 0))
        row_error(bad, r, H_DATE, T("Ngày không có thật; hãy ghi dd/mm/yyyy."));
    else if (!cal_covers(row.date))
        row_error(bad, r, H_DATE, T("Lịch làm việc chỉ có các năm 2000–2100."));
    if (!kind_of(c->arena, cell_at(cols, r, H_KIND).text, &row.kind))
        row_error(bad, r, H_KIND, T("Loại ngày không nhận ra; hãy ghi nghỉ lễ, nghỉ Tết, nghỉ bù, nghỉ hoán đổi hoặc làm bù."));
    if (bad->count > errors)
        return;
    y = year_read(c, out, date_year(row.date));
    if (undecided(c->arena, cell_at(cols, r, H_STATUS).text))
        y->undecided++;
    else
        *vec_add(c->arena, &y->rows) = row;
}

Err calendar_read(Ctx *c, const Table *t, CalendarImport *out)
{
    Columns cols;
    RowErrors bad;
    Err e;

    *out = (CalendarImport){ 0 };
    TRY(columns_find(&cols, c->arena, t, columns, COUNT(columns), &c->answer));
    bad = (RowErrors){ .arena = c->arena, .cols = &cols, .lang = c->answer.lang };
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            take_row(c, &cols, r, &bad, out);
    e = row_errors_end(&bad, &c->answer);
    for (size_t i = 0; i < bad.list.n; i++)
        *vec_add(c->arena, &out->bad) = bad.list.v[i];
    return e;
}

Err calendar_import(Ctx *c, CalendarImport *what, int only, Str basis)
{
    for (size_t i = 0; i < what->years.n; i++) {
        CalendarYearRead *y = &what->years.v[i];
        Str of_year = basis;

        if ((only && y->year != only) || y->undecided)
            continue;
        if (!of_year.n)
            for (size_t k = 0; k < y->rows.n && !of_year.n; k++)
                of_year = y->rows.v[k].basis;
        TRY(calendar_year_set(c, y->year, of_year, &y->rows));
        y->entered = true;
    }
    return OK;
}
