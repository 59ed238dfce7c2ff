/* Results of the desk as JSON or as a table: the same for a file and for a round. */
#pragma once
#include "insight/desk.h"
#include "insight/whatif.h"

void show_robust(Ctx *c, Buf *out, bool json, const Desk *d, const Robust *r, const RobustAsk *ask);
void show_sources(Ctx *c, Buf *out, bool json, const Desk *d, const RobustSource *s);
void show_reach(Ctx *c, Buf *out, bool json, const DeskReach *r);
void show_criteria(Ctx *c, Buf *out, bool json, const Desk *d, const CriterionUse *u, double alpha);
void show_whatif(Ctx *c, Buf *out, bool json, const WhatIf *w);           /* only units that moved */
