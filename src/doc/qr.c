#include "doc/qr.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

enum { QUIET = 4, MODULE = 6, CARD_COLS = 3, CARD_ROWS = 4 };
#define FONT "Liberation Sans"
static const double A4_WIDTH = 595.28, A4_HEIGHT = 841.89, MARGIN = 42;

Err qr_make(Qr *out, Arena *a, Str text, Answer *why)
{
    QRcode *code = QRcode_encodeString8bit(str_z(a, text), 0, QR_ECLEVEL_M);
    uint8_t *dark;

    if (!code)
        return answer(why, errno == ENOMEM ? E_IO : E_INVALID, T("Địa chỉ dài quá nên không thành mã QR được; hãy đặt địa chỉ ngắn hơn."));
    dark = NEW(a, uint8_t, (size_t)code->width * (size_t)code->width);
    for (int i = 0; i < code->width * code->width; i++)
        dark[i] = code->data[i] & 1;
    *out = (Qr){ code->width, dark };
    QRcode_free(code);
    return OK;
}

static void escaped(Buf *out, Str s)
{
    s = str_replace(out->arena, s, S("&"), S("&amp;"));
    s = str_replace(out->arena, s, S("<"), S("&lt;"));
    buf_add(out, str_replace(out->arena, s, S("\""), S("&quot;")));
}

void qr_svg(Buf *out, const Qr *q, Str name)
{
    int side = q->size + 2 * QUIET;

    buf_fmt(out, "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", side, side);
    escaped(out, name);
    buf_fmt(out, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
    for (int y = 0; y < q->size; y++)
        for (int x = 0, run; x < q->size; x += run + 1) {
            for (run = 0; x + run < q->size && q->dark[y * q->size + x + run]; run++)
                ;
            if (run)
                buf_fmt(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
        }
    buf_lit(out, "\"/></svg>");
}

/* ---- PDF ---- */

typedef struct Sheet {
    Arena *arena;
    cairo_surface_t *surface;
    cairo_t *cr;
    Buf out;
} Sheet;

static cairo_status_t write_bytes(void *user, const unsigned char *data, unsigned int n)
{
    buf_add(user, (Str){ (const char *)data, n });
    return CAIRO_STATUS_SUCCESS;
}

static void sheet_open(Sheet *s, Arena *a)
{
    *s = (Sheet){ .arena = a, .out = { .arena = a } };
    s->surface = cairo_pdf_surface_create_for_stream(write_bytes, &s->out, A4_WIDTH, A4_HEIGHT);
    cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    s->cr = cairo_create(s->surface);
}

static Err sheet_close(Sheet *s, Str *pdf, Answer *why)
{
    cairo_status_t status;

    cairo_destroy(s->cr);
    cairo_surface_finish(s->surface);
    status = cairo_surface_status(s->surface);
    cairo_surface_destroy(s->surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return answer(why, E_IO, T("Không đủ bộ nhớ để lập tệp PDF."));
    *pdf = buf_str(&s->out);
    return OK;
}

/* Centred text between x and x + width; returns its height. */
static double text_at(Sheet *s, Str text, double size, bool bold, double x, double y, double width)
{
    PangoLayout *l = pango_cairo_create_layout(s->cr);
    PangoFontDescription *f = pango_font_description_from_string(FONT);
    int h;

    pango_font_description_set_absolute_size(f, size * PANGO_SCALE);
    pango_font_description_set_weight(f, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(l, f);
    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
    pango_layout_set_text(l, text.p, (int)text.n);
    pango_layout_get_size(l, NULL, &h);
    cairo_move_to(s->cr, x, y);
    cairo_set_source_rgb(s->cr, 0, 0, 0);
    pango_cairo_show_layout(s->cr, l);
    pango_font_description_free(f);
    g_object_unref(l);
    return (double)h / PANGO_SCALE;
}

static void code_at(cairo_t *cr, const Qr *q, double x, double y, double side)
{
    double m = side / (q->size + 2 * QUIET);

    cairo_set_source_rgb(cr, 0, 0, 0);
    for (int r = 0; r < q->size; r++)
        for (int c = 0; c < q->size; c++)
            if (q->dark[r * q->size + c])
                cairo_rectangle(cr, x + (c + QUIET) * m, y + (r + QUIET) * m, m, m);
    cairo_fill(cr);
}

Err qr_png(const Qr *q, Arena *a, Str *png, Answer *why)
{
    int side = (q->size + 2 * QUIET) * MODULE;
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
    cairo_t *cr = cairo_create(image);
    Buf out = { .arena = a };
    bool ok;

    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    code_at(cr, q, 0, 0, side);
    ok = cairo_status(cr) == CAIRO_STATUS_SUCCESS && cairo_surface_write_to_png_stream(image, write_bytes, &out) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_destroy(image);
    *png = buf_str(&out);
    return ok ? OK : answer(why, E_IO, T("Không đủ bộ nhớ để vẽ mã QR."));
}

Err qr_posters(const QrCard *cards, size_t n, Arena *a, Str *pdf, Answer *why)
{
    double width = A4_WIDTH - 2 * MARGIN, side = 330;
    Sheet s;

    sheet_open(&s, a);
    for (size_t i = 0; i < n; i++) {
        double y = 56;
        Err e;
        Qr q;

        if ((e = qr_make(&q, a, cards[i].address, why)) != OK) {
            (void)sheet_close(&s, pdf, why);            /* the first answer stands */
            return e;
        }
        y += text_at(&s, cards[i].place, 20, false, MARGIN, y, width) + 14;
        y += text_at(&s, cards[i].title, 34, true, MARGIN, y, width) + 16;
        y += text_at(&s, cards[i].line, 18, false, MARGIN, y, width) + 10;
        code_at(s.cr, &q, (A4_WIDTH - side) / 2, y, side);
        y += side + 10;
        y += text_at(&s, cards[i].address, 15, true, MARGIN, y, width) + 16;
        if (cards[i].note.n)
            text_at(&s, cards[i].note, 12.5, false, MARGIN + 20, y, width - 40);
        cairo_show_page(s.cr);
    }
    return sheet_close(&s, pdf, why);
}

static Err card_at(Sheet *s, const QrCard *k, double x, double y, double w, double h, Answer *why)
{
    double side = w * 0.62, at = y + 8;
    Qr q;

    TRY(qr_make(&q, s->arena, k->address, why));
    cairo_set_source_rgb(s->cr, 0.6, 0.6, 0.6);
    cairo_set_line_width(s->cr, 0.5);
    cairo_rectangle(s->cr, x, y, w, h);
    cairo_stroke(s->cr);
    at += text_at(s, k->title, 9, true, x + 6, at, w - 12) + 2;
    at += text_at(s, k->place, 8, false, x + 6, at, w - 12);
    code_at(s->cr, &q, x + (w - side) / 2, at, side);
    at += side;
    at += text_at(s, k->code, 12, true, x + 6, at, w - 12) + 2;
    text_at(s, k->line, 7.5, false, x + 6, at, w - 12);
    return OK;
}

Err qr_sheet(const QrCard *cards, size_t n, Arena *a, Str *pdf, Answer *why)
{
    double w = (A4_WIDTH - 2 * MARGIN / 2) / CARD_COLS, h = (A4_HEIGHT - 2 * MARGIN / 2) / CARD_ROWS;
    Sheet s;

    sheet_open(&s, a);
    for (size_t i = 0; i < n; i++) {
        size_t place = i % (CARD_COLS * CARD_ROWS);
        Err e = card_at(&s, &cards[i], MARGIN / 2 + (double)(place % CARD_COLS) * w, MARGIN / 2 + (double)(place / CARD_COLS) * h, w, h, why);

        if (e != OK) {
            (void)sheet_close(&s, pdf, why);            /* the first answer stands */
            return e;
        }
        if (place == CARD_COLS * CARD_ROWS - 1 || i == n - 1)
            cairo_show_page(s.cr);
    }
    return sheet_close(&s, pdf, why);
}
