/* The work on a task: progress, parts, sign-off, extension, hand-over. Every step is kept in task_event. */
#include "core/audit.h"
#include "core_sql.h"
#include "org/org.h"
#include "plan/plan.h"
#include "text/text.h"

Err task_load(Ctx *c, int64_t id, TaskLine *out)
{
    PlanDays days;

    TRY(plan_days(c, &days));
    TRY(q_task_get(c, out, .id = id, .overdue_from = days.overdue_from));
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    if (!str_eq(out->kind, S("task")))
        return fail(c, E_INVALID, T("Dòng này là tiêu đề của bảng kế hoạch, không phải nhiệm vụ."));
    return OK;
}

static Err note(Ctx *c, const TaskLine *t, const char *verb, Str text, Str before, Str after)
{
    TRY(q_task_event_add(c, .task_id = t->id, .at = c->now, .who = ctx_who(c), .verb = str_of(verb), .text = text, .before = before,
        .after = after));
    return audit_add(c, str_z(c->arena, str_fmt(c->arena, "task.%s", verb)), str_fmt(c->arena, "%lld", (long long)t->id), S(""));
}

static Str percent_text(Ctx *c, int64_t percent)
{
    return str_fmt(c->arena, "%lld%%", (long long)percent);
}

static Err stale(Ctx *c)
{
    return fail(c, E_CONFLICT, T("Nhiệm vụ vừa được người khác sửa; hãy tải lại trang để xem rồi báo cáo tiếp."));
}

static Err check_report(Ctx *c, const TaskLine *t, const TaskReport *r)
{
    bool product = r->product.n || r->document_id || t->product_made.n;

    if (!str_eq(t->state, S("open")) && !str_eq(t->state, S("done")))
        return fail(c, E_STATE, T("Nhiệm vụ đã được xác nhận hoàn thành hoặc đã bỏ; muốn sửa, người đứng đầu phải trả lại trước."));
    if (r->percent < 0 || r->percent > 100)
        return fail_field(c, "percent", T("Tiến độ là số nguyên từ 0 đến 100."));
    if (r->done_on.day > c->today.day)
        return fail_field(c, "done_on", T("Ngày hoàn thành ở tương lai; hãy ghi ngày đã hoàn thành thực tế."));
    if (r->done_on.day && r->percent < 100)
        return fail_field(c, "percent", T("Nhiệm vụ có ngày hoàn thành thì tiến độ phải là 100%%."));
    if (r->percent == 100 && t->product.n && !product)
        return fail_field(c, "product", T("Nhiệm vụ này phải có sản phẩm “%.*s”; hãy ghi số, ngày của sản phẩm hoặc ghi lý do không có."),
            SV(t->product));
    return OK;
}

Err task_report(Ctx *c, int64_t id, const TaskReport *r)
{
    TaskLine t;
    PlanDays days;
    TaskReportRows done;
    bool finished = r->percent == 100;
    Date on = finished ? (r->done_on.day ? r->done_on : c->today) : (Date){ 0 };

    TRY(task_load(c, id, &t));
    TRY(access_need(c, &PERM_TASK_WORK, t.unit_id));
    TRY(check_report(c, &t, r));
    TRY(plan_days(c, &days));
    TRY(q_task_report(c, &done, .id = id, .version = t.version, .percent = r->percent, .progress = r->text.n ? r->text : t.progress,
        .at = c->now, .state = finished ? S("done") : S("open"), .done_on = on,
        .late_days = finished && t.due.day ? cal_late_days(days.cal, t.due, on) : 0,
        .product_made = r->product.n ? r->product : t.product_made, .document_id = r->document_id));
    if (!done.n)
        return stale(c);
    return note(c, &t, finished ? "done" : "report", r->text, percent_text(c, t.percent), percent_text(c, r->percent));
}

Err task_report_part(Ctx *c, int64_t id, int64_t body_id, int64_t percent, Str text)
{
    TaskLine t;
    TaskBodyRows bodies;

    TRY(task_load(c, id, &t));
    TRY(q_task_bodies(c, &bodies, .task_id = id));
    for (size_t i = 0; i < bodies.n; i++) {
        TaskBodyRow *b = &bodies.v[i];

        if (b->id != body_id)
            continue;
        TRY(access_need(c, &PERM_TASK_WORK, b->unit_id ? b->unit_id : t.unit_id));
        if (percent < 0 || percent > 100)
            return fail_field(c, "percent", T("Tiến độ là số nguyên từ 0 đến 100."));
        TRY(q_task_body_report(c, .id = body_id, .percent = percent, .progress = text, .at = c->now));
        return note(c, &t, "part", str_fmt(c->arena, "%.*s: %.*s", SV(b->name), SV(text)), percent_text(c, b->percent),
            percent_text(c, percent));
    }
    return fail(c, E_NOT_FOUND, T("Nhiệm vụ này không có đơn vị phối hợp đó."));
}

Err task_sign(Ctx *c, int64_t id, bool accept, Str reason)
{
    TaskLine t;

    TRY(task_load(c, id, &t));
    TRY(access_need(c, &PERM_TASK_SIGN, t.unit_id));
    if (!str_eq(t.state, S("done")) && (accept || !str_eq(t.state, S("signed"))))
        return fail(c, E_STATE, T("Nhiệm vụ chưa được báo cáo hoàn thành nên chưa xác nhận hoặc trả lại được."));
    if (!accept && !str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do trả lại để đơn vị biết phải làm gì."));
    if (accept) {
        TRY(q_task_sign(c, .id = id, .state = S("signed"), .who = ctx_who(c), .on = c->today));
        return note(c, &t, "sign", reason, t.state, S("signed"));
    }
    TRY(q_task_sign(c, .id = id, .state = S("open"), .who = S(""), .on = { 0 }));
    return note(c, &t, "return", reason, t.state, S("open"));
}

Str task_column(const TaskLine *t)
{
    if (str_eq(t->state, S("open")))
        return t->reported_at.ms || t->percent ? S("doing") : S("todo");
    return str_eq(t->state, S("dropped")) ? (Str){ 0 } : t->state;
}

/* A task that was reported done is opened again by the head with a reason; its owner reports what it stands at. */
static Err move_back(Ctx *c, const TaskLine *t, Str reason)
{
    bool head;

    TRY(access_can(c, &PERM_TASK_SIGN, t->unit_id, &head));
    if (head)
        return task_sign(c, t->id, false, reason);
    return fail(c, E_STATE, T("Nhiệm vụ đã được báo cáo hoàn thành; hãy mở nhiệm vụ và báo cáo tiến độ dưới 100%%, hoặc đề nghị người đứng đầu trả lại."));
}

Err task_move(Ctx *c, int64_t id, Str to, Str reason)
{
    TaskLine t;
    Str from;

    TRY(task_load(c, id, &t));
    from = task_column(&t);
    if (str_eq(from, to))
        return OK;                                          /* another hand was quicker */
    if (str_eq(to, S("doing")) && str_eq(from, S("todo")))
        return task_report(c, id, &(TaskReport){ .text = reason.n ? reason : S("Bắt đầu thực hiện.") });
    if (str_eq(to, S("doing")))
        return move_back(c, &t, reason);
    if (str_eq(to, S("done")) && !str_eq(from, S("signed")))
        return task_report(c, id, &(TaskReport){ .percent = 100, .text = reason });
    if (str_eq(to, S("signed")))
        return task_sign(c, id, true, reason);
    if (str_eq(to, S("todo")))
        return fail(c, E_STATE, T("Việc đã làm thì không trở lại “Chưa bắt đầu”; hãy báo cáo tiến độ thực tế trong trang của nhiệm vụ."));
    return fail(c, E_STATE, T("Nhiệm vụ đã được xác nhận hoàn thành; muốn làm tiếp, người đứng đầu trả lại với lý do."));
}

Err task_ask_extension(Ctx *c, int64_t id, Date to, Str reason)
{
    TaskLine t;
    TaskExtensionAddRow made;
    TaskExtensionOpenRow open;
    bool any;

    TRY(task_load(c, id, &t));
    TRY(access_need(c, &PERM_TASK_WORK, t.unit_id));
    if (!str_eq(t.state, S("open")))
        return fail(c, E_STATE, T("Nhiệm vụ đã hoàn thành nên không cần gia hạn."));
    if (!t.due.day)
        return fail(c, E_STATE, T("Nhiệm vụ này không có ngày hạn cụ thể nên không có gì để gia hạn."));
    if (to.day <= t.due.day)
        return fail_field(c, "to", T("Hạn mới phải sau hạn hiện nay (%.*s)."), SV(date_vi(c->arena, t.due)));
    if (!str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do xin gia hạn."));
    TRY(q_task_extension_open(c, &open, &any, .task_id = id));
    if (any)
        return fail(c, E_STATE, T("Nhiệm vụ đang có một đề nghị gia hạn đến %.*s chờ quyết định."), SV(date_vi(c->arena, open.new_due)));
    TRY(q_task_extension_add(c, &made, .task_id = id, .old_due = t.due, .new_due = to, .reason = reason, .at = c->now, .who = ctx_who(c)));
    return note(c, &t, "extend_ask", reason, date_iso(c->arena, t.due), date_iso(c->arena, to));
}

Err task_decide_extension(Ctx *c, int64_t id, bool grant, Str decision)
{
    TaskLine t;
    TaskExtensionOpenRow open;
    bool any;

    TRY(task_load(c, id, &t));
    TRY(access_need(c, &PERM_TASK_SIGN, t.unit_id));
    TRY(q_task_extension_open(c, &open, &any, .task_id = id));
    if (!any)
        return fail(c, E_STATE, T("Nhiệm vụ này không có đề nghị gia hạn nào đang chờ."));
    if (!grant && !str_trim(decision).n)
        return fail_field(c, "decision", T("Hãy ghi lý do không đồng ý gia hạn."));
    TRY(q_task_extension_decide(c, .id = open.id, .state = grant ? S("granted") : S("refused"), .at = c->now, .who = ctx_who(c),
        .decision = decision));
    if (grant)
        TRY(q_task_set_due(c, .id = id, .due = open.new_due, .why = str_fmt(c->arena, "Gia hạn: %.*s", SV(open.reason))));
    return note(c, &t, grant ? "extend_grant" : "extend_refuse", decision, date_iso(c->arena, t.due),
        date_iso(c->arena, grant ? open.new_due : t.due));
}

/* "Sở Nội vụ, Nguyễn Văn A" */
static Str holder(Ctx *c, Str unit, Str person)
{
    return person.n ? str_fmt(c->arena, "%.*s, %.*s", SV(unit), SV(person)) : unit;
}

Err task_hand_over(Ctx *c, int64_t id, int64_t unit_id, int64_t person_id, Str reason)
{
    TaskLine t;
    UnitRow u;
    PersonRow to = { 0 };

    TRY(task_load(c, id, &t));
    TRY(access_need(c, &PERM_TASK_SIGN, t.unit_id));
    unit_id = unit_id ? unit_id : t.unit_id;
    TRY(q_unit_get(c, &u, .id = unit_id));
    if (u.valid_to.day && u.valid_to.day < c->today.day)
        return fail(c, E_STATE, T("%.*s đã kết thúc hoạt động; hãy giao cho đơn vị kế thừa."), SV(u.name));
    if (person_id)
        TRY(q_person_get(c, &to, .id = person_id));
    TRY(q_task_hand_over(c, .id = id, .unit_id = unit_id, .person_id = person_id));
    return note(c, &t, "hand_over", reason, holder(c, t.unit_name, t.person_name), holder(c, u.name, to.name));
}

Err task_hand_over_all(Ctx *c, int64_t from_unit, int64_t from_person, int64_t to_unit, int64_t to_person, Str reason, size_t *n)
{
    TaskOpenOfRows rows;

    if (!from_unit && !from_person)
        return fail(c, E_INVALID, T("Hãy cho biết việc của đơn vị nào hoặc của ai được bàn giao."));
    TRY(q_task_open_of(c, &rows, .unit_id = from_unit, .person_id = from_person));
    for (size_t i = 0; i < rows.n; i++)
        TRY(task_hand_over(c, rows.v[i].id, to_unit, to_person, reason));
    *n = rows.n;
    return OK;
}

Err task_set_due(Ctx *c, int64_t id, Date due, Str why)
{
    TaskLine t;

    TRY(task_load(c, id, &t));
    TRY(access_need(c, &PERM_PLAN_CHANGE, t.unit_id));
    if (t.due.day)
        return fail(c, E_STATE, T("Nhiệm vụ đã có hạn %.*s; muốn lùi hạn, hãy xin gia hạn để hạn đầu còn được giữ."),
            SV(date_vi(c->arena, t.due)));
    if (!due.day || !str_trim(why).n)
        return fail_field(c, "due", T("Hãy ghi ngày hạn và căn cứ: ai xác nhận, hoặc sự kiện đã xảy ra ngày nào."));
    TRY(q_task_set_due(c, .id = id, .due = due, .why = why));
    return note(c, &t, "bind", why, t.deadline, date_iso(c->arena, due));
}

/* ---- where a task stands */

const char *task_standing(const TaskLine *t, const PlanDays *d)
{
    if (str_eq(t->state, S("dropped")))
        return "dropped";
    if (str_eq(t->state, S("signed")))
        return t->late_days > 0 ? "done_late" : "signed";
    if (str_eq(t->state, S("done")))
        return t->late_days > 0 ? "done_late" : "done";
    if (!t->due.day)
        return "undated";
    if (t->late)
        return "overdue";
    return t->due.day <= d->soon.day ? "soon" : "open";
}

const char *task_standing_title(const char *standing)
{
    static const struct { const char *name, *title; } all[] = {
        { "dropped", T("Đã bỏ") }, { "signed", T("Đã xác nhận hoàn thành") }, { "done", T("Hoàn thành đúng hạn") },
        { "done_late", T("Hoàn thành quá hạn") }, { "undated", T("Không có ngày hạn") }, { "overdue", T("Quá hạn") },
        { "soon", T("Sắp đến hạn") }, { "open", T("Đang thực hiện") },
    };

    for (size_t i = 0; i < COUNT(all); i++)
        if (!strcmp(all[i].name, standing))
            return all[i].title;
    return "";
}

int32_t task_days_late(const TaskLine *t, const PlanDays *d, Date today)
{
    if (!t->due.day)
        return 0;
    return str_eq(t->state, S("open")) ? cal_late_days(d->cal, t->due, today) : (int32_t)t->late_days;
}
