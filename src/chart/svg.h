/* Inside of chart/: writing SVG elements. Coordinates are whole pixels. */
#pragma once
#include "chart/chart.h"

enum { SVG_LETTER = 7 };                                /* a generous mean width of a letter at 13 px */

int svg_width(const Chart *k);
/* v on a scale lo..hi laid over 0..width, half-up, clamped; hi <= lo gives 0. */
int svg_at(Dec v, Dec lo, Dec hi, int width);
void svg_open(Buf *out, const Chart *k, int width, int height, Str desc);
void svg_close(Buf *out);
void svg_escape(Buf *out, Str s);                       /* text or attribute value; drops what XML or reading order forbids */
void svg_rect(Buf *out, const char *cls, int x, int y, int width, int height);
void svg_line(Buf *out, const char *cls, int x1, int y1, int x2, int y2);
void svg_dot(Buf *out, const char *cls, int x, int y, int radius);
/* cls: "" start, "end", "mid", with "quiet" or "strong". room: pixels until it is cut; 0: never. */
void svg_text(Buf *out, const char *cls, int x, int y, Str s, int room);
Str svg_number(Buf *out, const Chart *k, Dec d);
