#include "chart/picture.h"

#include <cairo.h>
#include <pango/pangocairo.h>

enum { SCALE = 3, WIDTH = 450, LINE = 22, LABEL = 170, NUMBER = 74, TOP = 4, FONT_SIZE = 11 };

typedef struct Draw {
    cairo_t *cr;
    PangoContext *context;
    Arena *arena;
} Draw;

static cairo_status_t write_bytes(void *user, const unsigned char *data, unsigned int n)
{
    buf_add(user, (Str){ (const char *)data, n });
    return CAIRO_STATUS_SUCCESS;
}

/* One line, cut with "…" where it does not fit. */
static void text_at(Draw *d, Str s, double x, double y, double width, bool bold, bool right)
{
    PangoLayout *l = pango_layout_new(d->context);
    PangoFontDescription *font = pango_font_description_from_string(bold ? "Liberation Serif Bold" : "Liberation Serif");
    int height;

    pango_font_description_set_absolute_size(font, FONT_SIZE * PANGO_SCALE);
    pango_layout_set_font_description(l, font);
    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(l, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango_layout_set_text(l, s.n ? s.p : "", (int)s.n);
    pango_layout_get_pixel_size(l, NULL, &height);
    cairo_move_to(d->cr, x, y + (LINE - height) / 2.0);
    pango_cairo_show_layout(d->cr, l);
    pango_font_description_free(font);
    g_object_unref(l);
}

static double share(Dec value, Dec max)
{
    double s = max.v > 0 ? (double)value.v / (double)max.v : 0;

    return s < 0 ? 0 : s > 1 ? 1 : s;
}

static void bar(Draw *d, const PictureBar *k, double y)
{
    double room = WIDTH - LABEL - NUMBER - 12, x = LABEL + 6, full = share(k->value, k->max) * room;

    cairo_set_source_rgb(d->cr, 0, 0, 0);
    text_at(d, k->label, 0, y, LABEL, k->mine, false);
    text_at(d, k->shown, WIDTH - NUMBER, y, NUMBER, k->mine, true);
    cairo_set_source_rgb(d->cr, 0.91, 0.93, 0.95);
    cairo_rectangle(d->cr, x, y + 5, room, LINE - 10);
    cairo_fill(d->cr);
    if (k->mine)
        cairo_set_source_rgb(d->cr, 0.10, 0.30, 0.58);
    else
        cairo_set_source_rgb(d->cr, 0.36, 0.50, 0.71);
    cairo_rectangle(d->cr, x, y + 5, full, LINE - 10);
    cairo_fill(d->cr);
    if (dec_cmp(k->lo, k->hi) >= 0)
        return;
    double lo = x + share(k->lo, k->max) * room, hi = x + share(k->hi, k->max) * room;

    cairo_set_source_rgb(d->cr, 0, 0, 0);
    cairo_set_line_width(d->cr, 1.2);
    cairo_move_to(d->cr, lo, y + LINE / 2.0);
    cairo_line_to(d->cr, hi, y + LINE / 2.0);
    cairo_move_to(d->cr, lo, y + 7);
    cairo_line_to(d->cr, lo, y + LINE - 7);
    cairo_move_to(d->cr, hi, y + 7);
    cairo_line_to(d->cr, hi, y + LINE - 7);
    cairo_stroke(d->cr);
}

bool picture_bars(Arena *a, const PictureBar *v, size_t n, Picture *out)
{
    int height = TOP * 2 + LINE * (int)n;
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH * SCALE, height * SCALE);
    Draw d = { .cr = cairo_create(image), .arena = a };
    cairo_font_options_t *options = cairo_font_options_create();
    Buf png = { .arena = a };
    bool ok;

    cairo_scale(d.cr, SCALE, SCALE);
    cairo_set_source_rgb(d.cr, 1, 1, 1);
    cairo_paint(d.cr);
    d.context = pango_cairo_create_context(d.cr);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(d.context, options);
    for (size_t i = 0; i < n; i++)
        bar(&d, &v[i], TOP + LINE * (double)i);
    ok = cairo_status(d.cr) == CAIRO_STATUS_SUCCESS && cairo_surface_write_to_png_stream(image, write_bytes, &png) == CAIRO_STATUS_SUCCESS;
    g_object_unref(d.context);
    cairo_font_options_destroy(options);
    cairo_destroy(d.cr);
    cairo_surface_destroy(image);
    *out = (Picture){ buf_str(&png), WIDTH * 20, height * 20 };
    return ok;
}
