/*
 * The quality index of serving citizens and businesses (QĐ 766/QĐ-TTg): every row with its maximum, the threshold for full
 * points, the rate counted here, and beside it what the national portal shows.
 *
 * The rows are data (data/index766.csv), versioned by the day from which they hold. Where the sources contradict themselves a
 * row has several readings; the first one is taken unless the setting onestop.index766 names another ("3.6=procedure").
 *
 * Points: the maximum when the rate reaches the threshold, else rate × maximum / threshold, from the exact rate, rounded
 * half up to two decimals once. Nothing below the line: no rate and no points. Sums add up the rounded points.
 */
#pragma once
#include "onestop/figures.h"
#include "onestop/registers.h"

typedef enum Standing {
    STANDING_CONFIRMED, STANDING_CHOSEN /* one of several readings, or as the name says */, STANDING_NO_MAXIMUM,
    STANDING_NO_FORMULA, STANDING_UNSCORED, N_STANDINGS
} Standing;

typedef struct IndexRow {
    Str group, code, title, unit, numerator, denominator, note, reading;
    Standing standing;
    bool sum;                   /* a group or the whole */
    bool applies;               /* to the level of this unit */
    bool counted;               /* part and whole are known here */
    int64_t part, whole;
    OptDec maximum, rate, points;
    Dec threshold;
    bool portal, portal_counts;
    int64_t portal_part, portal_whole;
    OptDec portal_rate, portal_points, difference;      /* difference: own rate less the portal's */
    Str why;                    /* about the difference; sentences */
} IndexRow;
typedef VEC(IndexRow) IndexRows;

typedef struct Index766 {
    Str version, period;
    int64_t unit_id;
    Str unit_code, unit_name;
    IndexRows rows;             /* rows of a group follow its sum; the whole is the last */
    bool portal;                /* some value of the portal is there */
} Index766;

/* as_of: a period that is not over is measured up to this moment. */
Err index766(Ctx *c, int64_t unit_id, Str period, When as_of, Index766 *out);
void index766_json(Ctx *c, const Index766 *x, Buf *out);
Err index766_xlsx(Ctx *c, const Index766 *x, Str *bytes);
const char *standing_name(Standing s);                  /* as in data/index766.csv */
const char *standing_title(Standing s);                 /* Vietnamese, T() */

/* Values of the national portal: unit, period, code, rate, points, numerator, denominator, source. All or nothing. */
Err portal_import(Ctx *c, const Table *t, RegisterReport *out);
bool index766_has(Ctx *c, Str code);                    /* is there a row of this code */
