/* Signing in and out, and one's own password. Handlers of web_room. */
#pragma once
#include "web/req.h"

Err get_sign_in(Ctx *c, Req *rq, Out *o);
Err prepare_sign_in(Ctx *c, Req *rq);           /* slow on purpose: outside the write transaction */
Err post_sign_in(Ctx *c, Req *rq, Out *o);
Err post_sign_out(Ctx *c, Req *rq, Out *o);
Err get_profile(Ctx *c, Req *rq, Out *o);
Err prepare_password(Ctx *c, Req *rq);
Err post_password(Ctx *c, Req *rq, Out *o);

/* The Argon2id string of the password typed in a field; slow on purpose, for `prepare`. Answers: too short. */
Err sign_hash(Ctx *c, const Req *rq, const char *field, Str *hash);

/* Seconds to wait after so many failures in a row: none for the first few, then doubling up to 15 minutes. */
int64_t sign_in_wait(int64_t failures, int64_t free_tries);
