/* What changed between two plans: with last year's, or with a version that was kept. */
#include "base/json_read.h"
#include "base/map.h"
#include "plan/plan.h"
#include "text/text.h"

static const struct { PlanCol col; const char *title; } compared[] = {
    { PC_OBJECTIVE, T("Mục tiêu, chỉ tiêu") }, { PC_TASK, T("Nhiệm vụ") }, { PC_ACTIVITY, T("Hoạt động") },
    { PC_PRODUCT, T("Kết quả, sản phẩm") }, { PC_LEAD, T("Đơn vị chủ trì") }, { PC_SUPPORT, T("Đơn vị phối hợp") },
    { PC_DEADLINE, T("Thời gian hoàn thành") }, { PC_FUNDING, T("Kinh phí") },
};

static Str words_of(const TaskLine *t)
{
    return t->activity.n ? t->activity : t->name.n ? t->name : t->objective;
}

/* The same duty in another year has the same words once its own year is taken out. */
static Str key_of(Ctx *c, const TaskLine *t, int year)
{
    Str s = text_fold(c->arena, words_of(t));

    return str_replace(c->arena, s, str_fmt(c->arena, "%d", year), S("#"));
}

static bool same_cell(Ctx *c, Str a, int year_a, Str b, int year_b)
{
    Str x = str_replace(c->arena, a, str_fmt(c->arena, "%d", year_a), S("#"));
    Str y = str_replace(c->arena, b, str_fmt(c->arena, "%d", year_b), S("#"));

    return str_eq(x, y);
}

static void compare(Ctx *c, const TaskLine *a, int year_a, const TaskLine *b, int year_b, TaskChange *out)
{
    for (size_t i = 0; i < COUNT(compared); i++) {
        Str x = task_line_cell(a, compared[i].col), y = task_line_cell(b, compared[i].col);

        if (!same_cell(c, x, year_a, y, year_b))
            *vec_add(c->arena, &out->cells) = (CellChange){ compared[i].title, x, y };
    }
}

void plan_changes(Ctx *c, const TaskLines *before, int year_before, const TaskLines *after, int year_after, PlanChanges *out)
{
    Map old = { .arena = c->arena };
    bool *used = NEW(c->arena, bool, before->n + 1);

    *out = (PlanChanges){ 0 };
    for (size_t i = before->n; i-- > 0;)                    /* of equal words the first counts */
        if (task_line_is_task(&before->v[i]))
            map_set(&old, key_of(c, &before->v[i], year_before), (int64_t)i);
    for (size_t i = 0; i < after->n; i++) {
        const TaskLine *t = &after->v[i];
        TaskChange *row;
        int64_t at = -1;

        if (!task_line_is_task(t))
            continue;
        row = vec_add(c->arena, &out->rows);
        *row = (TaskChange){ .sign = '+', .words = words_of(t), .new_id = t->id };
        if (!map_get(&old, key_of(c, t, year_after), &at) || used[at]) {
            out->added++;
            continue;
        }
        used[at] = true;
        row->old_id = before->v[at].id;
        compare(c, &before->v[at], year_before, t, year_after, row);
        row->sign = row->cells.n ? '~' : '=';
        out->changed += row->cells.n > 0;
        out->same += row->cells.n == 0;
    }
    for (size_t i = 0; i < before->n; i++)
        if (task_line_is_task(&before->v[i]) && !used[i]) {
            *vec_add(c->arena, &out->rows) = (TaskChange){ .sign = '-', .words = words_of(&before->v[i]), .old_id = before->v[i].id };
            out->removed++;
        }
}

Err plan_version_tasks(Ctx *c, int64_t plan_id, int64_t n, TaskLines *out)
{
    PlanVersionGetRow v;
    const JsonValue *j, *tasks;

    TRY(q_plan_version_get(c, &v, .plan_id = plan_id, .n = n));
    TRY(json_read(&j, c->arena, v.content, NULL, &c->answer));
    tasks = json_get(j, "tasks");
    *out = (TaskLines){ .v = NEW(c->arena, TaskLine, tasks->n + 1), .n = tasks->n };
    for (size_t i = 0; i < tasks->n; i++) {
        const JsonValue *k = json_at(tasks, i);

        out->v[i] = (TaskLine){ .id = json_number(json_get(k, "id")), .kind = json_text(json_get(k, "kind")), .tt = json_text(json_get(k, "tt")),
            .objective = json_text(json_get(k, "objective")), .name = json_text(json_get(k, "task")),
            .activity = json_text(json_get(k, "activity")), .product = json_text(json_get(k, "product")),
            .lead = json_text(json_get(k, "lead")), .support = json_text(json_get(k, "support")),
            .deadline = json_text(json_get(k, "deadline")), .funding = json_text(json_get(k, "funding")) };
    }
    return OK;
}
