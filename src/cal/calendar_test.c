#include "base/test.h"
#include "cal/calendar.h"
#include "cal/propose.h"

static Calendar *vietnam(TestRun *t)
{
    Answer why = { .arena = t->arena };
    Calendar *cal = NULL;

    CHECK_OK(cal_build_vn(&cal, t->arena, &why));
    return cal;
}

static Date iso(const char *s)
{
    Date d;

    CHECK(date_parse_iso(&d, str_of(s)));
    return d;
}

static Moment clock_of(const char *s)
{
    Moment m;

    CHECK(moment_parse_iso(&m, str_of(s)));
    return m;
}

static uint64_t next_random(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

TEST(cal_days_of_years, "the working days of 2021-2026 are 250, 249, 249, 251, 250, 249")
{
    static const int want[] = { 250, 249, 249, 251, 250, 249 };
    Calendar *cal = vietnam(t);

    for (int i = 0; i < 6; i++) {
        CHECK_INT(cal_working_days_of_year(cal, 2021 + i), want[i]);
        CHECK(!cal_year_proposed(cal, 2021 + i));
    }
    CHECK(cal_year_proposed(cal, 2027));                    /* not decided yet: nothing of it may pass as fact */
}

TEST(cal_proposal_agrees, "what the law proposes for 2020-2026 are the days the notices fixed, but for swaps")
{
    Calendar *cal = vietnam(t);

    for (int year = 2020; year <= 2026; year++) {
        CalRow rows[PROPOSE_MAX];
        size_t n = cal_propose(year, rows), n_known, off = 0;
        const CalRow *known = cal_year_rows(cal, year, &n_known);

        for (size_t i = 0; i < n; i++) {
            const CalRow *r = cal_row(cal, rows[i].date);

            if (!r || r->kind == DAY_SWAP_WORK)
                test_fail(__FILE__, __LINE__, "proposed but worked: %.*s", SV(date_iso(t->arena, rows[i].date)));
        }
        for (size_t i = 0; i < n_known; i++)
            off += known[i].kind != DAY_SWAP_OFF && known[i].kind != DAY_SWAP_WORK;
        CHECK_INT(n, off);
    }
}

TEST(cal_add_steps, "counting begins on the day after; holidays, substitutes and swaps are stepped over, worked Saturdays count")
{
    Calendar *cal = vietnam(t);

    CHECK_STR(date_iso(t->arena, cal_add_working_days(cal, iso("2026-08-28"), 1)), "2026-09-03");
    CHECK_STR(date_iso(t->arena, cal_add_working_days(cal, iso("2026-08-21"), 1)), "2026-08-22");     /* Saturday, worked */
    CHECK_STR(date_iso(t->arena, cal_add_working_days(cal, iso("2026-02-13"), 1)), "2026-02-23");
    CHECK_STR(date_iso(t->arena, cal_add_working_days(cal, iso("2026-02-23"), -1)), "2026-02-13");
    CHECK_STR(date_iso(t->arena, cal_add_working_days(cal, iso("2026-04-26"), 0)), "2026-04-26");
    CHECK_INT(cal_count_working_days(cal, iso("2025-12-31"), iso("2026-12-31")), 249);
    CHECK_INT(cal_late_days(cal, iso("2026-09-01"), iso("2026-09-04")), 2);
    CHECK_INT(cal_late_days(cal, iso("2026-09-04"), iso("2026-09-01")), 0);
    CHECK_STR(date_iso(t->arena, cal_add_calendar_days(cal, iso("2026-08-20"), 10)), "2026-09-03");
    CHECK_INT(cal_add_working_days(cal, iso("2100-12-30"), 9).day, 0);
    CHECK_INT(cal_add_working_days(cal, iso("1999-12-30"), 9).day, 0);
}

TEST(cal_add_count_property, "adding days and counting them gives the number back, and the day found is worked")
{
    Calendar *cal = vietnam(t);
    uint64_t x = 20260902;
    int32_t base = iso("2000-01-01").day;

    for (int i = 0; i < 200000; i++) {
        Date from = { base + (int32_t)(next_random(&x) % 36000) };
        int32_t n = (int32_t)(next_random(&x) % 400);
        Date to = cal_add_working_days(cal, from, n);

        CHECK_INT(cal_count_working_days(cal, from, to), n);
        CHECK(n == 0 || cal_is_working(cal, to));
        CHECK_INT(cal_count_working_days(cal, to, from), -n);
    }
}

TEST(cal_hours_property, "adding working minutes and counting them gives them back; 8 hours are a working day")
{
    Calendar *cal = vietnam(t);
    const OfficeHours *h = &cal_default_hours;
    uint64_t x = 7;
    int64_t base = clock_of("2020-01-01").ms;

    for (int i = 0; i < 100000; i++) {
        Moment from = { base + (int64_t)(next_random(&x) % (8u * 366 * 1440)) * 60000 };
        int64_t n = (int64_t)(next_random(&x) % 20000);
        Moment to = cal_add_minutes(cal, h, from, n);

        CHECK_INT(cal_count_minutes(cal, h, from, to), n);
        CHECK_INT(cal_count_minutes(cal, h, to, from), -n);
    }
    CHECK_STR(moment_vi(t->arena, cal_add_minutes(cal, h, clock_of("2026-08-28T09:00"), CAL_DAY_MINUTES)), "03/09/2026 09:00");
    CHECK_STR(moment_vi(t->arena, cal_add_minutes(cal, h, clock_of("2026-08-27T07:00"), CAL_DAY_MINUTES)), "27/08/2026 17:30");
    CHECK_STR(moment_vi(t->arena, cal_add_minutes(cal, h, clock_of("2026-08-28T11:00"), 60)), "28/08/2026 14:00");
}

TEST(cal_last_receipt, "with the rule of the last receipt, a dossier received after 15:00 begins on the next working day")
{
    Calendar *cal = vietnam(t);
    OfficeHours h;

    CHECK(cal_hours_parse(&h, S("07:30-11:30,13:30-17:30;15:00")));
    CHECK_STR(moment_vi(t->arena, cal_clock_start(cal, &h, clock_of("2026-08-28T15:00"))), "28/08/2026 15:00");
    CHECK_STR(moment_vi(t->arena, cal_clock_start(cal, &h, clock_of("2026-08-28T15:01"))), "03/09/2026 07:30");
    CHECK_STR(moment_vi(t->arena, cal_clock_start(cal, &h, clock_of("2026-08-28T12:10"))), "28/08/2026 13:30");
    CHECK_STR(moment_vi(t->arena, cal_clock_start(cal, &h, clock_of("2026-08-30T10:00"))), "03/09/2026 07:30");
    CHECK_STR(moment_vi(t->arena, cal_clock_start(cal, &cal_default_hours, clock_of("2026-08-28T16:00"))), "28/08/2026 16:00");
    CHECK(!cal_hours_parse(&h, S("11:30-07:30")));
    CHECK(!cal_hours_parse(&h, S("07:30-11:30,10:00-12:00")));
    CHECK(!cal_hours_parse(&h, S("")));
}

TEST(cal_rows_refused, "a table that contradicts itself is refused with the day named")
{
    Answer why = { .arena = t->arena };
    Calendar *cal = NULL;
    CalRow two[] = { { iso("2026-09-02"), DAY_HOLIDAY }, { iso("2026-09-02"), DAY_SWAP_WORK } };
    CalRow friday[] = { { iso("2026-09-04"), DAY_SWAP_WORK } };
    CalRow far[] = { { iso("1999-09-04"), DAY_HOLIDAY } };
    CalRow same[] = { { iso("2026-09-02"), DAY_HOLIDAY }, { iso("2026-09-02"), DAY_HOLIDAY } };

    CHECK_INT(cal_build(&cal, t->arena, two, 2, MISSING_PROPOSED, &why), E_INVALID);
    CHECK_HAS(why.text, "02/09/2026");
    CHECK_INT(cal_build(&cal, t->arena, friday, 1, MISSING_PROPOSED, &why), E_INVALID);
    CHECK_INT(cal_build(&cal, t->arena, far, 1, MISSING_PROPOSED, &why), E_INVALID);
    CHECK_OK(cal_build(&cal, t->arena, same, 2, MISSING_PROPOSED, &why));
    CHECK(cal_is_working(cal, iso("2026-01-01")));          /* the rows of a year are all there is about it */
}
