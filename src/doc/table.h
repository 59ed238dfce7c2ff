/*
 * Tables that people hand in: CSV and XLSX become sheets of rows of cells, each with its place in the source.
 *
 *     Table t;
 *     TRY(table_read(&t, c->arena, file_name, bytes, NULL, &c->answer));
 *     enum { F_CODE, F_NAME, F_MAX };
 *     static const Column spec[] = {
 *         [F_CODE] = { "code", "mã|mã tiêu chí|code", true }, …
 *     };
 *     Columns cols;
 *     TRY(columns_find(&cols, c->arena, &t, spec, COUNT(spec), &c->answer));
 *     RowErrors bad = { .arena = c->arena, .cols = &cols };
 *     for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
 *         Str code = cell_at(&cols, r, F_CODE).text;
 *         if (!code.n)
 *             row_error(&bad, r, F_CODE, T("Thiếu mã; hãy ghi mã của tiêu chí."));
 *     }
 *     TRY(row_errors_end(&bad, &c->answer));          nothing is written when one row is bad
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"

typedef enum CellKind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_PERCENT, CELL_DATE, CELL_BOOL, CELL_ERROR } CellKind;

typedef struct Cell {
    /*
     * What a person sees, NFC and trimmed: numbers as the shortest exact decimal ("0.18"), percents with the sign
     * ("18%" where the sheet holds 0.18 in a percent style), dates dd/mm/yyyy, booleans "có" / "không".
     */
    Str text;
    CellKind kind;              /* CSV: TEXT or EMPTY only */
    bool merged;                /* covered by a merged area: text is repeated downwards, empty to the right */
    Date date;                  /* CELL_DATE */
} Cell;

typedef struct Row {
    Cell *cells;
    size_t n;                   /* cells beyond are empty */
    size_t line;                /* row number as the person sees it: row of the sheet, line of the CSV file */
} Row;

typedef struct MergedArea {
    size_t row, col, rows, cols;        /* counted from 0, in sheet rows */
} MergedArea;

typedef struct Sheet {
    Str name;                   /* empty for CSV */
    bool hidden;
    VEC(Row) rows;              /* rows without any cell are left out; `line` tells the place */
    VEC(MergedArea) merged;
} Sheet;

typedef struct Table {
    Str file;                   /* for messages */
    VEC(Sheet) sheets;          /* at least one after a successful read */
} Table;

/*
 * CSV (UTF-8, UTF-16, Windows-1258; , ; tab or |) and XLSX, told apart by content, never by the name.
 * Budget defaults: 256 MB unpacked, 5,000,000 cells. Answers E_INVALID (what is wrong with the file), E_LIMIT.
 */
Err table_read(Table *out, Arena *a, Str file_name, Str bytes, const Budget *budget, Answer *why);

/* The same, but only the rows of the first `cells` cells are held; the rows behind them are streamed past and counted. */
Err table_read_head(Table *out, Arena *a, Str file_name, Str bytes, const Budget *budget, size_t cells, size_t *rows_left, Answer *why);

/*
 * The same file row by row with flat memory: cells live until `row` returns. Merged areas are not filled.
 * `row` returns an Err to stop. Sheets come one after the other; `sheet` is the number from 0.
 */
typedef Err (*RowFn)(void *user, size_t sheet, Str sheet_name, const Row *row);
Err table_stream(Str file_name, Str bytes, const Budget *budget, RowFn row, void *user, Answer *why);

typedef struct Column {
    const char *field;          /* name in messages and for machines */
    const char *names;          /* spellings divided by |, compared without case and marks; the first one is shown */
    bool required;
} Column;

typedef struct Columns {
    const Table *table;
    const Sheet *sheet;
    const Column *spec;
    size_t n;
    int *at;                    /* for each field its column from 0, or -1 */
    size_t header;              /* index of the header row in sheet->rows */
    size_t first;               /* index of the first row after it */
} Columns;

/*
 * The first row, among the first 20 of the sheets in turn, that names all required columns.
 * E_INVALID names the missing columns and those that were found.
 */
Err columns_find(Columns *out, Arena *a, const Table *t, const Column *spec, size_t n, Answer *why);
bool columns_has(const Columns *c, size_t field);
Cell cell_at(const Columns *c, size_t row, size_t field);       /* an empty cell where there is none */
bool row_blank(const Columns *c, size_t row);                   /* none of the known fields holds anything */

/* "tệp X, trang tính Y, dòng N, cột D “Điểm tối đa” (giá trị “…”): …" as the answer; field may be NO_FIELD. */
#define NO_FIELD SIZE_MAX
#define row_fail(why, cols, row, field, ...) row_fail_at((why), (cols), (row), (field), __FILE__, __LINE__, __VA_ARGS__)
Err row_fail_at(Answer *why, const Columns *c, size_t row, size_t field, const char *src, int line,
    const char *fmt, ...) __attribute__((format(printf, 7, 8)));

typedef struct RowError {
    size_t line;                /* row as the person sees it */
    Str column;                 /* "D “Điểm tối đa”", or empty */
    Str value;
    Str text;                   /* the sentence alone */
    Str whole;                  /* with file, sheet, row, column, value */
} RowError;

/* All bad rows at once: the first `cap` are kept, all are counted. */
typedef struct RowErrors {
    Arena *arena;
    const Columns *cols;
    Lang lang;
    size_t cap;                 /* 0: 100 */
    size_t count;
    VEC(RowError) list;
} RowErrors;

void row_error(RowErrors *e, size_t row, size_t field, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* A day as typed or as a date of the sheet; unset where the cell is empty, and where it is no date, which is noted. */
Date row_date(RowErrors *e, size_t row, size_t field);
void row_error_from(RowErrors *e, size_t row, size_t field, const Answer *why);     /* a craft's answer, put in its row */
Err row_errors_end(const RowErrors *e, Answer *why);    /* OK, or E_INVALID with one line for each error kept */

/* Letters of a column from 0: 0 is A, 26 is AA. */
Str column_letters(Arena *a, size_t col);
