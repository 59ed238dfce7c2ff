/* The same tasks as a board, a timeline and a heat map of the duties that come back. */
#include "base/map.h"
#include "chart/timeline.h"
#include "doc/drawing.h"
#include "plan/plan_view.h"
#include "plan/task_item.h"

enum { WIDTH = 720, MONTHS = 12, MOST_MARKS = 60 };

void views_pick(const Req *rq, Str base, Str query, const char *table_title, int64_t year, TaskViews *out)
{
    Str view = req_str(rq, "view");

    *out = (TaskViews){ .base = base, .query = query, .table_title = table_title, .year = year, .board = str_eq(view, S("board")),
        .timeline = str_eq(view, S("timeline")), .heat = str_eq(view, S("heat")) };
    out->table = !out->board && !out->timeline && !out->heat;
}

static bool heading(const TaskItem *k)
{
    return k->area || k->group;
}

/* ---- board */

/* What one person may do with the tasks of a unit; asked once a unit, for a board shows hundreds of cards. */
typedef struct Hands {
    Map seen;
} Hands;

enum { HAND_WORKS = 1, HAND_SIGNS = 2 };

static Err hands_of(Ctx *c, Hands *h, int64_t unit_id, int64_t *out)
{
    Str key = str_fmt(c->arena, "%lld", (long long)unit_id);
    bool works, signs;

    if (map_get(&h->seen, key, out))
        return OK;
    TRY(access_can(c, &PERM_TASK_WORK, unit_id, &works));
    TRY(access_can(c, &PERM_TASK_SIGN, unit_id, &signs));
    *out = (works ? HAND_WORKS : 0) | (signs ? HAND_SIGNS : 0);
    map_set(&h->seen, key, *out);
    return OK;
}

static Err card(Ctx *c, Hands *h, const TaskItem *k, PlanCard *out)
{
    Str at = task_column(&k->t);
    int64_t may;

    TRY(hands_of(c, h, k->t.unit_id, &may));
    *out = (PlanCard){ .k = *k, .doing = may & HAND_WORKS && str_eq(at, S("todo")),
        .done = may & HAND_WORKS && (str_eq(at, S("todo")) || str_eq(at, S("doing"))),
        .signed_ = may & HAND_SIGNS && str_eq(at, S("done")),
        .back = may & HAND_SIGNS && (str_eq(at, S("done")) || str_eq(at, S("signed"))) };
    out->moves = out->doing || out->done || out->signed_ || out->back;
    return OK;
}

/* Columns are the states of the work; in each the overdue stand first, then those whose day is near. */
static Err board(Ctx *c, const TaskItems *items, TaskViews *out)
{
    static const struct { const char *title, *code; } columns[] = {
        { T("Chưa bắt đầu"), "todo" }, { T("Đang thực hiện"), "doing" }, { T("Chờ xác nhận"), "done" }, { T("Đã xác nhận"), "signed" },
    };
    Hands hands = { .seen = { .arena = c->arena } };

    for (size_t k = 0; k < COUNT(columns); k++) {
        PlanColumn *col = vec_add(c->arena, &out->columns);

        *col = (PlanColumn){ .title = columns[k].title, .code = str_of(columns[k].code) };
        for (int turn = 0; turn < 3; turn++)
            for (size_t i = 0; i < items->n; i++) {
                const TaskItem *x = &items->v[i];
                int urgent = x->bad ? 0 : str_eq(x->letter, S("S")) ? 1 : 2;

                if (!heading(x) && urgent == turn && str_eq(task_column(&x->t), col->code))
                    TRY(card(c, &hands, x, vec_add(c->arena, &col->cards)));
            }
    }
    return OK;
}

/* ---- timeline */

static ChartTime year_time(Ctx *c, int64_t year)
{
    ChartTime t = { .today = c->today };

    (void)date_make(&t.from, (int)year, 1, 1);              /* both days exist in the years the pages take */
    (void)date_make(&t.to, (int)year, 12, 31);
    return t;
}

/* Days on which a duty is asked for, up to a day. */
static size_t marks_of(Ctx *c, const TaskItem *k, const PlanDays *d, Date from, Date to, Date **out)
{
    Deadline due;
    Date day = { from.day - 1 };
    size_t n = 0;

    deadline_parse(&due, c->arena, k->t.deadline, (int)k->t.year, d->cal);
    if (due.kind == DL_STANDING || plan_due_fixed(&due))
        return 0;
    *out = NEW(c->arena, Date, MOST_MARKS);
    while (n < MOST_MARKS) {
        Date next = deadline_next(&due, day);

        if (!next.day || next.day > to.day || next.day <= day.day)
            break;
        (*out)[n++] = day = next;
    }
    return n;
}

static ChartSpan span_of(Ctx *c, const TaskItem *k, const PlanDays *d, const ChartTime *t)
{
    ChartSpan s = { .label = k->words, .state = k->good ? "good" : k->warn ? "warn" : k->bad ? "bad" : "idle", .done = k->t.done_on };
    Deadline due;
    Date *marks = NULL;

    s.n_marks = marks_of(c, k, d, t->from, t->to, &marks);
    s.marks = marks;
    if (s.n_marks)
        return s;
    deadline_parse(&due, c->arena, k->t.deadline, (int)k->t.year, d->cal);
    s.from = due.start.day ? due.start : t->from;
    s.to = k->t.due.day ? k->t.due : due.kind == DL_STANDING ? t->to : (Date){ 0 };
    if (s.from.day > s.to.day)
        s.from = s.to;
    s.first = k->t.first_due.day != k->t.due.day ? k->t.first_due : (Date){ 0 };
    return s;
}

static void timeline(Ctx *c, const TaskItems *items, const PlanDays *d, TaskViews *out)
{
    ChartTime t = year_time(c, out->year);
    Buf head = { .arena = c->arena };

    chart_months(&head, &t, c->answer.lang, WIDTH);
    out->months = html_trusted(buf_str(&head));
    for (size_t i = 0; i < items->n; i++) {
        TimeRow *row = vec_add(c->arena, &out->spans);
        Buf b = { .arena = c->arena };
        ChartSpan s;

        row->k = items->v[i];
        if (heading(&row->k))
            continue;
        s = span_of(c, &row->k, d, &t);
        chart_span(&b, &t, &s, WIDTH);
        row->bar = html_trusted(buf_str(&b));
    }
}

/* ---- heat map */

static int month_of(Date d)
{
    int y, m, day;

    date_split(d, &y, &m, &day);
    return m;
}

/* Reported after the day before it and until the day itself: in time; until the next day: late; never: missed. */
static HeatState state_of(Ctx *c, const ReportDays *reports, int64_t task_id, Date before, Date due, Date next)
{
    for (size_t i = 0; i < reports->n; i++) {
        Date on = moment_date(reports->v[i].at);

        if (reports->v[i].task_id != task_id || on.day <= before.day)
            continue;
        if (on.day <= due.day)
            return HEAT_GOOD;
        if (on.day <= next.day)
            return HEAT_LATE;
    }
    return due.day < c->today.day ? HEAT_MISSED : HEAT_COMING;
}

/* Of several times in a month the worst one counts. */
static bool worse(HeatState a, HeatState b)
{
    static const int8_t rank[] = { [HEAT_NONE] = 0, [HEAT_COMING] = 1, [HEAT_GOOD] = 2, [HEAT_LATE] = 3, [HEAT_MISSED] = 4 };

    return rank[a] > rank[b];
}

static void heat_line(Ctx *c, const TaskItem *k, const PlanDays *d, const ReportDays *reports, const ChartTime *t, TaskViews *out)
{
    HeatState months[MONTHS + 1] = { HEAT_NONE };
    Date *marks = NULL;
    size_t n = marks_of(c, k, d, t->from, t->to, &marks);
    HeatLine *line;

    if (!n)
        return;
    line = vec_add(c->arena, &out->heats);
    line->k = *k;
    for (size_t i = 0; i < n; i++) {
        HeatState s = state_of(c, reports, k->t.id, i ? marks[i - 1] : (Date){ t->from.day - 1 }, marks[i],
            i + 1 < n ? marks[i + 1] : (Date){ t->to.day + 31 });
        int m = month_of(marks[i]);

        line->asked += marks[i].day <= c->today.day;
        line->reported += marks[i].day <= c->today.day && (s == HEAT_GOOD || s == HEAT_LATE);
        if (worse(s, months[m]))
            months[m] = s;
    }
    for (int m = 1; m <= MONTHS; m++)
        *vec_add(c->arena, &line->months) = (HeatMonth){ m, months[m] == HEAT_GOOD, months[m] == HEAT_LATE, months[m] == HEAT_MISSED,
            months[m] == HEAT_COMING, months[m] == HEAT_NONE };
}

static Err heat(Ctx *c, const TaskItems *items, const PlanDays *d, int64_t plan_id, int64_t unit_id, TaskViews *out)
{
    ChartTime t = year_time(c, out->year);
    ReportDays reports;

    TRY(q_task_report_days(c, &reports, .plan_id = plan_id, .unit_id = unit_id, .year = out->year));
    for (size_t i = 0; i < items->n; i++)
        if (!heading(&items->v[i]) && items->v[i].t.year == out->year)
            heat_line(c, &items->v[i], d, &reports, &t, out);
    return OK;
}

Err views_fill(Ctx *c, const TaskItems *items, const PlanDays *d, int64_t plan_id, int64_t unit_id, TaskViews *out)
{
    if (out->board)
        TRY(board(c, items, out));
    if (out->timeline)
        timeline(c, items, d, out);
    if (out->heat)
        return heat(c, items, d, plan_id, unit_id, out);
    return OK;
}

/* ---- PDF */

enum { PAGE_W = 842, PAGE_H = 595, MARGIN = 30, LABEL = 250, TOP = 64, ROW = 15, DRAWN = 520 };

static unsigned rgb_of(const char *cls)
{
    static const struct { const char *cls; unsigned rgb; } inks[] = {
        { "t-good", 0x2f8f5b }, { "t-warn", 0xc98a1b }, { "t-bad", 0xb3302d }, { "t-idle", 0x7f8b9b }, { "t-today", 0x1d4f91 },
        { "t-first", 0x1a1f27 }, { "t-done", 0x17633a }, { "quiet", 0x4b5667 },
    };

    for (size_t i = 0; i < COUNT(inks); i++)
        if (!strcmp(inks[i].cls, cls))
            return inks[i].rgb;
    return 0xd5dae1;
}

/* Pixels of the page's picture become points of the paper: the widths are chosen, heights shrink to a row. */
static void take_shapes(Ctx *c, Drawing *d, const ChartShapes *v, int page, double x, double y, double scale)
{
    for (size_t i = 0; i < v->n; i++) {
        const ChartShape *s = &v->v[i];
        DrawMark *m = vec_add(c->arena, &d->marks);
        bool line = s->kind == SHAPE_LINE;

        *m = (DrawMark){ .page = page, .x = x + s->x, .y = y + s->y * scale, .w = line ? x + s->w : s->w,
            .h = line ? y + s->h * scale : s->h * scale, .rgb = rgb_of(s->cls), .text = s->text, .size = 8,
            .kind = line ? DRAW_LINE : s->kind == SHAPE_RECT ? DRAW_RECT : s->kind == SHAPE_TEXT ? DRAW_TEXT
                : !strcmp(s->cls, "t-done") ? DRAW_RING : DRAW_DOT };
        if (s->kind == SHAPE_DOT)
            m->w = s->w * scale;
        if (s->kind == SHAPE_TEXT)
            m->y = y + 6;
    }
}

static void page_head(Ctx *c, Drawing *d, Str title, const ChartTime *t, int page)
{
    ChartShapes months = { 0 };

    *vec_add(c->arena, &d->marks) = (DrawMark){ .kind = DRAW_TEXT, .page = page, .x = MARGIN, .y = 30, .w = PAGE_W - 2 * MARGIN, .size = 12,
        .bold = true, .text = title, .rgb = 0x1a1f27 };
    *vec_add(c->arena, &d->marks) = (DrawMark){ .kind = DRAW_TEXT, .page = page, .x = MARGIN, .y = PAGE_H - 18, .size = 8, .rgb = 0x4b5667,
        .text = str_fmt(c->arena, tr(c->answer.lang, T("Tình trạng đến ngày %.*s · trang %d")), SV(date_vi(c->arena, c->today)), page + 1) };
    chart_months_shapes(c->arena, t, c->answer.lang, 0, 0, DRAWN, &months);
    take_shapes(c, d, &months, page, MARGIN + LABEL, TOP - 16, 0.75);
}

Err views_pdf(Ctx *c, Str title, const TaskItems *items, const PlanDays *days, int64_t year, Str *bytes)
{
    Drawing d = { .width = PAGE_W, .height = PAGE_H, .title = title, .made = c->now };
    ChartTime t = year_time(c, year);
    double y = PAGE_H;

    for (size_t i = 0; i < items->n; i++) {
        const TaskItem *k = &items->v[i];
        ChartShapes v = { 0 };
        ChartSpan s;

        if (y + ROW > PAGE_H - MARGIN) {
            page_head(c, &d, title, &t, d.pages++);
            y = TOP;
        }
        *vec_add(c->arena, &d.marks) = (DrawMark){ .kind = DRAW_TEXT, .page = d.pages - 1, .x = MARGIN, .y = y + ROW / 2.0, .w = LABEL - 10,
            .size = 8, .bold = heading(k), .rgb = 0x1a1f27,
            .text = heading(k) ? k->t.objective.n ? k->t.objective : k->t.name : str_fmt(c->arena, "%.*s  %.*s", SV(k->letter), SV(k->words)) };
        if (!heading(k)) {
            s = span_of(c, k, days, &t);
            chart_span_shapes(c->arena, &t, &s, 0, 0, DRAWN, &v);
            take_shapes(c, &d, &v, d.pages - 1, MARGIN + LABEL, y, (double)ROW / SPAN_ROW);
        }
        y += ROW;
    }
    if (!d.pages)
        page_head(c, &d, title, &t, d.pages++);
    return drawing_pdf(&d, c->arena, bytes, &c->answer);
}
