#include "chart/svg.h"

#include <assert.h>

int svg_width(const Chart *k)
{
    int w = k->width ? k->width : 360;

    assert(k->title.n > 0 && w >= 240 && w <= 2000);
    return w;
}

int svg_at(Dec v, Dec lo, Dec hi, int width)
{
    __int128 span = (__int128)hi.v - lo.v, off = (__int128)v.v - lo.v;

    if (span <= 0 || off <= 0)
        return 0;
    if (off >= span)
        return width;
    return (int)((off * width * 2 + span) / (span * 2));
}

/* Marks that turn the reading order, and characters that XML 1.0 does not know. */
static bool unwanted(uint32_t cp)
{
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
        return true;
    if (cp == 0x061C || cp == 0x200E || cp == 0x200F)
        return true;
    return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || (cp & 0xFFFE) == 0xFFFE;
}

void svg_escape(Buf *out, Str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t cp = utf8_next(s, &at);

        if (cp == '\t' || cp == '\n' || cp == '\r')
            cp = ' ';
        if (unwanted(cp))
            continue;
        switch (cp) {
        case '&': buf_lit(out, "&amp;"); break;
        case '<': buf_lit(out, "&lt;"); break;
        case '>': buf_lit(out, "&gt;"); break;
        case '"': buf_lit(out, "&quot;"); break;
        default: buf_cp(out, cp);
        }
    }
}

void svg_open(Buf *out, const Chart *k, int width, int height, Str desc)
{
    buf_fmt(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" role=\"img\" width=\"%d\" height=\"%d\" "
                 "viewBox=\"0 0 %d %d\"><title>", width, height, width, height);
    svg_escape(out, k->title);
    buf_lit(out, "</title><desc>");
    svg_escape(out, k->desc.n ? k->desc : desc);
    buf_lit(out, "</desc>\n");
}

void svg_close(Buf *out)
{
    buf_lit(out, "</svg>\n");
}

void svg_rect(Buf *out, const char *cls, int x, int y, int width, int height)
{
    if (width > 0 && height > 0)
        buf_fmt(out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", cls, x, y, width, height);
}

void svg_line(Buf *out, const char *cls, int x1, int y1, int x2, int y2)
{
    buf_fmt(out, "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", cls, x1, y1, x2, y2);
}

void svg_dot(Buf *out, const char *cls, int x, int y, int radius)
{
    buf_fmt(out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n", cls, x, y, radius);
}

/* The first letters that fit, or all. *cut tells that "…" must follow. */
static Str fitting(Str s, int room, bool *cut)
{
    size_t letters = room > SVG_LETTER ? (size_t)(room / SVG_LETTER) : 1, at = 0;

    *cut = room > 0 && utf8_count(s) > letters;
    if (!*cut)
        return s;
    for (size_t i = 0; i + 1 < letters && at < s.n; i++)
        (void)utf8_next(s, &at);                        /* only the place is wanted */
    return str_trim(str_sub(s, 0, at));
}

void svg_text(Buf *out, const char *cls, int x, int y, Str s, int room)
{
    bool cut;
    Str shown = fitting(s, room, &cut);

    if (cls[0])
        buf_fmt(out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", cls, x, y);
    else
        buf_fmt(out, "<text x=\"%d\" y=\"%d\">", x, y);
    svg_escape(out, shown);
    if (cut)
        buf_lit(out, "…");
    buf_lit(out, "</text>\n");
}

Str svg_number(Buf *out, const Chart *k, Dec d)
{
    return dec_fmt(out->arena, d, k->places, k->lang == LANG_EN ? NUM_PLAIN : NUM_VI);
}
