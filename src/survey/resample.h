/*
 * Bootstrap of one ratio Σy / Σm over respondents drawn with replacement.
 *
 * What a respondent adds is known by the kind alone, so a replicate needs only how often each kind is drawn: numbers of a
 * multinomial distribution, had kind by kind from binomial ones. That is the same distribution as drawing respondents one by
 * one, at a price that does not grow with their number. Where there are few respondents for each kind they are drawn one by one.
 *
 * Replicate r of a ratio depends on its seed, on r and on how many there are of each kind: neither the order of the file nor the
 * number of threads matters.
 */
#pragma once
#include "survey/answers.h"

typedef struct Resample {
    Arena *arena;               /* of the thread */
    const AnswerKind *kinds;    /* sorted by packed */
    size_t n_kinds;
    int64_t rows;               /* respondents, those without an answer too */
    int64_t y_max, m_max;       /* of one respondent */
    uint64_t seed;
    size_t replicates;          /* > 0 */
    double *ratio;              /* room for all replicates */
    uint64_t *one_by_one;       /* kept from call to call */
    size_t room;
} Resample;

uint64_t resample_seed(uint64_t seed, Str unit, Str group, Str factor);
/* Percentiles 2.5 and 97.5, linear between order statistics, in units of y. False: no replicate had an answer. */
bool resample_interval(Resample *r, double *lo, double *hi);

/* How many of n independent trials succeed, 0 <= p <= 1; *state goes on. Exact up to the rounding of double. */
int64_t resample_binomial(uint64_t *state, int64_t n, double p);
