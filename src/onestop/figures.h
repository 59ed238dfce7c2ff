/*
 * Figures from the stored counts: a table by keys, a year or month of every unit rolled up along the tree, and facts.
 *
 * Population. `figures_table` counts dossiers by their month of receipt, as `onestop stats` does on files. A unit's period
 * takes what was done in the period (by date, practice of provincial systems), and the balance
 * carried over + new = done + returned + in progress + suspended must hold. Reading 766 takes the dossiers received in
 * the period: on time = done on time + in progress within due (QĐ 766/QĐ-TTg, 2.1).
 */
#pragma once
#include "onestop/onestop.h"
#include "onestop/stats.h"

typedef struct Months {
    int32_t first, last;        /* year * 12 + month - 1 */
} Months;

bool months_parse(Months *out, Str period);             /* "2025" "2025-Q3" "2025-10" */

typedef struct FiguresAsk {
    int64_t root_id;            /* 0: everything */
    Months months;
    bool by[N_KEYS];
    Reading reading;
    When as_of;
} FiguresAsk;

Err figures_table(Ctx *c, const FiguresAsk *ask, OnestopFiguresRows *out);

/* A unit with everything below it. */
typedef struct UnitPeriod {
    int64_t unit_id, parent_id;
    Str code, name, kind;
    OnestopUnitRow sum;
    int32_t depth;
    bool any;                   /* it or a unit below it has dossiers */
} UnitPeriod;
typedef VEC(UnitPeriod) UnitPeriods;

/* Units that have dossiers in the order of the tree; as_of decides what is over. */
Err figures_units(Ctx *c, Months months, Reading reading, When as_of, UnitPeriods *out);

/* carried + fresh - done - returned - open - suspended: 0 unless a dossier ended before it was received. */
int64_t period_gap(const OnestopUnitRow *u);
/* Percent, 0..100 at two decimals; has is false when nothing is below the line. */
OptDec period_rate(int64_t part, int64_t whole);
OptDec period_on_time(const OnestopUnitRow *u, Reading reading);

extern const FactKind onestop_facts[];

/* Facts of a period for every unit with dossiers, or one of them (unit_id). *n: facts written. */
Err figures_publish(Ctx *c, Str period, int64_t unit_id, Reading reading, When as_of, size_t *n);
/* Points of the quality index and of the rating of one unit, as facts. */
Err figures_publish_index(Ctx *c, Str period, int64_t unit_id, When as_of, size_t *n);
/* The reading that the province chose (setting onestop.reading). */
Err figures_reading(Ctx *c, Reading *out);
When when_now(const Ctx *c);

/* Workbooks of the board and of the dossiers that are over. */
Err onestop_board_xlsx(Ctx *c, const UnitPeriods *units, Reading reading, Str *bytes);
Err onestop_due_xlsx(Ctx *c, const OnestopDueRows *rows, Str *bytes);
Str dossier_moment(Arena *a, int64_t seconds);          /* dd/mm/yyyy HH:MM of a moment as table dossier keeps it; 0: empty */
