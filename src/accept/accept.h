/*
 * Room accept: what was read of a document goes into the rooms, once a person has seen it.
 *
 * A document is accepted as one of four things: the task table of a plan, the remedies for lost points, the points of a
 * result report, or the criteria of a decision. First everything that would be written is shown as items, each with its place in
 * the source, its confidence and what stands against it; then the items that the person did not leave out are written,
 * all or nothing, through the operations of the room that owns them (with their permissions and audit entries). What
 * cannot be matched for certain is listed and left out, never guessed.
 *
 *     AcceptSource s;
 *     TRY(accept_source(c, &form, bytes, &s));
 *     TRY(accept_items(c, &form, &s, &report));       nothing is written
 *     TRY(accept_write(c, &form, &s, &report));       the same items, written
 */
#pragma once
#include "archive/archive.h"
#include "core/access.h"
#include "criteria/criteria.h"
#include "intake/reading.h"
#include "org/org.h"
#include "plan/table.h"

extern const Perm PERM_ACCEPT;

typedef enum AcceptKind { ACCEPT_PLAN, ACCEPT_REMEDY, ACCEPT_RESULT, ACCEPT_CRITERIA, ACCEPT_KINDS } AcceptKind;

const char *accept_kind_name(AcceptKind k);     /* "plan" "remedy" "result" "criteria" */
const char *accept_kind_title(AcceptKind k);    /* Vietnamese, T() */
bool accept_kind_parse(AcceptKind *out, Str name);

typedef struct AcceptForm {
    AcceptKind kind;
    Str file;                   /* its name, for messages and as source */
    Str unit;                   /* code; not for criteria */
    Str set;                    /* code; empty: result and remedy take the only set of the year that scores the unit, criteria the number of the decision */
    Str name;                   /* criteria: of the set; empty: the document's title */
    int64_t year;               /* of the plan, or of the set */
    Dec scale;                  /* criteria: what the fields add up to; zero: 100 */
    bool direct;                /* criteria: a rule that cannot be read does not stop, the criterion is scored by hand */
    Str skip;                   /* keys of the items that the person left out: ",3,17," */
} AcceptForm;

/* What was read of the file, as far as the kind needs it. */
typedef struct AcceptSource {
    Reading reading;            /* empty for a plan */
    PlanTable plan;             /* of a plan */
    bool taken;                 /* accept_take() was called: the document goes into the register too */
    bool stored;                /* its file is one that the register keeps */
    Upload upload;
} AcceptSource;

typedef enum AcceptState {
    ITEM_OK,
    ITEM_DOUBT,                 /* will be written; a person should look at it */
    ITEM_LEFT,                  /* cannot be written: `note` tells why; the others can */
    ITEM_BAD,                   /* stops everything until it is left out or put right in the document */
    ITEM_SHOWN                  /* never written: headings, totals that were checked */
} AcceptState;
const char *accept_state_name(AcceptState s);   /* "ok" "doubt" "left" "bad" "shown" */

typedef struct AcceptItem {
    int64_t key;                /* from 1, in the order of the document; the same for the same document and kind */
    Str code, title;
    Str detail;                 /* what will be written, in words */
    Str note;                   /* what stands against it */
    Where where;
    int confidence;             /* percent */
    AcceptState state;
    bool skipped;               /* the person left it out */
} AcceptItem;

typedef struct AcceptReport {
    VEC(AcceptItem) items;
    VEC(Str) notes;             /* of the document as a whole */
    size_t take, left, bad;     /* items that go in, are left out, stop */
    Str path;                   /* where it can be seen afterwards; set by accept_write */
    int64_t document_id;        /* of the register; 0: it did not get there */
} AcceptReport;

/* Answers: E_INVALID when the file holds nothing of the kind. Slow: outside a write transaction where that can be. */
Err accept_source(Ctx *c, const AcceptForm *f, Str bytes, AcceptSource *out);
/*
 * Makes ready what the register gets: the file is checked and stored by its hash, the identity read. Before the transaction of
 * accept_write, not for trying. Answers: what the register answers to the file (macros, marks of secrecy).
 */
Err accept_take(Ctx *c, const AcceptForm *f, Str bytes, AcceptSource *s);
/* The document of the register that is cited, if the person may see it; 0: none. */
Err accept_cited(Ctx *c, const Citation *k, int64_t *id);
/* Answers: E_NOT_FOUND names the unit or set that is missing; E_STATE tells what must be done before. */
Err accept_items(Ctx *c, const AcceptForm *f, const AcceptSource *s, AcceptReport *out);
/* All or nothing. Answers: E_INVALID while an item stops, or when nothing is left to write. */
Err accept_write(Ctx *c, const AcceptForm *f, const AcceptSource *s, AcceptReport *out);

Str accept_place(Arena *a, Lang lang, Where w);         /* "dòng 15, trang 2"; empty when not known */
/*
 * The criterion that the words of a document name: by code, else by folded name, else the only one whose name holds
 * them or is held by them. -1: none, -2: several. leaves: among those that can have points, else among the headings.
 */
int64_t accept_match(Arena *a, const CriterionRows *all, Str words, bool leaves);
