/*
 * Deadlines as Vietnamese plans write them: "Trước 15/01/2024", "Quý II, III/2024", "Thường xuyên", "Sau khi …".
 * The typed text is always kept; what cannot be known from it stays unset and is never guessed.
 *
 *     Deadline d;  deadline_parse(&d, a, text, 2024, cal);
 *
 * "Trước" excludes the day, month, quarter or year it names. A grammar over words without marks, so that "Hằng quý",
 * "hàng quý" and "định kì  QUÝ" read alike; never a list of whole phrases. Any text is answered: nothing found is
 * DL_UNKNOWN, nothing written is DL_NONE.
 */
#pragma once
#include "cal/calendar.h"

typedef enum DeadlineKind {
    DL_NONE, DL_UNKNOWN,
    DL_BEFORE_DATE, DL_UNTIL_DATE, DL_FROM_DATE_OPEN, DL_DATE_RANGE, DL_DATE_LIST,
    DL_YEAR, DL_BEFORE_YEAR, DL_UNTIL_YEAR_END, DL_FROM_YEAR_OPEN, DL_YEAR_RANGE, DL_YEAR_LIST,
    DL_MONTH, DL_BEFORE_MONTH, DL_UNTIL_MONTH_END, DL_FROM_MONTH_OPEN, DL_MONTH_RANGE, DL_MONTH_LIST,
    DL_QUARTER, DL_BEFORE_QUARTER, DL_UNTIL_QUARTER_END, DL_FROM_QUARTER_OPEN, DL_QUARTER_RANGE, DL_QUARTER_LIST,
    DL_HALF, DL_PART_OF_MONTH, DL_PART_OF_QUARTER, DL_PART_OF_YEAR, DL_WEEK_OF_MONTH,
    DL_STANDING, DL_RECURRING, DL_RECURRING_DAY, DL_RECURRING_COUNT, DL_RECURRING_MIXED,
    DL_MILESTONES, DL_AFTER_EVENT, DL_BEFORE_EVENT, DL_ON_DEMAND, DL_PER_DOCUMENT,
    DL_OFFSET_WORKING_DAYS, DL_OFFSET_DAYS, DL_OFFSET_MONTHS, DL_OFFSET_HOURS
} DeadlineKind;

/* What comes back: a set of these. */
enum {
    EVERY_DAY = 1, EVERY_WEEK = 2, EVERY_MONTH = 4, EVERY_QUARTER = 8, EVERY_HALF = 16, EVERY_YEAR = 32,
    EVERY_PERIOD = 64, AD_HOC = 128, CONTINUOUS = 256
};

typedef struct Deadline {
    DeadlineKind kind;
    Str text;                   /* as typed */
    Date start, end;            /* unset: not known; end is the last good day */
    Str recurrence;             /* "yearly" "quarterly" … "2 per year" "quarter, half, year"; empty: once */
    Str event;                  /* as typed: what it waits for, or the document that says when; may be empty */
    int every;                  /* set of EVERY_… */
    int count;                  /* times per period, of DL_RECURRING_COUNT; periods between, of "2 năm/lần" */
    int day, month;             /* of DL_RECURRING_DAY: last good day of the month (31: its end) or ISO weekday; month of the year or 0 */
    int month_of_period;        /* in which month of a quarter, half or year `day` lies: 1 first; 0 last */
    int offset;                 /* of DL_OFFSET_…: how many */
    bool vague;                 /* start or end is a convention ("cuối năm", "đầu quý II"): ask a person */
} Deadline;

const char *deadline_kind_code(DeadlineKind k);                         /* "before-date" */

/*
 * year: plan year for expressions without one; 0 leaves their dates unset. cal may be NULL; it counts offsets from a
 * date that the text names. `out` borrows from s and a.
 */
void deadline_parse(Deadline *out, Arena *a, Str s, int year, const Calendar *cal);

/* The event of a bound deadline has happened: fills start, and end where an offset says it. */
void deadline_bind(Deadline *d, const Calendar *cal, Date event);

/* First day after `after` on which it is due; unset: not known, or over. A recurrence without a day is due at period end. */
Date deadline_next(const Deadline *d, Date after);

/* Working days late at `done` (or today); 0 in time. "Thường xuyên" and what recurs is never late by itself. */
int32_t deadline_late(const Deadline *d, const Calendar *cal, Date done);
