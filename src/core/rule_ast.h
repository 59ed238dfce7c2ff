/* The parsed rule, shared by the files rule_*.c only. Built once, then read-only. */
#pragma once
#include "core/rule.h"

typedef struct Node Node;
typedef struct Cond Cond;

typedef enum NodeKind {
    N_NUM, N_RATE, N_COUNT, N_VALUE, N_FACT, N_MAX, N_OUT, N_CHILDREN,
    N_ADD, N_SUB, N_MUL, N_DIV,
    N_LEAST, N_MOST, N_STEPS, N_DEDUCT, N_RATIO, N_YES, N_PEAK, N_AVG, N_SHARE, N_JUDGE, N_CASES
} NodeKind;

typedef enum CmpOp { CMP_LT, CMP_LE, CMP_GT, CMP_GE, CMP_EQ } CmpOp;

typedef struct Lit {
    ValueKind kind;             /* NUMBER, PERCENT, DATE */
    Dec num;
    int day, month, year;       /* year 0: that of the round */
    int shift;                  /* with year 0: -1 the year before, 1 the year after */
} Lit;

typedef enum CondKind { C_ELSE, C_CMP, C_IS, C_ALL, C_AND, C_OR } CondKind;

struct Cond {
    CondKind kind;
    Node *lhs;                  /* NULL: the own value */
    CmpOp op;
    Lit lit;
    AnswerKind ans;             /* ANS_UNKNOWN: label */
    Str label;
    Cond **sub;                 /* AND, OR */
    Str *codes;                 /* ALL */
    size_t n;
    bool kept;                  /* while phrases are read: the words themselves tell it from another case */
    bool has, lacks;            /* while phrases are read: counts what is there, or what is late or lacking */
    size_t at, to;              /* while phrases are read: its tokens */
};

typedef struct Case {
    Cond *cond;
    Node *then;
} Case;

struct Node {
    NodeKind kind;
    Dec num;                    /* N_NUM: 50% is 0.5 with pct */
    bool pct;
    Str code;
    Node **arg;
    size_t n;
    Case *cases;                /* N_CASES */
    size_t n_cases;
    Cond *cond;                 /* N_SHARE */
    Str *codes;                 /* N_YES, N_RATIO */
    size_t n_codes;
    bool lacking;               /* N_CASES: the own number counts what is late or lacking, for the words only */
    unsigned answers;           /* N_CASES: bit per AnswerKind that a case of the own value names */
};

/*
 * The short way, for speed: what a case gives is own · mul / div, at most `cap`, or taken from M. It exists only where
 * it gives the same points as walking the tree (a test compares them).
 */
typedef struct Line {
    bool own;                   /* else mul alone, a constant */
    Dec mul, div;
    bool mul_max, div_peak;     /* M instead of mul; the best peer instead of div */
    bool has_cap, from_max;
    Dec cap;
} Line;

typedef struct Band {
    int64_t lo, hi;             /* of the own number, inclusive in 10^-8; lo > hi: never */
    Line line;
} Band;

struct Rule {
    Node *root;
    ValueKind wants;
    Band *bands;                /* NULL: only the tree */
    size_t n_bands;
    int8_t by_answer[8];        /* AnswerKind to band, -1: the tree decides */
};

bool answer_matches(AnswerKind value, AnswerKind cond, unsigned answers);

typedef enum TokKind { TOK_END, TOK_NUM, TOK_DATE, TOK_WORD, TOK_SYM, TOK_STR, TOK_FACT, TOK_NL } TokKind;

typedef struct Tok {
    TokKind kind;
    Str text;                   /* WORD: folded; SYM: normalised ("<=", "*", ":"); STR, FACT: inside */
    size_t at, to;              /* characters from 0 in the text as given; to: behind */
    Dec num;
    bool pct;
    bool line;                  /* first of a line */
    bool spaced;                /* blank before it */
    Lit lit;                    /* TOK_DATE */
} Tok;

typedef struct Toks {
    Arena *arena;
    Tok *v;                     /* ends with TOK_END */
    size_t n;
    Str source;                 /* NFC */
    bool bare;                  /* no diacritics in the whole text: compare words without them */
} Toks;

enum { RULE_MAX_TEXT = 8000, RULE_MAX_DEPTH = 40 };

Err rule_lex(Toks *out, Arena *a, Str text, Answer *why);
Err rule_parse_canonical(Node **out, const Toks *t, Answer *why);
Err rule_parse_phrase(Node **out, const Toks *t, Dec max, Answer *why);
/* Units of the bounds, answer sets, the fast table. Root must be complete. */
Err rule_finish(Rule *r, Arena *a, Answer *why);

/* An answer naming the piece at token i: “…” at character N. hint: what to do. */
Err rule_refuse(Answer *why, const Toks *t, size_t i, const char *hint);

/* The points of an expression made of numbers, M and the own value only; false when it reads something else. */
bool node_at(const Node *n, Dec own, Dec max, Dec *out);
Node *node_new(Arena *a, NodeKind kind);
Node *node_num(Arena *a, Dec d, bool pct);
Node *node_two(Arena *a, NodeKind kind, Node *x, Node *y);
Node *node_cases(Arena *a, const Case *v, size_t n);
void node_print(Buf *b, const Node *n);                     /* canonical */
void cond_print(Buf *b, const Cond *c);
Str number_print(Arena *a, Dec d, bool pct, NumStyle style);
void node_words(Buf *b, const Node *n, Lang lang);
void cond_words(Buf *b, const Cond *c, Lang lang);
bool word_is(const Toks *t, size_t i, const char *z);       /* token i is this word */
size_t words_at(const Toks *t, size_t i, const char *z);    /* tokens taken by these words at i; 0: other words */
