/*
 * Days and times of day as exports of one-stop systems write them, read at the speed of the scan.
 *
 * Read: yyyy-mm-dd, dd/mm/yyyy (also - and . and one-digit days), each with or without HH:MM[:SS[.fff]] behind it,
 * "HH:MM dd/mm/yyyy", ISO with T, Z or an offset (turned into Vietnamese time), SA/CH and AM/PM, and the day
 * numbers of spreadsheets (45658.5). Years 1900 to 2199.
 */
#pragma once
#include "base/date.h"

enum { WHEN_FIRST_YEAR = 1900, WHEN_LAST_YEAR = 2199, WHEN_NO_TIME = -1 };

typedef struct When {
    int32_t day;                /* as in Date; 0: none */
    int32_t second;             /* of the day, or WHEN_NO_TIME */
    int32_t month;              /* year * 12 + month - 1 */
} When;

void when_init(void);                                   /* before the first when_read; again does no harm */
/* The bytes p[-0] … p[n + 15] must be readable. False: no such day or time. n == 0 is false. */
bool when_read(When *out, const char *p, size_t n);
bool when_parse(When *out, Str s);                      /* any memory; white space around is skipped */
