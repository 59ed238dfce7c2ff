/* A spreadsheet as the text of a source: its first sheet that holds rows, row by row, as CSV. */
#include "doc/table.h"
#include "onestop/source.h"
#include "onestop/spill.h"

typedef struct Sink {
    Spill spill;
    size_t sheet, line, width;
    bool any;
} Sink;

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
        buf_ch(&k->spill.text, '\n');
    k->line = row->line + 1;
    k->any = true;
    while (n > k->width && row->cells[n - 1].kind == CELL_EMPTY)
        n--;
    for (size_t i = 0; i < n || i < k->width; i++) {
        if (i)
            buf_ch(&k->spill.text, ',');
        if (i < n)
            buf_csv(&k->spill.text, row->cells[i].text);
    }
    buf_ch(&k->spill.text, '\n');
    spill_some(&k->spill);
    return k->spill.full ? E_IO : OK;
}

Err source_sheet(Source *s, Answer *why)
{
    static const Budget budget = { .bytes = (size_t)8 << 30, .items = (size_t)1 << 30 };
    SCRATCH(a);
    Sink k = { 0 };
    Str text;
    Err e;

    if (!spill_begin(&k.spill, &a))
        return source_no_spill(why);
    e = table_stream(s->file, s->text, &budget, take_row, &k, why);
    if (e != OK && !k.spill.full) {
        spill_drop(&k.spill);
        return e;
    }
    TRY(spill_end(&k.spill, &text, s->file, why));
    source_take(s, text);
    return OK;
}
