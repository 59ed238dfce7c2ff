/*
 * WordprocessingML of a paper. Order of elements inside pPr, rPr, tcPr and sectPr is the schema's: Word refuses what
 * stands elsewhere, LibreOffice does not. A cell ends with a paragraph; a paragraph stands between two tables and
 * behind the last one; the section of the pages before stands in the last paragraph of those pages.
 */
#include "doc/paper.h"
#include "doc/xml.h"
#include "doc/zip.h"

#include <assert.h>

#define W_NS "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define A_NS "http://schemas.openxmlformats.org/drawingml/2006/main"
#define PIC_NS "http://schemas.openxmlformats.org/drawingml/2006/picture"
#define R_NS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

enum { SMALLEST = 2, CELL_MARGIN = 85 };

static const char *jc(Align a)
{
    return a == ALIGN_CENTER ? "center" : a == ALIGN_RIGHT ? "right" : a == ALIGN_JUSTIFY ? "both" : "left";
}

static void run_props(Buf *b, const PaperRun *r, int half_points)
{
    Buf in = { .arena = b->arena };

    if (r->normal)
        buf_lit(&in, "<w:b w:val=\"0\"/><w:i w:val=\"0\"/>");
    if (r->bold)
        buf_lit(&in, "<w:b/>");
    if (r->italic)
        buf_lit(&in, "<w:i/>");
    if (half_points)
        buf_fmt(&in, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", half_points, half_points);
    if (in.n)
        buf_fmt(b, "<w:rPr>%.*s</w:rPr>", (int)in.n, in.p);
}

static void run_out(Buf *b, const PaperRun *r, int half_points)
{
    Str line, rest = r->text;
    bool first = true;

    buf_lit(b, "<w:r>");
    if (r->note.n) {
        buf_fmt(b, "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"%.*s\"/></w:r>", SV(r->text));
        return;
    }
    run_props(b, r, half_points);
    do {
        (void)str_cut(rest, S("\n"), &line, &rest);         /* the last line has none behind it */
        if (!first)
            buf_lit(b, "<w:br/>");
        first = false;
        buf_lit(b, "<w:t xml:space=\"preserve\">");
        xml_text(b, line);
        buf_lit(b, "</w:t>");
    } while (rest.n);
    buf_lit(b, "</w:r>");
}

static void drawing(Buf *b, const PaperPicture *k, int width);

/* width: of the place it stands in. section: the sectPr that ends with this paragraph, or empty. */
static void para_out(Buf *b, const PaperPara *p, int width, Str section)
{
    const PaperLook *look = paper_look(p->role);

    buf_fmt(b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", look->id);
    if (p->role == ROLE_LINE) {
        int side = p->line < width ? (width - p->line) / 2 : 0;

        buf_fmt(b, "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>"
            "<w:ind w:left=\"%d\" w:right=\"%d\"/>", side, side);
    }
    if (p->role == ROLE_STAMP)
        buf_fmt(b, "<w:ind w:left=\"%d\" w:right=\"%d\"/>", width / 4, width / 4);
    if (p->centred || p->right)
        buf_fmt(b, "<w:jc w:val=\"%s\"/>", p->centred ? "center" : "right");
    if (p->half_points && p->runs.n == 0)
        buf_fmt(b, "<w:rPr><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr>", p->half_points, p->half_points);
    buf_add(b, section);
    buf_lit(b, "</w:pPr>");
    for (size_t i = 0; i < p->runs.n; i++)
        run_out(b, &p->runs.v[i], p->half_points);
    if (p->picture)
        drawing(b, p->picture, width);
    buf_lit(b, "</w:p>");
}

/* A paragraph that should not be seen: between tables, at the end of a section. */
static void gap_out(Buf *b, Str section)
{
    buf_fmt(b, "<w:p><w:pPr><w:pStyle w:val=\"DongKe\"/><w:rPr><w:sz w:val=\"%d\"/></w:rPr>", SMALLEST);
    buf_add(b, section);
    buf_lit(b, "</w:pPr></w:p>");
}

/* --- tables --- */

typedef struct Edges {
    int at[PAPER_MAX_COLS + 1]; /* left edge of each column, in twips */
} Edges;

static Edges edges(const PaperTable *t, int width)
{
    Edges e = { { 0 } };
    int64_t sum = 0, all = 0;

    for (int i = 0; i < t->cols; i++)
        all += t->width[i];
    for (int i = 0; i < t->cols; i++) {
        sum += t->width[i];
        e.at[i + 1] = (int)(sum * width / all);
    }
    return e;
}

static void table_head(Buf *b, const PaperTable *t, const Edges *e)
{
    static const char *const sides[] = { "top", "left", "bottom", "right", "insideH", "insideV" };
    int margin = t->plain ? 0 : CELL_MARGIN;

    buf_fmt(b, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>", e->at[t->cols]);
    for (size_t i = 0; i < COUNT(sides); i++)
        if (t->plain)
            buf_fmt(b, "<w:%s w:val=\"nil\"/>", sides[i]);
        else
            buf_fmt(b, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", sides[i]);
    buf_fmt(b, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/>"
        "<w:right w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>", margin, margin);
    for (int i = 0; i < t->cols; i++)
        buf_fmt(b, "<w:gridCol w:w=\"%d\"/>", e->at[i + 1] - e->at[i]);
    buf_lit(b, "</w:tblGrid>");
}

static void cell_out(Buf *b, const PaperTable *t, const PaperCell *k, const Edges *e, bool begins)
{
    int width = e->at[k->col + k->col_span] - e->at[k->col];
    const char *fill = paper_shade(k->shade);

    buf_fmt(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (k->col_span > 1)
        buf_fmt(b, "<w:gridSpan w:val=\"%d\"/>", k->col_span);
    if (k->row_span > 1)
        buf_lit(b, begins ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>");
    if (fill)
        buf_fmt(b, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%s\"/>", fill);
    if (k->row < t->header_rows)
        buf_lit(b, "<w:vAlign w:val=\"center\"/>");
    buf_lit(b, "</w:tcPr>");
    for (size_t i = 0; begins && i < k->paras.n; i++)
        para_out(b, &k->paras.v[i], width - (t->plain ? 0 : 2 * CELL_MARGIN), S(""));
    if (!begins || k->paras.n == 0)
        buf_lit(b, "<w:p><w:pPr><w:pStyle w:val=\"OBang\"/></w:pPr></w:p>");
    buf_lit(b, "</w:tc>");
}

static void table_out(Buf *b, const PaperTable *t, int width)
{
    const PaperCell *above[PAPER_MAX_COLS] = { NULL };      /* merged cells that reach down into this row */
    Edges e = edges(t, width);
    size_t next = 0;

    table_head(b, t, &e);
    for (int row = 0; row < t->rows; row++) {
        buf_lit(b, "<w:tr>");
        if (t->plain || row < t->header_rows)
            buf_fmt(b, "<w:trPr><w:cantSplit/>%s</w:trPr>", row < t->header_rows ? "<w:tblHeader/>" : "");
        for (int col = 0; col < t->cols;) {
            const PaperCell *k = above[col];
            bool begins = !k || k->row + k->row_span <= row;

            if (begins) {
                assert(next < t->cells.n && t->cells.v[next].row == row && t->cells.v[next].col == col);
                k = above[col] = &t->cells.v[next++];
            }
            cell_out(b, t, k, &e, begins);
            for (int i = 0; i < k->col_span; i++)
                above[col + i] = k;
            col += k->col_span;
        }
        buf_lit(b, "</w:tr>");
    }
    buf_lit(b, "</w:tbl>");
}

/* --- pictures --- */

/* 1/20 pt in units of drawings. */
static int64_t emu(int twips)
{
    return (int64_t)twips * 635;
}

static void drawing(Buf *b, const PaperPicture *k, int width)
{
    int no = k->no, w = k->width < width ? k->width : width, h = k->width > 0 ? (int)((int64_t)k->height * w / k->width) : 0;
    Buf alt = { .arena = b->arena };

    xml_text(&alt, k->alt);
    buf_fmt(b, "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" "
        "distR=\"0\"><wp:extent cx=\"%lld\" cy=\"%lld\"/><wp:docPr id=\"%d\" name=\"Hinh %d\" descr=\"%.*s\"/><a:graphic xmlns:a=\"" A_NS
        "\"><a:graphicData uri=\"" PIC_NS "\"><pic:pic xmlns:pic=\"" PIC_NS "\"><pic:nvPicPr><pic:cNvPr id=\"%d\" name=\"hinh%d.png\"/><pic:cNvPicPr/>"
        "</pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdHinh%d\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        (long long)emu(w), (long long)emu(h), no, no, (int)alt.n, alt.p, no, no, no, (long long)emu(w), (long long)emu(h));
}

static void picture_out(Buf *b, const PaperPicture *k, int width)
{
    buf_lit(b, "<w:p><w:pPr><w:pStyle w:val=\"GhiChu\"/><w:jc w:val=\"center\"/></w:pPr>");
    drawing(b, k, width);
    buf_lit(b, "</w:p>");
}

/* --- sections and the body --- */

static Str section(Arena *a, bool landscape)
{
    return str_fmt(a, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:headerReference w:type=\"first\" r:id=\"rId5\"/>"
        "<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
        "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/><w:cols w:space=\"720\"/><w:titlePg/></w:sectPr>",
        landscape ? PAGE_LONG : PAGE_SHORT, landscape ? PAGE_SHORT : PAGE_LONG, landscape ? " w:orient=\"landscape\"" : "", PAGE_TOP,
        PAGE_RIGHT, PAGE_BOTTOM, PAGE_LEFT);
}

static int text_width(bool landscape)
{
    return (landscape ? PAGE_LONG : PAGE_SHORT) - PAGE_LEFT - PAGE_RIGHT;
}

static Str body(const Paper *p)
{
    Buf b = { .arena = p->arena };
    bool landscape = false, after_table = false;
    size_t from = 0;

    buf_lit(&b, XML_HEAD "<w:document xmlns:w=\"" W_NS "\" xmlns:r=\"" R_NS "\" "
        "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><w:body>");
    if (p->blocks.n && p->blocks.v[0].kind == PAPER_PAGE) {
        landscape = p->blocks.v[0].landscape;
        from = 1;
    }
    for (size_t i = from; i < p->blocks.n; i++) {
        const PaperBlock *k = &p->blocks.v[i];

        if (k->kind == PAPER_PARA)
            para_out(&b, k->para, text_width(landscape), S(""));
        if (k->kind == PAPER_TABLE) {
            if (after_table)
                gap_out(&b, S(""));
            table_out(&b, k->table, text_width(landscape));
        }
        if (k->kind == PAPER_PICTURE)
            picture_out(&b, k->picture, text_width(landscape));
        if (k->kind == PAPER_PAGE) {
            gap_out(&b, section(p->arena, landscape));
            landscape = k->landscape;
        }
        after_table = k->kind == PAPER_TABLE;
    }
    if (after_table)
        gap_out(&b, S(""));
    buf_add(&b, section(p->arena, landscape));
    buf_lit(&b, "</w:body></w:document>");
    return buf_str(&b);
}

/* --- the other parts --- */

static void style(Buf *b, const PaperLook *k, PaperRole role)
{
    buf_fmt(b, "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/>"
        "<w:qFormat/><w:pPr>", k->id, k->name);
    if (k->keep)
        buf_lit(b, "<w:keepNext/>");
    if (role == ROLE_STAMP) {
        static const char *const sides[] = { "top", "left", "bottom", "right" };

        buf_lit(b, "<w:pBdr>");
        for (size_t i = 0; i < COUNT(sides); i++)
            buf_fmt(b, "<w:%s w:val=\"single\" w:sz=\"8\" w:space=\"1\" w:color=\"000000\"/>", sides[i]);
        buf_lit(b, "</w:pBdr>");
    }
    buf_fmt(b, "<w:spacing w:before=\"%d\" w:after=\"%d\"/>", k->before, k->after);
    if (k->first)
        buf_fmt(b, "<w:ind w:firstLine=\"%d\"/>", k->first);
    buf_fmt(b, "<w:jc w:val=\"%s\"/>", jc(k->align));
    if (k->outline)
        buf_fmt(b, "<w:outlineLvl w:val=\"%d\"/>", k->outline - 1);
    buf_fmt(b, "</w:pPr><w:rPr>%s%s<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr></w:style>", k->bold ? "<w:b/><w:bCs/>" : "",
        k->italic ? "<w:i/><w:iCs/>" : "", k->half_points, k->half_points);
}

static Str styles(Arena *a)
{
    Buf b = { .arena = a };

    buf_lit(&b, XML_HEAD "<w:styles xmlns:w=\"" W_NS "\"><w:docDefaults><w:rPrDefault><w:rPr>"
        "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>"
        "<w:color w:val=\"000000\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/><w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/>"
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>"
        "</w:pPrDefault></w:docDefaults>"
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/>"
        "<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/></w:tblPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"FootnoteText\"><w:name w:val=\"footnote text\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:jc w:val=\"both\"/>"
        "</w:pPr><w:rPr><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/></w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"Header\"><w:name w:val=\"header\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:jc w:val=\"center\"/>"
        "</w:pPr><w:rPr><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr></w:style>");
    for (int i = 0; i < ROLES; i++)
        style(&b, paper_look((PaperRole)i), (PaperRole)i);
    buf_lit(&b, "</w:styles>");
    return buf_str(&b);
}

/* "DỰ THẢO" across the page as a drawing: it is no text of the document. */
void paper_mark(Buf *b, int id)
{
    buf_fmt(b, "<w:r><w:pict xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"><v:shapetype id=\"_x0000_t136\" coordsize=\"21600,21600\" o:spt=\"136\" adj=\"10800\" "
        "path=\"m@7,l@8,m@5,21600l@6,21600e\"><v:formulas><v:f eqn=\"sum #0 0 10800\"/><v:f eqn=\"prod #0 2 1\"/>"
        "<v:f eqn=\"sum 21600 0 @1\"/><v:f eqn=\"sum 0 0 @2\"/><v:f eqn=\"sum 21600 0 @3\"/><v:f eqn=\"if @0 @3 0\"/>"
        "<v:f eqn=\"if @0 21600 @1\"/><v:f eqn=\"if @0 0 @2\"/><v:f eqn=\"if @0 @4 21600\"/><v:f eqn=\"mid @5 @6\"/>"
        "<v:f eqn=\"mid @8 @5\"/><v:f eqn=\"mid @7 @8\"/><v:f eqn=\"mid @6 @7\"/><v:f eqn=\"sum @6 0 @5\"/></v:formulas>"
        "<v:path textpathok=\"t\" o:connecttype=\"custom\" o:connectlocs=\"@9,0;@10,10800;@11,21600;@12,10800\" "
        "o:connectangles=\"270,180,90,0\"/><v:textpath on=\"t\" fitshape=\"t\"/></v:shapetype>"
        "<v:shape id=\"" PAPER_MARK "%d\" o:spid=\"_x0000_s%d\" type=\"#_x0000_t136\" style=\"position:absolute;margin-left:0;margin-top:0;"
        "width:420pt;height:105pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin\" "
        "fillcolor=\"#d9d9d9\" stroked=\"f\"><v:fill opacity=\".5\"/><v:textpath style=\"font-family:&quot;Times New Roman&quot;;font-size:1pt\" "
        "string=\"D\xe1\xbb\xb0 TH\xe1\xba\xa2O\"/></v:shape></w:pict></w:r>", id, 2048 + id);
}

static Str header(Arena *a, bool number, bool draft)
{
    Buf b = { .arena = a };

    buf_lit(&b, XML_HEAD "<w:hdr xmlns:w=\"" W_NS "\" xmlns:r=\"" R_NS "\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/><w:jc w:val=\"center\"/></w:pPr>");
    if (draft)
        paper_mark(&b, number ? 1 : 2);
    if (number)
        buf_lit(&b, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
    buf_lit(&b, "</w:p></w:hdr>");
    return buf_str(&b);
}

static void element(Buf *b, const char *tag, const char *attrs, Str text)
{
    buf_fmt(b, "<%s%s>", tag, attrs);
    xml_text(b, text);
    buf_fmt(b, "</%s>", tag);
}

Str paper_properties(Arena *a, const PaperAbout *about)
{
    Buf b = { .arena = a };
    Str at = str_sub(moment_iso(a, about->made), 0, 19);
    Str stamp = str_fmt(a, "%.*sZ", SV(at));

    buf_lit(&b, XML_HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    element(&b, "dc:title", "", about->title);
    element(&b, "dc:subject", "", about->subject);
    element(&b, "dc:creator", "", about->author);
    element(&b, "cp:keywords", "", about->keywords);
    if (about->made.ms) {
        element(&b, "dcterms:created", " xsi:type=\"dcterms:W3CDTF\"", stamp);
        element(&b, "dcterms:modified", " xsi:type=\"dcterms:W3CDTF\"", stamp);
    }
    element(&b, "dc:language", "", S("vi-VN"));
    buf_lit(&b, "</cp:coreProperties>");
    return buf_str(&b);
}

static void note_parts(const PaperPara *p, Buf *b)
{
    for (size_t i = 0; i < p->runs.n; i++) {
        const PaperRun *r = &p->runs.v[i];

        if (r->note.n == 0)
            continue;
        buf_fmt(b, "<w:footnote w:id=\"%.*s\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"
            "<w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> ", SV(r->text));
        xml_text(b, r->note);
        buf_lit(b, "</w:t></w:r></w:p></w:footnote>");
    }
}

/* The two separators that Word asks for, then the notes in the order of their numbers. */
static Str footnotes(const Paper *p)
{
    Buf b = { .arena = p->arena };

    buf_lit(&b, XML_HEAD "<w:footnotes xmlns:w=\"" W_NS "\"><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        "<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>");
    for (size_t i = 0; i < p->blocks.n; i++) {
        const PaperBlock *k = &p->blocks.v[i];

        if (k->kind == PAPER_PARA)
            note_parts(k->para, &b);
        for (size_t c = 0; k->kind == PAPER_TABLE && c < k->table->cells.n; c++)
            for (size_t j = 0; j < k->table->cells.v[c].paras.n; j++)
                note_parts(&k->table->cells.v[c].paras.v[j], &b);
    }
    buf_lit(&b, "</w:footnotes>");
    return buf_str(&b);
}

static const char content_types[] = XML_HEAD
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>"
#define PART(name, type) \
    "<Override PartName=\"/word/" name ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml." type "+xml\"/>"
    PART("document", "document.main") PART("styles", "styles") PART("settings", "settings") PART("fontTable", "fontTable")
    PART("header1", "header") PART("header2", "header") PART("footnotes", "footnotes")
#undef PART
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>";

#define RELATIONSHIPS XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
static const char package_rels[] = RELATIONSHIPS
    "<Relationship Id=\"rId1\" Type=\"" REL "officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
    "Target=\"docProps/core.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" REL "extended-properties\" Target=\"docProps/app.xml\"/></Relationships>";

static const char document_rels[] = RELATIONSHIPS
    "<Relationship Id=\"rId1\" Type=\"" REL "styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" REL "settings\" Target=\"settings.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" REL "fontTable\" Target=\"fontTable.xml\"/>"
    "<Relationship Id=\"rId4\" Type=\"" REL "header\" Target=\"header1.xml\"/>"
    "<Relationship Id=\"rId5\" Type=\"" REL "header\" Target=\"header2.xml\"/>"
    "<Relationship Id=\"rId6\" Type=\"" REL "footnotes\" Target=\"footnotes.xml\"/>";

static const char settings[] = XML_HEAD
    "<w:settings xmlns:w=\"" W_NS "\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>"
    "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>"
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
    "<w:themeFontLang w:val=\"vi-VN\"/><w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/></w:settings>";

static const char font_table[] = XML_HEAD
    "<w:fonts xmlns:w=\"" W_NS "\"><w:font w:name=\"Times New Roman\"><w:panose1 w:val=\"02020603050405020304\"/><w:charset w:val=\"00\"/>"
    "<w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>";

static const char app_properties[] = XML_HEAD
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Thuoc Do</Application></Properties>";

static void picture_part(ZipOut *z, Arena *a, const PaperPicture *k, Buf *rels)
{
    buf_fmt(rels, "<Relationship Id=\"rIdHinh%d\" Type=\"" REL "image\" Target=\"media/hinh%d.png\"/>", k->no, k->no);
    zip_out_add(z, str_z(a, str_fmt(a, "word/media/hinh%d.png", k->no)), k->png);
}

static void picture_parts(ZipOut *z, const Paper *p, Buf *rels)
{
    for (size_t i = 0; i < p->blocks.n; i++) {
        const PaperBlock *b = &p->blocks.v[i];

        if (b->kind == PAPER_PICTURE)
            picture_part(z, p->arena, b->picture, rels);
        for (size_t c = 0; b->kind == PAPER_TABLE && c < b->table->cells.n; c++)
            for (size_t j = 0; j < b->table->cells.v[c].paras.n; j++)
                if (b->table->cells.v[c].paras.v[j].picture)
                    picture_part(z, p->arena, b->table->cells.v[c].paras.v[j].picture, rels);
    }
}

Err paper_docx(const Paper *p, Str *out, Answer *why)
{
    ZipOut *z = zip_out_begin(p->arena);
    Buf rels = { .arena = p->arena };

    buf_lit(&rels, document_rels);
    zip_out_add(z, "[Content_Types].xml", str_of(content_types));
    zip_out_add(z, "_rels/.rels", str_of(package_rels));
    zip_out_add(z, "word/document.xml", body(p));
    picture_parts(z, p, &rels);
    buf_lit(&rels, "</Relationships>");
    zip_out_add(z, "word/_rels/document.xml.rels", buf_str(&rels));
    zip_out_add(z, "word/footnotes.xml", footnotes(p));
    zip_out_add(z, "word/styles.xml", styles(p->arena));
    zip_out_add(z, "word/settings.xml", str_of(settings));
    zip_out_add(z, "word/fontTable.xml", str_of(font_table));
    zip_out_add(z, "word/header1.xml", header(p->arena, true, p->about.draft));
    zip_out_add(z, "word/header2.xml", header(p->arena, false, p->about.draft));
    zip_out_add(z, "docProps/core.xml", paper_properties(p->arena, &p->about));
    zip_out_add(z, "docProps/app.xml", str_of(app_properties));
    return zip_out_end(z, out, why);
}
