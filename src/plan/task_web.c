/* Pages of one task: what it is, the work on it, and how it comes to be by a directive; notices. */
#include "archive/archive.h"
#include "org/org.h"
#include "pages.h"
#include "plan/new_task.h"
#include "plan/plan_view.h"
#include "plan/plan_web.h"
#include "plan/task_item.h"
#include "core_sql.h"
#include "core/setting.h"

#include <inttypes.h>

enum { NOTICES = 200, CANDIDATES = 20, LATEST = 30 };

static Err bodies(Ctx *c, TaskView *v)
{
    TaskBodyRows rows;

    TRY(q_task_bodies(c, &rows, .task_id = v->k.t.id));
    for (size_t i = 0; i < rows.n; i++) {
        BodyItem *b = vec_add(c->arena, &v->bodies);
        int64_t unit = rows.v[i].unit_id ? rows.v[i].unit_id : v->k.t.unit_id;

        *b = (BodyItem){ .b = rows.v[i], .lead = str_eq(rows.v[i].role, S("lead")), .n = (int64_t)i + 1 };
        TRY(access_can(c, &PERM_TASK_WORK, unit, &b->may_work));
        b->may_work = b->may_work && !b->lead && v->open;
    }
    return OK;
}

static const char *event_title(Str verb)
{
    static const struct { const char *verb, *title; } all[] = {
        { "report", T("Báo cáo tiến độ") }, { "done", T("Báo cáo hoàn thành") }, { "part", T("Phần việc phối hợp") },
        { "sign", T("Xác nhận hoàn thành") }, { "return", T("Trả lại") }, { "extend_ask", T("Xin gia hạn") },
        { "extend_grant", T("Đồng ý gia hạn") }, { "extend_refuse", T("Không đồng ý gia hạn") }, { "hand_over", T("Bàn giao") },
        { "bind", T("Ghi ngày hạn") }, { "drop", T("Bỏ nhiệm vụ") },
    };

    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(verb, str_of(all[i].verb)))
            return all[i].title;
    return T("Sửa");
}

/* What was before and after is told of percents and days; states are told by the title. */
static EventItem event_item(Ctx *c, const TaskEventsRow *r)
{
    EventItem k = { *r, event_title(r->verb) };
    Date before = { 0 }, after = { 0 };

    if (str_eq(r->verb, S("sign")) || str_eq(r->verb, S("return")))
        k.e.before = k.e.after = (Str){ 0 };
    if (date_parse_iso(&after, r->after))
        k.e.after = date_vi(c->arena, after);
    if (date_parse_iso(&before, r->before))
        k.e.before = date_vi(c->arena, before);
    return k;
}

static Err events(Ctx *c, TaskView *v)
{
    TaskEventsRows rows;

    TRY(q_task_events(c, &rows, .task_id = v->k.t.id));
    for (size_t i = rows.n; i-- > 0;)                       /* the newest first */
        *vec_add(c->arena, &v->events) = event_item(c, &rows.v[i]);
    return OK;
}

static Err children(Ctx *c, const PlanDays *d, TaskView *v)
{
    TaskChilds rows;

    TRY(q_task_children(c, &rows, .origin_id = v->k.t.id, .overdue_from = d->overdue_from));
    for (size_t i = 0; i < rows.n; i++) {
        ChildItem *k = vec_add(c->arena, &v->children);
        bool done = !str_eq(rows.v[i].state, S("open"));

        *k = (ChildItem){ .t = rows.v[i], .done = done && rows.v[i].late_days <= 0, .late_done = done && rows.v[i].late_days > 0,
            .overdue = rows.v[i].late };
        v->children_done += done;
        v->children_overdue += rows.v[i].late;
    }
    return OK;
}

static Err rights(Ctx *c, TaskView *v)
{
    int64_t unit = v->k.t.unit_id;

    TRY(access_can(c, &PERM_TASK_WORK, unit, &v->may_work));
    TRY(access_can(c, &PERM_TASK_SIGN, unit, &v->may_sign));
    TRY(access_can(c, &PERM_PLAN_CHANGE, unit, &v->may_change));
    TRY(access_can(c, &PERM_PLAN_CASCADE, unit, &v->may_cascade));
    v->may_cascade = v->may_cascade && v->k.t.plan_id && v->open;
    v->may_work = v->may_work && (v->open || v->done);
    if (v->may_sign) {
        TRY(q_task_person_can(c, &v->people, .unit_id = unit, .on = c->today));
        TRY(q_unit_list(c, &v->units, .on = c->today));
    }
    return OK;
}

static Err product_document(Ctx *c, TaskView *v)
{
    DocumentRow d;

    v->document_id = v->k.t.document_id;
    if (!v->document_id || archive_get(c, v->document_id, &d) != OK) {     /* gone or not to be seen: its number is not told */
        c->answer.text = (Str){ 0 };
        return OK;
    }
    v->document_title = archive_title(c->arena, c->answer.lang, d.type, d.number, d.symbol, d.abstract);
    v->document = d.symbol.n ? str_fmt(c->arena, "%.*s/%.*s", SV(d.number), SV(d.symbol)) : d.number;
    return OK;
}

Err get_task(Ctx *c, Req *rq, Out *o)
{
    TaskView v = { 0 };
    TaskLine t;
    PlanDays days;
    int64_t id = req_int(rq, "id");

    TRY(task_load(c, id, &t));
    TRY(plan_days(c, &days));
    v.k = task_item(c, &t, &days);
    v.product = t.product_made;
    v.person = t.person_id;
    v.moved = t.first_due.day != t.due.day;
    v.open = str_eq(t.state, S("open"));
    v.done = str_eq(t.state, S("done"));
    v.event_bound = v.open && !t.due.day && !t.next_due.day;
    v.directive = str_eq(t.origin, S("directive"));
    v.inspection = str_eq(t.origin, S("inspection"));
    v.remedy = str_eq(t.origin, S("remedy"));
    v.cascade = str_eq(t.origin, S("cascade"));
    TRY(rights(c, &v));
    TRY(bodies(c, &v));
    TRY(children(c, &days, &v));
    TRY(product_document(c, &v));
    TRY(events(c, &v));
    TRY(q_task_extension_open(c, &v.ext, &v.has_ext, .task_id = id));
    TRY(q_task_source_of(c, &v.source, &v.has_source, .task_id = id));
    tpl_task(o, &v);
    return OK;
}

static Err back(Ctx *c, Req *rq, const char *text)
{
    req_flash(rq, str_of(tr(c->answer.lang, text)));
    req_go(rq, "/tasks/%" PRId64, req_int(rq, "id"));
    return OK;
}

/* The product as a document of the register, named by its number and symbol. */
static Err document_of(Ctx *c, Str number, int64_t *id)
{
    DocumentRows rows;
    int64_t total;

    *id = 0;
    if (!number.n)
        return OK;
    TRY(archive_list(c, &(DocFilter){ .q = number, .most = CANDIDATES }, &rows, &total));
    for (size_t i = 0; i < rows.n; i++) {
        const DocumentRow *d = &rows.v[i];

        if (str_eq(d->number, number) || str_eq(str_fmt(c->arena, "%.*s/%.*s", SV(d->number), SV(d->symbol)), number)) {
            *id = d->id;
            return OK;
        }
    }
    return fail_field(c, "document", T("Kho tài liệu không có văn bản số “%.*s” mà bạn được xem; hãy nạp văn bản vào kho trước, hoặc để trống ô này."),
        SV(number));
}

Err post_task_report(Ctx *c, Req *rq, Out *o)
{
    TaskReport r = { .percent = req_int(rq, "percent"), .text = str_trim(req_str(rq, "text")), .product = str_trim(req_str(rq, "product")) };
    int64_t id = req_int(rq, "id");
    TaskLine t;

    (void)o;
    TRY(req_date(c, rq, "done_on", false, &r.done_on));
    TRY(document_of(c, str_trim(req_str(rq, "document")), &r.document_id));
    TRY(task_report(c, id, &r));
    if (r.document_id) {
        TRY(task_load(c, id, &t));
        TRY(archive_link(c, r.document_id, S("task"), id, t.activity.n ? t.activity : t.name, S("")));
    }
    return back(c, rq, T("Đã ghi báo cáo tiến độ."));
}

Err post_task_part(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(task_report_part(c, req_int(rq, "id"), req_int(rq, "body"), req_int(rq, "part_percent"), str_trim(req_str(rq, "part_text"))));
    return back(c, rq, T("Đã ghi phần việc của đơn vị phối hợp."));
}

Err post_task_extend(Ctx *c, Req *rq, Out *o)
{
    Date to = { 0 };

    (void)o;
    TRY(req_date(c, rq, "to", true, &to));
    TRY(task_ask_extension(c, req_int(rq, "id"), to, str_trim(req_str(rq, "reason"))));
    return back(c, rq, T("Đã gửi đề nghị gia hạn; hạn đầu vẫn được giữ."));
}

Err post_task_decide(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(task_decide_extension(c, req_int(rq, "id"), str_eq(req_str(rq, "answer"), S("grant")), str_trim(req_str(rq, "decision"))));
    return back(c, rq, T("Đã ghi quyết định về đề nghị gia hạn."));
}

Err post_task_sign(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(task_sign(c, req_int(rq, "id"), str_eq(req_str(rq, "answer"), S("accept")), str_trim(req_str(rq, "reason"))));
    return back(c, rq, T("Đã ghi ý kiến của người đứng đầu."));
}

/* From a card of the board; the board is shown again. */
Err post_task_move(Ctx *c, Req *rq, Out *o)
{
    Str board = req_str(rq, "_here");

    (void)o;
    TRY(task_move(c, req_int(rq, "id"), req_str(rq, "to"), str_trim(req_str(rq, "reason"))));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã chuyển nhiệm vụ."))));
    req_go(rq, "%.*s", SV(board.n ? board : S("/tasks?view=board")));      /* the door lets only paths of ours through */
    return OK;
}

Err post_task_hand(Ctx *c, Req *rq, Out *o)
{
    UnitRow u = { 0 };
    Str unit = str_trim(req_str(rq, "unit")), why = str_trim(req_str(rq, "why"));

    (void)o;
    if (!why.n)
        return fail_field(c, "why", T("Hãy ghi lý do bàn giao để người nhận và người xem sau này biết."));
    if (unit.n)
        TRY(org_by_code(c, unit, &u));
    TRY(task_hand_over(c, req_int(rq, "id"), u.id, req_int(rq, "person"), why));
    return back(c, rq, T("Đã bàn giao nhiệm vụ."));
}

Err post_task_bind(Ctx *c, Req *rq, Out *o)
{
    Date due = { 0 };

    (void)o;
    TRY(req_date(c, rq, "due", true, &due));
    TRY(task_set_due(c, req_int(rq, "id"), due, str_trim(req_str(rq, "due_why"))));
    return back(c, rq, T("Đã ghi ngày hạn."));
}

Err post_task_cascade(Ctx *c, Req *rq, Out *o)
{
    CascadeReport rep;

    (void)o;
    TRY(task_cascade(c, req_int(rq, "id"), S(""), &rep));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã giao cho %zu đơn vị (%zu đơn vị đã có từ trước), mở mới %zu kế hoạch.")), rep.made,
        rep.had, rep.plans));
    req_go(rq, "/tasks/%" PRId64, req_int(rq, "id"));
    return OK;
}

/* ---- a task outside the printed table */

Err get_task_new(Ctx *c, Req *rq, Out *o)
{
    TaskNewView v = { .unit = req_str(rq, "unit"), .year = str_fmt(c->arena, "%d", date_year(c->today)) };

    TRY(access_need_any(c, &PERM_PLAN_CHANGE));
    TRY(q_unit_list(c, &v.units, .on = c->today));
    v.inspection = str_eq(req_str(rq, "origin"), S("inspection"));
    tpl_task_new(o, &v);
    return OK;
}

Err post_task_new(Ctx *c, Req *rq, Out *o)
{
    NewTask t = { .year = (int)req_int(rq, "year"), .name = str_trim(req_str(rq, "name")), .product = str_trim(req_str(rq, "product")),
        .support = str_trim(req_str(rq, "support")), .deadline = str_trim(req_str(rq, "deadline")), .document = str_trim(req_str(rq, "document")),
        .number = str_trim(req_str(rq, "number")), .quote = str_trim(req_str(rq, "quote")), .criterion_code = str_trim(req_str(rq, "criterion")),
        .origin = str_eq(req_str(rq, "origin"), S("inspection")) ? S("inspection") : S("directive") };
    UnitRow u;
    int64_t id;

    (void)o;
    TRY(req_date(c, rq, "signed_on", false, &t.signed_on));
    if (t.year < 1990 || t.year > 2100)
        return fail_field(c, "year", T("Hãy ghi năm của kế hoạch, ví dụ 2026."));
    TRY(org_by_code(c, str_trim(req_str(rq, "unit")), &u));
    t.unit_id = u.id;
    t.lead = u.name;
    t.origin_text = str_fmt(c->arena, "%.*s số %.*s ngày %.*s", SV(t.document), SV(t.number), SV(date_vi(c->arena, t.signed_on)));
    TRY(task_add(c, &t, &id));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã giao nhiệm vụ."))));
    req_go(rq, "/tasks/%" PRId64, id);
    return OK;
}

/* ---- notices */

Err get_notices(Ctx *c, Req *rq, Out *o)
{
    NoticeView v = { 0 };

    (void)rq;
    TRY(q_notice_list(c, &v.rows, .person_id = c->user_id, .unread_only = false, .most = NOTICES));
    for (size_t i = 0; i < v.rows.n; i++)
        v.unread += !v.rows.v[i].read_at.ms;
    v.may_set = access_any(c, &PERM_REMIND);
    tpl_notices(o, &v);
    return OK;
}

Err post_notices_read(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(q_notice_read(c, .person_id = c->user_id, .id = req_int(rq, "id"), .at = c->now));
    req_go(rq, "/notices");
    return OK;
}

/* ---- whom a deadline is told */

Err get_reminders(Ctx *c, Req *rq, Out *o)
{
    ReminderView v = { 0 };
    EscalationListRows steps;
    Str url;

    (void)rq;
    TRY(access_need(c, &PERM_REMIND, 0));
    TRY(q_escalation_list(c, &steps, ));
    for (size_t i = 0; i < steps.n; i++)
        *vec_add(c->arena, &v.steps) = (StepItem){ steps.v[i], remind_audience_title(steps.v[i].audience),
            steps.v[i].days < 0 ? -steps.v[i].days : steps.v[i].days, steps.v[i].days < 0, steps.v[i].days > 0 };
    TRY(q_remind_runs(c, &v.runs, .most = LATEST));
    TRY(q_mail_log_list(c, &v.letters, .most = LATEST));
    TRY(setting_get(c, "mail.smtp_url", &url));
    v.mail = url.n > 0;
    v.every = S("0");
    tpl_reminders(o, &v);
    return OK;
}

Err post_reminder(Ctx *c, Req *rq, Out *o)
{
    RemindStep s = { .days = req_int(rq, "days"), .audience = req_str(rq, "audience"), .every = req_int(rq, "every") };

    (void)o;
    if (req_has(rq, "remove"))
        TRY(remind_step_drop(c, s.days, s.audience));
    else
        TRY(remind_step_put(c, &s));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã sửa bảng mốc nhắc."))));
    req_go(rq, "/reminders");
    return OK;
}
