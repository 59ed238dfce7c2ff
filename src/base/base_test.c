#include "base/date.h"
#include "base/json.h"
#include "base/map.h"
#include "base/test.h"

TEST(dec_sums_are_exact, "points add up exactly, where floating point would not")
{
    Dec sum = { 0 };

    for (int i = 0; i < 1000; i++)
        sum = dec_add(sum, DEC(0.1));
    CHECK_DEC(sum, "100");
}

TEST(dec_reads_vietnamese, "numbers are read as officials write them")
{
    static const struct { const char *in, *out; } good[] = {
        { "9,25", "9.25" }, { "9.25", "9.25" }, { "1.234,5", "1234.5" }, { "1 234", "1234" }, { "05", "5" },
        { "-0,5", "-0.5" }, { "1.234.567", "1234567" }, { "1,234.50", "1234.5" }, { "+3", "3" }, { " 7 ", "7" },
        { "\xE2\x88\x92" "2", "-2" },
    };
    static const char *const bad[] = {
        "", "-", ".", "1,", "1.2.3", "1,2,3", "12 34", "1.2,3.4", "9e9", "1.234567891", "99999999999", "1..2", "0x1"
    };
    Dec d;

    for (size_t i = 0; i < COUNT(good); i++) {
        if (!dec_parse(&d, str_of(good[i].in)))
            test_fail(__FILE__, __LINE__, "not read: %s", good[i].in);
        CHECK_DEC(d, good[i].out);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        if (dec_parse(&d, str_of(bad[i])))
            test_fail(__FILE__, __LINE__, "read, but is no number: %s", bad[i]);
}

TEST(dec_rounds_half_up, "rounding is away from zero at the half, truncation towards zero")
{
    CHECK_DEC(dec_round(DEC(26.205), 2, ROUND_HALF_UP), "26.21");
    CHECK_DEC(dec_round(DEC(26.2049), 2, ROUND_HALF_UP), "26.2");
    CHECK_DEC(dec_round(DEC(-0.005), 2, ROUND_HALF_UP), "-0.01");
    CHECK_DEC(dec_round(DEC(89.457), 2, ROUND_TRUNCATE), "89.45");
    CHECK_STR(dec_fmt(t->arena, DEC(1234.5), 2, NUM_VI), "1.234,50");
    CHECK_STR(dec_fmt(t->arena, DEC(-0.5), 2, NUM_PLAIN), "-0.50");
}

TEST(dec_print_parse, "what is printed exactly is read back as the same number")
{
    uint64_t x = 88172645463325252u;

    for (int i = 0; i < 20000; i++) {
        Dec d, e;

        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        d.v = (int64_t)(x % (2 * 9000000000u)) * (i % 2 ? 1 : 7919) - 9000000000;
        CHECK(dec_parse_plain(&e, dec_exact(t->arena, d, NUM_PLAIN)));
        CHECK_INT(e.v, d.v);
    }
}

TEST(date_there_and_back, "every day of 1600–2400 survives splitting and making")
{
    Date d;

    CHECK(date_make(&d, 1600, 1, 1));
    for (int i = 0; i < 292000; i++, d.day++) {
        int y, m, day;
        Date e;

        date_split(d, &y, &m, &day);
        CHECK(date_make(&e, y, m, day));
        CHECK_INT(e.day, d.day);
    }
}

TEST(date_reads, "dates are read as people write them; what is no day is refused")
{
    static const struct { const char *in, *out; } good[] = {
        { "05/02/2024", "2024-02-05" }, { "5/2/2024", "2024-02-05" }, { "2024-02-29", "2024-02-29" },
        { "31.12.2023", "2023-12-31" }, { "ngày 5 tháng 02 năm 2024", "2024-02-05" },
    };
    static const char *const bad[] = { "31/02/2026", "29/02/2023", "5/2/24", "2024-13-01", "", "1/1/2024x", "5-2/2024" };
    Date d;

    for (size_t i = 0; i < COUNT(good); i++) {
        CHECK(date_parse(&d, str_of(good[i].in), 0));
        CHECK_STR(date_iso(t->arena, d), good[i].out);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        if (date_parse(&d, str_of(bad[i]), 0))
            test_fail(__FILE__, __LINE__, "read, but is no date: %s", bad[i]);
    CHECK(date_parse(&d, S("31/01"), 2025));
    CHECK_STR(date_iso(t->arena, d), "2025-01-31");
    CHECK(date_make(&d, 2026, 11, 21));
    CHECK_INT(date_weekday(d), 6);
    CHECK_STR(date_iso(t->arena, date_add_months(d, 3)), "2027-02-21");
    CHECK_STR(date_iso(t->arena, date_add_months(d, -11)), "2025-12-21");
}

TEST(moment_in_vietnam, "a moment shows the Vietnamese day, also just after midnight there")
{
    Moment m;

    CHECK(moment_parse_iso(&m, S("2026-11-20T17:30:00Z")));
    CHECK_STR(date_iso(t->arena, moment_date(m)), "2026-11-21");
    CHECK_STR(moment_vi(t->arena, m), "21/11/2026 00:30");
    CHECK_STR(moment_iso(t->arena, m), "2026-11-20T17:30:00.000Z");
}

TEST(utf8_refuses_bad, "bad UTF-8 never becomes a character")
{
    CHECK(utf8_valid(S("Thước Đo \xF0\x9F\x98\x80")));
    CHECK(!utf8_valid(S("\xC0\xAF")));
    CHECK(!utf8_valid(S("\xED\xA0\x80")));
    CHECK(!utf8_valid(S("abc\xE1\xBA")));
    CHECK_INT(utf8_count(S("Thước")), 5);
}

TEST(json_escapes, "JSON text escapes quotes, control characters and bad bytes")
{
    Buf b = { .arena = t->arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kstr(&j, "a", S("\"\\\n\x01" "ơ\xFF"));
    json_kdec(&j, "p", DEC(9.25));
    json_kint(&j, "n", -3);
    json_key(&j, "v");
    json_open(&j, '[');
    json_bool(&j, true);
    json_null(&j);
    json_close(&j, ']');
    json_close(&j, '}');
    CHECK_STR(buf_str(&b), "{\"a\":\"\\\"\\\\\\n\\u0001ơ\xEF\xBF\xBD\",\"p\":\"9.25\",\"n\":-3,\"v\":[true,null]}");
}

TEST(map_finds, "a map finds what was put in and nothing else, through many growths")
{
    Map m = { .arena = t->arena };
    int64_t v;

    for (int i = 0; i < 5000; i++)
        CHECK(map_add(&m, str_fmt(t->arena, "k%d", i), i));
    CHECK(!map_add(&m, S("k77"), 1));
    for (int i = 0; i < 5000; i++) {
        CHECK(map_get(&m, str_fmt(t->arena, "k%d", i), &v));
        CHECK_INT(v, i);
    }
    CHECK(!map_get(&m, S("k5000"), &v));
}
