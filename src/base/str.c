#include "base/str.h"

#include <assert.h>
#include <stdio.h>

Str str_of(const char *z)
{
    return z ? (Str){ z, strlen(z) } : (Str){ 0 };
}

Str str_dup(Arena *a, Str s)
{
    char *p = arena_take(a, s.n + 1, 1);

    if (s.n)
        memcpy(p, s.p, s.n);
    return (Str){ p, s.n };
}

const char *str_z(Arena *a, Str s)
{
    return str_dup(a, s).p;                             /* str_dup leaves a zero byte behind the text */
}

Str str_vfmt(Arena *a, const char *fmt, va_list ap)
{
    va_list again;
    char small[256];
    int n;
    char *p;

    va_copy(again, ap);
    n = vsnprintf(small, sizeof small, fmt, ap);
    assert(n >= 0);
    p = arena_take(a, (size_t)n + 1, 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n + 1);
    else
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (Str){ p, (size_t)n };
}

Str str_fmt(Arena *a, const char *fmt, ...)
{
    va_list ap;
    Str s;

    va_start(ap, fmt);
    s = str_vfmt(a, fmt, ap);
    va_end(ap);
    return s;
}

bool str_eq(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int str_cmp(Str a, Str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.p, b.p, n) : 0;

    if (d)
        return d;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(Str s, Str head)
{
    return s.n >= head.n && str_eq((Str){ s.p, head.n }, head);
}

bool str_ends(Str s, Str tail)
{
    return s.n >= tail.n && str_eq((Str){ s.p + s.n - tail.n, tail.n }, tail);
}

bool str_find(Str s, Str needle, size_t *at)
{
    const char *p;

    if (needle.n == 0) {
        *at = 0;
        return true;
    }
    p = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
    if (p)
        *at = (size_t)(p - s.p);
    return p != NULL;
}

Str str_sub(Str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (Str){ s.p ? s.p + from : NULL, to - from };
}

/* Length of the blank at the start of s: ASCII white space, NBSP (C2 A0), BOM (EF BB BF). */
static size_t blank_head(Str s)
{
    if (s.n >= 1 && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
        return 1;
    if (str_starts(s, S("\xC2\xA0")))
        return 2;
    return str_starts(s, S("\xEF\xBB\xBF")) ? 3 : 0;
}

static size_t blank_tail(Str s)
{
    if (s.n >= 1 && (s.p[s.n - 1] == ' ' || (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
        return 1;
    return str_ends(s, S("\xC2\xA0")) ? 2 : 0;
}

Str str_trim(Str s)
{
    size_t k;

    while ((k = blank_head(s)) > 0)
        s = str_sub(s, k, s.n);
    while ((k = blank_tail(s)) > 0)
        s.n -= k;
    return s;
}

bool str_cut(Str s, Str sep, Str *head, Str *tail)
{
    size_t at;

    if (!str_find(s, sep, &at)) {
        *head = s;
        *tail = (Str){ 0 };
        return false;
    }
    *head = str_sub(s, 0, at);
    *tail = str_sub(s, at + sep.n, s.n);
    return true;
}

Str str_join(Arena *a, const Str *v, size_t n, Str sep)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add(&b, sep);
        buf_add(&b, v[i]);
    }
    return buf_str(&b);
}

Str str_replace(Arena *a, Str s, Str what, Str with)
{
    Buf b = { .arena = a };
    size_t at;

    assert(what.n > 0);
    while (str_find(s, what, &at)) {
        buf_add(&b, str_sub(s, 0, at));
        buf_add(&b, with);
        s = str_sub(s, at + what.n, s.n);
    }
    buf_add(&b, s);
    return buf_str(&b);
}

Str str_pad(Arena *a, Str s, int width)
{
    size_t want = (size_t)(width < 0 ? -width : width), have = utf8_count(s);
    Buf b = { .arena = a };

    if (width > 0)
        buf_add(&b, s);
    for (; have < want; have++)
        buf_ch(&b, ' ');
    if (width < 0)
        buf_add(&b, s);
    return buf_str(&b);
}

bool str_int(Str s, int64_t *out)
{
    bool neg = s.n > 0 && s.p[0] == '-';
    int64_t v = 0;

    if (s.n == (size_t)neg)
        return false;
    for (size_t i = neg; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
            return false;
    }
    if (!neg && v == INT64_MIN)
        return false;
    *out = neg ? v : -v;                                /* gathered below zero, where INT64_MIN fits */
    return true;
}

uint32_t utf8_next(Str s, size_t *at)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const uint8_t *p = (const uint8_t *)s.p + *at;
    size_t left = s.n - *at, len = 1;
    uint32_t cp = p[0];

    assert(*at < s.n);
    if (cp < 0x80) {
        *at += 1;
        return cp;
    }
    if ((cp & 0xE0) == 0xC0)
        len = 2, cp &= 0x1F;
    else if ((cp & 0xF0) == 0xE0)
        len = 3, cp &= 0x0F;
    else if ((cp & 0xF8) == 0xF0)
        len = 4, cp &= 0x07;
    if (len == 1 || len > left)
        goto bad;
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            goto bad;
        cp = cp << 6 | (p[i] & 0x3F);
    }
    if (cp < least[len] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        goto bad;
    *at += len;
    return cp;
bad:
    *at += 1;
    return 0xFFFD;
}

size_t utf8_put(char out[4], uint32_t cp)
{
    uint8_t *o = (uint8_t *)out;

    if (cp < 0x80) {
        o[0] = (uint8_t)cp;
        return 1;
    }
    if (cp < 0x800) {
        o[0] = (uint8_t)(0xC0 | cp >> 6);
        o[1] = (uint8_t)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        o[0] = (uint8_t)(0xE0 | cp >> 12);
        o[1] = (uint8_t)(0x80 | (cp >> 6 & 0x3F));
        o[2] = (uint8_t)(0x80 | (cp & 0x3F));
        return 3;
    }
    o[0] = (uint8_t)(0xF0 | cp >> 18);
    o[1] = (uint8_t)(0x80 | (cp >> 12 & 0x3F));
    o[2] = (uint8_t)(0x80 | (cp >> 6 & 0x3F));
    o[3] = (uint8_t)(0x80 | (cp & 0x3F));
    return 4;
}

bool utf8_valid(Str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t cp = utf8_next(s, &at);

        if (cp == 0xFFFD && at - from == 1)             /* a real U+FFFD takes three bytes */
            return false;
    }
    return true;
}

size_t utf8_count(Str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += ((uint8_t)s.p[i] & 0xC0) != 0x80;
    return n;
}

static void buf_room(Buf *b, size_t more)
{
    size_t want = b->cap ? b->cap : 64;

    assert(b->arena);
    if (b->cap - b->n >= more)
        return;
    while (want - b->n < more)
        want *= 2;
    b->p = arena_grow(b->arena, b->p, b->cap, want, 1);
    b->cap = want;
}

void buf_add(Buf *b, Str s)
{
    if (s.n == 0)
        return;
    buf_room(b, s.n);
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void buf_lit(Buf *b, const char *z)
{
    buf_add(b, str_of(z));
}

void buf_quoted(Buf *b, Str s)
{
    buf_ch(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_ch(b, '"');
        buf_ch(b, s.p[i]);
    }
    buf_ch(b, '"');
}

void buf_csv(Buf *b, Str s)
{
    unsigned odd = 0;

    for (size_t i = 0; i < s.n; i++)
        odd |= (unsigned)(s.p[i] == ',') | (unsigned)(s.p[i] == '"') | (unsigned)(s.p[i] == '\n') | (unsigned)(s.p[i] == '\r');
    if (odd)
        buf_quoted(b, s);
    else
        buf_add(b, s);
}

void buf_ch(Buf *b, char ch)
{
    buf_room(b, 1);
    b->p[b->n++] = ch;
}

void buf_cp(Buf *b, uint32_t cp)
{
    char tmp[4];
    size_t n = utf8_put(tmp, cp);

    buf_add(b, (Str){ tmp, n });
}

void buf_vfmt(Buf *b, const char *fmt, va_list ap)
{
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    assert(n >= 0);
    buf_room(b, (size_t)n + 1);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
    va_end(again);
    b->n += (size_t)n;
}

void buf_fmt(Buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vfmt(b, fmt, ap);
    va_end(ap);
}

Str buf_str(const Buf *b)
{
    return (Str){ b->p, b->n };
}
