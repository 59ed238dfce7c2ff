/*
 * Room org: the bodies of the state as a tree over time, the people in them and what they may do.
 *
 * A unit has one code for life. Its name, kind, parent and ranking group may change from a day on: each state is
 * kept, so that "as it was on 30/06/2025" can be read. Merged and split units point at each other (Law on the
 * Organisation of Local Government 2025: two levels since 01/07/2025; districts are history).
 *
 * Answers of every operation: E_FORBIDDEN; E_CONFLICT when somebody changed the unit since it was shown.
 */
#pragma once
#include "base/json.h"
#include "core/access.h"
#include "core/ctx.h"
#include "doc/table.h"
#include "org_sql.h"

extern const Perm PERM_ORG_VIEW, PERM_ORG_CHANGE, PERM_PEOPLE_VIEW, PERM_PEOPLE_CHANGE;

typedef struct UnitKind {
    const char *name;           /* in files and URLs */
    const char *title;          /* Vietnamese, T() */
    const char *spellings;      /* other spellings accepted on import, divided by | */
} UnitKind;
extern const UnitKind unit_kinds[];                         /* ends with { 0 } */
const UnitKind *unit_kind(Str name);                        /* NULL: unknown */
const UnitKind *unit_kind_guess(Str spelling);              /* any accepted spelling, without case and marks */

/* What a person fills in for a unit. */
typedef struct UnitForm {
    Str code, name, kind, rank_group;
    int64_t parent_id;          /* 0: top */
    bool ranked;
    Date valid_from, valid_to;  /* unset: always, still there */
} UnitForm;

typedef struct UnitFilter {
    Str q;                      /* as typed */
    Str kind, rank_group;
    int64_t parent_id;
    Date on;                    /* unset: today */
} UnitFilter;

Err org_list(Ctx *c, const UnitFilter *f, UnitRows *out);
Err org_by_code(Ctx *c, Str code, UnitRow *out);            /* E_NOT_FOUND names the code */
Err org_create(Ctx *c, const UnitForm *f, int64_t *id);
/* From `from` on; unset: the latest state was wrong and is corrected. */
Err org_change(Ctx *c, int64_t id, int64_t version, const UnitForm *f, Date from, Str reason);
/*
 * The old units end the day before `on`, the new one begins (merge: many old, one new; split: one old, many new).
 * Units that are not there yet must be created first.
 */
Err org_succeed(Ctx *c, const int64_t *old, size_t n_old, const int64_t *new_ids, size_t n_new, Date on, Str reason);

typedef struct ImportReport {
    size_t created, changed, same;
    RowErrors bad;              /* filled when the answer is E_INVALID because of rows */
} ImportReport;
/* Columns code, name, kind, parent, group, valid_from, valid_to (Vietnamese headings too). All or nothing. */
Err org_import(Ctx *c, const Table *t, ImportReport *out);

/* The table of all units in their latest state; org_import reads it back. */
Err org_export(Ctx *c, bool xlsx, Str *bytes);

void org_json(Json *j, const UnitRow *u);

/* People. A password is never given: `hash` is the Argon2id string made by the door before the transaction. */
typedef struct PersonForm {
    Str login, name, title, email;
    int64_t unit_id;
    bool active;
} PersonForm;
Err people_create(Ctx *c, const PersonForm *f, Str hash, int64_t *id);
Err people_change(Ctx *c, int64_t id, int64_t version, const PersonForm *f);
Err people_set_password(Ctx *c, int64_t id, Str hash);      /* of somebody else: must be changed at the next sign-in */
/* unit_id 0: everywhere. A delegation (delegated true) must have `to`, gives at most what the giver has, and cannot be passed on. */
Err people_grant(Ctx *c, int64_t person_id, Role role, int64_t unit_id, Date from, Date to, bool delegated, Str reason);
Err people_end_role(Ctx *c, int64_t role_id, Date last_day);        /* by the administrator, or by who delegated it */
/* Those whom the person may see: all, or the people of the own unit and below. */
Err people_visible(Ctx *c, Str q, PeopleRows *out);
