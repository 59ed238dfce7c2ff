#pragma once
#include "core/room.h"

Err get_intake(Ctx *c, Req *rq, Out *o);
Err prepare_intake(Ctx *c, Req *rq);
Err post_intake(Ctx *c, Req *rq, Out *o);
Err get_intake_file(Ctx *c, Req *rq, Out *o);
Err prepare_accept(Ctx *c, Req *rq);
Err post_accept(Ctx *c, Req *rq, Out *o);
Err post_intake_remove(Ctx *c, Req *rq, Out *o);
