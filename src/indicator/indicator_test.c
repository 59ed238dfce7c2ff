#include "support.h"

#include "core_sql.h"
#include "indicator/grid.h"
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

/* ---- the grid */

static GridEntry at_cell(const FigureGrid *g, const char *unit_code, const char *element, const char *text)
{
    GridEntry e = { SIZE_MAX, SIZE_MAX, str_of(text) };

    for (size_t u = 0; u < g->units.n; u++)
        if (str_eq(g->units.v[u].code, str_of(unit_code)))
            e.unit = u;
    for (size_t k = 0; k < g->cols.n; k++)
        if (str_eq(g->set.rows.v[g->cols.v[k]].code, str_of(element)))
            e.col = k;
    return e;
}

TEST(figure_grid_all_or_nothing, "one wrong cell of a grid keeps all cells out and is named; without it all are written")
{
    Ctx *c = given(t);
    FigureGrid g;
    GridErrors bad;
    size_t saved;

    CHECK_CTX(c, figure_grid(c, unit(c, "T"), S(""), S("1"), S("2025-Q1"), &g));
    CHECK_INT(g.units.n, 2);
    GridEntry v[] = { at_cell(&g, "X1", "1.1", "20"), at_cell(&g, "X2", "1.1", "2,5"), at_cell(&g, "X2", "1.7", "3") };
    CHECK_CTX(c, figure_grid_enter(c, &g, v, 3, (Moment){ 0 }, S(""), &bad, &saved));
    CHECK_INT(bad.n, 1);
    CHECK_INT(bad.v[0].entry, 1);
    CHECK_INT(saved, 0);
    CHECK(!figure(c, "X1", "2025-Q1", "1.1").own.has);
    v[1].text = S("25");
    CHECK_CTX(c, figure_grid_enter(c, &g, v, 3, (Moment){ 0 }, S(""), &bad, &saved));
    CHECK_INT(saved, 3);
    CHECK_DEC(figure(c, "X2", "2025-Q1", "1.1").own.d, "25");
    CHECK_CTX(c, figure_grid(c, unit(c, "T"), S(""), S("1"), S("2025-Q1"), &g));
    CHECK_CTX(c, figure_grid_enter(c, &g, v, 3, (Moment){ 0 }, S(""), &bad, &saved));
    CHECK_INT(saved, 0);                                        /* the same again is no change */
}

TEST(figure_grid_two_editors, "what somebody else wrote after my page was made is reported, not overwritten")
{
    Ctx *c = given(t);
    FigureGrid g;
    GridErrors bad;
    size_t saved;
    Moment seen = { c->now.ms - 1000 };

    c->user_login = S("nguoi.khac");
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.7", "5"));
    c->user_login = S("toi");
    CHECK_CTX(c, figure_grid(c, unit(c, "T"), S(""), S("1"), S("2025-Q1"), &g));
    GridEntry v[] = { at_cell(&g, "X1", "1.7", "6") };
    CHECK_CTX(c, figure_grid_enter(c, &g, v, 1, seen, S(""), &bad, &saved));
    CHECK_INT(bad.n, 1);
    CHECK_HAS(bad.v[0].text, "nguoi.khac");
    CHECK_CTX(c, figure_grid_enter(c, &g, v, 1, (Moment){ c->now.ms + 1000 }, S(""), &bad, &saved));
    CHECK_INT(saved, 1);
}

TEST(figure_grid_sheet_round_trip, "the grid goes out as a sheet, is changed and comes back whole")
{
    Ctx *c = given(t);
    ElementSet set;
    FigureGrid g;
    Str bytes;
    Table sheet, csv;
    size_t n;

    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.7", "5"));
    CHECK_CTX(c, figure_grid(c, unit(c, "T"), S(""), S("1"), S("2025-Q1"), &g));
    CHECK_CTX(c, figure_grid_xlsx(c, &g, &bytes));
    CHECK_CTX(c, table_read(&sheet, c->arena, S("so-lieu.xlsx"), bytes, NULL, &c->answer));
    CHECK_CTX(c, element_load(c, &set));
    CHECK(figure_grid_table(c, &set, &sheet));
    CHECK_CTX(c, figure_import(c, &sheet, S("2025-Q2"), &n));
    CHECK_INT(n, 1);
    CHECK_DEC(figure(c, "X1", "2025-Q2", "1.7").own.d, "5");
    CHECK_CTX(c, table_read(&csv, c->arena, S("x.csv"), S("Mã đơn vị,1.7 Số tin,1.1\nX1,3,4\nX2,ba,1\n"), NULL, &c->answer));
    CHECK_ANSWER(c, figure_import(c, &csv, S("2025-Q3"), &n), E_INVALID, "cột B, số liệu 1.7, giá trị “ba”");
}

TEST(figure_bounds, "a figure below its minimum or above its maximum is refused with the reason")
{
    Ctx *c = given(t);
    Table e;
    size_t n;

    CHECK_CTX(c, table_read(&e, c->arena, S("e.csv"), S("code,name,kind,minimum,maximum\n9.1,Số tổ,count,2,9\n"), NULL, &c->answer));
    CHECK_CTX(c, element_import(c, &e, &n));
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "9.1", "1"), E_INVALID, "dưới mức nhỏ nhất");
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "9.1", "10"), E_INVALID, "trên mức lớn nhất");
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "9.1", "9"));
    CHECK_CTX(c, table_read(&e, c->arena, S("e.csv"), S("code,name,kind,minimum,maximum\n9.1,Số tổ,count,5,2\n"), NULL, &c->answer));
    CHECK_ANSWER(c, element_import(c, &e, &n), E_INVALID, "không dưới giá trị nhỏ nhất");
}

TEST(report_form_asks_less, "a form for a kind of period narrows what is asked; other periods ask for all")
{
    Ctx *c = given(t);
    Table forms;
    size_t n;

    CHECK(figure(c, "X1", "2025-05", "1.7").asked);
    CHECK_CTX(c, report_form_shipped(c, &forms));
    CHECK_CTX(c, report_form_import(c, &forms, &n));
    CHECK(!figure(c, "X1", "2025-05", "1.7").asked);
    CHECK(figure(c, "X1", "2025-05", "3.3.5").asked);
    CHECK(figure(c, "X1", "2025-Q1", "1.7").asked);
    CHECK_CTX(c, table_read(&forms, c->arena, S("f.csv"), S("code,title,unit_kinds,period_kinds,elements\nA,A,all,week,77\n"), NULL, &c->answer));
    CHECK_ANSWER(c, report_form_import(c, &forms, &n), E_INVALID, "Loại kỳ");
}

TEST(figure_accept_and_return, "the unit above takes a complete sheet or gives it back with a reason; a new completion is to be taken again")
{
    Ctx *c = given(t);
    FigureTable table;

    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.7", "5"));
    CHECK_ANSWER(c, figure_accept(c, unit(c, "X1"), S("2025-Q1")), E_STATE, "chưa báo hoàn thành");
    CHECK_CTX(c, figure_complete(c, unit(c, "X1"), S("2025-Q1")));
    CHECK_CTX(c, figure_accept(c, unit(c, "X1"), S("2025-Q1")));
    CHECK_CTX(c, figure_table(c, unit(c, "X1"), S("2025-Q1"), &table));
    CHECK(table.sheet.accepted_at.ms > 0);
    CHECK_ANSWER(c, figure_return(c, unit(c, "X1"), S("2025-Q1"), S(" ")), E_INVALID, "lý do trả lại");
    CHECK_CTX(c, figure_return(c, unit(c, "X1"), S("2025-Q1"), S("số chưa khớp")));
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.7", "6"));
    CHECK_CTX(c, figure_complete(c, unit(c, "X1"), S("2025-Q1")));
    CHECK_CTX(c, figure_table(c, unit(c, "X1"), S("2025-Q1"), &table));
    CHECK(!table.sheet.accepted_at.ms);
}

TEST(figure_thousands, "a figure is read as it is shown: 1.234 is one thousand two hundred and thirty-four, in a rate it is a fraction")
{
    Ctx *c = given(t);

    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "1.7", "1.234"));
    CHECK_DEC(figure(c, "X1", "2025-Q1", "1.7").own.d, "1234");
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "6.1.1", "1.234.567,5"));
    CHECK_DEC(figure(c, "X1", "2025-Q1", "6.1.1").own.d, "1234567.5");
    CHECK_CTX(c, enter(c, "X1", "2025-Q1", "8.1", "87.361"));
    CHECK_DEC(figure(c, "X1", "2025-Q1", "8.1").own.d, "87.361");
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "1.7", "1.23"), E_INVALID, "phần lẻ");
    CHECK_ANSWER(c, enter(c, "X1", "2025-Q1", "1.7", "1234.567"), E_INVALID, "phần lẻ");
}
