/* Words that room remedy keeps as approved, in place of those that documents compose by themselves. */
#pragma once
#include "issuance/make.h"
#include "score/score_run.h"

/* The parts of the approved plan or review of the unit as numbered sections; *any false: none is approved, nothing written. */
Err approved_sections(Ctx *c, Paper *p, const ScoreRun *r, size_t unit, Str kind, bool *any);
/* The remedies of the losses with owner and day, as the appendix of the plan has them. */
Err remedies_appendix(Ctx *c, Paper *p, const ScoreRun *r, size_t unit);
