/* Handlers of the room's pages; org_room.c puts them into its table of routes. */
#pragma once
#include "web/req.h"

Err get_units(Ctx *c, Req *rq, Out *o);
Err get_unit(Ctx *c, Req *rq, Out *o);
Err get_unit_new(Ctx *c, Req *rq, Out *o);
Err post_unit_new(Ctx *c, Req *rq, Out *o);
Err get_unit_edit(Ctx *c, Req *rq, Out *o);
Err post_unit_edit(Ctx *c, Req *rq, Out *o);
Err get_unit_succeed(Ctx *c, Req *rq, Out *o);
Err post_unit_succeed(Ctx *c, Req *rq, Out *o);
Err get_unit_import(Ctx *c, Req *rq, Out *o);
Err post_unit_import(Ctx *c, Req *rq, Out *o);
Err get_units_xlsx(Ctx *c, Req *rq, Out *o);
Err get_units_csv(Ctx *c, Req *rq, Out *o);

Err get_people(Ctx *c, Req *rq, Out *o);
Err get_person_new(Ctx *c, Req *rq, Out *o);
Err post_person_new(Ctx *c, Req *rq, Out *o);
Err get_person(Ctx *c, Req *rq, Out *o);
Err post_person(Ctx *c, Req *rq, Out *o);
Err post_person_role(Ctx *c, Req *rq, Out *o);
Err post_role_end(Ctx *c, Req *rq, Out *o);
Err prepare_person_password(Ctx *c, Req *rq);
Err post_person_password(Ctx *c, Req *rq, Out *o);
Err get_delegate(Ctx *c, Req *rq, Out *o);
Err post_delegate(Ctx *c, Req *rq, Out *o);
Err post_delegate_end(Ctx *c, Req *rq, Out *o);
