#include "base/test.h"
#include "chart/chart.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

static const Chart plain = { .title = { "Điểm từng lĩnh vực", sizeof("Điểm từng lĩnh vực") - 1 }, .places = 2 };

static Str drawn(const Buf *b)
{
    return buf_str(b);
}

static xmlNode *child_named(xmlNode *parent, const char *name)
{
    for (xmlNode *c = parent->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && strcmp((const char *)c->name, name) == 0)
            return c;
    return NULL;
}

/* No place for code or looks that the pages' policy would refuse. */
static void check_attributes(const xmlNode *n)
{
    for (const xmlNode *c = n->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE)
            continue;
        CHECK(strcmp((const char *)c->name, "script") != 0);
        for (const xmlAttr *a = c->properties; a; a = a->next)
            CHECK(strcmp((const char *)a->name, "style") != 0 && strncmp((const char *)a->name, "on", 2) != 0);
        check_attributes(c);
    }
}

/* Well-formed, one image with a name and a description. */
static void check_svg(Str svg)
{
    xmlDoc *doc = xmlReadMemory(svg.p, (int)svg.n, "chart.svg", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlNode *root;
    xmlChar *role;

    CHECK(doc != NULL);
    root = xmlDocGetRootElement(doc);
    CHECK(strcmp((const char *)root->name, "svg") == 0);
    role = xmlGetProp(root, (const xmlChar *)"role");
    CHECK(role && strcmp((const char *)role, "img") == 0);
    xmlFree(role);
    CHECK(child_named(root, "title") && child_named(root, "title")->children);
    CHECK(child_named(root, "desc") && child_named(root, "desc")->children);
    check_attributes(root);
    xmlFreeDoc(doc);
}

static size_t count_of(Str s, const char *part)
{
    size_t n = 0, at;

    while (str_find(s, str_of(part), &at)) {
        n++;
        s = str_sub(s, at + strlen(part), s.n);
    }
    return n;
}

TEST(chart_bars_lengths, "a bar is as long as the share achieved, numbers are written the Vietnamese way")
{
    Buf b = { .arena = t->arena };
    const ChartBar v[] = {
        { .label = S("Cải cách thể chế"), .value = DEC(5), .max = DEC(5) },
        { .label = S("Cải cách thủ tục hành chính"), .value = DEC(6.99), .max = DEC(13.98), .mine = true },
        { .label = S("Chính quyền số"), .value = DEC(0), .max = DEC(11.5) },
    };

    chart_bars(&b, &plain, v, COUNT(v));
    check_svg(drawn(&b));
    CHECK_HAS(drawn(&b), "<rect class=\"value other\" x=\"0\" y=\"21\" width=\"360\" height=\"9\"/>");
    CHECK_HAS(drawn(&b), "<rect class=\"value\" x=\"0\" y=\"57\" width=\"180\" height=\"9\"/>");
    CHECK_INT(count_of(drawn(&b), "<rect class=\"track\""), 3);
    CHECK_INT(count_of(drawn(&b), "<rect class=\"value"), 2);
    CHECK_HAS(drawn(&b), ">6,99 / 13,98</text>");
    CHECK_HAS(drawn(&b), "Chính quyền số: 0,00 / 11,5.");
}

TEST(chart_english, "the English chart uses the decimal point")
{
    Buf b = { .arena = t->arena };
    Chart k = plain;
    const ChartBar v = { .label = S("Institutions"), .value = DEC(4.5), .max = DEC(5) };

    k.lang = LANG_EN;
    chart_bars(&b, &k, &v, 1);
    CHECK_HAS(drawn(&b), ">4.50 / 5</text>");
    chart_dots(&b, &k, &(ChartDot){ S("Institutions"), DEC(0), DEC(5), DEC(1), DEC(3), DEC(4), { 0 } }, 1);
    CHECK_HAS(drawn(&b), "Institutions: unit none yet, lowest 1.00, mean 3.00, highest 4.00.");
}

TEST(chart_hostile_labels, "labels are text: markup, direction marks and broken bytes do no harm")
{
    Buf b = { .arena = t->arena };
    Buf huge = { .arena = t->arena };
    Chart k = { .title = S("\"><script>alert(1)</script>"), .places = 2 };
    ChartBar v[3] = {
        { .label = S("<script>alert('x')</script> & \"con\""), .value = DEC(1), .max = DEC(2) },
        { .label = S("a\xE2\x80\xAE" "b\x01\xFF\tc"), .value = DEC(-1), .max = DEC(2) },
    };

    for (int i = 0; i < 10000; i++)
        buf_lit(&huge, "Ạ");
    v[2] = (ChartBar){ .label = buf_str(&huge), .value = DEC(3), .max = DEC(2) };
    chart_bars(&b, &k, v, COUNT(v));
    check_svg(drawn(&b));
    CHECK_INT(count_of(drawn(&b), "<script"), 0);
    CHECK_INT(count_of(drawn(&b), "\xE2\x80\xAE"), 0);
    CHECK_HAS(drawn(&b), "ẠẠ…</text>");
    CHECK_HAS(drawn(&b), ">ab\xEF\xBF\xBD c</text>");
}

TEST(chart_stack_total, "parts stand end to end and a full total fills the width exactly")
{
    Buf b = { .arena = t->arena };
    const Str names[] = { S("Một"), S("Hai"), S("Ba") }, labels[] = { S("Sở Tài chính"), S("Xã Đồng Ỷ") };
    const Dec parts[] = { DEC(33.333), DEC(33.333), DEC(33.334), DEC(10), DEC(-5), DEC(20) };
    const ChartStack s = { .names = names, .nparts = 3, .labels = labels, .parts = parts, .nrows = 2, .max = DEC(100) };

    chart_stack(&b, &plain, &s);
    check_svg(drawn(&b));
    CHECK_HAS(drawn(&b), "<rect class=\"s1\" x=\"0\" y=\"89\" width=\"120\"");
    CHECK_HAS(drawn(&b), "<rect class=\"s2\" x=\"120\" y=\"89\" width=\"120\"");
    CHECK_HAS(drawn(&b), "<rect class=\"s3\" x=\"240\" y=\"89\" width=\"120\"");
    CHECK_HAS(drawn(&b), "<rect class=\"s3\" x=\"36\" y=\"133\" width=\"72\"");
    CHECK_HAS(drawn(&b), "Sở Tài chính: 100,00 (Một 33,33; Hai 33,33; Ba 33,33).");
    CHECK_HAS(drawn(&b), ">25,00</text>");
}

TEST(chart_dots_places, "a unit stands on the scale of its line; without a value only the group is drawn")
{
    Buf b = { .arena = t->arena };
    const ChartDot v[] = {
        { S("Chỉ đạo điều hành"), DEC(0), DEC(10), DEC(2), DEC(5), DEC(10), { true, DEC(7.5) } },
        { S("Thể chế"), DEC(0), DEC(5), DEC(1), DEC(3), DEC(4), { 0 } },
    };

    chart_dots(&b, &plain, v, COUNT(v));
    check_svg(drawn(&b));
    CHECK_HAS(drawn(&b), "<circle class=\"point self\" cx=\"267\" cy=\"27\" r=\"6\"/>");
    CHECK_INT(count_of(drawn(&b), "<circle"), 2);                       /* one value and the key */
    CHECK_HAS(drawn(&b), "Thể chế: đơn vị chưa có, thấp nhất 1,00, bình quân 3,00, cao nhất 4,00.");
}

TEST(chart_estimate_intervals, "an estimate stands between its ends on the common scale, whose ends are written")
{
    Buf b = { .arena = t->arena };
    const ChartDot v[] = { { .label = S("Phường Một"), .lo = DEC(0), .hi = DEC(100), .min = DEC(25), .mean = DEC(50), .max = DEC(75) } };

    chart_intervals(&b, &plain, v, COUNT(v));
    check_svg(drawn(&b));
    CHECK_INT(count_of(drawn(&b), "<circle"), 1);
    CHECK_HAS(drawn(&b), "Phường Một: 50,00, từ 25,00 đến 75,00.");
    CHECK_HAS(drawn(&b), ">100</text>");
}

TEST(chart_rank_intervals, "rank 1 and the last rank stand at the ends of the axis")
{
    Buf b = { .arena = t->arena };
    Chart k = { .title = S("Khoảng hạng"), .width = 600 };
    const ChartRank v[] = { { S("Sở Tài chính"), 1, 1, 3, false }, { S("Sở Nội vụ"), 2, 5, 20, true } };

    chart_ranks(&b, &k, v, COUNT(v), 20);
    check_svg(drawn(&b));
    CHECK_HAS(drawn(&b), "<circle class=\"point\" cx=\"240\"");
    CHECK_HAS(drawn(&b), ">5 (2–20)</text>");
    CHECK_HAS(drawn(&b), "Sở Nội vụ: hạng giữa 5, khoảng 2 đến 20.");
    CHECK_HAS(drawn(&b), "x=\"522\" y=\"14\">20</text>");
}

TEST(chart_years_gap, "a missing year breaks the line instead of being invented")
{
    Buf b = { .arena = t->arena };
    const Str years[] = { S("2022"), S("2023"), S("2024"), S("2025") };
    const OptDec a[] = { { true, DEC(80) }, { 0 }, { true, DEC(84.31) }, { true, DEC(90) } };
    const OptDec same[] = { { true, DEC(90) }, { true, DEC(90) }, { true, DEC(90) }, { true, DEC(90) } };
    const OptDec none[4] = { 0 };
    const ChartLine lines[] = { { S("Xã Đồng Ỷ"), a, true }, { S("Xã Phong Khê"), same, false }, { S("Xã mới"), none, false } };

    chart_years(&b, &plain, years, COUNT(years), lines, COUNT(lines));
    check_svg(drawn(&b));
    CHECK_HAS(drawn(&b), "d=\"M46 164 M155 99 L210 14\"");
    CHECK_HAS(drawn(&b), "Xã Đồng Ỷ: 2022 80,00; 2023 chưa có; 2024 84,31; 2025 90,00.");
    CHECK_INT(count_of(drawn(&b), ">Xã mới</text>"), 0);
    CHECK_INT(count_of(drawn(&b), ">Xã Phong Khê</text>"), 1);
}

TEST(chart_spark_flat, "equal values make a level line, a single value makes no line")
{
    Buf b = { .arena = t->arena }, one = { .arena = t->arena };
    const OptDec flat[] = { { true, DEC(5) }, { true, DEC(5) } }, single[] = { { true, DEC(5) }, { 0 } };

    chart_spark(&b, flat, 2);
    CHECK_HAS(drawn(&b), "d=\"M4 12 L92 12\"");
    chart_spark(&one, single, 2);
    CHECK_INT(count_of(drawn(&one), "<path"), 0);
    CHECK(str_ends(drawn(&one), S("</svg>")));
}

TEST(chart_heat_levels, "levels change exactly at 50, 65, 80 and 95 percent; without a maximum there is none")
{
    Buf b = { .arena = t->arena };
    const Str rows[] = { S("Phường Bằng Lăng") }, cols[] = { S("1.1"), S("1.2") };
    const uint8_t levels[] = { 5, 0 };
    const ChartHeat h = { .rows = rows, .cols = cols, .nrows = 1, .ncols = 2, .levels = levels };

    CHECK_INT(chart_level(DEC(0.95), DEC(1)), 5);
    CHECK_INT(chart_level(DEC(0.94999999), DEC(1)), 4);
    CHECK_INT(chart_level(DEC(0.8), DEC(1)), 4);
    CHECK_INT(chart_level(DEC(0.65), DEC(1)), 3);
    CHECK_INT(chart_level(DEC(0.5), DEC(1)), 2);
    CHECK_INT(chart_level(DEC(0.49), DEC(1)), 1);
    CHECK_INT(chart_level(DEC(-1), DEC(1)), 1);
    CHECK_INT(chart_level(DEC(0), DEC(0)), 0);
    chart_heat(&b, &plain, &h);
    check_svg(drawn(&b));
    CHECK_HAS(drawn(&b), "Phường Bằng Lăng: 1.1 A; 1.2 –;");
    CHECK_HAS(drawn(&b), "<rect class=\"h5\"");
}

TEST(chart_any_values, "any values, however odd, give a well-formed picture, twice the same")
{
    uint64_t x = 88172645463325252ull;

    for (int round = 0; round < 200; round++) {
        Buf first = { .arena = t->arena }, again = { .arena = t->arena };
        ChartBar v[5];
        OptDec line[5];
        Chart k = plain;

        for (size_t i = 0; i < COUNT(v); i++) {
            x ^= x << 13; x ^= x >> 7; x ^= x << 17;
            v[i] = (ChartBar){ .label = (Str){ (const char *)&x, x % 9 }, .value = { (int64_t)(x % 2000000) - 1000000 },
                               .max = { (int64_t)(x >> 40) - 100 } };
            v[i].label = str_dup(t->arena, v[i].label);
            line[i] = (OptDec){ x & 1, v[i].value };
        }
        k.width = 240 + (int)(x % 700);
        k.places = (int)(x % 9);
        chart_bars(&first, &k, v, COUNT(v));
        chart_spark(&first, line, COUNT(line));
        chart_bars(&again, &k, v, COUNT(v));
        check_svg(buf_str(&again));
        chart_spark(&again, line, COUNT(line));
        CHECK(str_eq(buf_str(&first), buf_str(&again)));
    }
}
