#include "text/text.h"

#include <assert.h>
#include <utf8proc.h>

enum { CP_CIRCUMFLEX = 0x302, CP_BREVE = 0x306, CP_HORN = 0x31B, CP_D_CAPITAL = 0x110, CP_D_SMALL = 0x111 };

static bool ascii_only(Str s)
{
    uint8_t any = 0;

    for (size_t i = 0; i < s.n; i++)
        any |= (uint8_t)s.p[i];
    return any < 0x80;
}

/* Code points that no composition can change: below the combining marks, precomposed Vietnamese, common punctuation. */
static bool surely_nfc(Str s)
{
    for (size_t at = 0; at < s.n;) {
        uint8_t b = (uint8_t)s.p[at];
        uint32_t cp;

        if (b < 0x80) {
            at++;
            continue;
        }
        cp = utf8_next(s, &at);
        if (cp >= 0x300 && !(cp >= 0x1EA0 && cp <= 0x1EF9) && !(cp >= 0x2010 && cp <= 0x2030))
            return false;
        if (cp == 0xFFFD)
            return false;
    }
    return true;
}

static Str repaired(Arena *a, Str s)
{
    Buf b = { .arena = a };

    if (utf8_valid(s))
        return s;
    for (size_t at = 0; at < s.n;)
        buf_cp(&b, utf8_next(s, &at));
    return buf_str(&b);
}

Str text_nfc(Arena *a, Str s)
{
    SCRATCH(tmp);
    Buf out = { .arena = a };
    int32_t *cps;
    utf8proc_ssize_t n, room;

    if (surely_nfc(s))
        return s;
    s = repaired(&tmp, s);
    room = (utf8proc_ssize_t)s.n * 4 + 16;              /* canonical decomposition gives at most four for one */
    cps = NEW(&tmp, int32_t, (size_t)room);
    n = utf8proc_decompose((const uint8_t *)s.p, (utf8proc_ssize_t)s.n, cps, room, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
    assert(n >= 0 && n <= room);
    n = utf8proc_normalize_utf32(cps, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        buf_cp(&out, (uint32_t)cps[i]);
    return buf_str(&out);
}

static Str mapped(Arena *a, Str s, int32_t (*to)(int32_t))
{
    Buf b = { .arena = a };

    s = text_nfc(a, s);
    for (size_t at = 0; at < s.n;)
        buf_cp(&b, (uint32_t)to((int32_t)utf8_next(s, &at)));
    return buf_str(&b);
}

Str text_lower(Arena *a, Str s)
{
    return mapped(a, s, utf8proc_tolower);
}

Str text_upper(Arena *a, Str s)
{
    return mapped(a, s, utf8proc_toupper);
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xA0 || cp == 0x85 || (cp >= 0x2000 && cp <= 0x200B)
        || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x3000 || cp == 0xFEFF;
}

static bool is_dash(uint32_t cp)
{
    return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212;
}

/* Folded code points of one code point, without white space. */
static size_t fold_one(uint32_t cp, int32_t out[8])
{
    utf8proc_ssize_t n;
    int last = UTF8PROC_BOUNDCLASS_START;

    if (cp < 0x80) {
        out[0] = cp >= 'A' && cp <= 'Z' ? (int32_t)cp + 32 : (int32_t)cp;
        return 1;
    }
    if (cp == CP_D_CAPITAL || cp == CP_D_SMALL) {
        out[0] = 'd';
        return 1;
    }
    if (is_dash(cp)) {
        out[0] = '-';
        return 1;
    }
    n = utf8proc_decompose_char((int32_t)cp, out, 8,
        UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &last);
    return n > 0 && n <= 8 ? (size_t)n : 0;
}

Str text_fold(Arena *a, Str s)
{
    Buf b = { .arena = a };
    bool gap = false;
    int32_t cps[8];

    for (size_t at = 0; at < s.n;) {
        uint32_t cp = utf8_next(s, &at);
        size_t n;

        if (is_blank(cp)) {
            gap = b.n > 0;
            continue;
        }
        n = fold_one(cp, cps);
        if (n && gap) {
            buf_ch(&b, ' ');
            gap = false;
        }
        for (size_t i = 0; i < n; i++)
            buf_cp(&b, (uint32_t)cps[i]);
    }
    return buf_str(&b);
}

bool text_fold_eq(Str a, Str b)
{
    SCRATCH(tmp);

    return str_eq(text_fold(&tmp, a), text_fold(&tmp, b));
}

/* The 33 letters (with f j w z for foreign names) in the order of the alphabet; base letter and mark that makes it. */
static const struct { char base; uint16_t mark; } alphabet[] = {
    { 'a', 0 }, { 'a', CP_BREVE }, { 'a', CP_CIRCUMFLEX }, { 'b', 0 }, { 'c', 0 }, { 'd', 0 }, { 'd', 1 }, { 'e', 0 },
    { 'e', CP_CIRCUMFLEX }, { 'f', 0 }, { 'g', 0 }, { 'h', 0 }, { 'i', 0 }, { 'j', 0 }, { 'k', 0 }, { 'l', 0 },
    { 'm', 0 }, { 'n', 0 }, { 'o', 0 }, { 'o', CP_CIRCUMFLEX }, { 'o', CP_HORN }, { 'p', 0 }, { 'q', 0 }, { 'r', 0 },
    { 's', 0 }, { 't', 0 }, { 'u', 0 }, { 'u', CP_HORN }, { 'v', 0 }, { 'w', 0 }, { 'x', 0 }, { 'y', 0 }, { 'z', 0 },
};

static int letter_rank(int32_t base, int32_t mark)
{
    for (size_t i = 0; i < COUNT(alphabet); i++)
        if (alphabet[i].base == base && alphabet[i].mark == mark)
            return (int)i;
    return -1;
}

static char tone_of(int32_t mark)
{
    static const int32_t tones[] = { 0x300, 0x309, 0x303, 0x301, 0x323 };       /* huyền hỏi ngã sắc nặng */

    for (size_t i = 0; i < COUNT(tones); i++)
        if (tones[i] == mark)
            return (char)('1' + i);
    return 0;
}

/* A number so that bytes sort by value: how many digits, then the digits; leading zeros do not count. */
static void key_number(Buf *b, Str s, size_t *at)
{
    size_t from = *at, end = from;

    while (end < s.n && s.p[end] >= '0' && s.p[end] <= '9')
        end++;
    *at = end;
    while (from + 1 < end && s.p[from] == '0')
        from++;
    buf_ch(b, (char)('0' + (end - from > 9 ? 9 : end - from)));
    buf_add(b, str_sub(s, from, end));
}

typedef struct SortKey {
    Buf main, tones;
} SortKey;

/* One code point: its letter to the first level, its tone to the second. */
static void key_letter(SortKey *k, uint32_t cp)
{
    int32_t d[8];
    int last = UTF8PROC_BOUNDCLASS_START, rank;
    int32_t lower = utf8proc_tolower((int32_t)cp), mark = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(lower, d, 8, UTF8PROC_DECOMPOSE, &last);
    char tone = '0';

    if (n < 1 || n > 8)
        return;
    if (tone_of(d[0]) && k->tones.n) {                          /* a mark that did not compose */
        k->tones.p[k->tones.n - 1] = tone_of(d[0]);
        return;
    }
    for (utf8proc_ssize_t i = 1; i < n; i++) {
        if (tone_of(d[i]))
            tone = tone_of(d[i]);
        else
            mark = d[i];
    }
    rank = d[0] == CP_D_SMALL ? letter_rank('d', 1) : letter_rank(d[0], mark);
    if (rank < 0)
        rank = letter_rank(d[0], 0);                            /* a foreign mark sorts as without */
    if (rank >= 0)
        buf_ch(&k->main, (char)('A' + rank));
    else if (lower < 0x80)
        buf_ch(&k->main, '!');                                  /* punctuation: after the blank, before digits */
    else {
        buf_ch(&k->main, '~');                                  /* other scripts: behind, by code point */
        buf_cp(&k->main, (uint32_t)lower);
    }
    buf_ch(&k->tones, tone);
}

Str text_sort_key(Arena *a, Str s)
{
    SCRATCH(tmp);
    SortKey k = { .main = { .arena = &tmp }, .tones = { .arena = &tmp } };
    bool gap = false;

    s = text_nfc(&tmp, s);
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;

        if (s.p[at] >= '0' && s.p[at] <= '9') {
            if (gap)
                buf_ch(&k.main, ' ');
            gap = false;
            key_number(&k.main, s, &at);
            continue;
        }
        cp = utf8_next(s, &at);
        if (is_blank(cp)) {
            gap = k.main.n > 0;
            continue;
        }
        if (gap)
            buf_ch(&k.main, ' ');
        gap = false;
        key_letter(&k, cp);
    }
    while (k.tones.n && k.tones.p[k.tones.n - 1] == '0')
        k.tones.n--;
    if (k.tones.n) {
        buf_ch(&k.main, '\t');
        buf_add(&k.main, buf_str(&k.tones));
    }
    return str_dup(a, buf_str(&k.main));
}

Str code_sort_key(Arena *a, Str s)
{
    SCRATCH(tmp);
    Buf b = { .arena = a };

    s = text_fold(&tmp, s);
    for (size_t at = 0; at < s.n;) {
        char ch = s.p[at];

        if (ch >= '0' && ch <= '9') {
            key_number(&b, s, &at);
            continue;
        }
        if (ch == '.' || ch == '/' || ch == '-' || ch == '_' || ch == ' ')
            buf_ch(&b, ' ');                                    /* parts divide below everything else */
        else
            buf_ch(&b, ch);
        at++;
    }
    while (b.n && b.p[b.n - 1] == ' ')                          /* "1." is "1" */
        b.n--;
    return buf_str(&b);
}

Str text_slug(Arena *a, Str s)
{
    SCRATCH(tmp);
    Buf b = { .arena = a };

    s = text_fold(&tmp, s);
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];

        if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
            buf_ch(&b, ch);
        else if (b.n && b.p[b.n - 1] != '-')
            buf_ch(&b, '-');
    }
    while (b.n && b.p[b.n - 1] == '-')
        b.n--;
    return buf_str(&b);
}

static bool is_unsafe(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x61C
        || cp == 0x200B || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E)
        || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB)
        || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

static bool is_mark(uint32_t cp)
{
    utf8proc_category_t c = cp < 0x300 ? UTF8PROC_CATEGORY_CN : utf8proc_category((int32_t)cp);

    return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_ME;
}

Str text_safe(Arena *a, Str s)
{
    Buf b = { .arena = a };
    int marks = 0;

    if (ascii_only(s)) {
        size_t i = 0;

        while (i < s.n && !is_unsafe((uint8_t)s.p[i]))
            i++;
        if (i == s.n)
            return s;
    }
    for (size_t at = 0; at < s.n;) {
        uint32_t cp = utf8_next(s, &at);

        marks = is_mark(cp) ? marks + 1 : 0;
        if (!is_unsafe(cp) && marks <= 4)
            buf_cp(&b, cp);
    }
    return buf_str(&b);
}

static const struct { int value; const char *text; } roman[] = {
    { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" },
    { 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" },
};

Str roman_print(Arena *a, int n)
{
    Buf b = { .arena = a };

    assert(n >= 1 && n <= 3999);
    for (size_t i = 0; i < COUNT(roman); i++)
        for (; n >= roman[i].value; n -= roman[i].value)
            buf_lit(&b, roman[i].text);
    return buf_str(&b);
}

bool roman_parse(Str s, int *out)
{
    SCRATCH(tmp);
    Str up = text_upper(&tmp, s), rest = up;
    int n = 0;

    if (!s.n || s.n > 15)
        return false;
    for (size_t i = 0; i < COUNT(roman); i++) {
        Str part = str_of(roman[i].text);

        for (; str_starts(rest, part); rest = str_sub(rest, part.n, rest.n))
            n += roman[i].value;
    }
    if (rest.n || n > 3999 || !str_eq(roman_print(&tmp, n), up))       /* printing again proves the spelling */
        return false;
    *out = n;
    return true;
}
