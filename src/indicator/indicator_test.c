#include "support.h"

#include "core_sql.h"
#include "indicator/indicator.h"
#include "indicator/report.h"
#include "org/org.h"

static Ctx *given(TestRun *t)
{
    Ctx *c = test_ctx(t, "2025-03-19");
    Table units, elements;
    ImportReport rep;
    size_t n;

    CHECK_CTX(c, table_read(&units, c->arena, S("u.csv"), S("code,name,kind,parent\nT,Tỉnh T,tỉnh,\nX1,Xã Một,xã,T\nX2,Phường Hai,phường,T\n"
        "P1,Phòng Một,phòng,X1\n"), NULL, &c->answer));
    CHECK_CTX(c, org_import(c, &units, &rep));
    CHECK_CTX(c, element_shipped(c, &elements));
    CHECK_CTX(c, element_import(c, &elements, &n));
    CHECK(n >= 130);
    return c;
}

static int64_t unit(Ctx *c, const char *code)
{
    UnitRow u;

    CHECK_CTX(c, org_by_code(c, str_of(code), &u));
    return u.id;
}

static Err enter(Ctx *c, const char *code, const char *period, const char *element, const char *value)
{
    return figure_enter(c, unit(c, code), str_of(period), &(FigureEntry){ .code = str_of(element), .text = str_of(value) }, 1, S(""));
}

static Figure figure(Ctx *c, const char *code, const char *period, const char *element)
{
    FigureTable t;
    int64_t at;

    CHECK_CTX(c, figure_table(c, unit(c, code), str_of(period), &t));
    CHECK(map_get(&t.set.by_code, str_of(element), &at));
    return t.v[at];
}

TEST(figure_rate_of_sums, "a province's rate is the rate of the communes' sums, not the mean of their rates")
{
    Ctx *c = given(t);

    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.1", "20"));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.1.1", "20"));
    CHECK_CTX(c, enter(c, "X2", "2025-Q1", "1.1", "80"));
    CHECK_CTX(c, enter(c, "X2", "2025-Q1", "1.1.1", "20"));
    CHECK_DEC(figure(c, "X1", "2025-q1", "1.1.2").value.d, "100");
    CHECK_DEC(figure(c, "T", "2025-Q1", "1.1.2").value.d, "40");
    CHECK_DEC(figure(c, "T", "2025-Q1", "1.1").below.d, "100");
    CHECK_INT(figure(c, "T", "2025-Q1", "1.1").givers, 2);
    CHECK_CTX(c, enter(c, "T", "2025-Q1", "1.1", "110"));
    CHECK_DEC(figure(c, "T", "2025-Q1", "1.1").value.d, "110");         /* as entered; the sum below stays visible */
    CHECK_DEC(figure(c, "T", "2025-Q1", "1.1").below.d, "100");
}

TEST(figure_sums_go_up_levels, "a figure of an office counts for its commune and once for the province")
{
    Ctx *c = given(t);

    CHECK_CTX(c, enter(c, "P1", "2025", "1.7", "7"));
    CHECK_DEC(figure(c, "X1", "2025", "1.7").value.d, "7");
    CHECK_DEC(figure(c, "T", "2025", "1.7").value.d, "7");
    CHECK_CTX(c, enter(c, "X1", "2025", "1.7", "10"));
    CHECK_DEC(figure(c, "T", "2025", "1.7").value.d, "10");
}

TEST(figure_refuses_wrong_values, "a count has no fraction and is not negative, a formula is not entered, an unknown code is named")
{
    Ctx *c = given(t);

    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "1.1", "2,5"), E_INVALID, "2,5");
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "1.1", "-1"), E_INVALID, "không âm");
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "1.1", "20%"), E_INVALID, "20%");
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "1.1.2", "90"), E_INVALID, "công thức");
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "99", "1"), E_INVALID, "99");
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q5", "1.1", "1"), E_INVALID, "2025-Q5");
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "6.1.1", "1.234,5"));
    CHECK_DEC(figure(c, "X1", "2025-Q1", "6.1.1").value.d, "1234.5");
}

TEST(figure_three_severities, "an error stops completion, a warning and a note do not")
{
    Ctx *c = given(t);
    FigureTable table;
    Findings found;

    CHECK_CTX(c, enter(c, "X1", "2024-Q4", "1.7", "10"));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.7", "90"));               /* a jump: note */
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "4.3", "10"));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "4.3.1", "11"));             /* above what was given: warning */
    CHECK_CTX(c, figure_table(c, unit(c, "X1"), S("2025-Q1"), &table));
    CHECK_CTX(c, figure_check(c, &table, &found));
    CHECK_INT(found.n, 2);
    CHECK_INT(found.v[0].severity, SEV_NOTE);
    CHECK_INT(found.v[1].severity, SEV_WARNING);
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.1", "5"));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.1.1", "6"));
    CHECK_ANSWER(c, figure_complete(c, unit(c, "X1"), S("2025-Q1")), E_STATE, "1.1.1");
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.1.1", "5"));
    CHECK_CTX(c, figure_complete(c, unit(c, "X1"), S("2025-Q1")));
}

TEST(figure_late_correction, "after completion a figure changes only with a reason, and what stood there is kept; a lock tells why")
{
    Ctx *c = given(t);
    int64_t x1 = unit(c, "X1");
    FigureEntry e = { .code = S("1.7"), .text = S("12") };
    FactRows facts;

    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.7", "10"));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "3.3.6", "9"));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "3.3.7", "0"));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "3.3.8", "1"));
    CHECK_CTX(c, figure_complete(c, x1, S("2025-Q1")));
    CHECK_CTX(c, q_fact_of_unit(c, &facts, .unit_id = x1, .period = S("2025-Q1")));
    CHECK_INT(facts.n, 5);
    CHECK_STR(facts.v[1].code, "cchc.3.3.13");
    CHECK_STR(facts.v[1].value, "90%");
    CHECK_ANSWER(c, figure_enter(c, x1, S("2025-Q1"), &e, 1, S("")), E_INVALID, "lý do");
    CHECK_CTX(c, figure_enter(c, x1, S("2025-Q1"), &e, 1, S("đếm sót")));
    CHECK_CTX(c, figure_lock(c, x1, S("2025-Q1"), S("đã gửi báo cáo quý")));
    CHECK_ANSWER(c, figure_enter(c, x1, S("2025-Q1"), &e, 1, S("nữa")), E_STATE, "đã gửi báo cáo quý");
}

TEST(figure_rights, "an officer enters for the own unit only")
{
    Ctx *c = given(t);
    int64_t x1 = unit(c, "X1"), x2 = unit(c, "X2");
    FigureEntry e = { .code = S("1.7"), .text = S("12") };

    test_become(c, "hoa", ROLE_OFFICER, x1);
    CHECK_CTX(c, figure_enter(c, x1, S("2025-Q1"), &e, 1, S("")));
    CHECK_ANSWER(c, figure_enter(c, x2, S("2025-Q1"), &e, 1, S("")), E_FORBIDDEN, "quyền");
    CHECK_ANSWER(c, figure_lock(c, x1, S("2025-Q1"), S("x")), E_FORBIDDEN, "quyền");
}

TEST(figure_import_names_cells, "an import of many units names every wrong cell and writes nothing then")
{
    Ctx *c = given(t);
    Table table;
    size_t n;

    CHECK_CTX(c, table_read(&table, c->arena, S("s.csv"), S("unit,element,value\nX1,1.1,5\nX9,1.1,5\nX2,1.1,năm\nX2,9.9,1\n"), NULL, &c->answer));
    CHECK_ANSWER(c, figure_import(c, &table, S("2025-Q1"), &n), E_INVALID, "năm");
    CHECK_HAS(c->answer.text, "X9");
    CHECK_HAS(c->answer.text, "9.9");
    CHECK(!figure(c, "X1", "2025-Q1", "1.1").value.has);
    CHECK_CTX(c, table_read(&table, c->arena, S("s.csv"), S("unit,element,value,period\nX1,1.1,5,2025-Q1\nX2,1.1,6,2025-Q1\n"), NULL, &c->answer));
    CHECK_CTX(c, figure_import(c, &table, S(""), &n));
    CHECK_INT(n, 2);
    CHECK_DEC(figure(c, "T", "2025-Q1", "1.1").value.d, "11");
}

TEST(report_frozen, "an approved report keeps its figures though they change later; a draft follows them and keeps what was edited")
{
    Ctx *c = given(t);
    int64_t x1 = unit(c, "X1");
    Report r;

    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.1", "20"));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.1.1", "15"));
    CHECK_CTX(c, report_draft(c, x1, S("2025-Q1"), false, &r));
    CHECK_STR(date_iso(t->arena, r.from), "2024-12-15");
    CHECK_STR(date_iso(t->arena, r.to), "2025-03-14");
    CHECK_HAS(r.row.narrative, "Mức độ hoàn thành kế hoạch CCHC: 75%");
    CHECK_CTX(c, report_edit(c, x1, S("2025-Q1"), r.row.version, r.row.title, S("Đã sửa.")));
    CHECK_ANSWER(c, report_edit(c, x1, S("2025-Q1"), r.row.version, r.row.title, S("Người khác.")), E_CONFLICT, "tải lại");
    CHECK_CTX(c, report_draft(c, x1, S("2025-Q1"), false, &r));
    CHECK_STR(r.row.narrative, "Đã sửa.");
    CHECK_CTX(c, report_approve(c, x1, S("2025-Q1"), S("9/BC-UBND")));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.1", "30"));
    CHECK_CTX(c, report_load(c, x1, S("2025-Q1"), &r));
    CHECK_STR(r.lines.v[0].value, "20");
    CHECK_STR(r.lines.v[2].value, "75");
    CHECK_ANSWER(c, report_draft(c, x1, S("2025-Q1"), true, &r), E_STATE, "đã duyệt");
}
