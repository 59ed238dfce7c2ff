#include "base/test.h"
#include "intake/read.h"

static Reading read_ok(TestRun *t, const char *text)
{
    Reading r;
    Answer why = { .arena = t->arena };

    CHECK_OK(intake_read_text(&r, t->arena, str_of(text), NULL, &why));
    return r;
}

static const char plan[] =
    "ỦY BAN NHÂN DÂN\n\nXÃ HÒA MINH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n\n"
    "Số: 17 /KH-UBND\n\nHòa Minh, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\n\n"
    "Cải cách hành chính của xã Hòa Minh năm 2026\n\n"
    "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng\n\n"
    "thể cải cách hành chính nhà nước giai đoạn 2021-2030 và Quyết định số 12/QĐ-\n\n"
    "UBND, ngày 02/01/2026 của UBND tỉnh Bình Lâm, Ủy ban nhân dân xã ban hành kế\n\n"
    "hoạch như sau:\n\nI. MỤC ĐÍCH\n\n1. Nâng cao chất lượng phục vụ người dân, doanh nghiệp trên địa bàn xã trong năm\n\n"
    "2026.\n\n2. Thực hiện các Công điện số 21/CĐ-TTg và 22/CĐ-TTg của Thủ tướng Chính phủ về kỷ\n\n"
    "luật, kỷ cương hành chính trong giải quyết công việc.\n\n4\n\nIII. NHIỆM VỤ\n\n"
    "1.1 Rà soát văn bản theo Nghị định 90/2020/NĐ - CP và Luật Cư trú.\n\n"
    "Nơi nhận:\n\n- UBND tỉnh;\n\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\nTrần Thị Mẫu\n";

TEST(intake_identity, "the letterhead tells number, place, date and issuer; the end tells signer and recipients")
{
    Reading r = read_ok(t, plan);

    CHECK_STR(r.id.type, "Kế hoạch");
    CHECK_STR(r.id.symbol, "17/KH-UBND");
    CHECK_STR(r.id.number, "17");
    CHECK_STR(date_iso(t->arena, r.id.date), "2026-01-05");
    CHECK_STR(r.id.place, "Hòa Minh");
    CHECK_STR(r.id.issuer, "UBND xã Hòa Minh");
    CHECK_STR(r.id.level, "xã");
    CHECK_STR(r.id.title, "Cải cách hành chính của xã Hòa Minh năm 2026");
    CHECK_STR(r.id.signer_authority, "TM. ỦY BAN NHÂN DÂN");
    CHECK_STR(r.id.signer, "Trần Thị Mẫu");
    CHECK_INT(r.id.recipients.n, 2);
    CHECK_STR(r.id.recipients.v[1], "Lưu: VT");
}

TEST(intake_citations, "a number broken at the line end, a list that shares its kind, blanks in the symbol, a law by name")
{
    Reading r = read_ok(t, plan);

    CHECK_INT(r.citations.n, 6);
    CHECK_STR(r.citations.v[0].number, "76/NQ-CP");
    CHECK_STR(r.citations.v[0].issuer, "Chính phủ");
    CHECK_STR(r.citations.v[1].number, "12/QĐ-UBND");
    CHECK_STR(date_iso(t->arena, r.citations.v[1].date), "2026-01-02");
    CHECK_STR(r.citations.v[1].issuer, "UBND tỉnh Bình Lâm");
    CHECK_STR(r.citations.v[2].issuer, "Thủ tướng Chính phủ");
    CHECK_STR(r.citations.v[3].number, "22/CĐ-TTg");
    CHECK_STR(r.citations.v[3].type, "Công điện");
    CHECK_STR(r.citations.v[4].number, "90/2020/NĐ-CP");
    CHECK_STR(r.citations.v[5].name, "Luật Cư trú");
}

TEST(intake_outline, "a year at the end of a paragraph is no item; a page number inside a section is dropped")
{
    Reading r = read_ok(t, plan);

    CHECK_INT(r.nodes.n, 5);
    CHECK_STR(r.nodes.v[1].title, "Nâng cao chất lượng phục vụ người dân, doanh nghiệp trên địa bàn xã trong năm 2026.");
    CHECK_STR(r.nodes.v[3].no, "III");
    CHECK_INT(r.nodes.v[3].level, 1);
    CHECK_STR(r.nodes.v[4].ref, "III.1.1");
    CHECK_INT(r.noise.n, 1);
}

TEST(intake_two_dates, "one number with two dates, and a date on a Sunday, are reported")
{
    Reading r = read_ok(t,
        "KẾ HOẠCH\nThực hiện Kế hoạch số 8-KH/HU ngày 01/3/2024 của Huyện ủy và Kế hoạch số 8-KH/HU ngày 03/3/2024 của Huyện ủy.\n");
    bool two = false, sunday = false;

    for (size_t i = 0; i < r.warnings.n; i++) {
        two |= str_find(r.warnings.v[i].text, S("hai ngày khác nhau"), &(size_t){ 0 });
        sunday |= str_find(r.warnings.v[i].text, S("Chủ nhật"), &(size_t){ 0 });
    }
    CHECK(two);
    CHECK(sunday);
}

TEST(intake_refuses_binary, "a file that is no text is refused with a sentence")
{
    Reading r;
    Answer why = { .arena = t->arena };

    CHECK_INT(intake_read_text(&r, t->arena, S("\xFF\xD8\xFF\x00\x01"), NULL, &why), E_INVALID);
    CHECK_HAS(why.text, "UTF-8");
    CHECK_INT(intake_read_text(&r, t->arena, S("\n\n"), NULL, &why), E_INVALID);
}

TEST(intake_seeds, "the real documents are read whole: numbers of headings and citations")
{
    static const struct { const char *file; size_t nodes, citations; } seeds[] = {
        { "seeds/000_77854cf665cea4e4.txt", 17, 9 }, { "seeds/001_3c352517699d7384.txt", 14, 5 },
        { "seeds/002_8fcf1b545ea4fbd7.txt", 37, 10 }, { "seeds/003_a473bff622232a9a.txt", 30, 3 },
        { "seeds/004_b4381ec66089bf54.txt", 60, 60 },
    };

    for (size_t i = 0; i < COUNT(seeds); i++) {
        Reading r = read_ok(t, str_z(t->arena, test_shared(t, seeds[i].file)));

        CHECK(r.nodes.n >= seeds[i].nodes);
        CHECK(r.citations.n >= seeds[i].citations);
    }
}
