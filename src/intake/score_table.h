/*
 * Tables of points: maximum beside self-assessed, appraised, achieved or lost points. Each row becomes a Score, or joins
 * the one that a sentence told of the same criterion; sums and what body and table say differently become warnings.
 */
#pragma once
#include "intake/reading.h"

void score_tables(Arena *a, Reading *r);
