#include "onestop/when.h"

#include <pthread.h>

enum { YEARS = WHEN_LAST_YEAR - WHEN_FIRST_YEAR + 1, DAY_SECONDS = 86400 };

static struct {
    int32_t first;              /* Date.day of the first of the month, minus 1 */
    int32_t days;
} months[YEARS * 12];

static pthread_once_t months_once = PTHREAD_ONCE_INIT;

static void make_months(void)
{
    for (int i = 0; i < YEARS * 12; i++) {
        Date d = { 0 };

        (void)date_make(&d, WHEN_FIRST_YEAR + i / 12, i % 12 + 1, 1);   /* such a day exists in each month */
        months[i].first = d.day - 1;
        months[i].days = date_days_in_month(WHEN_FIRST_YEAR + i / 12, i % 12 + 1);
    }
}

void when_init(void)
{
    pthread_once(&months_once, make_months);
}

static inline bool set_day(When *out, unsigned year, unsigned month, unsigned day)
{
    unsigned at = (year - WHEN_FIRST_YEAR) * 12 + month - 1;

    if (year - WHEN_FIRST_YEAR >= YEARS || month - 1 >= 12 || day - 1 >= (unsigned)months[at].days)
        return false;
    out->day = months[at].first + (int32_t)day;
    out->month = (int32_t)(year * 12 + month - 1);
    return true;
}

static inline uint64_t load8(const char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
    return v;
}

/*
 * Eight characters at once (little endian). `pattern` holds '0' where a digit stands and the separator elsewhere, so
 * after the xor digits are 0..9 and separators 0; adding 0x76 (0x7F) lifts everything greater into the top bit.
 */
static inline bool eight(uint64_t v, uint64_t pattern, uint64_t lift, uint64_t *pairs)
{
    uint64_t x = v ^ pattern;

    *pairs = x * 10 + (x >> 8);         /* byte i: 10 times digit i plus digit i + 1 */
    return (((x + lift) | x) & UINT64_C(0x8080808080808080)) == 0;
}

#define PAIR(pairs, i) (unsigned)(((pairs) >> (8 * (i))) & 0xFF)
#define PATTERN(a, b, c, d, e, f, g, h)                                                                 \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 |                   \
        (uint64_t)(e) << 32 | (uint64_t)(f) << 40 | (uint64_t)(g) << 48 | (uint64_t)(h) << 56)
#define LIFT(c) ((c) == '0' ? 0x76 : 0x7F)
#define LIFTS(a, b, c, d, e, f, g, h)                                                                   \
    PATTERN(LIFT(a), LIFT(b), LIFT(c), LIFT(d), LIFT(e), LIFT(f), LIFT(g), LIFT(h))
#define EIGHT(p, pairs, ...) eight(load8(p), PATTERN(__VA_ARGS__), LIFTS(__VA_ARGS__), (pairs))

static inline bool set_time(When *out, unsigned hour, unsigned minute, unsigned second)
{
    out->second = (int32_t)(hour * 3600 + minute * 60 + second);
    return hour < 24 && minute < 60 && second < 60;
}

/* " HH:MM" and ":SS" from p[10] on; n is 10, 16 or 19. */
static inline bool time_behind(When *out, const char *p, size_t n)
{
    uint64_t t, s;

    if (n == 10) {
        out->second = WHEN_NO_TIME;
        return true;
    }
    if (p[10] != ' ' && p[10] != 'T')
        return false;
    t = (load8(p + 11) & UINT64_C(0xFFFFFFFFFF)) ^ PATTERN('0', '0', ':', '0', '0', 0, 0, 0);
    if (((t + LIFTS('0', '0', ':', '0', '0', 'x', 'x', 'x')) | t) & UINT64_C(0x8080808080808080))
        return false;
    t = t * 10 + (t >> 8);
    if (n == 16)
        return set_time(out, PAIR(t, 0), PAIR(t, 3), 0);
    s = (load8(p + 16) & 0xFFFFFF) ^ PATTERN(':', '0', '0', 0, 0, 0, 0, 0);
    if (((s + LIFTS(':', '0', '0', 'x', 'x', 'x', 'x', 'x')) | s) & UINT64_C(0x8080808080808080))
        return false;
    s = s * 10 + (s >> 8);
    return set_time(out, PAIR(t, 0), PAIR(t, 3), PAIR(s, 1));
}

static bool fixed_width(When *out, const char *p, size_t n)
{
    uint64_t a, b;

    if (n != 10 && n != 16 && n != 19)
        return false;
    if (EIGHT(p, &a, '0', '0', '0', '0', '-', '0', '0', '-')) {
        b = (load8(p + 8) & 0xFFFF) ^ 0x3030;
        return (((b + 0x7676) | b) & 0x8080) == 0 &&
               set_day(out, PAIR(a, 0) * 100 + PAIR(a, 2), PAIR(a, 5), PAIR(b * 10 + (b >> 8), 0)) && time_behind(out, p, n);
    }
    if (EIGHT(p, &a, '0', '0', '/', '0', '0', '/', '0', '0')) {
        b = (load8(p + 8) & 0xFFFF) ^ 0x3030;
        return (((b + 0x7676) | b) & 0x8080) == 0 &&
               set_day(out, PAIR(a, 6) * 100 + PAIR(b * 10 + (b >> 8), 0), PAIR(a, 3), PAIR(a, 0)) && time_behind(out, p, n);
    }
    return false;
}

/* Everything else, one character after the other. */
typedef struct Cursor {
    const char *p, *end;
} Cursor;

static bool number(Cursor *c, unsigned *v, int *digits)
{
    const char *from = c->p;

    *v = 0;
    while (c->p < c->end && *c->p >= '0' && *c->p <= '9' && c->p - from < 6)
        *v = *v * 10 + (unsigned)(*c->p++ - '0');
    *digits = (int)(c->p - from);
    return *digits > 0;
}

static bool take(Cursor *c, char ch)
{
    if (c->p >= c->end || *c->p != ch)
        return false;
    c->p++;
    return true;
}

static void blanks(Cursor *c)
{
    while (c->p < c->end && (*c->p == ' ' || *c->p == '\t'))
        c->p++;
}

static bool read_day(Cursor *c, When *out)
{
    unsigned a, m, b;
    int da, dm, db;
    char sep;

    if (!number(c, &a, &da) || c->p >= c->end)
        return false;
    sep = *c->p++;
    if ((sep != '/' && sep != '-' && sep != '.') || !number(c, &m, &dm) || dm > 2 || !take(c, sep) || !number(c, &b, &db))
        return false;
    if (da == 4 && db <= 2)
        return set_day(out, a, m, b);
    return da <= 2 && db == 4 && set_day(out, b, m, a);
}

/* SA (morning) and CH (afternoon) of Vietnamese Windows, or AM and PM. */
static bool read_half(Cursor *c, unsigned *hour)
{
    char a, b;

    blanks(c);
    if (c->end - c->p < 2)
        return true;
    a = (char)(c->p[0] & ~0x20);
    b = (char)(c->p[1] & ~0x20);
    if (!((a == 'S' && b == 'A') || (a == 'C' && b == 'H') || ((a == 'A' || a == 'P') && b == 'M')))
        return true;
    c->p += 2;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (a == 'C' || a == 'P' ? 12 : 0);
    return true;
}

static bool read_time(Cursor *c, When *out)
{
    unsigned h, m, s = 0;
    int d;

    if (!number(c, &h, &d) || d > 2 || !take(c, ':') || !number(c, &m, &d) || d != 2)
        return false;
    if (take(c, ':')) {
        if (!number(c, &s, &d) || d != 2)
            return false;
        if (take(c, '.') || take(c, ','))
            while (c->p < c->end && *c->p >= '0' && *c->p <= '9')
                c->p++;
    }
    return read_half(c, &h) && set_time(out, h, m, s);
}

/* Z or +hh:mm: shifted to Vietnamese time. */
static bool read_zone(Cursor *c, When *out)
{
    unsigned h = 0, m = 0;
    int d, sign;
    int64_t at;
    Date day;
    int y, mo, dd;

    if (c->p == c->end)
        return true;
    sign = *c->p == '-' ? -1 : 1;
    if (!take(c, 'Z')) {
        c->p++;
        if ((c->p[-1] != '+' && c->p[-1] != '-') || !number(c, &h, &d) || (d != 2 && d != 4))
            return false;
        if (d == 4) {
            m = h % 100;
            h /= 100;
        } else if (take(c, ':') && (!number(c, &m, &d) || d != 2)) {
            return false;
        }
        if (h > 14 || m > 59)
            return false;
    }
    at = (int64_t)out->day * DAY_SECONDS + out->second + 7 * 3600 - sign * (int64_t)(h * 3600 + m * 60);
    day.day = (int32_t)(at / DAY_SECONDS);
    date_split(day, &y, &mo, &dd);
    out->second = (int32_t)(at % DAY_SECONDS);
    return c->p == c->end && set_day(out, (unsigned)y, (unsigned)mo, (unsigned)dd);
}

/* Day number of a spreadsheet: 1 is 1900-01-01, but from 61 on one too many (it knows a 29/02/1900). */
static bool read_serial(Cursor c, When *out)
{
    unsigned day;
    int d, y, m, dd;
    uint64_t part = 0, whole = 1;
    Date date;

    if (!number(&c, &day, &d) || d != 5)
        return false;
    if (take(&c, '.') || (c.p < c.end && take(&c, ',')))
        while (c.p < c.end && *c.p >= '0' && *c.p <= '9') {
            if (whole < UINT64_C(1000000000000)) {
                part = part * 10 + (uint64_t)(*c.p - '0');
                whole *= 10;
            }
            c.p++;
        }
    if (c.p != c.end)
        return false;
    date.day = months[0].first + (int32_t)day - 1;
    out->second = whole == 1 ? WHEN_NO_TIME : (int32_t)((part * DAY_SECONDS + whole / 2) / whole);
    if (out->second == DAY_SECONDS) {
        date.day++;
        out->second = 0;
    }
    date_split(date, &y, &m, &dd);
    return set_day(out, (unsigned)y, (unsigned)m, (unsigned)dd);
}

static bool read_any(When *out, const char *p, size_t n)
{
    Cursor c = { p, p + n };
    Cursor t = c;

    if (read_day(&c, out)) {
        out->second = WHEN_NO_TIME;
        if (c.p < c.end && (*c.p == 'T' || *c.p == 't'))
            c.p++;
        else
            blanks(&c);
        if (c.p == c.end)
            return true;
        return read_time(&c, out) && read_zone(&c, out);
    }
    c = t;
    if (read_time(&c, out)) {
        blanks(&c);
        return read_day(&c, out) && c.p == c.end;
    }
    return read_serial(t, out);
}

bool when_read(When *out, const char *p, size_t n)
{
    return fixed_width(out, p, n) || read_any(out, p, n);
}

bool when_parse(When *out, Str s)
{
    char room[80] = { 0 };

    when_init();
    s = str_trim(s);
    if (s.n == 0 || s.n > 48)
        return false;
    memcpy(room, s.p, s.n);
    return when_read(out, room, s.n);
}
