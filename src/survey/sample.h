/*
 * How many people a survey must ask. Whole numbers, rounded up: a share of a person is a person.
 */
#pragma once
#include "base/dec.h"

/*
 * n = N / (1 + N·e²): the formula that satisfaction surveys quote (95 %, p = 0.5, t rounded to 2).
 * population >= 1; 0 < error < 1 as a share (0.05). Returns 1 … population.
 */
int64_t sample_size(int64_t population, Dec error);

/*
 * The finite-population form with all its parts: n0 = z²·p·(1-p) / e², n = n0 / (1 + (n0 - 1) / N).
 * z: 1.96 for 95 %; share 0 < p < 1. population 0: infinite.
 */
int64_t sample_size_share(int64_t population, Dec error, Dec share, Dec z);

/* z · √(p·(1-p)/n · (N-n)/(N-1)): the margin that n answers give; population 0: infinite. 6 decimals. */
Dec sample_margin(int64_t population, int64_t n, Dec share, Dec z);

/*
 * Share n among strata in proportion to their sizes: largest remainders, ties to the earlier stratum, none above its
 * size. out[i] sums up to min(n, sum of sizes).
 */
void sample_shares(const int64_t *size, size_t strata, int64_t n, int64_t *out);
