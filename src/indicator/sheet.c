/* How far a unit is with a period: complete, locked, open again; and what its figures tell the rules. */
#include "core/audit.h"
#include "core/value.h"
#include "core_sql.h"
#include "indicator/indicator.h"
#include "org/org.h"

/* Every effective figure becomes the fact "cchc.CODE": rules and targets read it there. */
static Err publish(Ctx *c, const FigureTable *t)
{
    for (size_t i = 0; i < t->set.rows.n; i++) {
        const ElementRow *e = &t->set.rows.v[i];
        Value v = { .kind = VALUE_NUMBER, .num = t->v[i].value.d };

        if (!t->v[i].value.has)
            continue;
        if (str_eq(e->kind, S("rate"))) {
            v.kind = VALUE_PERCENT;
            if (!dec_div(v.num, DEC(100), &v.num))
                continue;
        }
        TRY(q_fact_put(c, .code = str_fmt(c->arena, "cchc.%.*s", SV(e->code)), .unit_id = t->unit_id, .period = t->code,
            .value = value_print(c->arena, &v), .source = str_fmt(c->arena, "indicator:%.*s", SV(t->code)), .at = c->now, .who = ctx_who(c)));
    }
    return OK;
}

static Err put(Ctx *c, const FigureTable *t, const char *state, Str reason, Moment first)
{
    TRY(q_figure_sheet_put(c, .unit_id = t->unit_id, .period = t->code, .state = str_of(state), .at = c->now, .who = ctx_who(c), .reason = reason,
        .first_complete = first));
    return audit_add(c, str_z(c->arena, str_fmt(c->arena, "sheet.%s", state)), str_fmt(c->arena, "%.*s/%lld", SV(t->code), (long long)t->unit_id), S(""));
}

Err figure_complete(Ctx *c, int64_t unit_id, Str period)
{
    FigureTable t;
    Findings found;
    size_t have = 0;

    TRY(access_need(c, &PERM_FIGURE_ENTER, unit_id));
    TRY(figure_table(c, unit_id, period, &t));
    if (!str_eq(t.sheet.state, S("open")))
        return fail(c, E_STATE, T("Số liệu kỳ %.*s đã được báo hoàn thành hoặc đã khóa."), SV(t.code));
    TRY(figure_check(c, &t, &found));
    for (size_t i = 0; i < found.n; i++)
        if (found.v[i].severity == SEV_ERROR)
            return fail(c, E_STATE, T("Chưa báo hoàn thành được vì còn lỗi: %.*s."), SV(found.v[i].text));
    for (size_t i = 0; i < t.set.rows.n; i++)
        have += t.v[i].value.has;
    if (!have)
        return fail(c, E_STATE, T("Chưa có số liệu nào của kỳ %.*s; hãy nhập rồi mới báo hoàn thành."), SV(t.code));
    TRY(publish(c, &t));
    return put(c, &t, "complete", S(""), c->now);
}

Err figure_lock(Ctx *c, int64_t unit_id, Str period, Str reason)
{
    FigureTable t;

    TRY(access_need(c, &PERM_FIGURE_LOCK, unit_id));
    TRY(figure_table(c, unit_id, period, &t));
    if (!str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do khóa và căn cứ để đơn vị biết phải hỏi ai."));
    TRY(publish(c, &t));
    return put(c, &t, "locked", reason, (Moment){ 0 });
}

Err figure_reopen(Ctx *c, int64_t unit_id, Str period, Str reason)
{
    FigureTable t;

    TRY(access_need(c, &PERM_FIGURE_LOCK, unit_id));
    TRY(figure_table(c, unit_id, period, &t));
    if (str_eq(t.sheet.state, S("open")))
        return fail(c, E_STATE, T("Số liệu kỳ %.*s đang mở, nhập được ngay."), SV(t.code));
    if (!str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do mở lại."));
    return put(c, &t, "open", reason, (Moment){ 0 });
}

/* A unit without one above answers to the coordinator. */
static Err need_accept(Ctx *c, int64_t unit_id, FigureTable *t)
{
    UnitRow u;

    TRY(q_unit_get(c, &u, .id = unit_id));
    TRY(access_need(c, &PERM_FIGURE_ACCEPT, u.parent_id));
    TRY(figure_table(c, unit_id, t->code, t));
    if (!str_eq(t->sheet.state, S("complete")))
        return fail(c, E_STATE, T("Đơn vị chưa báo hoàn thành số liệu kỳ %.*s nên chưa có gì để nhận hay trả lại."), SV(t->code));
    return OK;
}

Err figure_accept(Ctx *c, int64_t unit_id, Str period)
{
    FigureTable t = { .code = period };

    TRY(need_accept(c, unit_id, &t));
    if (t.sheet.accepted_at.ms)
        return OK;
    TRY(q_figure_sheet_accept(c, .unit_id = unit_id, .period = t.code, .at = c->now, .who = ctx_who(c)));
    return audit_add(c, "sheet.accept", str_fmt(c->arena, "%.*s/%lld", SV(t.code), (long long)unit_id), S(""));
}

Err figure_return(Ctx *c, int64_t unit_id, Str period, Str reason)
{
    FigureTable t = { .code = period };

    TRY(need_accept(c, unit_id, &t));
    if (!str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do trả lại để đơn vị biết phải sửa gì."));
    return put(c, &t, "open", reason, (Moment){ 0 });
}
