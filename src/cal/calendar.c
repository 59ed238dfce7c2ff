#include "cal/calendar.h"

#include <assert.h>
#include <stdlib.h>

#include "cal/propose.h"

enum { YEARS = CAL_LAST_YEAR - CAL_FIRST_YEAR + 1 };
enum { MAX_DAYS = YEARS * 366 };

/*
 * Days are indices from 1 January of the first year. Invariants: before[i] is the number of working days with a
 * smaller index, nth[before[i]] == i for each working day i, rows are sorted by date and unique.
 */
struct Calendar {
    int32_t base;                           /* Date.day of index 0 */
    int32_t n;                              /* days covered */
    int32_t n_working;
    int32_t before[MAX_DAYS + 1];
    int32_t nth[MAX_DAYS];
    int16_t row_of[MAX_DAYS];               /* 1 + place in rows; 0: none */
    CalRow *rows;
    size_t n_rows;
    size_t year_at[YEARS + 1];              /* rows of a year */
    bool proposed[YEARS];
};

static const struct {
    const char *code, *title;
} kinds[] = {
    [DAY_PLAIN] = { "plain", T("ngày thường") },
    [DAY_HOLIDAY] = { "holiday", T("nghỉ lễ") },
    [DAY_TET] = { "tet", T("nghỉ Tết") },
    [DAY_SUBSTITUTE] = { "substitute", T("nghỉ bù") },
    [DAY_SWAP_OFF] = { "swap_off", T("nghỉ hoán đổi") },
    [DAY_SWAP_WORK] = { "swap_work", T("làm bù") },
};

bool cal_kind_parse(DayKind *out, Str s)
{
    for (size_t i = DAY_HOLIDAY; i < COUNT(kinds); i++) {
        if (str_eq(s, str_of(kinds[i].code))) {
            *out = (DayKind)i;
            return true;
        }
    }
    return false;
}

const char *cal_kind_code(DayKind k)
{
    assert((size_t)k < COUNT(kinds));
    return kinds[k].code;
}

const char *cal_kind_title(DayKind k)
{
    assert((size_t)k < COUNT(kinds));
    return kinds[k].title;
}

static bool weekend(Date d)
{
    return date_weekday(d) >= 6;
}

bool cal_covers(Date d)
{
    int year = d.day > 0 ? date_year(d) : 0;

    return year >= CAL_FIRST_YEAR && year <= CAL_LAST_YEAR;
}

static int by_date(const void *a, const void *b)
{
    const CalRow *x = a, *y = b;

    return (x->date.day > y->date.day) - (x->date.day < y->date.day);
}

static Err check_row(const CalRow *row, Arena *a, Answer *why)
{
    Str day = date_vi(a, row->date);

    if (!cal_covers(row->date))
        return answer(why, E_INVALID, T("Ngày nghỉ “%.*s” nằm ngoài các năm 2000–2100; hãy sửa bảng ngày nghỉ."), SV(day));
    if (row->kind == DAY_SWAP_WORK && !weekend(row->date))
        return answer(why, E_INVALID, T("Ngày làm bù %.*s không phải thứ Bảy hay Chủ nhật; hãy sửa bảng ngày nghỉ."),
            SV(day));
    return OK;
}

/* Sort, check, drop repetitions: two holidays may fall on one day, but no day is both off and worked. */
static Err take_rows(Calendar *cal, Arena *a, Answer *why)
{
    size_t kept = 0;

    qsort(cal->rows, cal->n_rows, sizeof *cal->rows, by_date);
    for (size_t i = 0; i < cal->n_rows; i++) {
        const CalRow *row = &cal->rows[i];
        Str day = date_vi(a, row->date);

        TRY(check_row(row, a, why));
        if (kept && cal->rows[kept - 1].date.day == row->date.day) {
            if ((cal->rows[kept - 1].kind == DAY_SWAP_WORK) != (row->kind == DAY_SWAP_WORK))
                return answer(why, E_INVALID, T("Ngày %.*s vừa là ngày nghỉ vừa là ngày làm bù; hãy giữ một loại."),
                    SV(day));
            continue;
        }
        cal->rows[kept++] = *row;
    }
    cal->n_rows = kept;
    return OK;
}

static void index_days(Calendar *cal)
{
    for (size_t i = 0; i < cal->n_rows; i++)
        cal->row_of[cal->rows[i].date.day - cal->base] = (int16_t)(i + 1);
    for (int32_t i = 0; i < cal->n; i++) {
        Date d = { cal->base + i };
        const CalRow *row = cal_row(cal, d);
        bool works = row ? row->kind == DAY_SWAP_WORK : !weekend(d);

        cal->before[i + 1] = cal->before[i] + works;
        if (works)
            cal->nth[cal->n_working++] = i;
    }
    for (size_t y = 0, i = 0; y < YEARS; y++) {
        cal->year_at[y] = i;
        while (i < cal->n_rows && date_year(cal->rows[i].date) == CAL_FIRST_YEAR + (int)y)
            i++;
        cal->year_at[y + 1] = i;
    }
}

Err cal_build(Calendar **out, Arena *a, const CalRow *rows, size_t n, CalMissing missing, Answer *why)
{
    Calendar *cal = NEW(a, Calendar, 1);
    Date first, last;
    bool known[YEARS] = { false };

    if (n > MAX_DAYS)
        return answer(why, E_LIMIT, T("Bảng ngày nghỉ có quá nhiều dòng; mỗi ngày chỉ ghi một dòng."));
    if (!date_make(&first, CAL_FIRST_YEAR, 1, 1) || !date_make(&last, CAL_LAST_YEAR, 12, 31))
        return OK;                                          /* cannot be: both days exist */
    cal->base = first.day;
    cal->n = last.day - first.day + 1;
    cal->rows = NEW(a, CalRow, n + YEARS * PROPOSE_MAX);
    for (size_t i = 0; i < n; i++) {
        cal->rows[cal->n_rows++] = rows[i];
        if (cal_covers(rows[i].date))
            known[date_year(rows[i].date) - CAL_FIRST_YEAR] = true;
    }
    for (int y = 0; y < YEARS; y++) {
        if (known[y])
            continue;
        cal->proposed[y] = true;
        if (missing == MISSING_PROPOSED)
            cal->n_rows += cal_propose(CAL_FIRST_YEAR + y, cal->rows + cal->n_rows);
    }
    TRY(take_rows(cal, a, why));
    index_days(cal);
    *out = cal;
    return OK;
}

Err cal_build_vn(Calendar **out, Arena *a, Answer *why)
{
    return cal_build(out, a, cal_vn_rows, cal_n_vn_rows, MISSING_PROPOSED, why);
}

const CalRow *cal_row(const Calendar *cal, Date d)
{
    int32_t i = d.day - cal->base;

    if (i < 0 || i >= cal->n || !cal->row_of[i])
        return NULL;
    return &cal->rows[cal->row_of[i] - 1];
}

bool cal_is_working(const Calendar *cal, Date d)
{
    int32_t i = d.day - cal->base;

    if (i < 0 || i >= cal->n)
        return d.day > 0 && !weekend(d);
    return cal->before[i + 1] > cal->before[i];
}

bool cal_year_proposed(const Calendar *cal, int year)
{
    return year < CAL_FIRST_YEAR || year > CAL_LAST_YEAR || cal->proposed[year - CAL_FIRST_YEAR];
}

const CalRow *cal_year_rows(const Calendar *cal, int year, size_t *n)
{
    int y = year - CAL_FIRST_YEAR;

    *n = 0;
    if (y < 0 || y >= YEARS)
        return cal->rows;
    *n = cal->year_at[y + 1] - cal->year_at[y];
    return cal->rows + cal->year_at[y];
}

/* Working days up to and including the day; days outside the table count as its edges. */
static int32_t working_until(const Calendar *cal, Date d)
{
    int32_t i = d.day - cal->base + 1;

    return cal->before[i < 0 ? 0 : i > cal->n ? cal->n : i];
}

int32_t cal_count_working_days(const Calendar *cal, Date from, Date to)
{
    return working_until(cal, to) - working_until(cal, from);
}

int32_t cal_working_days_of_year(const Calendar *cal, int year)
{
    Date first, next;

    if (year < CAL_FIRST_YEAR || year > CAL_LAST_YEAR || !date_make(&first, year, 1, 1)
        || !date_make(&next, year + 1, 1, 1))
        return 0;
    return cal_count_working_days(cal, (Date){ first.day - 1 }, (Date){ next.day - 1 });
}

Date cal_add_working_days(const Calendar *cal, Date from, int32_t days)
{
    int32_t i = from.day - cal->base;
    int64_t k;

    if (i < 0 || i >= cal->n)
        return (Date){ 0 };
    if (days == 0)
        return from;
    k = days > 0 ? (int64_t)cal->before[i + 1] + days - 1 : (int64_t)cal->before[i] + days;
    if (k < 0 || k >= cal->n_working)
        return (Date){ 0 };
    return (Date){ cal->base + cal->nth[k] };
}

Date cal_working_day_from(const Calendar *cal, Date d)
{
    return cal_is_working(cal, d) ? d : cal_add_working_days(cal, d, 1);
}

Date cal_add_calendar_days(const Calendar *cal, Date from, int32_t days)
{
    int64_t day = (int64_t)from.day + days;

    if (day < cal->base || day >= (int64_t)cal->base + cal->n)
        return (Date){ 0 };
    return cal_working_day_from(cal, (Date){ (int32_t)day });
}

int32_t cal_late_days(const Calendar *cal, Date due, Date done)
{
    if (!due.day || done.day <= due.day)
        return 0;
    return cal_count_working_days(cal, due, done);
}
