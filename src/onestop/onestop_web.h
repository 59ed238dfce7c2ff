#pragma once
#include "web/req.h"

Err get_onestop(Ctx *c, Req *rq, Out *o);
Err get_onestop_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_due(Ctx *c, Req *rq, Out *o);
Err get_onestop_due_xlsx(Ctx *c, Req *rq, Out *o);
Err get_onestop_import(Ctx *c, Req *rq, Out *o);
Err post_onestop_import(Ctx *c, Req *rq, Out *o);
