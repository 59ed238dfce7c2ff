/*
 * The pipeline: bytes of a file, or a Doc of another reader, to a Reading. Pure: no clock, no database, no file.
 *
 *     Reading r;
 *     TRY(intake_read_text(&r, c->arena, bytes, NULL, &c->answer));
 *     intake_json(&r, name, out);
 */
#pragma once
#include "intake/reading.h"

Err intake_read_text(Reading *out, Arena *a, Str bytes, const Budget *budget, Answer *why);
void intake_json(const Reading *r, Str file, Buf *out);
/* For people: what was understood, in a page. */
void intake_summary(const Reading *r, Arena *a, Buf *out);
