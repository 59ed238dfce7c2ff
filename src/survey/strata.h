/*
 * Groups of respondents (strata) that stand for populations of different size, put together to one index per unit.
 *
 *     index = Σ N_g · index_g / Σ N_g            exact, rounded once
 *     error² = Σ (N_g / N)² · (1 - n_g / N_g) · se_g²     each group sampled by itself from a finite population
 *
 * A group without answers leaves both sums and is told (gap): nobody spoke for it. A unit with a group whose population
 * is not known keeps its plain index.
 */
#pragma once
#include "survey/index.h"

typedef struct Stratum {
    Str unit, group;
    int64_t population;         /* > 0 */
} Stratum;
typedef struct Strata {
    VEC(Stratum) list;
} Strata;

/* A file with the columns unit,group,population; without group it is the population of the unit. */
Err strata_parse(Strata *out, Arena *a, Str file, Str text, Answer *why);

/* rows: by unit, group, factor as index_rows gives them, without resampling. Returns rows by unit, factor in their order. */
IndexRow *strata_join(Arena *a, const IndexRow *rows, size_t n, const Strata *s, Dec low, Dec high, size_t *n_out);
