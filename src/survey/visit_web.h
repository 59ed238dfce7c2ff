/* The interviewer's page: /v/{key}, one sheet after the other, also without a network. */
#pragma once
#include "web/req.h"

Err get_visit(Ctx *c, Req *rq, Out *o);
Err post_visit(Ctx *c, Req *rq, Out *o);
Err get_visit_worker(Ctx *c, Req *rq, Out *o);
