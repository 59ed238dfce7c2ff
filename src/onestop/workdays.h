/*
 * Which days are worked, as sums over days: counting the working days of a dossier is one subtraction. The days come from a
 * calendar (cal/), or from a file of holidays that replaces it wholly: a day the file does not name is worked from Monday to Friday.
 */
#pragma once
#include "cal/calendar.h"

typedef struct WorkDays WorkDays;

const WorkDays *workdays_of(Arena *a, const Calendar *cal);
/* CSV or XLSX with the columns date and kind (holiday, tet, substitute, swap_off, swap_work). E_INVALID names the row. */
Err workdays_file(const WorkDays **out, Arena *a, Str file, Str bytes, Answer *why);
/* Working days in (from, to]; 0 when to <= from. Days as in Date, within 1900..2199. */
int32_t workdays_between(const WorkDays *w, int32_t from, int32_t to);
