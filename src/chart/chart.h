/*
 * Small charts as SVG, written on the server into a page or a document.
 *
 *     Chart k = { .title = S("Điểm từng lĩnh vực"), .places = 2 };
 *     chart_bars(out, &k, bars, n);
 *
 * Pure: the same values give the same bytes. Colours are class names that assets/app.css decides; there is no
 * style attribute (the pages' policy forbids it), no script, and every text stays text. The whole is one image
 * for a screen reader: its name is `title`, its description every value in words. Labels are data: they are
 * escaped, direction marks and control characters are dropped, and what does not fit is cut with "…".
 * Positions are whole pixels, computed from the exact decimals by integers. Text needs about 360 px to be read
 * on a phone, hence the default width. The chart borrows its arguments; scratch text comes from out->arena.
 */
#pragma once
#include "base/dec.h"

typedef struct Chart {
    Str title;              /* must not be empty */
    Str desc;               /* empty: made from the values */
    Lang lang;              /* words, and comma or point in numbers */
    int places;             /* decimals shown, 0..8 */
    int width;              /* CSS pixels at full size, 240..2000; 0: 360 */
} Chart;

/* One line of achieved points of a maximum. Values are clamped to 0..max for drawing, printed as they are. */
typedef struct ChartBar {
    Str label;
    Dec value, max;         /* max <= 0: an empty track */
    bool mine;              /* stands out; when nobody does, all look alike */
} ChartBar;

void chart_bars(Buf *out, const Chart *k, const ChartBar *v, size_t n);
/* The bar alone, for a table cell that already says the number; hidden from screen readers. */
void chart_cell_bar(Buf *out, Dec value, Dec max);

/* Totals made of parts: where a rank comes from. parts[row * nparts + i] belongs to names[i], i < 8 drawn apart. */
typedef struct ChartStack {
    const Str *names;       /* fields, in the order of the set */
    size_t nparts;          /* 1..8 */
    const Str *labels;      /* units */
    const Dec *parts;       /* negative parts are drawn as nothing */
    size_t nrows;
    Dec max;                /* the full width, for example 100 */
} ChartStack;

void chart_stack(Buf *out, const Chart *k, const ChartStack *s);

/* A unit in its group: least, mean, most, and itself. */
typedef struct ChartDot {
    Str label;
    Dec lo, hi;             /* ends of the scale of this line, mostly 0 and the maximum */
    Dec min, mean, max;     /* of the group */
    OptDec self;            /* not set: the unit has no value here */
} ChartDot;

void chart_dots(Buf *out, const Chart *k, const ChartDot *v, size_t n);
/* An estimate (mean) and how sure it is (min … max), one below the other on one scale; self is not used. */
void chart_intervals(Buf *out, const Chart *k, const ChartDot *v, size_t n);

/* How sure is a rank: median and the interval of the draws. 1 <= from <= median <= to <= units. */
typedef struct ChartRank {
    Str label;
    int32_t from, median, to;
    bool mine;
} ChartRank;

void chart_ranks(Buf *out, const Chart *k, const ChartRank *v, size_t n, int32_t units);

/* Values over years. A missing year breaks the line. */
typedef struct ChartLine {
    Str label;
    const OptDec *v;        /* one per year */
    bool mine;
} ChartLine;

void chart_years(Buf *out, const Chart *k, const Str *years, size_t nyears, const ChartLine *lines, size_t n);
/* The line alone, for a table cell; hidden from screen readers. Fewer than two values: an empty image. */
void chart_spark(Buf *out, const OptDec *v, size_t n);

/* Rows × columns of levels: 5 full marks … 1 hardly any, 0 not applicable. Letters A…E and – are drawn too. */
typedef struct ChartHeat {
    const Str *rows, *cols; /* cols: short codes */
    size_t nrows, ncols;
    const uint8_t *levels;  /* [row * ncols + col], 0..5 */
} ChartHeat;

void chart_heat(Buf *out, const Chart *k, const ChartHeat *h);
/* The level of a share achieved: 5 from 95%, 4 from 80%, 3 from 65%, 2 from 50%, else 1; max <= 0: 0. */
uint8_t chart_level(Dec value, Dec max);
