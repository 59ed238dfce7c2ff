/* What the files of the room share among themselves. */
#pragma once
#include "archive/archive.h"
#include "assess/assess.h"

Date self_due_of(const RoundRow *r, const SheetRow *s);             /* the unit's own, or the round's; may be unset */
Date explanation_due_of(const RoundRow *r, const SheetRow *s);
/* The person belongs to the unit, or to a part of it, or fills its sheet: nobody appraises the own unit. */
Err assess_insider(Ctx *c, int64_t unit_id, bool *out);
Str assessor_of(const CriterionRows *all, const CriterionRow *k);   /* own, or of the nearest node above */
/* The signed decision becomes a document of the coordinator's unit; d->document_id. */
Err round_decision_file(Ctx *c, const RoundRow *r, Upload *up, Decision *d);
Str criterion_field(const CriterionRows *all, int64_t id);           /* name of the root above */
Err sheet_evidence(Ctx *c, SheetData *d);                           /* fills Leaf.evidence */
