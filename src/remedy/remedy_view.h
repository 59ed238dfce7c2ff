/* What the pages of room remedy show. */
#pragma once
#include "html/out.h"
#include "remedy/paper.h"
#include "web/view.h"

typedef struct RemedySetChoice {
    Str value, label;
    bool chosen;
} RemedySetChoice;

typedef struct LossTab {
    Str link;
    const char *title;          /* T() */
    bool here;
} LossTab;

/* A line of "by field", "by unit", "by cause", "by lead". */
typedef struct LossSum {
    Str code, name, link;
    Dec lost, covered;
    int64_t losses, recurring;
    Html bar;
} LossSum;

typedef struct LostLine {
    LostRow l;
    Str why;                    /* address */
    bool recurring;
} LostLine;

typedef struct PromiseLine {
    Str unit, name;
    Dec points, percent;
    int64_t rank_now, rank_then, up;
    bool rose;
} PromiseLine;

typedef struct LossesView {
    VEC(RemedySetChoice) sets;
    VEC(LossTab) tabs;
    Choices units, groups, causes, fields, leads;
    Str set_name, set_value, unit_code, unit_name, group, field, cause, lead, view;
    Str query;                  /* filters, encoded: "set=…&unit=…" */
    bool any_set, derived, may_derive, may_change, rest, recurring;
    bool list, by, promise, outcome;
    const char *by_title;       /* T() */
    Dec total, covered;
    int64_t n, filtered, recurs;
    VEC(LossSum) sums;
    VEC(LostLine) lines;
    VEC(PromiseLine) promises;
    VEC(Outcome) outcomes;
    int64_t recovered, partly, again, open;
    Dec won;
    Pager pager;
    Html chart;
} LossesView;

typedef struct PeerLine {
    int64_t id;
    Str name;
    Dec lost;
    bool has_remedy, mine;
} PeerLine;

typedef struct LossYear {
    int64_t year;
    Str code;
    Dec lost, max;
    bool any;
} LossYear;

typedef struct BestLine {
    Str name, points, link;
} BestLine;

typedef struct LibraryLine {
    Str measure, cause, cause_code, unit;
    int64_t year;
    Dec won;
    bool recovered;
} LibraryLine;

typedef struct LossView {
    LostLine k;
    Str set_value, set_name, evidence, assessor;
    VEC(PeerLine) peers;
    VEC(LossYear) years;
    VEC(BestLine) best;
    VEC(LibraryLine) library;
    LostRemediesRows remedies;
    bool may_change;
    int64_t of;                 /* units of the group */
} LossView;

typedef struct RemedyFormView {
    Str unit_name, unit_code, back, use_cause, use_measure;      /* unit_code: empty, for fields without a proposal */
    VEC(LostLine) lines;
    Choices causes, origins, units;
    VEC(LibraryLine) library;
    Dec stake;
    int64_t year;
    bool may_all;               /* a single loss: may be done for all units that lost it */
    int64_t peers;
} RemedyFormView;

typedef struct QuarterView {
    int64_t quarter, percent;
    Str text, by;
    Moment at;
    bool said;
} QuarterView;

typedef struct RemedyView {
    RemedyRow m;
    Str origin;                 /* words */
    Str blank;
    RemedyCodesRows codes;
    VEC(QuarterView) quarters;
    Choices causes;
    bool may_change, from_index;
    int64_t quarter;            /* now */
} RemedyView;

typedef struct RemediesView {
    Str unit_name, unit_code, query, state, lead;
    int64_t year, overdue, waiting;
    Dec stake;
    bool may_change;
    Choices units, years, states, causes, origins;
    VEC(RemedyRow) rows;
    int64_t total;
    Pager pager;
} RemediesView;

typedef struct TextBit {
    Str text, link;             /* link empty: plain */
} TextBit;
typedef struct TextLine {
    VEC(TextBit) bits;
} TextLine;
typedef struct PaperPartView {
    int64_t no;
    Str title, text;
    VEC(TextLine) lines;
    bool edited;
} PaperPartView;

typedef struct PaperView {
    Str kind, title, unit_code, unit_name, set_value, set_name, approved_by, changed_by;
    Moment drafted, approved;
    bool is_plan, is_approved, kept, editing, may_change, may_approve;
    int64_t version;
    VEC(PaperPartView) parts;
    VEC(RemedyRow) table;
    Choices units;
    Str set_code;
    int64_t year;
} PaperView;
