/*
 * The outline tree from the numbers at the begin of paragraphs. The level of a kind of number is decided by its first
 * use in the section, never by the kind alone: one report may use A > I > 1 in one part and A > 1 in the next.
 * Wrong numbers (III, VI, V; 3 then 5) are accepted with a warning.
 */
#pragma once
#include "intake/lines.h"

void outline_build(Arena *a, Reading *r);
/* The nearest node at or above `node` of level `level`, or -1. */
int outline_above(const Reading *r, int node, int level);
/* Whether the head of `node` or one above it contains a folded text. */
bool outline_says(const Reading *r, int node, const char *part);
/* Title alone is a document's name or part: "KẾ HOẠCH", "PHỤ LỤC I", "QUYẾT ĐỊNH:". */
bool title_of_part(Str low);
/* The key of the reform area that words name ("thu_tuc_hanh_chinh"), or empty. */
Str area_key(Str low);
Str area_of_node(const Reading *r, int node);
