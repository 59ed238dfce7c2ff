/* Results of the desk as JSON or as a table: the same for a file and for a round. */
#pragma once
#include "insight/compare.h"
#include "insight/desk.h"
#include "insight/fair.h"
#include "insight/scenario.h"

void show_robust(Ctx *c, Buf *out, bool json, const Desk *d, const Robust *r, const RobustAsk *ask);
void show_sources(Ctx *c, Buf *out, bool json, const Desk *d, const RobustSource *s);
void show_reach(Ctx *c, Buf *out, bool json, const DeskReach *r);
void show_criteria(Ctx *c, Buf *out, bool json, const Desk *d, const CriterionUse *u, double alpha);
void show_whatif(Ctx *c, Buf *out, bool json, const WhatIf *w);           /* only units that moved */
void show_scenarios(Ctx *c, Buf *out, bool json, const ScenarioRows *rows);
/* unit SIZE_MAX: all units of the group, or of all groups when that is empty. */
void show_compare(Ctx *c, Buf *out, bool json, const Compare *k, size_t unit, Str group);
void show_fair(Ctx *c, Buf *out, bool json, const Fair *f);
