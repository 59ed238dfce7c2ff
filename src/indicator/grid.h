/*
 * One period: units × elements, for entering many units at once, and what was before a figure and was said about it.
 *
 * Two people in one grid: an entry names the moment its page was made (`seen`); a figure that somebody else has changed
 * since then is not overwritten but reported, with who and what.
 */
#pragma once
#include "indicator/indicator.h"

typedef struct GridCell {
    OptDec value, last;         /* as entered; in the period before */
    Moment changed_at;
    Str changed_by;
    bool asked;                 /* of this unit in this period */
} GridCell;

typedef struct FigureGrid {
    int64_t parent_id;
    Period period;
    Str code;                   /* of the period, normal form */
    ElementSet set;
    GridUnits units;            /* directly below the parent */
    VEC(size_t) cols;           /* indexes in set.rows */
    GridCell *v;                /* [unit * cols.n + column] */
} FigureGrid;

/*
 * kinds: words such as "commune ward zone"; empty: all. area: the head of the area's name, "3"; empty: all. Elements with
 * a formula and those that none of the units gives are left out.
 */
Err figure_grid(Ctx *c, int64_t parent_id, Str kinds, Str area, Str period, FigureGrid *out);

typedef struct GridEntry {
    size_t unit, col;           /* indexes */
    Str text;                   /* empty: take the figure away */
} GridEntry;

typedef struct GridError {
    size_t entry;
    Str text;                   /* Vietnamese or English, as the answer */
} GridError;
typedef VEC(GridError) GridErrors;

/*
 * All or nothing: with anything in *bad nothing is written and the answer is OK. What equals the stored figure is no
 * change. *saved counts changes. reason: for units that have reported completion.
 */
Err figure_grid_enter(Ctx *c, const FigureGrid *g, const GridEntry *v, size_t n, Moment seen, Str reason, GridErrors *bad, size_t *saved);

/* The grid as a sheet to be filled in and pasted or imported again: units down, elements across. */
Err figure_grid_xlsx(Ctx *c, const FigureGrid *g, Str *bytes);
/* That sheet coming back: a column of unit codes, headings that begin with element codes. All or nothing. */
bool figure_grid_table(Ctx *c, const ElementSet *set, const Table *t);
Err figure_grid_import(Ctx *c, const ElementSet *set, const Table *t, Str period, size_t *n);

/* Talk about a figure: whoever may see it may ask; E_INVALID: empty or longer than 2000 bytes. */
Err figure_comment(Ctx *c, int64_t unit_id, Str period, int64_t element_id, Str text);
Err figure_comment_resolve(Ctx *c, int64_t id);
