#include "intake/words.h"

#include <utf8proc.h>

/* Old and new placement of tones have the same length, so folding keeps offsets. */
static const struct { const char *old, *new; } tones[] = {
    { "oà", "òa" }, { "oá", "óa" }, { "oả", "ỏa" }, { "oã", "õa" }, { "oạ", "ọa" },
    { "oè", "òe" }, { "oé", "óe" }, { "oẻ", "ỏe" }, { "oẽ", "õe" }, { "oẹ", "ọe" },
    { "uỳ", "ùy" }, { "uý", "úy" }, { "uỷ", "ủy" }, { "uỹ", "ũy" }, { "uỵ", "ụy" },
};

static bool letter(const char *p, size_t n, size_t at)
{
    return at < n && ((p[at] >= 'a' && p[at] <= 'z') || (unsigned char)p[at] >= 0xC3);
}

static void fold_tones(char *p, size_t n)
{
    for (size_t i = 0; i + 2 < n; i++) {
        if (p[i] != 'o' && p[i] != 'u')
            continue;
        /* "quý" and "quả" keep their tone: there u belongs to q. */
        if (p[i] == 'u' && i && p[i - 1] == 'q')
            continue;
        for (size_t k = 0; k < COUNT(tones); k++) {
            size_t len = strlen(tones[k].old);

            /* "hoàn", "thuỳnh": before a final consonant there is only one way. */
            if (i + len <= n && !memcmp(p + i, tones[k].old, len) && !letter(p, n, i + len)) {
                memcpy(p + i, tones[k].new, len);
                break;
            }
        }
    }
}

Str words_low(Arena *a, Str s)
{
    char *p = NEW(a, char, s.n + 1);

    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        char put[4];
        size_t n;

        if ((unsigned char)s.p[at] < 0x80) {
            char c = s.p[at];

            p[at++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
            continue;
        }
        n = utf8_put(put, (uint32_t)utf8proc_tolower((utf8proc_int32_t)utf8_next(s, &at)));
        if (n == at - from)
            memcpy(p + from, put, n);
        else
            memcpy(p + from, s.p + from, at - from);
    }
    fold_tones(p, s.n);
    return (Str){ p, s.n };
}

Str words_clean(Arena *a, Str s)
{
    Buf b = { .arena = a };
    bool blank = false;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r') {
            blank = b.n > 0;
            continue;
        }
        if (blank)
            buf_ch(&b, ' ');
        blank = false;
        buf_ch(&b, s.p[i]);
    }
    return buf_str(&b);
}

Str words_squash(Arena *a, Str s)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n')
            buf_ch(&b, s.p[i]);
    return buf_str(&b);
}

bool words_upper_at(Str s, size_t at)
{
    size_t i = at;
    uint32_t cp;

    if (at >= s.n)
        return false;
    cp = utf8_next(s, &i);
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;
}

bool words_digit_at(Str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

bool words_letter_at(Str s, size_t at)
{
    size_t i = at;
    utf8proc_category_t k;

    if (at >= s.n)
        return false;
    k = utf8proc_category((utf8proc_int32_t)utf8_next(s, &i));
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LL || k == UTF8PROC_CATEGORY_LO;
}

bool words_all_caps(Str s)
{
    size_t up = 0, lo = 0;

    for (size_t at = 0; at < s.n;) {
        utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)utf8_next(s, &at));

        up += k == UTF8PROC_CATEGORY_LU;
        lo += k == UTF8PROC_CATEGORY_LL;
    }
    return up >= 2 && lo * 8 <= up;
}

bool words_has_figure(Str s)
{
    for (size_t i = 8; i < s.n; i++)
        if (words_digit_at(s, i))
            return true;
    return false;
}

bool words_number_only(Str s)
{
    bool digit = false;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digit = true;
        else if (s.p[i] != ' ')
            return false;
    }
    return digit;
}

size_t words_count(Str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
    return n;
}

Str words_first(Str s)
{
    size_t at;

    return str_find(s, S(" "), &at) ? str_sub(s, 0, at) : s;
}

bool low_has(Str low, const char *part)
{
    size_t at;

    return str_find(low, str_of(part), &at);
}

bool low_starts(Str low, const char *head)
{
    return str_starts(low, str_of(head));
}

bool low_ends(Str low, const char *tail)
{
    return str_ends(low, str_of(tail));
}

Str words_strip(Str s, const char *set)
{
    while (s.n && strchr(set, s.p[0]) && s.p[0])
        s = str_sub(s, 1, s.n);
    while (s.n && strchr(set, s.p[s.n - 1]) && s.p[s.n - 1])
        s = str_sub(s, 0, s.n - 1);
    return s;
}

Str words_tail(Str s, size_t n)
{
    size_t from = s.n > n ? s.n - n : 0;

    while (from < s.n && ((unsigned char)s.p[from] & 0xC0) == 0x80)
        from++;
    return str_sub(s, from, s.n);
}

Str words_head(Str s, size_t n)
{
    size_t to = s.n > n ? n : s.n;

    while (to < s.n && to > 0 && ((unsigned char)s.p[to] & 0xC0) == 0x80)
        to--;
    return str_sub(s, 0, to);
}

int para_line(const Para *p, size_t at)
{
    int line = p->where.from;

    for (size_t i = 0; i < p->pieces.n && p->pieces.v[i].at <= at; i++)
        line = p->pieces.v[i].line;
    return line;
}
