/* One page of a PDF as a picture, and how many there are. The picture: runs in the reader process only: fonts that are not in the file are not there. */
#include "doc/readers.h"

#include <cairo.h>
#include <poppler.h>

enum { MAX_SIDE = 4000 };

static cairo_status_t keep(void *user, const unsigned char *p, unsigned int n)
{
    buf_add(user, (Str){ (const char *)p, n });
    return CAIRO_STATUS_SUCCESS;
}

static bool draw(PopplerPage *page, int width, Buf *png)
{
    double w = 0, h = 0, scale;
    cairo_surface_t *s;
    cairo_t *cr;
    bool good;

    poppler_page_get_size(page, &w, &h);
    if (!(w >= 1 && h >= 1 && h / w < 20 && w / h < 20))
        return false;
    scale = width / w * h > MAX_SIDE ? MAX_SIDE / h : width / w;
    s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(w * scale), (int)(h * scale));
    cr = cairo_create(s);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, scale, scale);
    poppler_page_render(page, cr);
    cairo_destroy(cr);
    cairo_surface_flush(s);
    good = cairo_surface_write_to_png_stream(s, keep, png) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(s);
    return good && png->n > 0;
}

Err pdf_picture(Str *out, Arena *a, Str file, Str bytes, int page, int width, Answer *why)
{
    GBytes *data = g_bytes_new_static(bytes.p, bytes.n);
    PopplerDocument *pdf = poppler_document_new_from_bytes(data, NULL, NULL);
    PopplerPage *p = pdf && page >= 1 && page <= poppler_document_get_n_pages(pdf) ? poppler_document_get_page(pdf, page - 1) : NULL;
    Buf png = { .arena = a };
    bool good = p && draw(p, width, &png);

    if (p)
        g_object_unref(p);
    if (pdf)
        g_object_unref(pdf);
    g_bytes_unref(data);
    if (!good)
        return answer(why, E_INVALID, T("Không dựng được trang %d của tệp “%.*s”; hãy tải tệp về để xem."), page, SV(file));
    *out = buf_str(&png);
    return OK;
}

int pdf_pages(Str bytes)
{
    GBytes *data = g_bytes_new_static(bytes.p, bytes.n);
    PopplerDocument *pdf = poppler_document_new_from_bytes(data, NULL, NULL);
    int n = pdf ? poppler_document_get_n_pages(pdf) : 0;

    if (pdf)
        g_object_unref(pdf);
    g_bytes_unref(data);
    return n;
}
