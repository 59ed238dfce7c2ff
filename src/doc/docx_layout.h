/*
 * A DOCX as it would be printed, as far as the file tells: pages, margins, running heads, and every paragraph with the
 * fonts, sizes and gaps that its styles and itself ask for. For checking how a document is laid out; what it says is
 * read by docx_read. Text boxes stand before the paragraph that holds them, deleted text is left out.
 */
#pragma once
#include "doc/doc.h"

typedef struct LayoutRun {
    Str text;               /* tab as \t, forced break as \n; capitals where the font shows capitals */
    Str font;               /* empty: not said */
    Str color;              /* "FF0000"; empty: automatic */
    int half_points;
    bool bold, italic, underline;
} LayoutRun;

typedef struct LayoutPara {
    VEC(LayoutRun) runs;
    Str text;               /* of all runs, as in the file: not composed */
    Str style;
    Align align;
    int first, left, before, after, line;   /* 1/20 pt; line: 240 is single when !exact */
    bool exact, line_below; /* line in 1/20 pt; a border or a drawing beneath */
    bool label;             /* numbered by Word */
    int32_t at;             /* paragraph of the file, from 1 */
    int32_t table, row, col;/* outermost table from 1, 0: none */
    int32_t section;        /* index */
    bool textbox;
    bool drawing;           /* holds a drawing: a line or a picture */
} LayoutPara;

typedef enum MarginKind { MARGIN_DEFAULT, MARGIN_FIRST, MARGIN_EVEN, MARGIN_KINDS } MarginKind;

typedef struct LayoutMargin {   /* a running head or foot */
    bool there, page;       /* page: shows the page number */
    Align align;            /* of the paragraph with the number */
    int half_points;
    bool bold, italic;
    Str text;
} LayoutMargin;

typedef struct LayoutSection {
    int width, height, top, right, bottom, left;            /* 1/20 pt; 0: not said */
    bool landscape, title_page, restarts;
    LayoutMargin head[MARGIN_KINDS], foot[MARGIN_KINDS];    /* inherited from the section before where the file says none */
} LayoutSection;

typedef struct Layout {
    VEC(LayoutPara) paras;
    VEC(LayoutSection) sections;        /* at least one */
} Layout;

/* Answers: E_INVALID no DOCX, E_LIMIT. The budget is the archive's. */
Err docx_layout(Layout *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why);
