/* Handlers of the pages of figures and reports. */
#pragma once
#include "web/req.h"

Err get_figures(Ctx *c, Req *rq, Out *o);
Err post_figures(Ctx *c, Req *rq, Out *o);
Err get_report(Ctx *c, Req *rq, Out *o);
Err get_report_xlsx(Ctx *c, Req *rq, Out *o);
Err post_report(Ctx *c, Req *rq, Out *o);
Err get_figure_grid(Ctx *c, Req *rq, Out *o);
Err get_figure_grid_xlsx(Ctx *c, Req *rq, Out *o);
Err post_figure_grid(Ctx *c, Req *rq, Out *o);
Err get_figure_status(Ctx *c, Req *rq, Out *o);
Err post_figure_status(Ctx *c, Req *rq, Out *o);
Err get_figure_history(Ctx *c, Req *rq, Out *o);
Err post_figure_comment(Ctx *c, Req *rq, Out *o);
