#include "base/test.h"
#include "doc/readers.h"
#include "doc/zip.h"

#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:mc='mc'"

static Str docx(TestRun *t, const char *body, const char *numbering, const char *styles)
{
    ZipOut *z = zip_out_begin(t->arena);
    Answer why = { .arena = t->arena };
    Str out;

    zip_out_add(z, "_rels/.rels", S("<Relationships xmlns='r'><Relationship Id='a' Type='x/officeDocument' Target='word/document.xml'/></Relationships>"));
    zip_out_add(z, "word/_rels/document.xml.rels", S("<Relationships xmlns='r'><Relationship Id='1' Type='x/styles' Target='styles.xml'/>"
        "<Relationship Id='2' Type='x/numbering' Target='numbering.xml'/><Relationship Id='3' Type='x/footnotes' Target='footnotes.xml'/>"
        "<Relationship Id='4' Type='x/header' Target='header1.xml'/><Relationship Id='5' Type='x/footer' Target='footer1.xml'/></Relationships>"));
    zip_out_add(z, "word/document.xml", str_fmt(t->arena, "<w:document " W "><w:body>%s</w:body></w:document>", body));
    zip_out_add(z, "word/numbering.xml", str_fmt(t->arena, "<w:numbering " W ">%s</w:numbering>", numbering ? numbering : ""));
    zip_out_add(z, "word/styles.xml", str_fmt(t->arena, "<w:styles " W ">%s</w:styles>", styles ? styles : ""));
    zip_out_add(z, "word/footnotes.xml", S("<w:footnotes " W "><w:footnote w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        "<w:footnote w:id='7'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Nguồn: báo cáo</w:t></w:r></w:p></w:footnote></w:footnotes>"));
    zip_out_add(z, "word/header1.xml", S("<w:hdr " W "><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:hdr>"));
    zip_out_add(z, "word/footer1.xml", S("<w:ftr " W "><w:p><w:r><w:t>- 2 -</w:t></w:r></w:p></w:ftr>"));
    CHECK_OK(zip_out_end(z, &out, &why));
    return out;
}

static Doc doc_ok(TestRun *t, Str bytes)
{
    Doc d;
    Answer why = { .arena = t->arena };

    if (docx_read(&d, t->arena, S("a.docx"), bytes, NULL, &why) != OK)
        test_fail(__FILE__, __LINE__, "%.*s", SV(why.text));
    return d;
}

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

TEST(docx_runs_and_changes, "runs are joined, deleted text is gone, inserted text stays, tabs and breaks are characters")
{
    Doc d = doc_ok(t, docx(t,
        "<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>KẾ </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>HOẠCH</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>Vie\xCC\xA3\xCC\x82t</w:t></w:r><w:del><w:r><w:delText>x</w:delText><w:t>y</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>+</w:t></w:r></w:ins><w:r><w:noBreakHyphen/><w:footnoteReference w:id='7'/></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>nối </w:t></w:r></w:p>" P("liền")
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType='separate'/><w:t>12</w:t><w:fldChar w:fldCharType='end'/></w:r></w:p>", NULL, NULL));

    CHECK_INT(d.blocks.n, 4);
    CHECK_STR(d.blocks.v[0].para.text, "KẾ HOẠCH");
    CHECK(d.blocks.v[0].para.bold);
    CHECK_INT(d.blocks.v[0].para.align, ALIGN_CENTER);
    CHECK_STR(d.blocks.v[1].para.text, "a\tb\nViệt+-");
    CHECK(!d.blocks.v[1].para.bold);
    CHECK_INT(d.blocks.v[1].pos.line, 2);
    CHECK_STR(d.blocks.v[2].para.text, "nối liền");
    CHECK_STR(d.blocks.v[3].para.text, "12");
    CHECK_INT(d.notes.n, 1);
    CHECK_STR(d.notes.v[0].text, "Nguồn: báo cáo");
    CHECK_INT(d.notes.v[0].block, 1);
    CHECK_INT(d.headers.n, 1);
    CHECK_STR(d.headers.v[0], "MẬT");
    CHECK_INT(d.footers.n, 0);
}

TEST(docx_numbering, "automatic numbering becomes text again, by paragraph and by style")
{
    static const char numbering[] =
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText w:val='%1.%2.'/></w:lvl>"
        "<w:lvl w:ilvl='2'><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%3)'/></w:lvl></w:abstractNum>"
        "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='\xEF\x82\xB7'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
        "<w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/></w:lvlOverride></w:num>";
#define L(num, level, text) "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" num "'/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
    static const char *const want[] = { "I.", "1.1.", "1.2.", "a)", "II.", "2.1.", "•", "IV.", "V.", "" };
    Doc d = doc_ok(t, docx(t, "<w:p><w:pPr><w:pStyle w:val='H1'/></w:pPr><w:r><w:t>một</w:t></w:r></w:p>"
        L("1", "1", "x") L("1", "1", "x") L("1", "2", "x") L("1", "0", "x") L("1", "1", "x") L("2", "0", "x") L("3", "0", "x") L("3", "0", "x") L("0", "0", "x"),
        numbering, "<w:style w:type='paragraph' w:styleId='B'><w:name w:val='Gốc'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='H1'><w:name w:val='Đề mục'/><w:basedOn w:val='B'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>"));

    CHECK_INT(d.blocks.n, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++)
        CHECK_STR(d.blocks.v[i].para.label, want[i]);
    CHECK_STR(d.blocks.v[0].para.style, "Đề mục");
    CHECK_INT(d.blocks.v[0].para.outline, 1);
    CHECK(d.blocks.v[0].para.bold);
    CHECK_INT(d.blocks.v[3].para.list_level, 3);
}

#define TC(props, text) "<w:tc><w:tcPr>" props "</w:tcPr>" P(text) "</w:tc>"

TEST(docx_tables, "merged cells own their rectangle, nested tables are lines of their cell, headings are counted")
{
    Doc d = doc_ok(t, docx(t, P("trước") "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" TC("", "TT") TC("<w:gridSpan w:val='2'/>", "Nhiệm vụ") "</w:tr>"
        "<w:tr>" TC("<w:vMerge w:val='restart'/>", "1") TC("", "a") TC("", "b") "</w:tr>"
        "<w:tr>" TC("<w:vMerge/>", "") TC("", "c") "<w:tc><w:tbl><w:tr>" TC("", "m") TC("", "n") "</w:tr></w:tbl>" P("sau") "</w:tc></w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr>" TC("", "xóa") "</w:tr>"
        "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" TC("", "e") "</w:tr></w:tbl>" P("cuối"), NULL, NULL));
    const DocTable *k = &d.blocks.v[1].table;

    CHECK_INT(d.blocks.n, 3);
    CHECK_INT(k->rows, 4);
    CHECK_INT(k->cols, 3);
    CHECK_INT(k->header_rows, 1);
    CHECK_STR(doc_cell(k, 0, 2)->text, "Nhiệm vụ");
    CHECK_INT(doc_cell(k, 1, 0)->row_span, 2);
    CHECK_STR(doc_cell(k, 2, 0)->text, "1");
    CHECK(!doc_cell_starts(k, 2, 0));
    CHECK_STR(doc_cell(k, 2, 2)->text, "m\tn\nsau");
    CHECK(doc_cell(k, 3, 0) == NULL);
    CHECK_STR(doc_cell(k, 3, 1)->text, "e");
    CHECK_STR(doc_plain(&d, t->arena), "trước\nTT\tNhiệm vụ\n1\ta\tb\nc\tm\tn\nsau\ne\ncuối\n");
}

TEST(docx_text_boxes, "a text box is read once, before the paragraph that holds it")
{
    Doc d = doc_ok(t, docx(t, "<w:p><w:r><w:t>chính</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>" P("ỦY BAN") "</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent>" P("ỦY BAN") "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> tiếp</w:t></w:r></w:p>", NULL, NULL));

    CHECK_INT(d.blocks.n, 2);
    CHECK_STR(d.blocks.v[0].para.text, "ỦY BAN");
    CHECK(d.blocks.v[0].para.textbox);
    CHECK_STR(d.blocks.v[1].para.text, "chính tiếp");
}

TEST(docx_old_fonts, "text in the old .VnTime fonts becomes Unicode, by run and by style")
{
    Doc d = doc_ok(t, docx(t, "<w:p><w:pPr><w:pStyle w:val='V'/></w:pPr><w:r><w:t>C\xC2\xA8n c\xC3\xB8</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr><w:t>Lu\xC3\x8Bt</w:t></w:r><w:r><w:t> số</w:t></w:r></w:p>", NULL,
        "<w:style w:type='paragraph' w:styleId='V'><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr></w:style>"));

    CHECK_STR(d.blocks.v[0].para.text, "Căn cứ");
    CHECK_STR(d.blocks.v[1].para.text, "Luật số");
}

TEST(docx_hostile, "nested tables without end, entities and broken parts end in a sentence")
{
    Doc d;
    Answer why = { .arena = t->arena };
    Buf b = { .arena = t->arena };
    Budget few = { .items = 3 };

    for (int i = 0; i < 80; i++)
        buf_lit(&b, "<w:tbl><w:tr><w:tc>");
    for (int i = 0; i < 80; i++)
        buf_lit(&b, "</w:tc></w:tr></w:tbl>");
    CHECK_INT(docx_read(&d, t->arena, S("a.docx"), docx(t, str_z(t->arena, buf_str(&b)), NULL, NULL), NULL, &why), E_LIMIT);
    CHECK_HAS(why.text, "tầng");
    CHECK_INT(docx_read(&d, t->arena, S("a.docx"), docx(t, P("1") P("2") P("3") P("4"), NULL, NULL), &few, &why), E_LIMIT);
    CHECK_INT(docx_read(&d, t->arena, S("a.docx"), docx(t, "<w:p>", NULL, NULL), NULL, &why), E_INVALID);
    CHECK_INT(docx_read(&d, t->arena, S("a.docx"), S("PK\3\4 word/document.xml"), NULL, &why), E_INVALID);
    CHECK_HAS(why.text, "a.docx");
    d = doc_ok(t, docx(t, "<w:tbl>" P("lạc") "<w:tbl/><w:tc/>" P("đường") "</w:tbl>", NULL, NULL));
}

TEST(doc_through_the_pipe, "a document survives packing; damaged bytes are refused, never misread")
{
    Doc d = doc_ok(t, docx(t, P("một") "<w:tbl><w:tr>" TC("<w:gridSpan w:val='2'/>", "ô") TC("", "hai") "</w:tr></w:tbl>", NULL, NULL)), e;
    Answer why = { .arena = t->arena };
    Str s = doc_pack(&d, t->arena);
    uint64_t x = 88172645463325252u;

    CHECK_OK(doc_unpack(&e, t->arena, s, &why));
    CHECK(str_eq(doc_pack(&e, t->arena), s));
    CHECK_STR(doc_cell(&e.blocks.v[1].table, 0, 1)->text, "ô");
    for (size_t i = 0; i < s.n; i++)
        CHECK_INT(doc_unpack(&e, t->arena, str_sub(s, 0, i), &why), E_INVALID);
    for (int i = 0; i < 2000; i++) {
        Str bad = str_dup(t->arena, s);

        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        ((char *)(uintptr_t)bad.p)[x % bad.n] = (char)(x >> 32);
        (void)doc_unpack(&e, t->arena, bad, &why);              /* no crash is the point */
    }
}
