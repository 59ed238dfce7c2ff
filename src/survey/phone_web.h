/* The public page of a survey: /s/{survey} and /s/{survey}/{code}; the same at a counter: /k/{key}. */
#pragma once
#include "web/req.h"

Err get_phone(Ctx *c, Req *rq, Out *o);
Err post_phone(Ctx *c, Req *rq, Out *o);
Err get_kiosk(Ctx *c, Req *rq, Out *o);
Err post_kiosk(Ctx *c, Req *rq, Out *o);
