/*
 * Room criteria: what is measured. A set belongs to a year and a kind of unit; it is a tree of fields, criteria and
 * sub-criteria of mixed depth. A leaf is scored by its rule or by direct points; everything above is the sum of its
 * children. Re-issued nearly every year, sometimes twice: a set is versioned data, frozen once a round uses it.
 *
 * A warning is not an error: real sets contain slips (a printed 10.05 for 10.5) and the officer decides.
 */
#pragma once
#include "base/json.h"
#include "core/access.h"
#include "core/ctx.h"
#include "core/rule.h"
#include "criteria_sql.h"
#include "doc/table.h"

extern const Perm PERM_CRITERIA_VIEW, PERM_CRITERIA_CHANGE;

typedef struct Room Room;

typedef struct DraftNode {
    Str code, parent, name, rule, source, na_policy, evidence, assessor, basis;
    Str old_code;               /* in the set of the year before, where it differs */
    Dec max;
    bool has_max;
    bool leaf;
    int64_t parent_at;          /* index in the draft, -1: top */
    size_t row;                 /* of the table; SIZE_MAX when it does not come from one */
} DraftNode;

typedef struct Finding {
    bool error;                 /* else a warning */
    Str code;                   /* criterion, or empty */
    Str kind;                   /* machine name: "duplicate" "orphan" "sum" "scale" "rule" "gap" "overlap" "above_max" … */
    Str where;                  /* file, sheet, row, column; empty in the editor */
    Str text;                   /* the sentence alone */
} Finding;

/* A set that is not stored yet: read from a table, or the stored one with changes, for checking. */
typedef struct Draft {
    VEC(DraftNode) nodes;       /* order of the table */
    VEC(Finding) findings;
    size_t errors;
    Dec total;                  /* of the fields' maxima, bonus and penalty left out */
} Draft;

/*
 * Columns code, parent, name, max_points, rule, source, evidence, assessor, na_policy, basis, old_code (and Vietnamese
 * headings). Findings hold
 * everything that is wrong or doubtful; an Err is returned only when there is no table to read.
 * known: codes of facts that rooms publish (may be NULL).
 */
Err criteria_read(Draft *out, Arena *a, const Table *t, Dec scale, const Room *const *known, Answer *why);
/* The checks alone, over nodes filled in by the caller. */
void criteria_check(Draft *d, Arena *a, Dec scale, const Room *const *known, Lang lang);

typedef struct SetForm {
    Str code, name, unit_kinds, basis, ties, rounding, na_policy, grades;
    int64_t year, places;
    Dec scale;
} SetForm;
SetForm set_form_default(void);

Err criteria_set_find(Ctx *c, Str code, int64_t year, CriteriaSetRow *out);    /* E_NOT_FOUND names what was asked for */
/* Stores the draft as the set's criteria; an existing set is replaced, criteria of the same code keep their scores. */
Err criteria_import(Ctx *c, const Draft *d, const SetForm *f, int64_t *set_id);
Err criteria_set_change(Ctx *c, int64_t id, int64_t version, const SetForm *f);
Err criterion_change(Ctx *c, int64_t id, int64_t version, const DraftNode *n);
Err criteria_freeze(Ctx *c, int64_t set_id, Str reason);
/* The set again under another year; old_code of each criterion is its code now. */
Err criteria_copy(Ctx *c, int64_t set_id, Str code, int64_t year, int64_t *new_id);
/* The stored set as a draft, to check or export. */
Err criteria_load(Ctx *c, int64_t set_id, Draft *out);
/* The table of a set that `criteria import` reads back. */
Err criteria_export(Ctx *c, int64_t set_id, bool xlsx, Str *bytes);

void criteria_set_json(Json *j, const CriteriaSetRow *s);
void criteria_node_json(Json *j, const CriterionRow *k);

typedef struct DiffRow {
    enum { DIFF_SAME, DIFF_ADDED, DIFF_REMOVED, DIFF_CHANGED } kind;
    Str old_code, new_code, name;
    Dec old_max, new_max;
    Str old_rule, new_rule, old_name;
} DiffRow;
typedef VEC(DiffRow) DiffRows;
/*
 * old → new, matched by old_code, else by code where nobody else was matched with that one by old_code. Order of the
 * new set; what was removed comes last.
 */
Err criteria_diff(Ctx *c, int64_t old_id, int64_t new_id, DiffRows *out);
