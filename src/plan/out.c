/* The printed table with its official columns, as XLSX, CSV and JSON. */
#include "base/json.h"
#include "doc/table_out.h"
#include "plan/plan.h"


static void cells_of(const TaskLine *t, Str *cell)
{
    cell[PC_TT] = t->tt;
    cell[PC_OBJECTIVE] = t->objective;
    cell[PC_TASK] = t->name;
    cell[PC_ACTIVITY] = t->activity;
    cell[PC_PRODUCT] = t->product;
    cell[PC_LEAD] = t->lead;
    cell[PC_SUPPORT] = t->support;
    cell[PC_DEADLINE] = t->deadline;
    cell[PC_FUNDING] = t->funding;
}

static const PlanCol printed[] = { PC_TT, PC_OBJECTIVE, PC_TASK, PC_ACTIVITY, PC_PRODUCT, PC_LEAD, PC_SUPPORT, PC_DEADLINE, PC_FUNDING };

Err plan_table_out(Ctx *c, const PlanRow *p, const TaskLines *tasks, bool csv, bool repeat, Str *bytes)
{
    static const OutColumn columns[] = { { T("TT"), 6 }, { T("Mục tiêu, chỉ tiêu"), 32 }, { T("Nhiệm vụ"), 36 }, { T("Hoạt động"), 36 },
        { T("Kết quả, sản phẩm"), 24 }, { T("Đơn vị chủ trì"), 22 }, { T("Đơn vị phối hợp"), 22 }, { T("Thời gian hoàn thành"), 18 },
        { T("Kinh phí"), 18 } };
    TableOut *t = csv ? table_out_csv(c->arena, LANG_VI, true) : table_out_xlsx(c->arena, LANG_VI, c->now);

    out_sheet(t, &(SheetLook){ .name = str_fmt(c->arena, "%.*s %lld", SV(p->unit_code), (long long)p->year), .landscape = true,
        .no_filter = true, .title = csv ? S("") : p->title,
        .note = csv || !p->number.n ? S("")
            : str_fmt(c->arena, "Kèm theo văn bản số %.*s ngày %.*s", SV(p->number), SV(date_vi(c->arena, p->signed_on))) },
        columns, COUNT(columns));
    for (size_t i = 0; i < tasks->n; i++) {
        const TaskLine *k = &tasks->v[i];
        Str cell[PC_COUNT];

        cells_of(k, cell);
        if (!str_eq(k->kind, S("task")) && !csv)
            out_bold(t);
        for (size_t f = 0; f < COUNT(printed); f++) {
            if (!repeat && (k->same & (1 << printed[f])))
                out_skip(t);
            else
                out_text(t, cell[printed[f]]);
        }
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

static void json_task(Ctx *c, const TaskLine *t, const PlanDays *d, Json *j)
{
    Str cell[PC_COUNT];

    cells_of(t, cell);
    json_open(j, '{');
    json_kint(j, "id", t->id);
    json_kstr(j, "kind", t->kind);
    for (size_t f = 0; f < COUNT(printed); f++)
        json_kstr(j, plan_columns[printed[f]].field, cell[printed[f]]);
    json_kstr(j, "area", t->area);
    if (str_eq(t->kind, S("task"))) {
        json_kstr(j, "unit", t->unit_name);
        json_kstr(j, "due_kind", t->due_kind);
        json_kdate(j, "due", t->due);
        json_kdate(j, "first_due", t->first_due);
        json_kdate(j, "next_due", t->next_due);
        json_kstr(j, "state", t->state);
        json_kstr(j, "standing", str_of(task_standing(t, d)));
        json_kint(j, "days_late", task_days_late(t, d, c->today));
        json_kint(j, "percent", t->percent);
        json_kstr(j, "progress", t->progress);
        json_kdate(j, "done_on", t->done_on);
        json_kstr(j, "product_made", t->product_made);
        json_kstr(j, "origin", t->origin);
        json_kint(j, "origin_id", t->origin_id);
        json_kstr(j, "origin_text", t->origin_text);
        json_kstr(j, "criterion", t->criterion_code);
        if (t->points_at_stake.has)
            json_kdec(j, "points_at_stake", t->points_at_stake.d);
    }
    json_close(j, '}');
}

void plan_json(Ctx *c, const PlanRow *p, const TaskLines *tasks, const PlanDays *d, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kint(&j, "id", p->id);
    json_kstr(&j, "unit", p->unit_code);
    json_kstr(&j, "unit_name", p->unit_name);
    json_kint(&j, "year", p->year);
    json_kstr(&j, "title", p->title);
    json_kstr(&j, "number", p->number);
    json_kdate(&j, "signed_on", p->signed_on);
    json_kstr(&j, "state", p->state);
    json_key(&j, "tasks");
    json_open(&j, '[');
    for (size_t i = 0; i < tasks->n; i++)
        json_task(c, &tasks->v[i], d, &j);
    json_close(&j, ']');
    json_close(&j, '}');
}
