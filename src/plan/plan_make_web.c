/* Pages by which a plan comes to be: from a file, pasted from Excel, from last year's or from another unit's as a pattern. */
#include "core/run.h"
#include "core_sql.h"
#include "org/org.h"
#include "pages.h"
#include "plan/plan_view.h"
#include "plan/plan_web.h"
#include "plan/task_item.h"

#include <inttypes.h>

enum { SHOWN = 60 };

/* ---- import in two steps: check, then write */

/* The person's own unit, where there is no doubt whose plan it is. */
static Err own_unit(Ctx *c, Str *code)
{
    PersonRow me;
    UnitRow u;

    if (!c->user_id || code->n)
        return OK;
    TRY(q_person_get(c, &me, .id = c->user_id));
    if (!me.unit_id)
        return OK;
    TRY(q_unit_get(c, &u, .id = me.unit_id));
    *code = u.code;
    return OK;
}

Err get_plan_import(Ctx *c, Req *rq, Out *o)
{
    PlanImportView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;

    TRY(access_need_any(c, &PERM_PLAN_CHANGE));
    TRY(q_unit_list(c, &v->units, .on = c->today));
    TRY(own_unit(c, &v->unit));
    if (!v->year.n)
        v->year = str_fmt(c->arena, "%d", date_year(c->today));
    tpl_plan_import(o, v);
    return OK;
}

static Err read_table(Ctx *c, PlanImportView *v, Str bytes, int64_t year, const PlanDays *days, PlanTable *t)
{
    Err e = v->pasted ? plan_table_paste(t, c->arena, v->paste, (int)year, days->cal, &c->answer)
                      : plan_table_read(t, c->arena, v->copy_name, bytes, (int)year, days->cal, &c->answer);

    for (size_t i = 0; i < t->bad.n; i++)
        *vec_add(c->arena, &v->bad) = t->bad.v[i];
    return e;
}

static Err import(Ctx *c, PlanImportView *v, Str bytes, int64_t year)
{
    PlanTable t = { 0 };
    PlanDays days;
    UnitRow u;
    PlanForm f;
    TaskLines tasks;

    TRY(org_by_code(c, v->unit, &u));
    TRY(plan_days(c, &days));
    TRY(read_table(c, v, bytes, year, &days, &t));
    f = (PlanForm){ .unit_id = u.id, .year = (int)year, .number = v->number, .signed_on = v->signed_on,
        .source = v->pasted ? S("Dán từ Excel") : v->copy_name };
    TRY(plan_import(c, &f, &t, &v->rep));
    TRY(q_task_list(c, &tasks, .plan_id = v->rep.plan_id, .overdue_from = days.overdue_from));
    tasks.n = tasks.n < SHOWN ? tasks.n : SHOWN;
    task_items(c, &tasks, &days, &v->rows);
    return OK;
}

Err post_plan_import(Ctx *c, Req *rq, Out *o)
{
    PlanImportView *v = NEW(c->arena, PlanImportView, 1);
    int64_t year = req_int(rq, "year");
    Str bytes = { 0 };

    (void)o;
    rq->prepared = v;
    *v = (PlanImportView){ .unit = str_trim(req_str(rq, "unit")), .year = req_str(rq, "year"), .number = str_trim(req_str(rq, "number")),
        .paste = req_str(rq, "paste") };
    v->pasted = str_trim(v->paste).n > 0;
    TRY(req_date(c, rq, "signed_on", false, &v->signed_on));
    if (year < 1990 || year > 2100)
        return fail_field(c, "year", T("Hãy ghi năm của kế hoạch, ví dụ 2026."));
    if (!v->pasted)
        TRY(req_upload(c, rq, &bytes, &v->copy_name));
    TRY(import(c, v, bytes, year));
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu nhiệm vụ.")), v->rep.tasks));
        req_go(rq, "/plans/%" PRId64, v->rep.plan_id);
        return OK;
    }
    v->checked = true;
    if (!v->pasted)
        v->copy = req_upload_copy(rq, bytes);
    req_again(rq);
    return run_undo(c);
}

/* ---- from another plan */

Err get_plan_new(Ctx *c, Req *rq, Out *o)
{
    PlanNewView v = { .unit = req_str(rq, "unit"), .year = req_str(rq, "year"), .from = req_str(rq, "from") };
    PlanLines plans;
    PlanDays days;

    TRY(access_need_any(c, &PERM_PLAN_CHANGE));
    TRY(q_unit_list(c, &v.units, .on = c->today));
    TRY(own_unit(c, &v.unit));
    TRY(plan_days(c, &days));
    TRY(q_plan_list(c, &plans, .unit_id = 0, .year = 0, .overdue_from = days.overdue_from, .soon = days.soon));
    for (size_t i = 0; i < plans.n; i++)
        if (plans.v[i].total)
            *vec_add(c->arena, &v.plans) = plans.v[i];
    if (!v.year.n)
        v.year = str_fmt(c->arena, "%d", date_year(c->today) + 1);
    tpl_plan_new(o, &v);
    return OK;
}

Err post_plan_new(Ctx *c, Req *rq, Out *o)
{
    int64_t year = req_int(rq, "year"), from = req_int(rq, "from"), id;
    UnitRow u;

    (void)o;
    if (year < 1990 || year > 2100)
        return fail_field(c, "year", T("Hãy ghi năm của kế hoạch, ví dụ 2026."));
    if (!from)
        return fail_field(c, "from", T("Hãy chọn kế hoạch để chép."));
    TRY(org_by_code(c, str_trim(req_str(rq, "unit")), &u));
    TRY(plan_copy(c, from, u.id, (int)year, &id));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã lập bản thảo; hãy xem lại từng nhiệm vụ và thời hạn."))));
    req_go(rq, "/plans/%" PRId64, id);
    return OK;
}

/* An empty table with the official columns, and one field and one row as an example. */
Err get_plan_template(Ctx *c, Req *rq, Out *o)
{
    TaskLine rows[] = {
        { .kind = S("area"), .tt = S("I"), .objective = S("CÔNG TÁC CHỈ ĐẠO ĐIỀU HÀNH") },
        { .kind = S("task"), .tt = S("1"), .objective = S("Hoàn thành 100% nhiệm vụ"), .name = S("Tự kiểm tra"), .activity = S("Tự kiểm tra hai cuộc"),
            .product = S("Thông báo kết quả"), .lead = S("Văn phòng"), .support = S("Các phòng"), .deadline = S("Trước 31/10"), .funding = S("Không phát sinh") },
    };
    PlanRow p = { .unit_code = S("Mẫu"), .year = date_year(c->today), .title = S("Kế hoạch cải cách hành chính năm …") };
    Str bytes;

    (void)o;
    TRY(access_need_any(c, &PERM_PLAN_CHANGE));
    TRY(plan_table_out(c, &p, &(TaskLines){ .v = rows, .n = COUNT(rows) }, false, false, &bytes));
    req_send_xlsx(rq, S("mau-ke-hoach.xlsx"), bytes);
    return OK;
}
