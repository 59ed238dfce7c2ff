/*
 * PDF: characters with places from poppler, ruling lines from the page drawn at 144 dpi (the library gives no paths),
 * then tables, lines, paragraphs. Running heads are kept apart, tables that go on over pages are joined.
 */
#include "base/map.h"
#include "doc/pdf_page.h"
#include "doc/readers.h"
#include "text/text.h"

#include <math.h>
#include <poppler.h>
#include <stdlib.h>

enum { DEFAULT_PAGES = 1000, MAX_CHARS = 100000, MAX_PIXELS = 16 << 20, SCALE = 2, DARK = 140 };
static const float MIN_ROW = 20, MIN_COL = 10;          /* points: shorter ones are letters */

typedef struct Pdf {
    Arena *arena;
    Doc *doc;
    Str file;
    Answer *why;
    VEC(float) axes;            /* of the last table, when it may go on */
    size_t open_table;          /* block that may go on over the page, or SIZE_MAX */
    size_t scans;
} Pdf;

static void unref(void *p)
{
    void **o = p;

    if (*o)
        g_object_unref(*o);
}

static void bytes_end(GBytes **b)
{
    if (*b)
        g_bytes_unref(*b);
}

/* --- characters --- */

static void mark_bold(PdfPage *p, PopplerPage *page)
{
    GList *list = poppler_page_get_text_attributes(page);

    for (GList *i = list; i; i = i->next) {
        const PopplerTextAttributes *t = i->data;
        bool bold = t->font_name && (strstr(t->font_name, "Bold") || strstr(t->font_name, "bold"));

        for (int k = t->start_index; bold && k >= 0 && k <= t->end_index && (size_t)k < p->chars.n; k++)
            p->chars.v[k].bold = true;
    }
    poppler_page_free_text_attributes(list);
}

static void load_chars(PdfPage *p, Arena *a, PopplerPage *page)
{
    char *z = poppler_page_get_text(page);
    PopplerRectangle *box = NULL;
    guint n = 0;
    Str s = str_of(z);
    size_t at = 0;

    if (z && poppler_page_get_text_layout(page, &box, &n))
        for (guint i = 0; i < n && at < s.n && p->chars.n < MAX_CHARS; i++)
            *vec_add(a, &p->chars) = (PdfChar){ utf8_next(s, &at), (float)box[i].x1, (float)box[i].y1, (float)box[i].x2, (float)box[i].y2, false };
    g_free(box);
    g_free(z);
    mark_bold(p, page);
}

/* --- rulings --- */

typedef struct Bitmap {
    const uint8_t *p;
    int w, h, stride;
} Bitmap;

static bool dark(const Bitmap *b, int x, int y)
{
    const uint8_t *q = b->p + (size_t)y * (size_t)b->stride + (size_t)x * 4;

    return q[0] + q[1] + q[2] < 3 * DARK;
}

typedef struct Rules {
    VEC(Rule) list;
} Rules;

/* A run on this pixel line; a thick line is many runs: they become one. */
static void add_rule(Rules *out, Arena *a, float at, float from, float to)
{
    for (size_t i = out->list.n; i > 0 && i + 200 > out->list.n; i--) {
        Rule *r = &out->list.v[i - 1];

        if (fabsf(r->at - at) <= 1.1f && r->from <= to + 1 && from <= r->to + 1) {
            r->at = at;
            r->from = from < r->from ? from : r->from;
            r->to = to > r->to ? to : r->to;
            return;
        }
    }
    *vec_add(a, &out->list) = (Rule){ at, from, to };
}

static void scan(Rules *out, Arena *a, const Bitmap *b, bool rows)
{
    int lines = rows ? b->h : b->w, length = rows ? b->w : b->h, least = (int)(rows ? MIN_ROW : MIN_COL) * SCALE;

    for (int i = 0; i < lines && out->list.n < 8000; i++) {
        int from = -1, gap = 0;

        for (int k = 0; k <= length; k++) {
            bool on = k < length && (rows ? dark(b, k, i) : dark(b, i, k));

            if (on) {
                from = from < 0 ? k : from;
                gap = 0;
            } else if (from >= 0 && (++gap > 1 || k == length)) {      /* one missing pixel is forgiven, not three */
                if (k - gap + 1 - from >= least)
                    add_rule(out, a, (float)i / SCALE, (float)from / SCALE, (float)(k - gap + 1) / SCALE);
                from = -1;
            }
        }
    }
}

static bool load_rules(PdfPage *p, Arena *a, PopplerPage *page)
{
    int w = (int)(p->width * SCALE), h = (int)(p->height * SCALE);
    cairo_surface_t *s;
    cairo_t *cr;
    Rules rows = { 0 }, cols = { 0 };

    if (w < 1 || h < 1 || (int64_t)w * h > MAX_PIXELS)
        return false;
    s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    cr = cairo_create(s);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, SCALE, SCALE);
    poppler_page_render(page, cr);
    cairo_surface_flush(s);
    if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS) {
        Bitmap b = { cairo_image_surface_get_data(s), w, h, cairo_image_surface_get_stride(s) };

        scan(&rows, a, &b, true);
        scan(&cols, a, &b, false);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(s);
    for (size_t i = 0; i < rows.list.n; i++)
        *vec_add(a, &p->rows) = rows.list.v[i];
    for (size_t i = 0; i < cols.list.n; i++)
        *vec_add(a, &p->cols) = cols.list.v[i];
    return true;
}

/* --- paragraphs --- */

static bool page_number(Str s)
{
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (!strchr("-/ ", s.p[i]) && (uint8_t)s.p[i] < 0x80)
            return false;
    }
    return digits && digits <= 4 && utf8_count(s) <= 9;
}

static bool centred(const PdfLine *l, const PdfPage *p, float left, float right)
{
    float mid = (l->x1 + l->x2) / 2;

    return l->x1 - left > 20 && right - l->x2 > 20 && fabsf(mid - (left + right) / 2) < 12 && p->width > 0;
}

static bool new_paragraph(const PdfLine *before, const PdfLine *l, const PdfPage *p, float left, float right)
{
    float size = before->y2 - before->y1;

    if (pdf_starts_item(l->text) || before->bold != l->bold)
        return true;
    if (l->y1 - before->y2 > size * 0.9f || l->y1 < before->y1 - 1)
        return true;
    if (pdf_begins_small(l->text))                                  /* goes on, wherever it stands */
        return false;
    if (centred(before, p, left, right) != centred(l, p, left, right))
        return true;
    if (centred(l, p, left, right))
        return false;
    if (l->x1 > left + 12 && l->x1 > before->x1 + 8)            /* first-line indent */
        return true;
    return before->x2 + l->first_word + size * 0.4f < right;
}

static void paragraph(Pdf *x, const PdfLines *lines, size_t from, size_t to, int32_t page, const PdfPage *p, float left, float right)
{
    DocBlock *k = vec_add(x->arena, &x->doc->blocks);
    Buf b = { .arena = x->arena };
    bool bold = true;

    for (size_t i = from; i < to; i++) {
        Str s = lines->list.v[i].text;

        if (b.n && !(b.p[b.n - 1] == '-' && b.n > 1 && b.p[b.n - 2] != ' '))
            buf_ch(&b, ' ');
        buf_add(&b, s);
        bold = bold && lines->list.v[i].bold;
    }
    k->pos = (DocPos){ page, (int32_t)from + 1 };
    k->para = (DocPara){ .text = buf_str(&b), .bold = bold, .align = centred(&lines->list.v[from], p, left, right) ? ALIGN_CENTER : ALIGN_LEFT,
        .indent = (int32_t)((lines->list.v[from].x1 - left) * 20) };
}

static void paragraphs(Pdf *x, const PdfLines *lines, size_t from, size_t to, int32_t page, const PdfPage *p, float left, float right)
{
    for (size_t i = from + 1; i <= to && from < to; i++)
        if (i == to || new_paragraph(&lines->list.v[i - 1], &lines->list.v[i], p, left, right)) {
            paragraph(x, lines, from, i, page, p, left, right);
            from = i;
        }
}

/* --- tables over pages --- */

static bool same_axes(const Pdf *x, const PdfGrid *g)
{
    if (x->axes.n != g->axes.n)
        return false;
    for (size_t i = 0; i < x->axes.n; i++)
        if (fabsf(x->axes.v[i] - g->axes.v[i]) > 6)
            return false;
    return true;
}

static bool same_row(const DocTable *a, int32_t r, const DocTable *b)
{
    bool any = false;

    for (int32_t c = 0; c < b->cols; c++) {
        const DocCell *p = doc_cell(a, r, c), *q = doc_cell(b, r, c);

        if (!p || !q || !str_eq(p->text, q->text))
            return false;
        any = any || q->text.n;
    }
    return any;
}

/* The first row of a page goes on with the last one: nothing in its first cell, and text that begins in the middle. */
static bool goes_on(const DocTable *t, int32_t row)
{
    bool middle = false;
    int filled = 0;

    for (int32_t c = 0; c < t->cols; c++) {
        const DocCell *k = doc_cell(t, row, c);
        SCRATCH(tmp);
        size_t at = 0;
        uint32_t cp;

        if (!k || !k->text.n)
            continue;
        filled++;
        if (c == 0 || pdf_starts_item(k->text))
            return false;
        cp = utf8_next(k->text, &at);
        middle = middle || !str_eq(text_upper(&tmp, str_sub(k->text, 0, at)), str_sub(k->text, 0, at)) || cp == '(';
    }
    return middle || filled == 1;       /* one cell alone is the end of one that was cut */
}

static void append_table(Pdf *x, DocTable *to, const DocTable *more)
{
    int32_t skip = 0, base = to->rows;
    bool glue;

    while (skip < more->rows && skip < to->rows && skip < 4 && same_row(to, skip, more))
        skip++;
    to->header_rows = skip > to->header_rows ? skip : to->header_rows;
    glue = skip < more->rows && to->rows > skip && goes_on(more, skip);
    for (size_t i = 0; i < more->cells.n; i++) {
        DocCell c = more->cells.v[i];

        if (c.row < skip)
            continue;
        if (glue && c.row == skip && c.row_span == 1) {
            const DocCell *last = doc_cell(to, base - 1, c.col);

            if (last && c.text.n) {
                DocCell *l = &to->cells.v[last - to->cells.v];

                l->text = l->text.n ? str_fmt(x->arena, "%.*s %.*s", SV(l->text), SV(c.text)) : c.text;
            }
            continue;
        }
        c.row += base - skip - glue;
        *vec_add(x->arena, &to->cells) = c;
    }
    doc_table_grid(to, x->arena);
}

static void table(Pdf *x, const PdfGrid *g, int32_t page, bool first_on_page)
{
    DocBlock *k;

    if (first_on_page && x->open_table != SIZE_MAX && same_axes(x, g)) {
        append_table(x, &x->doc->blocks.v[x->open_table].table, &g->table);
    } else {
        k = vec_add(x->arena, &x->doc->blocks);
        k->kind = BLOCK_TABLE;
        k->pos.page = page;
        k->table = g->table;
        x->open_table = x->doc->blocks.n - 1;
    }
    x->axes.n = 0;
    for (size_t i = 0; i < g->axes.n; i++)
        *vec_add(x->arena, &x->axes) = g->axes.v[i];
}

/* --- one page --- */

static int by_top(const void *a, const void *b)
{
    const PdfGrid *p = a, *q = b;

    return p->y1 < q->y1 ? -1 : p->y1 > q->y1;
}

static size_t without_numbers(PdfLines *l, float height)
{
    size_t n = 0;

    for (size_t i = 0; i < l->list.n; i++) {
        const PdfLine *k = &l->list.v[i];
        bool edge = k->y2 < height * 0.1f || k->y1 > height * 0.9f;

        if (!(edge && page_number(k->text)))
            l->list.v[n++] = *k;
    }
    return l->list.n = n;
}

static void place(Pdf *x, const PdfPage *p, const PdfLines *lines, PdfGrids *grids, int32_t page)
{
    float left = p->width, right = 0;
    size_t from = 0;

    for (size_t i = 0; i < lines->list.n; i++) {
        left = lines->list.v[i].x1 < left ? lines->list.v[i].x1 : left;
        right = lines->list.v[i].x2 > right ? lines->list.v[i].x2 : right;
    }
    if (grids->list.n)
        qsort(grids->list.v, grids->list.n, sizeof *grids->list.v, by_top);
    for (size_t g = 0; g <= grids->list.n; g++) {
        size_t to = from;

        while (to < lines->list.n && (g == grids->list.n || lines->list.v[to].y1 < grids->list.v[g].y1))
            to++;
        paragraphs(x, lines, from, to, page, p, left, right);
        if (to > from)
            x->open_table = SIZE_MAX;
        if (g < grids->list.n)
            table(x, &grids->list.v[g], page, g == 0 && to == 0);
        from = to;
    }
}

/* A scanned page may carry a stamped number; the last words of a table are text. */
static bool has_text(const PdfPage *p)
{
    for (size_t i = 0; i < p->chars.n; i++)
        if (p->chars.v[i].cp > '9')
            return true;
    return p->chars.n >= 8;
}

/*
 * Drawing a page to see its rulings costs more than all the rest. A table shows in the text as well: somewhere two of its
 * columns have words on one height with white between them. Pages of running text are not drawn.
 */
static bool may_hold_table(const PdfPage *p, Arena *tmp, const bool *take)
{
    PdfLines lines = { 0 };

    pdf_lines(&lines, tmp, p, take);
    for (size_t i = 0; i < lines.list.n; i++)
        if (lines.list.v[i].gaps)
            return true;
    return false;
}

static void read_page(Pdf *x, PopplerPage *page, int32_t number)
{
    SCRATCH(tmp);
    PdfPage p = { 0 };
    PdfLines lines = { 0 };
    PdfGrids grids = { 0 };
    double w = 0, h = 0;
    bool *take;

    poppler_page_get_size(page, &w, &h);
    p.width = (float)w;
    p.height = (float)h;
    load_chars(&p, &tmp, page);
    if (!has_text(&p)) {
        x->scans++;
        return;
    }
    take = NEW(&tmp, bool, p.chars.n);
    for (size_t i = 0; i < p.chars.n; i++)
        take[i] = isfinite(p.chars.v[i].x1) && isfinite(p.chars.v[i].y1) && isfinite(p.chars.v[i].x2) && isfinite(p.chars.v[i].y2);
    if (may_hold_table(&p, &tmp, take) && load_rules(&p, &tmp, page))
        pdf_grids(&grids, x->arena, &p, take, number);
    pdf_columns(&grids, x->arena, &p, take, number);
    pdf_lines(&lines, x->arena, &p, take);
    (void)without_numbers(&lines, p.height);
    place(x, &p, &lines, &grids, number);
}

/* Running heads stand first or second on their page, or last. */
static bool at_edge(const Doc *d, size_t i)
{
    int32_t page = d->blocks.v[i].pos.page;

    return i < 2 || i + 1 >= d->blocks.n || d->blocks.v[i - 1].pos.page != page || d->blocks.v[i - 2].pos.page != page
        || d->blocks.v[i + 1].pos.page != page;
}

static void running_heads(Pdf *x)
{
    /* A paragraph that stands on most pages with the same words is a running head. */
    Map seen = { .arena = x->arena };
    size_t n = 0;

    if (x->doc->pages < 3)
        return;
    for (size_t i = 0; i < x->doc->blocks.n; i++) {
        const DocBlock *k = &x->doc->blocks.v[i];
        int64_t times = 0;

        if (k->kind != BLOCK_PARA || !k->para.text.n || k->para.text.n > 200 || !at_edge(x->doc, i))
            continue;
        (void)map_get(&seen, k->para.text, &times);
        map_set(&seen, k->para.text, times + 1);
    }
    SCRATCH(tmp);
    bool *edge = NEW(&tmp, bool, x->doc->blocks.n + 1);

    for (size_t i = 0; i < x->doc->blocks.n; i++)
        edge[i] = at_edge(x->doc, i);
    for (size_t i = 0; i < x->doc->blocks.n; i++) {
        DocBlock *k = &x->doc->blocks.v[i];
        int64_t times = 0;

        if (edge[i] && k->kind == BLOCK_PARA && map_get(&seen, k->para.text, &times) && times >= 3 && times * 2 > x->doc->pages) {
            bool known = false;

            for (size_t h = 0; h < x->doc->headers.n; h++)
                known = known || str_eq(x->doc->headers.v[h], k->para.text);
            if (!known)
                *vec_add(x->arena, &x->doc->headers) = k->para.text;
            continue;
        }
        x->doc->blocks.v[n++] = *k;
    }
    x->doc->blocks.n = n;
}

static Err open_failed(GError *e, Str file, Answer *why)
{
    bool locked = e && e->domain == POPPLER_ERROR && e->code == POPPLER_ERROR_ENCRYPTED;

    g_clear_error(&e);
    if (locked)
        return answer(why, E_INVALID, T("Tệp “%.*s” được đặt mật khẩu; hãy bỏ mật khẩu rồi nộp lại."), SV(file));
    return answer(why, E_INVALID, T("Tệp “%.*s” bị hỏng hoặc bị cắt cụt; hãy mở và lưu lại rồi nộp lần nữa."), SV(file));
}

Err pdf_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why)
{
    CLEANUP(bytes_end) GBytes *data = g_bytes_new_static(bytes.p, bytes.n);
    CLEANUP(unref) PopplerDocument *pdf = NULL;
    GError *error = NULL;
    Pdf x = { .arena = a, .doc = out, .file = file, .why = why, .open_table = SIZE_MAX };
    size_t most = budget && budget->items ? budget->items : DEFAULT_PAGES;

    *out = (Doc){ .kind = DOC_PDF };
    pdf = poppler_document_new_from_bytes(data, NULL, &error);
    if (!pdf)
        return open_failed(error, file, why);
    out->pages = poppler_document_get_n_pages(pdf);
    if (out->pages < 1)
        return open_failed(NULL, file, why);
    if ((size_t)out->pages > most)
        return answer(why, E_LIMIT, T("Tệp “%.*s” có %d trang, nhiều hơn mức cho phép (%zu); hãy chia thành nhiều tệp."), SV(file),
            out->pages, most);
    for (int i = 0; i < out->pages; i++) {
        CLEANUP(unref) PopplerPage *page = poppler_document_get_page(pdf, i);

        if (page)
            read_page(&x, page, i + 1);
    }
    running_heads(&x);
    if (x.scans == (size_t)out->pages)
        out->kind = DOC_SCAN;
    if (x.scans)
        *vec_add(a, &out->warnings) = str_fmt(a, tr(why->lang, T("%zu trong %d trang không có chữ (ảnh quét): cần nhận dạng chữ hoặc nộp bản DOCX.")),
            x.scans, out->pages);
    return OK;
}
