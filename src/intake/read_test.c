/* The own corpus of invented documents (tests/data/intake): one plan, one report, one decision with a flattened table. */
#include "base/test.h"
#include "doc/doc.h"
#include "intake/read.h"

static Reading corpus(TestRun *t, const char *path)
{
    Reading r;
    Answer why = { .arena = t->arena };

    CHECK_OK(intake_read_text(&r, t->arena, test_file(t, path), NULL, &why));
    return r;
}

static bool warned(const Reading *r, const char *part)
{
    for (size_t i = 0; i < r->warnings.n; i++)
        if (str_find(r->warnings.v[i].text, str_of(part), &(size_t){ 0 }))
            return true;
    return false;
}

TEST(intake_two_columns, "a letterhead whose two columns were written as one line still tells superior, issuer and date")
{
    Reading r = corpus(t, "tests/data/intake/plan.txt");

    CHECK_STR(r.id.superior, "UBND tỉnh Bình Lâm");
    CHECK_STR(r.id.issuer, "Sở Khoa học và công nghệ");
    CHECK_STR(r.id.symbol, "45/KH-SKHCN");
    CHECK_STR(date_iso(t->arena, r.id.date), "2026-01-12");
    CHECK_STR(r.id.signer_title, "PHÓ GIÁM ĐỐC");
}

TEST(intake_targets, "at least, more than, at most, bare counts; one clause may hold one figure only of its own")
{
    Reading r = corpus(t, "tests/data/intake/plan.txt");
    static const struct { Comparator c; const char *value, *unit; } want[] = {
        { CMP_EQ, "100", "%" }, { CMP_GE, "98.5", "%" }, { CMP_EQ, "100", "%" }, { CMP_GE, "2", "sáng kiến" },
        { CMP_GT, "90", "%" }, { CMP_LE, "5", "%" },
    };

    CHECK_INT(r.targets.n, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++) {
        CHECK_INT(r.targets.v[i].comparator, want[i].c);
        CHECK_DEC(r.targets.v[i].value.d, want[i].value);
        CHECK_STR(r.targets.v[i].unit, want[i].unit);
    }
    CHECK_STR(r.targets.v[2].text, "hồ sơ trễ hạn có thư xin lỗi đạt 100 %");
}

TEST(intake_duties, "a heading that names an agency gives its items; a run-in item and a verb do too")
{
    Reading r = corpus(t, "tests/data/intake/plan.txt");

    CHECK_INT(r.duties.n, 4);
    CHECK_STR(r.duties.v[0].agency, "Văn phòng Sở");
    CHECK_STR(r.duties.v[0].support, "các phòng, đơn vị");
    CHECK_STR(date_iso(t->arena, r.duties.v[0].due), "2026-12-14");
    CHECK_STR(r.duties.v[1].deadline, "Định kỳ hàng quý");
    CHECK_STR(r.duties.v[2].agency, "Phòng Kế hoạch - Tài chính");
    CHECK_STR(r.duties.v[3].agency, "Thanh tra Sở");
}

TEST(intake_scores, "a negative figure is points lost when the sum of the area holds only so; causes are kept")
{
    Reading r = corpus(t, "tests/data/intake/report.md");
    const Score *s = r.scores.v;

    CHECK_INT(r.scores.n, 6);
    CHECK_INT(s[0].kind, SCORE_TOTAL);
    CHECK_DEC(s[0].achieved, "78.5");
    CHECK_INT(s[0].rank, 7);
    CHECK_INT(s[0].rank_of, 24);
    CHECK_DEC(s[0].change.d, "-1.25");
    CHECK_STR(s[2].cause, "ban hành chậm 05 ngày");
    CHECK_DEC(s[3].achieved, "-1");
    CHECK_DEC(s[3].corrected.d, "2");
    CHECK(s[3].confidence > 80);
    CHECK_STR(s[4].cause, "chỉ có 40% tổ dân phố được tuyên truyền");
    CHECK(warned(&r, "hiểu là bị trừ"));
    CHECK_INT(r.targets.n, 2);
}

TEST(intake_remedies, "a remedy table with criterion codes: an empty area and lead are those above")
{
    Reading r = corpus(t, "tests/data/intake/report.md");
    const ReadTable *tab = &r.tables.v[0];

    CHECK_INT(r.tables.n, 1);
    CHECK_INT(tab->kind, TABLE_REMEDIES);
    CHECK_INT(tab->rows.n, 3);
    CHECK_STR(tab->rows.v[1].area, "I");
    CHECK_STR(tab->rows.v[1].cell[COL_CRITERION], "1.3");
    CHECK_STR(tab->rows.v[1].cell[COL_LEAD], "");
    CHECK_STR(tab->rows.v[1].lead_above, "Văn phòng HĐND và UBND");
}

TEST(intake_flattened, "cells that stand below one another go back to their rows and columns")
{
    Reading r = corpus(t, "tests/data/intake/decision.txt");
    const ReadTable *tab = &r.tables.v[0];

    CHECK_INT(r.tables.n, 1);
    CHECK(tab->flattened);
    CHECK_INT(tab->rows.n, 5);
    CHECK_STR(tab->rows.v[1].tasks.v[0].text, "Tổ chức hội nghị đối thoại với doanh nghiệp trên địa bàn thành phố");
    CHECK_STR(tab->rows.v[1].cell[COL_LEAD], "Sở Tài chính");
    CHECK_STR(tab->rows.v[1].cell[COL_SUPPORT], "Sở Công Thương; Hiệp hội doanh nghiệp");
    CHECK_STR(tab->rows.v[1].cell[COL_PRODUCT], "Hội nghị, thông báo kết luận");
    CHECK_STR(tab->rows.v[1].cell[COL_DEADLINE], "Trước ngày 30/9/2026");
    CHECK_STR(tab->rows.v[4].area, "II");
    CHECK_STR(tab->rows.v[4].cell[COL_TT], "2");
}

TEST(intake_decision, "a decision: legal bases, articles, and who carries it out")
{
    Reading r = corpus(t, "tests/data/intake/decision.txt");

    CHECK_INT(r.bases.n, 3);
    CHECK_INT(r.articles.n, 3);
    CHECK_INT(r.duties.n, 1);
    CHECK_STR(r.duties.v[0].ref, "Điều 3");
    CHECK_STR(r.citations.v[0].number, "72/2025/QH15");
    CHECK(r.citations.v[3].self);
    CHECK_STR(r.id.appendix_title, "DANH MỤC NHIỆM VỤ KHẮC PHỤC HẠN CHẾ NĂM 2026");
}

static void cell(Arena *a, DocTable *tab, int row, int col, int span, const char *text)
{
    *vec_add(a, &tab->cells) = (DocCell){ .row = row, .col = col, .row_span = 1, .col_span = span, .text = str_of(text) };
}

static void para(Arena *a, Doc *d, const char *text)
{
    DocBlock *b = vec_add(a, &d->blocks);

    b->para.text = str_of(text);
    b->pos.line = (int32_t)d->blocks.n;
}

TEST(intake_doc, "a Doc of another reader goes the same way: letterhead table, merged cells, a table over two pages")
{
    Arena *a = t->arena;
    Answer why = { .arena = a };
    Doc d = { 0 };
    Reading r;
    static const char *const heads[] = { "TT", "Nhiệm vụ", "Hoạt động", "Chủ trì", "Thời gian" };

    DocBlock *b = vec_add(a, &d.blocks);
    b->kind = BLOCK_TABLE;
    cell(a, &b->table, 0, 0, 1, "ỦY BAN NHÂN DÂN\nPHƯỜNG AN SƠN");
    cell(a, &b->table, 0, 1, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    cell(a, &b->table, 1, 0, 1, "Số: 12/KH-UBND");
    cell(a, &b->table, 1, 1, 1, "An Sơn, ngày 06 tháng 02 năm 2026");
    doc_table_grid(&b->table, a);
    para(a, &d, "KẾ HOẠCH");
    para(a, &d, "Cải cách hành chính năm 2026");
    para(a, &d, "I. MỤC TIÊU");
    para(a, &d, "1. Tối thiểu 95% hồ sơ được giải quyết đúng hạn.");
    b = vec_add(a, &d.blocks);
    b->kind = BLOCK_TABLE;
    for (int c = 0; c < 5; c++)
        cell(a, &b->table, 0, c, 1, heads[c]);
    cell(a, &b->table, 1, 0, 1, "I");
    cell(a, &b->table, 1, 1, 4, "CHỈ ĐẠO, ĐIỀU HÀNH");
    cell(a, &b->table, 2, 0, 1, "1");
    cell(a, &b->table, 2, 1, 1, "2.1. Kiểm tra");
    cell(a, &b->table, 2, 2, 1, "3.1. Dự thảo\n3.2. Xin ý kiến");
    cell(a, &b->table, 2, 3, 1, "Phòng Kinh tế");
    cell(a, &b->table, 2, 4, 1, "Quý I/2026");
    doc_table_grid(&b->table, a);
    b = vec_add(a, &d.blocks);
    b->kind = BLOCK_TABLE;
    cell(a, &b->table, 0, 2, 1, "3.3. Báo cáo");
    cell(a, &b->table, 0, 3, 1, "Văn phòng");
    cell(a, &b->table, 0, 4, 1, "Quý II/2026");
    cell(a, &b->table, 0, 0, 1, "");
    doc_table_grid(&b->table, a);

    CHECK_OK(intake_read_doc(&r, a, &d, &why));
    CHECK_STR(r.id.issuer, "UBND phường An Sơn");
    CHECK_STR(r.id.symbol, "12/KH-UBND");
    CHECK_INT(r.nodes.n, 2);
    CHECK_INT(r.targets.n, 1);
    CHECK_INT(r.tables.n, 1);
    CHECK_INT(r.tables.v[0].rows.n, 2);
    CHECK_INT(r.tables.v[0].rows.v[0].activities.n, 2);
    CHECK_STR(r.tables.v[0].rows.v[1].tasks.v[0].text, "Kiểm tra");
    CHECK_STR(r.tables.v[0].rows.v[1].cell[COL_LEAD], "Văn phòng");
}

TEST(intake_seed_scores, "a real report: its areas add up to the total, and a percentage that does not fit is reported")
{
    Reading r;
    Answer why = { .arena = t->arena };

    CHECK_OK(intake_read_text(&r, t->arena, test_shared(t, "seeds/002_8fcf1b545ea4fbd7.txt"), NULL, &why));
    CHECK_INT(r.scores.n, 25);
    CHECK_INT(r.duties.n, 33);
    CHECK(warned(&r, "không khớp"));
    CHECK(warned(&r, "hiểu là bị trừ, tức đạt 0,5"));
    CHECK(!warned(&r, "Tổng điểm các lĩnh vực"));
}

TEST(intake_seed_table, "a real flattened appendix: every row found, nine in ten with lead, deadline and product")
{
    Reading r;
    Answer why = { .arena = t->arena };
    size_t full = 0;

    CHECK_OK(intake_read_text(&r, t->arena, test_shared(t, "seeds/004_b4381ec66089bf54.txt"), NULL, &why));
    CHECK_INT(r.tables.n, 1);
    CHECK_INT(r.tables.v[0].rows.n, 60);
    for (size_t i = 0; i < r.tables.v[0].rows.n; i++) {
        const TaskRow *row = &r.tables.v[0].rows.v[i];

        full += row->cell[COL_LEAD].n && row->cell[COL_DEADLINE].n && row->cell[COL_PRODUCT].n;
    }
    CHECK(full >= 57);
}

TEST(intake_glued_rows, "row numbers glued to the text and areas in small letters still make rows")
{
    Reading r = corpus(t, "tests/data/intake/appendix.txt");
    const ReadTable *tab = &r.tables.v[0];

    CHECK_INT(r.tables.n, 1);
    CHECK_INT(tab->rows.n, 5);
    CHECK_STR(tab->rows.v[0].area_title, "Công tác chỉ đạo, điều hành");
    CHECK_STR(tab->rows.v[1].cell[COL_LEAD], "Văn phòng HĐND và UBND huyện");
    CHECK_STR(tab->rows.v[1].cell[COL_SUPPORT], "Phòng Nội vụ; UBND các xã");
    CHECK_STR(tab->rows.v[2].cell[COL_DEADLINE], "Quý II, III năm 2025");
    CHECK_STR(date_iso(t->arena, tab->rows.v[2].due.end), "2025-09-30");
    CHECK_STR(tab->rows.v[4].area, "II");
}

TEST(intake_score_forms, "scores without “đạt”, in brackets, two in one sentence; a duty entrusted in any section")
{
    Reading r = corpus(t, "tests/data/intake/analysis.txt");

    CHECK_INT(r.scores.n, 7);
    CHECK_STR(r.scores.v[3].criterion, "1.5 “Sáng kiến CCHC”");
    CHECK_STR(r.scores.v[3].cause, "không có sáng kiến mới");
    CHECK_STR(r.scores.v[6].criterion, "\"Kết quả giải quyết hồ sơ TTHC\"");
    CHECK_DEC(r.scores.v[6].max, "4");
    CHECK_INT(r.duties.n, 1);
    CHECK_STR(r.duties.v[0].agency, "Phòng Tư pháp");
    CHECK_STR(r.citations.v[1].number, "300/SNV-CCHC&VTLT");
    CHECK_STR(r.id.signer_title, "TRƯỞNG PHÒNG");
    CHECK_STR(r.id.signer, "Ngô Văn Mẫu");
}

TEST(intake_party, "a Party document: hyphens behind the numbers, hyphen before the kind in the symbol")
{
    Reading r = corpus(t, "tests/data/intake/party.txt");

    CHECK_STR(r.id.issuer, "Tỉnh ủy Bình Lâm");
    CHECK_STR(r.id.symbol, "25-CTr/TU");
    CHECK_INT(r.nodes.n, 6);
    CHECK_STR(r.nodes.v[3].no, "II");
    CHECK_INT(r.targets.n, 2);
    CHECK_INT(r.targets.v[1].comparator, CMP_DECREASE);
    CHECK_INT(r.duties.n, 2);
}

TEST(intake_criteria_table, "a table of criteria: code, name, maximum and rule phrase of each row")
{
    Reading r;
    Answer why = { .arena = t->arena };

    CHECK_OK(intake_read_text(&r, t->arena,
        S("BỘ TIÊU CHÍ\n\n| STT | Lĩnh vực/Tiêu chí | Điểm tối đa | Cách tính điểm |\n|---|---|---|---|\n"
          "| I | CHỈ ĐẠO, ĐIỀU HÀNH | 10 | |\n| 1.1 | Ban hành kế hoạch | 1 | Đúng hạn: 1; chậm: 0,5 |\n"), NULL, &why));
    CHECK_INT(r.tables.v[0].kind, TABLE_CRITERIA);
    CHECK_INT(r.tables.v[0].names.n, 4);
    CHECK_INT(r.tables.v[0].rows.n, 2);
    CHECK_STR(r.tables.v[0].rows.v[1].cell[COL_CRITERION], "1.1");
    CHECK_STR(r.tables.v[0].rows.v[1].cell[COL_MAX], "1");
    CHECK_STR(r.tables.v[0].rows.v[1].cell[COL_RULE], "Đúng hạn: 1; chậm: 0,5");
}

TEST(intake_score_table, "a table of points: each row a score, joined with what the text says; sums and contradictions are told")
{
    Reading r;
    Answer why = { .arena = t->arena };

    CHECK_OK(intake_read_text(&r, t->arena,
        S("BÁO CÁO\n\nTự chấm điểm năm 2025\n\nI. KẾT QUẢ\n\n1. Công tác chỉ đạo\n\n- Báo cáo định kỳ: tự chấm 3,5/4 điểm.\n\n"
          "| STT | Tiêu chí | Điểm tối đa | Điểm tự chấm | Điểm thẩm định | Lý do bị trừ điểm |\n|---|---|---|---|---|---|\n"
          "| 1 | CHỈ ĐẠO, ĐIỀU HÀNH | 7 | 6,5 | 6 | |\n| 1.1 | Ban hành kế hoạch | 2 | 2 | 2 | |\n"
          "| 1.2 | Báo cáo định kỳ | 4 | 3,5 | 3 | Gửi chậm hai lần |\n"), NULL, &why));
    CHECK_INT(r.tables.v[0].kind, TABLE_SCORES);
    CHECK_STR(r.tables.v[0].rows.v[2].cell[COL_SELF], "3,5");
    CHECK_STR(r.tables.v[0].rows.v[2].cell[COL_APPRAISED], "3");
    CHECK_INT(r.scores.n, 3);                       /* the criterion of the text and the row of the table are one */
    CHECK_STR(r.scores.v[0].cause, "Gửi chậm hai lần");
    CHECK(r.scores.v[0].repeated_at > 0);
    CHECK_INT(r.scores.v[1].kind, SCORE_AREA);
    CHECK(warned(&r, "phần nội dung ghi 3,5/4 điểm"));
    CHECK(warned(&r, "điểm tối đa các dòng bên dưới cộng lại là 6 nhưng bảng ghi 7"));
    CHECK(warned(&r, "điểm đạt các dòng bên dưới cộng lại là 5 nhưng bảng ghi 6"));
}

TEST(intake_column_targets, "targets whose figure and unit stand in columns of their own")
{
    Reading r;
    Answer why = { .arena = t->arena };

    CHECK_OK(intake_read_text(&r, t->arena,
        S("PHỤ LỤC\n\n| TT | Tên chỉ tiêu | ĐVT | Chỉ tiêu giao năm 2026 | Đơn vị chủ trì |\n|---|---|---|---|---|\n"
          "| 1 | Hồ sơ đúng hạn | % | ≥ 98 | Phòng Kinh tế |\n| 2 | Số sáng kiến | Sáng kiến | Từ 02 trở lên | Văn phòng |\n"), NULL, &why));
    CHECK_INT(r.targets.n, 2);
    CHECK_INT(r.targets.v[0].comparator, CMP_GE);
    CHECK_STR(r.targets.v[0].unit, "%");
    CHECK_INT(r.targets.v[1].comparator, CMP_GE);
    CHECK_STR(r.targets.v[1].unit, "sáng kiến");
}

TEST(intake_bounds, "targets from above, between two figures; guidance of several bodies cited")
{
    Reading r;
    Answer why = { .arena = t->arena };

    CHECK_OK(intake_read_text(&r, t->arena,
        S("KẾ HOẠCH\n\nThực hiện Hướng dẫn liên ngành số 05/HDLN-SNV-STC ngày 02/02/2026 của Sở Nội vụ.\n\nI. MỤC TIÊU\n\n"
          "- Tỷ lệ hồ sơ trễ hạn dưới 1%.\n\n- Giải ngân đạt từ 95% đến 98% kế hoạch vốn.\n"), NULL, &why));
    CHECK_INT(r.citations.n, 1);
    CHECK_STR(r.citations.v[0].number, "05/HDLN-SNV-STC");
    CHECK_INT(r.targets.n, 2);
    CHECK_INT(r.targets.v[0].comparator, CMP_LT);
    CHECK_INT(r.targets.v[1].comparator, CMP_GE);
    CHECK(r.targets.v[1].value_to.has);
}
