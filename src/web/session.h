/*
 * Who is asking: sessions and keys of the API in the database, tokens only as hashes; the token against forged
 * forms; keys that make a form sent twice count once.
 */
#pragma once
#include "web/req.h"

/* Fills c->user_* and rq->session_id. No session, or one that ended: nobody, and no error. */
Err session_load(Ctx *c, Req *rq);
/* A new session for the person; the cookie goes with the answer. An old one of this browser ends. */
Err session_begin(Ctx *c, Req *rq, int64_t person_id);
Err session_end(Ctx *c, Req *rq);

Str session_random(Arena *a);                           /* 32 random bytes, base64url */
Str session_hash(Arena *a, Str token);                  /* what the database keeps */
Str session_csrf(Arena *a, Str secret);
bool session_csrf_ok(Arena *a, Str secret, Str given);
/* Set-Cookie with the flags that belong to it. seconds 0: until the browser closes; < 0: remove. */
void session_cookie(Req *rq, Str name, Str value, int64_t seconds);
Str session_cookie_name(void);                          /* __Host-td behind TLS */
void session_secure(bool behind_tls);                   /* once, before threads */
