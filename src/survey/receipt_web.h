/* /receipt/{survey}: the own answer by its receipt code: look, take away, withdraw. */
#pragma once
#include "web/req.h"

Err get_receipt(Ctx *c, Req *rq, Out *o);
Err post_receipt(Ctx *c, Req *rq, Out *o);
