/* Tasks as pages show them. */
#pragma once
#include "plan/plan_view.h"

void task_items(Ctx *c, const TaskLines *tasks, const PlanDays *d, TaskItems *out);
