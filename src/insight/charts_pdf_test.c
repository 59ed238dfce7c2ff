#include "insight/charts_pdf.h"

#include "chart/chart.h"
#include "tests/support.h"

static Str paper(TestRun *t, Ctx *c, int32_t units)
{
    ChartRank *v = NEW(t->arena, ChartRank, units);
    Buf b = { .arena = t->arena };
    Html charts[1];
    Str bytes = { 0 };

    for (int32_t i = 0; i < units; i++)
        v[i] = (ChartRank){ str_fmt(t->arena, "Xã số %d <b> & cộng sự", i), i + 1, i + 1, i + 1, i == 3 };
    chart_ranks(&b, &(Chart){ .title = S("Khoảng hạng"), .width = 720 }, v, (size_t)units, units);
    charts[0] = html_trusted(buf_str(&b));
    CHECK_CTX(c, charts_pdf(c, S("Độ chắc"), S("Năm 2025"), charts, COUNT(charts), &bytes));
    return bytes;
}

TEST(charts_on_paper, "a chart of a page becomes vectors and words of a PDF; a tall one takes more pages; equal charts give equal bytes")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    Str few = paper(t, c, 5), many = paper(t, c, 120), again = paper(t, c, 120), bytes;
    size_t at;

    CHECK(str_starts(few, S("%PDF-")));
    CHECK(str_eq(many, again));
    CHECK(!str_find(few, S("/Subtype /Image"), &at));
    CHECK(str_find(few, S("/Count 1\n"), &at));
    CHECK(!str_find(many, S("/Count 1\n"), &at) && !str_find(many, S("/Count 2\n"), &at));
    CHECK(charts_pdf(c, S("x"), S(""), (const Html[]){ html_trusted(S("<svg><rect>")) }, 1, &bytes) != OK);
}
