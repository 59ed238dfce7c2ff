/*
 * Writing JSON. Commas, quotes and escapes are made here; nesting is checked by assert.
 *
 *     Json j = { .out = out };
 *     json_open(&j, '{');
 *     json_key(&j, "points");  json_str(&j, S("9.25"));
 *     json_close(&j, '}');
 *
 * Numbers that people will argue about are written as decimal strings.
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"

typedef struct Json {
    Buf *out;
    bool comma;         /* a value stands before, in the innermost object or array */
    int depth;
} Json;

void json_open(Json *j, char bracket);          /* '{' or '[' */
void json_close(Json *j, char bracket);
void json_key(Json *j, const char *key);
void json_str(Json *j, Str s);                  /* bad UTF-8 becomes U+FFFD */
void json_int(Json *j, int64_t n);
void json_bool(Json *j, bool b);
void json_null(Json *j);
void json_dec(Json *j, Dec d);                  /* exact decimal string: "84.31" */
void json_real(Json *j, double x, int places);  /* a statistic, never points: a JSON number without idle zeros; NaN: null */
void json_date(Json *j, Date d);                /* ISO, or null when unset */

/* key and value in one go */
void json_kstr(Json *j, const char *key, Str s);
void json_kint(Json *j, const char *key, int64_t n);
void json_kbool(Json *j, const char *key, bool b);
void json_kdec(Json *j, const char *key, Dec d);
void json_kopt(Json *j, const char *key, OptDec d);     /* exact, or null */
void json_kdate(Json *j, const char *key, Date d);
