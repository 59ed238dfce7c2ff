#include "archive/sample.h"

#include "doc/zip.h"

#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"

static void escaped(Buf *b, Str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '<': buf_lit(b, "&lt;"); break;
        case '>': buf_lit(b, "&gt;"); break;
        case '&': buf_lit(b, "&amp;"); break;
        default: buf_ch(b, s.p[i]);
        }
}

static void para(Buf *b, Str text, bool center, bool bold)
{
    buf_fmt(b, "<w:p><w:pPr>%s<w:spacing w:after='120'/></w:pPr><w:r><w:rPr><w:rFonts w:ascii='Times New Roman' w:hAnsi='Times New Roman'/>%s"
        "<w:sz w:val='28'/></w:rPr><w:t xml:space='preserve'>", center ? "<w:jc w:val='center'/>" : "<w:jc w:val='both'/>",
        bold ? "<w:b/>" : "");
    escaped(b, text);
    buf_lit(b, "</w:t></w:r></w:p>");
}

static Str document_xml(Arena *a, const Sample *s)
{
    Buf b = { .arena = a };
    Str rest = s->body, line;

    buf_lit(&b, "<?xml version='1.0' encoding='UTF-8'?><w:document " W "><w:body>");
    if (s->superior.n)
        para(&b, s->superior, true, false);
    para(&b, s->issuer, true, true);
    para(&b, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), true, true);
    para(&b, S("Độc lập - Tự do - Hạnh phúc"), true, true);
    para(&b, str_fmt(a, "Số: %.*s/%.*s", SV(s->number), SV(s->symbol)), true, false);
    para(&b, str_fmt(a, "%.*s, ngày %.*s", SV(s->place), SV(s->day)), true, false);
    para(&b, s->type, true, true);
    para(&b, s->title, true, true);
    while (rest.n) {
        (void)str_cut(rest, S("\n"), &line, &rest);     /* the last line has no end */
        para(&b, line, false, false);
    }
    para(&b, s->signer_title, true, true);
    buf_lit(&b, "</w:body></w:document>");
    return buf_str(&b);
}

Err sample_docx(Arena *a, const Sample *s, Str *out, Answer *why)
{
    ZipOut *z = zip_out_begin(a);

    zip_out_add(z, "[Content_Types].xml", S("<?xml version='1.0' encoding='UTF-8'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Default Extension='xml' ContentType='application/xml'/>"
        "<Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"));
    zip_out_add(z, "_rels/.rels", S("<?xml version='1.0' encoding='UTF-8'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='rId1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>"));
    zip_out_add(z, "word/document.xml", document_xml(a, s));
    return zip_out_end(z, out, why);
}
