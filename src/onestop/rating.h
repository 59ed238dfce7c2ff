/*
 * Rating of the settlement of procedures: nine indices of 0 to 2 points, 18 together, a quarter at a time; a score of the
 * unit itself and one that was appraised. The indices are data (data/rating18.csv), versioned by the day they hold from.
 * BASIS: TT 01/2018/TT-VPCP chương III, NĐ 61/2018/NĐ-CP Đ31
 */
#pragma once
#include "onestop/registers.h"
#include "onestop/onestop.h"
#include "rating_sql.h"

enum { RATING_ITEMS = 9 };

typedef enum RatingClass { CLASS_NONE, CLASS_WEAK, CLASS_AVERAGE, CLASS_FAIR, CLASS_GOOD, CLASS_EXCELLENT } RatingClass;
const char *rating_class_title(RatingClass k);          /* Vietnamese, T() */
/* Bands are half-open: 15 is excellent, 14.99 is good, 12 good, 9 fair, 6 average. */
RatingClass rating_class(Dec points);

typedef struct RatingItem {
    int item;
    Str title, scope, standing, note;
    OptDec self, appraised;
    Str remark;
    OptDec proposed;            /* from the dossiers: only item 1 */
} RatingItem;

typedef struct Rating {
    Str version, period;
    int64_t unit_id;
    Str unit_code, unit_name;
    RatingItem items[RATING_ITEMS];
    bool whole_self, whole_appraised;       /* all nine are there; a class needs them all */
    Dec self, appraised;
} Rating;

Err rating18(Ctx *c, int64_t unit_id, Str period, Rating *out);
/* Points 0 … 2 of an item; unset removes them. E_INVALID names item or points. */
Err rating18_put(Ctx *c, int64_t unit_id, Str period, int item, OptDec self, OptDec appraised, Str note, bool *changed);

Err rating18_import(Ctx *c, const Table *t, RegisterReport *out);     /* unit, period, item, self, appraised, note */
void rating18_json(Ctx *c, const Rating *r, Buf *out);
Err rating18_xlsx(Ctx *c, const Rating *r, Str *bytes);
