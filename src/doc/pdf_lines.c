#include "doc/pdf_page.h"

#include <stdlib.h>

#include "text/text.h"

typedef struct Placed {
    const PdfChar *c;
    size_t order;
} Placed;

static float middle(const PdfChar *c)
{
    return (c->y1 + c->y2) / 2;
}

static int by_y(const void *a, const void *b)
{
    const Placed *p = a, *q = b;
    float d = middle(p->c) - middle(q->c);

    return d < 0 ? -1 : d > 0 ? 1 : p->order < q->order ? -1 : 1;
}

static int by_x(const void *a, const void *b)
{
    const Placed *p = a, *q = b;
    float d = p->c->x1 - q->c->x1;

    return d < -0.01f ? -1 : d > 0.01f ? 1 : p->order < q->order ? -1 : p->order > q->order;
}

static bool blank(uint32_t cp)
{
    return cp <= ' ' || cp == 0xA0;
}

static void line_of(PdfLine *l, Arena *a, Placed *v, size_t n)
{
    Buf b = { .arena = a };
    bool bold = true, first = true;
    const PdfChar *last = NULL;

    qsort(v, n, sizeof *v, by_x);
    *l = (PdfLine){ .x1 = v[0].c->x1, .y1 = v[0].c->y1, .y2 = v[0].c->y2 };
    for (size_t i = 0; i < n; i++) {
        const PdfChar *c = v[i].c;
        float size = c->y2 - c->y1;

        if (blank(c->cp)) {
            if (b.n && b.p[b.n - 1] != ' ')
                buf_ch(&b, ' ');
            continue;
        }
        if (last && b.n && b.p[b.n - 1] != ' ' && c->x1 - last->x2 > size * 0.25f)
            buf_ch(&b, ' ');
        if (last && c->x1 - last->x2 > size && l->gaps < COUNT(l->gap)) {
            l->gap[l->gaps].x1 = last->x2;
            l->gap[l->gaps++].x2 = c->x1;
        }
        if (!b.n)
            l->x1 = c->x1;
        if (first && b.n && b.p[b.n - 1] == ' ')
            first = false;
        if (first)
            l->first_word = c->x2 - l->x1;
        buf_cp(&b, c->cp);
        bold = bold && c->bold;
        l->x2 = c->x2 > l->x2 ? c->x2 : l->x2;
        l->y1 = c->y1 < l->y1 ? c->y1 : l->y1;
        l->y2 = c->y2 > l->y2 ? c->y2 : l->y2;
        last = c;
    }
    l->bold = bold;
    l->text = str_trim(text_nfc(a, buf_str(&b)));
}

void pdf_lines(PdfLines *out, Arena *a, const PdfPage *p, const bool *take)
{
    SCRATCH(tmp);
    VEC(Placed) v = { 0 };
    size_t from = 0;

    for (size_t i = 0; i < p->chars.n; i++)
        if (take[i])
            *vec_add(&tmp, &v) = (Placed){ &p->chars.v[i], i };
    if (!v.n)
        return;
    qsort(v.v, v.n, sizeof *v.v, by_y);
    for (size_t i = 1; i <= v.n; i++) {
        const PdfChar *c = v.v[i - 1].c;
        float step = i < v.n ? middle(v.v[i].c) - middle(c) : 1e9f;

        if (step > (c->y2 - c->y1) * 0.4f || (i < v.n && middle(v.v[i].c) - middle(v.v[from].c) > (c->y2 - c->y1) * 0.7f)) {
            PdfLine l;

            line_of(&l, a, v.v + from, i - from);
            if (l.text.n)
                *vec_add(a, &out->list) = l;
            from = i;
        }
    }
}

bool pdf_begins_small(Str s)
{
    SCRATCH(tmp);
    size_t at = 0;

    (void)utf8_next(s, &at);
    s = str_sub(s, 0, at);
    return !str_eq(text_upper(&tmp, s), s);
}

/* "-", "+", "•", "1.", "1.2", "a)", "IV.", "Điều 3": what opens an item. A year that ends a sentence is none. */
bool pdf_starts_item(Str s)
{
    SCRATCH(tmp);
    Str head, rest;
    size_t digits = 0;
    int roman;

    if (!str_cut(s, S(" "), &head, &rest))
        head = s;
    if (str_eq(head, S("-")) || str_eq(head, S("+")) || str_eq(head, S("–")) || str_eq(head, S("•")) || str_eq(head, S("*")))
        return true;
    if ((str_eq(head, S("Điều")) || str_eq(head, S("Chương")) || str_eq(head, S("Mục")) || str_eq(head, S("Phần"))) && rest.n)
        return true;
    if (head.n < 2 || head.n > 10 || !rest.n)
        return false;
    if (strchr(".)", head.p[head.n - 1])) {
        Str core = str_sub(head, 0, head.n - 1);

        if (roman_parse(core, &roman) || core.n == 1 || str_eq(core, S("đ")))
            return true;
        head = core;
    }
    for (size_t i = 0; i < head.n; i++) {
        if (head.p[i] == '.')
            digits = 0;
        else if (head.p[i] < '0' || head.p[i] > '9' || ++digits > 2)
            return false;
    }
    return str_find(s, S("."), &digits) && digits < 10;
}

static bool breaks(const PdfLine *l, const PdfLine *next, float right)
{
    float size = l->y2 - l->y1;

    if (pdf_starts_item(next->text) || l->bold != next->bold)
        return true;
    if (next->y1 - l->y2 > size * 0.9f)
        return true;
    return l->x2 + next->first_word + size * 0.4f < right;
}

static bool digit(Str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* A date that a narrow column cut in its year: "31/3/20" and "26". */
static bool cut_year(Str up, Str next)
{
    size_t n = up.n;

    return n > 4 && digit(up, n - 1) && digit(up, n - 2) && up.p[n - 3] == '/' && digit(next, 0) && digit(next, 1) && !digit(next, 2);
}

Str pdf_join(Arena *a, const PdfLines *lines, float right)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < lines->list.n; i++) {
        const PdfLine *l = &lines->list.v[i];

        if (i && breaks(&lines->list.v[i - 1], l, right))
            buf_ch(&b, '\n');
        else if (i && !cut_year(buf_str(&b), l->text) && !(b.n > 1 && b.p[b.n - 1] == '-' && b.p[b.n - 2] != ' '))
            buf_ch(&b, ' ');
        buf_add(&b, l->text);
    }
    return buf_str(&b);
}
