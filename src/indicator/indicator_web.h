/* Handlers of the pages of figures and reports. */
#pragma once
#include "web/req.h"

Err get_figures(Ctx *c, Req *rq, Out *o);
Err post_figures(Ctx *c, Req *rq, Out *o);
Err get_report(Ctx *c, Req *rq, Out *o);
Err get_report_xlsx(Ctx *c, Req *rq, Out *o);
Err post_report(Ctx *c, Req *rq, Out *o);
