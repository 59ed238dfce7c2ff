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
Err get_plan_pdf(Ctx *c, Req *rq, Out *o);
Err post_plan_reopen(Ctx *c, Req *rq, Out *o);
Err get_plan_changes(Ctx *c, Req *rq, Out *o);
Err get_plan_cascade(Ctx *c, Req *rq, Out *o);
Err post_plan_cascade(Ctx *c, Req *rq, Out *o);
Err get_plan_new(Ctx *c, Req *rq, Out *o);
Err post_plan_new(Ctx *c, Req *rq, Out *o);
Err get_task_new(Ctx *c, Req *rq, Out *o);
Err post_task_new(Ctx *c, Req *rq, Out *o);
Err post_task_part(Ctx *c, Req *rq, Out *o);
Err post_task_move(Ctx *c, Req *rq, Out *o);
Err post_task_hand(Ctx *c, Req *rq, Out *o);
Err post_task_bind(Ctx *c, Req *rq, Out *o);
Err post_task_cascade(Ctx *c, Req *rq, Out *o);
Err get_feeds(Ctx *c, Req *rq, Out *o);
Err prepare_feed(Ctx *c, Req *rq);
Err post_feed(Ctx *c, Req *rq, Out *o);
Err post_feed_revoke(Ctx *c, Req *rq, Out *o);
Err get_feed(Ctx *c, Req *rq, Out *o);
Err get_reminders(Ctx *c, Req *rq, Out *o);
Err post_reminder(Ctx *c, Req *rq, Out *o);
Err get_plan_template(Ctx *c, Req *rq, Out *o);
