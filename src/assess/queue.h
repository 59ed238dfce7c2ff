/*
 * The appraiser's queue as a matrix: sheets of the round × leaves scored on sheets. Loaded with a handful of queries whatever
 * its size.
 *
 *     TRY(queue_load(c, round_id, &q));
 *     for each sheet s, leaf k: if (queue_waits(&q, s, k)) …
 */
#pragma once
#include "assess/assess.h"

typedef struct QueueLeaf {
    CriterionRow k;
    Str assessor, field;        /* own or inherited; name of the root above */
} QueueLeaf;

typedef struct Queue {
    RoundRow round;
    Stage stage;                /* appraisal, second, or blind for those who only read blind */
    SheetRows sheets;
    VEC(QueueLeaf) leaves;
    bool *own;                  /* by sheet: the person may not appraise it */
    bool *entrusted, *given, *asked;    /* sheet * leaves.n + leaf; asked: an explanation waits, in the second appraisal */
    Str *who;                   /* login of who gave; empty */
} Queue;

Err queue_load(Ctx *c, int64_t round_id, Queue *q);
bool queue_has(const Queue *q, size_t sheet, size_t leaf);      /* shown to the person now, done or not */
bool queue_waits(const Queue *q, size_t sheet, size_t leaf);    /* and still to be done by the person */
