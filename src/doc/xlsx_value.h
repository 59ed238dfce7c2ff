/* Inside the XLSX reader: what a stored number means under its format. Pure. */
#pragma once
#include "doc/table.h"

typedef enum NumKind { NUM_GENERAL, NUM_PERCENT, NUM_DATE, NUM_TIME } NumKind;

NumKind num_kind_builtin(int64_t id);       /* BASIS: ECMA-376 part 1, 18.8.30 */
NumKind num_kind_of_code(Str code);         /* dd/mm/yyyy, 0.0%, … */
/*
 * Fills text, kind and date. Sheets store binary fractions: 0.17999999999999999 is shown as what Excel shows (15 digits),
 * "0.18", and at most 8 decimals, as many as a Dec holds.
 */
void xlsx_number(Cell *out, Arena *a, Str raw, NumKind kind, bool from_1904);
void xlsx_iso_date(Cell *out, Arena *a, Str raw);
Str xlsx_unescape(Arena *a, Str s);         /* _x000D_ in strings stands for a character */
