/* Inside the PDF reader: one page as characters with places and ruling lines. Points, origin at the top left. */
#pragma once
#include "doc/doc.h"

typedef struct PdfChar {
    uint32_t cp;
    float x1, y1, x2, y2;
    bool bold;
} PdfChar;

typedef struct Rule {           /* a ruled line; at: y of a horizontal, x of a vertical */
    float at, from, to;
} Rule;

typedef struct PdfPage {
    float width, height;
    VEC(PdfChar) chars;         /* in the order of the file */
    VEC(Rule) rows, cols;       /* horizontals, verticals */
} PdfPage;

typedef struct PdfLine {        /* characters that stand on one line, left to right */
    Str text;
    float x1, x2, y1, y2, first_word;
    struct { float x1, x2; } gap[12];       /* white wider than a letter between its words, left to right */
    size_t gaps;
    bool bold;
} PdfLine;

typedef struct PdfLines {
    VEC(PdfLine) list;
} PdfLines;

/* Lines from some of the page's characters (take[i] true). Words are parted where the file has blanks or wide gaps. */
void pdf_lines(PdfLines *out, Arena *a, const PdfPage *p, const bool *take);

typedef struct PdfGrid {        /* one ruled table of a page */
    DocTable table;             /* cells filled with text */
    float x1, x2, y1, y2;
    VEC(float) axes;            /* x of the columns' edges */
} PdfGrid;

typedef struct PdfGrids {
    VEC(PdfGrid) list;
} PdfGrids;

/* Tables from ruling lines; characters inside are taken (take[i] becomes false). page counts from 1. */
void pdf_grids(PdfGrids *out, Arena *a, const PdfPage *p, bool *take, int32_t page);
/* The same where no lines are drawn: columns parted by white that goes on over several lines. */
void pdf_columns(PdfGrids *out, Arena *a, const PdfPage *p, bool *take, int32_t page);
/* Paragraphs of a cell or column from its lines: marks, and lines whose successor's first word would still have fit. */
Str pdf_join(Arena *a, const PdfLines *lines, float right);
bool pdf_starts_item(Str line);
bool pdf_begins_small(Str line);         /* its first letter is a small one: it goes on with the line above */
