#include "support.h"

#include "accept/accept.h"
#include "intake/read.h"
#include "intake/words.h"
#include "plan/plan.h"
#include "remedy/remedy.h"
#include "score/facts.h"

static void given_units(Ctx *c)
{
    Table t;
    ImportReport rep;

    CHECK_CTX(c, table_read(&t, c->arena, S("t.csv"), S("code,name,kind,group\nAS,Phường An Sơn,phường,Xã\nBS,Xã Bình Sơn,xã,Xã\n"), NULL, &c->answer));
    CHECK_CTX(c, org_import(c, &t, &rep));
}

static AcceptForm form(AcceptKind kind, const char *file, int64_t year)
{
    return (AcceptForm){ .kind = kind, .file = str_of(file), .unit = S("AS"), .set = kind == ACCEPT_CRITERIA ? S("XA") : S(""), .year = year };
}

static AcceptSource source(TestRun *t, Ctx *c, const AcceptForm *f)
{
    AcceptSource s;

    CHECK_CTX(c, accept_source(c, f, test_file(t, str_fmt(c->arena, "tests/data/intake/%.*s%c", SV(f->file), 0).p), &s));
    return s;
}

static AcceptReport taken(TestRun *t, Ctx *c, AcceptForm f)
{
    AcceptSource s = source(t, c, &f);
    AcceptReport rep;

    CHECK_CTX(c, accept_write(c, &f, &s, &rep));
    return rep;
}

static const AcceptItem *item(const AcceptReport *rep, const char *code)
{
    static const AcceptItem none;

    for (size_t i = 0; i < rep->items.n; i++)
        if (str_eq(rep->items.v[i].code, str_of(code)))
            return &rep->items.v[i];
    return &none;
}

static CriterionRow stored(Ctx *c, const char *code)
{
    CriteriaSetRow s;
    CriterionRow k = { 0 };
    bool any;

    CHECK_CTX(c, criteria_set_find(c, S("XA"), 2025, &s));
    CHECK_CTX(c, q_criterion_by_code(c, &k, &any, .set_id = s.id, .code = str_of(code)));
    return k;
}

TEST(accept_criteria_decision, "the criteria table of a decision becomes a set, each rule phrase shown in plain words")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptReport rep = taken(t, c, form(ACCEPT_CRITERIA, "criteria.md", 2025));

    CHECK_INT(rep.take, 8);
    CHECK_HAS(item(&rep, "1.1")->detail, "đúng hạn: 1 điểm");
    CHECK_DEC(stored(c, "1.2").max_points, "4");
    CHECK_STR(stored(c, "2.1").parent_code, "2");
    CHECK_HAS(stored(c, "1.4").rule, "Dưới 04 hình thức tuyên truyền: 1");
}

TEST(accept_criteria_code, "a set without a code takes the number of the decision; without both it is asked for")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptForm f = form(ACCEPT_CRITERIA, "criteria.md", 2025);
    AcceptSource s = source(t, c, &f);
    AcceptReport rep;
    CriteriaSetRow set;

    f.set = (Str){ 0 };
    CHECK_ANSWER(c, accept_write(c, &f, &s, &rep), E_INVALID, "đặt mã");
    s.reading.id.symbol = S("2878/QĐ-UBND");
    CHECK_CTX(c, accept_write(c, &f, &s, &rep));
    CHECK_CTX(c, criteria_set_find(c, S("2878-QD-UBND"), 2025, &set));
}

TEST(accept_criteria_bad_rule, "a rule phrase that cannot be read stops the whole set; it may be scored by hand instead, or left out")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptForm f = form(ACCEPT_CRITERIA, "x.md", 2025);
    AcceptSource s;
    AcceptReport rep;
    CriteriaSetRows sets;

    CHECK_CTX(c, accept_source(c, &f, S("BỘ TIÊU CHÍ\n\n| STT | Tiêu chí | Điểm tối đa | Cách tính điểm |\n|---|---|---|---|\n"
        "| 1 | Một | 60 | Hoa hồng: xanh; mưa |\n| 2 | Hai | 40 | Tỷ lệ x điểm tối đa |\n| 2 | Ba | 40 | |\n"), &s));
    CHECK_ANSWER(c, accept_write(c, &f, &s, &rep), E_INVALID, "Chưa ghi gì");
    CHECK_INT(rep.bad, 2);
    CHECK_HAS(rep.items.v[2].note, "đã có ở dòng");
    CHECK_CTX(c, q_criteria_sets(c, &sets, ));
    CHECK_INT(sets.n, 0);
    f.direct = true;
    f.skip = S(",3,");
    CHECK_CTX(c, accept_write(c, &f, &s, &rep));
    CHECK_INT(rep.take, 2);
    CHECK_INT(rep.left, 1);
    CHECK_STR(stored(c, "1").rule, "");
    CHECK_HAS(stored(c, "2").rule, "Tỷ lệ");
}

TEST(accept_criteria_parts, "numbers that begin anew in each Roman part get the part's number in front")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptForm f = form(ACCEPT_CRITERIA, "x.md", 2025);
    AcceptSource s;
    AcceptReport rep;

    CHECK_CTX(c, accept_source(c, &f, S("BỘ TIÊU CHÍ\n\n| STT | Tiêu chí | Điểm tối đa | Cách tính điểm |\n|---|---|---|---|\n"
        "| I | Chỉ đạo | 60 | |\n| 1 | Một | 60 | Tỷ lệ x điểm tối đa |\n| II | Thể chế | 40 | |\n| 1 | Hai | 40 | Tỷ lệ x điểm tối đa |\n"), &s));
    CHECK_CTX(c, accept_write(c, &f, &s, &rep));
    CHECK_STR(stored(c, "1").parent_code, "I");
    CHECK_STR(stored(c, "II.1").parent_code, "II");
}

TEST(accept_result_report, "scores of a report go to the criteria they name; sums are checked, what has no criterion is listed and left")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptReport rep;
    DirectOfSetRows direct;

    given_units(c);
    (void)taken(t, c, form(ACCEPT_CRITERIA, "criteria.md", 2025));
    rep = taken(t, c, form(ACCEPT_RESULT, "report.md", 2025));
    CHECK_INT(rep.take, 3);
    CHECK_STR(item(&rep, "1.3")->detail, "2/3 điểm. Nguyên nhân: chưa kiểm tra các tổ dân phố");
    CHECK_INT(item(&rep, "1.3")->state, ITEM_DOUBT);
    CHECK_HAS(item(&rep, "1")->note, "Khớp");
    CHECK_CTX(c, q_direct_of_set(c, &direct, .set_id = stored(c, "1.1").set_id));
    CHECK_INT(direct.n, 3);
}

TEST(accept_result_never_guesses, "another maximum, two criteria of that name, two figures for one criterion: listed, not written")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptForm f = form(ACCEPT_RESULT, "x.md", 2025);
    AcceptSource s;
    AcceptReport rep;

    given_units(c);
    (void)taken(t, c, form(ACCEPT_CRITERIA, "criteria.md", 2025));
    CHECK_CTX(c, accept_source(c, &f, S("BÁO CÁO\n\n- Tiêu chí thực hiện kiểm tra: đạt 1/5 điểm.\n\n- Tiêu chí tỷ lệ hồ sơ: đạt 40/50 điểm.\n\n"
        "- Tiêu chí công tác tuyên truyền: đạt 1/2 điểm.\n\n- Tiêu chí công tác tuyên truyền: đạt 1,5/2 điểm.\n"), &s));
    CHECK_CTX(c, accept_items(c, &f, &s, &rep));
    CHECK_INT(rep.items.n, 4);
    CHECK_INT(rep.take, 0);
    CHECK_HAS(rep.items.v[0].note, "tối đa 5 điểm");
    CHECK_HAS(rep.items.v[1].note, "Nhiều tiêu chí");
    CHECK_HAS(rep.items.v[2].note, "số điểm khác");
    CHECK_ANSWER(c, accept_write(c, &f, &s, &rep), E_INVALID, "Không có mục nào");
}

TEST(accept_remedy_table, "rows of a remedy table go to the lost points of their code; once, and not without a loss")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptForm f = form(ACCEPT_REMEDY, "report.md", 2025);
    AcceptSource s = source(t, c, &f);
    AcceptReport rep;
    DeriveReport derived;
    RemedyRows rows;

    given_units(c);
    (void)taken(t, c, form(ACCEPT_CRITERIA, "criteria.md", 2025));
    CHECK_ANSWER(c, accept_items(c, &f, &s, &rep), E_STATE, "lập danh sách điểm mất");
    (void)taken(t, c, form(ACCEPT_RESULT, "report.md", 2025));
    CHECK_CTX(c, remedy_derive(c, stored(c, "1.1").set_id, &derived));
    rep = taken(t, c, f);
    CHECK_INT(rep.take, 2);
    CHECK_INT(rep.left, 1);
    CHECK_HAS(item(&rep, "3.2")->note, "không có mã 3.2");
    CHECK_CTX(c, q_remedy_list(c, &rows, .unit_id = 0, .year = 2026, .set_id = 0, .today = c->today));
    CHECK_INT(rows.n, 2);
    CHECK_STR(rows.v[0].cause_code, "late");
    CHECK_STR(rows.v[1].lead, "Văn phòng HĐND và UBND");
    CHECK_DEC(rows.v[1].stake, "1");
    CHECK_CTX(c, accept_items(c, &f, &s, &rep));
    CHECK_INT(rep.take, 0);
    CHECK_HAS(rep.items.v[0].note, "đã có trong năm");
}

TEST(accept_plan_table, "the task table of a plan goes in without the rows that the person left out")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptForm f = form(ACCEPT_PLAN, "decision.txt", 2026);
    AcceptReport rep;
    PlanRow p;
    PlanDays days;
    TaskLines tasks;

    given_units(c);
    f.skip = S(",4,");
    rep = taken(t, c, f);
    CHECK_INT(rep.items.n, 7);
    CHECK_INT(rep.take, 6);
    CHECK_CTX(c, plan_find(c, S("AS"), 2026, &p));
    CHECK_CTX(c, plan_days(c, &days));
    CHECK_CTX(c, q_task_list(c, &tasks, .plan_id = p.id, .overdue_from = days.overdue_from));
    CHECK_INT(tasks.n, 6);
}

TEST(accept_rights, "accepting needs the right of the room that gets the data")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptForm f = form(ACCEPT_CRITERIA, "criteria.md", 2025);
    AcceptSource s = source(t, c, &f);
    AcceptReport rep;

    given_units(c);
    test_become(c, "can-bo", ROLE_OFFICER, 0);
    CHECK_ANSWER(c, accept_write(c, &f, &s, &rep), E_FORBIDDEN, "quyền");
    test_become(c, "lanh-dao", ROLE_VIEWER, 0);
    CHECK_ANSWER(c, accept_items(c, &f, &s, &rep), E_FORBIDDEN, "quyền");
}

TEST(accept_real_documents, "the real remedy plan, result report and district plan are shown item by item and go in where they belong")
{
    static const struct { AcceptKind kind; const char *file; size_t least; } docs[] = {
        { ACCEPT_PLAN, "seeds/004_b4381ec66089bf54.txt", 60 }, { ACCEPT_RESULT, "seeds/002_8fcf1b545ea4fbd7.txt", 20 },
    };
    Ctx *c = test_ctx(t, "2026-02-02");

    given_units(c);
    (void)taken(t, c, form(ACCEPT_CRITERIA, "criteria.md", 2025));
    for (size_t i = 0; i < COUNT(docs); i++) {
        AcceptForm f = form(docs[i].kind, docs[i].file, 2025);
        AcceptSource s;
        AcceptReport rep;

        CHECK_CTX(c, accept_source(c, &f, test_shared(t, docs[i].file), &s));
        CHECK_CTX(c, accept_items(c, &f, &s, &rep));
        CHECK(rep.items.n >= docs[i].least);
        if (docs[i].kind == ACCEPT_PLAN)
            CHECK_CTX(c, accept_write(c, &f, &s, &rep));
        else                                                /* another set's names: what is not certain stays out */
            CHECK(rep.left + rep.take > 0 && rep.bad == 0);
    }
}

static AcceptReport given(Ctx *c, AcceptForm f, Str bytes)
{
    AcceptSource s;
    AcceptReport rep;

    CHECK_CTX(c, accept_source(c, &f, bytes, &s));
    CHECK_CTX(c, accept_take(c, &f, bytes, &s));
    CHECK_CTX(c, accept_write(c, &f, &s, &rep));
    return rep;
}

static Str report_of(Ctx *c, const char *number, const char *day, const char *cited)
{
    return str_fmt(c->arena, "ỦY BAN NHÂN DÂN\n\nPHƯỜNG AN SƠN\n\nSố: %s\n\nAn Sơn, ngày %s tháng 01 năm 2026\n\nBÁO CÁO\n\nKết quả Chỉ số cải cách hành chính năm 2025\n\n"
        "Căn cứ %s.\n\n- Tiêu chí mức độ hoàn thành nhiệm vụ trong năm đạt 2/4 điểm.\n", number, day, cited);
}

TEST(accept_register_once, "the accepted document stands in the register once; what it cites is joined to what stands there")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    AcceptForm f = form(ACCEPT_RESULT, "a.txt", 2025);
    AcceptReport first, second, again;
    DocumentRow d;
    DocumentRows all;
    int64_t total;
    Citation k = { .number = S("7/BC-UBND") };
    int64_t id;

    given_units(c);
    (void)taken(t, c, form(ACCEPT_CRITERIA, "criteria.md", 2025));
    first = given(c, f, report_of(c, "7/BC-UBND", "05", "Quyết định số 99/QĐ-UBND ngày 01/12/2025 của UBND tỉnh"));
    CHECK_CTX(c, archive_get(c, first.document_id, &d));
    CHECK_STR(d.number, "7");
    CHECK_STR(d.symbol, "BC-UBND");
    CHECK_STR(d.issuer, "UBND phường An Sơn");
    CHECK_HAS(str_join(c->arena, first.notes.v, first.notes.n, S(" ")), "1 văn bản chưa có trong kho");
    second = given(c, f, report_of(c, "8/BC-UBND", "06", "Báo cáo số 7/BC-UBND ngày 05/01/2026 của UBND phường An Sơn"));
    CHECK_HAS(str_join(c->arena, second.notes.v, second.notes.n, S(" ")), "1 gắn với văn bản có trong kho");
    CHECK_CTX(c, accept_cited(c, &k, &id));
    CHECK_INT(id, first.document_id);
    again = given(c, f, report_of(c, "8/BC-UBND", "06", "Báo cáo số 7/BC-UBND ngày 05/01/2026 của UBND phường An Sơn"));
    CHECK_INT(again.document_id, second.document_id);
    CHECK_CTX(c, archive_list(c, &(DocFilter){ 0 }, &all, &total));
    CHECK_INT(total, 2);
}

/* A decision and a report made of the seed's own codes: enough of a past round to have lost points. */
static void given_round(Ctx *c, const ReadTable *table, int64_t n)
{
    Buf set = { .arena = c->arena }, result = { .arena = c->arena };
    AcceptForm f = form(ACCEPT_CRITERIA, "set.md", 2025);

    buf_add(&set, S("## QUYẾT ĐỊNH\n\n### **Bộ tiêu chí**\n\n| STT | Tiêu chí | Điểm tối đa | Cách tính |\n|---|---|---|---|\n"));
    buf_add(&result, S("## BÁO CÁO\n\n### **Kết quả**\n\nI. KẾT QUẢ\n\n"));
    for (size_t i = 0; i < table->rows.n; i++) {
        Str code = words_strip(table->rows.v[i].cell[COL_CRITERION], ". ");

        buf_fmt(&set, "| %.*s | Nội dung số %zu của bảng | 1 | |\n", SV(code), i + 1);
        buf_fmt(&result, "- Tiêu chí Nội dung số %zu của bảng: đạt 0/1 điểm.\n\n", i + 1);
    }
    f.scale = dec_int(n);
    f.direct = true;
    (void)given(c, f, buf_str(&set));
    (void)given(c, form(ACCEPT_RESULT, "result.md", 2025), buf_str(&result));
}

TEST(accept_real_remedies, "the real remedy plan makes a remedy of each of its rows, for the points that were lost at its codes")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    Str seed = test_shared(t, "seeds/001_3c352517699d7384.txt");
    AcceptForm f = form(ACCEPT_REMEDY, "001.txt", 2025);
    AcceptReport rep;
    Reading r;
    DeriveReport derived;
    RemedyRows rows;
    CriteriaSetRow set;

    given_units(c);
    CHECK_CTX(c, intake_read(&r, c->arena, f.file, seed, &c->answer));
    CHECK_INT(r.tables.v[0].rows.n, 10);
    given_round(c, &r.tables.v[0], 10);
    CHECK_CTX(c, criteria_set_find(c, S("XA"), 2025, &set));
    CHECK_CTX(c, remedy_derive(c, set.id, &derived));
    rep = given(c, f, seed);
    CHECK_INT(rep.take, 10);
    CHECK_CTX(c, q_remedy_list(c, &rows, .unit_id = 0, .year = 2026, .set_id = 0, .today = c->today));
    CHECK_INT(rows.n, 10);
    for (size_t i = 0; i < rows.n; i++)                 /* what `remedy list` prints is what the table says */
        CHECK(rows.v[i].lead.n > 0);
    CHECK_INT(rep.document_id > 0, 1);
}

TEST(accept_real_scores, "the real result report makes the points of every criterion that it names, and the lost points follow")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    Str seed = test_shared(t, "seeds/002_8fcf1b545ea4fbd7.txt");
    Buf set = { .arena = c->arena };
    AcceptForm decision = form(ACCEPT_CRITERIA, "set.md", 2025);
    CriteriaSetRow row;
    DeriveReport derived;
    AcceptReport rep;
    Reading r;
    int64_t named = 0, lost = 0;

    given_units(c);
    CHECK_CTX(c, intake_read(&r, c->arena, S("002.txt"), seed, &c->answer));
    buf_add(&set, S("## QUYẾT ĐỊNH\n\n### **Bộ tiêu chí**\n\n| STT | Tiêu chí | Điểm tối đa | Cách tính |\n|---|---|---|---|\n"));
    for (size_t i = 0; i < r.scores.n; i++) {
        const Score *s = &r.scores.v[i];

        if (s->kind != SCORE_CRITERION)
            continue;
        buf_fmt(&set, "| %lld | %.*s | %.*s | |\n", (long long)++named, SV(s->criterion), SV(dec_exact(c->arena, s->max, NUM_VI)));
        decision.scale = dec_add(decision.scale, s->max);
        lost += dec_cmp(s->corrected.has ? s->corrected.d : s->achieved, s->max) < 0;
    }
    decision.direct = true;
    (void)given(c, decision, buf_str(&set));
    rep = given(c, form(ACCEPT_RESULT, "002.txt", 2025), seed);
    CHECK_INT(rep.take, named);
    CHECK_CTX(c, criteria_set_find(c, S("XA"), 2025, &row));
    CHECK_CTX(c, remedy_derive(c, row.id, &derived));
    CHECK(lost > 8);
    CHECK_INT(derived.losses, lost);
}
