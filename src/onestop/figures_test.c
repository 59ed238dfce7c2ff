#include "support.h"

#include "core/file.h"
#include "doc/table.h"
#include "onestop/figures.h"
#include "org/org.h"

static void given(TestRun *t, Ctx *c)
{
    static const char *const dossiers =
        "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc,Kênh,Trạng thái,Ngày yêu cầu bổ sung,Ngày nhận bổ sung,Số lần bổ sung\n"
        "A1,X1,03/12/2024 08:00,06/01/2025 10:00,06/01/2025 11:00,2,10,,,\n"            /* carried over; late by the hour alone */
        "A2,X1,03/03/2025 08:00,07/03/2025 10:00,10/03/2025 09:00,1,9,04/03/2025 08:00,07/03/2025 08:00,1\n"    /* waiting taken off */
        "A3,X2,03/03/2025 08:00,07/03/2025 10:00,05/03/2025 09:00,1,9,,,2\n"            /* two supplements */
        "A4,X2,03/03/2025 08:00,07/03/2025 10:00,,2,4,,,\n"
        "A5,X2,03/03/2025 08:00,07/03/2025 10:00,,2,5,,,\n"
        "A6,X1,03/03/2025 08:00,07/03/2025 10:00,04/03/2025,2,7,,,\n";
    Str path = str_fmt(t->arena, "%.*s/a.csv", SV(test_folder(t)));
    ImportReport units;
    DossierReport rep;
    Table table;

    CHECK_CTX(c, table_read(&table, c->arena, S("u.csv"), S("code,name,kind,parent\nH1,Tỉnh Một,tỉnh,\nX1,Xã Một,xã,H1\nX2,Xã Hai,xã,H1\n"), NULL,
        &c->answer));
    CHECK_CTX(c, org_import(c, &table, &units));
    CHECK_CTX(c, file_write(path, str_of(dossiers), &c->answer));
    CHECK_CTX(c, onestop_import(c, &(DossierAsk){ .file = path, .name = S("a.csv"), .source = S("A") }, &rep));
}

TEST(onestop_two_readings, "late by date and late by time stamp after waiting are told apart")
{
    Ctx *c = test_ctx(t, "2025-06-02");
    Months year;
    UnitPeriods units;

    given(t, c);
    CHECK(months_parse(&year, S("2025")));
    CHECK_CTX(c, figures_units(c, year, READ_DATE, when_now(c), &units));
    CHECK_INT(units.n, 3);
    CHECK_STR(units.v[0].code, "H1");                   /* the province is its communes together */
    CHECK_INT(units.v[0].sum.carried, 1);
    CHECK_INT(units.v[0].sum.fresh, 5);
    CHECK_INT(units.v[0].sum.early, 1);                 /* A3 */
    CHECK_INT(units.v[0].sum.on_time, 1);               /* A1 */
    CHECK_INT(units.v[0].sum.late, 1);                  /* A2 */
    CHECK_INT(units.v[0].sum.late_766, 2);              /* A1, A3 */
    CHECK_INT(units.v[0].sum.open, 1);
    CHECK_INT(units.v[0].sum.over, 1);
    CHECK_INT(units.v[0].sum.suspended, 1);
    CHECK_INT(units.v[0].sum.returned, 1);
    CHECK_INT(period_gap(&units.v[0].sum), 0);
}

TEST(onestop_facts, "a year becomes facts of each unit; nothing below the line is no rate")
{
    Ctx *c = test_ctx(t, "2025-06-02");
    Months months;
    FiguresAsk ask = { .by[KEY_UNIT] = true, .by[KEY_MONTH] = true };
    OnestopFiguresRows rows;
    OnestopDueRows due;
    size_t n;

    given(t, c);
    CHECK_CTX(c, figures_publish(c, S("2025"), 0, READ_DATE, when_now(c), &n));
    CHECK_INT(n, 3 * 10);                               /* no fees: no rate of payment */
    CHECK_ANSWER(c, figures_publish(c, S("2019"), 0, READ_DATE, when_now(c), &n), E_NOT_FOUND, "2019");
    CHECK_ANSWER(c, figures_publish(c, S("2025-13"), 0, READ_DATE, when_now(c), &n), E_INVALID, "2025-13");
    CHECK(months_parse(&ask.months, S("2025-Q1")));
    ask.as_of = when_now(c);
    CHECK_CTX(c, figures_table(c, &ask, &rows));
    CHECK_INT(rows.n, 2);
    CHECK_INT(rows.v[1].over, 1);
    CHECK(months_parse(&months, S("2025-03")) && months.first == 2025 * 12 + 2 && months.last == months.first);
    CHECK_CTX(c, q_onestop_due(c, &due, .until = (int64_t)c->today.day * 86400, .most = 10));
    CHECK_INT(due.n, 1);
    CHECK_STR(due.v[0].code, "A4");
}
