#include "doc/drawing.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define FONT "Liberation Sans"

static cairo_status_t write_bytes(void *user, const unsigned char *data, unsigned int n)
{
    buf_add(user, (Str){ (const char *)data, n });
    return CAIRO_STATUS_SUCCESS;
}

static void ink(cairo_t *cr, unsigned rgb)
{
    cairo_set_source_rgb(cr, (rgb >> 16 & 0xFF) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0);
}

static void words(cairo_t *cr, const DrawMark *m)
{
    PangoLayout *l = pango_cairo_create_layout(cr);
    PangoFontDescription *font = pango_font_description_from_string(FONT);
    PangoRectangle box;

    pango_font_description_set_absolute_size(font, m->size * PANGO_SCALE);
    pango_font_description_set_weight(font, m->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(l, font);
    pango_layout_set_text(l, m->text.p, (int)m->text.n);
    pango_layout_set_single_paragraph_mode(l, TRUE);
    if (m->w > 0) {
        pango_layout_set_width(l, (int)(m->w * PANGO_SCALE));
        pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
    }
    pango_layout_get_extents(l, NULL, &box);
    cairo_move_to(cr, m->x - (m->w > 0 ? 0 : box.width / 2.0 / PANGO_SCALE * (int)m->align), m->y - box.height / 2.0 / PANGO_SCALE);
    pango_cairo_show_layout(cr, l);
    pango_font_description_free(font);
    g_object_unref(l);
}

static void put(cairo_t *cr, const DrawMark *m)
{
    ink(cr, m->rgb);
    switch (m->kind) {
    case DRAW_RECT:
        cairo_rectangle(cr, m->x, m->y, m->w, m->h);
        cairo_fill(cr);
        break;
    case DRAW_LINE:
        cairo_set_line_width(cr, 0.6);
        cairo_move_to(cr, m->x, m->y);
        cairo_line_to(cr, m->w, m->h);
        cairo_stroke(cr);
        break;
    case DRAW_DOT:
    case DRAW_RING:
        cairo_new_sub_path(cr);
        cairo_arc(cr, m->x, m->y, m->w, 0, 6.283185307179586);
        cairo_set_line_width(cr, 1);
        m->kind == DRAW_DOT ? cairo_fill(cr) : cairo_stroke(cr);
        break;
    case DRAW_TEXT:
        words(cr, m);
        break;
    }
}

Err drawing_pdf(const Drawing *d, Arena *a, Str *out, Answer *why)
{
    Buf bytes = { .arena = a };
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(write_bytes, &bytes, d->width, d->height);
    cairo_t *cr = cairo_create(s);
    cairo_status_t status;

    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, str_z(a, d->title));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, str_z(a, moment_iso(a, d->made)));
    for (int page = 0; page < d->pages; page++) {
        for (size_t i = 0; i < d->marks.n; i++)
            if (d->marks.v[i].page == page)
                put(cr, &d->marks.v[i]);
        cairo_show_page(cr);
    }
    status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(s);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(s);
    cairo_surface_destroy(s);
    if (status != CAIRO_STATUS_SUCCESS)
        return answer(why, E_IO, T("Không vẽ được tệp PDF: %s."), cairo_status_to_string(status));
    *out = buf_str(&bytes);
    return OK;
}
