/*
 * Charts as pictures (PNG) for paper: DOCX and PDF show the same bytes. Drawn by cairo with the font of documents; equal
 * values give equal bytes. Everything that stands in a picture stands in the text or a table of the document too.
 */
#pragma once
#include "chart/chart.h"

typedef struct PictureBar {
    Str label;
    Str shown;              /* the number as the text says it */
    Dec value, max;
    Dec lo, hi;             /* the interval; equal: none */
    bool mine;
} PictureBar;

typedef struct Picture {
    Str png;
    int width, height;      /* on paper, 1/20 pt */
} Picture;

/* Horizontal bars, one a line, as wide as the text of a portrait page. False: the machine has no room or no font. */
bool picture_bars(Arena *a, const PictureBar *v, size_t n, Picture *out);
