#pragma once
#include "insight/insight_view.h"
#include "score/look.h"
#include "web/req.h"

Err get_insight(Ctx *c, Req *rq, Out *o);
Err get_compare(Ctx *c, Req *rq, Out *o);
Err get_compare_xlsx(Ctx *c, Req *rq, Out *o);
Err get_compare_pdf(Ctx *c, Req *rq, Out *o);
Err get_whatif(Ctx *c, Req *rq, Out *o);
Err get_whatif_result(Ctx *c, Req *rq, Out *o);
Err post_whatif(Ctx *c, Req *rq, Out *o);
Err post_scenario_drop(Ctx *c, Req *rq, Out *o);
Err get_reach(Ctx *c, Req *rq, Out *o);
Err post_reach_plan(Ctx *c, Req *rq, Out *o);
Err post_reach_effort(Ctx *c, Req *rq, Out *o);
Err get_robust(Ctx *c, Req *rq, Out *o);
Err get_robust_xlsx(Ctx *c, Req *rq, Out *o);
Err get_robust_pdf(Ctx *c, Req *rq, Out *o);
Err get_use(Ctx *c, Req *rq, Out *o);
Err get_use_xlsx(Ctx *c, Req *rq, Out *o);
Err get_fair(Ctx *c, Req *rq, Out *o);
Err get_fair_xlsx(Ctx *c, Req *rq, Out *o);

/* Set, year and group asked for; the head with its tabs. page: "insight/robust". keep: "unit=…", kept when the group changes. */
Err desk_open(Ctx *c, Req *rq, const char *page, const char *title, Look *l, DeskHead *h);
/* Ranked units of the chosen group by name; the one asked for is marked. */
void desk_units(Ctx *c, const Look *l, Str chosen, UnitChoices *out);
/* The unit asked for by code; else the own one, else the first of the group. E_NOT_FOUND. */
Err desk_unit_asked(Ctx *c, Req *rq, Look *l, size_t *unit);
Dec desk_dec(double x);                                 /* a statistic for printing; 8 decimals */
OptDec desk_opt(double x);                              /* NaN: none */
Html desk_chart(const Buf *b);
