#include "plan/new_task.h"

#include "core/audit.h"
#include "plan/plan.h"
#include "text/text.h"

static Err put(Ctx *c, int64_t task_id, Str role, const BodyList *list)
{
    for (size_t i = 0; i < list->n; i++)
        TRY(q_task_body_add(c, .task_id = task_id, .role = role, .position = (int64_t)i + 1, .name = list->v[i].name,
            .unit_id = list->v[i].unit_id));
    return OK;
}

static Err place_in_plan(Ctx *c, const NewTask *t, int64_t *plan_id, int64_t *position)
{
    PlanRow p;
    TaskLastPositionRow last;
    bool any;

    *plan_id = 0;
    *position = 1;
    TRY(q_plan_of(c, &p, &any, .unit_id = t->unit_id, .year = t->year));
    if (!any)
        return OK;
    TRY(q_task_last_position(c, &last, .plan_id = p.id));
    *plan_id = p.id;
    *position = last.position + 1;
    return OK;
}

/* A directive or conclusion is kept with its words, so that anybody can read who asked for what. */
static Err put_source(Ctx *c, const NewTask *t, int64_t id)
{
    if (!str_eq(t->origin, S("directive")) && !str_eq(t->origin, S("inspection")))
        return OK;
    if (!t->document.n)
        return fail_field(c, "document", T("Hãy ghi tên văn bản giao việc, ví dụ “Thông báo kết luận kiểm tra”."));
    if (!t->number.n || !t->signed_on.day)
        return fail_field(c, "number", T("Hãy ghi số, ký hiệu và ngày của văn bản giao việc."));
    return q_task_source_put(c, .task_id = id, .document = t->document, .number = t->number, .signed_on = t->signed_on, .quote = t->quote);
}

Err task_add(Ctx *c, const NewTask *t, int64_t *id)
{
    BodyNames *names;
    BodyList leads = { 0 }, supports = { 0 };
    TaskInsertRow made;
    PlanDays days;
    Deadline due;
    int64_t plan_id, position, unit = t->unit_id;
    bool fixed;

    TRY(access_need(c, &PERM_PLAN_CHANGE, t->unit_id));
    if (!t->name.n)
        return fail_field(c, "name", T("Hãy ghi nhiệm vụ phải làm."));
    TRY(plan_days(c, &days));
    TRY(body_names_load(c, &names));
    body_split(c->arena, names, t->lead, &leads);
    body_split(c->arena, names, t->support, &supports);
    if (leads.n && leads.v[0].unit_id)
        unit = leads.v[0].unit_id;
    deadline_parse(&due, c->arena, t->deadline, t->year, days.cal);
    fixed = plan_due_fixed(&due);
    TRY(place_in_plan(c, t, &plan_id, &position));
    TRY(q_task_insert(c, &made, .plan_id = plan_id, .unit_id = unit, .year = t->year, .position = position, .kind = S("task"),
        .objective = t->objective, .name = t->name, .product = t->product, .lead = t->lead, .support = t->support, .deadline = t->deadline,
        .due_kind = str_of(deadline_kind_code(due.kind)), .due = fixed ? due.end : (Date){ 0 },
        .next_due = fixed ? (Date){ 0 } : deadline_next(&due, (Date){ c->today.day - 1 }), .origin = t->origin,
        .origin_text = t->origin_text, .criterion_code = t->criterion_code, .points_at_stake = { t->points_at_stake.v > 0, t->points_at_stake },
        .remedy_id = t->remedy_id, .fold = text_fold(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(t->objective), SV(t->name)))));
    *id = made.id;
    TRY(put_source(c, t, made.id));
    TRY(put(c, made.id, S("lead"), &leads));
    TRY(put(c, made.id, S("support"), &supports));
    return audit_add(c, "task.add", t->name, str_fmt(c->arena, "{\"task\":%lld}", (long long)made.id));
}
