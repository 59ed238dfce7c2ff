/*
 * Working days and working hours in Vietnam: weekends, public holidays (solar and lunar), days off in lieu, and
 * decreed swaps (a working day taken off, a Saturday worked).
 *
 * A Calendar is made once from rows and then only read, by any number of threads. A year that has at least one
 * row is taken as decided, exactly as its rows say. A year without rows is proposed from the law and the lunar
 * calendar and says so (cal_year_proposed): the yearly notice decides which Tết days and which day beside 2/9.
 *
 *     Calendar *cal;  TRY(cal_build(&cal, a, cal_vn_rows, cal_n_vn_rows, MISSING_PROPOSED, why));
 *     Date due = cal_add_working_days(cal, received, 15);
 *
 * Counting is in (from, to]: the day after `from` is day 1, as for a time limit; so for n >= 0
 * cal_count_working_days(from, cal_add_working_days(from, n)) == n. All of it is O(1) through sums over days.
 *
 * BASIS: Bộ luật Lao động 45/2019/QH14 Đ111.3, Đ112; NQ 28/2026/QH16 Đ2; the notice named in each row.
 */
#pragma once
#include "base/date.h"

enum { CAL_FIRST_YEAR = 2000, CAL_LAST_YEAR = 2100 };

typedef enum DayKind {
    DAY_PLAIN,                  /* no row: Monday to Friday is worked, the weekend is not */
    DAY_HOLIDAY,
    DAY_TET,
    DAY_SUBSTITUTE,             /* off in lieu of a holiday on a weekend (nghỉ bù) */
    DAY_SWAP_OFF,               /* working day taken off by swap (hoán đổi) */
    DAY_SWAP_WORK               /* weekend day worked instead (làm bù) */
} DayKind;

typedef enum RowStatus { ROW_CONFIRMED, ROW_RECALLED, ROW_PROPOSED } RowStatus;     /* RECALLED: not checked at its source */

typedef struct CalRow {
    Date date;
    DayKind kind;
    RowStatus status;
    Str name, basis;            /* Vietnamese; may be empty */
} CalRow;

typedef struct Calendar Calendar;

extern const CalRow cal_vn_rows[];                      /* data/holidays.csv */
extern const size_t cal_n_vn_rows;

/*
 * Texts of rows are borrowed. E_INVALID: a date outside 2000..2100, a date both off and worked, or a swap
 * that makes a Monday to Friday worked. The first of several rows of one date counts.
 */
typedef enum CalMissing {
    MISSING_PROPOSED,           /* years without rows: proposed from the law */
    MISSING_WEEKENDS            /* years without rows: weekends only; for tables given as the whole truth */
} CalMissing;

Err cal_build(Calendar **out, Arena *a, const CalRow *rows, size_t n, CalMissing missing, Answer *why);
Err cal_build_vn(Calendar **out, Arena *a, Answer *why);                /* from the table in the program */
bool cal_kind_parse(DayKind *out, Str s);                               /* "holiday" "tet" "substitute" "swap_off" "swap_work" */
const char *cal_kind_code(DayKind k);
const char *cal_kind_title(DayKind k);                                  /* Vietnamese, T() */

bool cal_covers(Date d);                                                /* within 2000..2100 */
bool cal_is_working(const Calendar *cal, Date d);                       /* outside the years covered: Monday to Friday */
const CalRow *cal_row(const Calendar *cal, Date d);                     /* what is special about the day, or NULL */
bool cal_year_proposed(const Calendar *cal, int year);                  /* no notice is known for the year */
const CalRow *cal_year_rows(const Calendar *cal, int year, size_t *n);  /* sorted by date */

/* Working days in (from, to]; negative when to < from. Days outside the years covered are not counted. */
int32_t cal_count_working_days(const Calendar *cal, Date from, Date to);
int32_t cal_working_days_of_year(const Calendar *cal, int year);
/*
 * The days-th working day after `from`; 0 gives `from` itself; negative: the working day that many before.
 * Unset when the answer or `from` is outside the years covered.
 */
Date cal_add_working_days(const Calendar *cal, Date from, int32_t days);
Date cal_working_day_from(const Calendar *cal, Date d);                 /* d, or the first working day after it */
/*
 * A period of calendar days: the last day moves to the next working day.
 * BASIS: Bộ luật Dân sự 91/2015/QH13 Đ147, Đ148.5
 */
Date cal_add_calendar_days(const Calendar *cal, Date from, int32_t days);
/* Working days that `done` came after `due`; 0: in time. */
int32_t cal_late_days(const Calendar *cal, Date due, Date done);

/* Hours in which an office works, the same on each working day. Minutes of the day, spans in order, no overlap. */
typedef struct OfficeHours {
    struct {
        int16_t open, close;
    } span[2];
    int16_t last_receipt;       /* received after this minute counts as the next working day; 0: no such rule */
} OfficeHours;

extern const OfficeHours cal_default_hours;             /* 07:30-11:30, 13:30-17:30; no rule of last receipt */
enum { CAL_DAY_MINUTES = 8 * 60 };                      /* 1 working day of a time limit is 8 working hours */

bool cal_hours_parse(OfficeHours *out, Str s);          /* "07:30-11:30,13:30-17:30" or with ";15:00" for last receipt */
int32_t cal_minutes_per_day(const OfficeHours *h);
/*
 * When handling begins: `received` itself in office hours, else the next opening; after the last receipt the
 * opening of the next working day. Unset outside the years covered, as in the two below.
 */
Moment cal_clock_start(const Calendar *cal, const OfficeHours *h, Moment received);
Moment cal_add_minutes(const Calendar *cal, const OfficeHours *h, Moment from, int64_t minutes);       /* minutes >= 0 */
int64_t cal_count_minutes(const Calendar *cal, const OfficeHours *h, Moment from, Moment to);          /* from <= to, else negative */
