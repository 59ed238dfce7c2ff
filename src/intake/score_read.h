/*
 * Scores told in sentences: "đạt 9,25/10 điểm", "Đạt 0/0,5 điểm. Nguyên nhân …", "-0,5/1". A negative figure is points
 * lost or a negative score: what adds up decides, with a note. Sums are checked, contradictions reported.
 */
#pragma once
#include "intake/reading.h"

void score_read(Arena *a, Reading *r);
/* Whether a paragraph tells a score: then its figures are results, no targets. */
bool score_told(Str low);
