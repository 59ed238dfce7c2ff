/*
 * Bytes to lines to paragraphs. Text and Markdown files come with hard-wrapped lines, page numbers, addresses, running
 * heads and footnotes inside paragraphs; here they are taken apart and the paragraphs joined again.
 * BASIS: layout of NĐ 30/2020/NĐ-CP; joining rules measured on real documents.
 */
#pragma once
#include "intake/words.h"

typedef struct Line {
    Str text;                   /* trimmed, blanks folded, Markdown marks dropped; tabs kept in table lines */
    Str low;
    Str raw;                    /* as it stands, without the line end */
    int no, page;
    int gap;                    /* empty lines before it */
    size_t chars;
    bool break_before;          /* a page began here */
    bool indent;                /* began with a blank */
    int heading;                /* number of # in Markdown */
    bool bold;
    bool drop;                  /* page noise, or taken by a table */
    bool footnote;
    bool in_table;              /* digits alone are row numbers there */
} Line;

typedef struct Lines {
    VEC(Line) v;                /* lines that hold something */
    size_t width;               /* length that 4 % of the lines reach */
    bool markdown;
    bool wrapped;               /* paragraphs run over several lines */
    bool spaced;                /* an empty line stands after every line: it says nothing */
    int total;
} Lines;

/* E_INVALID: not text; E_LIMIT: more than the budget (default 16 MB, 400,000 lines). */
Err lines_read(Lines *out, Arena *a, Str bytes, const Budget *budget, Answer *why);
/* Numbers the pages where the text lets page breaks be seen. */
void lines_pages(Lines *l);
/* Marks page numbers, addresses, repeated letterheads and footnotes; footnotes and noise go to r. */
void lines_noise(Lines *l, Arena *a, Reading *r);
/* Paragraphs of the lines that were not dropped. */
void lines_join(const Lines *l, Arena *a, Reading *r);
/* How a numbered or dashed line begins. `after`: offset of the text behind the mark. */
typedef struct Mark {
    ParaKind kind;
    NumKind num;
    Str no;
    size_t after;
    bool strict;                /* with its dot or bracket */
} Mark;
bool line_mark(Str text, Mark *m);
/* Joins two wrapped pieces: without a blank when the first ends in a hyphen directly after a letter or digit. */
void join_piece(Buf *b, Str piece);
void para_finish(Para *p, Arena *a);            /* folded text and kind from the text */
