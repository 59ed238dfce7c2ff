/* Handlers of the pages of plans, tasks and notices. */
#pragma once
#include "web/req.h"

Err get_plans(Ctx *c, Req *rq, Out *o);
Err get_plan(Ctx *c, Req *rq, Out *o);
Err get_plan_xlsx(Ctx *c, Req *rq, Out *o);
Err post_plan_approve(Ctx *c, Req *rq, Out *o);
Err get_plan_import(Ctx *c, Req *rq, Out *o);
Err post_plan_import(Ctx *c, Req *rq, Out *o);
Err get_tasks(Ctx *c, Req *rq, Out *o);
Err get_tasks_ics(Ctx *c, Req *rq, Out *o);
Err get_task(Ctx *c, Req *rq, Out *o);
Err post_task_report(Ctx *c, Req *rq, Out *o);
Err post_task_extend(Ctx *c, Req *rq, Out *o);
Err post_task_decide(Ctx *c, Req *rq, Out *o);
Err post_task_sign(Ctx *c, Req *rq, Out *o);
Err get_notices(Ctx *c, Req *rq, Out *o);
Err post_notices_read(Ctx *c, Req *rq, Out *o);
