/*
 * What if: the round computed again with other points for some cells, beside the real result. Nothing is stored: the
 * changes live in the arena of the question.
 */
#pragma once
#include "score/score_run.h"

typedef struct WhatIf {
    const ScoreRun *run;        /* as it is */
    ScoreSheet *after;
    Str *grades;                /* after, of each scored unit */
} WhatIf;

/*
 * changes: "UNIT:CRITERION=POINTS", several with ; between. Empty: nothing changes. Points given stand before the rule.
 * E_INVALID: not written so, a criterion with parts, points out of range; E_NOT_FOUND: unit or criterion unknown.
 */
Err whatif_points(WhatIf *out, Ctx *c, const ScoreRun *run, Str changes);
bool whatif_moved(const WhatIf *w, size_t unit);        /* points, percent, rank or grade differ */
