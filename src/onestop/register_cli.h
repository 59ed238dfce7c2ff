#pragma once
#include "core/room.h"

extern const Opt index766_options[], history_options[], portal_options[], procedures_options[], faults_options[], rating18_options[], due_options[],
    hours_options[], apologies_options[], petitions_options[];
Err run_index766(Ctx *c, const Args *a, Buf *out);
Err run_portal(Ctx *c, const Args *a, Buf *out);
Err run_history(Ctx *c, const Args *a, Buf *out);
Err run_procedures(Ctx *c, const Args *a, Buf *out);
Err run_faults(Ctx *c, const Args *a, Buf *out);
Err run_rating18(Ctx *c, const Args *a, Buf *out);
Err run_rating18_import(Ctx *c, const Args *a, Buf *out);
Err run_due(Ctx *c, const Args *a, Buf *out);
Err run_hours(Ctx *c, const Args *a, Buf *out);
Err run_apologies(Ctx *c, const Args *a, Buf *out);
Err run_apologies_import(Ctx *c, const Args *a, Buf *out);
Err run_petitions(Ctx *c, const Args *a, Buf *out);
Err run_petitions_import(Ctx *c, const Args *a, Buf *out);
