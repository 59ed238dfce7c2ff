/* Pages of plans: list with coverage, the printed table and the board, import. */
#include "plan/plan_web.h"

#include "chart/chart.h"
#include "core/run.h"
#include "org/org.h"
#include "pages.h"
#include "plan/plan_view.h"
#include "plan/task_item.h"

#include <inttypes.h>

enum { SHOWN = 40 };

static const char *const xlsx_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

static Html bar(Ctx *c, int64_t done, int64_t total)
{
    Buf b = { .arena = c->arena };

    chart_cell_bar(&b, dec_int(done), dec_int(total));
    return html_trusted(buf_str(&b));
}

Err get_plans(Ctx *c, Req *rq, Out *o)
{
    PlanListView v = { .year = req_int(rq, "year") };
    PlanDays days;
    PlanLines rows;
    CoverageRows cover;

    if (v.year < 1990 || v.year > 2100)
        v.year = date_year(c->today);
    v.before = v.year - 1;
    v.after = v.year + 1;
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(plan_days(c, &days));
    TRY(q_plan_list(c, &rows, .unit_id = 0, .year = v.year, .overdue_from = days.overdue_from, .soon = days.soon));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, &v.rows) = (PlanListItem){ rows.v[i], bar(c, rows.v[i].done, rows.v[i].total) };
    TRY(q_plan_coverage(c, &cover, .year = v.year, .on = c->today, .unit_id = 0));
    v.units = (int64_t)cover.n;
    for (size_t i = 0; i < cover.n; i++) {
        v.have += cover.v[i].plan_id != 0;
        if (!cover.v[i].plan_id)
            *vec_add(c->arena, &v.missing) = cover.v[i];
    }
    v.may_import = access_any(c, &PERM_PLAN_CHANGE);
    tpl_plan_list(o, &v);
    return OK;
}

static void fill_board(Ctx *c, PlanView *v)
{
    static const struct { const char *title; const char *letters; } columns[] = {
        { T("Quá hạn"), "Q" }, { T("Sắp đến hạn"), "S" }, { T("Đang làm, không có ngày hạn"), "C" }, { T("Đã xong"), "Đ" },
    };

    for (size_t k = 0; k < COUNT(columns); k++) {
        PlanColumn *col = vec_add(c->arena, &v->board);

        col->title = columns[k].title;
        for (size_t i = 0; i < v->rows.n; i++)
            if (!v->rows.v[i].area && !v->rows.v[i].group && str_eq(v->rows.v[i].letter, str_of(columns[k].letters)))
                *vec_add(c->arena, &col->items) = v->rows.v[i];
    }
}

Err get_plan(Ctx *c, Req *rq, Out *o)
{
    PlanView v = { .as_board = str_eq(req_str(rq, "view"), S("board")) };
    PlanDays days;
    TaskLines tasks;

    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(q_plan_get(c, &v.p, .id = req_int(rq, "id")));
    v.approved = str_eq(v.p.state, S("approved"));
    v.number = v.p.number;
    v.signed_on = v.p.signed_on;
    TRY(plan_days(c, &days));
    TRY(q_task_list(c, &tasks, .plan_id = v.p.id, .overdue_from = days.overdue_from));
    task_items(c, &tasks, &days, &v.rows);
    for (size_t i = 0; i < v.rows.n; i++) {
        const TaskItem *k = &v.rows.v[i];

        if (k->area || k->group)
            continue;
        v.total++;
        v.done += str_eq(k->letter, S("Đ"));
        v.overdue += k->t.late;
        v.soon += str_eq(k->letter, S("S"));
    }
    if (v.as_board)
        fill_board(c, &v);
    TRY(q_plan_versions(c, &v.versions, .plan_id = v.p.id));
    TRY(access_can(c, &PERM_PLAN_APPROVE, v.p.unit_id, &v.may_approve));
    v.may_approve = v.may_approve && !v.approved;
    tpl_plan(o, &v);
    return OK;
}

Err get_plan_xlsx(Ctx *c, Req *rq, Out *o)
{
    PlanRow p;
    PlanDays days;
    TaskLines tasks;
    Str bytes;

    (void)o;
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(q_plan_get(c, &p, .id = req_int(rq, "id")));
    TRY(plan_days(c, &days));
    TRY(q_task_list(c, &tasks, .plan_id = p.id, .overdue_from = days.overdue_from));
    TRY(plan_table_out(c, &p, &tasks, false, false, &bytes));
    req_send(rq, str_of(xlsx_type), S("ke-hoach.xlsx"), bytes);
    return OK;
}

Err post_plan_approve(Ctx *c, Req *rq, Out *o)
{
    Date on = { 0 };

    (void)o;
    TRY(req_date(c, rq, "signed_on", true, &on));
    TRY(plan_approve(c, req_int(rq, "id"), str_trim(req_str(rq, "number")), on));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã ghi nhận kế hoạch được ban hành."))));
    req_go(rq, "/plans/%" PRId64, req_int(rq, "id"));
    return OK;
}

/* ---- import in two steps: check, then write */

Err get_plan_import(Ctx *c, Req *rq, Out *o)
{
    PlanImportView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;

    TRY(access_need_any(c, &PERM_PLAN_CHANGE));
    TRY(q_unit_list(c, &v->units, .on = c->today));
    if (!v->year.n)
        v->year = str_fmt(c->arena, "%d", date_year(c->today));
    tpl_plan_import(o, v);
    return OK;
}

static Err import(Ctx *c, Req *rq, PlanImportView *v, Str bytes, int64_t year)
{
    PlanTable t;
    PlanDays days;
    UnitRow u;
    PlanForm f;
    TaskLines tasks;

    TRY(org_by_code(c, v->unit, &u));
    TRY(plan_days(c, &days));
    TRY(plan_table_read(&t, c->arena, v->copy_name, bytes, (int)year, days.cal, &c->answer));
    f = (PlanForm){ .unit_id = u.id, .year = (int)year, .number = v->number, .signed_on = v->signed_on, .source = v->copy_name };
    TRY(plan_import(c, &f, &t, &v->rep));
    TRY(q_task_list(c, &tasks, .plan_id = v->rep.plan_id, .overdue_from = days.overdue_from));
    tasks.n = tasks.n < SHOWN ? tasks.n : SHOWN;
    task_items(c, &tasks, &days, &v->rows);
    (void)rq;
    return OK;
}

Err post_plan_import(Ctx *c, Req *rq, Out *o)
{
    PlanImportView *v = NEW(c->arena, PlanImportView, 1);
    int64_t year = req_int(rq, "year");
    Str bytes;

    (void)o;
    rq->prepared = v;
    *v = (PlanImportView){ .unit = str_trim(req_str(rq, "unit")), .year = req_str(rq, "year"), .number = str_trim(req_str(rq, "number")) };
    TRY(req_date(c, rq, "signed_on", false, &v->signed_on));
    if (year < 1990 || year > 2100)
        return fail_field(c, "year", T("Hãy ghi năm của kế hoạch, ví dụ 2026."));
    TRY(req_upload(c, rq, &bytes, &v->copy_name));
    TRY(import(c, rq, v, bytes, year));
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu nhiệm vụ.")), v->rep.tasks));
        req_go(rq, "/plans/%" PRId64, v->rep.plan_id);
        return OK;
    }
    v->checked = true;
    v->copy = req_upload_copy(rq, bytes);
    req_again(rq);
    return run_undo(c);
}
