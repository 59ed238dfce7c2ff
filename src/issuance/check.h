/*
 * Whether a document is laid out as the decree asks: page, fonts, every part of the form. Each finding is a warning,
 * never a refusal: most real documents break a rule or two. Works on any DOCX, also those made elsewhere.
 *
 * BASIS: Nghị định 30/2020/NĐ-CP, Phụ lục I (thể thức, kỹ thuật trình bày văn bản hành chính).
 */
#pragma once
#include "doc/docx_layout.h"

typedef struct Finding {
    const char *code;           /* "margin.left": stable, for programs */
    const char *rule;           /* T(): point of the decree */
    Str text;                   /* what is wrong and what to do, a sentence in the reader's language */
    int32_t para;               /* paragraph of the file, from 1; 0: the whole */
    Str quote;                  /* its beginning, or empty */
    int32_t count;              /* paragraphs with the same fault */
} Finding;

typedef struct Findings {
    VEC(Finding) list;
    Str type;                   /* "Quyết định": as recognised; empty: công văn or unknown */
    Str number;                 /* as read from the letterhead; empty: blank or not found */
} Findings;

/* Answers: as docx_layout. */
Err check_docx(Findings *out, Arena *a, Lang lang, Str file, Str bytes, Answer *why);
void findings_json(const Findings *f, Str file, Lang lang, Buf *out);
void findings_text(const Findings *f, Str file, Lang lang, Buf *out);
