#include "base/dec.h"

#include <assert.h>

typedef __int128 Wide;

static const int64_t pow10_[] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000
};

Dec dec_add(Dec a, Dec b)
{
    bool over = __builtin_add_overflow(a.v, b.v, &a.v);

    assert(!over);
    (void)over;
    return a;
}

Dec dec_sub(Dec a, Dec b)
{
    bool over = __builtin_sub_overflow(a.v, b.v, &a.v);

    assert(!over);
    (void)over;
    return a;
}

bool dec_add_ok(Dec a, Dec b, Dec *out)
{
    return !__builtin_add_overflow(a.v, b.v, &out->v);
}

Dec dec_neg(Dec a)
{
    return dec_sub((Dec){ 0 }, a);
}

int dec_cmp(Dec a, Dec b)
{
    return a.v < b.v ? -1 : a.v > b.v;
}

Dec dec_min(Dec a, Dec b)
{
    return a.v < b.v ? a : b;
}

Dec dec_max(Dec a, Dec b)
{
    return a.v > b.v ? a : b;
}

bool dec_is_zero(Dec a)
{
    return a.v == 0;
}

Dec dec_int(int64_t n)
{
    Dec d;
    bool over = __builtin_mul_overflow(n, DEC_ONE, &d.v);

    assert(!over);
    (void)over;
    return d;
}

/* n / d, half away from zero; d != 0 */
static Wide div_half_up(Wide n, Wide d)
{
    bool neg = (n < 0) != (d < 0);
    Wide q;

    n = n < 0 ? -n : n;
    d = d < 0 ? -d : d;
    q = n / d;
    if (n % d >= d - n % d)
        q++;
    return neg ? -q : q;
}

static bool narrow(Wide w, Dec *out)
{
    if (w > INT64_MAX || w < INT64_MIN)
        return false;
    out->v = (int64_t)w;
    return true;
}

bool dec_mul(Dec a, Dec b, Dec *out)
{
    return narrow(div_half_up((Wide)a.v * b.v, DEC_ONE), out);
}

bool dec_mul_div(Dec a, Dec b, Dec c, Dec *out)
{
    return c.v != 0 && narrow(div_half_up((Wide)a.v * b.v, c.v), out);
}

bool dec_div(Dec a, Dec b, Dec *out)
{
    return b.v != 0 && narrow(div_half_up((Wide)a.v * DEC_ONE, b.v), out);
}

Dec dec_round(Dec a, int places, Rounding mode)
{
    int64_t unit;
    Dec d = { 0 };

    assert(places >= 0 && places <= DEC_PLACES);
    unit = pow10_[DEC_PLACES - places];
    if (mode == ROUND_TRUNCATE)
        d.v = a.v / unit * unit;
    else if (!narrow(div_half_up(a.v, unit) * unit, &d))
        return a;                                       /* within a unit of the range's end */
    return d;
}

/* Digits with at most one decimal mark, already freed from signs and thousands marks. */
static bool parse_digits(Dec *out, Str whole, Str part, bool neg)
{
    int64_t v = 0;

    if (whole.n == 0 || part.n > DEC_PLACES)
        return false;
    for (size_t i = 0; i < whole.n; i++) {
        if (whole.p[i] < '0' || whole.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, whole.p[i] - '0', &v))
            return false;
    }
    for (size_t i = 0; i < DEC_PLACES; i++) {
        int digit = i < part.n ? part.p[i] - '0' : 0;

        if (digit < 0 || digit > 9)
            return false;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, digit, &v))
            return false;
    }
    if (v > DEC_MAX_INPUT)
        return false;
    out->v = neg ? -v : v;
    return true;
}

bool dec_parse_plain(Dec *out, Str s)
{
    bool neg = str_starts(s, S("-"));
    Str whole, part;

    if (neg)
        s = str_sub(s, 1, s.n);
    if (str_cut(s, S("."), &whole, &part) && part.n == 0)
        return false;
    return parse_digits(out, whole, part, neg);
}

/* Every group after the first has exactly three digits. */
static bool grouped(Str s, char mark)
{
    size_t run = 0, groups = 0;

    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != mark) {
            run++;
            continue;
        }
        if (groups == 0 ? run < 1 || run > 3 : run != 3)
            return false;
        groups++;
        run = 0;
    }
    return true;
}

static Str without(char *out, Str s, char mark)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != mark)
            out[n++] = s.p[i];
    return (Str){ out, n };
}

bool dec_parse(Dec *out, Str s)
{
    char clean[48];
    size_t dots = 0, commas = 0, last_dot = 0, last_comma = 0;
    bool neg = false;
    Str whole, part = { 0 };
    char mark = 0, thousands;

    s = str_trim(s);
    if (str_starts(s, S("\xE2\x88\x92"))) {             /* U+2212 MINUS SIGN, as Word writes it */
        neg = true;
        s = str_sub(s, 3, s.n);
    } else if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
        neg = s.p[0] == '-';
        s = str_sub(s, 1, s.n);
    }
    if (s.n > sizeof clean)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.')
            dots++, last_dot = i;
        else if (s.p[i] == ',')
            commas++, last_comma = i;
    }
    if (dots && commas)
        mark = last_dot > last_comma ? '.' : ',';
    else if (dots + commas == 1)
        mark = dots ? '.' : ',';
    if ((mark == '.' && dots > 1) || (mark == ',' && commas > 1))
        return false;

    whole = s;
    if (mark) {
        size_t at = mark == '.' ? last_dot : last_comma;

        whole = str_sub(s, 0, at);
        part = str_sub(s, at + 1, s.n);
        if (part.n == 0)
            return false;
    }
    thousands = s.n && memchr(s.p, ' ', s.n) ? ' ' : mark ? (mark == '.' ? ',' : '.') : dots ? '.' : ',';
    if (whole.n && memchr(whole.p, thousands, whole.n)) {
        if (!grouped(whole, thousands))
            return false;
        whole = without(clean, whole, thousands);
    }
    return parse_digits(out, whole, part, neg);
}

static Str put_number(Arena *a, Dec d, int places, NumStyle style)
{
    uint64_t v = d.v < 0 ? -(uint64_t)d.v : (uint64_t)d.v;
    uint64_t whole = v / (uint64_t)DEC_ONE, part = v % (uint64_t)DEC_ONE;
    char digits[24];
    size_t n = 0;
    Buf b = { .arena = a };

    do
        digits[n++] = (char)('0' + whole % 10);
    while (whole /= 10);
    if (d.v < 0)
        buf_ch(&b, '-');
    while (n--) {
        buf_ch(&b, digits[n]);
        if (style == NUM_VI && n && n % 3 == 0)
            buf_ch(&b, '.');
    }
    if (places) {
        buf_ch(&b, style == NUM_VI ? ',' : '.');
        for (int i = 0; i < places; i++)
            buf_ch(&b, (char)('0' + part / (uint64_t)pow10_[DEC_PLACES - 1 - i] % 10));
    }
    return buf_str(&b);
}

Str dec_fmt(Arena *a, Dec d, int places, NumStyle style)
{
    return put_number(a, dec_round(d, places, ROUND_HALF_UP), places, style);
}

Str dec_exact(Arena *a, Dec d, NumStyle style)
{
    int places = DEC_PLACES;

    while (places > 0 && d.v % pow10_[DEC_PLACES - places + 1] == 0)
        places--;
    return put_number(a, d, places, style);
}
