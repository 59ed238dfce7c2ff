/* Handlers of the page of the working calendar. */
#pragma once
#include "web/req.h"

Err get_calendar(Ctx *c, Req *rq, Out *o);
Err post_calendar(Ctx *c, Req *rq, Out *o);
Err post_calendar_import(Ctx *c, Req *rq, Out *o);
Err post_calendar_forget(Ctx *c, Req *rq, Out *o);
