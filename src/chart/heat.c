/* Heat map as a picture, for documents; pages use a table with links instead. */
#include "chart/svg.h"

#include <assert.h>

enum { CELL_W = 38, CELL_H = 24, HEAD = 22 };

static const char *const letters[] = { "–", "E", "D", "C", "B", "A" };
static const char *const classes[] = { "h0", "h1", "h2", "h3", "h4", "h5" };

uint8_t chart_level(Dec value, Dec max)
{
    static const int32_t from[] = { 50, 65, 80, 95 };   /* percent; the bands of the key on the pages */
    uint8_t level = 1;

    if (max.v <= 0)
        return 0;
    for (size_t i = 0; i < COUNT(from); i++)
        if ((__int128)value.v * 100 >= (__int128)max.v * from[i])
            level = (uint8_t)(i + 2);
    return level;
}

static Str heat_desc(Buf *out, const ChartHeat *h)
{
    Buf desc = { .arena = out->arena };

    for (size_t r = 0; r < h->nrows; r++) {
        buf_fmt(&desc, "%.*s:", SV(h->rows[r]));
        for (size_t i = 0; i < h->ncols; i++)
            buf_fmt(&desc, " %.*s %s;", SV(h->cols[i]), letters[h->levels[r * h->ncols + i]]);
        buf_lit(&desc, " ");
    }
    return buf_str(&desc);
}

void chart_heat(Buf *out, const Chart *k, const ChartHeat *h)
{
    int left = svg_width(k) / 2, w = left + (int)h->ncols * CELL_W;

    for (size_t i = 0; i < h->nrows * h->ncols; i++)
        assert(h->levels[i] < COUNT(letters));
    svg_open(out, k, w, HEAD + (int)h->nrows * CELL_H, heat_desc(out, h));
    for (size_t i = 0; i < h->ncols; i++)
        svg_text(out, "mid quiet", left + (int)i * CELL_W + CELL_W / 2, 15, h->cols[i], CELL_W + SVG_LETTER);
    for (size_t r = 0; r < h->nrows; r++) {
        int y = HEAD + (int)r * CELL_H;

        svg_text(out, "", 0, y + 16, h->rows[r], left - 10);
        for (size_t i = 0; i < h->ncols; i++) {
            uint8_t level = h->levels[r * h->ncols + i];
            int x = left + (int)i * CELL_W;

            svg_rect(out, classes[level], x, y, CELL_W - 1, CELL_H - 1);
            svg_text(out, "mid heat-ink", x + CELL_W / 2, y + 16, str_of(letters[level]), 0);
        }
    }
    svg_close(out);
}
