/* A unit among others: dots on ranges, and how sure its rank is. */
#include "chart/svg.h"

#include <assert.h>

enum { DOT_ROW = 42, RANK_ROW = 24, EDGE = 7 };

static Str dots_desc(Buf *out, const Chart *k, const ChartDot *v, size_t n)
{
    Buf desc = { .arena = out->arena };

    for (size_t i = 0; i < n; i++) {
        Str min = svg_number(out, k, v[i].min), mean = svg_number(out, k, v[i].mean), max = svg_number(out, k, v[i].max);
        Str self = v[i].self.has ? svg_number(out, k, v[i].self.d) : str_of(tr(k->lang, T("chưa có")));

        buf_fmt(&desc, tr(k->lang, T("%.*s: đơn vị %.*s, thấp nhất %.*s, bình quân %.*s, cao nhất %.*s.")),
                SV(v[i].label), SV(self), SV(min), SV(mean), SV(max));
        buf_ch(&desc, ' ');
    }
    return buf_str(&desc);
}

static Str intervals_desc(Buf *out, const Chart *k, const ChartDot *v, size_t n)
{
    Buf desc = { .arena = out->arena };

    for (size_t i = 0; i < n; i++)
        buf_fmt(&desc, tr(k->lang, T("%.*s: %.*s, từ %.*s đến %.*s. ")), SV(v[i].label), SV(svg_number(out, k, v[i].mean)),
                SV(svg_number(out, k, v[i].min)), SV(svg_number(out, k, v[i].max)));
    return buf_str(&desc);
}

static void range(Buf *out, int min, int max, int y)
{
    svg_line(out, "range", min, y, max, y);
    svg_line(out, "range", min, y - 4, min, y + 4);
    svg_line(out, "range", max, y - 4, max, y + 4);
}

static void dots_key(Buf *out, const Chart *k, int y)
{
    svg_dot(out, "point self", EDGE, y + 10, 6);
    svg_text(out, "quiet", 18, y + 14, str_of(tr(k->lang, T("đơn vị"))), 0);
    svg_line(out, "mean", 82, y + 3, 82, y + 17);
    svg_text(out, "quiet", 90, y + 14, str_of(tr(k->lang, T("bình quân"))), 0);
    svg_line(out, "range", 166, y + 10, 190, y + 10);
    svg_text(out, "quiet", 197, y + 14, str_of(tr(k->lang, T("thấp nhất – cao nhất"))), 0);
}

void chart_dots(Buf *out, const Chart *k, const ChartDot *v, size_t n)
{
    int w = svg_width(k), span = w - 2 * EDGE;

    svg_open(out, k, w, (int)n * DOT_ROW + 24, dots_desc(out, k, v, n));
    for (size_t i = 0; i < n; i++) {
        const ChartDot *d = &v[i];
        int y = (int)i * DOT_ROW, line = y + 27;
        int min = EDGE + svg_at(d->min, d->lo, d->hi, span), max = EDGE + svg_at(d->max, d->lo, d->hi, span);
        int mean = EDGE + svg_at(d->mean, d->lo, d->hi, span);

        svg_text(out, "", 0, y + 14, d->label, w - 70);
        svg_line(out, "grid", EDGE, line, w - EDGE, line);
        range(out, min, max, line);
        svg_line(out, "mean", mean, line - 8, mean, line + 8);
        if (!d->self.has)
            continue;
        svg_text(out, "end strong", w, y + 14, svg_number(out, k, d->self.d), 0);
        svg_dot(out, "point self", EDGE + svg_at(d->self.d, d->lo, d->hi, span), line, 6);
    }
    dots_key(out, k, (int)n * DOT_ROW);
    svg_close(out);
}

void chart_intervals(Buf *out, const Chart *k, const ChartDot *v, size_t n)
{
    int w = svg_width(k), span = w - 2 * EDGE, y = (int)n * DOT_ROW;

    svg_open(out, k, w, y + 24, intervals_desc(out, k, v, n));
    for (size_t i = 0; i < n; i++) {
        const ChartDot *d = &v[i];
        int top = (int)i * DOT_ROW, line = top + 27;

        svg_text(out, "", 0, top + 14, d->label, w - 70);
        svg_text(out, "end strong", w, top + 14, svg_number(out, k, d->mean), 0);
        svg_line(out, "grid", EDGE, line, w - EDGE, line);
        range(out, EDGE + svg_at(d->min, d->lo, d->hi, span), EDGE + svg_at(d->max, d->lo, d->hi, span), line);
        svg_dot(out, "point self", EDGE + svg_at(d->mean, d->lo, d->hi, span), line, 6);
    }
    if (n) {
        svg_text(out, "quiet", 0, y + 14, svg_number(out, &(Chart){ .lang = k->lang }, v[0].lo), 0);
        svg_text(out, "end quiet", w, y + 14, svg_number(out, &(Chart){ .lang = k->lang }, v[0].hi), 0);
    }
    svg_close(out);
}

static int rank_at(int32_t rank, int32_t units, int span)
{
    return svg_at(dec_int(rank), dec_int(1), dec_int(units), span);
}

/* About six marks: 1, then steps of 1, 2, 5, 10, 20, 50 … */
static void rank_axis(Buf *out, int32_t units, int left, int span, int bottom)
{
    static const int32_t steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 };
    int32_t step = steps[0];

    for (size_t i = 0; i < COUNT(steps) && units / step > 6; i++)
        step = steps[i];
    for (int32_t mark = 1; mark <= units; mark = mark == 1 && step > 1 ? step : mark + step) {
        int x = left + rank_at(mark, units, span);

        svg_line(out, "grid", x, 20, x, bottom);
        svg_text(out, "mid quiet", x, 14, str_fmt(out->arena, "%d", mark), 0);
    }
}

static Str ranks_desc(Buf *out, const Chart *k, const ChartRank *v, size_t n)
{
    Buf desc = { .arena = out->arena };

    for (size_t i = 0; i < n; i++) {
        buf_fmt(&desc, tr(k->lang, T("%.*s: hạng giữa %d, khoảng %d đến %d.")), SV(v[i].label), v[i].median, v[i].from,
                v[i].to);
        buf_ch(&desc, ' ');
    }
    return buf_str(&desc);
}

void chart_ranks(Buf *out, const Chart *k, const ChartRank *v, size_t n, int32_t units)
{
    int w = svg_width(k), left = w * 2 / 5, span = w - left - 78, bottom = 24 + (int)n * RANK_ROW;

    svg_open(out, k, w, bottom + 4, ranks_desc(out, k, v, n));
    rank_axis(out, units, left, span, bottom);
    for (size_t i = 0; i < n; i++) {
        const ChartRank *r = &v[i];
        int y = 24 + (int)i * RANK_ROW, from, to;

        assert(1 <= r->from && r->from <= r->median && r->median <= r->to && r->to <= units);
        from = left + rank_at(r->from, units, span);
        to = left + rank_at(r->to, units, span);
        svg_text(out, r->mine ? "strong" : "", 0, y + 16, r->label, left - 12);
        svg_rect(out, r->mine ? "value" : "band", from - 3, y + 7, to - from + 6, 10);
        svg_dot(out, r->mine ? "point mine" : "point", left + rank_at(r->median, units, span), y + 12, 5);
        svg_text(out, r->mine ? "end strong" : "end", w, y + 16,
                 str_fmt(out->arena, "%d (%d–%d)", r->median, r->from, r->to), 0);
    }
    svg_close(out);
}
