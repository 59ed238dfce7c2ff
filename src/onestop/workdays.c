#include "onestop/workdays.h"

#include "cal/calendar.h"
#include "onestop/when.h"

struct WorkDays {
    int32_t first, last;        /* days that have a sum */
    int32_t *sum;               /* working days from `first` up to and with the day */
};

static WorkDays *every_day(Arena *a, bool **worked)
{
    WorkDays *w = NEW(a, WorkDays, 1);
    Date d = { 0 };

    (void)date_make(&d, WHEN_FIRST_YEAR, 1, 1);         /* exists */
    w->first = d.day;
    (void)date_make(&d, WHEN_LAST_YEAR, 12, 31);        /* exists */
    w->last = d.day;
    w->sum = NEW(a, int32_t, (size_t)(w->last - w->first + 1));
    *worked = NEW(a, bool, (size_t)(w->last - w->first + 1));
    for (int32_t i = 0, weekday = date_weekday((Date){ w->first }); i <= w->last - w->first; i++) {
        (*worked)[i] = weekday <= 5;
        weekday = weekday % 7 + 1;
    }
    return w;
}

static void add_up(WorkDays *w, const bool *worked)
{
    int32_t n = 0;

    for (int32_t i = 0; i <= w->last - w->first; i++)
        w->sum[i] = n += worked[i];
}

Err workdays_builtin(const WorkDays **out, Arena *a, Answer *why)
{
    bool *worked;
    WorkDays *w = every_day(a, &worked);
    Calendar *cal;

    TRY(cal_build_vn(&cal, a, why));
    for (int32_t day = w->first; day <= w->last; day++)
        if (cal_covers((Date){ day }))
            worked[day - w->first] = cal_is_working(cal, (Date){ day });
    add_up(w, worked);
    *out = w;
    return OK;
}

static Str next_cell(Str *line, char delimiter)
{
    Str cell, rest, sep = { &delimiter, 1 };

    (void)str_cut(*line, sep, &cell, &rest);            /* the last cell has no separator behind it */
    *line = rest;
    cell = str_trim(cell);
    if (cell.n >= 2 && cell.p[0] == '"' && cell.p[cell.n - 1] == '"')
        cell = str_sub(cell, 1, cell.n - 1);
    return cell;
}

static bool kind_works(Str kind, bool *works)
{
    static const char *const off[] = { "holiday", "tet", "substitute", "swap_off" };

    *works = str_eq(kind, S("swap_work"));
    for (size_t i = 0; i < COUNT(off); i++)
        if (str_eq(kind, str_of(off[i])))
            return true;
    return *works;
}

Err workdays_file(const WorkDays **out, Arena *a, Str file, Str text, Answer *why)
{
    bool *worked, works;
    WorkDays *w = every_day(a, &worked);
    Str line;
    char delimiter = ',';
    int date_at = -1, kind_at = -1;

    for (int row = 1; text.n; row++) {
        Str date = { 0 }, kind = { 0 };
        When day;

        (void)str_cut(text, S("\n"), &line, &text);     /* the last line may have no end */
        line = str_trim(line);
        if (row == 1 && !str_find(line, S(","), &(size_t){ 0 }))
            delimiter = str_find(line, S(";"), &(size_t){ 0 }) ? ';' : '\t';
        if (!line.n)
            continue;
        for (int i = 0; line.n; i++) {
            Str cell = next_cell(&line, delimiter);

            if (row == 1 && str_eq(cell, S("date")))
                date_at = i;
            else if (row == 1 && str_eq(cell, S("kind")))
                kind_at = i;
            else if (i == date_at)
                date = cell;
            else if (i == kind_at)
                kind = cell;
        }
        if (date_at < 0 || kind_at < 0)
            return answer(why, E_INVALID, T("Tệp %.*s: dòng đầu phải có cột date và cột kind."), SV(file));
        if (row == 1)
            continue;
        if (!when_parse(&day, date))
            return answer(why, E_INVALID, T("Tệp %.*s, dòng %d, cột date: “%.*s” không phải một ngày; hãy ghi yyyy-mm-dd."),
                SV(file), row, SV(date));
        if (!kind_works(kind, &works))
            return answer(why, E_INVALID, T("Tệp %.*s, dòng %d, cột kind: “%.*s” không phải loại ngày; hãy ghi holiday, tet, "
                                            "substitute, swap_off hoặc swap_work."), SV(file), row, SV(kind));
        worked[day.day - w->first] = works;
    }
    add_up(w, worked);
    *out = w;
    return OK;
}

int32_t workdays_between(const WorkDays *w, int32_t from, int32_t to)
{
    return to <= from ? 0 : w->sum[to - w->first] - w->sum[from - w->first];
}
