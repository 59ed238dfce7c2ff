#include "support.h"

#include "org/org.h"
#include "plan/plan.h"
#include "remedy/paper.h"
#include "score/facts.h"

static int64_t given(Ctx *c)
{
    SetForm f = set_form_default();
    Table t;
    Draft d;
    int64_t id;
    FactReport rep;
    ImportReport org;
    DeriveReport derived;

    f.code = S("T");
    f.year = 2025;
    CHECK_CTX(c, table_read(&t, c->arena, S("t.csv"), S("code,name,kind,group\nA,Sở A,sở,Sở\nB,Sở B,sở,Sở\n"), NULL, &c->answer));
    CHECK_CTX(c, org_import(c, &t, &org));
    CHECK_CTX(c, table_read(&t, c->arena, S("t.csv"), S("code,parent,name,max_points,rule\n1,,Một,60,\n1.1,1,A,40,Tỷ lệ x điểm tối đa\n1.2,1,B,20,Có: 20; không: 0\n"
        "2,,Hai,40,\n2.1,2,C,40,Tỷ lệ x điểm tối đa\n"), NULL, &c->answer));
    CHECK_CTX(c, criteria_read(&d, c->arena, &t, DEC(100), NULL, &c->answer));
    CHECK_CTX(c, criteria_import(c, &d, &f, &id));
    CHECK_CTX(c, table_read(&t, c->arena, S("t.csv"), S("unit,year,fact,value\nA,2025,1.1,90%\nA,2025,1.2,không\nA,2025,2.1,100%\nB,2025,1.1,80%\nB,2025,1.2,không\nB,2025,2.1,90%\n"),
        NULL, &c->answer));
    CHECK_CTX(c, fact_import(c, &t, &rep));
    CHECK_CTX(c, remedy_derive(c, id, &derived));
    return id;
}

static const RemedyForm form = { .year = 2026, .cause_code = { "not_done", 8 }, .cause = { "chua lam", 8 }, .measure = { "lam ngay", 8 },
    .lead = { "Sở A", sizeof "Sở A" - 1 }, .deadline = { "30/6/2026", 9 } };

static ScoreRun run_of(Ctx *c, int64_t set, const char *code, size_t *unit)
{
    ScoreRun r;

    CHECK_CTX(c, score_run(c, set, NULL, &r));
    CHECK_CTX(c, score_find_unit(c, &r, str_of(code), unit));
    return r;
}

TEST(paper_drafted_from_data, "the words are made from the data, edited parts survive new figures, an approved paper is closed")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given(c);
    size_t unit;
    ScoreRun r = run_of(c, set, "A", &unit);
    RemedyPaper p;
    Str texts[6] = { S("Tự viết."), };
    bool any;

    CHECK_CTX(c, paper_open(c, &r, unit, S("plan"), &p));
    CHECK_INT(p.row.id, 0);
    CHECK_HAS(p.parts.v[0].text, "76");
    CHECK_HAS(p.parts.v[1].text, "[1.2] mất 20");
    for (size_t i = 1; i < COUNT(texts); i++)
        texts[i] = p.parts.v[i].text;
    CHECK_CTX(c, paper_edit(c, &r, unit, S("plan"), 0, texts, COUNT(texts)));
    CHECK_CTX(c, paper_draft(c, &r, unit, S("plan"), &p));
    CHECK_STR(p.parts.v[0].text, "Tự viết.");
    CHECK_CTX(c, paper_approved(c, set, r.unit_ids[unit], S("plan"), &p, &any));
    CHECK(!any);
    CHECK_CTX(c, paper_approve(c, &r, unit, S("plan"), 0));
    CHECK_CTX(c, paper_approved(c, set, r.unit_ids[unit], S("plan"), &p, &any));
    CHECK(any);
    CHECK_ANSWER(c, paper_edit(c, &r, unit, S("plan"), 0, texts, COUNT(texts)), E_STATE, "duyệt");
    CHECK_CTX(c, paper_reopen(c, &r, unit, S("plan"), 0));
    CHECK_CTX(c, paper_edit(c, &r, unit, S("plan"), 0, texts, COUNT(texts)));
    CHECK_ANSWER(c, paper_edit(c, &r, unit, S("plan"), 1, texts, COUNT(texts)), E_CONFLICT, "Người khác");
    CHECK_CTX(c, paper_open(c, &r, unit, S("review"), &p));
    CHECK_HAS(p.parts.v[1].text, "cao hơn bình quân");
}

TEST(paper_rights, "an officer edits the own unit's words; the head approves; others may not")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given(c);
    size_t a, b;
    ScoreRun r = run_of(c, set, "A", &a);
    Str text = S("x");

    (void)run_of(c, set, "B", &b);
    test_become(c, "cb", ROLE_OFFICER, r.unit_ids[a]);
    CHECK_CTX(c, paper_edit(c, &r, a, S("plan"), 0, &text, 1));
    CHECK_ANSWER(c, paper_approve(c, &r, a, S("plan"), 0), E_FORBIDDEN, "quyền");
    CHECK_ANSWER(c, paper_edit(c, &r, b, S("plan"), 0, &text, 1), E_FORBIDDEN, "quyền");
    test_become(c, "gd", ROLE_HEAD, r.unit_ids[a]);
    CHECK_CTX(c, paper_approve(c, &r, a, S("plan"), 0));
}

TEST(remedy_finding_same_door, "a finding of an inspection becomes a remedy with owner, day and task, without points")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    UnitRow u;
    int64_t id, task;
    RemedyRow m;

    (void)given(c);
    CHECK_CTX(c, org_by_code(c, S("A"), &u));
    CHECK_ANSWER(c, remedy_finding(c, u.id, S("rumour"), S("KL 1"), S("x"), &form, &id), E_INVALID, "từ đâu");
    CHECK_ANSWER(c, remedy_finding(c, u.id, S("inspection"), S(""), S("x"), &form, &id), E_INVALID, "văn bản");
    CHECK_CTX(c, remedy_finding(c, u.id, S("inspection"), S("Kết luận số 3/KL-TTr"), S("Chưa niêm yết thủ tục"), &form, &id));
    CHECK_CTX(c, remedy_to_task(c, id, &task));
    CHECK_CTX(c, remedy_one(c, id, &m));
    CHECK_STR(m.origin, "inspection");
    CHECK_INT(m.losses, 0);
    CHECK_STR(date_iso(c->arena, m.due), "2026-06-30");
}

TEST(remedy_quarters, "progress is said by quarter, the later word counts, and the open task hears of it")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    LostRows lost;
    int64_t set = given(c), id, task;
    RemedyRow m;
    RemedyProgressOfRows rows;

    CHECK_CTX(c, q_lost_list(c, &lost, .set_id = set));
    CHECK_CTX(c, remedy_add(c, &lost.v[0].id, 1, &form, &id));
    CHECK_CTX(c, remedy_to_task(c, id, &task));
    CHECK_ANSWER(c, remedy_progress(c, id, 5, 10, S("x")), E_INVALID, "Quý");
    CHECK_ANSWER(c, remedy_progress(c, id, 1, 10, S("")), E_INVALID, "làm được gì");
    CHECK_CTX(c, remedy_progress(c, id, 1, 20, S("một")));
    CHECK_CTX(c, remedy_progress(c, id, 2, 40, S("hai")));
    CHECK_CTX(c, remedy_progress(c, id, 2, 50, S("hai, sửa")));
    CHECK_CTX(c, remedy_one(c, id, &m));
    CHECK_INT(m.quarter, 2);
    CHECK_INT(m.quarter_percent, 50);
    CHECK_INT(m.percent, 50);
    CHECK_CTX(c, q_remedy_progress_of(c, &rows, .remedy_id = id));
    CHECK_INT(rows.n, 2);
}

TEST(remedy_sums, "sums by unit, cause and lead add up to what was lost")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    LostRows lost;
    LostByUnitRows units;
    LostByCauseRows causes;
    LostByLeadRows leads;
    int64_t set = given(c), id;
    Dec all = { 0 }, sum = { 0 };

    CHECK_CTX(c, q_lost_list(c, &lost, .set_id = set));
    CHECK_CTX(c, remedy_add(c, &lost.v[0].id, 1, &form, &id));
    for (size_t i = 0; i < lost.n; i++)
        all = dec_add(all, lost.v[i].lost);
    CHECK_CTX(c, q_lost_by_unit(c, &units, .set_id = set));
    for (size_t i = 0; i < units.n; i++)
        sum = dec_add(sum, units.v[i].lost);
    CHECK_INT(sum.v, all.v);
    CHECK_CTX(c, q_lost_by_cause(c, &causes, .set_id = set));
    CHECK_INT(causes.n, 2);
    CHECK_INT(dec_add(causes.v[0].lost, causes.v[1].lost).v, all.v);
    CHECK_CTX(c, q_lost_by_lead(c, &leads, .set_id = set));
    CHECK_INT(dec_add(leads.v[0].lost, leads.v[1].lost).v, all.v);
}

TEST(remedy_for_all_own_lead, "one remedy for all that lost it, handed out: each unit leads its own")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    LostRows lost;
    int64_t set = given(c);
    RemedyRows rows;
    size_t n;

    CHECK_CTX(c, q_lost_list(c, &lost, .set_id = set, .field = S("1.2")));
    CHECK_INT(lost.n, 2);
    CHECK_CTX(c, remedy_add_for_all(c, lost.v[0].id, &form, true, &n));
    CHECK_INT(n, 2);
    CHECK_CTX(c, q_remedy_list(c, &rows, .year = 2026, .today = c->today));
    for (size_t i = 0; i < rows.n; i++) {
        CHECK_STR(rows.v[i].lead, str_z(c->arena, rows.v[i].unit_name));
        CHECK(rows.v[i].task_id > 0);
    }
}
