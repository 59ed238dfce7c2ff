/* What the review pages show. */
#pragma once
#include "accept/accept.h"
#include "accept_sql.h"
#include "html/out.h"

typedef struct IntakeLine {
    Str id, name, title, who, state;
    Moment at;
    bool accepted;
} IntakeLine;

typedef struct IntakeListView {
    VEC(IntakeLine) lines;
} IntakeListView;

/* A line of the source, in order; what was read points to it. */
typedef struct SourceLine {
    Str anchor, number, text;
    int page, line;
} SourceLine;

/* One thing that was understood. */
typedef struct ReadLine {
    Str kind, text, detail, href, place;
    Str cited;                  /* of a citation: its document in the register; empty: not there */
    int confidence;
    size_t order;
} ReadLine;

typedef struct IntakePair {
    Str name, value;
} IntakePair;

typedef struct ItemLine {
    AcceptItem it;
    Str href, place;
    bool box;                   /* the person may leave it out */
} ItemLine;

typedef struct KindChoice {
    Str value, title;
    bool chosen;
} KindChoice;

typedef struct IntakeView {
    Str id, name, title, who;
    Moment at;
    Str accepted;               /* as what; empty: not yet */
    Str document;               /* its page in the register; empty: it has none */
    VEC(SourceLine) source;
    VEC(IntakePair) identity;
    VEC(ReadLine) reads;
    VEC(IntakePair) warnings;
    VEC(KindChoice) kinds;
    VEC(IntakePair) units, sets;
    AcceptForm form;
    Str kind;
    bool asked;                 /* kind, unit and year were chosen: the items are shown */
    bool checked;               /* the dry run went through */
    Str refused;                /* why there are no items */
    VEC(ItemLine) items;
    VEC(Str) notes;
    size_t n_items, take, left, bad;
} IntakeView;
