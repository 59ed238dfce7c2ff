/*
 * DOCX templates that people edit in Word: tags (doc/fields.h) in text are replaced, everything else stays as Word saved it.
 *
 * {{#ds}} and {{/ds}} alone in paragraphs repeat what stands between them; in different cells of a table they repeat the rows
 * from the one to the other, merged cells included; {{#ds|cot}} … {{/ds}} in a cell repeats the cell, and what stands above
 * and below reaches over all of them; within a paragraph tags repeat that text. Word may have cut a tag into
 * several runs (spelling, formatting): it is healed. A paragraph with nothing but empty fields goes away. A page is laid out as
 * the section in whose reach its first words stand in the template, however often a loop turns.
 *
 * Hostile input: macros, embedded objects, parts fetched from elsewhere and pictures beyond 4 MB are refused; budgets hold.
 */
#pragma once
#include "doc/fields.h"
#include "doc/paper.h"

typedef struct FillFault {
    int para;                   /* paragraph of the part, from 1 */
    Str where;                  /* "Đoạn 12", "Bảng 2, hàng 3, ô 1", "Đầu trang" */
    Str text;                   /* a sentence */
    Str quote;
} FillFault;

typedef struct FillFaults {
    VEC(FillFault) list;
    size_t tags;                /* found at all */
} FillFaults;

/*
 * What is wrong with a template, everything at once. known: names that its kind has.
 * Answers: E_INVALID no DOCX or one that is refused as a whole; E_LIMIT.
 */
Err docx_fill_check(FillFaults *out, Arena *a, Lang lang, Str file, Str bytes, const Unknown *known, Answer *why);
/* Answers: also E_INVALID with the first fault of the template. */
Err docx_fill(Arena *a, Str file, Str bytes, const Fields *f, const PaperAbout *about, Str *out, Answer *why);

/* A text that stands in paragraphs of a DOCX and what stands there instead. whole: the paragraph must say just this. */
typedef struct DocxChange {
    Str was, now;
    bool whole;
    const char *style;          /* instead of was: the last paragraph of this style, also an empty one */
    size_t places;              /* filled: paragraphs changed */
} DocxChange;
/* Changes words of a DOCX without a tag; the look of the first run stays. Answers: as docx_fill. */
Err docx_change(Arena *a, Str file, Str bytes, DocxChange *v, size_t n, Str *out, Answer *why);
/* DỰ THẢO across the pages by the headers, or taken off again. A file without a header gets one. Answers: as docx_fill. */
Err docx_draft(Arena *a, Str file, Str bytes, bool draft, Str *out, Answer *why);
