/* Pages of tasks and notices. */
#include "org/org.h"
#include "pages.h"
#include "plan/plan_web.h"
#include "plan/task_item.h"
#include "core_sql.h"
#include "text/text.h"

#include <inttypes.h>

enum { MOST = 2000, ROWS = 50, NOTICES = 200, LINE = 72 };

/* Letters: Đ done, Q overdue, S near, C under way or without a day. */
static TaskItem item(Ctx *c, const TaskLine *t, const PlanDays *d)
{
    const char *standing = task_standing(t, d);
    bool done = !strcmp(standing, "done") || !strcmp(standing, "signed"), late = !strcmp(standing, "done_late");
    bool overdue = !strcmp(standing, "overdue"), soon = !strcmp(standing, "soon");

    return (TaskItem){ .t = *t, .words = t->activity.n ? t->activity : t->name.n ? t->name : t->objective,
        .standing = task_standing_title(standing), .letter = done || late ? S("Đ") : overdue ? S("Q") : soon ? S("S") : S("C"),
        .good = done, .warn = late || soon, .bad = overdue, .late = task_days_late(t, d, c->today), .area = str_eq(t->kind, S("area")),
        .group = str_eq(t->kind, S("group")), .same_objective = t->same & (1 << PC_OBJECTIVE), .same_task = t->same & (1 << PC_TASK),
        .same_lead = t->same & (1 << PC_LEAD) };
}

void task_items(Ctx *c, const TaskLines *tasks, const PlanDays *d, TaskItems *out)
{
    for (size_t i = 0; i < tasks->n; i++)
        *vec_add(c->arena, out) = item(c, &tasks->v[i], d);
}

/* Own tasks, those of the own unit, all that are overdue, or all open ones. */
static Err list(Ctx *c, Req *rq, const PlanDays *d, TaskListView *v, TaskLines *out)
{
    PersonRow me = { 0 };

    v->which = req_str(rq, "which");
    v->q = req_str(rq, "q");
    if (c->user_id)
        TRY(q_person_get(c, &me, .id = c->user_id));
    v->mine = str_eq(v->which, S("mine"));
    v->overdue = str_eq(v->which, S("overdue"));
    v->all = str_eq(v->which, S("all"));
    v->unit = !v->mine && !v->overdue && !v->all;
    if (v->unit && !me.unit_id) {                           /* somebody without a unit sees all */
        v->all = true;
        v->unit = false;
    }
    if (v->overdue)
        return q_task_overdue(c, out, .unit_id = 0, .overdue_from = d->overdue_from, .most = MOST);
    return q_task_find(c, out, .person_id = v->mine ? c->user_id : 0, .unit_id = v->unit ? me.unit_id : 0, .open_only = true,
        .q = text_fold(c->arena, v->q), .overdue_from = d->overdue_from, .most = MOST);
}

Err get_tasks(Ctx *c, Req *rq, Out *o)
{
    TaskListView v = { 0 };
    PlanDays days;
    TaskLines tasks, page;
    size_t from, n;

    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(plan_days(c, &days));
    TRY(list(c, rq, &days, &v, &tasks));
    v.pager = pager_of(rq, tasks.n, ROWS, &from, &n);
    page = (TaskLines){ .v = tasks.v + from, .n = n };
    task_items(c, &page, &days, &v.rows);
    v.none = !tasks.n;
    tpl_task_list(o, &v);
    return OK;
}

/* ---- calendar feed (RFC 5545) */

static void ics_text(Buf *b, Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' || s.p[i] == ';' || s.p[i] == ',')
            buf_ch(b, '\\');
        if (s.p[i] == '\n')
            buf_lit(b, "\\n");
        else if (s.p[i] != '\r')
            buf_ch(b, s.p[i]);
    }
}

/* Lines of at most 75 bytes, folded between letters. */
static void ics_line(Buf *out, Str s)
{
    for (size_t at = 0, from = 0; at < s.n; from = at) {
        while (at < s.n) {
            size_t next = at;

            (void)utf8_next(s, &next);                      /* only the step counts */
            if (next - from > LINE)
                break;
            at = next;
        }
        buf_lit(out, from ? "\r\n " : "");
        buf_add(out, str_sub(s, from, at));
    }
    buf_lit(out, "\r\n");
}

static void ics_event(Ctx *c, Buf *out, const TaskItem *k)
{
    Date due = k->t.due.day ? k->t.due : k->t.next_due;
    Buf b = { .arena = c->arena };
    Str iso = str_replace(c->arena, date_iso(c->arena, due), S("-"), S("")), stamp = moment_iso(c->arena, c->now);

    stamp = str_replace(c->arena, str_replace(c->arena, str_sub(stamp, 0, 19), S("-"), S("")), S(":"), S(""));
    buf_fmt(out, "BEGIN:VEVENT\r\nUID:task-%lld@thuocdo\r\nDTSTAMP:%.*sZ\r\nDTSTART;VALUE=DATE:%.*s\r\n", (long long)k->t.id, SV(stamp), SV(iso));
    buf_lit(&b, "SUMMARY:");
    ics_text(&b, str_fmt(c->arena, "Hạn: %.*s", SV(k->words)));
    ics_line(out, buf_str(&b));
    buf_lit(out, "END:VEVENT\r\n");
}

Err get_tasks_ics(Ctx *c, Req *rq, Out *o)
{
    TaskListView v = { 0 };
    PlanDays days;
    TaskLines tasks;
    Buf out = { .arena = c->arena };

    (void)o;
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(plan_days(c, &days));
    TRY(list(c, rq, &days, &v, &tasks));
    task_items(c, &tasks, &days, &v.rows);
    buf_lit(&out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//thuocdo//VI\r\n");
    for (size_t i = 0; i < v.rows.n; i++)
        if (v.rows.v[i].t.due.day || v.rows.v[i].t.next_due.day)
            ics_event(c, &out, &v.rows.v[i]);
    buf_lit(&out, "END:VCALENDAR\r\n");
    req_send(rq, S("text/calendar; charset=utf-8"), S("nhiem-vu.ics"), buf_str(&out));
    return OK;
}

/* ---- one task */

Err get_task(Ctx *c, Req *rq, Out *o)
{
    TaskView v = { 0 };
    TaskLine t;
    PlanDays days;
    int64_t id = req_int(rq, "id");

    TRY(task_load(c, id, &t));
    TRY(plan_days(c, &days));
    v.k = item(c, &t, &days);
    v.product = t.product_made;
    v.moved = t.first_due.day != t.due.day;
    v.open = str_eq(t.state, S("open"));
    v.done = str_eq(t.state, S("done"));
    TRY(q_task_bodies(c, &v.bodies, .task_id = id));
    TRY(q_task_events(c, &v.events, .task_id = id));
    TRY(q_task_extension_open(c, &v.ext, &v.has_ext, .task_id = id));
    TRY(access_can(c, &PERM_TASK_WORK, t.unit_id, &v.may_work));
    TRY(access_can(c, &PERM_TASK_SIGN, t.unit_id, &v.may_sign));
    v.may_work = v.may_work && (v.open || v.done);
    tpl_task(o, &v);
    return OK;
}

static Err back(Ctx *c, Req *rq, const char *text)
{
    req_flash(rq, str_of(tr(c->answer.lang, text)));
    req_go(rq, "/tasks/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err post_task_report(Ctx *c, Req *rq, Out *o)
{
    TaskReport r = { .percent = req_int(rq, "percent"), .text = str_trim(req_str(rq, "text")), .product = str_trim(req_str(rq, "product")) };

    (void)o;
    TRY(req_date(c, rq, "done_on", false, &r.done_on));
    TRY(task_report(c, req_int(rq, "id"), &r));
    return back(c, rq, T("Đã ghi báo cáo tiến độ."));
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

/* ---- notices */

Err get_notices(Ctx *c, Req *rq, Out *o)
{
    NoticeView v = { 0 };

    (void)rq;
    TRY(q_notice_list(c, &v.rows, .person_id = c->user_id, .unread_only = false, .most = NOTICES));
    for (size_t i = 0; i < v.rows.n; i++)
        v.unread += !v.rows.v[i].read_at.ms;
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
