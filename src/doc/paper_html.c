/* A paper as a page. Classes are those of the styles in the DOCX; their look stands in assets/app.css and below. */
#include "doc/paper.h"
#include "doc/xml.h"

static void runs(const PaperPara *p, Buf *b)
{
    for (size_t i = 0; i < p->runs.n; i++) {
        const PaperRun *r = &p->runs.v[i];
        Str line, rest = r->text;
        bool first = true;

        if (r->note.n) {
            buf_fmt(b, "<sup>%.*s</sup>", SV(r->text));
            continue;
        }
        buf_lit(b, r->normal ? "<span class=\"thuong\">" : r->bold ? "<strong>" : "");
        buf_lit(b, r->italic ? "<em>" : "");
        buf_lit(b, r->hand ? "<mark title=\"Số sửa tay\">" : "");
        do {
            (void)str_cut(rest, S("\n"), &line, &rest);     /* the last line has none behind it */
            buf_lit(b, first ? "" : "<br>");
            first = false;
            xml_text(b, line);
        } while (rest.n);
        buf_lit(b, r->hand ? "</mark>" : "");
        buf_lit(b, r->italic ? "</em>" : "");
        buf_lit(b, r->normal ? "</span>" : r->bold ? "</strong>" : "");
    }
}

static void picture(const PaperPicture *k, Buf *b)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    buf_lit(b, "<img class=\"hinh\" src=\"data:image/png;base64,");
    for (size_t i = 0; i < k->png.n; i += 3) {
        uint32_t v = 0;
        size_t n = k->png.n - i < 3 ? k->png.n - i : 3;

        for (size_t j = 0; j < 3; j++)
            v = v << 8 | (j < n ? (uint8_t)k->png.p[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            buf_ch(b, j <= n ? letters[v >> (18 - 6 * j) & 63] : '=');
    }
    buf_lit(b, "\" alt=\"");
    xml_text(b, k->alt);
    buf_lit(b, "\">");
}

static void para(const PaperPara *p, Buf *b)
{
    const PaperLook *k = paper_look(p->role);
    char tag[4] = { p->role != ROLE_ARTICLE && k->outline ? 'h' : 'p', p->role != ROLE_ARTICLE && k->outline ? (char)('1' + k->outline) : 0 };

    if (p->role == ROLE_LINE) {
        buf_fmt(b, "<hr class=\"%s\">", p->line > 3000 ? "DongKe dai" : "DongKe");
        return;
    }
    buf_fmt(b, "<%s class=\"%s%s%s\">", tag, k->id, p->centred ? " giua" : "", p->right ? " phai" : "");
    runs(p, b);
    if (p->picture)
        picture(p->picture, b);
    buf_fmt(b, "</%s>\n", tag);
}

/* no: of the tables with lines, so that each region has a name of its own */
static void table(const PaperTable *t, int no, Buf *b)
{
    int row = -1;

    if (t->plain)
        buf_lit(b, "<table class=\"khung\">");
    else
        buf_fmt(b, "<div class=\"cuon\" tabindex=\"0\" role=\"region\" aria-label=\"Bảng %d\"><table class=\"bang\">", no);
    if (t->header_rows)
        buf_lit(b, "<thead>");
    for (size_t i = 0; i < t->cells.n; i++) {
        const PaperCell *k = &t->cells.v[i];
        const char *tag = k->row < t->header_rows ? "th" : "td";

        if (k->row != row) {
            if (row >= 0)
                buf_lit(b, "</tr>");
            if (t->header_rows && k->row == t->header_rows)
                buf_lit(b, "</thead><tbody>");
            buf_lit(b, "<tr>");
            row = k->row;
        }
        buf_fmt(b, "<%s", tag);
        if (k->row_span > 1)
            buf_fmt(b, " rowspan=\"%d\"", k->row_span);
        if (k->col_span > 1)
            buf_fmt(b, " colspan=\"%d\"", k->col_span);
        if (k->shade)
            buf_fmt(b, " class=\"nen%d\"", (int)k->shade);
        buf_ch(b, '>');
        for (size_t j = 0; j < k->paras.n; j++)
            para(&k->paras.v[j], b);
        buf_fmt(b, "</%s>", tag);
    }
    buf_lit(b, t->cells.n ? "</tr>" : "");
    if (t->header_rows)
        buf_lit(b, t->rows > t->header_rows ? "</tbody>" : "</thead>");
    buf_lit(b, t->plain ? "</table>\n" : "</table></div>\n");
}

/* The notes of a paragraph, behind it: a page on the screen has no foot. */
static void notes(const PaperPara *p, Buf *b)
{
    for (size_t i = 0; i < p->runs.n; i++) {
        const PaperRun *r = &p->runs.v[i];

        if (r->note.n == 0)
            continue;
        buf_fmt(b, "<p class=\"GhiChu\"><sup>%.*s</sup> ", SV(r->text));
        xml_text(b, r->note);
        buf_lit(b, "</p>\n");
    }
}

void paper_html(const Paper *p, Buf *out)
{
    int no = 0;
    bool landscape = p->blocks.n && p->blocks.v[0].kind == PAPER_PAGE && p->blocks.v[0].landscape;

    buf_fmt(out, "<article class=\"van-ban%s\" lang=\"vi\"><section class=\"%s\">\n", p->about.draft ? " du-thao" : "", landscape ? "ngang" : "doc");
    for (size_t i = 0; i < p->blocks.n; i++) {
        const PaperBlock *k = &p->blocks.v[i];

        if (k->kind == PAPER_PARA) {
            para(k->para, out);
            notes(k->para, out);
        } else if (k->kind == PAPER_PICTURE) {
            buf_lit(out, "<p class=\"giua\">");
            picture(k->picture, out);
            buf_lit(out, "</p>\n");
        } else if (k->kind == PAPER_TABLE)
            table(k->table, k->table->plain ? 0 : ++no, out);
        else if (i)
            buf_fmt(out, "</section><section class=\"%s\">\n", k->landscape ? "ngang" : "doc");
    }
    buf_lit(out, "</section></article>\n");
}

static const char look[] =
    "@page{size:A4;margin:20mm 17mm 20mm 30mm}@page ngang{size:A4 landscape}"
    "body{margin:0;background:#e9edf2}.van-ban{font-family:'Times New Roman','Liberation Serif',serif;font-size:14pt;color:#000;line-height:1.25}"
    ".van-ban section{background:#fff;box-sizing:border-box;margin:1rem auto;padding:20mm 17mm 20mm 30mm;max-width:210mm;position:relative}"
    ".van-ban section.ngang{max-width:297mm;page:ngang}.van-ban p,.van-ban h1,.van-ban h2,.van-ban h3,.van-ban h4,.van-ban h5"
    "{margin:0;font-size:1em;font-weight:normal;font-style:normal;text-align:justify}"
    ".van-ban table{border-collapse:collapse;width:100%}.van-ban .cuon{overflow-x:auto}.van-ban td,.van-ban th{vertical-align:top;padding:1pt 4pt;font-weight:normal}"
    ".van-ban .bang td,.van-ban .bang th{border:1px solid #000}.van-ban .khung td{padding:0;width:50%}.van-ban hr{border:0;border-top:1px solid #000;width:30%;margin:2pt auto}"
    ".van-ban hr.dai{width:60%}.van-ban .thuong{font-weight:normal;font-style:normal}.van-ban .giua{text-align:center!important}.van-ban .phai{text-align:right!important}"
    ".du-thao section::before{content:'D\xe1\xbb\xb0 TH\xe1\xba\xa2O';position:absolute;inset:0;display:flex;align-items:center;justify-content:center;"
    "font-size:90pt;font-weight:bold;color:#e4e4e4;transform:rotate(-45deg);z-index:0;pointer-events:none}.du-thao section>*{position:relative}"
    ".nen1{background:#e7ecf3}.nen2{background:#5b7fb5}.nen3{background:#f4b9a7}.nen4{background:#f9d9b8}.nen5{background:#f8efc4}.nen6{background:#d5e8c8}.nen7{background:#a9d3b0}"
    ".van-ban img{max-width:100%}thead{display:table-header-group}tr{break-inside:avoid}"
    "@media print{body{background:none}.van-ban section{margin:0;padding:0;max-width:none;break-after:page}}";

void paper_html_file(const Paper *p, Buf *out)
{
    buf_lit(out, "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
    xml_text(out, p->about.title);
    buf_fmt(out, "</title><style>%s", look);
    for (int i = 0; i < ROLES; i++) {
        const PaperLook *k = paper_look((PaperRole)i);
        static const char *const align[] = { "left", "center", "right", "justify" };

        buf_fmt(out, ".van-ban .%s{text-align:%s;text-indent:%gpt;margin:%gpt 0 %gpt;font-size:%gpt%s%s}", k->id, align[k->align], k->first / 20.0,
            k->before / 20.0, k->after / 20.0, k->half_points / 2.0, k->bold ? ";font-weight:bold" : "", k->italic ? ";font-style:italic" : "");
    }
    buf_lit(out, "</style></head><body>\n");
    paper_html(p, out);
    buf_lit(out, "</body></html>\n");
}
