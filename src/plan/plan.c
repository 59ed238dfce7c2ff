#include "plan/plan.h"

#include "core/audit.h"
#include "core/setting.h"
#include "core/workcal.h"
#include "org/org.h"
#include "text/text.h"

const Perm PERM_PLAN_VIEW = { "plan.view", T("Xem kế hoạch và nhiệm vụ"), ROLES_ALL_SIGNED_IN };
const Perm PERM_PLAN_CHANGE = { "plan.change", T("Lập, nạp và sửa kế hoạch của đơn vị"), ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER };
const Perm PERM_PLAN_APPROVE = { "plan.approve", T("Ghi nhận kế hoạch đã được ban hành"), ROLE_COORDINATOR | ROLE_HEAD };
const Perm PERM_PLAN_CASCADE = { "plan.cascade", T("Giao nhiệm vụ xuống các đơn vị cấp dưới"), ROLE_COORDINATOR };
const Perm PERM_TASK_WORK = { "task.work", T("Báo cáo tiến độ nhiệm vụ"), ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER };
const Perm PERM_TASK_SIGN = { "task.sign", T("Xác nhận hoàn thành, quyết định gia hạn nhiệm vụ"), ROLE_COORDINATOR | ROLE_HEAD };

Err plan_days(Ctx *c, PlanDays *out)
{
    int64_t near;

    TRY(setting_int(c, "plan.near_days", &near));
    TRY(workcal(c, &out->cal));
    out->overdue_from = c->today;
    while (!cal_is_working(out->cal, out->overdue_from))
        out->overdue_from.day--;
    out->soon = cal_add_working_days(out->cal, c->today, (int32_t)near);
    return OK;
}

Err plan_find(Ctx *c, Str unit_code, int year, PlanRow *out)
{
    UnitRow u;
    bool any;

    TRY(org_by_code(c, unit_code, &u));
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(q_plan_of(c, out, &any, .unit_id = u.id, .year = year));
    if (any)
        return OK;
    return fail(c, E_NOT_FOUND, T("%.*s chưa có kế hoạch năm %d; hãy nạp bảng bằng `thuocdo plan import` hoặc chép từ năm trước."),
        SV(u.name), year);
}

/* ---- import */

static Str lines(Ctx *c, const Str *v, size_t n)
{
    return str_join(c->arena, v, n, S("\n"));
}

static Err put_plan(Ctx *c, const PlanForm *f, const PlanTable *t, PlanImportReport *out)
{
    PlanRow old;
    PlanInsertRow made;
    PlanWorkedRow worked;
    UnitRow u;
    Str title = f->title.n ? f->title : t->title, number = f->number.n ? f->number : t->number;
    Date signed_on = f->signed_on.day ? f->signed_on : t->signed_on;

    TRY(q_unit_get(c, &u, .id = f->unit_id));
    if (!title.n)
        title = str_fmt(c->arena, "Kế hoạch cải cách hành chính năm %d của %.*s", f->year, SV(u.name));
    TRY(q_plan_of(c, &old, &out->replaced, .unit_id = f->unit_id, .year = f->year));
    if (!out->replaced) {
        TRY(q_plan_insert(c, &made, .unit_id = f->unit_id, .year = f->year, .title = title, .number = number, .signed_on = signed_on,
            .bases = lines(c, t->bases.v, t->bases.n), .purposes = S(""), .source = f->source, .at = c->now, .who = ctx_who(c)));
        out->plan_id = made.id;
        return OK;
    }
    out->plan_id = old.id;
    if (!str_eq(old.state, S("draft")))
        return fail(c, E_STATE, T("Kế hoạch năm %d của %.*s đã ban hành; muốn nạp lại bảng, hãy mở lại kế hoạch và ghi lý do."), f->year,
            SV(u.name));
    TRY(q_plan_worked(c, &worked, .plan_id = old.id));
    if (worked.n)
        return fail(c, E_STATE, T("Kế hoạch này đã có %lld nhiệm vụ được báo cáo hoặc giao tiếp, nạp lại bảng sẽ làm mất; hãy sửa từng nhiệm vụ."),
            (long long)worked.n);
    TRY(q_plan_clear_task_body(c, .plan_id = old.id));
    TRY(q_plan_clear_plan_target(c, .plan_id = old.id));
    TRY(q_plan_clear_task(c, .plan_id = old.id));
    TRY(q_plan_move_given(c, .plan_id = old.id, .by = (int64_t)t->rows.n));
    return q_plan_update(c, .id = old.id, .title = title, .number = number, .signed_on = signed_on,
        .bases = t->bases.n ? lines(c, t->bases.v, t->bases.n) : old.bases, .purposes = old.purposes, .source = f->source);
}

static Err put_bodies(Ctx *c, int64_t task_id, Str role, const BodyList *list)
{
    for (size_t i = 0; i < list->n; i++)
        TRY(q_task_body_add(c, .task_id = task_id, .role = role, .position = (int64_t)i + 1, .name = list->v[i].name,
            .unit_id = list->v[i].unit_id));
    return OK;
}

static int64_t first_unit(const BodyList *list, int64_t otherwise)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].unit_id)
            return list->v[i].unit_id;
    return otherwise;
}

static Err put_task(Ctx *c, const PlanForm *f, const BodyNames *names, const PlanTableRow *r, int64_t position, PlanImportReport *out)
{
    BodyList leads = { 0 }, supports = { 0 };
    TaskInsertRow made;
    bool fixed = plan_due_fixed(&r->due);

    if (r->kind == ROW_TASK) {
        body_split(c->arena, names, r->cell[PC_LEAD], &leads);
        body_split(c->arena, names, r->cell[PC_SUPPORT], &supports);
        out->tasks++;
        out->known_leads += first_unit(&leads, 0) != 0;
    } else {
        out->headings++;
    }
    TRY(q_task_insert(c, &made, .plan_id = out->plan_id, .unit_id = first_unit(&leads, f->unit_id), .year = f->year,
        .position = position, .kind = str_of(plan_row_kind(r->kind)), .tt = r->cell[PC_TT], .area = r->area,
        .objective = r->cell[PC_OBJECTIVE], .name = r->cell[PC_TASK], .activity = r->cell[PC_ACTIVITY], .product = r->cell[PC_PRODUCT],
        .lead = r->cell[PC_LEAD], .support = r->cell[PC_SUPPORT], .deadline = r->cell[PC_DEADLINE], .funding = r->cell[PC_FUNDING],
        .note = r->cell[PC_NOTE], .same = r->same, .due_kind = str_of(deadline_kind_code(r->due.kind)),
        .due = fixed ? r->due.end : (Date){ 0 },
        .next_due = fixed ? (Date){ 0 } : deadline_next(&r->due, (Date){ c->today.day - 1 }), .origin = S("plan"),
        .criterion_code = r->cell[PC_CRITERION],
        .fold = text_fold(c->arena, str_fmt(c->arena, "%.*s %.*s %.*s", SV(r->cell[PC_OBJECTIVE]), SV(r->cell[PC_TASK]),
            SV(r->cell[PC_ACTIVITY])))));
    TRY(put_bodies(c, made.id, S("lead"), &leads));
    return put_bodies(c, made.id, S("support"), &supports);
}

static Str comparator(Comparator k)
{
    static const char *const names[] = { [CMP_NONE] = "", [CMP_EQ] = "eq", [CMP_GE] = "ge", [CMP_GT] = "gt", [CMP_LE] = "le", [CMP_LT] = "le",
        [CMP_DECREASE] = "decrease" };

    return str_of(names[k]);
}

Err plan_import(Ctx *c, const PlanForm *f, const PlanTable *t, PlanImportReport *out)
{
    BodyNames *names;

    *out = (PlanImportReport){ .unclear = t->unclear, .targets = t->targets.n };
    TRY(access_need(c, &PERM_PLAN_CHANGE, f->unit_id));
    TRY(body_names_load(c, &names));
    TRY(put_plan(c, f, t, out));
    for (size_t i = 0; i < t->rows.n; i++)
        TRY(put_task(c, f, names, &t->rows.v[i], (int64_t)i + 1, out));
    for (size_t i = 0; i < t->targets.n; i++)
        TRY(q_plan_target_add(c, .plan_id = out->plan_id, .position = (int64_t)i + 1, .ref = t->targets.v[i].ref,
            .text = t->targets.v[i].text, .comparator = comparator(t->targets.v[i].comparator), .value = t->targets.v[i].value,
            .measure = t->targets.v[i].unit));
    TRY(q_plan_stakes(c, .plan_id = out->plan_id));
    return audit_add(c, "plan.import", f->source, str_fmt(c->arena, "{\"plan\":%lld,\"tasks\":%zu,\"replaced\":%s}",
        (long long)out->plan_id, out->tasks, out->replaced ? "true" : "false"));
}

/* ---- approval and versions */

static Err keep_version(Ctx *c, const PlanRow *p, Str reason)
{
    PlanVersionRows versions;
    PlanDays days;
    TaskLines tasks;
    Buf b = { .arena = c->arena };

    TRY(plan_days(c, &days));
    TRY(q_plan_versions(c, &versions, .plan_id = p->id));
    TRY(q_task_list(c, &tasks, .plan_id = p->id, .overdue_from = days.overdue_from));
    plan_json(c, p, &tasks, &days, &b);
    return q_plan_version_add(c, .plan_id = p->id, .n = (int64_t)versions.n + 1, .at = c->now, .who = ctx_who(c), .reason = reason,
        .content = buf_str(&b));
}

Err plan_approve(Ctx *c, int64_t plan_id, Str number, Date signed_on)
{
    PlanRow p;

    TRY(q_plan_get(c, &p, .id = plan_id));
    TRY(access_need(c, &PERM_PLAN_APPROVE, p.unit_id));
    if (!str_eq(p.state, S("draft")))
        return fail(c, E_STATE, T("Kế hoạch này đã được ghi nhận ban hành (số %.*s)."), SV(p.number));
    number = number.n ? number : p.number;
    signed_on = signed_on.day ? signed_on : p.signed_on;
    if (!number.n)
        return fail_field(c, "number", T("Hãy ghi số, ký hiệu của văn bản ban hành kế hoạch."));
    if (!signed_on.day)
        return fail_field(c, "signed_on", T("Hãy ghi ngày ký văn bản ban hành kế hoạch."));
    TRY(q_plan_set_state(c, .id = plan_id, .state = S("approved"), .number = number, .signed_on = signed_on, .who = ctx_who(c)));
    TRY(q_plan_get(c, &p, .id = plan_id));
    TRY(keep_version(c, &p, number));
    return audit_add(c, "plan.approve", number, str_fmt(c->arena, "{\"plan\":%lld}", (long long)plan_id));
}

Err plan_reopen(Ctx *c, int64_t plan_id, Str reason)
{
    PlanRow p;

    TRY(q_plan_get(c, &p, .id = plan_id));
    TRY(access_need(c, &PERM_PLAN_APPROVE, p.unit_id));
    if (!str_eq(p.state, S("approved")))
        return fail(c, E_STATE, T("Kế hoạch này chưa ban hành nên sửa được ngay."));
    if (!str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do sửa kế hoạch đã ban hành."));
    TRY(keep_version(c, &p, reason));
    TRY(q_plan_set_state(c, .id = plan_id, .state = S("draft"), .number = p.number, .signed_on = p.signed_on, .who = S("")));
    return audit_add(c, "plan.reopen", p.number, str_fmt(c->arena, "{\"plan\":%lld}", (long long)plan_id));
}

/* ---- from last year */

/* "Quý II/2024" of the old plan: the year named becomes the next one wherever it stands in the words. */
static Str next_year_words(Ctx *c, Str s, int from, int to)
{
    return str_replace(c->arena, s, str_fmt(c->arena, "%d", from), str_fmt(c->arena, "%d", to));
}

/* Whose plan it was becomes whose it is: a pattern names its own unit as lead. */
static Str own_lead(Ctx *c, Str s, const PlanRow *from, const UnitRow *to)
{
    return from->unit_id == to->id ? s : str_replace(c->arena, s, from->unit_name, to->name);
}

typedef struct Copying {
    const PlanRow *from;
    const UnitRow *to;
    int year;
    const Calendar *cal;
} Copying;

static void copy_row(Ctx *c, const TaskLine *t, const Copying *k, PlanTable *out)
{
    PlanTableRow *r = vec_add(c->arena, &out->rows);
    int old = (int)k->from->year, year = k->year;

    r->kind = str_eq(t->kind, S("area")) ? ROW_AREA : str_eq(t->kind, S("group")) ? ROW_GROUP : ROW_TASK;
    r->area = t->area;
    r->cell[PC_TT] = t->tt;
    r->cell[PC_OBJECTIVE] = next_year_words(c, t->objective, old, year);
    r->cell[PC_TASK] = next_year_words(c, t->name, old, year);
    r->cell[PC_ACTIVITY] = next_year_words(c, t->activity, old, year);
    r->cell[PC_PRODUCT] = next_year_words(c, t->product, old, year);
    r->cell[PC_LEAD] = own_lead(c, t->lead, k->from, k->to);
    r->cell[PC_SUPPORT] = own_lead(c, t->support, k->from, k->to);
    r->cell[PC_DEADLINE] = next_year_words(c, t->deadline, old, year);
    r->cell[PC_FUNDING] = next_year_words(c, t->funding, old, year);
    r->cell[PC_CRITERION] = t->criterion_code;
    r->same = (unsigned)t->same;
    if (k->from->unit_id == k->to->id && r->kind == ROW_TASK && str_eq(t->state, S("open")) && t->due.day)
        r->cell[PC_NOTE] = str_fmt(c->arena, "Năm %d chưa hoàn thành (%lld%%)", old, (long long)t->percent);
    deadline_parse(&r->due, c->arena, r->cell[PC_DEADLINE], year, k->cal);
    out->unclear += r->kind == ROW_TASK && r->due.kind == DL_UNKNOWN;
}

Err plan_copy(Ctx *c, int64_t from_plan, int64_t unit_id, int year, int64_t *id)
{
    PlanRow from, there;
    UnitRow to;
    PlanDays days;
    TaskLines tasks;
    PlanTable t = { 0 };
    PlanImportReport rep;
    PlanForm f;
    Copying k;
    bool any;

    TRY(q_plan_get(c, &from, .id = from_plan));
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    unit_id = unit_id ? unit_id : from.unit_id;
    TRY(access_need(c, &PERM_PLAN_CHANGE, unit_id));
    TRY(q_unit_get(c, &to, .id = unit_id));
    TRY(q_plan_of(c, &there, &any, .unit_id = unit_id, .year = year));
    if (any)
        return fail(c, E_STATE, T("%.*s đã có kế hoạch năm %d; chỉ chép được khi năm đó chưa có kế hoạch."), SV(to.name), year);
    TRY(plan_days(c, &days));
    TRY(q_task_list(c, &tasks, .plan_id = from_plan, .overdue_from = days.overdue_from));
    k = (Copying){ &from, &to, year, days.cal };
    for (size_t i = 0; i < tasks.n; i++)
        if (!str_eq(tasks.v[i].origin, S("cascade")))       /* what was given from above is given anew each year */
            copy_row(c, &tasks.v[i], &k, &t);
    f = (PlanForm){ .unit_id = unit_id, .year = year,
        .title = own_lead(c, next_year_words(c, from.title, (int)from.year, year), &from, &to),
        .source = str_fmt(c->arena, "Chép từ kế hoạch năm %lld của %.*s", (long long)from.year, SV(from.unit_name)) };
    TRY(plan_import(c, &f, &t, &rep));
    *id = rep.plan_id;
    return q_plan_copied(c, .id = rep.plan_id, .copied_from = from_plan);
}

Str task_line_cell(const TaskLine *t, PlanCol col)
{
    switch (col) {
    case PC_TT: return t->tt;
    case PC_OBJECTIVE: return t->objective;
    case PC_TASK: return t->name;
    case PC_ACTIVITY: return t->activity;
    case PC_PRODUCT: return t->product;
    case PC_LEAD: return t->lead;
    case PC_SUPPORT: return t->support;
    case PC_DEADLINE: return t->deadline;
    case PC_FUNDING: return t->funding;
    default: return S("");
    }
}

bool task_line_is_task(const TaskLine *t)
{
    return str_eq(t->kind, S("task"));
}
