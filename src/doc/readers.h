/*
 * Readers of documents into the model of doc/doc.h. Pure: bytes in, Doc out. Hostile bytes end in an answer within
 * the budget; still, call them through doc/sandbox.h: the libraries below are the largest attack surface we have.
 */
#pragma once
#include "doc/doc.h"

/* Budget defaults: 64 MB unpacked, 1,000,000 blocks and cells, nesting 16. */
Err docx_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why);
/* Budget defaults: 1,000 pages (items are pages here). Pages without text are named in warnings: they need OCR. */
Err pdf_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why);
/* Page `page` (from 1) as PNG, `width` pixels wide and at most 4,000 high. */
Err pdf_picture(Str *out, Arena *a, Str file, Str bytes, int page, int width, Answer *why);
/* How many pages a PDF of our own has; 0: none can be read. */
int pdf_pages(Str bytes);
