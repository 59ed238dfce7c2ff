/*
 * A wording: the text of a kind of document with tags (doc/fields.h), as we ship it in data/issue. Filled with data it
 * becomes a paper; not filled it becomes the DOCX that a province edits in Word.
 *
 *     @type Quyết định                    lines with @ say what stands around the body
 *     basis: Căn cứ …;                    role: text; **bold** inside
 *     {{#nhom}}
 *     appendix no={{so_la_ma}} landscape: Điểm nhóm {{ten}} || {{vien_dan}}       one: the only one; else counted
 *     table 5 30 10 size=11 head=1:       shares of the width
 *     row: [h] TT | [h] Đơn vị | [h] Điểm
 *     {{#don_vi}}
 *     row: [^] {{stt}} | {{ten|gop}} | [^] {{diem|nen:muc}}       [^] centred, [>] right, [*] bold, [h] heading, [3] over 3 columns
 *                                          [x12] over 12, a width of 60x12: 12 columns that share 60; see {{#ds|cot}} in fields.h
 *     {{/don_vi}}
 *     end:
 *     picture: {{hinh}}
 *     {{/nhom}}
 *     sign:
 */
#pragma once
#include "doc/fields.h"
#include "doc/paper.h"

typedef struct Wording {
    Str text;
    const Fields *fields;       /* for pictures; NULL: not filled */
    PaperAbout about;
} Wording;

/*
 * text: filled (fields_fill) or as it is shipped; then tags that stand alone in a line become paragraphs of their own, or
 * go into the first and last cell of the rows they surround.
 * Answers: E_INVALID with the line that is no wording.
 */
Err wording_paper(Arena *a, const Wording *w, Paper **out, Answer *why);
/* The value of an @ line without making a paper; empty: none. */
Str wording_value(Arena *a, Str text, const char *key);
