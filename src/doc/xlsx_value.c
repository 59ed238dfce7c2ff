#include "doc/xlsx_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

NumKind num_kind_builtin(int64_t id)
{
    if (id == 9 || id == 10)
        return NUM_PERCENT;
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return NUM_DATE;
    return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 ? NUM_TIME : NUM_GENERAL;
}

/* Letters of the code outside quotes, brackets and escapes decide. [h]:mm is a duration: it stays a number. */
NumKind num_kind_of_code(Str code)
{
    bool day = false, clock = false, percent = false;

    if (str_eq(code, S("General")) || str_eq(code, S("Standard")) || str_eq(code, S("@")))
        return NUM_GENERAL;
    for (size_t i = 0; i < code.n; i++) {
        char ch = code.p[i] | 0x20;

        if (code.p[i] == '"')
            for (i++; i < code.n && code.p[i] != '"'; i++) {}
        else if (code.p[i] == '[') {
            if (i + 1 < code.n && ((code.p[i + 1] | 0x20) == 'h' || (code.p[i + 1] | 0x20) == 's') && i + 2 < code.n && code.p[i + 2] == ']')
                return NUM_GENERAL;
            for (; i < code.n && code.p[i] != ']'; i++) {}
        } else if (code.p[i] == '\\' || code.p[i] == '_' || code.p[i] == '*')
            i++;
        else if (code.p[i] == ';')
            break;                                      /* other sections are for negatives and text */
        else if (ch == 'd' || ch == 'y')
            day = true;
        else if (ch == 'h' || ch == 's')
            clock = true;
        else if (code.p[i] == '%')
            percent = true;
        else if (ch == 'm')
            day = day || !clock;                        /* month, unless minutes of a clock */
    }
    if (percent)
        return NUM_PERCENT;
    return day ? NUM_DATE : clock ? NUM_TIME : NUM_GENERAL;
}

/* -?digits[.digits] with at most 15 digits and 8 decimals: what is stored is what was typed. */
static bool plain(Str s)
{
    size_t at = s.n && s.p[0] == '-', digits = 0, point = SIZE_MAX;

    for (; at < s.n; at++) {
        if (s.p[at] == '.' && point == SIZE_MAX && digits)
            point = digits;
        else if (s.p[at] >= '0' && s.p[at] <= '9')
            digits++;
        else
            return false;
    }
    return digits && digits <= 15 && point != digits && (point == SIZE_MAX || digits - point <= 8);
}

static Str without_zeros(Str s)
{
    size_t at;

    if (!str_find(s, S("."), &at))
        return s;
    while (s.n && s.p[s.n - 1] == '0')
        s.n--;
    if (s.n && s.p[s.n - 1] == '.')
        s.n--;
    return str_eq(s, S("-0")) ? S("0") : s;
}

/* Floating point only here, where the file itself stores it: as text out again before anyone counts with it. */
static bool decimal(Arena *a, Str raw, Str *out)
{
    char *end;
    const char *z;
    double v;
    size_t at;

    if (plain(raw)) {
        *out = without_zeros(raw);
        return true;
    }
    if (!raw.n || raw.n > 64)
        return false;
    z = str_z(a, raw);
    v = strtod(z, &end);
    if (end != z + raw.n || !isfinite(v) || fabs(v) > 1e15)
        return false;
    *out = str_fmt(a, "%.15g", v);
    if (str_find(*out, S("e"), &at))
        *out = str_fmt(a, "%.*f", fabs(v) < 1 ? DEC_PLACES : 0, v);
    if (str_find(*out, S("."), &at) && out->n - at - 1 > DEC_PLACES)
        *out = str_fmt(a, "%.*f", DEC_PLACES, strtod(str_z(a, *out), NULL));
    *out = without_zeros(*out);
    return true;
}

/* 0.935 as 93.5: the mark moves, no arithmetic. */
static Str times_hundred(Arena *a, Str s)
{
    bool neg = str_starts(s, S("-"));
    Str whole, part, digits;
    size_t lead = 0;

    if (neg)
        s = str_sub(s, 1, s.n);
    (void)str_cut(s, S("."), &whole, &part);
    digits = str_fmt(a, "%.*s%.*s00", SV(whole), SV(part));
    while (lead < whole.n + 1 && digits.p[lead] == '0')
        lead++;
    whole = str_sub(digits, lead, whole.n + 2);
    part = part.n > 2 ? str_sub(part, 2, part.n) : (Str){ 0 };
    return str_fmt(a, "%s%.*s%s%.*s", neg ? "-" : "", SV(whole), part.n ? "." : "", SV(part));
}

/* Days since the epoch of the sheet. BASIS: ECMA-376 part 1, 18.17.4: 1900 has a false 29 February, day 60. */
static bool serial_date(int64_t serial, bool from_1904, Date *out)
{
    Date base;
    bool known = from_1904 ? date_make(&base, 1904, 1, 1) : date_make(&base, 1899, 12, serial < 60 ? 31 : 30);

    if (!known || serial < (from_1904 ? 0 : 1) || serial > 2958465 || (!from_1904 && serial == 60))
        return false;
    out->day = base.day + (int32_t)serial;
    return date_year(*out) <= 9999;
}

static bool as_date(Cell *out, Arena *a, Str raw, NumKind kind, bool from_1904)
{
    char *end;
    const char *z = str_z(a, str_sub(raw, 0, 64));
    double v = strtod(z, &end), days;
    int64_t minutes;
    Str clock;

    if (*end || !(v >= 0) || v > 2958466)
        return false;
    days = floor(v + 1.0 / 2880 / 60);                  /* half a second of tolerance at midnight */
    minutes = (int64_t)floor((v - days) * 1440 + 0.5);
    minutes = minutes < 0 ? 0 : minutes > 1439 ? 1439 : minutes;
    clock = str_fmt(a, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
    if (kind == NUM_TIME && days < 1) {
        out->kind = CELL_TEXT;
        out->text = clock;
        return true;
    }
    if (!serial_date((int64_t)days, from_1904, &out->date))
        return false;
    out->kind = CELL_DATE;
    out->text = date_vi(a, out->date);
    if (minutes)
        out->text = str_fmt(a, "%.*s %.*s", SV(out->text), SV(clock));
    return true;
}

void xlsx_number(Cell *out, Arena *a, Str raw, NumKind kind, bool from_1904)
{
    *out = (Cell){ 0 };
    if (!raw.n)
        return;
    if ((kind == NUM_DATE || kind == NUM_TIME) && as_date(out, a, raw, kind, from_1904))
        return;
    *out = (Cell){ .kind = CELL_NUMBER };
    if (!decimal(a, raw, &out->text)) {
        out->kind = CELL_TEXT;                          /* shown as it is; whoever needs a number refuses it there */
        out->text = raw;
    } else if (kind == NUM_PERCENT) {
        out->kind = CELL_PERCENT;
        out->text = str_fmt(a, "%.*s%%", SV(times_hundred(a, out->text)));
    }
}

void xlsx_iso_date(Cell *out, Arena *a, Str raw)
{
    *out = (Cell){ .kind = CELL_TEXT, .text = raw };
    if (!date_parse_iso(&out->date, str_sub(raw, 0, 10)))
        return;
    out->kind = CELL_DATE;
    out->text = date_vi(a, out->date);
    if (raw.n >= 16 && raw.p[10] == 'T' && !str_eq(str_sub(raw, 11, 16), S("00:00")))
        out->text = str_fmt(a, "%.*s %.*s", SV(out->text), SV(str_sub(raw, 11, 16)));
}

static int hex(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch |= 0x20;
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

Str xlsx_unescape(Arena *a, Str s)
{
    Buf b = { .arena = a };
    size_t at;

    if (!str_find(s, S("_x"), &at))
        return s;
    for (at = 0; at < s.n;) {
        uint32_t cp = 0;
        bool good = at + 7 <= s.n && s.p[at] == '_' && s.p[at + 1] == 'x' && s.p[at + 6] == '_';

        for (size_t i = 2; good && i < 6; i++) {
            good = hex(s.p[at + i]) >= 0;
            cp = cp * 16 + (uint32_t)(good ? hex(s.p[at + i]) : 0);
        }
        if (!good || cp == 0 || (cp >= 0xD800 && cp < 0xE000)) {
            buf_ch(&b, s.p[at++]);
            continue;
        }
        if (cp != '\r')
            buf_cp(&b, cp);
        at += 7;
    }
    return buf_str(&b);
}
