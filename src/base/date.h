/*
 * Calendar dates and moments.
 *
 * A Date is a day of the proleptic Gregorian calendar, counted so that 1 is 0001-01-01; 0 is "unset".
 * Days can be added and subtracted as integers. A Moment is milliseconds since 1970 UTC; 0 is "unset".
 * Vietnam has had one offset, UTC+7 without summer time, in all years this program handles.
 */
#pragma once
#include "base/err.h"

typedef struct Date {
    int32_t day;
} Date;

typedef struct Moment {
    int64_t ms;
} Moment;

enum { VN_OFFSET_MS = 7 * 3600 * 1000 };

bool date_make(Date *out, int year, int month, int day);    /* false: no such day, or year outside 1..9999 */
void date_split(Date d, int *year, int *month, int *day);   /* d set */
int date_year(Date d);
int date_weekday(Date d);                                   /* 1 Monday … 7 Sunday (ISO 8601) */
int date_days_in_month(int year, int month);
Date date_add_months(Date d, int months);                   /* 31/01 + 1 month = 28/02 or 29/02 */

bool date_parse_iso(Date *out, Str s);                      /* exactly YYYY-MM-DD */
/*
 * As people write it: dd/mm/yyyy, d-m-yyyy, d.m.yyyy or ISO; "ngày 5 tháng 2 năm 2024" too.
 * With year_hint > 0 also dd/mm without a year. Two-digit years are refused: they are guesses.
 */
bool date_parse(Date *out, Str s, int year_hint);
Str date_iso(Arena *a, Date d);                             /* unset: empty */
Str date_vi(Arena *a, Date d);                              /* dd/mm/yyyy */

Date moment_date(Moment m);                                 /* the day in Vietnam */
Moment moment_of(Date d, int hour, int minute);             /* Vietnamese wall clock */
bool moment_parse_iso(Moment *out, Str s);                  /* YYYY-MM-DD[THH:MM[:SS]] Vietnamese wall clock, or with Z */
Str moment_iso(Arena *a, Moment m);                         /* 2026-11-21T12:00:00.000Z */
Str moment_vi(Arena *a, Moment m);                          /* 21/11/2026 19:00, Vietnamese wall clock */
Moment moment_now(void);                                    /* only main and doors may ask; everything else has c->now */
