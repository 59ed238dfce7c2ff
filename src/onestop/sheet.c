/* A spreadsheet as the text of a source: its first sheet that holds rows, row by row, as CSV. */
#include "doc/table.h"
#include "onestop/slab.h"
#include "onestop/source.h"

typedef struct Sink {
    char *p;
    size_t n, cap, sheet, line, width;
    bool any;
} Sink;

static void put(Sink *k, Str s)
{
    while (k->n + s.n + SLAB_PAD > k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 4 << 20;
        char *p = slab_take(cap);

        if (k->n)
            memcpy(p, k->p, k->n);
        slab_end(k->p, k->cap);
        k->p = p;
        k->cap = cap;
    }
    if (s.n)
        memcpy(k->p + k->n, s.p, s.n);
    k->n += s.n;
}

static void put_cell(Sink *k, Str s)
{
    bool quote = false;

    for (size_t i = 0; i < s.n; i++)
        quote |= s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
    if (!quote) {
        put(k, s);
        return;
    }
    put(k, S("\""));
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            put(k, S("\""));
        put(k, (Str){ s.p + i, 1 });
    }
    put(k, S("\""));
}

/* Rows that the sheet leaves out become empty lines, so that messages name the row of the sheet. */
static Err take_row(void *user, size_t sheet, Str name, const Row *row)
{
    Sink *k = user;
    size_t n = row->n;

    (void)name;
    if (!k->any) {
        k->sheet = sheet;
        k->width = n;
        k->line = 1;
    }
    if (sheet != k->sheet)
        return OK;
    for (; k->any && k->line < row->line; k->line++)
        put(k, S("\n"));
    k->line = row->line + 1;
    k->any = true;
    while (n > k->width && row->cells[n - 1].kind == CELL_EMPTY)
        n--;
    for (size_t i = 0; i < n || i < k->width; i++) {
        if (i)
            put(k, S(","));
        if (i < n)
            put_cell(k, row->cells[i].text);
    }
    put(k, S("\n"));
    return OK;
}

Err source_sheet(Source *s, Answer *why)
{
    static const Budget budget = { .bytes = (size_t)8 << 30, .items = (size_t)1 << 30 };
    Sink k = { 0 };
    Err e = table_stream(s->file, s->text, &budget, take_row, &k, why);

    if (e != OK || !k.n) {
        slab_end(k.p, k.cap);
        return e != OK ? e : answer(why, E_INVALID, T("Tệp %.*s không có dòng nào; cần một dòng đầu có tên các cột."), SV(s->file));
    }
    source_end(s);
    s->text = (Str){ k.p, k.n };
    s->decoded = k.cap;
    return OK;
}
