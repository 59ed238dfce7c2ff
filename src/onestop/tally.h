/* Differences to the stored counts, added up in memory while an import runs. Internal to import.c and history.c. */
#pragma once
#include "onestop/onestop.h"

typedef enum Count {
    COUNT_N, COUNT_EARLY, COUNT_ON_TIME, COUNT_LATE, COUNT_EARLY_766, COUNT_ON_TIME_766, COUNT_LATE_766, COUNT_ACTIVE,
    COUNT_SUSPENDED, COUNT_RETURNED, COUNT_PAID, COUNT_DIGITISED, COUNT_POSTAL, COUNT_FEE, COUNT_ELECTRONIC, COUNT_REUSED,
    COUNT_COMPLAINT, COUNT_DAYS, N_COUNTS
} Count;                        /* in the order of table dossier_count */

enum { N_TALLY_KEYS = 6 };      /* unit, month, closed, field, procedure, channel */

typedef struct TallyGroup {
    int32_t key[N_TALLY_KEYS];
    int32_t count[N_COUNTS];
} TallyGroup;

typedef struct Tally {
    Arena *arena;
    VEC(TallyGroup) groups;
    uint32_t *index;            /* number + 1; 0: free */
    size_t mask;
} Tally;

void tally_add(Tally *t, const DossierKnownRow *d, int sign);
Err tally_write(Ctx *c, Tally *t, int64_t source_id);       /* uses it up; groups that stay as they are are left out */
