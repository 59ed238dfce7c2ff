/*
 * Reporting periods as pairs of dates: the figures run from one cut-off to the next, the report is sent some days
 * later. Codes: 2026-05 (month), 2026-Q1, 2026-H1, 2026-9M, 2026 (year).
 *
 *     Period p;  period_parse(&p, S("2026-Q1"));
 *     Date due = period_due(p, rule, cal);              20/03/2026 by the default rule
 *
 * BASIS: the cut-off on day 14 and sending by day 20 of the last month of the period are the default of the
 * guidance on CCHC reports (CV 581/BNV-CCHC); each level and kind of report sets its own rule.
 */
#pragma once
#include "cal/calendar.h"

typedef enum PeriodKind { PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_NINE_MONTHS, PERIOD_YEAR } PeriodKind;

typedef struct Period {
    PeriodKind kind;
    int year;                   /* 1..9998 */
    int n;                      /* 1..12 month, 1..4 quarter, 1..2 half; 1 for nine months and year */
} Period;

typedef struct PeriodRule {
    int8_t cut_off;             /* last day whose figures count, in the last month of the period; 0: the end of the month */
    int8_t send_by;             /* day of the report; 0: no due day */
    int8_t send_months;         /* months after the last month of the period in which send_by lies: 0, 1, … */
    bool shift;                 /* a due day that is off moves to the next working day */
} PeriodRule;

extern const PeriodRule period_default_rule;            /* cut-off 14, sent by 20 of the same month, no shift */

bool period_parse(Period *out, Str s);                  /* a code, in either case; not "2026-13" */
Str period_code(Arena *a, Period p);
Str period_title(Arena *a, Period p);                   /* "Quý I năm 2026" */
Period period_next(Period p);                           /* of the same kind; after nine months those of the next year */
Period period_before(Period p);
Period period_of(PeriodKind kind, Date d);              /* the calendar period that holds the day; nine months: of its year */

Date period_first(Period p);                            /* by the calendar: 2026-Q1 is 01/01-31/03 */
Date period_last(Period p);
/*
 * The figures: from the day after the cut-off before the period to the cut-off in its last month. The period before
 * a half or nine months is the end of the previous year: they count from the beginning of the year's figures.
 */
Date period_figures_from(Period p, const PeriodRule *r);
Date period_figures_to(Period p, const PeriodRule *r);
Date period_due(Period p, const PeriodRule *r, const Calendar *cal);    /* unset without send_by; cal only with shift */
