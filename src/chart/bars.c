/* Bars: points achieved of a maximum, and totals made of parts. */
#include "chart/svg.h"

#include <assert.h>

enum { ROW = 36, TRACK_AT = 21, TRACK = 9 };

static Dec not_negative(Dec d)
{
    return dec_max(d, DEC(0));
}

static Str of_max(Buf *out, const Chart *k, const ChartBar *b)
{
    Str value = svg_number(out, k, b->value);
    Str max = dec_exact(out->arena, b->max, k->lang == LANG_EN ? NUM_PLAIN : NUM_VI);

    return str_fmt(out->arena, "%.*s / %.*s", SV(value), SV(max));
}

void chart_bars(Buf *out, const Chart *k, const ChartBar *v, size_t n)
{
    int w = svg_width(k);
    bool chosen = false;
    Buf desc = { .arena = out->arena };

    for (size_t i = 0; i < n; i++) {
        Str figure = of_max(out, k, &v[i]);

        buf_fmt(&desc, "%.*s: %.*s. ", SV(v[i].label), SV(figure));
        chosen |= v[i].mine;
    }
    svg_open(out, k, w, (int)n * ROW, buf_str(&desc));
    for (size_t i = 0; i < n; i++) {
        int y = (int)i * ROW;
        Str figure = of_max(out, k, &v[i]);
        int figure_room = (int)utf8_count(figure) * SVG_LETTER + 2 * SVG_LETTER;

        svg_text(out, v[i].mine ? "strong" : "", 0, y + 14, v[i].label, w - figure_room);
        svg_text(out, v[i].mine ? "end strong" : "end", w, y + 14, figure, 0);
        svg_rect(out, "track", 0, y + TRACK_AT, w, TRACK);
        svg_rect(out, chosen && !v[i].mine ? "value other" : "value", 0, y + TRACK_AT,
                 svg_at(v[i].value, DEC(0), v[i].max, w), TRACK);
    }
    svg_close(out);
}

void chart_cell_bar(Buf *out, Dec value, Dec max)
{
    buf_lit(out, "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
                 "focusable=\"false\">");
    svg_rect(out, "track", 0, 0, 100, 10);
    svg_rect(out, "value", 0, 0, svg_at(value, DEC(0), max, 100), 10);
    buf_lit(out, "</svg>");
}

/* Names of the parts with their swatches and numbers, one a line. Returns the height used. */
static int stack_key(Buf *out, const ChartStack *s, int w)
{
    for (size_t i = 0; i < s->nparts; i++) {
        int y = (int)i * 20;
        Str name = str_fmt(out->arena, "%zu. %.*s", i + 1, SV(s->names[i]));
        const char *cls = str_z(out->arena, str_fmt(out->arena, "s%zu", i + 1));

        svg_rect(out, cls, 0, y + 4, 12, 12);
        svg_text(out, "quiet", 20, y + 14, name, w - 20);
    }
    return (int)s->nparts * 20 + 8;
}

static Dec stack_total(const ChartStack *s, size_t row)
{
    Dec sum = { 0 };

    for (size_t i = 0; i < s->nparts; i++)
        sum = dec_add(sum, s->parts[row * s->nparts + i]);
    return sum;
}

/*
 * Ends are computed from running sums, not from each part: so rounding to pixels never adds up, and a total
 * is drawn as long as it is.
 */
static void stack_row(Buf *out, const ChartStack *s, size_t row, int y, int w)
{
    Dec sum = { 0 };
    int from = 0;

    svg_rect(out, "track", 0, y, w, 16);
    for (size_t i = 0; i < s->nparts; i++) {
        const char *cls = str_z(out->arena, str_fmt(out->arena, "s%zu", i + 1));
        int to;

        sum = dec_add(sum, not_negative(s->parts[row * s->nparts + i]));
        to = svg_at(sum, DEC(0), s->max, w);
        svg_rect(out, cls, from, y, to - from, 16);
        if (to - from >= 14)
            svg_text(out, i % 2 ? "mid" : "mid on", (from + to) / 2, y + 13, str_fmt(out->arena, "%zu", i + 1), 0);
        from = to;
    }
}

static Str stack_desc(Buf *out, const Chart *k, const ChartStack *s)
{
    Buf desc = { .arena = out->arena };

    for (size_t r = 0; r < s->nrows; r++) {
        Str total = svg_number(out, k, stack_total(s, r));

        buf_fmt(&desc, "%.*s: %.*s (", SV(s->labels[r]), SV(total));
        for (size_t i = 0; i < s->nparts; i++) {
            Str part = svg_number(out, k, s->parts[r * s->nparts + i]);

            buf_fmt(&desc, "%s%.*s %.*s", i ? "; " : "", SV(s->names[i]), SV(part));
        }
        buf_lit(&desc, "). ");
    }
    return buf_str(&desc);
}

void chart_stack(Buf *out, const Chart *k, const ChartStack *s)
{
    int w = svg_width(k), y;

    assert(s->nparts >= 1 && s->nparts <= 8);
    svg_open(out, k, w, (int)s->nparts * 20 + 8 + (int)s->nrows * 44, stack_desc(out, k, s));
    y = stack_key(out, s, w);
    for (size_t r = 0; r < s->nrows; r++, y += 44) {
        Str total = svg_number(out, k, stack_total(s, r));

        svg_text(out, "", 0, y + 14, s->labels[r], w - 70);
        svg_text(out, "end strong", w, y + 14, total, 0);
        stack_row(out, s, r, y + 21, w);
    }
    svg_close(out);
}
