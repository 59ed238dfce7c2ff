/* Tasks as pages show them. */
#pragma once
#include "plan/plan_view.h"

enum { PICTURED = 400 };        /* tasks that a board, a timeline or a heat map shows at most */

/* Which view the page asks for; the printed table when none. */
void views_pick(const Req *rq, Str base, Str query, const char *table_title, int64_t year, TaskViews *out);
/* Fills the view that was picked. plan_id, unit_id: whose reports count in the heat map; 0: all of the year. */
Err views_fill(Ctx *c, const TaskItems *items, const PlanDays *d, int64_t plan_id, int64_t unit_id, TaskViews *out);
/* The timeline as a PDF of vectors: A4 landscape, so many pages as it needs. */
Err views_pdf(Ctx *c, Str title, const TaskItems *items, const PlanDays *d, int64_t year, Str *bytes);

TaskItem task_item(Ctx *c, const TaskLine *t, const PlanDays *d);
void task_items(Ctx *c, const TaskLines *tasks, const PlanDays *d, TaskItems *out);
