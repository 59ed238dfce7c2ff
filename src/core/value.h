/*
 * A fact's value with its unit. People write "18%", "93,5%", "12", "4/5", "31/01/2025", "có", "không áp dụng", "đúng hạn".
 * The unit is what was written, never a guess: 95 is a count, 95% a rate, and a rule that wants a rate refuses 95.
 *
 *     Value v;
 *     TRY(value_parse(&v, c->arena, S("93,5%"), 0, &c->answer));      v.kind == VALUE_PERCENT, v.num == 0.935
 *
 * Pure. Texts live in the arena given.
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"

typedef enum ValueKind {
    VALUE_NONE,                 /* all zero: no value */
    VALUE_NUMBER,               /* bare number, a count */
    VALUE_PERCENT,              /* num is the fraction: 18% is 0.18 */
    VALUE_DATE,
    VALUE_ANSWER,
    VALUE_TEXT
} ValueKind;

typedef enum AnswerKind {
    ANS_UNKNOWN,
    ANS_YES, ANS_NO,
    ANS_NA,                     /* không áp dụng, KAD */
    ANS_ONTIME, ANS_LATE,
    ANS_NONE,                   /* nothing was done at all: không ban hành */
    ANS_NOCASE                  /* không phát sinh */
} AnswerKind;

typedef struct Value {
    ValueKind kind;
    Dec num;
    Date date;
    AnswerKind ans;
    Str text;                   /* VALUE_TEXT: folded words; a rate written as "4/5": as it was written */
} Value;

/*
 * year_hint > 0 lets dd/mm be a date of that year; otherwise "4/5" is four out of five.
 * Answers: E_INVALID for empty text, dates that do not exist and numbers out of range.
 */
Err value_parse(Value *out, Arena *a, Str text, int year_hint, Answer *why);
Str value_print(Arena *a, const Value *v);              /* canonical; value_parse reads it back: "18%", "0.5", "2025-01-31", "yes" */
Str value_words(Arena *a, const Value *v, Lang lang);   /* for people: "93,5%", "31/01/2025", "có" */

const char *answer_name(AnswerKind k);                  /* "yes" "no" "na" "ontime" "late" "none" "nocase"; "" unknown */
const char *answer_words(AnswerKind k, Lang lang);
AnswerKind answer_by_name(Str name);

/* Lower case, NFC, single blanks, "tỉ" as "tỷ": how phrases are compared. */
Str words_fold(Arena *a, Str s);
/* The class of folded words such as "ban hành không kịp thời"; ANS_UNKNOWN when they say none of these things. */
AnswerKind answer_classify(Str folded);
