#pragma once
#include "core/room.h"

Err get_losses(Ctx *c, Req *rq, Out *o);
Err post_losses_derive(Ctx *c, Req *rq, Out *o);
Err get_remedy_new(Ctx *c, Req *rq, Out *o);
Err post_remedy_new(Ctx *c, Req *rq, Out *o);
Err get_remedies(Ctx *c, Req *rq, Out *o);
Err get_remedies_xlsx(Ctx *c, Req *rq, Out *o);
Err post_remedy_task(Ctx *c, Req *rq, Out *o);
