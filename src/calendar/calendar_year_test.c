#include "support.h"

#include "calendar/calendar.h"
#include "core/workcal.h"
#include "plan/plan.h"

static Date day(const char *iso)
{
    Date d = { 0 };

    CHECK(date_parse_iso(&d, str_of(iso)));
    return d;
}

static const Calendar *now(Ctx *c)
{
    const Calendar *cal = NULL;

    CHECK_CTX(c, workcal(c, &cal));
    return cal;
}

TEST(calendar_year_entered, "a year that is entered replaces the proposal, with its basis, for every deadline at once")
{
    Ctx *c = test_ctx(t, "2026-12-01");
    CalRows rows;
    PlanDays days;

    CHECK(cal_year_proposed(now(c), 2028));
    CHECK_CTX(c, calendar_lines_read(c, S("01/01/2028; nghỉ lễ; Tết Dương lịch\n\n15/01/2028; làm bù; Làm bù\n14/01/2028; nghỉ hoán đổi; Nghỉ hoán đổi; 9/TB\n"), &rows));
    CHECK_INT(rows.n, 3);
    CHECK_ANSWER(c, calendar_year_set(c, 2028, S(" "), &rows), E_INVALID, "căn cứ");
    CHECK_CTX(c, calendar_year_set(c, 2028, S("12/TB-BNV"), &rows));
    CHECK(!cal_year_proposed(now(c), 2028));
    CHECK(cal_is_working(now(c), day("2028-01-15")));
    CHECK(!cal_is_working(now(c), day("2028-01-14")));
    CHECK(cal_is_working(now(c), day("2028-05-01")));       /* the rows are all there is about the year */
    CHECK_STR(cal_row(now(c), day("2028-01-01"))->basis, "12/TB-BNV");
    CHECK_STR(cal_row(now(c), day("2028-01-14"))->basis, "9/TB");
    CHECK_CTX(c, plan_days(c, &days));
    CHECK_INT(cal_late_days(days.cal, day("2028-01-13"), day("2028-01-15")), 1);
    CHECK_INT(cal_working_days_of_year(now(c), 2026), 249);                 /* other years as before */
    CHECK_CTX(c, calendar_year_forget(c, 2028));
    CHECK(cal_year_proposed(now(c), 2028));
    CHECK_ANSWER(c, calendar_year_forget(c, 2028), E_NOT_FOUND, "2028");
}

TEST(calendar_year_refused, "a day of another year, a day twice, a worked Friday and an unknown kind are refused by name")
{
    Ctx *c = test_ctx(t, "2026-12-01");
    CalRows rows;

    CHECK_ANSWER(c, calendar_lines_read(c, S("31/02/2028; nghỉ lễ\n"), &rows), E_INVALID, "Dòng 1");
    CHECK_ANSWER(c, calendar_lines_read(c, S("01/01/2028; nghỉ lễ\n02/01/2028; nghỉ mát\n"), &rows), E_INVALID, "nghỉ mát");
    CHECK_CTX(c, calendar_lines_read(c, S("01/01/2027; nghỉ lễ\n"), &rows));
    CHECK_ANSWER(c, calendar_year_set(c, 2028, S("x"), &rows), E_INVALID, "01/01/2027");
    CHECK_CTX(c, calendar_lines_read(c, S("01/01/2028; nghỉ lễ\n01/01/2028; làm bù\n"), &rows));
    CHECK_ANSWER(c, calendar_year_set(c, 2028, S("x"), &rows), E_INVALID, "hai lần");
    CHECK_CTX(c, calendar_lines_read(c, S("07/01/2028; làm bù\n"), &rows));
    CHECK_ANSWER(c, calendar_year_set(c, 2028, S("x"), &rows), E_INVALID, "07/01/2028");
    test_become(c, "hoa", ROLE_OFFICER, 0);
    CHECK_ANSWER(c, calendar_year_set(c, 2028, S("x"), &rows), E_FORBIDDEN, "quyền");
}

TEST(calendar_undecided, "a year of which something is only proposed is not entered: its rows are never facts")
{
    Ctx *c = test_ctx(t, "2026-12-01");
    static const char *const csv = "Ngày,Loại,Tên,Căn cứ,Trạng thái\n01/01/2028,nghỉ lễ,Tết Dương lịch,BLLĐ,đã ban hành\n"
        "24/01/2028,nghỉ Tết,Phương án 1,,đề xuất\n01/01/2029,holiday,Tết Dương lịch,5/TB,confirmed\n";
    CalendarImport read;
    Table table;

    CHECK_CTX(c, table_read(&table, c->arena, S("x.csv"), str_of(csv), NULL, &c->answer));
    CHECK_CTX(c, calendar_read(c, &table, &read));
    CHECK_INT(read.years.n, 2);
    CHECK_INT(read.years.v[0].undecided, 1);
    CHECK_CTX(c, calendar_import(c, &read, 0, S("")));
    CHECK(!read.years.v[0].entered);
    CHECK(read.years.v[1].entered);
    CHECK(cal_year_proposed(now(c), 2028));
    CHECK(!cal_year_proposed(now(c), 2029));
    CHECK_STR(cal_row(now(c), day("2029-01-01"))->basis, "5/TB");
}
