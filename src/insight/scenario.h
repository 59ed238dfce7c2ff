/* Scenarios: changes that somebody keeps to try again. They are read by nobody but the desk and enter no result. */
#pragma once
#include "core/access.h"
#include "insight/whatif.h"
#include "insight_sql.h"

extern const Perm PERM_INSIGHT_VIEW, PERM_INSIGHT_EFFORT;

/* Under the name, for the person who asks; the same name again replaces. trial_set_id 0: the set itself. */
Err scenario_save(Ctx *c, int64_t set_id, int64_t trial_set_id, Str name, const WhatIfChanges *v, int64_t *id);
Err scenario_mine(Ctx *c, int64_t set_id, ScenarioRows *out);           /* set_id 0: all; the shell sees everybody's */
/* E_NOT_FOUND also when it is somebody else's. */
Err scenario_open(Ctx *c, int64_t id, ScenarioRow *out, WhatIfChanges *v);
Err scenario_drop(Ctx *c, int64_t id);

/* effort none and deadline unset: estimated again. E_INVALID: below zero. */
Err effort_put(Ctx *c, int64_t criterion_id, OptDec effort, Date deadline);
