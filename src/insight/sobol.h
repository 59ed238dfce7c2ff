/*
 * First-order and total sensitivity of a function of independent uniform inputs (Sobol indices), by Jansen's
 * estimators on two random designs A and B:
 *
 *     first[i] = 1 - Σ (f(B) - f(A with column i of B))² / (2 N V)      what input i explains alone
 *     total[i] =     Σ (f(A) - f(A with column i of B))² / (2 N V)      with everything it acts with
 *
 * The error falls as 1/√N; `error` tells it (one standard error, from N/32 blocks). Numbers come from
 * (seed, point, input) alone, so threads do not change the answer.
 */
#pragma once
#include "base/arena.h"

enum { SOBOL_INPUTS_MAX = 64 };

typedef double SobolModel(const void *arg, const double *x);    /* x[inputs] in (0, 1); must be callable from several threads */

typedef struct Sobol {
    double mean, variance;
    double first[SOBOL_INPUTS_MAX], total[SOBOL_INPUTS_MAX];
    double first_error[SOBOL_INPUTS_MAX], total_error[SOBOL_INPUTS_MAX];
} Sobol;

/* 1 <= inputs <= SOBOL_INPUTS_MAX; points >= 64, rounded up to whole blocks; threads 0: as many as processors. */
void sobol_indices(Sobol *out, SobolModel *f, const void *arg, size_t inputs, size_t points, uint64_t seed, size_t threads);
