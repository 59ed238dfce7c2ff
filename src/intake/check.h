/* What a document says twice and differently, and deadlines brought to a normal form. */
#pragma once
#include "intake/reading.h"

/* The year that a plan is for: of its title, else of its date; 0: not told. */
int reading_year(const Reading *r);
void check_deadlines(Arena *a, Reading *r);
/* Targets of the body against those of the table: the same words with another figure are reported. */
void check_targets(Arena *a, Reading *r);
