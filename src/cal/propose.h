/*
 * The days off that the law gives in a year for which no notice is known. A proposal: the notice chooses the
 * Tết days and the day beside 2/9, and may swap days; here the choice follows what the notices of 2021-2026 did.
 */
#pragma once
#include "cal/calendar.h"

enum { PROPOSE_MAX = 24 };                              /* rows of a year at most */

size_t cal_propose(int year, CalRow rows[PROPOSE_MAX]); /* number of rows, all ROW_PROPOSED; texts are constant */
