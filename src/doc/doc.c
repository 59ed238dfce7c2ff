#include "doc/doc.h"

#include <assert.h>

enum { MAX_GRID = 4000000, BOXES_PER_CELL = 256 };

static bool cell_fits(const DocCell *c)
{
    return c->row >= 0 && c->col >= 0 && c->row_span >= 1 && c->col_span >= 1 && c->row < 1000000 && c->col < 1000
        && c->row_span <= 1000000 && c->col_span <= 1000;
}

/* The table as large as its cells; a hostile one, few cells with giant spans, stops growing. */
static void table_size(DocTable *t)
{
    size_t most = t->cells.n * BOXES_PER_CELL + 4096;

    if (most > MAX_GRID)
        most = MAX_GRID;
    t->rows = t->cols = 0;
    for (size_t i = 0; i < t->cells.n; i++) {
        const DocCell *c = &t->cells.v[i];

        if (!cell_fits(c))
            continue;
        if (c->row + c->row_span > t->rows)
            t->rows = c->row + c->row_span;
        if (c->col + c->col_span > t->cols)
            t->cols = c->col + c->col_span;
    }
    if (t->cols > 0 && (size_t)t->rows > most / (size_t)t->cols)
        t->rows = (int32_t)(most / (size_t)t->cols);
}

void doc_table_grid(DocTable *t, Arena *a)
{
    size_t n;

    table_size(t);
    n = (size_t)t->rows * (size_t)t->cols;
    t->grid = NEW(a, int32_t, n);
    for (size_t i = 0; i < n; i++)
        t->grid[i] = -1;
    for (size_t i = 0; i < t->cells.n; i++) {
        const DocCell *c = &t->cells.v[i];

        if (!cell_fits(c))
            continue;
        for (int32_t r = c->row; r < c->row + c->row_span && r < t->rows; r++)
            for (int32_t k = c->col; k < c->col + c->col_span && k < t->cols; k++) {
                int32_t *at = &t->grid[(size_t)r * (size_t)t->cols + (size_t)k];

                if (*at < 0)
                    *at = (int32_t)i;
            }
    }
}

const DocCell *doc_cell(const DocTable *t, int32_t row, int32_t col)
{
    int32_t i;

    if (!t->grid || row < 0 || col < 0 || row >= t->rows || col >= t->cols)
        return NULL;
    i = t->grid[(size_t)row * (size_t)t->cols + (size_t)col];
    return i < 0 ? NULL : &t->cells.v[i];
}

bool doc_cell_starts(const DocTable *t, int32_t row, int32_t col)
{
    const DocCell *c = doc_cell(t, row, col);

    return c && c->row == row && c->col == col;
}

static void plain_table(Buf *b, const DocTable *t)
{
    for (int32_t r = 0; r < t->rows; r++) {
        bool any = false;

        for (int32_t c = 0; c < t->cols; c++) {
            if (!doc_cell_starts(t, r, c))
                continue;
            if (any)
                buf_ch(b, '\t');
            buf_add(b, doc_cell(t, r, c)->text);
            any = true;
        }
        if (any)
            buf_ch(b, '\n');
    }
}

Str doc_plain(const Doc *d, Arena *a)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < d->blocks.n; i++) {
        const DocBlock *k = &d->blocks.v[i];

        if (k->kind == BLOCK_TABLE) {
            plain_table(&b, &k->table);
            continue;
        }
        if (k->para.label.n)
            buf_fmt(&b, "%.*s ", SV(k->para.label));
        buf_add(&b, k->para.text);
        buf_ch(&b, '\n');
    }
    for (size_t i = 0; i < d->notes.n; i++)
        buf_fmt(&b, "%.*s %.*s\n", SV(d->notes.v[i].label), SV(d->notes.v[i].text));
    return buf_str(&b);
}
