#include "onestop/workdays.h"

#include "doc/table.h"
#include "onestop/when.h"

struct WorkDays {
    int32_t first, last;        /* days that have a sum */
    int32_t *sum;               /* working days from `first` up to and with the day */
};

/* Each day alone: 1 or 0, from Monday to Friday or as the calendar has it. */
static WorkDays *every_day(Arena *a, const Calendar *cal)
{
    WorkDays *w = NEW(a, WorkDays, 1);
    Date first = { 0 }, last = { 0 };

    (void)date_make(&first, WHEN_FIRST_YEAR, 1, 1);     /* both days exist */
    (void)date_make(&last, WHEN_LAST_YEAR, 12, 31);
    w->first = first.day;
    w->last = last.day;
    w->sum = NEW(a, int32_t, (size_t)(w->last - w->first + 1));
    for (int32_t day = w->first; day <= w->last; day++)
        w->sum[day - w->first] = cal ? cal_is_working(cal, (Date){ day }) : date_weekday((Date){ day }) <= 5;
    return w;
}

static void add_up(WorkDays *w)
{
    for (int32_t i = 1; i <= w->last - w->first; i++)
        w->sum[i] += w->sum[i - 1];
}

const WorkDays *workdays_of(Arena *a, const Calendar *cal)
{
    WorkDays *w = every_day(a, cal);

    add_up(w);
    return w;
}

Err workdays_file(const WorkDays **out, Arena *a, Str file, Str bytes, Answer *why)
{
    enum { H_DATE, H_KIND };
    static const Column columns[] = { [H_DATE] = { "date", "date|ngày", true }, [H_KIND] = { "kind", "kind|loại|loại ngày", true } };
    WorkDays *w = every_day(a, NULL);
    Table table;
    Columns cols;
    RowErrors bad = { .arena = a, .cols = &cols, .lang = why->lang };

    TRY(table_read(&table, a, file, bytes, NULL, why));
    TRY(columns_find(&cols, a, &table, columns, COUNT(columns), why));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        Str kind = cell_at(&cols, r, H_KIND).text;
        Date day = row_date(&bad, r, H_DATE);
        DayKind k;

        if (row_blank(&cols, r))
            continue;
        if (!cal_kind_parse(&k, kind))
            row_error(&bad, r, H_KIND, T("Không phải loại ngày; hãy ghi holiday, tet, substitute, swap_off hoặc swap_work."));
        else if (day.day >= w->first && day.day <= w->last)
            w->sum[day.day - w->first] = k == DAY_SWAP_WORK;
        else if (!cell_at(&cols, r, H_DATE).text.n)
            row_error(&bad, r, H_DATE, T("Thiếu ngày; hãy ghi yyyy-mm-dd."));
    }
    TRY(row_errors_end(&bad, why));
    add_up(w);
    *out = w;
    return OK;
}

int32_t workdays_between(const WorkDays *w, int32_t from, int32_t to)
{
    return to <= from ? 0 : w->sum[to - w->first] - w->sum[from - w->first];
}
