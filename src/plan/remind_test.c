#include "support.h"

#include "core/setting.h"
#include "net/smtp.h"
#include "org/org.h"
#include "plan/plan.h"
#include "plan/remind.h"

static Date day(const char *iso)
{
    Date d = { 0 };

    CHECK(date_parse_iso(&d, str_of(iso)));
    return d;
}

static int64_t person(Ctx *c, const char *login, Role role, int64_t unit_id)
{
    int64_t id;

    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = str_of(login), .name = str_of(login), .active = true,
        .email = str_fmt(c->arena, "%s@example.vn", login) }, S("h"), &id));
    CHECK_CTX(c, people_grant(c, id, role, unit_id, (Date){ 0 }, (Date){ 0 }, false, S("")));
    return id;
}

typedef struct Given {
    int64_t officer, head, standing;
} Given;

/* One unit with three people and a task due on Friday 14/03/2025. */
static Given given(Ctx *c)
{
    Given g;
    int64_t unit;
    PlanTable t;
    PlanDays days;
    PlanImportReport rep;

    CHECK_CTX(c, org_create(c, &(UnitForm){ .code = S("S1"), .name = S("Sở Nội vụ"), .kind = S("department") }, &unit));
    g.officer = person(c, "can-bo", ROLE_OFFICER, unit);
    g.head = person(c, "giam-doc", ROLE_HEAD, unit);
    g.standing = person(c, "thuong-truc", ROLE_COORDINATOR, 0);
    CHECK_CTX(c, plan_days(c, &days));
    CHECK_CTX(c, plan_table_read(&t, c->arena, S("k.csv"), S("Nhiệm vụ,Chủ trì,Thời gian\nSoạn kế hoạch,Sở Nội vụ,14/03/2025\n"
        "Báo cáo,Sở Nội vụ,Thường xuyên\n"), 2025, days.cal, &c->answer));
    CHECK_CTX(c, plan_import(c, &(PlanForm){ .unit_id = unit, .year = 2025 }, &t, &rep));
    return g;
}

static size_t run_on(Ctx *c, const char *iso)
{
    RemindReport rep = { 0 };

    c->today = day(iso);
    c->now = moment_of(c->today, 7, 0);
    CHECK_CTX(c, remind_make(c, &rep));
    return rep.notices;
}

static NoticeRows told(Ctx *c, int64_t person_id)
{
    NoticeRows rows;

    CHECK_CTX(c, q_notice_list(c, &rows, .person_id = person_id, .unread_only = true, .most = 100));
    return rows;
}

TEST(remind_escalates, "first the person, three working days after the deadline the head, ten after it the standing body")
{
    Ctx *c = test_ctx(t, "2025-02-20");
    Given g = given(c);
    NoticeRows v;

    CHECK_INT(run_on(c, "2025-02-27"), 0);
    CHECK_INT(run_on(c, "2025-02-28"), 1);                  /* ten working days before */
    CHECK_HAS(told(c, g.officer).v[0].text, "Còn 10 ngày làm việc");
    CHECK_INT(run_on(c, "2025-03-14"), 1);                  /* the days between were not run: caught up as one */
    CHECK_HAS(told(c, g.officer).v[0].text, "Đến hạn (14/03/2025)");
    CHECK_INT(run_on(c, "2025-03-15"), 0);                  /* Saturday */
    CHECK_INT(run_on(c, "2025-03-17"), 1);
    CHECK_INT(told(c, g.head).n, 0);
    CHECK_INT(run_on(c, "2025-03-19"), 1);
    v = told(c, g.head);
    CHECK_INT(v.n, 1);
    CHECK_HAS(v.v[0].text, "Quá hạn 3 ngày làm việc");
    CHECK_INT(told(c, g.standing).n, 0);
    CHECK(run_on(c, "2025-03-28") >= 1);
    CHECK_INT(told(c, g.standing).n, 1);
}

TEST(remind_once_a_day, "running twice on a day tells nothing twice; a finished task is not told at all")
{
    Ctx *c = test_ctx(t, "2025-02-20");
    PlanDays days;
    TaskLines v;

    (void)given(c);                                         /* who is who does not matter here */
    CHECK_INT(run_on(c, "2025-03-14"), 1);
    CHECK_INT(run_on(c, "2025-03-14"), 0);
    CHECK_CTX(c, plan_days(c, &days));
    CHECK_CTX(c, q_task_find(c, &v, .open_only = true, .q = S(""), .overdue_from = days.overdue_from, .most = 10));
    CHECK_CTX(c, task_report(c, v.v[0].id, &(TaskReport){ .percent = 100 }));
    CHECK_INT(run_on(c, "2025-03-17"), 0);
}

TEST(remind_spool_waits_for_a_server, "letters are spooled only when a mail server is set, one digest a person and day")
{
    Ctx *c = test_ctx(t, "2025-02-20");
    SpoolRows rows;

    (void)given(c);                                         /* who is who does not matter here */
    CHECK_INT(run_on(c, "2025-02-28"), 1);
    CHECK_CTX(c, q_spool_waiting(c, &rows, .at = c->now, .most = 10));
    CHECK_INT(rows.n, 0);
    CHECK_CTX(c, setting_put(c, "mail.smtp_url", S("smtp://127.0.0.1:1")));
    CHECK_INT(run_on(c, "2025-03-14"), 1);
    CHECK_CTX(c, q_spool_waiting(c, &rows, .at = c->now, .most = 10));
    CHECK_INT(rows.n, 1);
    CHECK_STR(rows.v[0].to_addr, "can-bo@example.vn");
    CHECK_HAS(rows.v[0].body, "Soạn kế hoạch");
}

TEST(smtp_letter, "a letter's subject is cut into encoded words between characters, and its text cannot add headers")
{
    SmtpServer s = { .from = S("thuocdo@example.vn") };
    Letter l = { .to = S("a@example.vn"), .subject = S("Nhắc việc cải cách hành chính ngày 14/03/2025: 12 việc"),
        .body = S("Kính gửi\r\nBcc: x@y.z\n.\n"), .at = moment_of(day("2025-03-14"), 7, 0), .id = S("1") };
    Str text = smtp_compose(t->arena, &s, &l);

    CHECK_HAS(text, "Date: Fri, 14 Mar 2025 07:00:00 +0700\r\n");
    CHECK_HAS(text, "Subject: =?UTF-8?B?");
    CHECK_HAS(text, "?=\r\n =?UTF-8?B?");
    CHECK(!str_find(text, S("Bcc"), &(size_t){ 0 }));
    CHECK(smtp_address_ok(S("a@b.vn")));
    CHECK(!smtp_address_ok(S("a@b.vn>\r\nX: y")));
    CHECK(!smtp_address_ok(S("khong-co")));
}

TEST(remind_steps, "the escalation table is the province's own: steps are set and dropped, the last one stays")
{
    Ctx *c = test_ctx(t, "2026-03-02");
    EscalationListRows rows;
    size_t before;

    CHECK_CTX(c, q_escalation_list(c, &rows, ));
    before = rows.n;
    CHECK_CTX(c, remind_step_put(c, &(RemindStep){ 20, S("standing"), 0 }));
    CHECK_CTX(c, remind_step_put(c, &(RemindStep){ 20, S("standing"), 15 }));
    CHECK_CTX(c, q_escalation_list(c, &rows, ));
    CHECK_INT(rows.n, before + 1);
    CHECK_INT(rows.v[before].every, 15);
    CHECK_ANSWER(c, remind_step_put(c, &(RemindStep){ 1, S("boss"), 0 }), E_INVALID, "người được nhắc");
    CHECK_ANSWER(c, remind_step_put(c, &(RemindStep){ 300, S("head"), 0 }), E_INVALID, "-60");
    CHECK_ANSWER(c, remind_step_drop(c, 21, S("standing")), E_NOT_FOUND, "mốc nhắc");
    for (size_t i = 0; i < rows.n - 1; i++)
        CHECK_CTX(c, remind_step_drop(c, rows.v[i].days, rows.v[i].audience));
    CHECK_ANSWER(c, remind_step_drop(c, 20, S("standing")), E_STATE, "cuối cùng");
    test_become(c, "hoa", ROLE_OFFICER, 0);
    CHECK_ANSWER(c, remind_step_put(c, &(RemindStep){ 1, S("head"), 0 }), E_FORBIDDEN, "quyền");
}
