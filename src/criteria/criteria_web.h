/* Handlers of the room's pages; criteria_room.c puts them into its table of routes. */
#pragma once
#include "web/req.h"

Err get_sets(Ctx *c, Req *rq, Out *o);
Err get_set(Ctx *c, Req *rq, Out *o);
Err get_set_xlsx(Ctx *c, Req *rq, Out *o);
Err get_set_csv(Ctx *c, Req *rq, Out *o);
Err get_set_edit(Ctx *c, Req *rq, Out *o);
Err post_set_edit(Ctx *c, Req *rq, Out *o);
Err get_set_import(Ctx *c, Req *rq, Out *o);
Err post_set_import(Ctx *c, Req *rq, Out *o);
Err post_set_copy(Ctx *c, Req *rq, Out *o);
Err get_set_diff(Ctx *c, Req *rq, Out *o);

Err get_criterion(Ctx *c, Req *rq, Out *o);
Err post_criterion(Ctx *c, Req *rq, Out *o);
Err get_criterion_try(Ctx *c, Req *rq, Out *o);
