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
    const char *mark;           /* T(): signed, changed after signing …; NULL: not signed */
    Str tone, letter;           /* of the mark */
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
    int64_t max_mb, criterion_id;
    Str criterion;              /* what the files will be evidence of */
    Str script;
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

/* Signatures of the revision, above it. */
typedef struct SignLine {
    FileSignatureRow s;
    const char *state, *chain, *revocation;     /* T() */
    Str tone, letter;           /* of the tag */
    Str note;                   /* why the chain was refused, in the reader's language */
    int64_t later;              /* bytes that came after it; offered: the file as it was signed */
    bool last;                  /* nothing signed came after it */
} SignLine;
typedef struct SignView {
    int64_t file_id;
    const char *title;          /* T(): the whole in a sentence; NULL: nothing to tell */
    Str tone, letter;
    Moment checked_at;
    VEC(SignLine) lines;
} SignView;

typedef struct ViewerView {
    int64_t file_id, page, pages, prev, next;
    bool image, shown, cut;     /* cut: longer than what is shown */
    Str query;                  /* rest of the address for links to other pages, encoded: "&document=3"; or empty */
    VEC(ShownPage) parts;       /* PDF and what has only text */
    VEC(ShownBlock) blocks;     /* DOCX, XLSX */
    Str note;                   /* why there is nothing to show */
    const char *unread;         /* T(): the search does not see this file, and why; NULL: it does */
    SignView sign;
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
const char *sign_mark(Str state, Str *tone, Str *letter);        /* short, for lists; NULL: not signed */
const char *sign_words(Str state);                      /* of one signature, T() */
Err sign_fill(Ctx *c, const DocumentFileRow *f, SignView *v);
Err viewer_fill(Ctx *c, const DocumentFileRow *f, int64_t page, ViewerView *v);
