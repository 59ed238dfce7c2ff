/*
 * Room indicator: data elements and indicators, figures of units by period, their checks, completeness and
 * consolidation, and what they tell the rules (facts "cchc.CODE").
 *
 * The effective figure of an element is, in this order: by its formula; as entered; from the fact of another room; the
 * sum of the units directly below. Where two of them exist, both are kept so that the difference can be shown.
 * A rate is in percent: 93.5 is 93,5%.
 *
 * Answers of every operation: E_FORBIDDEN; E_STATE when the period of the unit is locked.
 */
#pragma once
#include "base/map.h"
#include "cal/period.h"
#include "core/access.h"
#include "doc/table.h"
#include "indicator_sql.h"

extern const Perm PERM_FIGURE_VIEW, PERM_FIGURE_ENTER, PERM_FIGURE_LOCK, PERM_FIGURE_ACCEPT, PERM_ELEMENT_CHANGE;

/* ---- elements */

typedef struct ElementSet {
    ElementRows rows;
    Map by_code;                /* code → index in rows */
} ElementSet;

Err element_load(Ctx *c, ElementSet *out);      /* E_NOT_FOUND tells how to load the shipped list */
/* Columns code, area, name, measure, kind, levels, numerator, denominator, checks, fact, cumulative, certainty, minimum, maximum. */
Err element_import(Ctx *c, const Table *t, size_t *n);
Err element_shipped(Ctx *c, Table *out);        /* the list inside the program */
bool element_of_kind(const ElementRow *e, Str unit_kind);       /* whether units of the kind give it */

/* ---- report_form.c: which elements a kind of unit gives in a kind of period */

/* By its kind of unit and, where a form is made for that kind of unit and period, by the form. */
bool element_asked(const ReportFormRows *forms, const ElementRow *e, Str unit_kind, PeriodKind period);
/* Columns code, title, unit_kinds, period_kinds, elements. All or nothing. */
Err report_form_import(Ctx *c, const Table *t, size_t *n);
Err report_form_shipped(Ctx *c, Table *out);           /* the forms inside the program */

/* ---- figures */

typedef enum Light { LIGHT_NONE, LIGHT_GREEN, LIGHT_AMBER, LIGHT_RED } Light;
const char *light_name(Light l);                /* "" "green" "amber" "red" */

typedef struct Figure {
    OptDec value;               /* effective */
    OptDec own, fact, below;    /* as entered; from another room; sum of the units directly below */
    OptDec last;                /* effective figure of the period before, of the same kind */
    OptDec target, amber;
    bool at_most;               /* the target is a maximum */
    Light light;
    Str note;
    size_t givers;              /* units below that have a figure */
    bool asked;                 /* of this unit in this period */
} Figure;

typedef struct FigureTable {
    int64_t unit_id;
    Str unit_name, unit_kind;
    Period period;
    Str code;                   /* of the period, normal form */
    ElementSet set;
    Figure *v;                  /* by index of set.rows */
    FigureSheetRow sheet;             /* state "open" when there is none */
} FigureTable;

Err figure_table(Ctx *c, int64_t unit_id, Str period, FigureTable *out);

Str figure_shown(Ctx *c, OptDec d);              /* two decimals at most; empty: no figure */

typedef enum Severity { SEV_NOTE, SEV_WARNING, SEV_ERROR } Severity;
const char *severity_name(Severity s);          /* "note" "warning" "error" */

typedef struct Finding {
    Severity severity;
    size_t element;             /* index */
    Str text;
} Finding;
typedef VEC(Finding) Findings;
/* Errors must be gone before a sheet is complete; warnings need a look; notes say what is unusual. */
Err figure_check(Ctx *c, const FigureTable *t, Findings *out);

typedef struct FigureEntry {
    Str code;
    Str text;                   /* as typed: "1.234,5", "93,5%"; empty: take the figure away */
    Str note;
} FigureEntry;

/* Why a text is no value of the element: a Vietnamese sentence, T(); NULL: it is one, in *out. */
const char *figure_refusal(Str text, const ElementRow *e, Dec *out);
Err figure_period(Ctx *c, Str text, Period *p, Str *code);      /* E_INVALID tells the forms of a period */

/*
 * All or nothing. A figure of a complete sheet is changed only with a reason, and the old one is kept.
 * Answers: E_INVALID names the code of every entry that is wrong.
 */
Err figure_enter(Ctx *c, int64_t unit_id, Str period, const FigureEntry *v, size_t n, Str reason);
/* The same with the list at hand and the period in its normal form; the caller writes the audit trail. */
Err figure_enter_of(Ctx *c, const ElementSet *set, int64_t unit_id, Str period, const FigureEntry *v, size_t n, Str reason);
/* Columns unit, element, value, period (or one period for all). All or nothing. */
Err figure_import(Ctx *c, const Table *t, Str period, size_t *n);

Err figure_complete(Ctx *c, int64_t unit_id, Str period);        /* E_STATE names the first error */
Err figure_lock(Ctx *c, int64_t unit_id, Str period, Str reason);
Err figure_reopen(Ctx *c, int64_t unit_id, Str period, Str reason);
/* The unit above takes a complete sheet, or gives it back with a reason. PERM_FIGURE_ACCEPT is asked for the unit above. */
Err figure_accept(Ctx *c, int64_t unit_id, Str period);
Err figure_return(Ctx *c, int64_t unit_id, Str period, Str reason);
Err period_rule_of(Ctx *c, PeriodRule *out);                    /* cut-off and sending day of the settings */

/* ---- formula.c: codes with + and -, for formulas and checks. Pure. */

typedef bool (*CodeValue)(const void *user, Str code, Dec *out);        /* false: no figure */
/* *missing: a figure is not there; then *out is not set. False: not a formula. */
bool formula_sum(Str text, CodeValue value, const void *user, Dec *out, bool *missing);
typedef struct Check {
    Severity severity;
    Str op;                     /* "<=" ">=" "=" */
    Str right;                  /* a formula */
} Check;
/* Takes the first check off *rest ("error <= 1.1; warning = 2+3"). False: none left, or not a check (*bad). */
bool check_next(Str *rest, Check *out, bool *bad);
