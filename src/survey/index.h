/*
 * The index of a survey with its error, from the sums of answers.h.
 *
 * index = Σ value of the answers / number of answers, 0 … 100. A factor POOLS its answers: each answer weighs the
 * same, so a question that few people answered weighs little. (The other reading, the mean of the questions' means,
 * is had with --by question.) The index is a quotient of integers, rounded once, half-up, at 8 decimals.
 *
 * n is the number of respondents with at least one answer counted in the row.
 *
 * The interval covers 95 %:
 *   without resampling: linearised standard error of the ratio over respondents (who are the clusters of their
 *     answers), times 1.96, for n < 30 times the quantile of Student's t with n - 1 degrees of freedom; cut at the
 *     smallest and largest value an answer can have;
 *   with resampling: percentiles 2.5 and 97.5 (linear between order statistics) of the index over bootstrap
 *     replicates that draw respondents with replacement within the cell, for each factor by itself (resample.h). The seed, the
 *     names and how many answered alike decide: any number of threads and any order of the lines gives the same interval.
 * One respondent shows no spread: the interval is all that an answer can be worth. lo <= index <= hi always. No correction for a finite population is made here; strata.h makes it.
 */
#pragma once
#include "survey/answers.h"

typedef struct IndexRow {
    Str unit, group, factor;    /* empty when not asked */
    int64_t n;                  /* respondents counted */
    int64_t answers;
    bool has_index;             /* n >= 1 */
    Dec index;
    bool has_interval;          /* as has_index, until somebody hides it */
    Dec lo, hi;                 /* 6 decimals */
    Dec se;                     /* linearised standard error, 6 decimals; only when n > 1, not with resampling */
    bool small;                 /* n < 30 */
    bool weighted, gap;         /* by strata.h: put together by populations; a group without answers */
} IndexRow;

typedef struct IndexAsk {
    size_t replicates;          /* 0: linearised error; else the set must have kept its respondents; at most REPLICATES_MAX */
    uint64_t seed;
    size_t threads;             /* 0: as many as processors */
} IndexAsk;

enum { REPLICATES_MAX = 100000, SMALL_SAMPLE = 30 };

/* n_cells * n_factors rows, by cell, then factor. */
IndexRow *index_rows(Arena *a, const AnswerSet *set, const IndexAsk *ask);

/* points = index × max / 100, the survey's part of a score; false: does not fit. */
bool index_points(Dec index, Dec max, Dec *points);

double index_t_quantile(int64_t df);            /* 97.5 %; df >= 1; 1.96 from 29 on */
