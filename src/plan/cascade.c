/* A task of a higher plan becomes a task of every unit below it. */
#include "core/audit.h"
#include "org/org.h"
#include "plan/plan.h"
#include "text/text.h"

static bool has_unit(const TaskCascadedRows *rows, int64_t unit_id)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].unit_id == unit_id)
            return true;
    return false;
}

/* The unit's own plan of the year, begun as a draft when there is none. */
static Err plan_for(Ctx *c, const PlanUnitsBelowRow *u, int year, CascadeReport *out, PlanRow *p)
{
    PlanInsertRow made;
    bool any;

    TRY(q_plan_of(c, p, &any, .unit_id = u->id, .year = year));
    if (any)
        return OK;
    out->plans++;
    TRY(q_plan_insert(c, &made, .unit_id = u->id, .year = year,
        .title = str_fmt(c->arena, "Kế hoạch cải cách hành chính năm %d của %.*s", year, SV(u->name)), .number = S(""), .bases = S(""),
        .purposes = S(""), .source = S("Nhiệm vụ cấp trên giao"), .at = c->now, .who = ctx_who(c)));
    return q_plan_get(c, p, .id = made.id);
}

/* What is given stands under a heading of its own, below the rows of the unit's own table. */
static Err heading(Ctx *c, const PlanRow *p, int64_t *position)
{
    TaskGivenHeadRow head;
    TaskLastPositionRow last;
    TaskInsertRow made;
    Str words = S("NHIỆM VỤ CẤP TRÊN GIAO");

    TRY(q_task_given_head(c, &head, .plan_id = p->id));
    TRY(q_task_last_position(c, &last, .plan_id = p->id));
    *position = last.position + 1;
    if (head.n)
        return OK;
    return q_task_insert(c, &made, .plan_id = p->id, .unit_id = p->unit_id, .year = p->year, .position = (*position)++, .kind = S("area"),
        .area = words, .objective = words, .due_kind = S("none"), .origin = S("cascade"), .fold = S(""));
}

static Err give(Ctx *c, const TaskLine *t, const PlanUnitsBelowRow *u, CascadeReport *out)
{
    PlanRow p;
    TaskInsertRow made;
    int64_t position;

    TRY(plan_for(c, u, (int)t->year, out, &p));
    TRY(heading(c, &p, &position));
    TRY(q_task_insert(c, &made, .plan_id = p.id, .unit_id = u->id, .year = t->year, .position = position, .kind = S("task"),
        .area = S("NHIỆM VỤ CẤP TRÊN GIAO"), .objective = t->objective, .name = t->name, .activity = t->activity, .product = t->product, .lead = u->name,
        .support = t->plan_unit, .deadline = t->deadline, .funding = S(""), .due_kind = t->due_kind, .due = t->due,
        .next_due = t->next_due, .origin = S("cascade"), .origin_id = t->id,
        .origin_text = str_fmt(c->arena, "%.*s%s%.*s", SV(t->plan_title), t->tt.n ? ", mục " : "", SV(t->tt)),
        .criterion_code = t->criterion_code, .points_at_stake = t->points_at_stake,
        .fold = text_fold(c->arena, str_fmt(c->arena, "%.*s %.*s %.*s", SV(t->objective), SV(t->name), SV(t->activity)))));
    out->made++;
    return q_task_body_add(c, .task_id = made.id, .role = S("lead"), .position = 1, .name = u->name, .unit_id = u->id);
}

Err task_cascade(Ctx *c, int64_t id, Str kinds, CascadeReport *out)
{
    TaskLine t;
    PlanRow p;
    PlanUnitsBelowRows units;
    TaskCascadedRows had;

    *out = (CascadeReport){ 0 };
    TRY(task_load(c, id, &t));
    if (!t.plan_id)
        return fail(c, E_STATE, T("Nhiệm vụ này không thuộc kế hoạch nào nên không giao xuống được; hãy đưa vào kế hoạch trước."));
    TRY(q_plan_get(c, &p, .id = t.plan_id));
    TRY(access_need(c, &PERM_PLAN_CASCADE, p.unit_id));
    TRY(q_plan_units_below(c, &units, .unit_id = p.unit_id, .kinds = kinds.n ? kinds : S("commune ward zone"), .on = c->today));
    if (!units.n)
        return fail(c, E_NOT_FOUND, T("Dưới %.*s không có đơn vị nào thuộc loại đã chọn."), SV(p.unit_name));
    TRY(q_task_cascaded(c, &had, .origin_id = id));
    for (size_t i = 0; i < units.n; i++) {
        if (has_unit(&had, units.v[i].id)) {
            out->had++;
            continue;
        }
        TRY(give(c, &t, &units.v[i], out));
    }
    return audit_add(c, "task.cascade", str_fmt(c->arena, "%lld", (long long)id), str_fmt(c->arena, "{\"made\":%zu}", out->made));
}

bool task_for_all_below(Arena *a, const TaskLine *t)
{
    static const char *const leads[] = { "ubnd cap xa", "uy ban nhan dan cap xa", "ubnd cac xa", "uy ban nhan dan cac xa", "cac xa, phuong", "cap xa" };
    Str lead = text_fold(a, t->lead), words = text_fold(a, str_fmt(a, "%.*s %.*s", SV(t->name), SV(t->activity)));
    size_t at;

    for (size_t i = 0; i < COUNT(leads); i++)
        if (str_starts(lead, str_of(leads[i])))
            return true;
    return str_find(words, S("100% ubnd cap xa"), &at) || str_find(words, S("100% xa, phuong"), &at) || str_find(words, S("100% uy ban nhan dan cap xa"), &at);
}
