#include "base/test.h"
#include "cal/period.h"

TEST(period_codes, "codes of periods are read and printed back; what is no period is refused")
{
    static const char *const good[] = { "2026-05", "2026-Q1", "2026-H2", "2026-9M", "2026" };
    static const char *const bad[] = { "2026-13", "2026-00", "2026-Q5", "2026-H3", "2026-8M", "26", "2026-", "2026-5",
        "2026-Qx", "-026", "2026-+1", "2026-Q1x" };
    Period p;

    for (size_t i = 0; i < COUNT(good); i++) {
        CHECK(period_parse(&p, str_of(good[i])));
        CHECK_STR(period_code(t->arena, p), good[i]);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        if (period_parse(&p, str_of(bad[i])))
            test_fail(__FILE__, __LINE__, "accepted: %s", bad[i]);
    CHECK(period_parse(&p, S("2026-q4")));
    CHECK_STR(period_title(t->arena, p), "Quý IV năm 2026");
    CHECK_STR(period_code(t->arena, period_next(p)), "2027-Q1");
    CHECK_STR(period_code(t->arena, period_before(period_next(p))), "2026-Q4");
}

TEST(period_dates, "figures run from cut-off to cut-off, the report is due some days later, and no day is lost between")
{
    Answer why = { .arena = t->arena };
    Calendar *cal = NULL;
    Period p;
    PeriodRule next_month = { .cut_off = 0, .send_by = 5, .send_months = 1, .shift = true };

    CHECK_OK(cal_build_vn(&cal, t->arena, &why));
    CHECK(period_parse(&p, S("2026-Q1")));
    CHECK_STR(date_iso(t->arena, period_first(p)), "2026-01-01");
    CHECK_STR(date_iso(t->arena, period_last(p)), "2026-03-31");
    CHECK_STR(date_iso(t->arena, period_figures_from(p, &period_default_rule)), "2025-12-15");
    CHECK_STR(date_iso(t->arena, period_figures_to(p, &period_default_rule)), "2026-03-14");
    CHECK_STR(date_iso(t->arena, period_due(p, &period_default_rule, cal)), "2026-03-20");
    CHECK(period_parse(&p, S("2026-08")));
    CHECK_STR(date_iso(t->arena, period_due(p, &next_month, cal)), "2026-09-07");           /* 05/9 is a Saturday */
    CHECK_STR(date_iso(t->arena, period_figures_to(p, &next_month)), "2026-08-31");
    for (int kind = PERIOD_MONTH; kind <= PERIOD_YEAR; kind++) {
        if (kind == PERIOD_NINE_MONTHS)
            continue;                                       /* these overlap nothing and do not fill the year */
        p = (Period){ (PeriodKind)kind, 2020, 1 };
        for (int i = 0; i < 40; i++) {
            Period n = period_next(p);

            CHECK_INT(period_figures_from(n, &period_default_rule).day, period_figures_to(p, &period_default_rule).day + 1);
            CHECK_INT(period_first(n).day, period_last(p).day + 1);
            CHECK_STR(period_code(t->arena, period_of((PeriodKind)kind, period_last(n))), str_z(t->arena, period_code(t->arena, n)));
            p = n;
        }
    }
}
