/*
 * What if: the round computed again with some things otherwise, beside the real result. Nothing is stored: the changes
 * live in the arena of the question, and the run that is given is only read.
 *
 *   points   a unit's points for a leaf (they stand before the rule)
 *   figure   a unit's figure; direct points of the leaf that reads it give way, so that the rule decides
 *   max      another maximum for a leaf; the points that units have there grow in proportion
 *   rule     another rule for a leaf; direct points give way
 *
 * Unit "*" means every scored unit. Another set may stand in for the run's own: criteria are matched by old_code, else
 * by code; figures are read under the old code, direct points grow with the maximum; a criterion without a
 * predecessor has no figure and is counted.
 */
#pragma once
#include "score/score_run.h"

typedef enum WhatIfKind { WHATIF_POINTS, WHATIF_FIGURE, WHATIF_MAX, WHATIF_RULE, WHATIF_KINDS } WhatIfKind;
extern const char *const whatif_kinds[WHATIF_KINDS];    /* "points" "figure" "max" "rule" */

typedef struct WhatIfChange {
    WhatIfKind kind;
    Str unit;                   /* code or "*"; empty for max and rule */
    Str code;                   /* of the criterion, or of the figure */
    Str value;                  /* as typed */
} WhatIfChange;
typedef VEC(WhatIfChange) WhatIfChanges;

enum { WHATIF_CHANGES_MAX = 2000 };

typedef struct WhatIf {
    const ScoreRun *run;        /* as it is */
    const CriteriaSet *nodes;   /* that were used: the run's own, or changed ones */
    ScoreSheet *after;
    Str *grades;                /* after, of each scored unit */
    const CriteriaSetRow *set;  /* of the trial, or the run's own */
    const CriterionRows *criteria;
    size_t unmatched;           /* leaves of the trial set without a predecessor */
} WhatIf;

/*
 * trial NULL: the run's own set. E_INVALID: not a number, a criterion with parts, points out of range, a rule that
 * cannot be read; E_NOT_FOUND: unit, criterion or figure unknown.
 */
Err whatif_run(WhatIf *out, Ctx *c, const ScoreRun *run, const ScoreRun *trial, const WhatIfChanges *v);
/* The set to try: its criteria without figures. */
Err whatif_trial(Ctx *c, int64_t set_id, ScoreRun *out);

/*
 * "UNIT:CODE=VALUE" (points, figure), "CODE=VALUE" (max, rule); of points, figures and maxima several with ; between.
 * Adds to *out. E_INVALID: not written so.
 */
Err whatif_parse(WhatIfChanges *out, Ctx *c, WhatIfKind kind, Str text);
bool whatif_moved(const WhatIf *w, size_t unit);        /* points, percent, rank or grade differ */
