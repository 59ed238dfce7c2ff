/* What documents say about one-stop dossiers. Apart, for room onestop and room intake both have a `Reading`. */
#pragma once
#include "core/ctx.h"

typedef struct DueDossier {
    Str code, procedure;
    Str due;                    /* dd/mm/yyyy HH:MM */
} DueDossier;
typedef VEC(DueDossier) DueDossiers;

/* In progress and due before today, of a unit and everything below it; the longest overdue first, at most 2,000. */
Err due_dossiers(Ctx *c, int64_t unit_id, DueDossiers *out);
/* "tiếp nhận mới 120 hồ sơ, tỷ lệ đúng hạn 97,50%, …" of a year. */
Err dossier_sentence(Ctx *c, int64_t unit_id, int64_t year, size_t over, Str *out);
