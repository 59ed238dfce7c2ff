/* Working hours of calendar.h. */
#include <assert.h>

#include "cal/calendar.h"

const OfficeHours cal_default_hours = { .span = { { 7 * 60 + 30, 11 * 60 + 30 }, { 13 * 60 + 30, 17 * 60 + 30 } } };

enum { MINUTE_MS = 60000 };

static bool clock_text(Str s, int16_t *out)
{
    Str h, m;
    int64_t hour, minute;

    if (!str_cut(str_trim(s), S(":"), &h, &m) || !str_int(h, &hour) || !str_int(m, &minute))
        return false;
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || hour * 60 + minute > 1440)
        return false;
    *out = (int16_t)(hour * 60 + minute);
    return true;
}

bool cal_hours_parse(OfficeHours *out, Str s)
{
    OfficeHours h = { 0 };
    Str spans, last, part[2] = { 0 };
    int16_t end = 0;

    if (str_cut(s, S(";"), &spans, &last) && !clock_text(last, &h.last_receipt))
        return false;
    (void)str_cut(spans, S(","), &part[0], &part[1]);       /* one span is fine */
    for (size_t i = 0; i < 2 && part[i].n; i++) {
        Str open, close;

        if (!str_cut(part[i], S("-"), &open, &close) || !clock_text(open, &h.span[i].open)
            || !clock_text(close, &h.span[i].close))
            return false;
        if (h.span[i].open < end || h.span[i].close <= h.span[i].open)
            return false;
        end = h.span[i].close;
    }
    if (!end)
        return false;
    *out = h;
    return true;
}

int32_t cal_minutes_per_day(const OfficeHours *h)
{
    int32_t sum = 0;

    for (size_t i = 0; i < COUNT(h->span); i++)
        sum += h->span[i].close - h->span[i].open;
    return sum;
}

/* Milliseconds worked before the given millisecond of a working day. */
static int64_t worked_before(const OfficeHours *h, int64_t of_day)
{
    int64_t sum = 0;

    for (size_t i = 0; i < COUNT(h->span); i++) {
        int64_t open = (int64_t)h->span[i].open * MINUTE_MS, close = (int64_t)h->span[i].close * MINUTE_MS;

        if (of_day > open)
            sum += (of_day < close ? of_day : close) - open;
    }
    return sum;
}

/* The millisecond of the day at which `worked` > 0 milliseconds have been worked. */
static int64_t when_worked(const OfficeHours *h, int64_t worked)
{
    for (size_t i = 0; i < COUNT(h->span); i++) {
        int64_t open = (int64_t)h->span[i].open * MINUTE_MS, close = (int64_t)h->span[i].close * MINUTE_MS;

        if (worked <= close - open)
            return open + worked;
        worked -= close - open;
    }
    assert(!"more than a day was worked");
    return 0;
}

static int64_t of_day(Moment m)
{
    return m.ms - moment_of(moment_date(m), 0, 0).ms;
}

static Moment at(Date d, int64_t ms)
{
    return (Moment){ moment_of(d, 0, 0).ms + ms };
}

Moment cal_clock_start(const Calendar *cal, const OfficeHours *h, Moment received)
{
    Date d = moment_date(received);
    int64_t ms = of_day(received);
    int64_t last = (int64_t)(h->last_receipt ? h->last_receipt : 24 * 60) * MINUTE_MS;
    Date next;

    if (cal_is_working(cal, d) && ms <= last) {
        for (size_t i = 0; i < COUNT(h->span); i++)
            if (ms < (int64_t)h->span[i].close * MINUTE_MS)
                return at(d, ms < (int64_t)h->span[i].open * MINUTE_MS ? (int64_t)h->span[i].open * MINUTE_MS : ms);
    }
    next = cal_add_working_days(cal, d, 1);
    return next.day ? at(next, (int64_t)h->span[0].open * MINUTE_MS) : (Moment){ 0 };
}

Moment cal_add_minutes(const Calendar *cal, const OfficeHours *h, Moment from, int64_t minutes)
{
    int64_t per_day = (int64_t)cal_minutes_per_day(h) * MINUTE_MS, left, days;
    Date d = moment_date(from);

    assert(minutes >= 0 && per_day > 0);
    if (minutes == 0)
        return from;
    if (minutes > INT64_C(100) * 366 * 1440)
        return (Moment){ 0 };
    left = minutes * MINUTE_MS + (cal_is_working(cal, d) ? worked_before(h, of_day(from)) : 0);
    /* Exactly a full day ends at its closing, not at the next opening. */
    days = (left - 1) / per_day;
    left -= days * per_day;
    if (!cal_is_working(cal, d))
        days++;
    d = cal_add_working_days(cal, d, (int32_t)days);
    return d.day ? at(d, when_worked(h, left)) : (Moment){ 0 };
}

/* Milliseconds worked from the beginning of the table until the moment. */
static int64_t worked_until(const Calendar *cal, const OfficeHours *h, Date zero, Moment m)
{
    Date d = moment_date(m), before = { d.day - 1 };
    int64_t days = cal_count_working_days(cal, zero, before);

    return days * cal_minutes_per_day(h) * MINUTE_MS + (cal_is_working(cal, d) ? worked_before(h, of_day(m)) : 0);
}

int64_t cal_count_minutes(const Calendar *cal, const OfficeHours *h, Moment from, Moment to)
{
    Date zero = moment_date(from);

    if (!cal_covers(moment_date(from)) || !cal_covers(moment_date(to)))
        return 0;
    return (worked_until(cal, h, zero, to) - worked_until(cal, h, zero, from)) / MINUTE_MS;
}
