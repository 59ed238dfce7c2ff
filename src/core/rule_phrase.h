/* Reading the phrases of official tables; shared by rule_phrase*.c only. */
#pragma once
#include "core/rule_ast.h"

typedef struct Phrase {
    const Toks *t;
    Arena *a;
    Answer *why;
    Dec max;
    size_t i;                   /* next token */
    VEC(Case) cases;
    bool numeric, percent, dates, per;  /* what the conditions so far compare */
    Node *cap;                  /* a limit said ahead of "mỗi …" */
    bool counted;               /* a bare number of things named: no rate */
    bool missing;               /* the figure is the number of things late or lacking */
    bool present, lacking;      /* counts of what is there; counts of what is late or lacking behind them */
} Phrase;

typedef struct Words {
    const char *z;
    int value;
} Words;

/* The longest entry whose words stand at token i; *taken tokens. -1: none. */
int words_table(const Toks *t, size_t i, const Words *table, size_t n, size_t *taken);
#define WORDS_AT(t, i, table, taken) words_table((t), (i), (table), COUNT(table), (taken))

bool sym_at(const Toks *t, size_t i, const char *z);
bool num_at(const Toks *t, size_t i);                       /* a bare number */
bool point_word(const Toks *t, size_t i);                   /* "điểm" or "đ" */
bool children_start(const Toks *t, size_t i);               /* "tổng điểm các tiêu chí thành phần" */
size_t per_word(const Toks *t, size_t i);                   /* tokens of "mỗi", "cứ thêm" …; 0: none */
bool ends_clause(const Toks *t, size_t i);                  /* ; line end . end */
bool rate_start(const Toks *t, size_t i);                   /* "tính điểm theo tỷ lệ …" */
bool points_start(const Toks *t, size_t i);                 /* a phrase that can only be points */
size_t skip_noise(const Toks *t, size_t i);                 /* over line ends and bullets */

/* A copy of the tokens without numbering, notes and the letters of a formula. Refuses a printed maximum that is not max. */
Err phrase_clean(Toks *out, const Toks *given, Dec max, Answer *why);
/* A copy of the tokens with numbers in words, names and ratios made plain. */
void phrase_tidy(Toks *out, const Toks *given);
/* Condition in the tokens [lo, hi). */
Err phrase_cond(Phrase *p, size_t lo, size_t hi, Cond **out);
/* Points from p->i on; p->i is left behind them. */
Err phrase_points(Phrase *p, Node **out);
Err phrase_formula(Phrase *p, Node **out);
/* "mỗi …" clauses; false when none starts here. */
bool per_starts(const Phrase *p);
Err phrase_per(Phrase *p, Cond *own, Node **out);     /* own: the condition before "cứ", else "the rest", which may be narrowed */
bool minus_at(const Toks *t, size_t i);                     /* "trừ" of points */
/* n, or the least said behind it: ", nhưng không thấp hơn 0,25 điểm". */
Node *phrase_least(Phrase *p, Node *n);
/* Optional ", tối đa 2 điểm" behind an expression. */
Err phrase_cap(Phrase *p, Node **cap);
Cond *phrase_else(const Phrase *p);
/* Readings of a whole text: "Có/Không: 1/0", points by judgement, the best unit ahead of a formula against it. */
bool phrase_pair(Phrase *p, Node **out);
bool phrase_judge(Phrase *p, Node **out);
void phrase_leader(Phrase *p);
/* Answers, checks and order over all cases. */
Err phrase_together(Phrase *p);
