/* Rows of an import on their way into table dossier, many at a time. Internal to import.c and history.c. */
#pragma once
#include "onestop/onestop.h"

enum { BATCH = 8192 };

typedef struct Incoming {
    DossierKnownRow d;
    Str code;                   /* as long as the chunk */
    size_t row;
    bool twice;                 /* its code stands in an earlier row of the file */
} Incoming;

/* What is stored of them, into old[i]; file_id 0: nothing. Texts live in c->arena. */
Err batch_known(Ctx *c, int64_t source_id, Incoming *const *v, size_t n, DossierKnownRow *old);
Err batch_write(Ctx *c, int64_t source_id, int64_t file_id, Incoming *const *v, size_t n);
/* Changes of state or due date that were seen at the moment `at`. */
Err batch_events(Ctx *c, int64_t source_id, int64_t at, const DossierEventsRow *v, const Str *code, size_t n);
/* Outcomes of a done dossier by both readings, from its moments. */
void dossier_outcome(DossierKnownRow *d);
