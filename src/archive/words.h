/* Words for the search: folding, queries, snippets, and the text of a document cut into pages or parts. Private. */
#pragma once
#include "archive/archive.h"

Str words_of(Arena *a, Str text);                       /* folded, only letters and digits, one blank between */
/* What was typed, in the language of the index; empty: nothing to look for. */
Str words_match(Arena *a, Str typed, bool pg);
Str words_snippet(Arena *a, Str text, Str typed);       /* about 260 letters around the first place; \1 found \2 */

typedef struct Part {
    int64_t page;
    Str text;
} Part;
typedef VEC(Part) Parts;
Parts words_parts(Arena *a, const Doc *d);              /* at most 4 MB in all */

Err refuse_secret(Ctx *c);
