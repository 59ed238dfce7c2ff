/* Wordings, templates and papers read back: through the public headers only. */
#include "base/test.h"
#include "doc/docx_fill.h"
#include "doc/paper_read.h"
#include "doc/readers.h"
#include "doc/wording.h"
#include "doc/zip.h"
#include "text/text.h"

static Answer why_of(TestRun *t)
{
    return (Answer){ .arena = t->arena };
}

/* A document whose main part is the body given. */
static Str docx_of(TestRun *t, Str body)
{
    Answer why = why_of(t);
    ZipOut *z = zip_out_begin(t->arena);
    Str bytes = { 0 };

    zip_out_add(z, "[Content_Types].xml", S("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"));
    zip_out_add(z, "_rels/.rels", S("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"));
    zip_out_add(z, "word/document.xml", str_fmt(t->arena, "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>%.*s</w:body></w:document>",
        SV(body)));
    CHECK_INT(zip_out_end(z, &bytes, &why), OK);
    return bytes;
}

static Str para(TestRun *t, const char *text)
{
    return str_fmt(t->arena, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", text);
}

/* The text of what a template body makes of the fields; "!…" is the answer. */
static Str filled(TestRun *t, Str body, const Fields *f)
{
    Answer why = why_of(t);
    Str out;
    Doc d;

    if (docx_fill(t->arena, S("mau.docx"), docx_of(t, body), f, &(PaperAbout){ 0 }, &out, &why) != OK)
        return str_fmt(t->arena, "!%.*s", SV(why.text));
    CHECK_INT(docx_read(&d, t->arena, S("x.docx"), out, NULL, &why), OK);
    return str_trim(doc_plain(&d, t->arena));
}

static Fields *sample(TestRun *t)
{
    Fields *f = fields_begin(t->arena), *row;

    field(f, "nam", S("2025"));
    field(f, "don_vi", S("Sở Y tế & Dân số <1>"));
    field(f, "trong", S(""));
    field(f, "dong", S("một\nhai"));
    field_list(f, "rong");
    for (int i = 0; i < 3; i++) {
        row = field_row(f, "ds");
        field(row, "ten", i < 2 ? S("A") : S("B"));
        field_fmt(row, "so", "%d", i * 10);
        field_fmt(row, "muc", "%d", i + 1);
    }
    return f;
}

TEST(fill_values, "tags become text, capitals where the tag is in capitals, also when Word has cut them into runs")
{
    Fields *f = sample(t);

    CHECK_STR(filled(t, para(t, "Năm {{nam}}: {{ don_vi }}; {{DON_VI}}"), f), "Năm 2025: Sở Y tế & Dân số <1>; SỞ Y TẾ & DÂN SỐ <1>");
    CHECK_STR(filled(t, S("<w:p><w:r><w:t>x {</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/></w:rPr><w:t>{na</w:t></w:r><w:r><w:t>m}} y</w:t></w:r></w:p>"), f),
        "x 2025 y");
    CHECK_STR(filled(t, para(t, "a{{#trong}}không{{/trong}}{{^trong}}có{{/trong}}{{#nam}} {{nam}}{{/nam}}"), f), "acó 2025");
    CHECK_STR(filled(t, para(t, "{{#ds}}{{stt}}.{{ten}} {{/ds}}"), f), "1.A 2.A 3.B");
}

TEST(fill_blocks, "paragraphs between tags repeat, an empty field takes its paragraph along, lines become paragraphs")
{
    Fields *f = sample(t);
    Str body = str_fmt(t->arena, "%.*s%.*s%.*s%.*s%.*s", SV(para(t, "{{#ds}}")), SV(para(t, "- {{ten}} {{so}}")), SV(para(t, "{{/ds}}")), SV(para(t, "{{trong}}")),
        SV(para(t, "{{dong}}")));

    CHECK_STR(filled(t, body, f), "- A 0\n- A 10\n- B 20\nmột\nhai");
    CHECK_STR(filled(t, str_fmt(t->arena, "%.*s%.*s%.*shết", SV(para(t, "{{#rong}}")), SV(para(t, "x")), SV(para(t, "{{/rong}}"))), f), "");
}

TEST(fill_rows, "rows repeat from the cell of one tag to the cell of the other; equal cells merge; levels shade")
{
    static const char row[] = "<w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"100\"/></w:tblGrid>"
        "<w:tr><w:tc><w:p><w:r><w:t>Tên</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Số</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr><w:tcW w:w=\"100\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:r><w:t>{{#ds}}{{ten|gop}}</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>{{so|nen:muc}}{{/ds}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    Answer why = why_of(t);
    Str out;
    Doc d;

    CHECK_INT(docx_fill(t->arena, S("mau.docx"), docx_of(t, str_of(row)), sample(t), &(PaperAbout){ 0 }, &out, &why), OK);
    CHECK_INT(docx_read(&d, t->arena, S("x.docx"), out, NULL, &why), OK);
    CHECK_INT(d.blocks.v[0].table.rows, 4);
    CHECK_INT(doc_cell(&d.blocks.v[0].table, 1, 0)->row_span, 2);
    CHECK_STR(doc_cell(&d.blocks.v[0].table, 3, 0)->text, "B");
    CHECK_STR(doc_cell(&d.blocks.v[0].table, 2, 1)->text, "10");
}

TEST(fill_long_table, "two thousand rows and every Vietnamese letter come through")
{
    static const char letters[] = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";
    Fields *f = fields_begin(t->arena);
    Answer why = why_of(t);
    Str out, again, wording = S("@type Báo cáo\n@issuer Sở Nội vụ\n@symbol BC-SNV\n@place Vân Nhạn\n@abstract Thử\n@name {{nguoi}}\ntable 10 80 10:\nrow: [h] TT | [h] Tên | [h] Số\n"
        "{{#ds}}\nrow: {{stt}} | {{TEN}} {{ten}} | [>] {{so}}\n{{/ds}}\nend:\nsign:\n"), text;
    Paper *p, *back;
    Doc d;

    field(f, "nguoi", str_of(letters));
    for (int i = 0; i < 2000; i++) {
        Fields *row = field_row(f, "ds");

        field(row, "ten", str_of(letters));
        field_fmt(row, "so", "%d", i);
    }
    CHECK_INT(fields_fill(t->arena, wording, f, NULL, &text, &why), OK);
    CHECK_INT(wording_paper(t->arena, &(Wording){ text, f, { .title = S("x") } }, &p, &why), OK);
    CHECK_INT(paper_docx(p, &out, &why), OK);
    CHECK_INT(docx_read(&d, t->arena, S("x.docx"), out, NULL, &why), OK);
    CHECK_INT(d.blocks.n >= 3, 1);
    CHECK_INT(paper_read(&back, t->arena, S("x.docx"), out, &p->about, &why), OK);
    CHECK_STR(paper_plain(back), (const char *)str_z(t->arena, paper_plain(p)));
    CHECK_INT(paper_docx(back, &again, &why), OK);
    CHECK_INT(paper_read(&back, t->arena, S("y.docx"), again, &p->about, &why), OK);
    CHECK_STR(paper_plain(back), (const char *)str_z(t->arena, paper_plain(p)));
}

TEST(fill_equals_wording, "a wording that is not filled is a template that makes the same text")
{
    Str wording = S("@type Báo cáo\n@issuer {{co_quan}}\n@symbol BC-SNV\n@number {{so}}\n@place {{noi}}\n@day {{ngay}}\n@abstract Thử năm {{nam}}\n@name {{don_vi}}\n@to {{don_vi}}\n"
        "body: Năm {{nam}}{{#trong}} không{{/trong}} **đậm** rồi thường.\n{{#ds}}\nclause: {{stt}}. {{ten}}\nbody: Số {{so}}.\n{{/ds}}\n{{#rong}}\nbody: không có\n{{/rong}}\n"
        "table 10 80 10:\nrow: [h] TT | [h] Tên | [h] Số\n{{#ds}}\nrow: {{stt}} | {{ten|gop}} | [>] {{so|nen:muc}}\n{{/ds}}\nrow: [*2] Cộng | [>] {{nam}}\nend:\nsign:\n"
        "appendix one landscape: Phụ {{don_vi}} || Văn bản {{so}}\nbody: {{dong}}\n"), text, mine, tpl, theirs;
    Fields *f = sample(t);
    Answer why = why_of(t);
    FillFaults faults;
    Paper *p, *q, *back;

    field(f, "co_quan", S("Sở Nội vụ"));
    field(f, "so", S("05"));
    field(f, "noi", S("Vân Nhạn"));
    field(f, "ngay", S("ngày 05 tháng 3 năm 2026"));
    CHECK_INT(fields_fill(t->arena, wording, f, NULL, &text, &why), OK);
    CHECK_INT(wording_paper(t->arena, &(Wording){ text, f, { .title = S("x") } }, &p, &why), OK);
    CHECK_INT(wording_paper(t->arena, &(Wording){ wording, NULL, { .title = S("x") } }, &q, &why), OK);
    CHECK_INT(paper_docx(p, &mine, &why), OK);
    CHECK_INT(paper_docx(q, &tpl, &why), OK);
    CHECK_INT(docx_fill_check(&faults, t->arena, LANG_VI, S("m.docx"), tpl, NULL, &why), OK);
    CHECK_INT(faults.list.n, 0);
    CHECK_INT(docx_fill(t->arena, S("m.docx"), tpl, f, &p->about, &theirs, &why), OK);
    CHECK_INT(paper_read(&back, t->arena, S("m.docx"), theirs, &p->about, &why), OK);
    CHECK_STR(paper_plain(back), (const char *)str_z(t->arena, paper_plain(p)));
}

TEST(fill_faults, "each fault of a template is told with its paragraph")
{
    static const struct { const char *text, *says; } cases[] = {
        { "{{namm}}", "có phải {{nam}}" }, { "{{khong_biet_gi}}", "Không có trường" }, { "{{#ds}} a", "không có {{/ds}}" }, { "a {{/ds}}", "không có {{#ds}} mở" },
        { "{{tên}}", "không phải là một trường" }, { "{{nam", "đủ hai ngoặc nhọn" }, { "{{nam|to}}", "không phải là một trường" },
    };
    Unknown known = { 0 };

    *vec_add(t->arena, &known.names) = S("nam");
    *vec_add(t->arena, &known.names) = S("ds");
    for (size_t i = 0; i < COUNT(cases); i++) {
        Answer why = why_of(t);
        FillFaults f;

        CHECK_INT(docx_fill_check(&f, t->arena, LANG_VI, S("m.docx"), docx_of(t, str_fmt(t->arena, "%.*s%.*s", SV(para(t, "mở đầu")), SV(para(t, cases[i].text)))), &known, &why), OK);
        CHECK_INT(f.list.n, 1);
        CHECK_STR(f.list.v[0].where, "Đoạn 2");
        CHECK_HAS(f.list.v[0].text, cases[i].says);
    }
}

TEST(fill_refuses, "macros, parts from elsewhere, other encodings and document types are refused")
{
    Answer why = why_of(t);
    FillFaults f;
    Str bytes;
    ZipOut *z = zip_out_begin(t->arena);

    zip_out_add(z, "word/document.xml", S("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>"));
    zip_out_add(z, "word/vbaProject.bin", S("x"));
    CHECK_INT(zip_out_end(z, &bytes, &why), OK);
    CHECK_INT(docx_fill_check(&f, t->arena, LANG_VI, S("m.docx"), bytes, NULL, &why), E_INVALID);
    CHECK_HAS(why.text, "macro");
    z = zip_out_begin(t->arena);
    zip_out_add(z, "word/document.xml", S("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"));
    CHECK_INT(zip_out_end(z, &bytes, &why), OK);
    CHECK_INT(docx_fill_check(&f, t->arena, LANG_VI, S("m.docx"), bytes, NULL, &why), E_INVALID);
    z = zip_out_begin(t->arena);
    zip_out_add(z, "word/document.xml", S("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>"));
    zip_out_add(z, "word/_rels/settings.xml.rels", S("<Relationships><Relationship Id=\"a\" Type=\"x/attachedTemplate\" Target=\"http://x/y.dotm\" TargetMode=\"External\"/></Relationships>"));
    CHECK_INT(zip_out_end(z, &bytes, &why), OK);
    CHECK_INT(docx_fill_check(&f, t->arena, LANG_VI, S("m.docx"), bytes, NULL, &why), E_INVALID);
    CHECK_HAS(why.text, "nơi khác");
    z = zip_out_begin(t->arena);
    zip_out_add(z, "word/document.xml", S("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>"));
    zip_out_add(z, "word/media/to.png", (Str){ arena_take(t->arena, 5 << 20, 1), 5 << 20 });
    CHECK_INT(zip_out_end(z, &bytes, &why), OK);
    CHECK_INT(docx_fill_check(&f, t->arena, LANG_VI, S("m.docx"), bytes, NULL, &why), E_LIMIT);
}
