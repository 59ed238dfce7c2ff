/* What the pages of room onestop show. Filled by onestop_web.c; markup is in pages/. */
#pragma once
#include "onestop/figures.h"
#include "onestop/drill_view.h"
#include "web/view.h"

typedef struct BoardLine {
    UnitPeriod u;
    int64_t done, within, level;                /* level: 3 from 95 %, 2 from 90 %, 1 below, 0 nothing done */
    Dec on_time, online, digitised;             /* percent; level 0 or received 0: not shown */
    bool may;                                   /* its dossiers may be seen by the person */
} BoardLine;
typedef VEC(BoardLine) BoardLines;

typedef struct BoardView {
    PickView pick;
    BoardLines rows;
    Pager pager;
    Str period, q;
    bool stamp;                 /* reading 766 */
    bool may_import, gap;       /* gap: some balance does not hold */
    Str at;
} BoardView;

typedef struct DueLine {
    OnestopDueRow d;
    Str received, due;
    int64_t days;               /* working days over, or left */
} DueLine;

typedef struct DueView {
    PickView pick;
    VEC(DueLine) over, soon;
    int64_t unit_id;
    Str unit;
    bool more;                  /* the list of overdue ones is cut */
    Str at;
} DueView;

typedef struct DossierImportView {
    DossierReport rep;
    bool checked, bad;
    Str source, skip, copy, copy_name, rejected;
    DossierFilesRows files;
} DossierImportView;
