/*
 * A year of plans told as dated acts. Each is done by the ordinary operation with the clock set to its day, so that lateness,
 * progress and reminders come out as they would have. Acts after today are left out.
 */
#include "demo/demo_plans.h"

#include "core_sql.h"
#include "demo/demo.h"
#include "org/org.h"
#include "plan/plan.h"
#include "plan/remind.h"

enum { A_DATE, A_WHO, A_UNIT, A_VERB, A_TASK, A_PERCENT, A_TEXT, A_PRODUCT, A_TO };
static const Column act_columns[] = {
    [A_DATE] = { "date", "date", true }, [A_WHO] = { "who", "who", true }, [A_UNIT] = { "unit", "unit", true },
    [A_VERB] = { "verb", "verb", true }, [A_TASK] = { "task", "task", true }, [A_PERCENT] = { "percent", "percent", true },
    [A_TEXT] = { "text", "text", true }, [A_PRODUCT] = { "product", "product", true }, [A_TO] = { "to", "to", true },
};

typedef struct Act {
    UnitRow unit;
    Str verb, task, text, product;
    int64_t percent;
    Date to;
} Act;

enum { YEAR = 2026 };

static Err import(Ctx *c, const Act *a)
{
    Table t;
    PlanTable plan;
    PlanDays days;
    PlanImportReport rep;

    TRY(demo_table(c, str_z(c->arena, a->task), &t));
    TRY(plan_days(c, &days));
    TRY(plan_table_from(&plan, c->arena, &t, YEAR, days.cal, &c->answer));
    return plan_import(c, &(PlanForm){ .unit_id = a->unit.id, .year = YEAR, .source = a->task }, &plan, &rep);
}

/* The task of the unit's plan whose activity begins with these words. */
static Err task_of(Ctx *c, const Act *a, const PlanRow *p, TaskLine *out)
{
    PlanDays days;
    TaskLines v;

    TRY(plan_days(c, &days));
    TRY(q_task_list(c, &v, .plan_id = p->id, .overdue_from = days.overdue_from));
    for (size_t i = 0; i < v.n; i++)
        if (str_starts(v.v[i].activity, a->task)) {
            *out = v.v[i];
            return OK;
        }
    return fail(c, E_NOT_FOUND, T("Kế hoạch minh họa của %.*s không có nhiệm vụ “%.*s”."), SV(a->unit.name), SV(a->task));
}

static Err part(Ctx *c, const Act *a, int64_t id)
{
    TaskBodyRows bodies;

    TRY(q_task_bodies(c, &bodies, .task_id = id));
    for (size_t i = 0; i < bodies.n; i++)
        if (str_eq(bodies.v[i].role, S("support")))
            return task_report_part(c, id, bodies.v[i].id, a->percent, a->text);
    return OK;
}

static Err work(Ctx *c, const Act *a)
{
    PlanRow p;
    TaskLine t = { 0 };
    CascadeReport given;
    int64_t copied;

    TRY(plan_find(c, a->unit.code, YEAR, &p));
    if (str_eq(a->verb, S("approve")))
        return plan_approve(c, p.id, a->product, a->to);
    if (str_eq(a->verb, S("copy")))
        return plan_copy(c, p.id, 0, YEAR + 1, &copied);
    TRY(task_of(c, a, &p, &t));
    if (str_eq(a->verb, S("cascade")))
        return task_cascade(c, t.id, S(""), &given);
    if (str_eq(a->verb, S("part")))
        return part(c, a, t.id);
    if (str_eq(a->verb, S("sign")) || str_eq(a->verb, S("return")))
        return task_sign(c, t.id, str_eq(a->verb, S("sign")), a->text);
    if (str_eq(a->verb, S("extend")))
        return task_ask_extension(c, t.id, a->to, a->text);
    if (str_eq(a->verb, S("grant")))
        return task_decide_extension(c, t.id, true, a->text);
    return task_report(c, t.id, &(TaskReport){ .percent = a->percent, .text = a->text, .product = a->product });
}

static Err read_act(Ctx *c, const Columns *cols, size_t r, Act *a)
{
    Str percent = cell_at(cols, r, A_PERCENT).text, to = cell_at(cols, r, A_TO).text;

    *a = (Act){ .verb = cell_at(cols, r, A_VERB).text, .task = cell_at(cols, r, A_TASK).text, .text = cell_at(cols, r, A_TEXT).text,
        .product = cell_at(cols, r, A_PRODUCT).text };
    if (percent.n && !str_int(percent, &a->percent))
        return row_fail(&c->answer, cols, r, A_PERCENT, T("Tiến độ là số nguyên từ 0 đến 100."));
    if (to.n && !date_parse(&a->to, to, 0))
        return row_fail(&c->answer, cols, r, A_TO, T("Ngày không có thật; hãy ghi dd/mm/yyyy."));
    return org_by_code(c, cell_at(cols, r, A_UNIT).text, &a->unit);
}

/* Reports the cascaded task of a commune as done on a day. */
static Err commune_done(Ctx *c, const PlanLine *p, Str task, Date on, Str text, Str product)
{
    Act a = { .task = task };
    PlanRow row = { .id = p->id };
    TaskLine t;

    TRY(task_of(c, &a, &row, &t));
    if (!str_eq(t.state, S("open")))
        return OK;
    return task_report(c, t.id, &(TaskReport){ .percent = 100, .text = text, .product = product, .done_on = on });
}

/* A commune issues its plan some days before or after 05/02. */
static Err commune_issues(Ctx *c, const PlanLine *p, size_t n, Date january)
{
    Str number = str_fmt(c->arena, "%zu/KH-UBND", 10 + n % 60);
    Date on = { january.day + 25 + (int32_t)(n % 11 == 3 ? 17 : n % 7) };

    TRY(plan_approve(c, p->id, number, on));
    return commune_done(c, p, S("100% UBND cấp xã ban hành kế hoạch"), on, S("Đã ban hành kế hoạch"),
        str_fmt(c->arena, "%.*s ngày %.*s", SV(number), SV(date_vi(c->arena, on))));
}

/* Most communes issue a plan and set up their groups; some do not, by their place in the list. */
static Err communes(Ctx *c, const Act *a)
{
    PlanLines plans;
    PlanDays days;
    Date january;

    (void)date_make(&january, YEAR, 1, 1);                  /* a day that exists */
    TRY(plan_days(c, &days));
    TRY(q_plan_list(c, &plans, .unit_id = 0, .year = YEAR, .overdue_from = days.overdue_from, .soon = days.soon));
    for (size_t i = 0; i < plans.n; i++) {
        const PlanLine *p = &plans.v[i];
        bool commune = str_eq(p->state, S("draft")) || str_ends(p->number, S("/KH-UBND"));

        if (!commune || p->unit_id == a->unit.id || str_eq(p->unit_code, S("H99.111")))
            continue;
        if (str_eq(a->task, S("plan")) && str_eq(p->state, S("draft")) && i % 9 != 4)
            TRY(commune_issues(c, p, i, january));
        if (str_eq(a->task, S("groups")) && i % 13 != 5)
            TRY(commune_done(c, p, S("100% UBND cấp xã lập tổ"), (Date){ c->today.day - 20 + (int32_t)(i % 20) },
                S("Đã lập tổ ở mọi thôn"), str_fmt(c->arena, "%zu/QĐ-UBND", 40 + i % 50)));
    }
    return OK;
}

static Err act(Ctx *c, const Act *a)
{
    RemindReport rep = { 0 };

    if (str_eq(a->verb, S("import")))
        return import(c, a);
    if (str_eq(a->verb, S("remind")))
        return remind_make(c, &rep);
    if (str_eq(a->verb, S("communes")))
        return communes(c, a);
    return work(c, a);
}

Err demo_plans(Ctx *c)
{
    Moment now = c->now;
    Date today = c->today;
    Str login = c->user_login;
    Table t;
    Columns cols;

    TRY(demo_table(c, "plan-year.csv", &t));
    TRY(columns_find(&cols, c->arena, &t, act_columns, COUNT(act_columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        Act a;
        Date day;
        Err e;

        if (!date_parse(&day, cell_at(&cols, r, A_DATE).text, 0))
            return row_fail(&c->answer, &cols, r, A_DATE, T("Ngày không có thật; hãy ghi dd/mm/yyyy."));
        if (day.day > today.day)
            break;
        c->today = day;
        c->now = moment_of(day, 8 + (int)(r % 8), (int)(r * 7 % 60));
        c->user_login = cell_at(&cols, r, A_WHO).text;
        e = read_act(c, &cols, r, &a);
        if (e == OK)
            e = act(c, &a);
        c->today = today;
        c->now = now;
        c->user_login = login;
        TRY(e);
    }
    return OK;
}
