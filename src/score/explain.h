/* One number explained: the same for the page, the command, the report and the API, which only print it. */
#pragma once
#include "score/score_run.h"

typedef struct Why {
    Explain e;                  /* core/score.h: points, rule, trace, parts */
    Str unit_code, unit_name;
    size_t unit;
    Str state;                  /* "points" "direct" "sum" "missing" "not_applicable" "refused" */
    Str rule_typed;
    Str reason;                 /* told by who gave direct points */
    Str by;                     /* who and when, of direct points */
    Str parent_code;
} Why;

Err score_why(Ctx *c, const ScoreRun *r, size_t unit, size_t node, Why *out);
void why_json(Ctx *c, const ScoreRun *r, const Why *w, Buf *out);
void why_text(Ctx *c, const ScoreRun *r, const Why *w, Buf *out);
