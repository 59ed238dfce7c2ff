#include "cal/deadline.h"

#include "cal/deadline_scan.h"
#include "text/text.h"

static const char *const codes[] = {
    [DL_NONE] = "none", [DL_UNKNOWN] = "unknown",
    [DL_BEFORE_DATE] = "before-date", [DL_UNTIL_DATE] = "until-date", [DL_FROM_DATE_OPEN] = "from-date-open",
    [DL_DATE_RANGE] = "date-range", [DL_DATE_LIST] = "date-list",
    [DL_YEAR] = "year", [DL_BEFORE_YEAR] = "before-year", [DL_UNTIL_YEAR_END] = "until-year-end",
    [DL_FROM_YEAR_OPEN] = "from-year-open", [DL_YEAR_RANGE] = "year-range", [DL_YEAR_LIST] = "year-list",
    [DL_MONTH] = "month", [DL_BEFORE_MONTH] = "before-month", [DL_UNTIL_MONTH_END] = "until-month-end",
    [DL_FROM_MONTH_OPEN] = "from-month-open", [DL_MONTH_RANGE] = "month-range", [DL_MONTH_LIST] = "month-list",
    [DL_QUARTER] = "quarter", [DL_BEFORE_QUARTER] = "before-quarter", [DL_UNTIL_QUARTER_END] = "until-quarter-end",
    [DL_FROM_QUARTER_OPEN] = "from-quarter-open", [DL_QUARTER_RANGE] = "quarter-range",
    [DL_QUARTER_LIST] = "quarter-list",
    [DL_HALF] = "half", [DL_PART_OF_MONTH] = "part-of-month", [DL_PART_OF_QUARTER] = "part-of-quarter",
    [DL_PART_OF_YEAR] = "part-of-year", [DL_WEEK_OF_MONTH] = "week-of-month",
    [DL_STANDING] = "standing", [DL_RECURRING] = "recurring", [DL_RECURRING_DAY] = "recurring-day",
    [DL_RECURRING_COUNT] = "recurring-count", [DL_RECURRING_MIXED] = "recurring-mixed",
    [DL_MILESTONES] = "milestones", [DL_AFTER_EVENT] = "after-event", [DL_BEFORE_EVENT] = "before-event",
    [DL_ON_DEMAND] = "on-demand",
    [DL_PER_DOCUMENT] = "per-document",
    [DL_OFFSET_WORKING_DAYS] = "offset-working-days", [DL_OFFSET_DAYS] = "offset-days",
    [DL_OFFSET_MONTHS] = "offset-months", [DL_OFFSET_HOURS] = "offset-hours",
};

const char *deadline_kind_code(DeadlineKind k)
{
    return codes[k];
}

/* The kind of a group of pieces, by what its first piece is and how it is said. */
typedef enum Form { FORM_ONE, FORM_BEFORE, FORM_UNTIL, FORM_FROM, FORM_RANGE, FORM_LIST, FORMS } Form;

static const DeadlineKind date_kinds[FORMS] = { DL_UNTIL_DATE, DL_BEFORE_DATE, DL_UNTIL_DATE, DL_FROM_DATE_OPEN,
    DL_DATE_RANGE, DL_DATE_LIST };
static const DeadlineKind month_kinds[FORMS] = { DL_MONTH, DL_BEFORE_MONTH, DL_UNTIL_MONTH_END, DL_FROM_MONTH_OPEN,
    DL_MONTH_RANGE, DL_MONTH_LIST };
static const DeadlineKind quarter_kinds[FORMS] = { DL_QUARTER, DL_BEFORE_QUARTER, DL_UNTIL_QUARTER_END,
    DL_FROM_QUARTER_OPEN, DL_QUARTER_RANGE, DL_QUARTER_LIST };
static const DeadlineKind year_kinds[FORMS] = { DL_YEAR, DL_BEFORE_YEAR, DL_UNTIL_YEAR_END, DL_FROM_YEAR_OPEN,
    DL_YEAR_RANGE, DL_YEAR_LIST };

static Date make(int y, int m, int d)
{
    Date out;

    return date_make(&out, y, m, d) ? out : (Date){ 0 };
}

static Date month_end(int y, int m)
{
    return y > 0 ? make(y, m, date_days_in_month(y, m)) : (Date){ 0 };
}

static bool dated(const Piece *p)
{
    return p->kind == P_DATE || p->kind == P_MONTH || p->kind == P_QUARTER || p->kind == P_YEAR || p->kind == P_MONTHS
        || p->kind == P_PLAN_YEAR || p->kind == P_WEEK || p->kind == P_DAY;
}

/* First and last month of a piece within its year. */
static void months_of(const Piece *p, int *first, int *last)
{
    *first = 1;
    *last = 12;
    if (p->kind == P_DATE)
        *first = *last = p->month;
    if (p->kind == P_MONTH)
        *first = *last = p->n;
    if (p->kind == P_WEEK)
        *first = *last = p->month;
    if (p->kind == P_QUARTER) {
        *first = p->n * 3 - 2;
        *last = p->n * 3;
    }
    if (p->kind == P_MONTHS) {
        *first = p->n;
        *last = p->m;
    }
}

typedef struct Span {
    Date start, end;
    bool vague;
} Span;

static Span part_span(const Piece *p, int year, int first, int last)
{
    Span s = { .vague = true };

    if (p->kind == P_QUARTER) {
        int month = first + p->part - PART_BEGIN;

        s.start = make(year, month, 1);
        s.end = month_end(year, month);
    } else if (p->kind == P_MONTH) {                        /* thượng, trung, hạ tuần: ten days each */
        int from = 1 + 10 * (p->part - PART_BEGIN);

        s.start = make(year, first, from);
        s.end = p->part == PART_END ? month_end(year, last) : make(year, first, from + 9);
    } else if (p->part == PART_BEGIN) {
        s.start = make(year, 1, 1);
        s.end = month_end(year, 3);
    } else {
        s.end = month_end(year, p->part == PART_MIDDLE ? 6 : 12);
    }
    return s;
}

static Span span_of(const Piece *p)
{
    int first, last;
    Span s = { 0 };

    if (!p->year || p->kind == P_DAY)
        return s;
    months_of(p, &first, &last);
    if (p->part != PART_NONE && p->kind != P_DATE)
        return part_span(p, p->year, first, last);
    if (p->kind == P_DATE) {
        s.start = s.end = make(p->year, p->month, p->day);
        return s;
    }
    if (p->kind == P_WEEK) {                                /* weeks of seven days from the first of the month */
        s.end = p->n == 5 ? month_end(p->year, first) : make(p->year, first, p->n * 7);
        s.start = s.end.day ? (Date){ s.end.day - 6 } : s.end;
        s.vague = true;
        return s;
    }
    s.start = make(p->year, first, 1);
    s.end = month_end(p->year, last);
    return s;
}

/*
 * A year stands once for a list or range: "Quý II, III/2024", "Tháng 12/2023 - Tháng 01/2024", "tháng 11 - tháng 2/2024".
 * A range that would run backwards crosses the turn of the year.
 */
static void fill_years(Piece *v, size_t n, int hint)
{
    for (size_t i = n; i-- > 1;) {
        int a, b, c, d;

        if (v[i - 1].kind == P_DAY && v[i].kind == P_DATE) {                /* "từ ngày 15 đến ngày 20 tháng 6" */
            v[i - 1].kind = P_DATE;
            v[i - 1].month = v[i].month;
        }

        months_of(&v[i - 1], &a, &b);
        months_of(&v[i], &c, &d);
        if (!v[i - 1].year && v[i].year)
            v[i - 1].year = v[i].year - (v[i].join == JOIN_RANGE && a > d);
    }
    for (size_t i = 0; i < n; i++) {
        int a, b, c = 0, d = 0;

        months_of(&v[i], &a, &b);
        if (i)
            months_of(&v[i - 1], &c, &d);
        if (!v[i].year && i && v[i - 1].year)
            v[i].year = v[i - 1].year + (v[i].join == JOIN_RANGE && b < c);
        else if (!v[i].year && hint)
            v[i].year = hint + v[i].next_year;
    }
}

/* "Quý I, năm 2024": a year beside a piece without one belongs to it. */
static void join_years(Scan *s)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->pieces.n; i++) {
        Piece *p = &s->pieces.v[i];
        Piece *q = kept ? &s->pieces.v[kept - 1] : NULL;

        if (p->kind == P_YEAR && q && dated(q) && q->kind != P_YEAR && !q->year && !p->words_before
            && p->lead == LEAD_NONE && p->join != JOIN_RANGE && p->part == PART_NONE) {
            q->year = p->year;
            continue;
        }
        s->pieces.v[kept++] = *p;
    }
    s->pieces.n = kept;
}

/* A group: dated pieces joined by list or range marks. */
typedef struct Group {
    Piece *v;
    size_t n;
    bool words_before;
} Group;

static const DeadlineKind *kinds_of(PieceKind k)
{
    if (k == P_DATE || k == P_DAY)
        return date_kinds;
    if (k == P_QUARTER)
        return quarter_kinds;
    if (k == P_YEAR || k == P_PLAN_YEAR)
        return year_kinds;
    return month_kinds;
}

static Form form_of(const Group *g)
{
    const Piece *p = &g->v[0];
    bool range = false;

    for (size_t i = 1; i < g->n; i++)
        range |= g->v[i].join == JOIN_RANGE;
    if (g->n > 1)
        return range ? FORM_RANGE : FORM_LIST;
    if (p->part != PART_NONE && p->lead == LEAD_BEFORE)
        return FORM_ONE;                                    /* "trước cuối năm" is no more than "cuối năm" */
    switch (p->lead) {
    case LEAD_BEFORE:
        return FORM_BEFORE;
    case LEAD_UNTIL:
        return FORM_UNTIL;
    case LEAD_FROM:
    case LEAD_AFTER:
        return FORM_FROM;
    case LEAD_NONE:
        break;
    }
    return FORM_ONE;
}

/* A piece alone that has its own name: half-years, parts, weeks. */
static DeadlineKind one_kind(const Piece *p)
{
    if (p->kind == P_WEEK)
        return DL_WEEK_OF_MONTH;
    if (p->part != PART_NONE && p->kind != P_DATE)
        return p->kind == P_QUARTER ? DL_PART_OF_QUARTER : p->kind == P_MONTH ? DL_PART_OF_MONTH : DL_PART_OF_YEAR;
    if (p->kind == P_MONTHS)
        return (p->n == 1 && p->m == 6) || (p->n == 7 && p->m == 12) ? DL_HALF : DL_MONTH_RANGE;
    return kinds_of(p->kind)[FORM_ONE];
}

static void decide_group(Deadline *d, Group *g, bool complete, int hint)
{
    Form form = form_of(g);
    Span first, last;
    PieceKind k = g->v[0].kind;

    fill_years(g->v, g->n, hint);
    first = span_of(&g->v[0]);
    last = span_of(&g->v[g->n - 1]);
    d->kind = form == FORM_ONE ? one_kind(&g->v[0]) : kinds_of(k)[form];
    d->vague = first.vague && form == FORM_ONE;
    if (form == FORM_ONE || form == FORM_RANGE || form == FORM_LIST) {
        d->start = first.start;
        d->end = last.end;
        if (form == FORM_ONE && (k == P_DATE || (complete && g->v[0].part == PART_NONE)))
            d->start = (Date){ 0 };
        if (form == FORM_LIST && g->v[0].lead == LEAD_BEFORE && first.start.day && last.start.day) {
            d->start = (Date){ first.start.day - 1 };       /* "trước 20/6 và 20/12": each without the day it names */
            d->end = (Date){ last.start.day - 1 };
        }
        return;
    }
    if (form == FORM_BEFORE)
        d->end = first.start.day ? (Date){ first.start.day - 1 } : first.start;
    else if (form == FORM_UNTIL)
        d->end = first.end;
    else if (g->v[0].lead == LEAD_AFTER)
        d->start = first.end.day ? (Date){ first.end.day + 1 } : first.end;
    else
        d->start = first.start;
}

static size_t groups_of(Arena *a, const Scan *s, Group **out)
{
    Group *v = NEW(a, Group, s->pieces.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s->pieces.n; i++) {
        Piece *p = &s->pieces.v[i];

        if (!dated(p))
            continue;
        if (n && p->join != JOIN_NONE && v[n - 1].v + v[n - 1].n == p
            && kinds_of(p->kind) == kinds_of(v[n - 1].v[0].kind))
            v[n - 1].n++;
        else
            v[n++] = (Group){ p, 1, p->words_before };
    }
    *out = v;
    return n;
}

static bool says_side(const Group *g)
{
    return g->v[0].lead == LEAD_BEFORE || g->v[0].lead == LEAD_UNTIL;
}

/* "báo cáo năm 2023 trước 15/12/2023": the year tells the subject, not the time. */
static size_t drop_subjects(Group *g, size_t n)
{
    bool side = false;
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        side |= says_side(&g[i]) || g[i].v[0].kind == P_DATE;
    for (size_t i = 0; i < n; i++)
        if (!(side && n > 1 && g[i].v[0].kind == P_YEAR && g[i].n == 1 && !says_side(&g[i])
              && g[i].v[0].lead == LEAD_NONE))
            g[kept++] = g[i];
    return kept;
}

/* "Năm 2018 và các năm tiếp theo": open, and each year again. */
static void decide_onward(Deadline *d, PieceKind k, bool again)
{
    if (k != P_YEAR && k != P_PLAN_YEAR && k != P_QUARTER && k != P_MONTH)
        return;
    d->kind = kinds_of(k)[FORM_FROM];
    d->end = (Date){ 0 };
    if (again)
        d->every = k == P_QUARTER ? EVERY_QUARTER : k == P_MONTH ? EVERY_MONTH : EVERY_YEAR;
}

static void decide_dated(Deadline *d, Arena *a, Scan *s, int hint)
{
    Group *g;
    size_t n = groups_of(a, s, &g);
    Deadline last = { 0 };

    n = drop_subjects(g, n);
    if (!n)
        return;
    decide_group(d, &g[0], s->complete && n == 1, hint);
    for (size_t i = 0; i < s->pieces.n; i++)
        if (s->pieces.v[i].kind == P_ONWARD)
            decide_onward(d, g[0].v[0].kind, s->pieces.v[i].n);
    if (n == 1)
        return;
    if (!g[n - 1].words_before && says_side(&g[n - 1])) {   /* "Quý I, trước 15/3": the narrower one binds */
        Date start = d->start;

        decide_group(d, &g[n - 1], s->complete, hint);
        if (!d->start.day && d->end.day && start.day <= d->end.day)
            d->start = start;
        return;
    }
    decide_group(&last, &g[n - 1], false, hint);
    d->kind = DL_MILESTONES;
    d->end = last.end;
    d->vague = false;
}

static const struct {
    int every;
    const char *alone, *listed;
} rhythms[] = {
    { EVERY_DAY, "daily", "day" }, { EVERY_WEEK, "weekly", "week" }, { EVERY_MONTH, "monthly", "month" },
    { EVERY_QUARTER, "quarterly", "quarter" }, { EVERY_HALF, "half-yearly", "half" },
    { EVERY_YEAR, "yearly", "year" }, { EVERY_PERIOD, "per period", "period" }, { AD_HOC, "ad hoc", "ad hoc" },
    { CONTINUOUS, "continuous", "continuous" },
};

static Str rhythm_text(Arena *a, const Deadline *d)
{
    Buf b = { .arena = a };
    bool alone = (d->every & (d->every - 1)) == 0, few = d->kind == DL_RECURRING && d->count > 1;

    for (size_t i = 0; i < COUNT(rhythms); i++) {
        if (!(d->every & rhythms[i].every))
            continue;
        if (d->kind == DL_RECURRING_COUNT)
            buf_fmt(&b, "%d per ", d->count);
        else if (few)
            buf_fmt(&b, "every %d ", d->count);
        else if (b.n)
            buf_lit(&b, ", ");
        if (few)
            buf_fmt(&b, "%ss", rhythms[i].listed);
        else
            buf_lit(&b, alone && d->kind != DL_RECURRING_COUNT ? rhythms[i].alone : rhythms[i].listed);
    }
    return buf_str(&b);
}

static const Piece *find(const Scan *s, PieceKind k)
{
    for (size_t i = 0; i < s->pieces.n; i++)
        if (s->pieces.v[i].kind == k)
            return &s->pieces.v[i];
    return NULL;
}

static int rhythms_of(const Scan *s)
{
    int every = 0;

    for (size_t i = 0; i < s->pieces.n; i++) {
        const Piece *p = &s->pieces.v[i];

        if (p->kind == P_EVERY || p->kind == P_OF_PERIOD)
            every |= p->n;
        if (p->kind == P_COUNT)
            every |= p->m;
    }
    return every;
}

/* "Trước" on the first of a month is the last day of the month before it, which has no fixed number: 0. */
static void recurring_day(Deadline *d, const Scan *s, const Piece *day, int hint)
{
    const Piece *of = find(s, P_OF_PERIOD);

    d->kind = DL_RECURRING_DAY;
    d->day = day->day;
    d->month_of_period = of ? of->m : 0;
    if (day->kind == P_DATE) {
        Date end = make(hint ? hint : 2001, day->month, day->day);
        int y;

        if (end.day && day->lead == LEAD_BEFORE)
            end.day--;
        if (end.day)
            date_split(end, &y, &d->month, &d->day);
        if (hint)
            d->end = end;
        return;
    }
    if (day->lead == LEAD_BEFORE)
        d->day--;
}

static void decide_recurring(Deadline *d, Arena *a, Scan *s, int hint)
{
    const Piece *day = find(s, P_DAY), *date = find(s, P_DATE), *weekday = find(s, P_WEEKDAY);
    const Piece *count = find(s, P_COUNT), *every = find(s, P_EVERY);

    d->kind = DL_RECURRING;
    d->every = rhythms_of(s) | (s->ad_hoc ? AD_HOC : 0);
    if ((d->every & (d->every - 1)) != 0) {
        d->kind = DL_RECURRING_MIXED;
    } else if (day || (date && !date->year)) {
        recurring_day(d, s, day ? day : date, hint);
    } else if (weekday && d->every == EVERY_WEEK) {
        d->kind = DL_RECURRING_DAY;
        d->day = weekday->day;
    } else if (every && every->m > 1) {
        d->count = every->m;
    } else if (count) {
        d->kind = DL_RECURRING_COUNT;
        d->count = count->n;
    } else if (d->every == EVERY_YEAR) {                    /* "Quý I hàng năm": the year says when within it */
        Deadline within = { 0 };

        decide_dated(&within, a, s, hint);
        d->start = within.start;
        d->end = within.end;
    }
}

static void decide_offset(Deadline *d, const Scan *s, const Piece *p, const Calendar *cal)
{
    const Piece *date = find(s, P_DATE);

    d->offset = p->n;
    d->kind = p->m == 'w' ? DL_OFFSET_WORKING_DAYS : p->m == 'd' ? DL_OFFSET_DAYS : p->m == 'm' ? DL_OFFSET_MONTHS
                                                                                               : DL_OFFSET_HOURS;
    d->event = s->event;
    if (date && date->year) {
        d->event = (Str){ 0 };
        deadline_bind(d, cal, make(date->year, date->month, date->day));
    }
}

static Str event_of(const Scan *s)
{
    for (size_t i = 0; i < s->event.n; i++)
        if (s->event.p[i] != '.' && s->event.p[i] != ' ')
            return s->event;
    return (Str){ 0 };
}

static void decide_tail(Deadline *d, Arena *a, const Scan *s)
{
    Scan inner;

    d->event = event_of(s);
    if (s->tail == TAIL_EVENT) {
        d->kind = s->before_event ? DL_BEFORE_EVENT : DL_AFTER_EVENT;
        return;
    }
    if (s->tail == TAIL_DEMAND) {
        d->kind = DL_ON_DEMAND;
        d->every = AD_HOC;
        if (text_fold_eq(d->event, S("yêu cầu")))
            d->event = (Str){ 0 };                          /* does not say whose */
        return;
    }
    d->kind = DL_PER_DOCUMENT;
    deadline_scan(&inner, a, d->event);
    d->every = rhythms_of(&inner);
    if (text_fold_eq(d->event, S("tiến độ")))
        d->event = (Str){ 0 };                              /* names no document */
}

static void decide(Deadline *d, Arena *a, Scan *s, int year, const Calendar *cal)
{
    const Piece *offset = find(s, P_OFFSET);

    if (!s->words)
        return;
    d->kind = DL_UNKNOWN;
    join_years(s);
    if (offset) {
        decide_offset(d, s, offset, cal);
    } else if (s->tail_first) {
        decide_tail(d, a, s);
    } else if (s->standing) {
        d->kind = DL_STANDING;
        d->every = CONTINUOUS;
        const Piece *y = find(s, P_YEAR);

        if (y && !y->words_before) {
            d->start = make(y->year, 1, 1);
            d->end = month_end(y->year, 12);
        }
    } else if (rhythms_of(s)) {
        decide_recurring(d, a, s, year);
    } else if (s->ad_hoc && !s->pieces.n) {
        d->kind = DL_ON_DEMAND;
        d->every = AD_HOC;
    } else {
        decide_dated(d, a, s, year);
    }
}

void deadline_parse(Deadline *out, Arena *a, Str s, int year, const Calendar *cal)
{
    Scan scan;

    *out = (Deadline){ .kind = DL_NONE, .text = s };
    /* How people mark an empty cell when they talk about it. */
    if (text_fold_eq(s, S("(ô trống)")) || text_fold_eq(s, S("không có")))
        return;
    deadline_scan(&scan, a, s);
    decide(out, a, &scan, year, cal);
    if (out->start.day && out->end.day && out->end.day < out->start.day)
        out->start = (Date){ 0 };
    out->recurrence = rhythm_text(a, out);
}

void deadline_bind(Deadline *d, const Calendar *cal, Date event)
{
    if (!event.day)
        return;
    if (d->kind == DL_BEFORE_EVENT) {
        d->end = (Date){ event.day - 1 };
        return;
    }
    d->start = event;
    if (d->kind == DL_OFFSET_WORKING_DAYS && cal)
        d->end = cal_add_working_days(cal, event, d->offset);
    if (d->kind == DL_OFFSET_DAYS)
        d->end = cal ? cal_add_calendar_days(cal, event, d->offset) : (Date){ event.day + d->offset };
    if (d->kind == DL_OFFSET_MONTHS) {
        d->end = date_add_months(event, d->offset);
        if (cal && cal_covers(d->end))
            d->end = cal_working_day_from(cal, d->end);
    }
}

/* The due day of the period of `months` months that holds `from`, or of the `ahead`-th after it. */
static Date due_in_period(const Deadline *d, Date from, int months, int ahead)
{
    int y, m, day, index, max;

    date_split(from, &y, &m, &day);
    index = (y * 12 + m - 1) / months * months + ahead * months;
    if (d->month)
        index += d->month - 1;
    else
        index += d->month_of_period ? d->month_of_period - 1 : months - 1;
    y = index / 12;
    m = index % 12 + 1;
    if (y > 9999)
        return (Date){ 0 };
    max = date_days_in_month(y, m);
    if (d->day == 0 && d->kind == DL_RECURRING_DAY)         /* "trước ngày 01": the last day of the month before */
        return (Date){ make(y, m, 1).day - 1 };
    return make(y, m, d->kind == DL_RECURRING_DAY && d->day < max ? d->day : max);
}

static Date next_of(const Deadline *d, int every, Date after)
{
    int months = every == EVERY_MONTH ? 1 : every == EVERY_QUARTER ? 3 : every == EVERY_HALF ? 6 : 12;

    if (every == EVERY_DAY)
        return (Date){ after.day + 1 };
    if (every == EVERY_WEEK) {
        int want = d->kind == DL_RECURRING_DAY ? d->day : 7;
        int ahead = (want - date_weekday(after) + 7) % 7;

        return (Date){ after.day + (ahead ? ahead : 7) };
    }
    if (every != EVERY_MONTH && every != EVERY_QUARTER && every != EVERY_HALF && every != EVERY_YEAR)
        return (Date){ 0 };
    for (int ahead = 0; ahead <= 2; ahead++) {
        Date due = due_in_period(d, after, months, ahead);

        if (due.day > after.day)
            return due;
    }
    return (Date){ 0 };
}

Date deadline_next(const Deadline *d, Date after)
{
    Date best = { 0 };

    if (!after.day || d->kind == DL_RECURRING_COUNT || (d->kind == DL_RECURRING && d->count > 1))
        return best;                                        /* "3 năm/lần" does not say in which of them */
    if (d->kind != DL_RECURRING && d->kind != DL_RECURRING_DAY && d->kind != DL_RECURRING_MIXED
        && (d->kind != DL_FROM_YEAR_OPEN || !d->every) && !(d->kind == DL_FROM_QUARTER_OPEN && d->every)
        && !(d->kind == DL_FROM_MONTH_OPEN && d->every))
        return d->end.day > after.day ? d->end : best;
    if (d->kind == DL_RECURRING && d->end.day) {            /* the same part of each year */
        for (int years = 0; years < 200; years++) {
            Date due = date_add_months(d->end, 12 * years);

            if (due.day > after.day)
                return due;
        }
        return best;
    }
    if (d->start.day > after.day)
        after = d->start;
    for (int every = EVERY_DAY; every <= EVERY_YEAR; every <<= 1) {
        Date due = d->every & every ? next_of(d, every, after) : (Date){ 0 };

        if (due.day && (!best.day || due.day < best.day))
            best = due;
    }
    return best;
}

int32_t deadline_late(const Deadline *d, const Calendar *cal, Date done)
{
    if (d->kind == DL_STANDING || d->kind == DL_RECURRING || d->kind == DL_RECURRING_MIXED
        || d->kind == DL_RECURRING_COUNT || d->kind == DL_RECURRING_DAY)
        return 0;
    return cal_late_days(cal, d->end, done);
}
