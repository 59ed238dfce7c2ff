/*
 * Who is to do what: paragraphs below a heading that names an agency, run-in items "Phòng X: …", sentences that begin with
 * an agency, the article that says who carries the decision out.
 */
#pragma once
#include "intake/reading.h"

void duty_read(Arena *a, Reading *r);
/* The length of the agencies that words at `at` begin with, up to the verb; 0: they name none. */
size_t agency_length(const Para *p, size_t at);
