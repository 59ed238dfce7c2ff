/*
 * The inner loop of robust.c: some draws of all indices and ranks at once. Not for others.
 *
 * Units stand by group, then by base rank; `unit[place]` says which one it is.
 */
#pragma once
#include "insight/robust.h"

enum { BLOCK = 4, NORMALS = 1 << 16 };

typedef struct Field {
    const RobustModel *m;
    const RobustAsk *ask;
    size_t n, padded;           /* units; rounded up to whole vectors */
    size_t *unit;               /* [place] */
    size_t *first, *size;       /* of the group that a place belongs to */
    double *base;               /* [place] index */
    double *applies;            /* [place] sum of maxima that apply */
    double whole;               /* sum of all maxima */
    float *share;               /* [criterion * padded + place], at most 1, 0 where not applicable */
    float *raw;                 /* the same uncut where there is a target, the figure where there are steps; NULL: thresholds do not vary */
    bool *moves;                /* [criterion] its target or its bounds vary */
    size_t *step_from;          /* [criterion], and one more: its bounds, in bound[] and jump[], four times each */
    float *bound, *jump;
    size_t *gap_from;           /* [place], and one more: its criteria that do not apply, in gap[] */
    size_t *gap;
    double *survey, *appraiser; /* [place] standard deviation of the index; NULL: none */
    const float *normal;        /* NORMALS quantiles */
} Field;

/* Which random numbers a draw uses, for each assumption apart. */
typedef struct DrawIds {
    uint64_t id[ASSUMPTIONS];
} DrawIds;

/* Memory of one thread. */
typedef struct Bench {
    float *add;                 /* [criterion][BLOCK][4]: change of weight, four times */
    float *weight, *stretch;    /* the same: the weight itself, 1 / moved target */
    double *change;             /* [BLOCK][criterion] change of weight */
    float *delta;               /* [BLOCK * padded] change of points */
    double *index;              /* [padded] */
    uint16_t *count, *bucket;
    uint32_t *order;
    double *sorted;
} Bench;

void field_make(Field *f, Arena *a, const RobustModel *m, const RobustAsk *ask);
void bench_make(Bench *b, Arena *a, const Field *f);

/* BLOCK draws: changes of points for all units. */
void draw_block(const Field *f, Bench *b, const DrawIds ids[BLOCK]);
/* Draw number k of the block: index of all units in b->index, ranks to rank[place]. */
void draw_ranks(const Field *f, Bench *b, const DrawIds *ids, size_t k, uint16_t *rank);

/* Competition ranks of one group. */
void rank_values(Bench *b, const double *v, size_t n, uint16_t *rank);
