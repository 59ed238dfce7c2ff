#include "base/date.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>

static bool leap(int y)
{
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

int date_days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    assert(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && leap(year));
}

/* Days before the first of March-based year; the well-known civil-calendar arithmetic. */
bool date_make(Date *out, int year, int month, int day)
{
    int y, m;

    if (year < 1 || year > 9999 || month < 1 || month > 12)
        return false;
    if (day < 1 || day > date_days_in_month(year, month))
        return false;
    y = month <= 2 ? year - 1 : year;
    m = month <= 2 ? month + 9 : month - 3;
    out->day = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 306;
    return true;
}

void date_split(Date d, int *year, int *month, int *day)
{
    int32_t n, era, of_era, y, of_year, m;

    assert(d.day > 0);
    n = d.day + 305;                                        /* days since 0000-03-01 */
    era = n / 146097;
    of_era = n % 146097;
    y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * y + y / 4 - y / 100);
    m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

int date_year(Date d)
{
    int y, m, day;

    date_split(d, &y, &m, &day);
    return y;
}

int date_weekday(Date d)
{
    assert(d.day > 0);
    return (d.day - 1) % 7 + 1;                             /* 0001-01-01 was a Monday */
}

Date date_add_months(Date d, int months)
{
    int y, m, day, max;
    Date out = d;

    date_split(d, &y, &m, &day);
    m += months - 1;
    y += m >= 0 ? m / 12 : -((11 - m) / 12);
    m = ((m % 12) + 12) % 12 + 1;
    max = y >= 1 && y <= 9999 ? date_days_in_month(y, m) : 28;
    if (!date_make(&out, y, m, day > max ? max : day))
        return d;                                           /* outside 1..9999 */
    return out;
}

static bool number(Str s, size_t *at, size_t min, size_t max, int *out)
{
    size_t n = 0;
    int v = 0;

    while (*at + n < s.n && n < max && s.p[*at + n] >= '0' && s.p[*at + n] <= '9') {
        v = v * 10 + (s.p[*at + n] - '0');
        n++;
    }
    if (n < min)
        return false;
    *at += n;
    *out = v;
    return true;
}

static bool mark(Str s, size_t *at, char ch)
{
    if (*at >= s.n || s.p[*at] != ch)
        return false;
    ++*at;
    return true;
}

bool date_parse_iso(Date *out, Str s)
{
    size_t at = 0;
    int y, m, d;

    return number(s, &at, 4, 4, &y) && mark(s, &at, '-') && number(s, &at, 2, 2, &m) && mark(s, &at, '-')
        && number(s, &at, 2, 2, &d) && at == s.n && date_make(out, y, m, d);
}

static void blanks(Str s, size_t *at)
{
    while (*at < s.n && s.p[*at] == ' ')
        ++*at;
}

static bool word(Str s, size_t *at, Str w)
{
    if (!str_starts(str_sub(s, *at, s.n), w))
        return false;
    *at += w.n;
    blanks(s, at);
    return true;
}

/* "ngày 5 tháng 2 năm 2024" */
static bool parse_words(Date *out, Str s)
{
    size_t at = 0;
    int y, m, d;

    if (!word(s, &at, S("ngày")) && !word(s, &at, S("Ngày")))
        return false;
    if (!number(s, &at, 1, 2, &d))
        return false;
    blanks(s, &at);
    if (!word(s, &at, S("tháng")) || !number(s, &at, 1, 2, &m))
        return false;
    blanks(s, &at);
    return word(s, &at, S("năm")) && number(s, &at, 4, 4, &y) && at == s.n && date_make(out, y, m, d);
}

bool date_parse(Date *out, Str s, int year_hint)
{
    size_t at = 0;
    int y, m, d;
    char sep;

    s = str_trim(s);
    if (date_parse_iso(out, s) || parse_words(out, s))
        return true;
    if (!number(s, &at, 1, 2, &d) || at >= s.n)
        return false;
    sep = s.p[at];
    if (sep != '/' && sep != '-' && sep != '.')
        return false;
    at++;
    if (!number(s, &at, 1, 2, &m))
        return false;
    if (at == s.n)
        return year_hint > 0 && date_make(out, year_hint, m, d);
    return mark(s, &at, sep) && number(s, &at, 4, 4, &y) && at == s.n && date_make(out, y, m, d);
}

Str date_iso(Arena *a, Date d)
{
    int y, m, day;

    if (!d.day)
        return (Str){ 0 };
    date_split(d, &y, &m, &day);
    return str_fmt(a, "%04d-%02d-%02d", y, m, day);
}

Str date_vi(Arena *a, Date d)
{
    int y, m, day;

    if (!d.day)
        return (Str){ 0 };
    date_split(d, &y, &m, &day);
    return str_fmt(a, "%02d/%02d/%04d", day, m, y);
}

enum { EPOCH_DAY = 719163 };                                /* 1970-01-01 */
enum { DAY_MS = 86400000 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

Date moment_date(Moment m)
{
    return m.ms ? (Date){ (int32_t)floor_div(m.ms + VN_OFFSET_MS, DAY_MS) + EPOCH_DAY } : (Date){ 0 };
}

Moment moment_of(Date d, int hour, int minute)
{
    return (Moment){ ((int64_t)d.day - EPOCH_DAY) * DAY_MS + (hour * 60 + minute) * 60000 - VN_OFFSET_MS };
}

bool moment_parse_iso(Moment *out, Str s)
{
    Date d;
    int h = 0, min = 0, sec = 0, ms = 0;
    size_t at = 10;

    if (!date_parse_iso(&d, str_sub(s, 0, 10)))
        return false;
    if (at < s.n) {
        if (!mark(s, &at, 'T') && !mark(s, &at, ' '))
            return false;
        if (!number(s, &at, 2, 2, &h) || !mark(s, &at, ':') || !number(s, &at, 2, 2, &min))
            return false;
        if (mark(s, &at, ':') && !number(s, &at, 2, 2, &sec))
            return false;
        if (mark(s, &at, '.') && !number(s, &at, 3, 3, &ms))
            return false;
    }
    if (h > 23 || min > 59 || sec > 59)
        return false;
    *out = moment_of(d, h, min);
    out->ms += sec * 1000 + ms;
    if (mark(s, &at, 'Z'))
        out->ms += VN_OFFSET_MS;
    return at == s.n;
}

Str moment_iso(Arena *a, Moment m)
{
    int64_t of_day = m.ms - floor_div(m.ms, DAY_MS) * DAY_MS;
    Date d = { (int32_t)floor_div(m.ms, DAY_MS) + EPOCH_DAY };
    Str day = date_iso(a, d);

    if (!m.ms)
        return (Str){ 0 };
    return str_fmt(a, "%.*sT%02d:%02d:%02d.%03dZ", SV(day), (int)(of_day / 3600000),
        (int)(of_day / 60000 % 60), (int)(of_day / 1000 % 60), (int)(of_day % 1000));
}

Str moment_vi(Arena *a, Moment m)
{
    int64_t local = m.ms + VN_OFFSET_MS;
    int64_t of_day = local - floor_div(local, DAY_MS) * DAY_MS;
    Str day = date_vi(a, moment_date(m));

    if (!m.ms)
        return (Str){ 0 };
    return str_fmt(a, "%.*s %02d:%02d", SV(day), (int)(of_day / 3600000), (int)(of_day / 60000 % 60));
}

Moment moment_now(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_REALTIME, &ts);
    return (Moment){ (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000 };
}
