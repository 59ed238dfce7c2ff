/* What the page of the working calendar shows. */
#pragma once
#include "calendar/calendar.h"
#include "html/out.h"

/* A day in the year's grid: kind as letter and class; nothing: no such day. */
typedef struct DayCell {
    Str letter;
    bool off, tet, swap, work, weekend, plain, none;
} DayCell;
typedef struct MonthLine {
    int64_t month, working;
    VEC(DayCell) days;
} MonthLine;
typedef struct DayLine {
    Date date;
    const char *kind, *status;  /* T() */
    Str name, basis, lunar, weekday;
} DayLine;

typedef struct CalendarView {
    int64_t year, before, after, working;
    VEC(int64_t) days31;        /* 1 … 31: heads of the grid */
    VEC(MonthLine) months;
    VEC(DayLine) days;
    bool proposed, entered, may_change, imported;
    CalendarYearGetRow source;
    Str text, basis;            /* of the form */
    VEC(RowError) bad;
    Str from, n, sum;           /* the calculator: N working days after a day */
    Str note;                   /* what an imported file said about other years */
} CalendarView;
