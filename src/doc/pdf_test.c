#include "base/test.h"
#include "doc/readers.h"
#include "doc/sandbox.h"
#include "doc/table_out.h"
#include "doc/zip.h"

#include <cairo-pdf.h>

typedef struct PdfOut {
    Buf bytes;
    cairo_surface_t *s;
    cairo_t *cr;
} PdfOut;

static cairo_status_t keep(void *user, const unsigned char *p, unsigned int n)
{
    buf_add(user, (Str){ (const char *)p, n });
    return CAIRO_STATUS_SUCCESS;
}

static void pdf_begin(PdfOut *p, TestRun *t)
{
    *p = (PdfOut){ .bytes = { .arena = t->arena } };
    p->s = cairo_pdf_surface_create_for_stream(keep, &p->bytes, 595, 842);
    p->cr = cairo_create(p->s);
    cairo_select_font_face(p->cr, "Liberation Serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(p->cr, 13);
    cairo_set_line_width(p->cr, 0.7);
}

static Str pdf_end(PdfOut *p)
{
    cairo_destroy(p->cr);
    cairo_surface_finish(p->s);
    cairo_surface_destroy(p->s);
    return buf_str(&p->bytes);
}

static void show(PdfOut *p, double x, double y, const char *text)
{
    cairo_move_to(p->cr, x, y);
    cairo_show_text(p->cr, text);
}

static void rule(PdfOut *p, double x1, double y1, double x2, double y2)
{
    cairo_move_to(p->cr, x1, y1);
    cairo_line_to(p->cr, x2, y2);
    cairo_stroke(p->cr);
}

/* Three columns; the first cell of rows 1 and 2 is merged. */
static void table(PdfOut *p, double y, const char *const v[9])
{
    for (int r = 0; r <= 3; r++)
        rule(p, r == 2 ? 120 : 60, y + 30 * r, 540, y + 30 * r);
    for (int c = 0; c < 4; c++)
        rule(p, (double[]){ 60, 120, 400, 540 }[c], y, (double[]){ 60, 120, 400, 540 }[c], y + 90);
    for (int i = 0; i < 9; i++)
        show(p, (double[]){ 66, 126, 406 }[i % 3], y + 20 + 30 * (i / 3), v[i]);
}

static Str sample(TestRun *t)
{
    PdfOut p;

    pdf_begin(&p, t);
    show(&p, 240, 80, "KẾ HOẠCH NĂM");
    show(&p, 60, 110, "Đoạn này dài đến hết dòng thứ nhất của trang giấy và còn được viết tiếp sang một dòng");
    show(&p, 60, 128, "thứ hai ngắn.");
    show(&p, 60, 146, "1. Mục tiêu");
    table(&p, 600, (const char *const[]){ "TT", "Nhiệm vụ", "Hạn", "1", "Rà soát", "Quý I", "", "Báo cáo", "Quý II" });
    cairo_show_page(p.cr);
    show(&p, 295, 40, "2");
    table(&p, 60, (const char *const[]){ "TT", "Nhiệm vụ", "Hạn", "2", "Kiểm tra", "Quý III", "", "Tổng kết", "Quý IV" });
    show(&p, 60, 200, "Hết.");
    cairo_show_page(p.cr);
    return pdf_end(&p);
}

static void check_sample(const Doc *d)
{
    const DocTable *k;

    CHECK_INT(d->pages, 2);
    CHECK_INT(d->blocks.n, 5);
    CHECK_STR(d->blocks.v[0].para.text, "KẾ HOẠCH NĂM");
    CHECK_HAS(d->blocks.v[1].para.text, "một dòng thứ hai ngắn.");
    CHECK_STR(d->blocks.v[2].para.text, "1. Mục tiêu");
    CHECK_INT(d->blocks.v[3].kind, BLOCK_TABLE);
    CHECK_STR(d->blocks.v[4].para.text, "Hết.");
    CHECK_INT(d->blocks.v[4].pos.page, 2);
    k = &d->blocks.v[3].table;
    CHECK_INT(k->cols, 3);
    CHECK_INT(k->rows, 5);
    CHECK_INT(k->header_rows, 1);
    CHECK_STR(doc_cell(k, 0, 1)->text, "Nhiệm vụ");
    CHECK_INT(doc_cell(k, 1, 0)->row_span, 2);
    CHECK_STR(doc_cell(k, 2, 2)->text, "Quý II");
    CHECK_STR(doc_cell(k, 3, 0)->text, "2");
    CHECK_INT(doc_cell(k, 3, 0)->pos.page, 2);
    CHECK_STR(doc_cell(k, 4, 1)->text, "Tổng kết");
}

TEST(pdf_text_and_tables, "PDF gives paragraphs and ruled tables; merged cells, page numbers and repeated headings are understood")
{
    Doc d;
    Answer why = { .arena = t->arena };

    CHECK_OK(pdf_read(&d, t->arena, S("a.pdf"), sample(t), NULL, &why));
    check_sample(&d);
}

TEST(pdf_hostile, "what is no sound PDF, or has no text, is said in a sentence")
{
    Doc d;
    Answer why = { .arena = t->arena };
    PdfOut p;

    CHECK_INT(pdf_read(&d, t->arena, S("a.pdf"), S("%PDF-1.7\ngarbage"), NULL, &why), E_INVALID);
    CHECK_HAS(why.text, "a.pdf");
    CHECK_INT(pdf_read(&d, t->arena, S("a.pdf"), sample(t), &(Budget){ .items = 1 }, &why), E_LIMIT);
    pdf_begin(&p, t);
    rule(&p, 1, 1, 500, 500);
    cairo_show_page(p.cr);
    CHECK_OK(pdf_read(&d, t->arena, S("a.pdf"), pdf_end(&p), NULL, &why));
    CHECK_INT(d.kind, DOC_SCAN);
    CHECK_HAS(d.warnings.v[0], "ảnh quét");
}

TEST(sandbox_reads, "the reader process gives the same document as reading here")
{
    Doc d;
    Answer why = { .arena = t->arena };

    CHECK_OK(sandbox_read(&d, t->arena, S("kế hoạch.pdf"), sample(t), NULL, NULL, &why));
    check_sample(&d);
    CHECK_INT(sandbox_read(&d, t->arena, S("ảnh.pdf"), S("\x89PNG\r\n\x1A\n"), NULL, NULL, &why), E_INVALID);
    CHECK_HAS(why.text, "“ảnh.pdf” là ảnh PNG");
}

TEST(sandbox_reads_tables, "a workbook read in the reader process is the same table, merged cells and dates included")
{
    static const OutColumn columns[] = { { "Mã", 0 }, { "Ngày", 0 }, { "Điểm", 0 } };
    TableOut *o = table_out_xlsx(t->arena, LANG_VI, (Moment){ 1000 });
    Answer why = { .arena = t->arena };
    Table a, b;
    Str s;

    out_sheet(o, &(SheetLook){ .name = S("Điểm") }, columns, COUNT(columns));
    out_text(o, S("1.10")), out_date(o, (Date){ 739432 }), out_dec(o, DEC(0.18), 2), out_row(o);
    CHECK_OK(table_out_end(o, &s, &why));
    CHECK_OK(table_read(&a, t->arena, S("a.xlsx"), s, NULL, &why));
    CHECK_OK(sandbox_table(&b, t->arena, S("a.xlsx"), s, NULL, &why));
    CHECK_STR(b.sheets.v[0].name, "Điểm");
    CHECK_INT(b.sheets.v[0].rows.n, 2);
    for (size_t i = 0; i < 3; i++) {
        CHECK(str_eq(a.sheets.v[0].rows.v[1].cells[i].text, b.sheets.v[0].rows.v[1].cells[i].text));
        CHECK_INT(a.sheets.v[0].rows.v[1].cells[i].kind, b.sheets.v[0].rows.v[1].cells[i].kind);
    }
    CHECK_INT(b.sheets.v[0].rows.v[1].cells[1].date.day, 739432);
    CHECK_INT(sandbox_table(&b, t->arena, S("a.xlsx"), str_sub(s, 0, s.n / 2), NULL, &why), E_INVALID);
    CHECK_OK(sandbox_table(&b, t->arena, S("a.csv"), S("a,b\n1,2\n"), NULL, &why));
}

TEST(sandbox_can_do_nothing, "the reader process can open no socket and no file, and start nothing")
{
    Answer why = { .arena = t->arena };
    Str could;

    CHECK_OK(sandbox_probe(t->arena, &could, &why));
    CHECK_STR(could, "");
}

TEST(sandbox_has_limits, "a reader that takes too long is ended, with a sentence")
{
    Doc d;
    Answer why = { .arena = t->arena };

    CHECK_INT(sandbox_read(&d, t->arena, S("a.pdf"), sample(t), NULL, &(SandboxLimits){ .ms = 1 }, &why), E_LIMIT);
    CHECK_HAS(why.text, "quá nhiều thời gian");
}

TEST(pdf_page_picture, "a page of a PDF becomes a picture in the reader process; a page that is not there is an answer")
{
    Answer why = { .arena = t->arena };
    Str png;

    CHECK_OK(sandbox_picture(&png, t->arena, S("a.pdf"), sample(t), 2, 800, &why));
    CHECK(str_starts(png, S("\x89PNG")));
    CHECK_INT((unsigned char)png.p[18] * 256 + (unsigned char)png.p[19], 800);      /* the width of the header */
    CHECK(sandbox_picture(&png, t->arena, S("a.pdf"), sample(t), 3, 800, &why) == E_INVALID);
    CHECK_HAS(why.text, "trang 3");
}
