#include "chart/timeline.h"

#include "chart/svg.h"

#include <assert.h>

static int at(const ChartTime *t, Date d, int width)
{
    int64_t span = (int64_t)t->to.day - t->from.day + 1, off = (int64_t)d.day - t->from.day;

    assert(span > 0);
    if (off <= 0)
        return 0;
    return off >= span ? width : (int)(off * width / span);
}

static bool inside(const ChartTime *t, Date d)
{
    return d.day >= t->from.day && d.day <= t->to.day;
}

/* First days of months within the time drawn. */
static Date next_month(Date d)
{
    int y, m, day;
    Date next = d;

    date_split(d, &y, &m, &day);
    (void)date_make(&next, m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1);    /* the first of a month exists until 9999 */
    return next.day > d.day ? next : (Date){ d.day + 31 };
}

static void add(Arena *a, ChartShapes *out, ChartShape s)
{
    *vec_add(a, out) = s;
}

static void grid(Arena *a, const ChartTime *t, int x, int y, int width, int height, ChartShapes *out)
{
    for (Date d = next_month(t->from); d.day <= t->to.day; d = next_month(d))
        add(a, out, (ChartShape){ SHAPE_LINE, "grid", x + at(t, d, width), y, x + at(t, d, width), y + height, { 0 } });
}

static const char *const bars[] = { "t-idle", "t-good", "t-warn", "t-bad" };

static const char *class_of(const char *state)
{
    for (size_t i = 0; i < COUNT(bars); i++)
        if (!strcmp(bars[i] + 2, state))
            return bars[i];
    return bars[0];
}

void chart_span_shapes(Arena *a, const ChartTime *t, const ChartSpan *s, int x, int y, int width, ChartShapes *out)
{
    const char *cls = class_of(s->state);

    grid(a, t, x, y, width, SPAN_ROW, out);
    if (inside(t, t->today))
        add(a, out, (ChartShape){ SHAPE_LINE, "t-today", x + at(t, t->today, width), y, x + at(t, t->today, width), y + SPAN_ROW, { 0 } });
    if (s->to.day && s->to.day >= t->from.day && s->from.day <= t->to.day) {
        int left = at(t, s->from, width), right = at(t, (Date){ s->to.day + 1 }, width);

        add(a, out, (ChartShape){ SHAPE_RECT, cls, x + left, y + 7, right - left < 4 ? 4 : right - left, 8, { 0 } });
    }
    if (s->first.day && inside(t, s->first))
        add(a, out, (ChartShape){ SHAPE_LINE, "t-first", x + at(t, s->first, width), y + 3, x + at(t, s->first, width), y + SPAN_ROW - 3, { 0 } });
    for (size_t i = 0; i < s->n_marks; i++)
        if (inside(t, s->marks[i]))
            add(a, out, (ChartShape){ SHAPE_DOT, cls, x + at(t, s->marks[i], width), y + SPAN_ROW / 2, 4, 0, { 0 } });
    if (s->done.day && inside(t, s->done))
        add(a, out, (ChartShape){ SHAPE_DOT, "t-done", x + at(t, s->done, width), y + SPAN_ROW / 2, 5, 0, { 0 } });
}

void chart_months_shapes(Arena *a, const ChartTime *t, Lang lang, int x, int y, int width, ChartShapes *out)
{
    grid(a, t, x, y, width, SPAN_HEAD, out);
    for (Date d = t->from; d.day <= t->to.day; d = next_month(d)) {
        int year, month, day;

        date_split(d, &year, &month, &day);
        add(a, out, (ChartShape){ SHAPE_TEXT, "quiet", x + at(t, d, width) + 4, y + 14, 0, 0,
            str_fmt(a, lang == LANG_EN ? "%d" : "T%d", month) });
    }
}

static void draw(Buf *out, const ChartShapes *v, int width, int height)
{
    buf_fmt(out, "<svg class=\"span\" aria-hidden=\"true\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n", width, height, width, height);
    for (size_t i = 0; i < v->n; i++) {
        const ChartShape *s = &v->v[i];

        switch (s->kind) {
        case SHAPE_RECT: svg_rect(out, s->cls, s->x, s->y, s->w, s->h); break;
        case SHAPE_LINE: svg_line(out, s->cls, s->x, s->y, s->w, s->h); break;
        case SHAPE_DOT: svg_dot(out, s->cls, s->x, s->y, s->w); break;
        case SHAPE_TEXT: svg_text(out, s->cls, s->x, s->y, s->text, s->w); break;
        }
    }
    buf_lit(out, "</svg>\n");
}

void chart_span(Buf *out, const ChartTime *t, const ChartSpan *s, int width)
{
    SCRATCH(tmp);
    ChartShapes v = { 0 };

    chart_span_shapes(&tmp, t, s, 0, 0, width, &v);
    draw(out, &v, width, SPAN_ROW);
}

void chart_months(Buf *out, const ChartTime *t, Lang lang, int width)
{
    SCRATCH(tmp);
    ChartShapes v = { 0 };

    chart_months_shapes(&tmp, t, lang, 0, 0, width, &v);
    draw(out, &v, width, SPAN_HEAD);
}
