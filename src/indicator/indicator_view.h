/* What the pages of figures and reports show. */
#pragma once
#include "html/out.h"
#include "indicator/grid.h"
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
    bool open, complete, locked, returned, may_enter;
    FigureSheetRow sheet;
    Str seen;                   /* moment of the page, ms */
    UnitRows units;
    Str reason;
} FigureSheetView;

typedef struct ReportView {
    Report r;
    bool approved, may_edit, may_approve;
    Str number;
} ReportView;

typedef struct GridHead {
    ElementRow e;
    Str sum;
} GridHead;

typedef struct GridInput {
    int64_t unit, element;      /* ids: the field is uU.eE */
    Str value, last, wrong;
    bool open, given;           /* typed here; the unit gives it */
} GridInput;

typedef struct GridLine {
    GridUnit u;
    bool complete, locked;
    VEC(GridInput) cells;
} GridLine;

typedef struct GridView {
    UnitRow parent;
    Str period, title, area, kinds;
    Choices areas, groups;
    VEC(GridHead) heads;
    VEC(GridLine) lines;
    Str seen;                   /* moment of the page, ms */
    Str query, js, reason;
    bool may_enter, any_complete;
    size_t wrong;
    VEC(Str) errors;
} GridView;

typedef struct StatusItem {
    FigureStatus s;
    bool open, complete, locked, accepted, late, reported, approved, may_accept;
    Date day;
} StatusItem;

typedef struct FigureStatusView {
    Str period, title;
    Date due;
    Str root;
    VEC(StatusItem) rows;
    int64_t complete, late, reported;
    Str reason;
} FigureStatusView;

typedef struct PastItem {
    Str period, value, note, who;
    Moment at;
    Str change;                 /* against the period before of the same kind */
} PastItem;

typedef struct FigureHistoryView {
    UnitRow u;
    ElementRow e;
    Str period;
    VEC(PastItem) past;
    FigureReplacedRows was;
    FigureCommentsRows comments;
    FigureOfChildrenRows children;
    Html chart;
    bool has_chart, may_resolve;
    Str text;
} FigureHistoryView;
