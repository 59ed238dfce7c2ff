#include "base/test.h"
#include "cal/lunar.h"

static Date day(int y, int m, int d)
{
    Date out;

    CHECK(date_make(&out, y, m, d));
    return out;
}

TEST(lunar_known_new_years, "Tết falls on the days that are known, also where Vietnam differs from China")
{
    static const int known[][3] = {
        { 1968, 1, 29 }, { 1969, 2, 16 }, { 1985, 1, 21 }, { 2007, 2, 17 }, { 2020, 1, 25 }, { 2021, 2, 12 },
        { 2022, 2, 1 }, { 2023, 1, 22 }, { 2024, 2, 10 }, { 2025, 1, 29 }, { 2026, 2, 17 }, { 2027, 2, 6 },
        { 2030, 2, 2 }, { 2053, 2, 18 },                    /* China: 1985-02-20, 2007-02-18, 2030-02-03, 2053-02-19 */
    };

    for (size_t i = 0; i < COUNT(known); i++) {
        Date tet;

        CHECK(lunar_new_year(&tet, known[i][0]));
        CHECK_STR(date_iso(t->arena, tet), str_z(t->arena, date_iso(t->arena, day(known[i][0], known[i][1], known[i][2]))));
    }
}

TEST(lunar_leap_months, "leap months are those of the Vietnamese calendar")
{
    static const int known[][2] = { { 1984, 0 }, { 1985, 2 }, { 1987, 7 }, { 2004, 2 }, { 2006, 7 }, { 2009, 5 },
        { 2012, 4 }, { 2014, 9 }, { 2017, 6 }, { 2020, 4 }, { 2023, 2 }, { 2025, 6 }, { 2026, 0 }, { 2028, 5 },
        { 2031, 3 }, { 2033, 11 }, { 2034, 0 } };

    for (size_t i = 0; i < COUNT(known); i++)
        CHECK_INT(lunar_leap_month(known[i][0]), known[i][1]);
}

TEST(lunar_there_and_back, "every day of 1901-2199 has one lunar date, which gives the day back; months have 29 or 30 days")
{
    LunarDay before = { 0 };
    bool first = true;

    for (int y = 1901; y <= 2199; y++) {
        Date d = day(y, 1, 1);

        for (int i = 0; i < 60; i++) {                      /* the edges of the year are where mistakes live */
            Date x = { d.day + (i < 30 ? i : 305 + i) }, back;
            LunarDay l;

            CHECK(lunar_of_solar(&l, x) && lunar_to_solar(&back, l));
            CHECK_INT(back.day, x.day);
        }
        d = day(y, 7, 1);
        for (int i = 0; i < 32; i++) {
            Date x = { d.day + i }, back;
            LunarDay l;

            CHECK(lunar_of_solar(&l, x) && lunar_to_solar(&back, l));
            CHECK_INT(back.day, x.day);
            if (!first && i > 0)
                CHECK(l.day == before.day + 1 || (l.day == 1 && before.day >= 29 && before.day <= 30));
            before = l;
            first = false;
        }
    }
}

TEST(lunar_text_forms, "a leap month is written “nhuận” and read in its usual forms; days that do not exist are refused")
{
    static const char *const forms[] = { "15/6/2025 nhuận", "15/6n/2025", "15/6+/2025", "15/6 nhuận/2025",
        "15/6/2025 (nhuận)", "15/06 (Nhuận)/2025" };
    LunarDay l;
    Date d;

    for (size_t i = 0; i < COUNT(forms); i++) {
        CHECK(lunar_parse(&l, str_of(forms[i])));
        CHECK_STR(lunar_text(t->arena, l), "15/6/2025 nhuận");
    }
    CHECK(lunar_to_solar(&d, l));
    CHECK_STR(date_iso(t->arena, d), "2025-08-08");
    CHECK(!lunar_to_solar(&d, (LunarDay){ 2026, 6, 1, true }));
    CHECK(!lunar_to_solar(&d, (LunarDay){ 2025, 1, 31, false }));
    CHECK(!lunar_parse(&l, S("15/6")));
    CHECK_STR(lunar_year_name(t->arena, 2026), "Bính Ngọ");
    CHECK_STR(lunar_year_name(t->arena, 1984), "Giáp Tý");
}
