/*
 * The Vietnamese lunar calendar: months begin on the day of new moon in UTC+7, the month that holds the winter
 * solstice is the eleventh, and of thirteen months between two solstices the first without a major solar term
 * is the leap month ("nhuận"). It differs from the Chinese calendar (UTC+8) in some years: 1985, 2007, 2030.
 *
 * Pure astronomy in floating point; good to a minute for solar dates from 1900 to 2199. Only a proposal where law is concerned:
 * the days off of a year are fixed by its notice.
 *
 *     LunarDay l;  lunar_of_solar(&l, date);          l = { 2025, 6, 15, true }: "15/6/2025 nhuận"
 */
#pragma once
#include "base/date.h"

enum { LUNAR_FIRST_YEAR = 1899, LUNAR_LAST_YEAR = 2199 };      /* lunar years that are answered */

typedef struct LunarDay {
    int year, month, day;       /* the lunar year is numbered as the solar year in which its Tết falls */
    bool leap;                  /* the month is the leap one of that number */
} LunarDay;

bool lunar_of_solar(LunarDay *out, Date d);             /* false: outside the lunar years above */
bool lunar_to_solar(Date *out, LunarDay l);             /* false: no such day (month of 29 days, no such leap month) */
bool lunar_new_year(Date *out, int year);               /* mùng 1 tháng Giêng (Tết) */
int lunar_leap_month(int year);                         /* 1..12, 0: the year has none */

/* "15/6/2025 nhuận"; read too: "15/6 nhuận/2025", "15/6n/2025", "15/6/2025 (nhuận)", any case. */
bool lunar_parse(LunarDay *out, Str s);
Str lunar_text(Arena *a, LunarDay l);
Str lunar_year_name(Arena *a, int year);                /* Can Chi: 2026 is "Bính Ngọ" */
