/*
 * The pipeline: bytes of a file, or a Doc of another reader, to a Reading. Pure: no clock, no database, no file.
 *
 *     Reading r;
 *     TRY(intake_read(&r, c->arena, name, bytes, &c->answer));
 *     intake_json(&r, name, out);
 */
#pragma once
#include "doc/doc.h"
#include "intake/reading.h"

/* Any file that we know, told apart by content. Others than text are read in the sandboxed reader process. */
Err intake_read(Reading *out, Arena *a, Str file, Str bytes, Answer *why);
Err intake_read_doc(Reading *out, Arena *a, const Doc *d, Answer *why);
/* Paragraphs, footnotes and tables are there: everything else is drawn from them. */
void intake_extract(Arena *a, Reading *r);
Err intake_read_text(Reading *out, Arena *a, Str bytes, const Budget *budget, Answer *why);
void intake_json(const Reading *r, Str file, Buf *out);
/* For people: what was understood, in a page. */
void intake_summary(const Reading *r, Arena *a, Lang lang, Buf *out);
