/* What the pages of room criteria show. Filled by criteria_web.c and criterion_web.c; markup is in pages/. */
#pragma once
#include "criteria/criteria.h"
#include "web/view.h"

typedef struct SetListView {
    CriteriaSetRows rows;
    bool may_change;
} SetListView;

typedef struct NodeLine {
    CriterionRow k;
    int depth;                  /* 1: field */
    Str depth_class;            /* "d1" … "d6" */
    const char *source;         /* T() */
    Str letter;                 /* of the source */
    Str rule;                   /* beginning of it */
    int64_t errors, warnings;
} NodeLine;

typedef struct SetView {
    CriteriaSetRow s;
    VEC(NodeLine) rows;
    VEC(Finding) findings;
    int64_t errors, warnings;
    Dec total;
    bool total_differs;
    bool may_change, frozen;
    CriteriaSetRow before;      /* the set of the year before under the same code; id 0: none */
} SetView;

typedef struct SetFormView {
    int64_t id, version;
    SetForm f;
    bool frozen, conflict;
    CriteriaSetRow s;
    Choices ties, rounding, na;
} SetFormView;

/* A rule as the program understood it, and what it gives for a value. */
typedef struct RuleTrial {
    Str canonical, plain;       /* empty: there is no rule, or it was not understood */
    Str wrong;                  /* why it was not understood, with the position */
    RuleTable table;
    RuleWarnings warnings;
    Str value;                  /* as typed; empty: nothing was tried */
    Str points, max, band, arithmetic;
    Str refused;                /* why the value gives no points */
} RuleTrial;

typedef struct CriterionClash {
    const char *label;          /* T() */
    Str stored, typed;
} CriterionClash;

typedef struct CriterionView {
    CriteriaSetRow s;
    CriterionRow k;             /* stored, or what was typed */
    Str max;                    /* as typed */
    int64_t version;
    Choices sources, na;
    Str try_value, try_facts;
    RuleTrial trial;
    bool leaf, frozen, may_change, look_first;
    VEC(CriterionClash) clashes;
} CriterionView;

typedef struct SetImportView {
    Str code, year, name, scale, kinds, basis;
    bool checked;               /* read without errors: may be written */
    VEC(Finding) findings;
    int64_t nodes, leaves, errors, warnings;
    Dec total;
    Str copy, copy_name;
} SetImportView;

typedef struct DiffLine {
    DiffRow d;
    Str cls;                    /* class of the row */
    Str sign;                   /* + ~ − */
    const char *what;           /* T() */
    bool changed, max_changed, name_changed, rule_changed;
} DiffLine;

typedef struct SetDiffView {
    CriteriaSetRow old, now;
    VEC(DiffLine) rows;
    int64_t same, added, removed, changed;
    bool all;                   /* unchanged rows are shown too */
    CriteriaSetRows sets;       /* to compare with */
} SetDiffView;
