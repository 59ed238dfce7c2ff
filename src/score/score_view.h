/* What the pages of results show. Numbers are texts already: rounded as the set declares, in the reader's style. */
#pragma once
#include "html/out.h"
#include "score/facts.h"

/* Which set, year and group; on top of every page of results. */
typedef struct PickOption {
    Str value, name;
    bool here;
} PickOption;
typedef VEC(PickOption) PickOptions;

typedef struct PickView {
    Str path;                   /* without the first slash */
    Str set, set_name, group;
    int64_t year;
    Str link;                   /* "set=…&year=…", encoded */
    PickOptions sets, years, groups;
    Moment newest;
} PickView;

/* Against the year before. Nothing is shown without a predecessor. */
typedef struct ChangeView {
    bool has;
    Str percent;                /* then */
    int64_t rank;               /* then; 0: was not ranked */
    int64_t up;                 /* places */
    bool has_up, rose, fell;
    OptDec gained;              /* percent points */
} ChangeView;

typedef struct CellView {
    Str criterion;              /* its code */
    Str text;
    int64_t level;              /* of the heat map */
    Str letter;
} CellView;
typedef VEC(CellView) CellViews;

typedef struct HeadView {
    Str key, name, code;
    Str sort;                   /* aria-sort */
    Str link;                   /* what to ask for to sort by it */
} HeadView;
typedef VEC(HeadView) HeadViews;

typedef struct UnitLine {
    Str code, name;
    int64_t rank;               /* 0: scored, not ranked */
    Str points, max, percent, grade;
    Html bar;
    ChangeView change;
    CellViews cells;
    bool mine;
    int64_t missing;
} UnitLine;
typedef VEC(UnitLine) UnitLines;

typedef struct GroupFigures {
    Str group, mean, highest, lowest, spread;
    int64_t n, above;
    OptDec gained;              /* of the mean, over last year's mean of the same group */
    int64_t year_before;
} GroupFigures;

typedef struct RankingView {
    PickView pick;
    GroupFigures g;
    HeadView rank, unit, points, percent, change;
    HeadViews fields;
    UnitLines units;
    CellViews means;            /* of the fields */
    Str mean_points;
    Str link;                   /* set, year, group */
    bool has_before;
} RankingView;

typedef struct HeatView {
    PickView pick;
    bool leaves;
    HeadViews columns;
    UnitLines units;
    Str link;
} HeatView;

typedef struct LossLine {
    Str code, name, points, max, lost, mean, above, reason;
    int64_t units;
    Html bar;
} LossLine;
typedef VEC(LossLine) LossLines;

typedef struct HomeGroup {
    GroupFigures f;
    UnitLines top, bottom;
    int64_t between;            /* units that are not shown */
    Str link;
} HomeGroup;

typedef struct HomeSet {
    PickView pick;
    VEC(HomeGroup) groups;
    LossLines losses;
    UnitLines risen, fallen;
    UnitLines incomplete;       /* most missing figures first */
    Html fields;                /* bars */
    LossLines field_lines;
    int64_t year_before;
    bool has_before;
    int64_t units, missing;     /* units 0: nothing is scored yet */
} HomeSet;

typedef struct HomeView {
    Html due;                   /* of room plan, joined */
    bool may_facts;
    VEC(HomeSet) sets;
    bool has_own;
    UnitLine own;
    Str own_set;                /* link */
    int64_t own_of;             /* units ranked in its group */
    Str own_group;
    LossLines own_losses;
} HomeView;

typedef struct FieldLine {
    Str code, name, points, max, percent, mean, before;
    int64_t rank;
    OptDec over_mean, over_before;
    Html bar;
} FieldLine;

typedef struct UnitResultView {
    PickView pick;
    UnitLine unit;
    GroupFigures g;
    VEC(FieldLine) fields;
    LossLines losses, strengths;
    Str lost;                   /* together */
    Html dots;
    int64_t unit_id;
    bool has_before;
    int64_t year_before;
} UnitResultView;

typedef struct WhyRow {
    Str condition, points;
    bool here;
} WhyRow;
typedef struct WhyInput {
    Str code, name, value, source, by, page;
    Moment at;
} WhyInput;
typedef struct WhyPart {
    Str code, name, points, max, sign;
    Html bar;
    bool missing;
} WhyPart;
typedef struct WhyPeer {
    Str code, name, points, max;
    Html bar;
    bool mine;
} WhyPeer;

typedef struct WhyView {
    PickView pick;
    Str unit, unit_name, group;
    Str code, name, points, max, exact, percent, lost;
    Str state;                  /* of explain.h */
    Str text;
    Str rule, plain, canonical, arithmetic, reason, by, source, evidence, basis, assessor;
    VEC(HeadView) above;        /* criteria above, from the field down */
    VEC(WhyRow) rows;
    VEC(WhyInput) inputs;
    VEC(WhyPart) parts;
    VEC(WhyPeer) peers;
    Str sum;                    /* "2,5 + 1 + 0,25 = 3,75" */
    Str cut;
    bool shown_differs;         /* the rounded parts do not add up to the rounded sum */
    Html dots;
    Str mean;
    bool has_before, same_before;
    Str before_points, before_max;
    Str before_code;
    int64_t year_before;
    bool may_change;
} WhyView;

typedef struct FigureLine {
    Str code, name, value, source, by, page;
    const char *wants;          /* T(): how the rule wants it written */
    Moment at;
    bool missing;
} FigureLine;

typedef struct FactsView {
    Str unit, unit_name, fact, value;
    Str source;                 /* empty: a changed value says anew where it comes from */
    int64_t unit_id, year;
    VEC(FigureLine) lines;
    PickOptions years;
    int64_t missing;
    bool may_change, editing;
} FactsView;

typedef struct ImportView {
    bool scores;                /* else figures */
    bool may_scores;
    bool checked;               /* the file is sound and waits to be written */
    FactReport rep;
    PickOptions sets;
    Str set_name;
    Str copy, copy_name;
} ImportView;
