#include "cal/lunar.h"

#include <assert.h>
#include <math.h>

/* Day numbers here: Date.day of the Vietnamese civil day. JD 1721425.5 is 0001-01-01 00:00, whose day is 1. */
static const double JD_OF_DAY_ZERO = 1721424.5;
static const double VN_OFFSET_DAYS = 7.0 / 24.0;
static const double LUNATION = 29.530588861;
static const double FIRST_NEW_MOON = 2451550.09766;         /* JDE of lunation 0, January 2000 */

static double sin_deg(double x)
{
    return sin(fmod(x, 360.0) * (M_PI / 180.0));
}

/* Seconds that dynamical time is ahead of universal time; polynomials of Espenak and Meeus. */
static double delta_t(double y)
{
    double t, u = (y - 1820.0) / 100.0;

    if (y < 1920) {
        t = y - 1900;
        return -2.79 + t * (1.494119 + t * (-0.0598939 + t * (0.0061966 - 0.000197 * t)));
    }
    if (y < 1941) {
        t = y - 1920;
        return 21.20 + t * (0.84493 + t * (-0.076100 + 0.0020936 * t));
    }
    if (y < 1961) {
        t = y - 1950;
        return 29.07 + t * (0.407 + t * (-1.0 / 233 + t / 2547));
    }
    if (y < 1986) {
        t = y - 1975;
        return 45.45 + t * (1.067 + t * (-1.0 / 260 - t / 718));
    }
    if (y < 2005) {
        t = y - 2000;
        return 63.86 + t * (0.3345 + t * (-0.060374 + t * (0.0017275 + t * (0.000651814 + 0.00002373599 * t))));
    }
    if (y < 2050) {
        t = y - 2000;
        return 62.92 + t * (0.32217 + 0.005589 * t);
    }
    if (y < 2150)
        return -20 + 32 * u * u - 0.5628 * (2150 - y);
    return -20 + 32 * u * u;
}

static double year_of_jd(double jd)
{
    return 2000.0 + (jd - 2451545.0) / 365.25;
}

/* One periodic term of the time of new moon: coefficient · E^e · sin(m·M + mm·M' + f·F). */
typedef struct MoonTerm {
    double c;
    int8_t e, m, mm, f;
} MoonTerm;

static const MoonTerm moon_terms[] = {                      /* Meeus, Astronomical Algorithms, chapter 49 */
    { -0.40720, 0, 0, 1, 0 }, { 0.17241, 1, 1, 0, 0 }, { 0.01608, 0, 0, 2, 0 }, { 0.01039, 0, 0, 0, 2 },
    { 0.00739, 1, -1, 1, 0 }, { -0.00514, 1, 1, 1, 0 }, { 0.00208, 2, 2, 0, 0 }, { -0.00111, 0, 0, 1, -2 },
    { -0.00057, 0, 0, 1, 2 }, { 0.00056, 1, 1, 2, 0 }, { -0.00042, 0, 0, 3, 0 }, { 0.00042, 1, 1, 0, 2 },
    { 0.00038, 1, 1, 0, -2 }, { -0.00024, 1, -1, 2, 0 }, { -0.00007, 0, 2, 1, 0 }, { 0.00004, 0, 0, 2, -2 },
    { 0.00004, 0, 3, 0, 0 }, { 0.00003, 0, 1, 1, -2 }, { 0.00003, 0, 0, 2, 2 }, { -0.00003, 0, 1, 1, 2 },
    { 0.00003, 0, -1, 1, 2 }, { -0.00002, 0, -1, 1, -2 }, { -0.00002, 0, 1, 3, 0 }, { 0.00002, 0, 0, 4, 0 },
};

/* Additional terms: c · sin(a + b·k), c in 10^-6 days. */
static const struct { double c, a, b; } planet_terms[] = {
    { 325, 299.77, 0.107408 }, { 165, 251.88, 0.016321 }, { 164, 251.83, 26.651886 }, { 126, 349.42, 36.412478 },
    { 110, 84.66, 18.206239 }, { 62, 141.74, 53.303771 }, { 60, 207.14, 2.453732 }, { 56, 154.84, 7.306860 },
    { 47, 34.52, 27.261239 }, { 42, 207.19, 0.121824 }, { 40, 291.34, 1.844379 }, { 37, 161.72, 24.198154 },
    { 35, 239.56, 25.513099 }, { 23, 331.55, 3.592518 },
};

/* Universal time (JD) of the k-th new moon after the first of January 2000. */
static double new_moon(int lunation)
{
    double k = lunation, t = k / 1236.85, e = 1 - t * (0.002516 + 0.0000074 * t);
    double m = 2.5534 + 29.10535670 * k - t * t * (0.0000014 + 0.00000011 * t);
    double mm = 201.5643 + 385.81693528 * k + t * t * (0.0107582 + t * (0.00001238 - 0.000000058 * t));
    double f = 160.7108 + 390.67050284 * k - t * t * (0.0016118 + t * (0.00000227 - 0.000000011 * t));
    double node = 124.7746 - 1.56375588 * k + t * t * (0.0020672 + 0.00000215 * t);
    double jd = FIRST_NEW_MOON + LUNATION * k + t * t * (0.00015437 + t * (-0.000000150 + 0.00000000073 * t));

    for (size_t i = 0; i < COUNT(moon_terms); i++) {
        const MoonTerm *p = &moon_terms[i];

        jd += p->c * pow(e, p->e) * sin_deg(p->m * m + p->mm * mm + p->f * f);
    }
    jd += -0.00017 * sin_deg(node);
    for (size_t i = 0; i < COUNT(planet_terms); i++)
        jd += planet_terms[i].c * 1e-6
            * sin_deg(planet_terms[i].a + planet_terms[i].b * k - (i == 0 ? 0.009173 * t * t : 0));
    return jd - delta_t(year_of_jd(jd)) / 86400.0;
}

/* Vietnamese civil day on which the lunation begins. */
static int32_t moon_day(int lunation)
{
    return (int32_t)floor(new_moon(lunation) + VN_OFFSET_DAYS - JD_OF_DAY_ZERO);
}

static const struct { double c, b, a; } sun_terms[] = {     /* Bretagnon and Simon: c·10^-7 rad · sin(a + b·T) */
    { 403406, 0.9287892, 270.54861 }, { 195207, 35999.1376958, 340.19128 }, { 119433, 35999.4089666, 63.91854 },
    { 112392, 35998.7287385, 331.26220 }, { 3891, 71998.20261, 317.843 }, { 2819, 71998.4403, 86.631 },
    { 1721, 36000.35726, 240.052 }, { 660, 71997.4812, 310.26 }, { 350, 32964.4678, 247.23 },
    { 334, -19.4410, 260.87 }, { 314, 445267.1117, 297.82 }, { 268, 45036.8840, 343.14 },
    { 242, 3.1008, 166.79 }, { 234, 22518.4434, 81.53 }, { 158, -19.9739, 3.50 }, { 132, 65928.9345, 132.75 },
    { 129, 9038.0293, 182.95 }, { 114, 3034.7684, 162.03 }, { 99, 33718.148, 29.8 }, { 93, 3034.448, 266.4 },
    { 86, -2280.773, 249.2 }, { 78, 29929.992, 157.6 }, { 72, 31556.493, 257.8 }, { 68, 149.588, 185.1 },
    { 64, 9037.750, 69.9 }, { 46, 107997.405, 8.0 }, { 38, -4444.176, 197.1 }, { 37, 151.771, 250.4 },
    { 32, 67555.316, 65.3 }, { 29, 31556.080, 162.7 }, { 28, -4561.540, 341.5 }, { 27, 107996.706, 291.6 },
    { 27, 1221.655, 98.5 }, { 25, 62894.167, 146.7 }, { 24, 31437.369, 110.0 }, { 21, 14578.298, 5.2 },
    { 21, -31931.757, 342.6 }, { 20, 34777.243, 230.9 }, { 18, 1221.999, 256.1 }, { 17, 62894.511, 45.3 },
    { 14, -4442.039, 242.9 }, { 13, 107997.909, 115.2 }, { 13, 119.066, 151.8 }, { 13, 16859.071, 285.3 },
    { 12, -4.578, 53.3 }, { 10, 26895.292, 126.6 }, { 10, -39.127, 205.7 }, { 10, 12297.536, 85.9 },
    { 10, 90073.778, 146.1 },
};

/* Apparent longitude of the sun, degrees 0 <= x < 360, at universal time jd. */
static double sun_longitude(double jd)
{
    double t = (jd + delta_t(year_of_jd(jd)) / 86400.0 - 2451545.0) / 36525.0, sum = 0, l;

    for (size_t i = 0; i < COUNT(sun_terms); i++)
        sum += sun_terms[i].c * sin_deg(sun_terms[i].a + sun_terms[i].b * t);
    l = 282.7771834 + 36000.76953744 * t + sum * 1e-7 * (180.0 / M_PI);
    l += 0.0000974 * sin_deg(177.63 + 35999.01848 * t + 90) - 0.005575;                 /* aberration */
    l += -0.004778 * sin_deg(124.90 - 1934.134 * t + 0.002063 * t * t)
       - 0.0003667 * sin_deg(201.11 + 72001.5377 * t + 0.00057 * t * t);                /* nutation */
    l = fmod(l, 360.0);
    return l < 0 ? l + 360.0 : l;
}

/* Which twelfth of the circle, counted from the March equinox, the sun is in at the beginning of a day: 0..11. */
static int sun_sign(int32_t day)
{
    return (int)(sun_longitude(JD_OF_DAY_ZERO + day - VN_OFFSET_DAYS) / 30.0) % 12;
}

/* The lunation of month 11: the last new moon on or before the day of the December solstice. */
static int month_11(int year)
{
    Date last;
    bool ok = date_make(&last, year, 12, 31);
    int k;

    assert(ok);
    k = (int)floor((JD_OF_DAY_ZERO + last.day - FIRST_NEW_MOON) / LUNATION) + 1;
    while (moon_day(k) > last.day)
        k--;
    /* If the sun is past the solstice before the month begins, the solstice lies in the month before. */
    if (sun_sign(moon_day(k)) >= 9)
        k--;
    return k;
}

/* The lunations from month 11 of the year before to month 11 of the year, and which of them is the leap one. */
typedef struct Sui {
    int first;                  /* lunation of month 11 of year - 1 */
    int months;                 /* 12 or 13 */
    int leap;                   /* 1..12 lunations after `first`; 0: none */
} Sui;

static Sui sui_of(int year)
{
    Sui s = { .first = month_11(year - 1) };

    s.months = month_11(year) - s.first;
    if (s.months != 13)
        return s;
    for (int i = 1; i < 13; i++) {
        if (sun_sign(moon_day(s.first + i)) == sun_sign(moon_day(s.first + i + 1))) {
            s.leap = i;
            break;
        }
    }
    return s;
}

/* Number of the month that is i lunations after month 11; leap months carry the number before. */
static int month_number(const Sui *s, int i, bool *leap)
{
    int n = 11 + i - (s->leap && i >= s->leap);

    *leap = s->leap && i == s->leap;
    return n > 12 ? n - 12 : n;
}

bool lunar_of_solar(LunarDay *out, Date d)
{
    int year, k, i, m;
    Sui s;

    if (!d.day)
        return false;
    year = date_year(d);
    if (year < LUNAR_FIRST_YEAR || year > LUNAR_LAST_YEAR + 1)
        return false;
    k = (int)floor((JD_OF_DAY_ZERO + d.day - FIRST_NEW_MOON) / LUNATION) + 1;
    while (moon_day(k) > d.day)
        k--;
    s = sui_of(year);
    if (k >= s.first + s.months)
        s = sui_of(++year);
    i = k - s.first;
    m = month_number(&s, i, &out->leap);
    out->month = m;
    out->day = d.day - moon_day(k) + 1;
    out->year = m >= 11 && i < 3 ? year - 1 : year;
    return out->year >= LUNAR_FIRST_YEAR && out->year <= LUNAR_LAST_YEAR;
}

bool lunar_to_solar(Date *out, LunarDay l)
{
    Sui s;

    if (l.year < LUNAR_FIRST_YEAR || l.year > LUNAR_LAST_YEAR || l.month < 1 || l.month > 12 || l.day < 1)
        return false;
    s = sui_of(l.month >= 11 ? l.year + 1 : l.year);
    for (int i = 0; i < s.months; i++) {
        bool leap;
        int m = month_number(&s, i, &leap);
        int32_t begin;

        if (m != l.month || leap != l.leap)
            continue;
        begin = moon_day(s.first + i);
        if (l.day > moon_day(s.first + i + 1) - begin)
            return false;
        out->day = begin + l.day - 1;
        return true;
    }
    return false;
}

bool lunar_new_year(Date *out, int year)
{
    return lunar_to_solar(out, (LunarDay){ .year = year, .month = 1, .day = 1 });
}

int lunar_leap_month(int year)
{
    assert(year >= LUNAR_FIRST_YEAR && year <= LUNAR_LAST_YEAR);
    for (int y = year; y <= year + 1; y++) {
        Sui s = sui_of(y);
        bool leap;
        int m = s.leap ? month_number(&s, s.leap, &leap) : 0;
        int of_year = m >= 11 && s.leap < 3 ? y - 1 : y;

        if (m && of_year == year)
            return m;
    }
    return 0;
}

static bool digits(Str s, size_t *at, size_t max, int *out)
{
    size_t n = 0;

    *out = 0;
    while (*at < s.n && n < max && s.p[*at] >= '0' && s.p[*at] <= '9') {
        *out = *out * 10 + (s.p[(*at)++] - '0');
        n++;
    }
    return n > 0;
}

/* Skips blanks and, when there, a leap mark: "nhuận" in any case and any spelling, "n", "+", with or without brackets. */
static bool leap_mark(Str s, size_t *at)
{
    static const Str marks[] = { S("nhuận"), S("Nhuận"), S("NHUẬN"), S("nhuan"), S("Nhuan"), S("NHUAN"), S("leap"),
        S("n"), S("N"), S("+"), S("*") };
    bool found = false, bracket = false;

    while (*at < s.n && (s.p[*at] == ' ' || s.p[*at] == '('))
        bracket |= s.p[(*at)++] == '(';
    for (size_t i = 0; i < COUNT(marks) && !found; i++) {
        if (str_starts(str_sub(s, *at, s.n), marks[i])) {
            *at += marks[i].n;
            found = true;
        }
    }
    while (*at < s.n && (s.p[*at] == ' ' || (bracket && s.p[*at] == ')')))
        ++*at;
    return found;
}

bool lunar_parse(LunarDay *out, Str s)
{
    LunarDay l = { 0 };
    size_t at = 0;

    s = str_trim(s);
    if (!digits(s, &at, 2, &l.day) || at >= s.n || (s.p[at] != '/' && s.p[at] != '-'))
        return false;
    at++;
    if (!digits(s, &at, 2, &l.month))
        return false;
    l.leap = leap_mark(s, &at);
    if (at >= s.n || (s.p[at] != '/' && s.p[at] != '-'))
        return false;
    at++;
    if (!digits(s, &at, 4, &l.year))
        return false;
    l.leap |= leap_mark(s, &at);
    if (at != s.n)
        return false;
    *out = l;
    return true;
}

Str lunar_text(Arena *a, LunarDay l)
{
    return str_fmt(a, "%d/%d/%d%s", l.day, l.month, l.year, l.leap ? " nhuận" : "");
}

Str lunar_year_name(Arena *a, int year)
{
    static const char *const can[] = { "Canh", "Tân", "Nhâm", "Quý", "Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ" };
    static const char *const chi[] = { "Thân", "Dậu", "Tuất", "Hợi", "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ",
        "Mùi" };

    return str_fmt(a, "%s %s", can[year % 10], chi[year % 12]);
}
