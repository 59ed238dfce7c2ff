/* One number explained: the same for the page, the command, the report and the API, which only print it. */
#pragma once
#include "score/score_run.h"

typedef struct ExplainInput {
    Str code, value, source;
} ExplainInput;

typedef struct ExplainPart {
    Str code, name;
    Dec points, max;
} ExplainPart;

typedef struct Explain {
    size_t node;
    Str code, name, unit_code, unit_name;
    Dec points, max;
    Str state;                  /* "rule" "direct" "sum" "missing" "not_applicable" "refused" "absent" */
    Str sentence;               /* why, in words of the reader's language */
    Str rule_typed, rule_canonical, rule_plain;
    Str band, arithmetic;       /* what matched, the arithmetic */
    Str reason;                 /* told by who gave direct points */
    VEC(ExplainInput) inputs;
    VEC(ExplainPart) parts;     /* children; they add up to the points */
    Str parent_code;
} Explain;

Err score_explain(Ctx *c, ScoreRun *r, size_t unit, size_t node, Explain *out);
void explain_json(Ctx *c, const ScoreRun *r, const Explain *e, Buf *out);
void explain_text(Ctx *c, const ScoreRun *r, const Explain *e, Buf *out);
