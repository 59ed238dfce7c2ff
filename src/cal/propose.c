#include "cal/propose.h"

#include <assert.h>

#include "cal/lunar.h"

typedef struct Proposal {
    CalRow *v;
    size_t n;
} Proposal;

static void put(Proposal *p, Date d, DayKind kind, Str name, Str basis)
{
    assert(p->n < PROPOSE_MAX);
    p->v[p->n++] = (CalRow){ d, kind, ROW_PROPOSED, name, basis };
}

static void put_solar(Proposal *p, int year, int month, int day, Str name, Str basis)
{
    Date d;

    if (date_make(&d, year, month, day))
        put(p, d, DAY_HOLIDAY, name, basis);
}

static bool taken(const Proposal *p, Date d)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].date.day == d.day)
            return true;
    return false;
}

/*
 * Two days before and three after the turn of the year, or one and four. The notices chose the latter when
 * mùng 1 was a Tuesday, because the five days then fill a week from Monday to Friday.
 */
static void put_tet(Proposal *p, int year, Str basis)
{
    Date first;
    int before, days = year >= 2014 ? 5 : 4;                /* BLLĐ 10/2012 Đ115 in force from 01/5/2013: five instead of four */

    if (!lunar_new_year(&first, year))
        return;
    before = date_weekday(first) == 2 || days == 4 ? 1 : 2;
    for (int i = 0; i < days; i++)
        put(p, (Date){ first.day - before + i }, DAY_TET, i < before ? S("Tết Nguyên đán (trước mùng 1)")
            : S("Tết Nguyên đán"), basis);
}

/* From 2021 the National Day has two days; the second joins the holiday to the nearer weekend. */
static void put_national_day(Proposal *p, int year, Str basis)
{
    static const int beside[8] = { 0, +1, -1, -1, +1, -1, -1, +1 };     /* by weekday of 2/9 */
    Date d;

    if (!date_make(&d, year, 9, 2))
        return;
    put(p, d, DAY_HOLIDAY, S("Quốc khánh"), basis);
    if (year >= 2021)
        put(p, (Date){ d.day + beside[date_weekday(d)] }, DAY_HOLIDAY, S("Quốc khánh (ngày liền kề)"), basis);
}

/* A holiday on a weekend is made up for on the next working day: BLLĐ 2019 Đ111.3. */
static void put_substitutes(Proposal *p, Str basis)
{
    size_t holidays = p->n;

    for (size_t i = 0; i < holidays; i++) {
        Date d = p->v[i].date;

        if (date_weekday(d) < 6)
            continue;
        do
            d.day++;
        while (date_weekday(d) >= 6 || taken(p, d));
        put(p, d, DAY_SUBSTITUTE, p->v[i].kind == DAY_TET ? S("Nghỉ bù Tết") : S("Nghỉ bù ngày lễ"), basis);
    }
}

size_t cal_propose(int year, CalRow rows[PROPOSE_MAX])
{
    Str basis = year >= 2021 ? S("BLLĐ 2019 Đ112.1") : S("Bộ luật Lao động của năm đó");
    Proposal p = { .v = rows };
    Date ancestors;

    put_solar(&p, year, 1, 1, S("Tết Dương lịch"), basis);
    put_tet(&p, year, basis);
    if (year >= 2007 && lunar_to_solar(&ancestors, (LunarDay){ .year = year, .month = 3, .day = 10 }))
        put(&p, ancestors, DAY_HOLIDAY, S("Giỗ Tổ Hùng Vương"), basis);
    put_solar(&p, year, 4, 30, S("Ngày Chiến thắng"), basis);
    put_solar(&p, year, 5, 1, S("Quốc tế Lao động"), basis);
    put_national_day(&p, year, basis);
    put_substitutes(&p, year >= 2021 ? S("BLLĐ 2019 Đ111.3") : basis);
    /* After the substitutes: this day is not made up for when it falls on a weekend. */
    if (year >= 2026)
        put_solar(&p, year, 11, 24, S("Ngày Văn hóa Việt Nam"), S("NQ 28/2026/QH16 Đ2"));
    return p.n;
}
