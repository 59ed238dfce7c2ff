/* What the pages behind the board show: screen, trend, fields, officials, causes, lists of dossiers, one dossier. */
#pragma once
#include "drill_sql.h"
#include "index766_sql.h"
#include "onestop/due.h"
#include "onestop/figures.h"
#include "onestop/index766.h"
#include "onestop/procedures.h"
#include "onestop/rating.h"
#include "onestop/registers.h"
#include "web/view.h"

/* Which unit and period; the same on every page, so that going from one to the next keeps them. */
typedef struct PickView {
    Str here;                   /* name of the page, for the tabs */
    int64_t unit_id;            /* 0: everything */
    Str unit, period;
    Choices units;
    bool needs_unit;            /* without "everything" */
    bool for_all;               /* the page shows figures that everybody may see; else only those of the person's own units and below */
    bool no_period;
    Months months;
    Date first, last;
    bool stamp;                 /* reading 766 */
    Str at;
    bool may_import, may_change;
} PickView;

typedef struct ScreenCard {
    Str name;
    int64_t done, late, open, over, level;      /* level as on the board */
    Dec on_time;
} ScreenCard;
typedef struct ScreenView {
    PickView pick;
    VEC(ScreenCard) cards;
} ScreenView;

typedef struct TrendCell {
    OptDec rate;
    int64_t done, received, level;
} TrendCell;
typedef struct TrendRow {
    int64_t unit_id;
    Str name;
    bool total, leaf;
    VEC(TrendCell) cells;
    Html spark;
} TrendRow;
typedef struct TrendView {
    PickView pick;
    VEC(Str) months;
    VEC(TrendRow) rows;
    Html chart;
} TrendView;

typedef struct FieldCell {
    int64_t done, level, unit_id, field_id;
    Dec rate;
} FieldCell;
typedef struct FieldRow {
    Str field;
    int64_t field_id;
    VEC(FieldCell) cells;
} FieldRow;
typedef struct FieldsView {
    PickView pick;
    VEC(Str) units;
    VEC(FieldRow) rows;
} FieldsView;

typedef struct OfficialLine {
    OnestopOfficialsRow r;
    Str due;
} OfficialLine;
typedef struct OfficialsView {
    PickView pick;
    VEC(OfficialLine) rows;
} OfficialsView;

typedef struct CauseCell {
    int64_t n, level;
} CauseCell;
typedef struct CauseRow {
    OnestopCausesRow r;
    CauseCell cells[5];
    VEC(CauseCell) v;
} CauseRow;
typedef struct CausesView {
    PickView pick;
    VEC(CauseRow) rows;
    OnestopReasonsRows reasons;
    Html chart;
} CausesView;

typedef struct ListLine {
    DossierListRow d;
    Str received, due, finished;
    const char *state;          /* T() */
} ListLine;
typedef struct ListView {
    PickView pick;
    Str what, official, title;
    int64_t field_id, procedure_id, page, prev, next;
    VEC(ListLine) rows;
    Choices kinds;
} ListView;

/* A step of a dossier, in words. */
typedef struct StepLine {
    Str at, state, due;
    bool told;                  /* by the system's history; else seen at an import */
} StepLine;

typedef struct DossierView {
    PickView pick;
    DossierRowFull d;
    const char *state, *channel, *by_date, *by_766;     /* T() */
    Str received, due, finished, old_due, asked, supplied, starts, legal_due, new_due, hours, used, waited;
    bool letter_due;            /* over and not ended: a letter can be made */
    bool longer;                /* promised later than the law allows */
    ApologyRows letters;
    VEC(StepLine) steps;
} DossierView;

typedef struct IndexView {
    PickView pick;
    Index766 x;
    Choices readings;
    size_t portal_written;
} IndexView;

typedef struct RatingView {
    PickView pick;
    Rating r;
    VEC(RatingItem) items;
    const char *self_class, *class;
    SettlementUnitsRows units;
} RatingView;

typedef struct ProcedureLine {
    ProcedureRow p;
    Str direct, online, postal;
    VEC(Str) faults;
} ProcedureLine;
typedef struct ProceduresView {
    PickView pick;
    VEC(ProcedureLine) rows;
    Pager pager;
    Str q, field;
    bool faulty;                /* only those with a fault */
    int64_t n_faulty, n_all;
    Choices fields;
    ProcedureReport rep;
    bool checked;
    Str copy, copy_name;
} ProceduresView;
typedef struct ProcedureView {
    PickView pick;
    ProcedureLine p;
    Str missing;                /* parts that are not published */
    ProcedureDecisionRows decisions;
    ProcedureChangesRows changes;
} ProcedureView;

typedef struct ApologyLine {
    ApologyRow a;
    VEC(Str) faults;
} ApologyLine;
typedef struct MissingLine {
    DossierWithoutLetterRow d;
    Str due;
} MissingLine;
typedef struct ApologiesView {
    PickView pick;
    VEC(ApologyLine) rows;
    VEC(MissingLine) missing;
    int64_t n_faulty;
    Str code, letter, signer, reason, fault, signed_on, old_due, new_due;
} ApologiesView;

typedef struct PetitionLine {
    PetitionRow p;
    PetitionState s;
} PetitionLine;
typedef struct PetitionsView {
    PickView pick;
    VEC(PetitionLine) rows;
    int64_t n_late, n_open;
} PetitionsView;
typedef struct PetitionView {
    PickView pick;
    PetitionLine line;
    Str answered_on;
} PetitionView;
typedef struct PetitionNewView {
    PickView pick;
    Str code, kind, subject, received_on, asked_on;
    bool again;
} PetitionNewView;
typedef struct HoursView {
    PickView pick;
    OfficeHoursAllRows rows;
    Str valid_from, hours;      /* of the form: today, and what holds today for the unit */
} HoursView;
typedef struct AnswersView {
    PetitionAnswersRows rows;
} AnswersView;

/* Fills what all pages share. here: name of the tab. */
Err pick_view(Ctx *c, const Req *rq, Str here, PickView *v);
