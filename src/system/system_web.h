/* Handlers of the room's pages; system_room.c puts them into its table of routes. */
#pragma once
#include "web/req.h"

extern const Perm PERM_AUDIT_VIEW;

Err get_settings(Ctx *c, Req *rq, Out *o);
Err post_setting(Ctx *c, Req *rq, Out *o);
Err get_audit(Ctx *c, Req *rq, Out *o);
Err get_about(Ctx *c, Req *rq, Out *o);
