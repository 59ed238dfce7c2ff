/* A page's table as a workbook: cells from left to right, row after row. */
#pragma once
#include "base/dec.h"
#include "core/ctx.h"

typedef struct GridColumn {
    const char *title;          /* T(), or a text of the arena */
    int width;
} GridColumn;

typedef struct GridCell {
    enum { GRID_TEXT, GRID_INT, GRID_DEC } kind;
    Str text;
    int64_t n;
    OptDec d;                   /* two decimals; none: an empty cell */
} GridCell;
typedef VEC(GridCell) Grid;

void grid_text(Ctx *c, Grid *g, Str s);
void grid_int(Ctx *c, Grid *g, int64_t n);
void grid_dec(Ctx *c, Grid *g, OptDec d);
Err grid_xlsx(Ctx *c, Str sheet, const GridColumn *columns, size_t n, const Grid *g, Str *bytes);   /* whole rows of n cells */
