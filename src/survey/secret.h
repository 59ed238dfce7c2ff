/* Hashes and codes of the room. What is stored of a secret is its hash alone, with the purpose in it. */
#pragma once
#include "base/str.h"

Str secret_hash(Arena *a, const char *purpose, Str s);  /* 64 hex digits */
Str secret_random(Arena *a);                            /* 48 hex digits */
Str secret_code(Arena *a);                              /* "XXXX-XXXX-XXXX", 60 random bits, without letters that look alike */
Str secret_code_from(Arena *a, const char *purpose, Str s);     /* the same shape, from a hash */
/* As typed: small letters, blanks and dashes do not matter. */
Str secret_code_hash(Arena *a, const char *purpose, Str code);
