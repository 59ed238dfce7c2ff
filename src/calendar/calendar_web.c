/* The page of the working calendar: a year at a glance, entered days with their basis, a small calculator. */
#include "calendar/calendar_web.h"

#include "cal/lunar.h"
#include "calendar/calendar_view.h"
#include "core/workcal.h"
#include "pages.h"

static const char *status_title(RowStatus s)
{
    static const char *const titles[] = { T("đã đối chiếu"), T("chưa đối chiếu nguồn"), T("đề xuất") };

    return titles[s];
}

static const char *weekday_title(Date d)
{
    static const char *const titles[] = { T("thứ Hai"), T("thứ Ba"), T("thứ Tư"), T("thứ Năm"), T("thứ Sáu"), T("thứ Bảy"), T("Chủ nhật") };

    return titles[date_weekday(d) - 1];
}

static DayCell cell_of(const Calendar *cal, Date d)
{
    const CalRow *r = cal_row(cal, d);

    if (!r)
        return (DayCell){ .weekend = date_weekday(d) >= 6, .plain = date_weekday(d) < 6 };
    switch (r->kind) {
    case DAY_TET: return (DayCell){ .letter = S("T"), .tet = true };
    case DAY_SUBSTITUTE: return (DayCell){ .letter = S("B"), .swap = true, .plain = true };
    case DAY_SWAP_OFF: return (DayCell){ .letter = S("H"), .swap = true };
    case DAY_SWAP_WORK: return (DayCell){ .letter = S("+"), .work = true };
    default: return (DayCell){ .letter = S("L"), .off = true };
    }
}

static void fill_grid(Ctx *c, const Calendar *cal, CalendarView *v)
{
    for (int64_t d = 1; d <= 31; d++)
        *vec_add(c->arena, &v->days31) = d;
    for (int m = 1; m <= 12; m++) {
        MonthLine *line = vec_add(c->arena, &v->months);

        line->month = m;
        for (int d = 1; d <= 31; d++) {
            Date date;

            if (!date_make(&date, (int)v->year, m, d)) {
                *vec_add(c->arena, &line->days) = (DayCell){ .none = true };
                continue;
            }
            *vec_add(c->arena, &line->days) = cell_of(cal, date);
            line->working += cal_is_working(cal, date);
        }
    }
}

static Str lunar_of(Ctx *c, Date d)
{
    LunarDay l;

    return lunar_of_solar(&l, d) ? str_fmt(c->arena, "%d/%d%s", l.day, l.month, l.leap ? "n" : "") : (Str){ 0 };
}

static void fill_days(Ctx *c, const CalRow *rows, size_t n, CalendarView *v)
{
    for (size_t i = 0; i < n; i++)
        *vec_add(c->arena, &v->days) = (DayLine){ rows[i].date, cal_kind_title(rows[i].kind), status_title(rows[i].status), rows[i].name,
            rows[i].basis, lunar_of(c, rows[i].date), str_of(tr(c->answer.lang, weekday_title(rows[i].date))) };
}

static Err calculate(Ctx *c, const Req *rq, const Calendar *cal, CalendarView *v)
{
    Date from = { 0 }, sum;
    int64_t n;

    v->from = req_str(rq, "from");
    v->n = str_trim(req_str(rq, "n"));
    if (!v->from.n || !v->n.n)
        return OK;
    if (!date_parse(&from, v->from, 0) || !str_int(v->n, &n) || n < -30000 || n > 30000)
        return OK;                                          /* nothing to calculate from: the form stays as it is */
    sum = cal_add_working_days(cal, from, (int32_t)n);
    if (sum.day)
        v->sum = str_fmt(c->arena, "%.*s (%s)", SV(date_vi(c->arena, sum)), tr(c->answer.lang, weekday_title(sum)));
    return OK;
}

static int64_t year_asked(Ctx *c, const Req *rq)
{
    int64_t year = req_int(rq, "year");

    return year >= CAL_FIRST_YEAR && year <= CAL_LAST_YEAR ? year : date_year(c->today);
}

Err get_calendar(Ctx *c, Req *rq, Out *o)
{
    CalendarView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;
    const Calendar *cal;
    const CalRow *rows;
    size_t n;

    TRY(access_need_any(c, &PERM_CALENDAR_VIEW));
    TRY(workcal(c, &cal));
    v->year = year_asked(c, rq);
    v->before = v->year - 1;
    v->after = v->year + 1;
    v->working = cal_working_days_of_year(cal, (int)v->year);
    v->proposed = cal_year_proposed(cal, (int)v->year);
    rows = cal_year_rows(cal, (int)v->year, &n);
    TRY(q_calendar_year_get(c, &v->source, &v->entered, .year = v->year));
    fill_grid(c, cal, v);
    fill_days(c, rows, n, v);
    v->may_change = access_any(c, &PERM_CALENDAR_CHANGE);
    if (!v->text.n)
        v->text = calendar_lines(c, rows, n);
    if (!v->basis.n)
        v->basis = v->source.basis;
    TRY(calculate(c, rq, cal, v));
    tpl_calendar(o, v);
    return OK;
}

Err post_calendar(Ctx *c, Req *rq, Out *o)
{
    CalRows rows;
    int64_t year = req_int(rq, "year");

    (void)o;
    rq->prepared = NEW(c->arena, CalendarView, 1);
    ((CalendarView *)rq->prepared)->imported = true;        /* refused: the form is open again */
    TRY(calendar_lines_read(c, req_str(rq, "days"), &rows));
    TRY(calendar_year_set(c, (int)year, req_str(rq, "basis"), &rows));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã ghi %zu ngày của năm %lld; mọi hạn được tính lại theo lịch mới.")), rows.n,
        (long long)year));
    req_go(rq, "/calendar?year=%lld", (long long)year);
    return OK;
}

/* The file fills the form; nothing is written before the person has looked. */
Err post_calendar_import(Ctx *c, Req *rq, Out *o)
{
    CalendarView *v = NEW(c->arena, CalendarView, 1);
    CalendarImport read = { 0 };
    Str bytes, name;
    Table t;
    int64_t year = req_int(rq, "year");
    Err e;

    (void)o;
    rq->prepared = v;
    v->imported = true;
    TRY(access_need(c, &PERM_CALENDAR_CHANGE, 0));
    TRY(req_upload(c, rq, &bytes, &name));
    TRY(table_read(&t, c->arena, name, bytes, NULL, &c->answer));
    e = calendar_read(c, &t, &read);
    for (size_t i = 0; i < read.bad.n; i++)
        *vec_add(c->arena, &v->bad) = read.bad.v[i];
    TRY(e);
    for (size_t i = 0; i < read.years.n; i++) {
        const CalendarYearRead *y = &read.years.v[i];

        if (y->year != year)
            continue;
        v->text = calendar_lines(c, y->rows.v, y->rows.n);
        if (y->undecided)
            v->note = str_fmt(c->arena, tr(c->answer.lang, T("Tệp còn %zu dòng của năm %d là đề xuất, chưa quyết định: những dòng đó không được lấy.")),
                y->undecided, y->year);
    }
    if (!v->text.n)
        return fail_field(c, "file", T("Tệp không có ngày nào đã quyết định của năm %lld."), (long long)year);
    req_again(rq);
    return OK;
}

Err post_calendar_forget(Ctx *c, Req *rq, Out *o)
{
    int64_t year = req_int(rq, "year");

    (void)o;
    TRY(calendar_year_forget(c, (int)year));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã bỏ; năm này lại theo bảng có sẵn hoặc đề xuất."))));
    req_go(rq, "/calendar?year=%lld", (long long)year);
    return OK;
}
