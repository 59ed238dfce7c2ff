#include "insight/scenario.h"

#include "core/audit.h"

const Perm PERM_INSIGHT_VIEW = { "insight.view", T("Xem phân tích, lập kịch bản của mình"), ROLES_ALL_SIGNED_IN & ~(unsigned)ROLE_ADMIN };
const Perm PERM_INSIGHT_EFFORT = { "insight.effort", T("Sửa công sức và thời hạn của tiêu chí"), ROLE_COORDINATOR };

static WhatIfKind kind_of(Str name)
{
    for (WhatIfKind k = 0; k < WHATIF_KINDS; k++)
        if (str_eq(name, str_of(whatif_kinds[k])))
            return k;
    return WHATIF_POINTS;
}

static Err drop_named(Ctx *c, int64_t set_id, Str name)
{
    ScenarioRows rows;

    TRY(q_scenario_list(c, &rows, .set_id = set_id, .who = ctx_who(c)));
    for (size_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].name, name)) {
            TRY(q_scenario_changes_drop(c, .id = rows.v[i].id));
            TRY(q_scenario_drop(c, .id = rows.v[i].id));
        }
    return OK;
}

Err scenario_save(Ctx *c, int64_t set_id, int64_t trial_set_id, Str name, const WhatIfChanges *v, int64_t *id)
{
    ScenarioInsertRow row;

    TRY(access_need_any(c, &PERM_INSIGHT_VIEW));
    name = str_trim(name);
    if (!name.n || name.n > 400)
        return fail_field(c, "name", T("Hãy đặt tên cho kịch bản (tối đa 400 byte)."));
    if (!v->n && !trial_set_id)
        return fail_field(c, "name", T("Chưa có thay đổi nào để lưu; hãy đổi ít nhất một giá trị."));
    if (v->n > WHATIF_CHANGES_MAX)
        return fail(c, E_LIMIT, T("Một kịch bản có nhiều nhất %d thay đổi."), WHATIF_CHANGES_MAX);
    TRY(drop_named(c, set_id, name));
    TRY(q_scenario_insert(c, &row, .set_id = set_id, .trial_set_id = trial_set_id, .name = name, .at = c->now, .who = ctx_who(c)));
    for (size_t i = 0; i < v->n; i++)
        TRY(q_scenario_change_add(c, .scenario_id = row.id, .position = (int64_t)i, .kind = str_of(whatif_kinds[v->v[i].kind]),
            .unit = v->v[i].unit, .code = v->v[i].code, .value = v->v[i].value));
    *id = row.id;
    return audit_add(c, "insight.scenario", name, str_fmt(c->arena, "{\"changes\":%zu}", v->n));
}

Err scenario_mine(Ctx *c, int64_t set_id, ScenarioRows *out)
{
    return q_scenario_list(c, out, .set_id = set_id, .who = c->local ? (Str){ 0 } : ctx_who(c));
}

Err scenario_open(Ctx *c, int64_t id, ScenarioRow *out, WhatIfChanges *v)
{
    ScenarioChangesRows rows;
    bool any;

    *v = (WhatIfChanges){ 0 };
    TRY(q_scenario_get(c, out, &any, .id = id));
    if (!any || (!c->local && !str_eq(out->made_by, ctx_who(c))))
        return fail(c, E_NOT_FOUND, T("Không có kịch bản số %lld của bạn; có thể đã bị xóa."), (long long)id);
    TRY(q_scenario_changes(c, &rows, .id = id));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, v) = (WhatIfChange){ kind_of(rows.v[i].kind), rows.v[i].unit, rows.v[i].code, rows.v[i].value };
    return OK;
}

Err scenario_drop(Ctx *c, int64_t id)
{
    ScenarioRow s;
    WhatIfChanges v;

    TRY(scenario_open(c, id, &s, &v));
    TRY(q_scenario_changes_drop(c, .id = id));
    TRY(q_scenario_drop(c, .id = id));
    return audit_add(c, "insight.scenario_drop", s.name, S(""));
}

Err effort_put(Ctx *c, int64_t criterion_id, OptDec effort, Date deadline)
{
    TRY(access_need(c, &PERM_INSIGHT_EFFORT, 0));
    if (effort.has && (effort.d.v < 0 || dec_cmp(effort.d, DEC(1000000)) > 0))
        return fail_field(c, "effort", T("Công sức là số từ 0 trở lên; để trống để ước lượng theo đơn vị khác."));
    TRY(q_effort_put(c, .criterion_id = criterion_id, .effort = effort, .deadline = deadline, .at = c->now,
        .who = ctx_who(c)));
    return audit_add(c, "insight.effort", str_fmt(c->arena, "%lld", (long long)criterion_id), S(""));
}
