/*
 * Tables that people take away, as XLSX or CSV through the same calls: sheet, cells from left to right, end of row.
 *
 *     static const OutColumn columns[] = { { T("Mã"), 10 }, { T("Tên"), 40 }, { T("Điểm"), 12 } };
 *     TableOut *t = table_out_xlsx(c->arena, c->lang, c->now);
 *     out_sheet(t, &(SheetLook){ .name = S("Điểm 2025"), .landscape = true }, columns, COUNT(columns));
 *     out_text(t, S("1.10"));  out_text(t, name);  out_dec(t, points, 2);  out_row(t);
 *     Str bytes;
 *     TRY(table_out_end(t, &bytes, &c->answer));
 *
 * Rows go out as they come: memory stays flat but for the finished file. Text is always text: a name that begins with
 * = + - @ never becomes a formula (in CSV it gets an apostrophe). Equal input gives equal bytes.
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"

typedef struct TableOut TableOut;

typedef struct OutColumn {
    const char *title;          /* T(): translated */
    int width;                  /* in characters; 0: 14 */
} OutColumn;

typedef struct SheetLook {
    Str name;                   /* made fit for Excel: at most 31 letters, without []:*?/\, unique; empty: "Bảng 1" */
    Str title;                  /* bold line above the headings, or empty */
    Str note;                   /* small line below the title: date of the figures, source; or empty */
    bool landscape;
    bool no_filter;             /* without the filter arrows on the headings */
    bool guard;                 /* protected without a password: only cells after out_fill() can be typed in */
} SheetLook;

TableOut *table_out_xlsx(Arena *a, Lang lang, Moment made);         /* made: the file's own date */
TableOut *table_out_csv(Arena *a, Lang lang, bool bom);             /* bom: so that Excel sees UTF-8; one sheet, CRLF, commas */

void out_sheet(TableOut *t, const SheetLook *look, const OutColumn *columns, size_t n);
void out_text(TableOut *t, Str s);
void out_int(TableOut *t, int64_t n);
void out_dec(TableOut *t, Dec d, int places);                       /* places -1: as many as needed */
void out_opt_dec(TableOut *t, OptDec d, int places);                /* none: an empty cell */
void out_percent(TableOut *t, Dec percent, int places);             /* 93.5 shows as 93,5% */
void out_date(TableOut *t, Date d);                                 /* unset: an empty cell */
void out_bool(TableOut *t, bool b);                                 /* "có" / "không" as text, as imports read it */
void out_skip(TableOut *t);                                         /* an empty cell */
void out_bold(TableOut *t);                                         /* the cells of this row that follow: totals, headings of groups */
/*
 * The next cell is to be filled in: it stays open in a guarded sheet and is tinted. In CSV they do nothing.
 * out_fill_list offers texts to choose from, others may be typed; out_fill_between refuses numbers outside.
 */
void out_fill(TableOut *t);
void out_fill_list(TableOut *t, const Str *texts, size_t n);
void out_fill_between(TableOut *t, Dec least, Dec most);
void out_row(TableOut *t);

/*
 * A native chart of columns of the sheet's rows so far, to the right of them; in CSV nothing. Columns count from 0; their
 * headings name the series. OUT_STACK lays the series end to end, OUT_LINES joins them.
 */
typedef enum OutChartKind { OUT_COLUMNS, OUT_BARS, OUT_STACK, OUT_LINES } OutChartKind;
typedef struct OutChart {
    OutChartKind kind;
    Str title;
    size_t label;               /* column of the names */
    size_t from, n;             /* columns of numbers */
    size_t rows;                /* the first so many; 0: all */
} OutChart;
void out_chart(TableOut *t, const OutChart *k);

/* The finished file; t is used up. E_IO: no room for temporary data. */
Err table_out_end(TableOut *t, Str *out, Answer *why);
