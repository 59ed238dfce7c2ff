#include "base/test.h"
#include "onestop/scan.h"
#include "onestop/when.h"
#include "onestop/words.h"

static int64_t seconds_of(const char *text)
{
    When w;

    return when_parse(&w, str_of(text)) ? (int64_t)w.day * 86400 + (w.second < 0 ? 0 : w.second) : -1;
}

TEST(onestop_when_forms, "one moment in all the forms in which exports write it")
{
    static const char *const forms[] = {
        "2025-03-05 16:30:00", "2025-03-05T16:30", "05/03/2025 16:30", "5/3/2025 16:30:00", "05-03-2025 16:30", "16:30 05/03/2025",
        "16:30:00 5.3.2025", "2025-03-05T09:30:00Z", "2025-03-05T16:30:00.000+07:00", "05/03/2025 04:30:00 CH", "3/05/2025 x",
        "45721.6875",
    };
    int64_t want = seconds_of(forms[0]);

    CHECK(want > 0);
    for (size_t i = 0; i < COUNT(forms); i++)
        if (i != 10)
            CHECK_INT(seconds_of(forms[i]), want);
    CHECK_INT(seconds_of(forms[10]), -1);
}

TEST(onestop_when_refused, "days and times that do not exist are refused")
{
    static const char *const forms[] = {
        "29/02/2025", "31/04/2025 08:00", "2025-13-01", "2025-00-10", "2025-01-00 10:00", "2025-01-01 24:00", "2025-01-01 10:60:00",
        "2025-01-01 10:00:60", "1/2/25", "", "abc", "2025-01-01x", "2025-01-01 10", "1899-12-31", "2200-01-01", "2025/01-01",
    };

    for (size_t i = 0; i < COUNT(forms); i++)
        CHECK_INT(seconds_of(forms[i]), -1);
}

TEST(onestop_words, "columns, statuses, channels and yes or no are known by word and by code")
{
    Field f;
    State s;
    Channel c;
    bool yes;

    CHECK(word_field(&f, S("Ngày hẹn trả")) && f == F_DUE);
    CHECK(word_field(&f, S(" RECEIVED_AT ")) && f == F_RECEIVED);
    CHECK(!word_field(&f, S("Chủ hồ sơ")));
    CHECK(word_state(&s, S("đã  xử lý xong")) && s == STATE_DONE);
    CHECK(word_state(&s, S("TT5")) && s == STATE_SUSPENDED);
    CHECK(word_state(&s, S("8")) && s == STATE_RETURNED);
    CHECK(!word_state(&s, S("11")) && !word_state(&s, S("")));
    CHECK(word_channel(&c, S("KENH2")) && c == CHANNEL_ONLINE);
    CHECK(word_channel(&c, S("Bưu chính công ích (BCCI)")) && c == CHANNEL_POSTAL);
    CHECK(word_channel(&c, S("")) && c == CHANNEL_DIRECT);
    CHECK(word_yes(&yes, S("X")) && yes);
    CHECK(word_yes(&yes, S("Không")) && !yes);
    CHECK(!word_yes(&yes, S("3")));
}

static uint64_t next(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x >> 33;
}

static void scan_text(Arena *a, Scan *s, ScanFn fn, const char *p, size_t n)
{
    *s = (Scan){ .fresh = 1, .delimiter = ',', .ends = NEW(a, uint32_t, n + 128), .rows = NEW(a, uint32_t, n + 128) };
    fn(s, p, n, 0);
}

TEST(onestop_scan_alike, "all scanners find the same ends of cells and rows, as a plain loop does")
{
    static const char letters[] = "a,b\n\"\"c,\n,xyz0123\r";
    static const char *const names[] = { "plain", "avx2", "avx512" };
    uint64_t x = 7;

    for (int turn = 0; turn < 300; turn++) {
        size_t n = next(&x) % 700, want = 0, lines = 0;
        char *p = NEW(t->arena, char, n + 128);
        bool quoted = false;

        for (size_t i = 0; i < n; i++) {
            p[i] = letters[next(&x) % (sizeof letters - 1)];
            if (p[i] == '"')
                quoted = !quoted;
            want += !quoted && (p[i] == ',' || p[i] == '\n');
            lines += !quoted && p[i] == '\n';
        }
        for (size_t k = 0; k < COUNT(names); k++) {
            ScanFn fn = scan_named(names[k]);
            Scan s;

            if (!fn)
                continue;
            scan_text(t->arena, &s, fn, p, n);
            CHECK_INT(s.n_ends, want);
            CHECK_INT(s.n_rows, lines);
            for (size_t i = 0; i < s.n_ends; i++)
                CHECK(p[s.ends[i]] == ',' || p[s.ends[i]] == '\n');
            for (size_t i = 0; i < s.n_rows; i++)
                CHECK(p[s.ends[s.rows[i]]] == '\n');
        }
    }
}
