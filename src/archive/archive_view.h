/* What the pages of the register show. Filled by archive_web.c and viewer.c; markup is in pages/. */
#pragma once
#include "archive/archive.h"
#include "web/view.h"

/* Text with the found words marked. */
typedef struct Piece {
    Str text;
    bool mark;
} Piece;
typedef VEC(Piece) Pieces;

typedef struct DocLine {
    DocumentRow d;
    const char *type;           /* T() */
    Str sign;                   /* "45/KH-UBND" */
    Str title;                  /* abstract, or what there is instead */
    Pieces found;               /* of a search */
    int64_t page;
} DocLine;
typedef VEC(DocLine) DocLines;

typedef struct DocListView {
    DocLines rows;
    Pager pager;
    Str q;
    Choices types, units, years;
    bool open, searching, may_add;
    int64_t waiting;            /* documents whose identity nobody has confirmed */
    Str query;                  /* for the export */
} DocListView;

typedef struct DocNewView {
    Choices units, sets;
    int64_t max_mb;
} DocNewView;

typedef struct DocFormView {
    DocumentRow d;
    DocForm f;
    Str sign;
    Choices types;
    bool may_share, proposed;
    DocLines same;
    Str text;                   /* beginning of the document, to compare */
} DocFormView;

/* --- the viewer --- */

typedef struct ShownCell {
    Str text;
    int row_span, col_span;
    bool bold;
} ShownCell;
typedef struct ShownRow {
    VEC(ShownCell) cells;
} ShownRow;
typedef struct ShownBlock {
    bool table, heading, center, bold;
    Str label, text;
    VEC(ShownRow) rows;
} ShownBlock;
typedef struct ShownPage {
    int64_t n;                  /* of the PDF, or order of the part; 0: the whole */
    Str text;
    bool picture;               /* shown as a picture of the page */
} ShownPage;

typedef struct ViewerView {
    int64_t file_id, page, pages, prev, next;
    bool image, shown, cut;     /* cut: longer than what is shown */
    Str query;                  /* rest of the address for links to other pages, encoded: "&document=3"; or empty */
    VEC(ShownPage) parts;       /* PDF and what has only text */
    VEC(ShownBlock) blocks;     /* DOCX, XLSX */
    Str note;                   /* why there is nothing to show */
} ViewerView;

typedef struct DocView {
    DocumentRow d;
    const char *type;
    Str sign, title, size;
    DocumentFileRows files;
    EvidenceRows uses;
    DocumentLinksRows links;
    DocLines same;
    ViewerView viewer;
    Choices units, sets;        /* to attach it as evidence */
    bool may_change, may_remove, may_attach;
} DocView;

Str size_text(Arena *a, int64_t bytes);                 /* "1,2 MB" */
/* Fills what shows a revision in place. A reader that refuses becomes a note. */
Err viewer_fill(Ctx *c, const DocumentFileRow *f, int64_t page, ViewerView *v);
