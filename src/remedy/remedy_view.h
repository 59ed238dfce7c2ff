/* What the pages of room remedy show. */
#pragma once
#include "html/out.h"
#include "remedy/remedy.h"

typedef struct RemedySetChoice {
    Str value, label;
    bool chosen;
} RemedySetChoice;

typedef struct RemedyFieldLine {
    Str code, name;
    Dec lost, covered;
    int64_t losses;
    Html bar;
} RemedyFieldLine;

typedef struct LostLine {
    LostRow l;
    Str why;                    /* address */
    bool recurring;
} LostLine;

typedef struct PromiseLine {
    Str unit;
    Dec points;
    int rank_now, rank_then;
} PromiseLine;

typedef struct LossesView {
    VEC(RemedySetChoice) sets;
    Str set_name, set_value, unit_code, unit_name, query;
    bool any_set, derived, may_derive, may_change, rest;
    Dec total, covered;
    int64_t n;
    VEC(RemedyFieldLine) fields;
    VEC(LostLine) lines;
    VEC(PromiseLine) promises;
} LossesView;

typedef struct CauseChoice {
    Str code, title;
} CauseChoice;

typedef struct LibraryLine {
    Str measure, cause, unit;
    int64_t year;
    Dec won;
} LibraryLine;

typedef struct RemedyFormView {
    Str unit_name, back;
    VEC(LostLine) lines;
    VEC(CauseChoice) causes;
    VEC(LibraryLine) library;
    Dec stake;
    int64_t year;
    bool one, may_all;          /* a single loss: may be done for all units that lost it */
    int64_t peers;
} RemedyFormView;

typedef struct RemediesView {
    Str unit_name, query;
    int64_t year;
    Dec stake;
    bool may_change;
    VEC(RemedyRow) rows;
} RemediesView;
