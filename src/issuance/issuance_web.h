/* Handlers of the room's pages; issuance_room.c puts them into its table of routes. */
#pragma once
#include "web/req.h"

Err get_issue_list(Ctx *c, Req *rq, Out *o);
Err get_issue_xlsx(Ctx *c, Req *rq, Out *o);
Err get_issue_new(Ctx *c, Req *rq, Out *o);
Err post_issue_new(Ctx *c, Req *rq, Out *o);
Err get_issue_cards(Ctx *c, Req *rq, Out *o);
Err get_issue(Ctx *c, Req *rq, Out *o);
Err get_issue_file(Ctx *c, Req *rq, Out *o);
Err post_issue_number(Ctx *c, Req *rq, Out *o);
Err post_issue_publish(Ctx *c, Req *rq, Out *o);
Err post_issue_revoke(Ctx *c, Req *rq, Out *o);
Err post_issue_remove(Ctx *c, Req *rq, Out *o);
Err get_issue_verify(Ctx *c, Req *rq, Out *o);
