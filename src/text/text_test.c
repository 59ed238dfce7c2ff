#include "base/test.h"
#include "text/text.h"

#include <stdlib.h>

TEST(fold_finds_without_marks, "search ignores case and marks, đ is d, composed and decomposed are the same")
{
    CHECK_STR(text_fold(t->arena, S("  Sở  NỘI\tVỤ ")), "so noi vu");
    CHECK_STR(text_fold(t->arena, S("Đất đai, ƯỚC LƯỢNG")), "dat dai, uoc luong");
    CHECK_STR(text_fold(t->arena, S("Tie\xCC\x82\xCC\x81ng Vie\xCC\xA3\xCC\x82t")), "tieng viet");
    CHECK_STR(text_fold(t->arena, S("2021–2025\xC2\xA0năm")), "2021-2025 nam");
    CHECK(text_fold_eq(S("Tổng điểm"), S("TONG DIEM")));
    CHECK_STR(text_fold(t->arena, S("\xFF")), "\xEF\xBF\xBD");
}

TEST(nfc_composes, "decomposed text becomes composed, composed text stays where it is")
{
    Str s = S("Tiếng Việt – 100%");

    CHECK(text_nfc(t->arena, s).p == s.p);
    CHECK_STR(text_nfc(t->arena, S("Tie\xCC\x82\xCC\x81ng Vie\xCC\xA3\xCC\x82t")), "Tiếng Việt");
    CHECK_STR(text_nfc(t->arena, S("u\xCC\x9B\xCC\xA3")), "ự");
    CHECK_STR(text_nfc(t->arena, S("a\xFF")), "a\xEF\xBF\xBD");
    CHECK_STR(text_lower(t->arena, S("ỦY BAN NHÂN DÂN Đ")), "ủy ban nhân dân đ");
    CHECK_STR(text_upper(t->arena, S("ủy ban ưu đãi")), "ỦY BAN ƯU ĐÃI");
}

TEST(sort_order_vietnamese, "names sort by the Vietnamese alphabet, tones second, numbers by value")
{
    static const char *const sorted[] = {
        "an", "An Lão", "ăn", "ân", "Ba", "bà", "bả", "bã", "bá", "bạ", "Ba Vì", "Cầu Giấy", "Dầu Tiếng", "Đà Nẵng",
        "em", "êm", "nga", "oanh", "ông", "ơn", "Phường 2", "Phường 10", "tân", "ưa", "Vĩnh", "xa", "Yên",
    };

    for (size_t i = 0; i + 1 < COUNT(sorted); i++) {
        Str a = text_sort_key(t->arena, str_of(sorted[i])), b = text_sort_key(t->arena, str_of(sorted[i + 1]));

        if (str_cmp(a, b) >= 0)
            test_fail(__FILE__, __LINE__, "%s is not before %s", sorted[i], sorted[i + 1]);
    }
    CHECK(str_eq(text_sort_key(t->arena, S("Việt")), text_sort_key(t->arena, S("Vie\xCC\xA3\xCC\x82t"))));
}

TEST(sort_order_codes, "codes sort by their numbers, a part before what continues it")
{
    static const char *const sorted[] = { "1", "1.1", "1.1.1", "1.2", "1.9", "1.10", "2", "2a", "2b", "10", "H56", "H56.3", "H56.12" };

    for (size_t i = 0; i + 1 < COUNT(sorted); i++)
        CHECK(str_cmp(code_sort_key(t->arena, str_of(sorted[i])), code_sort_key(t->arena, str_of(sorted[i + 1]))) < 0);
    CHECK(str_eq(code_sort_key(t->arena, S("1.")), code_sort_key(t->arena, S("01"))));
}

TEST(slug_is_plain, "a slug is plain ASCII")
{
    CHECK_STR(text_slug(t->arena, S("Xã Đông Hưng – 2025/1")), "xa-dong-hung-2025-1");
    CHECK_STR(text_slug(t->arena, S("../../etc")), "etc");
}

TEST(safe_text_cannot_reorder, "text of strangers cannot turn the line around or hide anything")
{
    CHECK_STR(text_safe(t->arena, S("a\xE2\x80\xAE" "b\xE2\x81\xA6" "c\x01\x7F\tđ")), "abc\tđ");
    CHECK_STR(text_safe(t->arena, S("Sở Nội vụ")), "Sở Nội vụ");
    CHECK_STR(text_safe(t->arena, S("ok\n")), "ok\n");
    CHECK_INT(utf8_count(text_safe(t->arena, S("a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81"))), 5);
}

TEST(roman_there_and_back, "Roman numerals are read strictly and printed")
{
    int n;

    for (int i = 1; i <= 3999; i++) {
        CHECK(roman_parse(roman_print(t->arena, i), &n));
        CHECK_INT(n, i);
    }
    CHECK(roman_parse(S("xiv"), &n) && n == 14);
    CHECK(!roman_parse(S("IIII"), &n) && !roman_parse(S(""), &n) && !roman_parse(S("IC"), &n) && !roman_parse(S("VX"), &n));
}

TEST(tcvn3_becomes_unicode, "text of the old .VnTime fonts becomes Unicode, other fonts stay")
{
    CHECK_STR(text_from_tcvn3(t->arena, S("C\xC2\xA8n c\xC3\xB8 Lu\xC3\x8Bt"), S(".VnTime")), "Căn cứ Luật");
    CHECK_STR(text_from_tcvn3(t->arena, S("\xC3\xB1y ban nh\xC2\xA9n d\xC2\xA9n"), S(".VnTimeH")), "ỦY BAN NHÂN DÂN");
    CHECK_STR(text_from_tcvn3(t->arena, S("Căn cứ"), S("Times New Roman")), "Căn cứ");
}
