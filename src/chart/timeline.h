/*
 * A timeline: tasks over the days of a year. Shapes first, so that a page (SVG) and a paper (PDF) draw the same thing.
 * Pure and exact to the pixel: a day lies at width * (day - from) / (to - from + 1), rounded down.
 */
#pragma once
#include "base/date.h"
#include "chart/chart.h"

typedef struct ChartTime {
    Date from, to, today;       /* first and last day drawn */
} ChartTime;

typedef struct ChartSpan {
    Str label;
    Date from, to;              /* the bar, both days included; `to` unset: no bar */
    Date first;                 /* the day that was set first, where it was moved: a tick; else unset */
    Date done;                  /* a ring; unset: not done */
    const Date *marks;          /* days on which a duty comes back */
    size_t n_marks;
    const char *state;          /* class: "good" "warn" "bad" "idle" */
} ChartSpan;

enum { SPAN_ROW = 22, SPAN_HEAD = 20 };                 /* heights in pixels */

typedef enum ChartShapeKind { SHAPE_RECT, SHAPE_LINE, SHAPE_DOT, SHAPE_TEXT } ChartShapeKind;
typedef struct ChartShape {
    ChartShapeKind kind;
    const char *cls;
    int x, y, w, h;             /* LINE: from (x, y) to (w, h); DOT: w is the radius; TEXT: w is the room */
    Str text;
} ChartShape;
typedef VEC(ChartShape) ChartShapes;

void chart_span_shapes(Arena *a, const ChartTime *t, const ChartSpan *s, int x, int y, int width, ChartShapes *out);
void chart_months_shapes(Arena *a, const ChartTime *t, Lang lang, int x, int y, int width, ChartShapes *out);

/* One row, and the months above, as SVG for table cells; hidden from screen readers, who have the cells beside it. */
void chart_span(Buf *out, const ChartTime *t, const ChartSpan *s, int width);
void chart_months(Buf *out, const ChartTime *t, Lang lang, int width);
