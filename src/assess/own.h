/* What the files of the room share among themselves. */
#pragma once
#include "assess/assess.h"

Date self_due_of(const RoundRow *r, const SheetRow *s);             /* the unit's own, or the round's; may be unset */
Date explanation_due_of(const RoundRow *r, const SheetRow *s);
/* The person belongs to the unit, or to a part of it, or fills its sheet: nobody appraises the own unit. */
Err assess_insider(Ctx *c, int64_t unit_id, bool *out);
Str assessor_of(const CriterionRows *all, const CriterionRow *k);   /* own, or of the nearest node above */
Str criterion_field(const CriterionRows *all, int64_t id);           /* name of the root above */
Err sheet_evidence(Ctx *c, SheetData *d);                           /* fills Leaf.evidence */
