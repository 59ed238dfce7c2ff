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

/* draft_web.c */
enum { MAX_ISSUE_FILE = 32 << 20 };
Err get_issue_edit(Ctx *c, Req *rq, Out *o);
Err post_issue_edit(Ctx *c, Req *rq, Out *o);
Err post_issue_word(Ctx *c, Req *rq, Out *o);
Err post_issue_word_drop(Ctx *c, Req *rq, Out *o);
Err post_issue_change(Ctx *c, Req *rq, Out *o);
Err post_issue_to(Ctx *c, Req *rq, Out *o);
Err post_issue_seen(Ctx *c, Req *rq, Out *o);
Err post_issue_signed(Ctx *c, Req *rq, Out *o);
Err get_issue_verify(Ctx *c, Req *rq, Out *o);
Err post_issue_verify(Ctx *c, Req *rq, Out *o);
Err get_issue_templates(Ctx *c, Req *rq, Out *o);
Err get_issue_template(Ctx *c, Req *rq, Out *o);
Err get_issue_template_file(Ctx *c, Req *rq, Out *o);
Err post_issue_template(Ctx *c, Req *rq, Out *o);
Err post_issue_template_back(Ctx *c, Req *rq, Out *o);
Err get_issue_incoming(Ctx *c, Req *rq, Out *o);
Err get_issue_incoming_xlsx(Ctx *c, Req *rq, Out *o);
Err get_issue_batches(Ctx *c, Req *rq, Out *o);
Err post_issue_batches(Ctx *c, Req *rq, Out *o);
Err get_issue_batch(Ctx *c, Req *rq, Out *o);
Err post_issue_batch(Ctx *c, Req *rq, Out *o);
Err get_issue_batch_zip(Ctx *c, Req *rq, Out *o);
