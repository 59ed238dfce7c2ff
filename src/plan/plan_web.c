/* Pages of plans: list with coverage, the printed table with its views, approval. */
#include "plan/plan_web.h"

#include "chart/chart.h"
#include "core/setting.h"
#include "org/org.h"
#include "pages.h"
#include "plan/plan_view.h"
#include "plan/task_item.h"

#include <inttypes.h>

enum { PLANS = 50, COVER = 200 };


static Html bar(Ctx *c, int64_t done, int64_t total)
{
    Buf b = { .arena = c->arena };

    chart_cell_bar(&b, dec_int(done), dec_int(total));
    return html_trusted(buf_str(&b));
}

/* ---- list and coverage */

/* The day by which plans of a year are issued; unset when the province sets none. */
static Err due_day(Ctx *c, int64_t year, Date *out)
{
    Str s;

    TRY(setting_get(c, "plan.due_day", &s));
    *out = (Date){ 0 };
    if (s.n && !date_parse(out, s, (int)year))
        *out = (Date){ 0 };                                 /* a setting that nobody can read sets no day */
    return OK;
}

static void cover_item(const PlanListView *v, const PlanDays *d, Date today, const CoverageRow *r, CoverItem *k)
{
    *k = (CoverItem){ .r = *r, .none = !r->plan_id, .draft = r->plan_id && !str_eq(r->state, S("approved")) };
    if (k->none || k->draft) {
        k->days = v->due.day ? cal_late_days(d->cal, v->due, today) : 0;
        return;
    }
    k->days = v->due.day && r->signed_on.day ? cal_late_days(d->cal, v->due, r->signed_on) : 0;
    k->late = k->days > 0;
    k->good = !k->late;
}

static void coverage(Ctx *c, const PlanDays *d, const CoverageRows *rows, PlanListView *v)
{
    v->units = (int64_t)rows->n;
    for (size_t i = 0; i < rows->n; i++) {
        CoverItem k;

        cover_item(v, d, c->today, &rows->v[i], &k);
        v->none += k.none;
        v->draft += k.draft;
        v->late += k.late;
        v->good += k.good;
        if (!k.good && v->cover.n < COVER)
            *vec_add(c->arena, &v->cover) = k;
    }
}

/* This year, or the newest one that has plans. */
static Err year_of(Ctx *c, const Req *rq, int64_t *year)
{
    PlanNewestRow newest;

    *year = req_int(rq, "year");
    if (*year >= 1990 && *year <= 2100)
        return OK;
    *year = date_year(c->today);
    TRY(q_plan_newest(c, &newest, .year = *year));
    if (newest.year)
        *year = newest.year;
    return OK;
}

Err get_plans(Ctx *c, Req *rq, Out *o)
{
    PlanListView v = { 0 };
    PlanDays days;
    PlanLines rows;
    CoverageRows cover;
    TaskOrphanCountRow orphans;
    size_t from, n;

    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(year_of(c, rq, &v.year));
    v.before = v.year - 1;
    v.after = v.year + 1;
    TRY(due_day(c, v.year, &v.due));
    v.due_set = v.due.day != 0;
    TRY(plan_days(c, &days));
    TRY(q_plan_list(c, &rows, .unit_id = 0, .year = v.year, .overdue_from = days.overdue_from, .soon = days.soon));
    v.pager = pager_of(rq, rows.n, PLANS, &from, &n);
    for (size_t i = from; i < from + n; i++)
        *vec_add(c->arena, &v.rows) = (PlanListItem){ rows.v[i], bar(c, rows.v[i].done, rows.v[i].total) };
    TRY(q_plan_coverage(c, &cover, .year = v.year, .on = c->today, .unit_id = 0));
    coverage(c, &days, &cover, &v);
    TRY(q_task_orphan_count(c, &orphans, .on = c->today));
    v.orphans = orphans.n;
    v.may_import = access_any(c, &PERM_PLAN_CHANGE);
    tpl_plan_list(o, &v);
    return OK;
}

/* ---- one plan */

static void count_tasks(PlanView *v)
{
    for (size_t i = 0; i < v->rows.n; i++) {
        const TaskItem *k = &v->rows.v[i];

        if (k->area || k->group)
            continue;
        v->total++;
        v->done += str_eq(k->letter, S("Đ"));
        v->overdue += k->t.late;
        v->soon += str_eq(k->letter, S("S"));
        if (k->t.points_at_stake.has && str_eq(k->t.state, S("open")))
            v->stake = (OptDec){ true, { v->stake.d.v + k->t.points_at_stake.d.v } };
    }
}

static Err may(Ctx *c, PlanView *v)
{
    PlanRow before;

    TRY(access_can(c, &PERM_PLAN_APPROVE, v->p.unit_id, &v->may_approve));
    v->may_reopen = v->may_approve && v->approved;
    v->may_approve = v->may_approve && !v->approved;
    TRY(access_can(c, &PERM_PLAN_CHANGE, v->p.unit_id, &v->may_change));
    TRY(access_can(c, &PERM_PLAN_CASCADE, v->p.unit_id, &v->may_cascade));
    return q_plan_of(c, &before, &v->has_before, .unit_id = v->p.unit_id, .year = v->p.year - 1);
}

static Err plan_items(Ctx *c, const PlanRow *p, PlanDays *days, TaskItems *out)
{
    TaskLines tasks;

    TRY(plan_days(c, days));
    TRY(q_task_list(c, &tasks, .plan_id = p->id, .overdue_from = days->overdue_from));
    task_items(c, &tasks, days, out);
    return OK;
}

Err get_plan(Ctx *c, Req *rq, Out *o)
{
    PlanView v = { 0 };
    PlanDays days;

    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(q_plan_get(c, &v.p, .id = req_int(rq, "id")));
    v.approved = str_eq(v.p.state, S("approved"));
    v.number = v.p.number;
    v.signed_on = v.p.signed_on;
    TRY(plan_items(c, &v.p, &days, &v.rows));
    count_tasks(&v);
    views_pick(rq, str_fmt(c->arena, "/plans/%" PRId64, v.p.id), S(""), T("Bảng tám cột"), v.p.year, &v.views);
    TRY(views_fill(c, &v.rows, &days, v.p.id, 0, &v.views));
    TRY(q_plan_versions(c, &v.versions, .plan_id = v.p.id));
    TRY(q_plan_targets(c, &v.targets, .plan_id = v.p.id));
    TRY(may(c, &v));
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
    req_send_xlsx(rq, S("ke-hoach.xlsx"), bytes);
    return OK;
}

Err get_plan_pdf(Ctx *c, Req *rq, Out *o)
{
    PlanRow p;
    PlanDays days;
    TaskItems items = { 0 };
    Str bytes;

    (void)o;
    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(q_plan_get(c, &p, .id = req_int(rq, "id")));
    TRY(plan_items(c, &p, &days, &items));
    TRY(views_pdf(c, p.title, &items, &days, p.year, &bytes));
    req_send(rq, S("application/pdf"), S("dong-thoi-gian.pdf"), bytes);
    return OK;
}

static Err back(Ctx *c, Req *rq, const char *text)
{
    req_flash(rq, str_of(tr(c->answer.lang, text)));
    req_go(rq, "/plans/%" PRId64, req_int(rq, "id"));
    return OK;
}

Err post_plan_approve(Ctx *c, Req *rq, Out *o)
{
    Date on = { 0 };

    (void)o;
    TRY(req_date(c, rq, "signed_on", true, &on));
    TRY(plan_approve(c, req_int(rq, "id"), str_trim(req_str(rq, "number")), on));
    return back(c, rq, T("Đã ghi nhận kế hoạch được ban hành."));
}

Err post_plan_reopen(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(plan_reopen(c, req_int(rq, "id"), str_trim(req_str(rq, "reason"))));
    return back(c, rq, T("Đã mở lại kế hoạch; bản đã ban hành vẫn được giữ."));
}

/* ---- what changed */

static void change_lines(Ctx *c, const PlanChanges *k, PlanChangesView *v)
{
    v->added = (int64_t)k->added;
    v->removed = (int64_t)k->removed;
    v->changed = (int64_t)k->changed;
    v->same = (int64_t)k->same;
    for (size_t i = 0; i < k->rows.n; i++) {
        const TaskChange *t = &k->rows.v[i];

        if (t->sign != '=')
            *vec_add(c->arena, &v->rows) = (ChangeLine){ *t, t->sign == '-' ? S("−") : (Str){ &t->sign, 1 }, t->sign == '+', t->sign == '-',
                t->sign == '~' };
    }
}

/* Beside a kept version when one is named, else beside last year's plan. */
Err get_plan_changes(Ctx *c, Req *rq, Out *o)
{
    PlanChangesView v = { 0 };
    PlanChanges changes;
    PlanDays days;
    TaskLines before, after;
    PlanRow old;
    int64_t n = req_int(rq, "version");
    bool any = true;

    TRY(access_need_any(c, &PERM_PLAN_VIEW));
    TRY(q_plan_get(c, &v.p, .id = req_int(rq, "id")));
    TRY(plan_days(c, &days));
    TRY(q_task_list(c, &after, .plan_id = v.p.id, .overdue_from = days.overdue_from));
    old = v.p;
    if (n > 0) {
        TRY(plan_version_tasks(c, v.p.id, n, &before));
        v.beside = str_fmt(c->arena, tr(c->answer.lang, T("bản đã giữ số %lld")), (long long)n);
    } else {
        TRY(q_plan_of(c, &old, &any, .unit_id = v.p.unit_id, .year = v.p.year - 1));
        if (!any)
            return fail(c, E_NOT_FOUND, T("%.*s không có kế hoạch năm %lld để so."), SV(v.p.unit_name), (long long)(v.p.year - 1));
        TRY(q_task_list(c, &before, .plan_id = old.id, .overdue_from = days.overdue_from));
        v.beside = str_fmt(c->arena, tr(c->answer.lang, T("kế hoạch năm %lld")), (long long)old.year);
    }
    plan_changes(c, &before, (int)old.year, &after, (int)v.p.year, &changes);
    change_lines(c, &changes, &v);
    tpl_plan_changes(o, &v);
    return OK;
}

/* ---- giving tasks down */

Err get_plan_cascade(Ctx *c, Req *rq, Out *o)
{
    PlanCascadeView v = { 0 };
    PlanDays days;
    PlanUnitsBelowRows units;
    PlanGivenRows given;
    TaskItems items = { 0 };

    TRY(q_plan_get(c, &v.p, .id = req_int(rq, "id")));
    TRY(access_need(c, &PERM_PLAN_CASCADE, v.p.unit_id));
    TRY(plan_items(c, &v.p, &days, &items));
    TRY(q_plan_units_below(c, &units, .unit_id = v.p.unit_id, .kinds = S("commune ward zone"), .on = c->today));
    TRY(q_plan_given(c, &given, .plan_id = v.p.id));
    v.communes = (int64_t)units.n;
    for (size_t i = 0; i < items.n; i++) {
        CascadeLine *k = vec_add(c->arena, &v.rows);

        *k = (CascadeLine){ .k = items.v[i], .heading = items.v[i].area || items.v[i].group };
        k->proposed = !k->heading && task_for_all_below(c->arena, &items.v[i].t);
        for (size_t g = 0; g < given.n; g++)
            if (given.v[g].origin_id == items.v[i].t.id)
                k->given = given.v[g].n;
        k->proposed = k->proposed && k->given < v.communes;
    }
    tpl_plan_cascade(o, &v);
    return OK;
}

Err post_plan_cascade(Ctx *c, Req *rq, Out *o)
{
    CascadeReport sum = { 0 }, one;
    Buf kinds = { .arena = c->arena };
    int64_t id;

    (void)o;
    for (size_t i = 0; i < req_count(rq, "kind"); i++)
        buf_fmt(&kinds, "%s%.*s", i ? " " : "", SV(req_nth(rq, "kind", i)));
    if (!kinds.n)
        return fail_field(c, "kind", T("Hãy chọn ít nhất một loại đơn vị nhận việc."));
    if (!req_count(rq, "task"))
        return fail_field(c, "task", T("Hãy chọn ít nhất một nhiệm vụ để giao."));
    for (size_t i = 0; i < req_count(rq, "task"); i++)
        if (str_int(req_nth(rq, "task", i), &id)) {
            TRY(task_cascade(c, id, buf_str(&kinds), &one));
            sum.made += one.made;
            sum.had += one.had;
            sum.plans += one.plans;
        }
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã giao %zu việc (%zu đã có từ trước), mở mới %zu kế hoạch.")), sum.made, sum.had,
        sum.plans));
    req_go(rq, "/plans/%" PRId64, req_int(rq, "id"));
    return OK;
}
