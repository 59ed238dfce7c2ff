/*
 * Keys with which programs use the API in a person's name, with that person's roles: `Authorization: Bearer KEY`.
 * A key is shown once, when it is made; the database keeps its hash. It ends on a day and can be taken back before.
 */
#pragma once
#include "web/req.h"
#include "web_sql.h"

extern const Command token_commands[];

/* name: what it is for. days: 1 … 366. Answers: E_INVALID names the field; E_FORBIDDEN for another person's key. */
Err token_issue(Ctx *c, int64_t person_id, Str name, int64_t days, Str *key);
Err token_revoke(Ctx *c, int64_t id);
Err token_list(Ctx *c, int64_t person_id, WebTokenListRows *out);       /* 0: everybody's, for the shell */

Err get_tokens(Ctx *c, Req *rq, Out *o);
Err post_token(Ctx *c, Req *rq, Out *o);
Err post_token_revoke(Ctx *c, Req *rq, Out *o);
