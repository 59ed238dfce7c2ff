#include "archive/words.h"

#include "text/text.h"

enum { PART = 12000, ALL_PARTS = 4 << 20, BEFORE = 90, AFTER = 190, MAX_TERMS = 12 };

static bool word_byte(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (unsigned char)ch >= 0x80;
}

Str words_of(Arena *a, Str text)
{
    Str fold = text_fold(a, text);
    Buf b = { .arena = a };

    for (size_t i = 0; i < fold.n; i++) {
        if (word_byte(fold.p[i]))
            buf_ch(&b, fold.p[i]);
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_ch(&b, ' ');
    }
    return str_trim(buf_str(&b));
}

/* One word or phrase of the query. */
static void put_term(Buf *b, Str words, bool pg, bool open_end)
{
    Str word, rest = words;
    bool first = true;

    if (!words.n)
        return;
    if (b->n)
        buf_lit(b, pg ? " & " : " ");
    if (!pg) {
        buf_fmt(b, "\"%.*s\"%s", SV(words), open_end ? " *" : "");
        return;
    }
    buf_ch(b, '(');
    while (rest.n) {
        (void)str_cut(rest, S(" "), &word, &rest);      /* the last word has no blank behind it */
        buf_fmt(b, "%s'%.*s'%s", first ? "" : " <-> ", SV(word), open_end && !rest.n ? ":*" : "");
        first = false;
    }
    buf_ch(b, ')');
}

static void put_loose(Arena *a, Buf *b, Str typed, bool pg, bool last)
{
    Str rest = words_of(a, typed), word;

    for (int n = 0; rest.n && n < MAX_TERMS; n++) {
        (void)str_cut(rest, S(" "), &word, &rest);
        put_term(b, word, pg, last && !rest.n && word.n > 1);
    }
}

Str words_match(Arena *a, Str typed, bool pg)
{
    Buf b = { .arena = a };
    Str rest = str_replace(a, str_replace(a, str_sub(typed, 0, 400), S("“"), S("\"")), S("”"), S("\"")), loose, phrase;

    while (rest.n) {
        bool opened = str_cut(rest, S("\""), &loose, &rest);

        put_loose(a, &b, loose, pg, !opened);
        if (!opened)
            break;
        (void)str_cut(rest, S("\""), &phrase, &rest);   /* a quotation that is not closed ends with the text */
        put_term(&b, words_of(a, phrase), pg, false);
    }
    return buf_str(&b);
}

/* --- snippets ------------------------------------------------------------------------------------- */

typedef struct Folded {
    Buf text;
    uint32_t *at;               /* place in the original of each folded byte, and one past the end */
} Folded;

/* Letter by letter, so that each folded byte knows where it came from. */
static Folded fold_mapped(Arena *a, Str s)
{
    Folded f = { .text = { .arena = a }, .at = NEW(a, uint32_t, s.n * 2 + 2) };
    size_t i = 0;

    while (i < s.n && f.text.n + 8 < s.n * 2 + 2) {
        size_t from = i;
        uint32_t cp = utf8_next(s, &i);
        Str one = str_sub(s, from, i), folded;

        if (cp < 0x80) {
            char ch = cp >= 'A' && cp <= 'Z' ? (char)(cp + 32) : (char)cp;

            f.at[f.text.n] = (uint32_t)from;
            buf_ch(&f.text, word_byte(ch) ? ch : ' ');
            continue;
        }
        folded = text_fold(a, one);
        for (size_t k = 0; k < folded.n && k < 4; k++) {
            f.at[f.text.n] = (uint32_t)from;
            buf_ch(&f.text, folded.p[k]);
        }
    }
    f.at[f.text.n] = (uint32_t)i;
    return f;
}

static bool word_start(Str s, size_t i)
{
    return word_byte(s.p[i]) && (i == 0 || !word_byte(s.p[i - 1]));
}

/* The length of the found word at i, 0: none of the terms. The last term may be the beginning of a word. */
static size_t found_at(Str s, size_t i, const Str *terms, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        size_t end = i + terms[k].n;

        if (!str_starts(str_sub(s, i, s.n), terms[k]))
            continue;
        if (end >= s.n || !word_byte(s.p[end]))
            return terms[k].n;
        if (k == n - 1) {
            while (end < s.n && word_byte(s.p[end]))
                end++;
            return end - i;
        }
    }
    return 0;
}

/* Where most of the words stand together. */
static size_t best_place(Str s, const Str *terms, size_t n)
{
    size_t best = 0, best_count = 0;

    for (size_t i = 0; i < s.n; i++) {
        size_t count = 0, seen = 0, end = i + AFTER < s.n ? i + AFTER : s.n;

        if (!word_start(s, i) || !found_at(s, i, terms, n))
            continue;
        for (size_t k = i; k < end; k++)
            for (size_t w = 0; w < n && word_start(s, k); w++)
                if (!(seen & (size_t)1 << w) && found_at(s, k, &terms[w], 1)) {
                    seen |= (size_t)1 << w;
                    count++;
                }
        if (count > best_count) {
            best = i;
            best_count = count;
        }
        if (best_count == n)
            break;
    }
    return best;
}

static size_t back_to_letter(Str s, size_t i)
{
    while (i > 0 && i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80)
        i--;
    return i;
}

Str words_snippet(Arena *a, Str text, Str typed)
{
    Folded f = fold_mapped(a, text);
    Str s = buf_str(&f.text), rest = words_of(a, typed), terms[MAX_TERMS];
    size_t n = 0, mid, begin, from, to, at;
    Buf b = { .arena = a };

    while (rest.n && n < MAX_TERMS)
        (void)str_cut(rest, S(" "), &terms[n++], &rest);
    mid = n && s.n ? best_place(s, terms, n) : 0;
    begin = mid > BEFORE ? mid - BEFORE : 0;
    while (begin && begin < mid && !word_start(s, begin))
        begin++;                                        /* no half words at the front */
    from = s.n ? back_to_letter(text, f.at[begin]) : 0;
    to = mid + AFTER < s.n ? mid + AFTER : s.n;
    if (from)
        buf_lit(&b, "… ");
    at = from;
    for (size_t i = begin; i < to; i++) {
        size_t length = n && word_start(s, i) ? found_at(s, i, terms, n) : 0;

        if (!length)
            continue;
        buf_add(&b, str_sub(text, at, f.at[i]));
        buf_ch(&b, '\1');
        at = f.at[i + length];
        buf_add(&b, str_sub(text, f.at[i], at));
        buf_ch(&b, '\2');
        i += length - 1;
    }
    if (f.at[to] > at)
        buf_add(&b, str_sub(text, at, f.at[to]));
    if (f.at[to] < text.n)
        buf_lit(&b, " …");
    return str_replace(a, str_replace(a, buf_str(&b), S("\n"), S(" ")), S("\t"), S(" "));
}

/* --- parts ---------------------------------------------------------------------------------------- */

static void add_parts(Arena *a, Parts *out, int64_t page, Str text)
{
    while (text.n) {
        size_t cut = text.n;

        if (text.n > PART) {
            cut = PART;
            while (cut > PART / 2 && text.p[cut - 1] != '\n')
                cut--;
            if (cut == PART / 2)
                cut = back_to_letter(text, PART);
        }
        *vec_add(a, out) = (Part){ page, str_sub(text, 0, cut) };
        text = str_sub(text, cut, text.n);
    }
}

Parts words_parts(Arena *a, const Doc *d)
{
    Parts out = { 0 };
    size_t total = 0;

    for (size_t i = 0; i < d->blocks.n && total < ALL_PARTS;) {
        Doc slice = { .kind = d->kind };
        size_t k = i;
        Str text;

        while (k < d->blocks.n && d->blocks.v[k].pos.page == d->blocks.v[i].pos.page)
            k++;
        slice.blocks.v = d->blocks.v + i;
        slice.blocks.n = k - i;
        text = str_trim(text_safe(a, doc_plain(&slice, a)));
        total += text.n;
        if (total <= ALL_PARTS)
            add_parts(a, &out, d->kind == DOC_PDF ? d->blocks.v[i].pos.page : 0, text);
        i = k;
    }
    return out;
}
