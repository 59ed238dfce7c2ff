#include "base/test.h"
#include "doc/paper.h"
#include "doc/readers.h"
#include "issuance/check.h"
#include "text/text.h"

static PaperHead head(void)
{
    return (PaperHead){ .issuer = S("ỦY BAN NHÂN DÂN\nTỈNH VÂN NHẠN"), .number = S("5"), .symbol = S("QĐ-UBND"), .place = S("Vân Nhạn"),
        .date = { 739622 }, .type = S("Quyết định"), .abstract = S("Về việc công bố Chỉ số cải cách hành chính năm 2025") };
}

static const Str recipients[] = { { "Như Điều 3", sizeof "Như Điều 3" - 1 }, { "Sở Nội vụ", sizeof "Sở Nội vụ" - 1 } };

typedef struct Change {
    PaperHead head;
    PaperSign sign;
    const char *basis_end, *last_basis_end, *motto;
} Change;

static Change sound(void)
{
    return (Change){ .head = head(), .basis_end = ";", .last_basis_end = ".",
        .sign = { .collective = S("Ủy ban nhân dân"), .head = S("Chủ tịch"), .power = SIGN_DEPUTY, .title = S("Phó Chủ tịch"),
            .name = S("Quách Vĩnh Tường"), .recipients = recipients, .n_recipients = 2, .keep = S("VT, CCHC") } };
}

static Paper *decision(TestRun *t, const Change *k)
{
    Paper *p = paper_begin(t->arena, &(PaperAbout){ .title = S("Công bố"), .made = { 1767200000000 } });
    PaperTable *table;

    paper_letterhead(p, &k->head);
    (void)paper_text(p, ROLE_RULER, S("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH VÂN NHẠN"));
    (void)paper_fmt(p, ROLE_BASIS, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025%s", k->basis_end);
    (void)paper_fmt(p, ROLE_BASIS, "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV ngày 05/01/2026%s", k->last_basis_end);
    (void)paper_text(p, ROLE_TYPE, S("QUYẾT ĐỊNH:"));
    paper_article(p, 1, S("Công bố Chỉ số cải cách hành chính năm 2025 của các sở, ban, ngành và Ủy ban nhân dân cấp xã trên địa bàn tỉnh (Phụ lục kèm theo)."));
    paper_article(p, 2, S("Quyết định này có hiệu lực kể từ ngày ký."));
    paper_sign(p, &k->sign);
    paper_appendix(p, S(""), S("Kết quả Chỉ số cải cách hành chính"), S("Quyết định số 05/QĐ-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân tỉnh"), true);
    table = paper_table(p, (const int[]){ 1, 6, 2 }, 3, 1);
    (void)paper_head(table, S("TT"));
    (void)paper_head(table, S("Đơn vị"));
    (void)paper_head(table, S("Điểm"));
    (void)paper_span(table, S("I. Sở, ban, ngành"), 1, 3);
    (void)paper_span(table, S("1"), 2, 1);
    (void)paper_cell(table, S("Sở Nội vụ"));
    (void)paper_cell(table, S("92,15"));
    (void)paper_cell(table, S("Sở Y tế"));
    (void)paper_cell(table, S("84,31"));
    return p;
}

static Findings check(TestRun *t, const Paper *p)
{
    Answer why = { .arena = t->arena };
    Findings f;
    Str bytes;

    CHECK_OK(paper_docx(p, &bytes, &why));
    if (check_docx(&f, t->arena, LANG_VI, S("a.docx"), bytes, &why) != OK)
        test_fail(__FILE__, __LINE__, "%.*s", SV(why.text));
    return f;
}

static Str codes(TestRun *t, const Findings *f)
{
    Buf b = { .arena = t->arena };

    for (size_t i = 0; i < f->list.n; i++)
        buf_fmt(&b, "%s%s", i ? " " : "", f->list.v[i].code);
    return buf_str(&b);
}

static Str codes_of(TestRun *t, Change k)
{
    Findings f = check(t, decision(t, &k));

    return codes(t, &f);
}

TEST(check_own_sound, "a document made by the program breaks no rule of the decree")
{
    Change k = sound();
    Findings f = check(t, decision(t, &k));

    CHECK_STR(codes(t, &f), "");
    CHECK_STR(f.type, "Quyết định");
    CHECK_STR(f.number, "05/QĐ-UBND");
}

TEST(check_draft_sound, "number and day left blank until issue are no fault")
{
    Change k = sound();

    k.head.number = S("");
    k.head.date = (Date){ 0 };
    k.head.year = 2026;
    CHECK_STR(codes_of(t, k), "");
}

TEST(check_symbol_of_type, "the symbol must be the one of the type of document")
{
    Change k = sound();

    k.head.symbol = S("KH-UBND");
    CHECK_STR(codes_of(t, k), "number.type");
    k.head.symbol = S("QĐ - UBND");
    CHECK_STR(codes_of(t, k), "number.blank");
    k.head.symbol = S("QĐ-ubnd");
    CHECK_STR(codes_of(t, k), "number.case");
}

TEST(check_basis_ends, "each basis ends with a semicolon, the last one with a full stop")
{
    Change k = sound();

    k.basis_end = ",";
    CHECK_STR(codes_of(t, k), "basis.semicolon");
    k.last_basis_end = ";";
    CHECK_STR(codes_of(t, k), "basis.semicolon basis.period");
}

TEST(check_signing, "KT. is for deputies, TM. for bodies that decide together")
{
    Change k = sound();

    k.sign.title = S("Giám đốc");
    CHECK_STR(codes_of(t, k), "sign.deputy");
    k = sound();
    k.sign.collective = S("Sở Nội vụ");
    CHECK_STR(codes_of(t, k), "sign.collective");
    k = sound();
    k.sign.keep = S("CCHC");
    CHECK_STR(codes_of(t, k), "recipients.keep");
}

TEST(paper_roman_text, "every letter of Vietnamese goes through DOCX unchanged, composed")
{
    static const char letters[] = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";
    Answer why = { .arena = t->arena };
    Paper *p = paper_begin(t->arena, &(PaperAbout){ 0 });
    Str bytes, again;
    Doc d;

    (void)paper_text(p, ROLE_BODY, str_of(letters));
    (void)paper_text(p, ROLE_BODY, text_upper(t->arena, str_of(letters)));
    (void)paper_text(p, ROLE_BODY, S("e\xcc\x82\xcc\x81 < & > \"\x01"));
    CHECK_OK(paper_docx(p, &bytes, &why));
    CHECK_OK(paper_docx(p, &again, &why));
    CHECK(str_eq(bytes, again));
    CHECK_OK(docx_read(&d, t->arena, S("a.docx"), bytes, NULL, &why));
    CHECK_INT(d.blocks.n, 3);
    CHECK_STR(d.blocks.v[0].para.text, letters);
    CHECK(str_eq(d.blocks.v[1].para.text, text_upper(t->arena, str_of(letters))));
    CHECK_STR(d.blocks.v[2].para.text, "\u1ebf < & > \"");
}

TEST(paper_merged_cells, "merged cells and repeated heads come back as they were")
{
    Answer why = { .arena = t->arena };
    Change k = sound();
    Paper *p = decision(t, &k);
    const DocTable *table;
    Str bytes;
    Doc d;

    CHECK_OK(paper_docx(p, &bytes, &why));
    CHECK_OK(docx_read(&d, t->arena, S("a.docx"), bytes, NULL, &why));
    CHECK(d.blocks.v[d.blocks.n - 1].kind == BLOCK_TABLE || d.blocks.v[d.blocks.n - 2].kind == BLOCK_TABLE);
    table = &d.blocks.v[d.blocks.n - (d.blocks.v[d.blocks.n - 1].kind == BLOCK_TABLE ? 1 : 2)].table;
    CHECK_INT(table->rows, 4);
    CHECK_INT(table->header_rows, 1);
    CHECK_INT(doc_cell(table, 1, 2)->col_span, 3);
    CHECK_STR(doc_cell(table, 3, 0)->text, "1");
    CHECK_STR(doc_cell(table, 3, 2)->text, "84,31");
}
