/* What the pages of figures and reports show. */
#pragma once
#include "html/out.h"
#include "indicator/report.h"
#include "web/view.h"

typedef struct FigureItem {
    ElementRow e;
    Str value, own, below, last, target;    /* as shown */
    bool given, head, good, warn, bad;      /* given: typed by hand; head: a new field begins */
} FigureItem;

typedef struct FigureSheetView {
    UnitRow u;
    Str period, title;
    Date from, to, due;
    VEC(FigureItem) rows;
    Findings found;
    bool open, complete, locked, may_enter;
    FigureSheetRow sheet;
    UnitRows units;
    Str reason;
} FigureSheetView;

typedef struct ReportView {
    Report r;
    bool approved, may_edit, may_approve;
    Str number;
} ReportView;
