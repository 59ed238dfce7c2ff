/*
 * Tables by their ruling lines: lines that meet form a table, close ones one axis, and two boxes without enough
 * ruling between them are one cell, so that merged cells come out by themselves.
 */
#include "doc/pdf_page.h"

#include <math.h>
#include <stdlib.h>

enum { MAX_RULES = 4000, MAX_AXES = 400 };
static const float NEAR = 3, TOUCH = 3, COVERED = 0.6f;

typedef struct Axes {
    float at[MAX_AXES];
    size_t n;
} Axes;

static size_t root(size_t *up, size_t i)
{
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}

static void unite(size_t *up, size_t a, size_t b)
{
    up[root(up, a)] = root(up, b);
}

static bool meet(const Rule *row, const Rule *col)
{
    return col->at >= row->from - TOUCH && col->at <= row->to + TOUCH && row->at >= col->from - TOUCH && row->at <= col->to + TOUCH;
}

static int by_value(const void *a, const void *b)
{
    float d = *(const float *)a - *(const float *)b;

    return d < 0 ? -1 : d > 0;
}

static void axes_of(Axes *x, const Rule *v, size_t n, const size_t *up, size_t first, size_t group)
{
    size_t kept = 0;

    x->n = 0;
    for (size_t i = 0; i < n && x->n < MAX_AXES; i++)
        if (root((size_t *)(uintptr_t)up, first + i) == group)
            x->at[x->n++] = v[i].at;
    qsort(x->at, x->n, sizeof *x->at, by_value);
    for (size_t i = 0; i < x->n; i++)
        if (!kept || x->at[i] - x->at[kept - 1] > NEAR)
            x->at[kept++] = x->at[i];
    x->n = kept;
}

/* How much of [from, to] the rules on one axis cover. */
static float cover(const Rule *v, size_t n, float at, float from, float to)
{
    float sum = 0;

    for (size_t i = 0; i < n; i++)
        if (fabsf(v[i].at - at) <= NEAR) {
            float a = v[i].from > from ? v[i].from : from, b = v[i].to < to ? v[i].to : to;

            sum += b > a ? b - a : 0;
        }
    return to > from ? sum / (to - from) : 1;
}

/* Boxes of the grid united where no ruling parts them. */
static void join_boxes(const PdfPage *p, const Axes *xs, const Axes *ys, size_t *up)
{
    size_t cols = xs->n - 1, rows = ys->n - 1;

    for (size_t i = 0; i < rows * cols; i++)
        up[i] = i;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < cols; c++) {
            if (c + 1 < cols && cover(p->cols.v, p->cols.n, xs->at[c + 1], ys->at[r], ys->at[r + 1]) < COVERED)
                unite(up, r * cols + c, r * cols + c + 1);
            if (r + 1 < rows && cover(p->rows.v, p->rows.n, ys->at[r + 1], xs->at[c], xs->at[c + 1]) < COVERED)
                unite(up, r * cols + c, (r + 1) * cols + c);
        }
}

static void cells_of(PdfGrid *g, Arena *a, size_t *up, size_t rows, size_t cols)
{
    SCRATCH(tmp);
    size_t n = rows * cols;
    int32_t *cell = NEW(&tmp, int32_t, n);              /* of each root, its cell + 1 */

    for (size_t i = 0; i < n; i++) {
        int32_t r = (int32_t)(i / cols), c = (int32_t)(i % cols);
        int32_t *at = &cell[root(up, i)];
        DocCell *k;

        if (!*at) {
            k = vec_add(a, &g->table.cells);
            *k = (DocCell){ .row = r, .col = c, .row_span = 1, .col_span = 1 };
            *at = (int32_t)g->table.cells.n;
            continue;
        }
        k = &g->table.cells.v[*at - 1];
        if (c < k->col) {
            k->col_span += k->col - c;
            k->col = c;
        }
        k->col_span = c - k->col + 1 > k->col_span ? c - k->col + 1 : k->col_span;
        k->row_span = r - k->row + 1;
    }
}

static void fill_cells(PdfGrid *g, Arena *a, const PdfPage *p, const Axes *xs, const Axes *ys, bool *take, int32_t page)
{
    SCRATCH(tmp);
    bool *inside = NEW(&tmp, bool, p->chars.n);

    for (size_t k = 0; k < g->table.cells.n; k++) {
        DocCell *c = &g->table.cells.v[k];
        float left = xs->at[c->col], right = xs->at[c->col + c->col_span], top = ys->at[c->row], bottom = ys->at[c->row + c->row_span];
        PdfLines lines = { 0 };
        bool bold = true;

        for (size_t i = 0; i < p->chars.n; i++) {
            float x = (p->chars.v[i].x1 + p->chars.v[i].x2) / 2, y = (p->chars.v[i].y1 + p->chars.v[i].y2) / 2;

            inside[i] = take[i] && x >= left && x < right && y >= top && y < bottom;
            if (inside[i])
                take[i] = false;
        }
        pdf_lines(&lines, &tmp, p, inside);
        c->text = str_dup(a, pdf_join(&tmp, &lines, right - 5));
        c->pos.page = page;
        for (size_t i = 0; i < lines.list.n; i++)
            bold = bold && lines.list.v[i].bold;
        c->bold = bold && lines.list.n;
    }
}

static void grid(PdfGrids *out, Arena *a, const PdfPage *p, bool *take, int32_t page, const Axes *xs, const Axes *ys)
{
    SCRATCH(tmp);
    size_t rows = ys->n - 1, cols = xs->n - 1;
    size_t *up = NEW(&tmp, size_t, rows * cols);
    PdfGrid *g = vec_add(a, &out->list);

    *g = (PdfGrid){ .x1 = xs->at[0], .x2 = xs->at[cols], .y1 = ys->at[0], .y2 = ys->at[rows] };
    for (size_t i = 0; i < xs->n; i++)
        *vec_add(a, &g->axes) = xs->at[i];
    join_boxes(p, xs, ys, up);
    cells_of(g, a, up, rows, cols);
    fill_cells(g, a, p, xs, ys, take, page);
    doc_table_grid(&g->table, a);
}

/* A tall letter with its accents looks like a short vertical rule; a true one goes from one horizontal to another. */
static bool is_stroke(const PdfPage *p, size_t nr, const Rule *col)
{
    bool top = false, bottom = false;

    if (col->to - col->from > 30)
        return false;
    for (size_t r = 0; r < nr; r++) {
        top |= meet(&p->rows.v[r], col) && fabsf(p->rows.v[r].at - col->from) < 1.6f;
        bottom |= meet(&p->rows.v[r], col) && fabsf(p->rows.v[r].at - col->to) < 1.6f;
    }
    return !top || !bottom;
}

void pdf_grids(PdfGrids *out, Arena *a, const PdfPage *p, bool *take, int32_t page)
{
    SCRATCH(tmp);
    size_t nr = p->rows.n < MAX_RULES ? p->rows.n : MAX_RULES, nc = p->cols.n < MAX_RULES ? p->cols.n : MAX_RULES;
    size_t *up = NEW(&tmp, size_t, nr + nc);
    Axes *xs = NEW(&tmp, Axes, 1), *ys = NEW(&tmp, Axes, 1);

    for (size_t i = 0; i < nr + nc; i++)
        up[i] = i;
    for (size_t c = 0; c < nc; c++) {
        if (is_stroke(p, nr, &p->cols.v[c]))
            continue;
        for (size_t r = 0; r < nr; r++)
            if (meet(&p->rows.v[r], &p->cols.v[c]))
                unite(up, r, nr + c);
    }
    for (size_t i = 0; i < nr + nc; i++) {
        if (root(up, i) != i)
            continue;
        axes_of(ys, p->rows.v, nr, up, 0, i);
        axes_of(xs, p->cols.v, nc, up, nr, i);
        if (xs->n >= 3 && ys->n >= 2 && xs->n * ys->n <= 20000)         /* a frame around text is no table */
            grid(out, a, p, take, page, xs, ys);
    }
}
