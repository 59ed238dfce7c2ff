#include "demo/demo.h"
#include "doc/readers.h"
#include "issuance/check.h"
#include "issuance/issuance.h"
#include "issuance/out.h"
#include "org/org.h"
#include "plan/plan.h"
#include "support.h"
#include "text/text.h"

static const char *const kinds[] = { "ranking", "report-card", "result-report", "remedy-plan" };

static MakeAsk ask(const char *kind)
{
    return (MakeAsk){ .kind = str_of(kind), .unit = S("H99.11"), .set = S("SO"), .year = 2025, .issuer = strcmp(kind, "ranking") ? S("") : S("H99") };
}

static Made made(Ctx *c, MakeAsk a)
{
    Made m;

    CHECK_CTX(c, make_document(c, &a, &m));
    return m;
}

/* Letters only: where lines break and how cells follow is each writer's own affair. */
static Str letters(Arena *a, Str s)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > ' ' && s.p[i] != '/')
            buf_ch(&b, s.p[i]);
    return str_replace(a, buf_str(&b), S("\xc2\xa0"), S(""));
}

static size_t count_of(Str s, char ch)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == ch;
    return n;
}

TEST(make_sound_layout, "every kind of document follows the decree, as a draft and with its number")
{
    Ctx *c = test_demo(t, "2026-01-20");

    for (size_t i = 0; i < COUNT(kinds) * 2; i++) {
        MakeAsk a = ask(kinds[i / 2]);
        Findings f;
        Str bytes;

        if (i % 2) {
            a.number = S("7");
            a.date = c->today;
            a.signer = S("Quách Vĩnh Tường");
        }
        CHECK_CTX(c, paper_docx(made(c, a).paper, &bytes, &c->answer));
        CHECK_CTX(c, check_docx(&f, t->arena, LANG_VI, S("a.docx"), bytes, &c->answer));
        if (f.list.n)
            test_fail(__FILE__, __LINE__, "%s: %s %.*s", kinds[i / 2], f.list.v[0].code, SV(f.list.v[0].quote));
    }
}

TEST(make_same_bytes, "the same data and the same clock give the same bytes, DOCX and PDF")
{
    Ctx *c = test_demo(t, "2026-01-20");

    for (size_t i = 0; i < COUNT(kinds); i++) {
        Str a, b;

        CHECK_CTX(c, paper_docx(made(c, ask(kinds[i])).paper, &a, &c->answer));
        CHECK_CTX(c, paper_docx(made(c, ask(kinds[i])).paper, &b, &c->answer));
        CHECK(str_eq(a, b));
        CHECK_CTX(c, paper_pdf(made(c, ask(kinds[i])).paper, &a, &c->answer));
        CHECK_CTX(c, paper_pdf(made(c, ask(kinds[i])).paper, &b, &c->answer));
        CHECK(str_eq(a, b));
    }
}

TEST(make_same_text, "DOCX and PDF hold the same letters as the paper; the PDF adds only page numbers and repeated heads")
{
    Ctx *c = test_demo(t, "2026-01-20");

    for (size_t i = 0; i < COUNT(kinds); i++) {
        Paper *p = made(c, ask(kinds[i])).paper;
        Str want = letters(t->arena, paper_plain(p)), docx, pdf, got;
        Doc d;

        CHECK_CTX(c, paper_docx(p, &docx, &c->answer));
        CHECK_CTX(c, docx_read(&d, t->arena, S("a.docx"), docx, NULL, &c->answer));
        got = letters(t->arena, doc_plain(&d, t->arena));
        CHECK(str_eq(got, want));
        CHECK_CTX(c, paper_pdf(p, &pdf, &c->answer));
        CHECK_CTX(c, pdf_read(&d, t->arena, S("a.pdf"), pdf, NULL, &c->answer));
        got = letters(t->arena, doc_plain(&d, t->arena));
        CHECK(got.n * 100 >= want.n * 97);      /* our reader drops hyphens at line ends and what it takes for running heads */
        CHECK(count_of(got, ',') >= count_of(want, ','));
        CHECK(count_of(got, '%') >= count_of(want, '%'));
        for (size_t k = 0; k < p->blocks.n; k++)        /* every paragraph is found as it is */
            if (p->blocks.v[k].kind == PAPER_PARA && p->blocks.v[k].para->role == ROLE_BODY && p->blocks.v[k].para->runs.n) {
                Str line = letters(t->arena, p->blocks.v[k].para->runs.v[0].text);
                size_t at;

                if (line.n < 300 && !str_find(got, line, &at) && d.pages == 1)
                    test_fail(__FILE__, __LINE__, "%.*s", SV(line));
            }
    }
}

TEST(make_card_one_page, "the report card of a unit has one page, also with the code beside the signature")
{
    Ctx *c = test_demo(t, "2026-01-20");
    MakeAsk coded = ask("report-card");
    Findings f;
    Str bytes;
    Doc d;

    coded.verify = S("https://cchc.vannhan.example/verify/0123456789abcdef0123");
    for (int i = 0; i < 2; i++) {
        Made m = made(c, i ? coded : ask("report-card"));

        CHECK_CTX(c, paper_pdf(m.paper, &bytes, &c->answer));
        CHECK_CTX(c, pdf_read(&d, t->arena, S("a.pdf"), bytes, NULL, &c->answer));
        CHECK_INT(d.pages, 1);
        CHECK_CTX(c, paper_docx(m.paper, &bytes, &c->answer));
        CHECK_CTX(c, check_docx(&f, t->arena, LANG_VI, S("a.docx"), bytes, &c->answer));
        CHECK_INT(f.list.n, 0);
        CHECK(str_find(bytes, S("word/media/hinh1.png"), &(size_t){ 0 }) == (i == 1));
    }
}

TEST(make_sources, "the figures of every kind about results tell where they come from")
{
    Ctx *c = test_demo(t, "2026-01-20");

    for (size_t i = 0; i < COUNT(kinds); i++) {
        Buf b = { .arena = t->arena };
        Made m = made(c, ask(kinds[i]));

        CHECK(m.fields && m.figures.day);
        fields_json(m.fields, &b);
        CHECK_HAS(buf_str(&b), "@\":\"bộ tiêu chí SO năm 2025, H99.");
    }
}

TEST(make_says_what_lacks, "a kind without data says so and never makes up figures")
{
    Ctx *c = test_demo(t, "2026-01-20");
    Made m;
    MakeAsk a = ask("survey-report");

    CHECK_ANSWER(c, make_document(c, &a, &m), E_INVALID, "khao_sat");
    a = ask("thing");
    CHECK_ANSWER(c, make_document(c, &a, &m), E_INVALID, "ranking");
    a = ask("plan-decision");
    a.year = 2031;
    CHECK_ANSWER(c, make_document(c, &a, &m), E_NOT_FOUND, "chưa có kế hoạch");
    a = ask("ranking");
    a.unit = S("H99");
    a.set = S("");
    CHECK_ANSWER(c, make_document(c, &a, &m), E_INVALID, "SO, XA, XN");
    a.year = 2019;
    CHECK_ANSWER(c, make_document(c, &a, &m), E_INVALID, "Chưa có bộ tiêu chí nào của năm 2019");
    a = ask("report-card");
    a.unit = S("H99.101");
    CHECK_ANSWER(c, make_document(c, &a, &m), E_NOT_FOUND, "H99.101");
}

TEST(make_finds_set, "who names no set gets the one of the year that the unit is scored by")
{
    Ctx *c = test_demo(t, "2026-01-20");
    static const char *const scored[] = { "report-card", "result-report", "remedy-plan" };
    int64_t id;

    for (size_t i = 0; i < COUNT(scored); i++) {
        MakeAsk a = ask(scored[i]), commune = ask(scored[i]);
        IssuedRow d;
        Made m;

        a.set = S("");
        CHECK_CTX(c, make_document(c, &a, &m));
        CHECK_CTX(c, issue_draft(c, &(DraftForm){ .ask = a }, &id));
        CHECK_CTX(c, issue_get(c, id, &d));
        CHECK_STR(d.set_code, "SO");
        commune.set = S("");
        commune.unit = S("H99.101");
        CHECK_CTX(c, make_document(c, &commune, &m));
    }
}

TEST(make_rights, "an officer makes documents of the own unit only")
{
    Ctx *c = test_demo(t, "2026-01-20");
    UnitRow u;
    Made m;
    MakeAsk a = ask("result-report");

    CHECK_CTX(c, q_unit_get(c, &u, .id = 5));
    test_become(c, "can-bo-khac", ROLE_OFFICER, u.id);
    CHECK(make_document(c, &a, &m) == E_FORBIDDEN);
}

TEST(make_names, "bodies are named, abbreviated and led as the decree and practice have it")
{
    Ctx *c = test_demo(t, "2026-01-20");
    Body b;

    CHECK_CTX(c, body_load(c, S("H99.5"), &b));
    CHECK_STR(b.abbr, "SNNMT");
    CHECK_STR(b.head, "Giám đốc");
    CHECK_STR(b.place, "Vân Nhạn");
    CHECK_CTX(c, body_load(c, S("H99.101"), &b));
    CHECK_STR(b.abbr, "UBND");
    CHECK_STR(b.collective, "Ủy ban nhân dân");
    CHECK_HAS(b.full, "Ủy ban nhân dân phường");
    CHECK_CTX(c, body_load(c, S("H99.10"), &b));
    CHECK_STR(b.abbr, "SGDĐT");
}

TEST(make_plan_table, "a plan goes out with its official columns, what repeats is one merged cell, and comes back as it was")
{
    static const char csv[] = "TT,Mục tiêu,Nhiệm vụ,Hoạt động,Sản phẩm,Chủ trì,Phối hợp,Thời gian,Kinh phí\n"
        "I,,CẢI CÁCH THỂ CHẾ,,,,,,\n1,Ban hành đúng hạn,Xây dựng kế hoạch,Họp,Kế hoạch,Sở Nội vụ,Sở Tư pháp,Tháng 3/2026,\n"
        "2,Ban hành đúng hạn,Rà soát văn bản,Rà soát,Báo cáo,Sở Tư pháp,Sở Nội vụ,Quý II/2026,\n";
    Ctx *c = test_demo(t, "2026-01-20");
    PlanTable table;
    PlanImportReport report;
    PlanDays days;
    Findings f;
    Body b;
    Str bytes;

    CHECK_CTX(c, plan_days(c, &days));
    CHECK_CTX(c, body_load(c, S("H99.101"), &b));
    CHECK_CTX(c, plan_table_read(&table, t->arena, S("a.csv"), str_of(csv), 2026, days.cal, &c->answer));
    CHECK_CTX(c, plan_import(c, &(PlanForm){ .unit_id = b.id, .year = 2026, .source = S("a.csv") }, &table, &report));
    for (int i = 0; i < 2; i++) {
        Made m = made(c, (MakeAsk){ .kind = i ? S("plan-decision") : S("commune-plan"), .unit = S("H99.101"), .year = 2026 });

        CHECK_HAS(paper_plain(m.paper), "Rà soát văn bản\tRà soát\tBáo cáo\tSở Tư pháp");
        CHECK_CTX(c, paper_docx(m.paper, &bytes, &c->answer));
        CHECK_CTX(c, check_docx(&f, t->arena, LANG_VI, S("a.docx"), bytes, &c->answer));
        CHECK_INT(f.list.n, 0);
    }
}

TEST(issue_numbers, "numbers run per body, type and year; none is given twice, also not after revocation")
{
    Ctx *c = test_demo(t, "2026-01-20");
    MakeAsk card = ask("report-card"), report = ask("result-report");
    int64_t a, b, d, n;
    IssuedRow row;

    CHECK_CTX(c, issue_draft(c, &(DraftForm){ .ask = card }, &a));
    CHECK_CTX(c, issue_draft(c, &(DraftForm){ .ask = card }, &b));
    CHECK_CTX(c, issue_draft(c, &(DraftForm){ .ask = report }, &d));
    CHECK_CTX(c, issue_number(c, a, 0, (Date){ 0 }, S("Quách Vĩnh Tường"), &n));
    CHECK_INT(n, 1);
    CHECK_ANSWER(c, issue_number(c, a, 0, (Date){ 0 }, S(""), &n), E_STATE, "đã có số");
    CHECK_CTX(c, issue_number(c, d, 0, (Date){ 0 }, S(""), &n));
    CHECK_INT(n, 1);
    CHECK_CTX(c, issue_revoke(c, a, S("Sai tên đơn vị")));
    CHECK_ANSWER(c, issue_number(c, b, 1, (Date){ 0 }, S(""), &n), E_STATE, "không dùng lại");
    CHECK_CTX(c, issue_number(c, b, 5, (Date){ 0 }, S(""), &n));
    CHECK_CTX(c, issue_get(c, b, &row));
    CHECK_STR(issue_full_number(t->arena, &row), "05/TB-UBND");
    CHECK_CTX(c, issue_draft(c, &(DraftForm){ .ask = card }, &a));
    CHECK_CTX(c, issue_number(c, a, 0, (Date){ 0 }, S(""), &n));
    CHECK_INT(n, 6);
}

TEST(issue_frozen, "an issued document keeps its bytes whatever happens to the figures")
{
    Ctx *c = test_demo(t, "2026-01-20");
    MakeAsk card = ask("report-card");
    IssuedRow row;
    Str before, after;
    int64_t id, n;

    CHECK_CTX(c, issue_draft(c, &(DraftForm){ .ask = card }, &id));
    CHECK_ANSWER(c, issue_publish(c, id), E_STATE, "Dự thảo");
    CHECK_CTX(c, issue_number(c, id, 0, (Date){ 0 }, S(""), &n));
    CHECK_CTX(c, issue_get(c, id, &row));
    CHECK_CTX(c, issue_bytes(c, &row, S("a.pdf"), &before));
    c->now.ms += 86400000;
    CHECK_CTX(c, issue_publish(c, id));
    CHECK_CTX(c, issue_get(c, id, &row));
    CHECK_CTX(c, issue_bytes(c, &row, S("a.pdf"), &after));
    CHECK(str_eq(before, after));
    CHECK_STR(row.state, "published");
    CHECK_INT(row.sha256.n, 64);
    CHECK_ANSWER(c, issue_remove(c, id), E_STATE, "thu hồi");
    CHECK_ANSWER(c, issue_revoke(c, id, S(" ")), E_INVALID, "lý do");
}

TEST(paper_long_table, "a table of 2,000 rows breaks over pages, its head stands on each, no row is lost")
{
    Ctx *c = test_ctx(t, "2026-01-20");
    Paper *p = paper_begin(t->arena, &(PaperAbout){ .title = S("Bảng dài") });
    PaperTable *table;
    Str bytes, text;
    size_t at;
    Doc d;

    (void)paper_text(p, ROLE_TYPE, S("DANH SÁCH"));
    table = paper_table(p, (const int[]){ 1, 3, 6 }, 3, 1);
    (void)paper_head(table, S("TT"));
    (void)paper_head(table, S("Nhóm"));
    (void)paper_head(table, S("Tên"));
    for (int i = 0; i < 2000; i++) {
        (void)paper_cell(table, str_fmt(t->arena, "%d", i + 1));
        if (i % 40 == 0)
            (void)paper_span(table, str_fmt(t->arena, "Nhóm %d", i / 40), 40, 1);
        (void)paper_cell(table, str_fmt(t->arena, "Đơn vị số %d của danh sách này", i + 1));
    }
    CHECK_CTX(c, paper_pdf(p, &bytes, &c->answer));
    CHECK_CTX(c, pdf_read(&d, t->arena, S("a.pdf"), bytes, NULL, &c->answer));
    CHECK(d.pages > 30);
    text = doc_plain(&d, t->arena);
    for (int i = 0; i < 2000; i += 37)
        CHECK(str_find(text, str_fmt(t->arena, "Đơn vị số %d của danh sách này", i + 1), &at));
    CHECK_CTX(c, paper_docx(p, &bytes, &c->answer));
    CHECK_CTX(c, docx_read(&d, t->arena, S("a.docx"), bytes, NULL, &c->answer));
    CHECK_INT(d.blocks.v[1].table.rows, 2001);
    CHECK_CTX(c, paper_out(c, p, S("a.xlsx"), &bytes));
}

TEST(paper_tall_row, "a row taller than a page goes on line by line")
{
    Ctx *c = test_ctx(t, "2026-01-20");
    Paper *p = paper_begin(t->arena, &(PaperAbout){ .title = S("Ô dài") });
    PaperTable *table = paper_table(p, (const int[]){ 1, 1 }, 2, 1);
    Buf b = { .arena = t->arena };
    Str bytes, text;
    size_t at;
    Doc d;

    for (int i = 0; i < 200; i++)
        buf_fmt(&b, "Dòng thứ %d.\n", i + 1);
    (void)paper_head(table, S("A"));
    (void)paper_head(table, S("B"));
    (void)paper_cell(table, buf_str(&b));
    (void)paper_cell(table, S("ngắn"));
    CHECK_CTX(c, paper_pdf(p, &bytes, &c->answer));
    CHECK_CTX(c, pdf_read(&d, t->arena, S("a.pdf"), bytes, NULL, &c->answer));
    CHECK(d.pages >= 4 && d.pages <= 6);
    text = doc_plain(&d, t->arena);
    for (int i = 0; i < 200; i++)
        CHECK(str_find(text, str_fmt(t->arena, "Dòng thứ %d.", i + 1), &at));
}
