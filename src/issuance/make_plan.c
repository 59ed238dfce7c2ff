/* The annual plan of a unit as a document of its own, or issued by a decision with the eight-column appendix. */
#include "issuance/compose.h"
#include "plan/plan.h"
#include "text/text.h"

/* Lines without their own punctuation; "Căn cứ" stands before what says neither that nor "Thực hiện". */
static void plan_bases(Ctx *c, Fields *f, Str text)
{
    Str line;

    field_list(f, "can_cu_ke_hoach");
    while (text.n) {
        (void)str_cut(text, S("\n"), &line, &text);         /* the last line has none behind it */
        line = str_trim(line);
        while (str_ends(line, S(";")) || str_ends(line, S(".")) || str_ends(line, S(",")))
            line = str_trim(str_sub(line, 0, line.n - 1));
        if (line.n)
            field(field_row(f, "can_cu_ke_hoach"), "dong",
                str_starts(line, S("Căn cứ")) || str_starts(line, S("Thực hiện")) ? line : str_fmt(c->arena, "Căn cứ %.*s", SV(line)));
    }
}

static void target_fields(Fields *f, const PlanTargetsRows *v)
{
    field(f, "co_muc_tieu", v->n ? S("x") : S(""));
    field_list(f, "muc_tieu_chung");
    for (size_t i = 0; i < v->n; i++) {
        Str s = str_trim(v->v[i].text);

        field(field_row(f, "muc_tieu_chung"), "ten", str_ends(s, S(".")) ? str_sub(s, 0, s.n - 1) : s);
    }
}

static const struct {
    PlanCol col;
    const char *name;
} columns[] = {
    { PC_TT, "tt" }, { PC_OBJECTIVE, "muc_tieu" }, { PC_TASK, "nhiem_vu" }, { PC_ACTIVITY, "hoat_dong" }, { PC_PRODUCT, "san_pham" }, { PC_LEAD, "chu_tri" },
    { PC_SUPPORT, "phoi_hop" }, { PC_DEADLINE, "thoi_gian" }, { PC_FUNDING, "kinh_phi" },
};

static void task_fields(Ctx *c, Fields *f, const TaskLines *v)
{
    size_t tasks = 0;

    field_list(f, "nhiem_vu");
    for (size_t i = 0; i < v->n; i++) {
        const TaskLine *t = &v->v[i];
        Fields *row = field_row(f, "nhiem_vu");

        if (!task_line_is_task(t)) {
            field(row, "tt", t->tt);
            field(row, "tieu_de", t->name.n ? t->name : t->area);
            continue;
        }
        tasks++;
        field(row, "tieu_de", S(""));
        for (size_t col = 0; col < COUNT(columns); col++)
            field_from(row, columns[col].name, task_line_cell(t, columns[col].col),
                columns[col].col == PC_DEADLINE ? str_fmt(c->arena, "nhiệm vụ %lld", (long long)t->id) : S(""));
    }
    field_fmt(f, "so_nhiem_vu", "%zu", tasks);
}

Err make_plan(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    Body body;
    PlanRow plan;
    PlanDays days;
    TaskLines tasks;
    PlanTargetsRows targets;
    MakeAsk own = *ask;

    own.issuer = ask->unit;     /* a plan is its unit's, whoever else was named */
    TRY(compose_begin(c, &own, &k));
    TRY(body_load(c, ask->unit, &body));
    TRY(access_need(c, &PERM_ISSUE_MAKE, body.id));
    TRY(plan_find(c, ask->unit, (int)ask->year, &plan));
    TRY(plan_days(c, &days));
    TRY(q_task_list(c, &tasks, .plan_id = plan.id, .overdue_from = days.overdue_from));
    TRY(q_plan_targets(c, &targets, .plan_id = plan.id));
    if (tasks.n == 0)
        return fail(c, E_STATE, T("Kế hoạch năm %lld của %.*s chưa có nhiệm vụ nào; hãy nạp bảng nhiệm vụ trước."), (long long)ask->year, SV(body.name));
    TRY(compose_issuer(c, &k, ask->unit));
    out->unit_id = body.id;
    field_fmt(k.f, "nam", "%lld", (long long)ask->year);
    plan_bases(c, k.f, plan.bases);
    target_fields(k.f, &targets);
    task_fields(c, k.f, &tasks);
    return compose_end(c, &k, out);
}
