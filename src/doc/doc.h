/*
 * A document as every reader gives it and every extractor takes it: blocks in reading order, each with its place in
 * the source. DOCX, PDF, scans and plain text all become this. All text is NFC. Memory belongs to one arena.
 *
 *     for (size_t i = 0; i < doc.blocks.n; i++)
 *         if (doc.blocks.v[i].kind == BLOCK_PARA) … doc.blocks.v[i].para.text …
 *         else … doc_cell(&doc.blocks.v[i].table, row, col)->text …
 */
#pragma once
#include "base/err.h"

typedef enum DocKind { DOC_TEXT, DOC_DOCX, DOC_PDF, DOC_SCAN, DOC_SHEETS } DocKind;
typedef enum BlockKind { BLOCK_PARA, BLOCK_TABLE } BlockKind;
typedef enum Align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT, ALIGN_JUSTIFY } Align;

/* Where it stands. Counted from 1; 0 is "not known". DOCX knows no pages: there `line` counts paragraphs of the body. */
typedef struct DocPos {
    int32_t page;
    int32_t line;               /* text: line of the file; PDF: line on the page; DOCX: paragraph of the body */
} DocPos;

typedef struct DocPara {
    Str label;                  /* automatic list label restored as text: "1.2.", "a)", "-"; empty when typed or none */
    Str text;                   /* without the label; tab as \t, forced line break as \n */
    Str style;                  /* name of the style, or empty */
    int32_t outline;            /* heading level 1..9 by style or outline; 0: body text or not known */
    int32_t list_level;         /* depth of the list 1..9; 0: no list */
    int32_t indent;             /* left edge of the first line in 1/20 pt from the text area; 0 where not known */
    Align align;
    bool bold, italic;          /* all of the visible text is so */
    bool textbox;               /* stood in a text box (letterheads often do) */
} DocPara;

/* A cell owns the rectangle [row, row + row_span) x [col, col + col_span); rectangles of a table never overlap. */
typedef struct DocCell {
    int32_t row, col, row_span, col_span;
    Str text;                   /* paragraphs joined by \n, labels included */
    DocPos pos;
    Align align;
    bool bold;
} DocCell;

typedef struct DocTable {
    int32_t rows, cols;
    int32_t header_rows;        /* rows marked as repeated headings; 0 where not known */
    struct { DocCell *v; size_t n, cap; } cells;    /* by row, then column */
    int32_t *grid;              /* rows*cols: index of the covering cell, or -1; made by doc_table_grid() */
} DocTable;

typedef struct DocBlock {
    BlockKind kind;
    DocPos pos;
    DocPara para;               /* BLOCK_PARA */
    DocTable table;             /* BLOCK_TABLE */
} DocBlock;

typedef struct DocNote {        /* footnote or endnote; the mark in the text is dropped */
    Str label;
    Str text;
    DocPos pos;
    size_t block;               /* block that carries the mark, or SIZE_MAX */
} DocNote;

typedef struct Doc {
    DocKind kind;
    int32_t pages;              /* 0: not known */
    VEC(DocBlock) blocks;
    VEC(DocNote) notes;
    VEC(Str) headers;           /* running heads and feet, each text once; page numbers dropped */
    VEC(Str) footers;
    VEC(Str) warnings;          /* sentences for the person: fonts without text, pages that look like scans … */
} Doc;

/* Sets rows, cols and grid from the cells. Call once after the last cell. */
void doc_table_grid(DocTable *t, Arena *a);
/* The cell that covers (row, col), also for merged areas; NULL: none or outside. */
const DocCell *doc_cell(const DocTable *t, int32_t row, int32_t col);
bool doc_cell_starts(const DocTable *t, int32_t row, int32_t col);      /* (row, col) is the cell's own corner */
/* The whole text, one line for each paragraph, cells divided by tabs: for search and the register. */
Str doc_plain(const Doc *d, Arena *a);

/* Bytes for the pipe between the reader process and us; doc_unpack refuses anything out of shape. */
Str doc_pack(const Doc *d, Arena *a);
Err doc_unpack(Doc *out, Arena *a, Str bytes, Answer *why);
