/*
 * What other rooms show on the home page of a signed-in person. Joined in main/joins.c, so that the home page need not
 * know them. *out may stay empty: then nothing is shown.
 */
#pragma once
#include "core/ctx.h"
#include "html/out.h"

typedef Err (*HomeBlock)(Ctx *c, Html *out);
extern const HomeBlock home_due;                        /* work that is due; NULL: none */
