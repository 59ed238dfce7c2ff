#include "base/test.h"
#include "chart/timeline.h"

static Date iso(const char *s)
{
    Date d = { 0 };

    CHECK(date_parse_iso(&d, str_of(s)));
    return d;
}

static ChartTime year(void)
{
    return (ChartTime){ iso("2026-01-01"), iso("2026-12-31"), iso("2026-07-02") };
}

/* x -1: there is none. */
static ChartShape find(const ChartShapes *v, ChartShapeKind kind, const char *cls)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i].kind == kind && !strcmp(v->v[i].cls, cls))
            return v->v[i];
    return (ChartShape){ .x = -1 };
}

TEST(chart_span_places, "a bar covers its first and last day, today is a line, the day that was set first a tick, days that come back dots")
{
    ChartTime time = year();
    Date marks[] = { iso("2026-03-31"), iso("2027-03-31") };
    ChartShapes v = { 0 };

    chart_span_shapes(t->arena, &time, &(ChartSpan){ .from = iso("2026-01-01"), .to = iso("2026-12-31"), .first = iso("2026-07-02"),
        .done = iso("2026-12-31"), .state = "bad" }, 10, 0, 365, &v);
    CHECK_INT(find(&v, SHAPE_RECT, "t-bad").x, 10);
    CHECK_INT(find(&v, SHAPE_RECT, "t-bad").w, 365);
    CHECK_INT(find(&v, SHAPE_LINE, "t-today").x, 10 + 182);
    CHECK_INT(find(&v, SHAPE_LINE, "t-first").x, 10 + 182);
    CHECK_INT(find(&v, SHAPE_DOT, "t-done").x, 10 + 364);
    v.n = 0;
    chart_span_shapes(t->arena, &time, &(ChartSpan){ .marks = marks, .n_marks = 2, .state = "idle" }, 0, 0, 365, &v);
    CHECK_INT(find(&v, SHAPE_RECT, "t-idle").x, -1);
    CHECK_INT(find(&v, SHAPE_DOT, "t-idle").x, 89);
    v.n = 0;
    chart_months_shapes(t->arena, &time, LANG_VI, 0, 0, 365, &v);
    CHECK_INT(v.n, 11 + 12);
}

TEST(chart_span_hostile, "whatever the days are, nothing is drawn outside the width, and the same days give the same bytes")
{
    ChartTime time = year();
    uint64_t x = 88172645463325252ULL;

    for (int i = 0; i < 2000; i++) {
        ChartShapes v = { 0 };
        Buf a = { .arena = t->arena }, b = { .arena = t->arena };
        ChartSpan s = { .state = "good" };

        x ^= x << 13; x ^= x >> 7; x ^= x << 17;
        s.from.day = (int32_t)(x % 800000);
        s.to.day = (int32_t)((x >> 20) % 800000);
        s.first.day = (int32_t)((x >> 30) % 800000);
        s.done = (i & 1) ? time.today : s.first;
        chart_span_shapes(t->arena, &time, &s, 0, 0, 300, &v);
        for (size_t k = 0; k < v.n; k++) {
            CHECK(v.v[k].x >= 0 && v.v[k].x <= 300);
            CHECK(v.v[k].kind != SHAPE_RECT || (v.v[k].w > 0 && v.v[k].x + v.v[k].w <= 304));
        }
        chart_span(&a, &time, &s, 300);
        chart_span(&b, &time, &s, 300);
        CHECK(str_eq(buf_str(&a), buf_str(&b)));
    }
}
