/* The part of the register that a person sees, as the queries take it. Private to the room. */
#pragma once
#include "core/ctx.h"

typedef struct Scope {
    Str own, review;            /* ",3,12,": roots of the person's grants; empty: none */
    int64_t own_all, review_all;
} Scope;
Err scope_of(Ctx *c, Scope *s);
#define SCOPE(s) .own = (s).own, .own_all = (s).own_all, .review = (s).review, .review_all = (s).review_all
