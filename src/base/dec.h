/*
 * Exact decimals: points, rates, weights, figures. An int64 counting 10^-8; range ±92,233,720,368.
 * Points are never floating point: float sums in another order move printed totals by 0.01.
 *
 *     Dec p = DEC(0.5);  dec_add(p, DEC(2));  dec_fmt(arena, p, 2, NUM_VI) = "2,50"
 *
 * Overflow of + and - on already accepted numbers is a bug and asserts; numbers from outside are checked
 * when they are parsed (|v| <= 9·10^9 leaves room for every sum we make).
 */
#pragma once
#include "base/err.h"

typedef struct Dec {
    int64_t v;
} Dec;

typedef struct OptDec {
    bool has;
    Dec d;
} OptDec;

enum { DEC_PLACES = 8 };
#define DEC_ONE INT64_C(100000000)
/* A constant: DEC(0.25), DEC(100). Exact for up to 8 decimals within ±9·10^6. */
#define DEC(x) ((Dec){ (int64_t)((x) * 1e8 + ((x) < 0 ? -0.5 : 0.5)) })
#define DEC_MAX_INPUT (INT64_C(9000000000) * DEC_ONE)

typedef enum Rounding { ROUND_HALF_UP, ROUND_TRUNCATE } Rounding;       /* half-up: away from zero at .5 */
typedef enum NumStyle { NUM_PLAIN, NUM_VI } NumStyle;                   /* 1234.50 | 1.234,50 */

Dec dec_add(Dec a, Dec b);
Dec dec_sub(Dec a, Dec b);
Dec dec_neg(Dec a);
int dec_cmp(Dec a, Dec b);
Dec dec_min(Dec a, Dec b);
Dec dec_max(Dec a, Dec b);
bool dec_is_zero(Dec a);
Dec dec_int(int64_t n);                                                 /* asserts that n fits */

/* a·b, a·b/c with one rounding at 8 decimals. False: the result does not fit or c is zero. */
bool dec_mul(Dec a, Dec b, Dec *out);
bool dec_mul_div(Dec a, Dec b, Dec c, Dec *out);
bool dec_div(Dec a, Dec b, Dec *out);
bool dec_add_ok(Dec a, Dec b, Dec *out);                                /* for numbers from outside */

Dec dec_round(Dec a, int places, Rounding mode);                        /* 0 <= places <= 8 */

/*
 * Text to number, the whole text. Accepts "9,25" "9.25" "1.234,5" "1 234" "-0,5" "05"; up to 8 decimals.
 * A single separator is decimal ("1.234" is 1,234) unless thousands are certain (two equal separators,
 * or both kinds). A sign % is not a number: see core/rule for values with units.
 */
bool dec_parse(Dec *out, Str s);
bool dec_parse_plain(Dec *out, Str s);                                  /* only -?digits[.digits], for our own output */

Str dec_fmt(Arena *a, Dec d, int places, NumStyle style);               /* rounds half-up to places */
Str dec_exact(Arena *a, Dec d, NumStyle style);                         /* as many decimals as needed: "0.18", "5" */
