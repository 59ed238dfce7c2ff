/*
 * Which days are worked, as sums over days: counting the working days of a dossier is one subtraction.
 * A file of holidays replaces the built-in calendar wholly: a day it does not name is worked from Monday to Friday.
 */
#pragma once
#include "base/date.h"

typedef struct WorkDays WorkDays;

Err workdays_builtin(const WorkDays **out, Arena *a, Answer *why);
/* CSV with the columns date and kind (holiday, tet, substitute, swap_off, swap_work). E_INVALID names the row. */
Err workdays_file(const WorkDays **out, Arena *a, Str file, Str text, Answer *why);
/* Working days in (from, to]; 0 when to <= from. Days as in Date, within 1900..2199. */
int32_t workdays_between(const WorkDays *w, int32_t from, int32_t to);
