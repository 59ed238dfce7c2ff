/* A table as bytes, for the pipe from the reader process; every number that comes back is checked. */
#include "doc/pack.h"
#include "doc/table_in.h"

enum { MAX_LINE = 100000000, MAX_DAY = 3652059 /* 31/12/9999 */, MAX_CELLS = 16384 };

static void pack_row(Buf *b, const Row *r)
{
    pack_int(b, (int64_t)r->line);
    pack_int(b, (int64_t)r->n);
    for (size_t i = 0; i < r->n; i++) {
        const Cell *c = &r->cells[i];

        pack_int(b, c->kind << 1 | c->merged);
        if (c->kind != CELL_EMPTY)
            pack_str(b, c->text);
        if (c->kind == CELL_DATE)
            pack_int(b, c->date.day);
    }
}

Str table_pack(const Table *t, Arena *a)
{
    Buf b = { .arena = a };

    pack_int(&b, (int64_t)t->sheets.n);
    for (size_t s = 0; s < t->sheets.n; s++) {
        const Sheet *h = &t->sheets.v[s];

        pack_str(&b, h->name);
        pack_int(&b, h->hidden);
        pack_int(&b, (int64_t)h->rows.n);
        for (size_t i = 0; i < h->rows.n; i++)
            pack_row(&b, &h->rows.v[i]);
        pack_int(&b, (int64_t)h->merged.n);
        for (size_t i = 0; i < h->merged.n; i++) {
            pack_int(&b, (int64_t)h->merged.v[i].row);
            pack_int(&b, (int64_t)h->merged.v[i].col);
            pack_int(&b, (int64_t)h->merged.v[i].rows);
            pack_int(&b, (int64_t)h->merged.v[i].cols);
        }
    }
    return buf_str(&b);
}

static void unpack_row(Unpack *in, Row *r)
{
    r->line = (size_t)unpack_int(in, 1, MAX_LINE);
    r->n = (size_t)unpack_int(in, 0, MAX_CELLS);        /* a claim must not cost much memory */
    r->cells = NEW(in->arena, Cell, r->n);
    for (size_t i = 0; i < r->n && !in->bad; i++) {
        int64_t head = unpack_int(in, 0, CELL_ERROR << 1 | 1);
        Cell *c = &r->cells[i];

        c->kind = (CellKind)(head >> 1);
        c->merged = head & 1;
        if (c->kind != CELL_EMPTY)
            c->text = unpack_str(in);
        if (c->kind == CELL_DATE)
            c->date.day = (int32_t)unpack_int(in, 1, MAX_DAY);
    }
}

static void unpack_sheet(Unpack *in, Sheet *h)
{
    h->name = unpack_str(in);
    h->hidden = unpack_int(in, 0, 1);
    for (size_t n = unpack_count(in); n && !in->bad; n--)
        unpack_row(in, vec_add(in->arena, &h->rows));
    for (size_t n = unpack_count(in); n && !in->bad; n--) {
        MergedArea *m = vec_add(in->arena, &h->merged);

        m->row = (size_t)unpack_int(in, 0, MAX_LINE);
        m->col = (size_t)unpack_int(in, 0, MAX_LINE);
        m->rows = (size_t)unpack_int(in, 1, MAX_LINE);
        m->cols = (size_t)unpack_int(in, 1, MAX_LINE);
    }
}

Err table_unpack(Table *out, Arena *a, Str file, Str bytes, Answer *why)
{
    Unpack in = { .arena = a, .s = bytes };

    *out = (Table){ .file = str_dup(a, file) };
    for (size_t n = unpack_count(&in); n && !in.bad; n--)
        unpack_sheet(&in, vec_add(a, &out->sheets));
    if (in.bad || in.at != bytes.n || !out->sheets.n)
        return answer(why, E_INVALID, T("Không đọc được nội dung văn bản; hãy mở và lưu lại tệp rồi nộp lần nữa."));
    return OK;
}
