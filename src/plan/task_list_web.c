/* Lists of tasks over all plans: own, of the own unit, overdue, all; as list, board, timeline, heat map; as a calendar file. */
#include "core/audit.h"
#include "org/org.h"
#include "pages.h"
#include "plan/plan_view.h"
#include "plan/plan_web.h"
#include "plan/task_item.h"
#include "core_sql.h"
#include "text/text.h"

#include <inttypes.h>
#include <sodium.h>

enum { ROWS = 50, LINE = 72, FEED_MOST = 2000, SECRET = 20 };

/* Letters: Đ done, Q overdue, S near, C under way or without a day. */
/* Why there is no day that can be missed. */
static const char *undated_title(const TaskLine *t)
{
    if (t->next_due.day)
        return T("Việc định kỳ");
    if (str_eq(t->due_kind, S("standing")))
        return T("Việc thường xuyên");
    return str_eq(t->due_kind, S("after-event")) ? T("Chờ sự kiện") : T("Chưa rõ hạn");
}

TaskItem task_item(Ctx *c, const TaskLine *t, const PlanDays *d)
{
    const char *standing = task_standing(t, d);
    bool done = !strcmp(standing, "done") || !strcmp(standing, "signed"), late = !strcmp(standing, "done_late");
    bool overdue = !strcmp(standing, "overdue"), soon = !strcmp(standing, "soon");

    return (TaskItem){ .t = *t, .words = t->activity.n ? t->activity : t->name.n ? t->name : t->objective,
        .standing = strcmp(standing, "undated") ? task_standing_title(standing) : undated_title(t), .letter = done || late ? S("Đ") : overdue ? S("Q") : soon ? S("S") : S("C"),
        .good = done, .warn = late || soon, .bad = overdue, .late = task_days_late(t, d, c->today), .area = str_eq(t->kind, S("area")),
        .group = str_eq(t->kind, S("group")), .same_objective = t->same & (1 << PC_OBJECTIVE), .same_task = t->same & (1 << PC_TASK),
        .same_lead = t->same & (1 << PC_LEAD) };
}

void task_items(Ctx *c, const TaskLines *tasks, const PlanDays *d, TaskItems *out)
{
    for (size_t i = 0; i < tasks->n; i++)
        *vec_add(c->arena, out) = task_item(c, &tasks->v[i], d);
}

/* What is asked for, resolved: whose tasks, and whether finished ones are wanted. */
typedef struct Asked {
    int64_t person_id, unit_id;
    bool overdue, open_only;
    Str q;
} Asked;

static Err asked_of(Ctx *c, Str which, Str q, Asked *out)
{
    PersonRow me = { 0 };

    *out = (Asked){ .open_only = true, .q = text_fold(c->arena, q), .overdue = str_eq(which, S("overdue")) };
    if (c->user_id)
        TRY(q_person_get(c, &me, .id = c->user_id));
    if (str_eq(which, S("mine")))
        out->person_id = c->user_id;
    else if (str_eq(which, S("unit")))
        out->unit_id = me.unit_id;
    return OK;
}

static Err fetch(Ctx *c, const Asked *a, const PlanDays *d, int64_t most, int64_t skip, TaskLines *out)
{
    if (a->overdue)
        return q_task_overdue(c, out, .unit_id = 0, .overdue_from = d->overdue_from, .most = most, .skip = skip);
    return q_task_find(c, out, .person_id = a->person_id, .unit_id = a->unit_id, .open_only = a->open_only, .q = a->q,
        .overdue_from = d->overdue_from, .most = most, .skip = skip);
}

static Err count(Ctx *c, const Asked *a, const PlanDays *d, int64_t *n)
{
    TaskOverdueCountRow late;
    TaskFindCountRow all;

    if (a->overdue) {
        TRY(q_task_overdue_count(c, &late, .overdue_from = d->overdue_from));
        *n = late.n;
        return OK;
    }
    TRY(q_task_find_count(c, &all, .person_id = a->person_id, .unit_id = a->unit_id, .open_only = a->open_only, .q = a->q));
    *n = all.n;
    return OK;
}

/* Which list the page shows; somebody without a unit sees all. */
static Err pick(Ctx *c, Req *rq, TaskListView *v)
{
    PersonRow me = { 0 };

    if (c->user_id)
        TRY(q_person_get(c, &me, .id = c->user_id));
    v->which = req_str(rq, "which");
    v->q = str_trim(req_str(rq, "q"));
    v->mine = str_eq(v->which, S("mine"));
    v->overdue = str_eq(v->which, S("overdue"));
    v->all = str_eq(v->which, S("all")) || (!v->mine && !v->overdue && !me.unit_id);
    v->unit = !v->mine && !v->overdue && !v->all;
    v->which = v->mine ? S("mine") : v->overdue ? S("overdue") : v->all ? S("all") : S("unit");
    v->year = date_year(c->today);
    views_pick(rq, S("/tasks"), req_query_less(rq, "view"), T("Danh sách"), v->year, &v->views);
    v->with_done = req_has(rq, "done") || v->views.heat;
    return OK;
}

/* A list has pages; a picture shows the first of them all. */
Err get_tasks(Ctx *c, Req *rq, Out *o)
{
    TaskListView v = { 0 };
    PlanDays days;
    TaskLines tasks;
    Asked a;
    int64_t total;
    size_t from, n;

    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(plan_days(c, &days));
    TRY(pick(c, rq, &v));
    TRY(asked_of(c, v.which, v.q, &a));
    a.open_only = !v.with_done;
    TRY(count(c, &a, &days, &total));
    v.pager = pager_of(rq, (size_t)total, v.views.table ? ROWS : PICTURED, &from, &n);
    TRY(fetch(c, &a, &days, (int64_t)n, (int64_t)from, &tasks));
    task_items(c, &tasks, &days, &v.rows);
    TRY(views_fill(c, &v.rows, &days, 0, a.unit_id, &v.views));
    v.views.left_out = v.views.table || total <= PICTURED ? 0 : total - PICTURED;
    v.none = !tasks.n;
    v.may_change = access_any(c, &PERM_PLAN_CHANGE);
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
    ics_text(&b, str_fmt(c->arena, tr(c->answer.lang, k->t.due.day ? T("Hạn: %.*s") : T("Đến kỳ: %.*s")), SV(k->words)));
    ics_line(out, buf_str(&b));
    b.n = 0;
    buf_lit(&b, "DESCRIPTION:");
    ics_text(&b, str_fmt(c->arena, tr(c->answer.lang, T("%.*s. Thời gian như ghi: %.*s. Tiến độ %lld%%.")), SV(k->t.unit_name), SV(k->t.deadline),
        (long long)k->t.percent));
    ics_line(out, buf_str(&b));
    buf_lit(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

/* Open tasks with a day, as a calendar that others read. */
static Err calendar(Ctx *c, Str which, Str *out)
{
    PlanDays days;
    TaskLines tasks;
    TaskItems items = { 0 };
    Asked a;
    Buf b = { .arena = c->arena };

    TRY(plan_days(c, &days));
    TRY(asked_of(c, which, S(""), &a));
    TRY(fetch(c, &a, &days, FEED_MOST, 0, &tasks));
    task_items(c, &tasks, &days, &items);
    buf_lit(&b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//thuocdo//VI\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    ics_line(&b, str_fmt(c->arena, "X-WR-CALNAME:%s", tr(c->answer.lang, T("Việc đến hạn"))));
    for (size_t i = 0; i < items.n; i++)
        if (items.v[i].t.due.day || items.v[i].t.next_due.day)
            ics_event(c, &b, &items.v[i]);
    buf_lit(&b, "END:VCALENDAR\r\n");
    *out = buf_str(&b);
    return OK;
}

static const char *const ics_type = "text/calendar; charset=utf-8";

Err get_tasks_ics(Ctx *c, Req *rq, Out *o)
{
    Str text;

    (void)o;
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(calendar(c, req_str(rq, "which"), &text));
    req_send(rq, str_of(ics_type), S("nhiem-vu.ics"), text);
    return OK;
}

/* ---- secret addresses for calendars that come by themselves */

static Str hash_of(Ctx *c, Str secret)
{
    unsigned char bytes[crypto_generichash_BYTES];
    char hex[sizeof bytes * 2 + 1];

    crypto_generichash(bytes, sizeof bytes, (const unsigned char *)secret.p, secret.n, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    return str_dup(c->arena, str_of(hex));
}

/* Whoever knows the address reads the calendar with the rights of the person who made it, as they are today. */
Err get_feed(Ctx *c, Req *rq, Out *o)
{
    FeedByHashRow f;
    Str text, secret = req_str(rq, "secret");
    bool any;

    (void)o;
    if (str_ends(secret, S(".ics")))
        secret = str_sub(secret, 0, secret.n - 4);
    TRY(q_feed_by_hash(c, &f, &any, .hash = hash_of(c, secret)));
    if (!any)
        return fail(c, E_NOT_FOUND, T("Địa chỉ lịch này không có hoặc đã bị thu hồi; hãy tạo địa chỉ mới ở trang Nhiệm vụ."));
    c->user_id = f.person_id;
    c->user_login = f.login;
    TRY(access_load(c));
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(calendar(c, f.which, &text));
    req_send(rq, str_of(ics_type), S("nhiem-vu.ics"), text);
    return OK;
}

Err get_feeds(Ctx *c, Req *rq, Out *o)
{
    FeedView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;

    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(q_feed_list(c, &v->rows, .person_id = c->user_id));
    tpl_task_feeds(o, v);
    return OK;
}

/* The secret is made before the write, which may run twice. */
Err prepare_feed(Ctx *c, Req *rq)
{
    unsigned char bytes[SECRET];
    char hex[sizeof bytes * 2 + 1];
    FeedView *v = NEW(c->arena, FeedView, 1);

    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    v->made = str_dup(c->arena, str_of(hex));
    rq->prepared = v;
    return OK;
}

Err post_feed(Ctx *c, Req *rq, Out *o)
{
    FeedView *v = rq->prepared;
    Str which = req_str(rq, "which");

    (void)o;
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    if (!str_eq(which, S("mine")) && !str_eq(which, S("unit")) && !str_eq(which, S("all")))
        return fail_field(c, "which", T("Hãy chọn lịch của ai."));
    TRY(q_feed_add(c, .person_id = c->user_id, .which = which, .hash = hash_of(c, v->made), .at = c->now));
    TRY(audit_add(c, "feed.add", which, S("")));
    req_again(rq);
    return OK;
}

Err post_feed_revoke(Ctx *c, Req *rq, Out *o)
{
    FeedRevokeRows done;

    (void)o;
    TRY(q_feed_revoke(c, &done, .id = req_int(rq, "id"), .person_id = c->user_id, .at = c->now));
    if (!done.n)
        return fail(c, E_NOT_FOUND, T("Địa chỉ lịch này đã được thu hồi."));
    TRY(audit_add(c, "feed.revoke", str_fmt(c->arena, "%" PRId64, req_int(rq, "id")), S("")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã thu hồi địa chỉ lịch; ai dùng địa chỉ đó sẽ không đọc được nữa."))));
    req_go(rq, "/tasks/feeds");
    return OK;
}
