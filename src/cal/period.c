#include "cal/period.h"

#include <assert.h>

const PeriodRule period_default_rule = { .cut_off = 14, .send_by = 20 };

/* By kind: months of a period, how many there are in a year. */
static const struct {
    int months, in_year;
} shapes[] = {
    [PERIOD_MONTH] = { 1, 12 }, [PERIOD_QUARTER] = { 3, 4 }, [PERIOD_HALF] = { 6, 2 },
    [PERIOD_NINE_MONTHS] = { 9, 1 }, [PERIOD_YEAR] = { 12, 1 },
};

static bool valid(Period p)
{
    return p.year >= 1 && p.year <= 9998 && p.n >= 1 && p.n <= shapes[p.kind].in_year;
}

bool period_parse(Period *out, Str s)
{
    Str head, tail;
    int64_t year, n = 1;
    Period p = { PERIOD_YEAR };
    bool has_tail;

    s = str_trim(s);
    has_tail = str_cut(s, S("-"), &head, &tail);
    if (head.n != 4 || head.p[0] == '-' || head.p[0] == '+' || !str_int(head, &year))
        return false;
    if (has_tail && tail.n == 2 && (tail.p[0] == 'Q' || tail.p[0] == 'q' || tail.p[0] == 'H' || tail.p[0] == 'h')) {
        p.kind = tail.p[0] == 'Q' || tail.p[0] == 'q' ? PERIOD_QUARTER : PERIOD_HALF;
        tail = str_sub(tail, 1, 2);
    } else if (has_tail && (str_eq(tail, S("9M")) || str_eq(tail, S("9m")))) {
        p.kind = PERIOD_NINE_MONTHS;
        has_tail = false;
    } else if (has_tail) {
        p.kind = PERIOD_MONTH;
        if (tail.n != 2)
            return false;
    }
    if (has_tail && (tail.p[0] < '0' || tail.p[0] > '9' || !str_int(tail, &n)))
        return false;
    if (n < 1 || n > 12)
        return false;
    p.year = (int)year;
    p.n = (int)n;
    if (!valid(p))
        return false;
    *out = p;
    return true;
}

Str period_code(Arena *a, Period p)
{
    assert(valid(p));
    switch (p.kind) {
    case PERIOD_MONTH:
        return str_fmt(a, "%04d-%02d", p.year, p.n);
    case PERIOD_QUARTER:
        return str_fmt(a, "%04d-Q%d", p.year, p.n);
    case PERIOD_HALF:
        return str_fmt(a, "%04d-H%d", p.year, p.n);
    case PERIOD_NINE_MONTHS:
        return str_fmt(a, "%04d-9M", p.year);
    case PERIOD_YEAR:
        break;
    }
    return str_fmt(a, "%04d", p.year);
}

Str period_title(Arena *a, Period p)
{
    static const char *const roman[] = { "I", "II", "III", "IV" };

    assert(valid(p));
    switch (p.kind) {
    case PERIOD_MONTH:
        return str_fmt(a, "Tháng %d năm %d", p.n, p.year);
    case PERIOD_QUARTER:
        return str_fmt(a, "Quý %s năm %d", roman[p.n - 1], p.year);
    case PERIOD_HALF:
        return str_fmt(a, "6 tháng %s năm %d", p.n == 1 ? "đầu" : "cuối", p.year);
    case PERIOD_NINE_MONTHS:
        return str_fmt(a, "9 tháng đầu năm %d", p.year);
    case PERIOD_YEAR:
        break;
    }
    return str_fmt(a, "Năm %d", p.year);
}

Period period_next(Period p)
{
    if (++p.n > shapes[p.kind].in_year) {
        p.n = 1;
        p.year++;
    }
    return p;
}

Period period_before(Period p)
{
    if (--p.n < 1) {
        p.n = shapes[p.kind].in_year;
        p.year--;
    }
    return p;
}

Period period_of(PeriodKind kind, Date d)
{
    int y, m, day;

    date_split(d, &y, &m, &day);
    return (Period){ kind, y, shapes[kind].in_year == 1 ? 1 : (m - 1) / shapes[kind].months + 1 };
}

static int last_month(Period p)
{
    return p.n * shapes[p.kind].months;
}

/* Day of the month that is `months` after month m of year y; beyond its end it is its end; 0 is its end too. */
static Date day_in(int y, int m, int months, int day)
{
    int index = y * 12 + m - 1 + months, max;
    Date out = { 0 };

    y = index / 12;
    m = index % 12 + 1;
    if (y < 1 || y > 9999)
        return out;
    max = date_days_in_month(y, m);
    return date_make(&out, y, m, day > 0 && day < max ? day : max) ? out : (Date){ 0 };
}

Date period_first(Period p)
{
    assert(valid(p));
    return day_in(p.year, last_month(p), 1 - shapes[p.kind].months, 1);
}

Date period_last(Period p)
{
    assert(valid(p));
    return day_in(p.year, last_month(p), 0, 0);
}

Date period_figures_from(Period p, const PeriodRule *r)
{
    Date before;

    assert(valid(p));
    before = day_in(p.year, last_month(p), -shapes[p.kind].months, r->cut_off);
    return before.day ? (Date){ before.day + 1 } : period_first(p);
}

Date period_figures_to(Period p, const PeriodRule *r)
{
    assert(valid(p));
    return day_in(p.year, last_month(p), 0, r->cut_off);
}

Date period_due(Period p, const PeriodRule *r, const Calendar *cal)
{
    Date due;

    assert(valid(p));
    if (!r->send_by)
        return (Date){ 0 };
    due = day_in(p.year, last_month(p), r->send_months, r->send_by);
    return r->shift && cal && cal_covers(due) ? cal_working_day_from(cal, due) : due;
}
