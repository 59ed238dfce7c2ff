/* What the pages of the analyst's desk show. Numbers of statistics come as Dec, rounded when printed. */
#pragma once
#include "insight/fair.h"
#include "insight/scenario.h"
#include "score/score_view.h"

typedef struct DeskTab {
    Str link;
    const char *title;          /* T() */
    bool here;
} DeskTab;

/* On top of each page. */
typedef struct DeskHead {
    PickView pick;
    const char *title;          /* T() */
    VEC(DeskTab) tabs;
    PickOptions groups;         /* value: the query of this page for that group */
    Str link;                   /* set, year, group */
    Str xlsx, pdf;                   /* address, empty: none */
} DeskHead;

typedef struct UnitChoice {
    Str code, name;
    bool here;
} UnitChoice;
typedef VEC(UnitChoice) UnitChoices;

/* ---- overview ---- */

typedef struct GroupYear {
    int64_t year, n;
    Str mean, highest, lowest, spread;
    OptDec gained;
} GroupYear;

typedef struct OverviewView {
    DeskHead h;
    GroupFigures g;
    OptDec alpha;
    int64_t criteria, flat, pairs, shown;
    OptDec width;               /* mean width of the 90 % interval of ranks */
    Html stack, lines;
    VEC(GroupYear) years;
    ScenarioRows scenarios;
    bool any;
} OverviewView;

/* ---- compare ---- */

typedef struct PlaceView {      /* a unit in a year */
    int64_t year, rank, up;
    Str percent, grade;
    OptDec gained;
    bool has, rose, fell, has_up, merged, split, renamed;
    Str parts;                  /* "Xã A 85,20 (hạng 3), Xã B 80,11 (hạng 9)" */
} PlaceView;
typedef VEC(PlaceView) PlaceViews;

typedef struct CompareLine {
    Str code, name;
    PlaceViews years;
    Html spark;
    bool mine;
} CompareLine;

typedef struct FieldCompare {
    Str code, name, own, max, mean, best, above, below;
    OptDec over_mean;
    VEC(OptDec) years;          /* percent of the maximum, oldest first */
    Html spark;
    bool leaf;
    Str was;                    /* code in the oldest year, where it differs */
} FieldCompare;

typedef struct CompareView {
    DeskHead h;
    UnitChoices units;
    Str unit, unit_name;
    VEC(int64_t) years;
    VEC(CompareLine) lines;     /* all units of the group; none when one is chosen */
    PlaceViews places;
    Str best, above, below, best_name, above_name, below_name;
    VEC(FieldCompare) fields, leaves;
    LossLines strong, weak;
    Html lines_chart, dots;
    bool one, mapped, honest;   /* honest: some year is not comparable */
} CompareView;

/* ---- what if ---- */

typedef struct TryLine {
    Str code, name, value, base, most, max, step,   /* max: with a point, for the slider */
        figure, figure_base, rule;
    bool moved, has_rule, direct;
    Str id;                     /* of the controls: "k12" */
} TryLine;

typedef struct TryMove {        /* a change of another unit, of a rule, a weight: carried along */
    Str text, words;
} TryMove;

typedef struct TryUnit {
    Str code, name, before, after, grade_before, grade_after;
    int64_t rank_before, rank_after, up;
    OptDec gained;
    bool moved, mine, rose, fell, regraded;
} TryUnit;

typedef struct TryResult {
    VEC(TryUnit) units;
    int64_t moved, unmatched;
    TryUnit own;
    bool has_own;
    Str refused;                /* why it could not be computed */
    Str trial;                  /* name of the set that was tried */
    int64_t micros;             /* unused when 0 */
} TryResult;

typedef struct WhatIfView {
    DeskHead h;
    UnitChoices units;
    Str unit, unit_name;
    VEC(TryLine) lines;
    VEC(TryMove) moves;
    PickOptions trials;
    ScenarioRows scenarios;
    TryResult r;
    UnitChoices leaves;
    Str trial, name;
    bool all_units;
} WhatIfView;

/* ---- reach ---- */

typedef struct ReachLine {
    Str code, name, effort;     /* effort: as it enters; empty: estimated */
    Dec points, used;
    Date deadline;
    int64_t lost_id, full, peers;
    bool chosen, late, given, planned;
} ReachLine;

typedef struct ReachView {
    DeskHead h;
    UnitChoices units;
    PickOptions grades;
    Str unit, unit_name, others, grade;
    int64_t rank, rank_now, of;
    Str percent_now;
    Date by, due;
    bool asked, possible, held, may_plan, may_effort, derived;
    Dec need, gain, effort;
    int64_t items, to_plan;
    VEC(ReachLine) lines;
    VEC(Str) chosen;
} ReachView;

/* ---- robust ---- */

typedef struct SureUnit {
    Str code, name;
    int64_t rank;
    Dec median, p5, p95;
    VEC(OptDec) top, grades;
    VEC(OptDec) sources;        /* percent of the variance */
    Str bars;
    Html bar;
    bool mine;
} SureUnit;

typedef struct SurePair {
    Str ahead, behind;
    Dec share;
} SurePair;

typedef struct RobustView {
    DeskHead h;
    Str weights, thresholds, survey, appraiser, draws, seed;
    VEC(int64_t) top;
    VEC(Str) grades;
    VEC(SureUnit) units;
    VEC(SurePair) pairs;
    int64_t more_pairs, read_twice, answers;
    OptDec spread;
    Html ranks, sources;
    VEC(int64_t) bound_sources;
    bool any, moves;
} RobustView;

/* ---- criteria ---- */

typedef struct UseLine {
    Str code, name;
    int64_t n;
    OptDec mean, sd, nominal, effective, with_rest;
    Html bar;
    bool full, equal, against;
} UseLine;

typedef struct PairLine {
    Str a, b, a_name, b_name;
    Dec r;
} PairLine;

typedef struct UseView {
    DeskHead h;
    OptDec alpha;
    VEC(FieldCompare) fields;   /* code, name; years.v[0]: alpha of the field */
    VEC(UseLine) lines;
    VEC(PairLine) pairs;
    int64_t flat, units;
} UseView;

/* ---- fair ---- */

typedef struct FairCell {
    OptDec above;
    int64_t n;
    bool few;
} FairCell;

typedef struct FairLine {
    Str who;
    int64_t cases, compared, unusual;
    OptDec above, error, self_gap;
    VEC(FairCell) fields;
    bool few;
} FairLine;

typedef struct GapLine {
    Str code, name;
    int64_t n;
    Dec gap;
} GapLine;

typedef struct CaseLine {
    Str unit_name, criterion, who, link;
    Dec given, mean;
    int64_t n;
} CaseLine;

typedef struct FairView {
    DeskHead h;
    int64_t cases, pairs;
    OptDec spread, same;
    VEC(HeadView) fields;
    VEC(FairLine) lines;
    VEC(GapLine) gaps;
    VEC(CaseLine) unusual;
} FairView;
