/* Values over years, as a chart with labels and as a line for a table cell. */
#include "chart/svg.h"

enum { TOP = 14, PLOT = 150, LEFT = 46, LABEL = 150, LINE_GAP = 16 };

typedef struct Span {
    Dec lo, hi;
    bool any;
} Span;

static void span_take(Span *s, const OptDec *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!v[i].has)
            continue;
        s->lo = s->any ? dec_min(s->lo, v[i].d) : v[i].d;
        s->hi = s->any ? dec_max(s->hi, v[i].d) : v[i].d;
        s->any = true;
    }
}

/* All values alike: a flat line in the middle, not on the floor. */
static Span span_open(Span s)
{
    if (s.any && dec_cmp(s.lo, s.hi) == 0) {
        s.lo = dec_sub(s.lo, DEC(1));
        s.hi = dec_add(s.hi, DEC(1));
    }
    return s;
}

static int x_at(size_t i, size_t n, int width)
{
    return n < 2 ? width / 2 : (int)((size_t)width * i / (n - 1));
}

/* One path; a missing value lifts the pen. A value alone between gaps is shown by its dot only. */
static void draw_path(Buf *out, const OptDec *v, size_t n, Span s, int left, int top, int width, int height)
{
    bool down = false;

    buf_lit(out, "<path class=\"line\" d=\"");
    for (size_t i = 0; i < n; i++) {
        if (v[i].has)
            buf_fmt(out, "%s%c%d %d", i ? " " : "", down ? 'L' : 'M', left + x_at(i, n, width),
                    top + height - svg_at(v[i].d, s.lo, s.hi, height));
        down = v[i].has;
    }
    buf_lit(out, "\"/>\n");
}

void chart_spark(Buf *out, const OptDec *v, size_t n)
{
    Span s = { 0 };
    size_t have = 0;

    for (size_t i = 0; i < n; i++)
        have += v[i].has;
    span_take(&s, v, n);
    buf_lit(out, "<svg class=\"spark\" viewBox=\"0 0 96 24\" aria-hidden=\"true\" focusable=\"false\">");
    if (have >= 2) {
        size_t last = n - 1;

        s = span_open(s);
        while (!v[last].has)
            last--;
        draw_path(out, v, n, s, 4, 4, 88, 16);
        svg_dot(out, "point self", 4 + x_at(last, n, 88), 20 - svg_at(v[last].d, s.lo, s.hi, 16), 3);
    }
    buf_lit(out, "</svg>");
}

static Str years_desc(Buf *out, const Chart *k, const Str *years, size_t nyears, const ChartLine *lines, size_t n)
{
    Buf desc = { .arena = out->arena };

    for (size_t i = 0; i < n; i++) {
        buf_fmt(&desc, "%.*s: ", SV(lines[i].label));
        for (size_t y = 0; y < nyears; y++) {
            Str value = lines[i].v[y].has ? svg_number(out, k, lines[i].v[y].d) : str_of(tr(k->lang, T("chưa có")));

            buf_fmt(&desc, "%s%.*s %.*s", y ? "; " : "", SV(years[y]), SV(value));
        }
        buf_lit(&desc, ". ");
    }
    return buf_str(&desc);
}

/* Where the name of each line stands: at its last value, moved down until no two touch. -1: no value at all. */
static int *label_places(Buf *out, const ChartLine *lines, size_t n, size_t nyears, Span s)
{
    int *y = NEW(out->arena, int, n);
    size_t *order = NEW(out->arena, size_t, n);
    int free_from = 0;

    for (size_t i = 0; i < n; i++) {
        size_t at = i;

        y[i] = -1;
        for (size_t j = nyears; j-- > 0 && y[i] < 0;)
            if (lines[i].v[j].has)
                y[i] = TOP + PLOT - svg_at(lines[i].v[j].d, s.lo, s.hi, PLOT);
        for (; at > 0 && y[order[at - 1]] > y[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (size_t i = 0; i < n; i++) {
        int *place = &y[order[i]];

        if (*place < 0)
            continue;
        *place = *place < free_from ? free_from : *place;
        free_from = *place + LINE_GAP;
    }
    return y;
}

static void draw_frame(Buf *out, const Chart *k, const Str *years, size_t nyears, Span s, int width)
{
    svg_line(out, "grid", LEFT, TOP, LEFT + width, TOP);
    svg_line(out, "axis", LEFT, TOP + PLOT, LEFT + width, TOP + PLOT);
    if (s.any) {
        svg_text(out, "end quiet", LEFT - 8, TOP + 4, svg_number(out, k, s.hi), 0);
        svg_text(out, "end quiet", LEFT - 8, TOP + PLOT + 4, svg_number(out, k, s.lo), 0);
    }
    for (size_t i = 0; i < nyears; i++)
        svg_text(out, "mid quiet", LEFT + x_at(i, nyears, width), TOP + PLOT + 20, years[i], 0);
}

void chart_years(Buf *out, const Chart *k, const Str *years, size_t nyears, const ChartLine *lines, size_t n)
{
    int w = svg_width(k), width = w - LEFT - LABEL, needed = TOP + PLOT + 28, *label_y;
    Span s = { 0 };

    for (size_t i = 0; i < n; i++)
        span_take(&s, lines[i].v, nyears);
    s = span_open(s);
    label_y = label_places(out, lines, n, nyears, s);
    for (size_t i = 0; i < n; i++)
        needed = label_y[i] + LINE_GAP > needed ? label_y[i] + LINE_GAP : needed;
    svg_open(out, k, w, needed, years_desc(out, k, years, nyears, lines, n));
    draw_frame(out, k, years, nyears, s, width);
    for (size_t i = 0; i < n; i++) {
        const ChartLine *l = &lines[i];

        buf_lit(out, l->mine || n == 1 ? "<g class=\"mine\">\n" : "<g class=\"other\">\n");
        draw_path(out, l->v, nyears, s, LEFT, TOP, width, PLOT);
        for (size_t j = 0; j < nyears; j++)
            if (l->v[j].has)
                svg_dot(out, l->mine || n == 1 ? "point self" : "point", LEFT + x_at(j, nyears, width),
                        TOP + PLOT - svg_at(l->v[j].d, s.lo, s.hi, PLOT), 4);
        if (label_y[i] >= 0)
            svg_text(out, l->mine ? "strong" : "", LEFT + width + 12, label_y[i] + 4, l->label, LABEL - 12);
        buf_lit(out, "</g>\n");
    }
    svg_close(out);
}
