/*
 * Columns without ruling lines: letterheads and signatures (two), tables whose lines were not drawn (three and more).
 * A strip that stays white over several lines parts the columns. What is found becomes a table like the ruled ones.
 */
#include "doc/pdf_page.h"

#include <math.h>

enum { MAX_GUTTERS = 12, MAX_ROWS = 2000 };
static const float LEAST = 8, WIDE = 1.5f;      /* points a strip must keep; letter sizes a gap must have to open one */

typedef struct Strip {
    float x1, x2;
} Strip;

typedef struct Band {
    size_t from, to;            /* lines [from, to) */
    Strip v[MAX_GUTTERS];
    size_t n;
} Band;

static float size_of(const PdfLine *l)
{
    return l->y2 - l->y1;
}

static void keep(Strip *out, size_t *n, float x1, float x2)
{
    if (x2 - x1 >= LEAST && *n < MAX_GUTTERS)
        out[(*n)++] = (Strip){ x1, x2 };
}

static float more(float a, float b)
{
    return a > b ? a : b;
}

static float less(float a, float b)
{
    return a < b ? a : b;
}

/* What line l leaves white of the strips: left of it, right of it, in its gaps. */
static size_t narrow(Strip *out, const Strip *v, size_t n, const PdfLine *l)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        keep(out, &m, v[i].x1, less(v[i].x2, l->x1));
        for (size_t g = 0; g < l->gaps; g++)
            keep(out, &m, more(v[i].x1, l->gap[g].x1), less(v[i].x2, l->gap[g].x2));
        keep(out, &m, more(v[i].x1, l->x2), v[i].x2);
    }
    return m;
}

/* The row of an area lies over all columns of a table: it is passed when the strips go on behind it. */
static bool spans(const PdfLines *all, const Band *b, size_t i)
{
    Strip tmp[MAX_GUTTERS];
    size_t k = i + 1;

    if (b->n < 2 || all->list.v[i].gaps)
        return false;
    while (k < all->list.n && k < i + 3 && !all->list.v[k].gaps)
        k++;
    return k < all->list.n && all->list.v[k].gaps && narrow(tmp, b->v, b->n, &all->list.v[k]) >= b->n;
}

/* Whether line i, which stands `away` points from the band, belongs to it; then the strips are narrowed. */
static bool join_band(const PdfLines *all, Band *b, size_t i, float away)
{
    const PdfLine *l = &all->list.v[i];
    Strip left[MAX_GUTTERS];
    size_t n = narrow(left, b->v, b->n, l);

    if (away > size_of(l) * (b->n == 1 ? 7.0f : 2.5f))
        return false;
    if (n < b->n && spans(all, b, i))
        return true;
    if (n < b->n)
        return false;
    for (size_t k = 0; k < n; k++)
        b->v[k] = left[k];
    b->n = n;
    return true;
}

/* A strip at the edge of the page parts nothing: some line must stand on either side of each. */
static void drop_edges(const PdfLines *all, Band *b)
{
    size_t n = 0;

    for (size_t k = 0; k < b->n; k++) {
        bool left = false, right = false;

        for (size_t i = b->from; i < b->to; i++) {
            left |= all->list.v[i].x1 < b->v[k].x1;
            right |= all->list.v[i].x2 > b->v[k].x2;
        }
        if (left && right)
            b->v[n++] = b->v[k];
    }
    b->n = n;
}

/* Lines at the ends that stand on one side only and far from the rest are no part of it. */
static void trim(const PdfLines *all, Band *b)
{
    while (b->to > b->from + 1) {
        const PdfLine *last = &all->list.v[b->to - 1], *up = last - 1;

        if (last->gaps || last->x1 > b->v[0].x1 || last->y1 - up->y2 < size_of(last) * 1.5f)
            return;
        b->to--;
    }
}

/* The end of a paragraph above a signature is no part of it either. */
static void trim_top(const PdfLines *all, Band *b)
{
    while (b->n == 1 && b->from + 2 < b->to) {
        const PdfLine *l = &all->list.v[b->from];

        if (l->gaps || l->x1 > b->v[0].x1 || l[1].gaps || l[1].x1 > b->v[0].x1)
            return;
        b->from++;
    }
}

static bool find_band(const PdfLines *all, size_t start, size_t floor, Band *b)
{
    const PdfLine *l = &all->list.v[start];
    size_t wide = 0, both = 0, sides[2] = { 0, 0 };

    *b = (Band){ .from = start, .to = start + 1 };
    for (size_t g = 0; g < l->gaps; g++)
        if (l->gap[g].x2 - l->gap[g].x1 > size_of(l) * WIDE)
            keep((Strip *)b->v, &b->n, l->gap[g].x1, l->gap[g].x2);
    if (!b->n)
        return false;
    while (b->to < all->list.n && join_band(all, b, b->to, all->list.v[b->to].y1 - all->list.v[b->to - 1].y2))
        b->to++;
    while (b->from > floor && join_band(all, b, b->from - 1, all->list.v[b->from].y1 - all->list.v[b->from - 1].y2))
        b->from--;
    drop_edges(all, b);
    if (!b->n)
        return false;
    trim(all, b);
    trim_top(all, b);
    for (size_t i = b->from; i < b->to; i++) {
        l = &all->list.v[i];
        both += l->x1 < b->v[0].x1 && l->x2 > b->v[0].x2;
        sides[0] += l->x1 < b->v[0].x1;
        sides[1] += l->x2 > b->v[0].x2;
        for (size_t g = 0; g < l->gaps; g++)
            wide += l->gap[g].x2 - l->gap[g].x1 > size_of(l) * 3;
    }
    return b->n > 1 ? both >= 3 : (sides[0] > 1 && sides[1] > 1) || (both && wide);
}

/* The characters between two edges, of the lines of the band. */
static void column_lines(PdfLines *out, Arena *a, const PdfPage *p, const bool *take, Strip x, float y1, float y2)
{
    SCRATCH(tmp);
    bool *mine = NEW(&tmp, bool, p->chars.n + 1);

    for (size_t i = 0; i < p->chars.n; i++) {
        const PdfChar *c = &p->chars.v[i];
        float y = (c->y1 + c->y2) / 2, at = (c->x1 + c->x2) / 2;

        mine[i] = take[i] && y >= y1 && y <= y2 && at >= x.x1 && at < x.x2;
    }
    *out = (PdfLines){ 0 };
    pdf_lines(out, a, p, mine);
}

/* "… tháng 9 năm" / "2025", "… CHỦ NGHĨA VIỆT" / "NAM": never ended on purpose. */
static bool cut_short(Str up, Str next)
{
    bool year = next.n == 4;

    for (size_t i = 0; i < next.n; i++)
        year &= next.p[i] >= '0' && next.p[i] <= '9';
    if (pdf_begins_small(next))
        return true;
    return (year && str_ends(up, S("năm"))) || (str_ends(up, S("VIỆT")) && str_eq(next, S("NAM")));
}

/* Centred lines of one column: the next one goes on where its first word would not have fit. */
static Str column_text(Arena *a, const PdfLines *l, float width)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < l->list.n; i++) {
        const PdfLine *k = &l->list.v[i], *up = i ? k - 1 : NULL;
        bool fits = up && (up->x2 - up->x1) + k->first_word + size_of(k) * 0.4f < width - 8;

        if (up && !cut_short(up->text, k->text) && (fits || up->bold != k->bold || pdf_starts_item(k->text) || k->y1 - up->y2 > size_of(k) * 0.9f))
            buf_ch(&b, '\n');
        else if (up)
            buf_ch(&b, ' ');
        buf_add(&b, k->text);
    }
    return buf_str(&b);
}

static void edges_of(const Band *b, const PdfPage *p, float *x)
{
    x[0] = -1;
    for (size_t i = 0; i < b->n; i++)
        x[i + 1] = (b->v[i].x1 + b->v[i].x2) / 2;
    x[b->n + 1] = p->width + 1;
}

static void add_cell(Arena *a, DocTable *t, int32_t row, int32_t col, int32_t span, Str text, DocPos pos)
{
    if (text.n)
        *vec_add(a, &t->cells) = (DocCell){ .row = row, .col = col, .row_span = 1, .col_span = span, .text = text, .pos = pos };
}

/* Two columns: one cell each, whose paragraphs follow one another. */
static void two_columns(PdfGrid *g, Arena *a, const PdfPage *p, const bool *take, const Band *b, float left, float right, int32_t page)
{
    float x[MAX_GUTTERS + 2];

    edges_of(b, p, x);
    for (int32_t c = 0; c < 2; c++) {
        PdfLines l;

        column_lines(&l, a, p, take, (Strip){ x[c], x[c + 1] }, g->y1, g->y2);
        add_cell(a, &g->table, 0, c, 1, column_text(a, &l, c ? right - x[1] : x[1] - left), (DocPos){ page, (int32_t)b->from + 1 });
    }
    *vec_add(a, &g->axes) = -1000.0f * (float)page - g->y1;     /* like no other: a letterhead is never continued */
}

/* Where the rows of a table begin: at what stands in its first column, else where more white lies between two lines. */
static size_t row_starts(const PdfLines *all, const Band *b, const float *x, size_t *at)
{
    size_t n = 0, first = 0;

    for (size_t i = b->from; i < b->to; i++)
        first += all->list.v[i].x1 < x[1];
    for (size_t i = b->from; i < b->to && n < MAX_ROWS; i++) {
        const PdfLine *l = &all->list.v[i];
        bool apart = i > b->from && l->y1 - l[-1].y2 > size_of(l) * 0.5f;

        if (i == b->from || (first * 3 < (b->to - b->from) * 2 && first > 2 ? l->x1 < x[1] : apart))
            at[n++] = i;
    }
    return n;
}

static void many_columns(PdfGrid *g, Arena *a, const PdfPage *p, const bool *take, const PdfLines *all, const Band *b, int32_t page)
{
    SCRATCH(tmp);
    float x[MAX_GUTTERS + 2];
    size_t *at = NEW(&tmp, size_t, MAX_ROWS), rows;

    edges_of(b, p, x);
    rows = row_starts(all, b, x, at);
    for (size_t r = 0; r < rows; r++) {
        size_t end = r + 1 < rows ? at[r + 1] : b->to;
        const PdfLine *l = &all->list.v[at[r]];
        DocPos pos = { page, (int32_t)at[r] + 1 };

        if (end == at[r] + 1 && !l->gaps && l->x1 < b->v[b->n - 1].x1 && l->x2 > b->v[0].x2) {
            add_cell(a, &g->table, (int32_t)r, 0, (int32_t)b->n + 1, l->text, pos);
            continue;
        }
        for (size_t c = 0; c <= b->n; c++) {
            PdfLines lines;
            float width = x[c + 1] - x[c];

            column_lines(&lines, a, p, take, (Strip){ x[c], x[c + 1] }, l->y1 - 1, all->list.v[end - 1].y2 + 1);
            add_cell(a, &g->table, (int32_t)r, (int32_t)c, 1, column_text(a, &lines, c == 0 || c == b->n ? 1e9f : width), pos);
        }
    }
    for (size_t i = 1; i <= b->n; i++)
        *vec_add(a, &g->axes) = x[i];
}

void pdf_columns(PdfGrids *out, Arena *a, const PdfPage *p, bool *take, int32_t page)
{
    PdfLines all = { 0 };
    float left = p->width, right = 0;
    size_t floor = 0;
    Band b;

    pdf_lines(&all, a, p, take);
    for (size_t i = 0; i < all.list.n; i++) {
        left = less(left, all.list.v[i].x1);
        right = more(right, all.list.v[i].x2);
    }
    for (size_t i = 0; i < all.list.n; i++) {
        PdfGrid g = { .x1 = left, .x2 = right };

        if (!all.list.v[i].gaps || !find_band(&all, i, floor, &b))
            continue;
        g.y1 = all.list.v[b.from].y1;
        g.y2 = all.list.v[b.from].y2;
        for (size_t k = b.from; k < b.to; k++)
            g.y2 = more(g.y2, all.list.v[k].y2);
        if (b.n == 1)
            two_columns(&g, a, p, take, &b, left, right, page);
        else
            many_columns(&g, a, p, take, &all, &b, page);
        doc_table_grid(&g.table, a);
        for (size_t k = 0; k < p->chars.n; k++) {
            float y = (p->chars.v[k].y1 + p->chars.v[k].y2) / 2;

            take[k] = take[k] && !(y >= g.y1 && y <= g.y2);
        }
        *vec_add(a, &out->list) = g;
        floor = b.to;
        i = b.to - 1;
    }
}
