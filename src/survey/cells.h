/*
 * Lines and cells of a separated-values text, for the readers of this room that must be fast.
 * A cell may stand in quotes ("" inside is one quote) but must not hold a line break.
 */
#pragma once
#include "base/str.h"

/* The next line without its end (LF or CRLF); false at the end of the text. *at starts at 0. */
bool cells_line(Str text, size_t *at, Str *line);

/* The separator of a header line: the most frequent of , ; and tab. */
char cells_separator(Str line);

/* The cell at *at; *at moves to the separator behind it or to the end of the line. False: quotes do not close. */
bool cells_take(Arena *a, Str line, size_t *at, char sep, Str *cell);

/* All cells of a line, trimmed. */
typedef VEC(Str) CellRow;
bool cells_row(Arena *a, Str line, char sep, CellRow *out);
