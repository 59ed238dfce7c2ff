#include "support.h"

#include "org/org.h"
#include "plan/plan.h"
#include "remedy/remedy.h"
#include "score/facts.h"

static Err table(Ctx *c, const char *csv, Table *t)
{
    return table_read(t, c->arena, S("t.csv"), str_of(csv), NULL, &c->answer);
}

static int64_t given_set(Ctx *c, int64_t year, const char *facts)
{
    SetForm f = set_form_default();
    Table t;
    Draft d;
    int64_t id;
    FactReport rep;

    f.code = S("T");
    f.year = year;
    CHECK_CTX(c, table(c, "code,parent,name,max_points,rule\n1,,Một,60,\n1.1,1,A,40,Tỷ lệ x điểm tối đa\n1.2,1,B,20,Có: 20; không: 0\n2,,Hai,40,Tỷ lệ x điểm tối đa\n", &t));
    CHECK_CTX(c, criteria_read(&d, c->arena, &t, DEC(100), NULL, &c->answer));
    CHECK_CTX(c, criteria_import(c, &d, &f, &id));
    CHECK_CTX(c, table(c, facts, &t));
    CHECK_CTX(c, fact_import(c, &t, &rep));
    return id;
}

static int64_t given_units_and_set(Ctx *c)
{
    Table t;
    ImportReport rep;

    CHECK_CTX(c, table(c, "code,name,kind,group\nA,Sở A,sở,Sở\nB,Sở B,sở,Sở\nC,Sở C,sở,Sở\n", &t));
    CHECK_CTX(c, org_import(c, &t, &rep));
    return given_set(c, 2025, "unit,year,fact,value\nA,2025,1.1,90%\nA,2025,1.2,không\nA,2025,2,100%\n"
        "B,2025,1.1,80%\nB,2025,1.2,có\nB,2025,2,90%\nC,2025,1.1,100%\nC,2025,1.2,có\nC,2025,2,80%\n");
}

static LostRow loss(Ctx *c, int64_t set_id, const char *unit, const char *code)
{
    LostRows rows;

    CHECK_CTX(c, q_lost_list(c, &rows, .set_id = set_id));
    for (size_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].unit_code, str_of(unit)) && str_eq(rows.v[i].code, str_of(code)))
            return rows.v[i];
    return (LostRow){ 0 };
}

static const RemedyForm *form_of(Ctx *c)
{
    RemedyForm *f = NEW(c->arena, RemedyForm, 1);

    *f = (RemedyForm){ .year = 2026, .cause_code = S("not_done"), .cause = S("chưa tổ chức"), .measure = S("tổ chức đối thoại"),
        .lead = S("Sở A"), .deadline = S("trước 30/6"), .product = S("biên bản") };
    return f;
}

TEST(remedy_derives_every_loss, "every leaf below its maximum becomes a lost point with its reason, its peers and the best")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given_units_and_set(c);
    DeriveReport rep;
    LostRow l;

    CHECK_CTX(c, remedy_derive(c, set, &rep));
    CHECK_INT(rep.losses, 5);
    CHECK_DEC(rep.points, "44");
    l = loss(c, set, "A", "1.2");
    CHECK_DEC(l.lost, "20");
    CHECK_INT(l.peers, 0);
    CHECK_DEC(l.best, "20");
    CHECK_HAS(l.reason, "không");
    l = loss(c, set, "A", "1.1");
    CHECK_INT(l.peers, 1);
    CHECK_INT(l.years, 1);
}

TEST(remedy_derive_again_keeps, "deriving again keeps a loss that has a remedy, also when it was won back meanwhile")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given_units_and_set(c), id;
    DeriveReport rep;
    LostRow l;
    Table tab;
    FactReport fr;
    RemedyRows rows;

    CHECK_CTX(c, remedy_derive(c, set, &rep));
    l = loss(c, set, "A", "1.2");
    CHECK_CTX(c, remedy_add(c, &l.id, 1, form_of(c), &id));
    CHECK_CTX(c, remedy_derive(c, set, &rep));
    CHECK_INT(loss(c, set, "A", "1.2").id, l.id);
    CHECK_CTX(c, table(c, "unit,year,fact,value\nA,2025,1.2,có\n", &tab));
    CHECK_CTX(c, fact_import(c, &tab, &fr));
    CHECK_CTX(c, remedy_derive(c, set, &rep));
    CHECK_INT(rep.losses, 4);
    CHECK_CTX(c, q_remedy_list(c, &rows, .unit_id = 0, .year = 2026, .set_id = 0, .today = c->today));
    CHECK_INT(rows.n, 1);
    CHECK_DEC(rows.v[0].stake, "0");
}

TEST(remedy_needs_owner_and_day, "a remedy without owner or day is refused, and one remedy does not mix units")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given_units_and_set(c), id;
    DeriveReport rep;
    RemedyForm f = *form_of(c);
    LostRow a, b;

    CHECK_CTX(c, remedy_derive(c, set, &rep));
    a = loss(c, set, "A", "1.1");
    b = loss(c, set, "B", "1.1");
    f.lead = S("");
    CHECK_ANSWER(c, remedy_add(c, &a.id, 1, &f, &id), E_INVALID, "người làm");
    f = *form_of(c);
    f.deadline = S("");
    CHECK_ANSWER(c, remedy_add(c, &a.id, 1, &f, &id), E_INVALID, "ngày xong");
    CHECK_ANSWER(c, remedy_add(c, (int64_t[]){ a.id, b.id }, 2, form_of(c), &id), E_INVALID, "cùng một đơn vị");
}

TEST(remedy_becomes_a_task, "a remedy becomes a task with owner, day, product and the points at stake, once")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given_units_and_set(c), id, task;
    DeriveReport rep;
    LostRow l;
    TaskLine line;

    CHECK_CTX(c, remedy_derive(c, set, &rep));
    l = loss(c, set, "A", "1.2");
    CHECK_CTX(c, remedy_add(c, &l.id, 1, form_of(c), &id));
    CHECK_CTX(c, remedy_to_task(c, id, &task));
    CHECK_CTX(c, task_load(c, task, &line));
    CHECK_STR(date_iso(t->arena, line.due), "2026-06-29");
    CHECK_DEC(line.points_at_stake.d, "20");
    CHECK_STR(line.criterion_code, "1.2");
    CHECK_STR(line.unit_name, "Sở A");
    CHECK_ANSWER(c, remedy_to_task(c, id, &task), E_STATE, "đã được giao");
}

TEST(remedy_promises_add_exactly, "kept promises raise the total by exactly the lost points and tell the rank that follows")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given_units_and_set(c), id;
    DeriveReport rep;
    ScoreRun r;
    Promises p;
    LostRow l;

    CHECK_CTX(c, remedy_derive(c, set, &rep));
    l = loss(c, set, "A", "1.2");
    CHECK_CTX(c, remedy_add(c, &l.id, 1, form_of(c), &id));
    CHECK_CTX(c, score_run(c, set, NULL, &r));
    CHECK_CTX(c, remedy_promises(c, &r, &p));
    CHECK_INT(p.n, 1);
    CHECK_DEC(p.v[0].points, "20");
    CHECK_DEC(p.v[0].percent, "96");
    CHECK_INT(p.v[0].rank_now, 3);
    CHECK_INT(p.v[0].rank_then, 1);
}

TEST(remedy_outcome_next_year, "in the next year a loss is recovered, partly recovered or lost again")
{
    Ctx *c = test_ctx(t, "2027-02-02");
    int64_t set = given_units_and_set(c), next;
    DeriveReport rep;
    Outcomes o;

    CHECK_CTX(c, remedy_derive(c, set, &rep));
    CHECK_CTX(c, remedy_outcomes(c, set, 0, &o));
    CHECK_STR(o.v[0].state, "open");
    next = given_set(c, 2026, "unit,year,fact,value\nA,2026,1.1,90%\nA,2026,1.2,có\nA,2026,2,100%\nB,2026,1.1,95%\nB,2026,1.2,có\nB,2026,2,90%\n"
        "C,2026,1.1,100%\nC,2026,1.2,có\nC,2026,2,80%\n");
    CHECK_CTX(c, remedy_derive(c, next, &rep));
    CHECK_INT(rep.recurring, 4);
    CHECK_INT(loss(c, next, "A", "1.1").years, 2);
    CHECK_CTX(c, remedy_outcomes(c, set, 0, &o));
    for (size_t i = 0; i < o.n; i++) {
        Str unit = o.v[i].loss.unit_code, code = o.v[i].loss.code;

        if (str_eq(unit, S("A")) && str_eq(code, S("1.2")))
            CHECK_STR(o.v[i].state, "recovered");
        if (str_eq(unit, S("A")) && str_eq(code, S("1.1")))
            CHECK_STR(o.v[i].state, "again");
        if (str_eq(unit, S("B")) && str_eq(code, S("1.1")))
            CHECK_STR(o.v[i].state, "partly");
    }
}

TEST(remedy_rights, "an officer makes remedies for the own unit only; only the coordinator derives")
{
    Ctx *c = test_ctx(t, "2026-02-02");
    int64_t set = given_units_and_set(c), id;
    DeriveReport rep;
    LostRow a, b;

    CHECK_CTX(c, remedy_derive(c, set, &rep));
    a = loss(c, set, "A", "1.1");
    b = loss(c, set, "B", "1.1");
    test_become(c, "cb", ROLE_OFFICER, a.unit_id);
    CHECK_CTX(c, remedy_add(c, &a.id, 1, form_of(c), &id));
    CHECK_ANSWER(c, remedy_add(c, &b.id, 1, form_of(c), &id), E_FORBIDDEN, "quyền");
    CHECK_ANSWER(c, remedy_derive(c, set, &rep), E_FORBIDDEN, "quyền");
}
