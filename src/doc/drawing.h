/*
 * A drawing of rectangles, lines, dots and words on pages of a PDF: vectors and real text, in points from the upper left.
 *
 *     Drawing d = { .width = 842, .height = 595, .title = S("…"), .made = c->now };
 *     *vec_add(a, &d.marks) = (DrawMark){ .page = 0, .kind = DRAW_TEXT, … };
 *     TRY(drawing_pdf(&d, a, &bytes, why));
 *
 * Equal drawings give equal bytes. What does not fit its room is cut with "…".
 */
#pragma once
#include "base/date.h"
#include "base/err.h"

typedef enum DrawAlign { ALIGN_START, ALIGN_MIDDLE, ALIGN_END } DrawAlign;
typedef enum DrawKind { DRAW_RECT, DRAW_LINE, DRAW_DOT, DRAW_RING, DRAW_TEXT } DrawKind;

typedef struct DrawMark {
    DrawKind kind;
    int page;                   /* from 0 */
    double x, y, w, h;          /* LINE: to (w, h); DOT, RING: w is the radius; TEXT: y is the middle, w the room (0: none) */
    unsigned rgb;               /* 0xRRGGBB */
    double size;                /* TEXT: of the letters */
    DrawAlign align;            /* TEXT without room: what of it stands at x */
    bool bold;
    Str text;
} DrawMark;

typedef struct Drawing {
    double width, height;
    int pages;                  /* at least 1 */
    Str title;
    Moment made;
    VEC(DrawMark) marks;
} Drawing;

/* E_IO: no room for the drawing. */
Err drawing_pdf(const Drawing *d, Arena *a, Str *out, Answer *why);
