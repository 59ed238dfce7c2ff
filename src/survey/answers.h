/*
 * Answers of a survey in a file → sums per cell (unit, group) and factor, in one pass over the text.
 *
 * The file: first line `unit,group,q1,…,qN` (group may be absent, columns in any order, separator , ; or tab);
 * each further line is one respondent. An answer is the number of the option (1…n) or, on a letter scale, A, B, C …;
 * an empty cell is no answer: it counts neither above nor below the line. Anything else is refused with its place,
 * and then nothing is computed. A quoted cell must not hold a line break.
 *
 * Sums are integers, so neither the order of the lines nor the number of threads can change them.
 */
#pragma once
#include "base/dec.h"

enum { SCALE_MAX = 10, QUESTIONS_MAX = 2000 };

/* What each option is worth. Invariant: 2 <= n <= SCALE_MAX, 0 <= value <= 100 with at most 4 decimals, not all equal. */
typedef struct Scale {
    Dec value[SCALE_MAX];
    size_t n;
    bool letters;               /* answers are written A, B, C … instead of 1, 2, 3 … */
} Scale;

/*
 * "0,25,50,75,100" (also with ; between, needed for decimal commas), or a scheme by name:
 * likert5 = 0,25,50,75,100; likert3 = 0,50,100; satisfied = 0,0,0,100,100 (share of answers 4 and 5);
 * abcd = A 100, B 60, C 20, D 0.
 * Empty: likert5.
 */
Err scale_parse(Scale *out, Str text, Answer *why);
/* The values as people read them: "0 – 25 – 50 – 75 – 100"; what cannot be read stays as it is. */
Str scale_words(Arena *a, Str scheme);

/* Which question belongs to which factor, from a file with the columns question,factor. */
typedef struct FactorMap {
    VEC(Str) questions;
    VEC(size_t) factor;         /* of questions.v[i], index into names */
    VEC(Str) names;             /* in the order of the file */
} FactorMap;

Err factors_parse(FactorMap *out, Arena *a, Str file, Str text, Answer *why);

typedef struct AnswersAsk {
    bool by_unit, by_group;
    const FactorMap *factors;   /* NULL: all questions are one factor without a name */
    bool by_question;           /* each question is a factor of its own */
    Str group;                  /* only respondents of this group; empty: all */
    Scale scale;
    bool keep;                  /* keep how many answered alike, as resampling needs */
    size_t threads;             /* 0: as many as processors */
} AnswersAsk;

typedef __int128 Wide;

/* y: value of an answer in units of AnswersSet.step; m: number of answers; sums over respondents of a cell. */
typedef struct AnswerSum {
    int64_t n;                  /* respondents with at least one answer to this factor */
    int64_t y, m;
    Wide yy, ym, mm;            /* sums of squares and products per respondent, for the error */
} AnswerSum;

typedef struct AnswerCell {
    Str unit, group;            /* empty when not asked */
    int64_t rows;               /* respondents, those without an answer too */
} AnswerCell;

/* One factor of one respondent: m in the upper bits, y below. Sums of packed values are packed sums until they are full. */
enum { PACK_BITS = 40 };
#define PACK_Y_MAX ((INT64_C(1) << PACK_BITS) - 1)
#define PACK_M_MAX ((INT64_C(1) << (64 - PACK_BITS)) - 1)

/* The respondents of a cell whose answers to a factor come to the same: how many they are is all that resampling must know. */
typedef struct AnswerKind {
    uint64_t packed;            /* not 0: who gave no answer is none of a kind, but counted in the cell's rows */
    int64_t n;
} AnswerKind;

typedef struct AnswerSet {
    AnswerCell *cells;          /* sorted by unit, then group */
    size_t n_cells;
    Str *factors;               /* one empty name when no factor was asked */
    size_t n_factors;
    AnswerSum *sums;            /* [cell * n_factors + factor] */
    int64_t step;               /* value of one unit of y, in 1e-8 (as in Dec) */
    Dec low, high;              /* the least and most an answer can be worth */
    int64_t y_max, m_max;       /* of one respondent and factor */
    AnswerKind *kinds;          /* by sum (cell, factor), then packed; NULL: not kept */
    size_t *kinds_from;         /* [cell * n_factors + factor]: its first kind; one more at the end */
    int64_t respondents;        /* lines read */
    int64_t answers;            /* answers counted */
} AnswerSet;

/* `file` is the name for messages. Texts in the set live in `a` or in `text`. */
Err answers_read(AnswerSet *out, Arena *a, Str file, Str text, const AnswersAsk *ask, Answer *why);
