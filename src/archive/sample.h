/* Invented documents in the prescribed layout, as real files: for the demonstration data and for tests. */
#pragma once
#include "base/err.h"

typedef struct Sample {
    Str superior, issuer;       /* "UBND TỈNH …", "SỞ …": in capitals as letterheads have them */
    Str number, symbol;         /* "45", "KH-SNV" */
    Str place, day;             /* "Bình Giang", "20 tháng 01 năm 2025" */
    Str type, title;            /* "KẾ HOẠCH", one line */
    Str body;                   /* paragraphs divided by line feeds */
    Str signer_title;           /* "GIÁM ĐỐC" */
} Sample;

Err sample_docx(Arena *a, const Sample *s, Str *out, Answer *why);
