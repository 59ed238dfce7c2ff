/*
 * QR codes for what is printed: an address as a square of modules, drawn as SVG into a page, as PNG for
 * documents, or into PDF cards.
 *
 *     Qr q;
 *     TRY(qr_make(&q, c->arena, address, &c->answer));
 *     qr_svg(&out, &q, S("Mã QR của Sở Nội vụ"));
 *
 * Error correction M: a poster may be scratched by a seventh. A quiet zone of four modules is part of the drawing.
 * BASIS: ISO/IEC 18004 (through libqrencode).
 */
#pragma once
#include "base/err.h"

typedef struct Qr {
    int size;                   /* modules at a side, 21..177 */
    const uint8_t *dark;        /* size * size, 1: dark */
} Qr;

Err qr_make(Qr *out, Arena *a, Str text, Answer *why);          /* E_INVALID: longer than a code can hold */
void qr_svg(Buf *out, const Qr *q, Str name);                   /* name: for screen readers */
enum { QR_SIDE = 1250 };                                        /* on paper, 1/20 pt: 2.2 cm */
Err qr_png(const Qr *q, Arena *a, Str *png, Answer *why);

/* What is said on a poster or a card, from above to below. */
typedef struct QrCard {
    Str title, place, address;  /* address: in the code and written below */
    Str line, code, note;       /* line: what to do; code: typed by hand where no camera is; empty ones are left out */
} QrCard;

/* One A4 page for each card. */
Err qr_posters(const QrCard *cards, size_t n, Arena *a, Str *pdf, Answer *why);
/* Twelve cards on an A4 page, with lines to cut along. */
Err qr_sheet(const QrCard *cards, size_t n, Arena *a, Str *pdf, Answer *why);
