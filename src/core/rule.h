/*
 * Scoring rules: text of a decision to points. Pure: no database, clock or globals; memory from the arena given.
 *
 *     const Rule *r;
 *     TRY(rule_parse(&r, c->arena, S("Đạt từ 95% trở lên: 1 điểm; dưới 95%: 0 điểm"), DEC(1), &c->answer));
 *     RuleInput in = { .own = v, .max = DEC(1) };
 *     TRY(rule_eval(&result, c->arena, r, &in, &c->answer));
 *
 * One language, two spellings. rule_parse reads the compact form below and the phrases official tables use;
 * rule_canonical writes the compact form, and reading that gives the same rule.
 *
 *     rule    = [ "lacking" ] cases | expr            lacking: the own number counts what is missing or late; words only
 *     cases   = case { ";" case }                     the first case that matches gives the points
 *     case    = cond ":" expr
 *     cond    = "else" | and { "|" and }
 *     and     = atom { "&" atom }
 *     atom    = [ expr ] ( "<" | "<=" | ">" | ">=" | "=" ) literal       without expr: the criterion's own value
 *             | [ fact "is" ] answer
 *             | "all(" fact { "," fact } ")"          every fact is yes or on time
 *     literal = number [ "%" ] | dd/mm [ /yyyy | /prev | /next ]    without a year: of the round, else of the value
 *     answer  = "yes" | "no" | "na" | "ontime" | "late" | "none" | "nocase" | '"' words '"'
 *     expr    = term { ( "+" | "-" ) term }           term = prim { ( "*" | "/" ) prim }
 *     prim    = number [ "%" ] | fact | "(" rule ")"
 *             | "M"                                   the criterion's maximum
 *             | "rate" | "count" | "value"            the own value: as %, as bare number, either
 *             | "out"                                 not applicable (policy of the set decides)
 *             | "children"                            sum of the child criteria
 *             | "min(" e "," e… ")" | "max(" e "," e… ")"        max of sub-rules: best of alternatives
 *             | "steps(" e "," size ")"               whole steps of that size in e, not below 0
 *             | "deduct(" e ")"                       M - e, not below 0; in a penalty criterion: e
 *             | "ratio(" fact "," fact ")"            first / second; the own rate where the facts are absent
 *             | "yes(" fact { "," fact } ")"          how many of the facts are yes or on time
 *             | "peak" [ "(" fact ")" ]               the best value among the units of the group
 *             | "avg" [ "(" fact ")" ]                mean of the fact over the sub-units; without fact: the own value as
 *                                                     it was given, else the mean of the own fact
 *             | "share(" fact "," cond ")"            share of sub-units whose value fulfils cond
 *             | "judge(" low "," high ")"             points by the appraiser's judgement within the range
 *     fact    = "{" code "}"
 *
 * Units are told by what is written: a bound with % wants a rate with %, bare numbers want counts. In a list of
 * bands of the own value one sign % declares the unit of all bounds. Points never leave 0…M (the trace says so).
 * Arithmetic is exact in fractions while numerator and denominator fit 62 bits, and rounded once to 8 decimals.
 * Sources: decisions listed in the criteria examples of the field notes; no rule is built in.
 */
#pragma once
#include "core/value.h"

typedef struct Rule Rule;

/* max: the criterion's maximum, zero when unknown; used only for checks. Answers: E_INVALID with the position. */
Err rule_parse(const Rule **out, Arena *a, Str text, Dec max, Answer *why);

Str rule_canonical(Arena *a, const Rule *r);
Str rule_plain(Arena *a, const Rule *r, Lang lang);         /* in words, for the officer to compare with the decision */
bool rule_same(const Rule *a, const Rule *b);

typedef struct RuleRow {
    Str condition, points;                                  /* words */
} RuleRow;
typedef struct RuleTable {
    const RuleRow *v;
    size_t n;
} RuleTable;
RuleTable rule_table(Arena *a, const Rule *r, Lang lang);   /* one row per case; a formula is one row */

/* What the rule reads besides the own value, without duplicates. */
typedef struct RuleFacts {
    const Str *v;
    size_t n;
    bool own;                   /* reads the own value */
    bool peers, sub_units, children;
} RuleFacts;
RuleFacts rule_facts(Arena *a, const Rule *r);

/* Which unit the own value must have: VALUE_PERCENT, VALUE_NUMBER, VALUE_DATE, VALUE_ANSWER, or VALUE_NONE when any. */
ValueKind rule_wants(const Rule *r);

/* Warnings for the editor; the officer decides. */
typedef struct RuleWarning {
    enum { RULE_GAP, RULE_OVERLAP, RULE_ABOVE_MAX, RULE_BELOW_MAX, RULE_UNREACHABLE, RULE_JUMP } kind;
    Str text;
} RuleWarning;
typedef struct RuleWarnings {
    const RuleWarning *v;
    size_t n;
} RuleWarnings;
RuleWarnings rule_check(Arena *a, const Rule *r, Dec max, Lang lang);

typedef struct RuleInput RuleInput;
struct RuleInput {
    Value own;                  /* kind VALUE_NONE: missing */
    Str own_code, own_source;   /* for the trace */
    Dec max;                    /* M; zero: no maximum, points are not capped */
    int year;                   /* of the round; 0: dates without a year take the year of the value */
    bool penalty;               /* deduct(e) means e */
    bool trace;                 /* fill the trace; costs time */
    Lang lang;
    void *ctx;                  /* for the callbacks; each may be NULL */
    bool (*fact)(void *ctx, Str code, Value *out, Str *source);         /* false: missing */
    bool (*peak)(void *ctx, Str code, Dec *out);                        /* code empty: the own fact */
    bool (*child)(void *ctx, Str code, size_t i, Value *out);           /* of sub-unit i; false: no more. Missing: VALUE_NONE */
    bool (*children)(void *ctx, Dec *out);                              /* sum of the child criteria */
};

typedef struct RuleUsed {
    Str code, source;
    Value value;
} RuleUsed;

typedef enum RuleState { RULE_POINTS, RULE_NOT_APPLICABLE, RULE_MISSING } RuleState;

typedef struct RuleResult {
    RuleState state;
    Dec points;                 /* RULE_POINTS only */
    Str missing;                /* code of the missing fact; empty: the own value */
    size_t matched;             /* number of the case from 1; 0: no cases */
    bool capped;                /* points were cut to 0…M */
    /* with in->trace: */
    Str arithmetic;             /* "18% / 50% × 0,5 = 0,18" */
    Str band;                   /* the matched condition in words */
    const RuleUsed *used;
    size_t n_used;
} RuleResult;

/* Answers: E_INVALID when the value has another unit than the rule, no case matches, or division by zero. */
Err rule_eval(RuleResult *out, Arena *a, const Rule *r, const RuleInput *in, Answer *why);

/*
 * The points alone, for computing many units: false when the tree has to be walked with rule_eval, which then gives
 * the same or says why not. peak: the best own figure among the peers, zero when unknown.
 */
typedef struct RuleQuick {
    const Value *own;
    Dec max, peak;
    bool penalty;
} RuleQuick;
bool rule_quick(const Rule *r, const RuleQuick *q, Dec *out);
