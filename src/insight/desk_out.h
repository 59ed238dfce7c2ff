/* Tables of the desk as XLSX, each with a native chart beside it. */
#pragma once
#include "insight/compare.h"
#include "insight/desk.h"
#include "insight/insight_view.h"
#include "score/look.h"

Str desk_as_of(Ctx *c, Moment newest);                  /* how new the figures are */

/* The chosen group over its years. */
Err compare_table(Ctx *c, const Look *l, const Compare *k, Str *bytes);
/* names[unit of the desk]; ask->top must be 1, 3, 5, 10. */
Err robust_table(Ctx *c, const ScoreRun *run, const Desk *d, const Robust *r, const RobustAsk *ask, const Str *names, Str *bytes);
/* What the pages show, every line of it. */
Err use_table(Ctx *c, const Look *l, const UseView *v, Str *bytes);
Err fair_table(Ctx *c, const Look *l, const FairView *v, Str *bytes);
