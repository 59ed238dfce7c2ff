/*
 * Room plan: the annual plan of a unit, its task table in the eight official columns, and the work on the tasks.
 *
 * A plan is one per unit and year. While it is a draft its table may be replaced by an import, as long as nobody has
 * worked on a task; approval gives it number and date and keeps a copy (plan_version). A task keeps the deadline as
 * typed and as understood: `due` is the last good day, unset where there is none to miss ("Thường xuyên", recurring,
 * bound to an event). Late and overdue are counted in working days.
 *
 * Answers of every operation: E_FORBIDDEN; E_CONFLICT when somebody changed the task since it was shown.
 */
#pragma once
#include "core/access.h"
#include "core/home.h"
#include "plan/table.h"
#include "plan_sql.h"

extern const Perm PERM_PLAN_VIEW, PERM_PLAN_CHANGE, PERM_PLAN_APPROVE, PERM_TASK_WORK, PERM_TASK_SIGN, PERM_PLAN_CASCADE;

/* Days that count against today: overdue is what was due before `overdue_from`, near what is due until `soon`. */
typedef struct PlanDays {
    const Calendar *cal;
    Date overdue_from;          /* the latest working day not after today */
    Date soon;
} PlanDays;
Err plan_days(Ctx *c, PlanDays *out);

/* What to write about a plan. Empty texts are taken from the document, or stay. */
typedef struct PlanForm {
    int64_t unit_id;
    int year;
    Str title, number, source;
    Date signed_on;
} PlanForm;

typedef struct PlanImportReport {
    int64_t plan_id;
    size_t tasks, headings, targets, unclear;   /* unclear: deadlines that a person must explain */
    size_t known_leads;         /* tasks whose lead is a unit of ours */
    bool replaced;
} PlanImportReport;

/* All or nothing. Answers: E_STATE when the plan is approved or has been worked on. */
Err plan_import(Ctx *c, const PlanForm *f, const PlanTable *t, PlanImportReport *out);
Err plan_find(Ctx *c, Str unit_code, int year, PlanRow *out);           /* E_NOT_FOUND tells how to make one */
Err plan_approve(Ctx *c, int64_t plan_id, Str number, Date signed_on);  /* keeps a version */
Err plan_reopen(Ctx *c, int64_t plan_id, Str reason);                   /* to change an approved plan; keeps a version */
/* Last year's plan as the draft of `year`: days of the year before move by a year, what stayed undone is marked. */
/* unit_id 0: of the same unit; else the plan is a pattern for another one. What was given from above is not copied. */
Err plan_copy(Ctx *c, int64_t from_plan, int64_t unit_id, int year, int64_t *id);

/* ---- changes.c: one plan beside another, by the words of its tasks without their years */

typedef struct CellChange {
    const char *column;         /* T() */
    Str before, after;
} CellChange;
typedef struct TaskChange {
    char sign;                  /* '+' new, '-' gone, '~' changed, '=' the same */
    Str words;
    int64_t old_id, new_id;     /* 0: none */
    VEC(CellChange) cells;
} TaskChange;
typedef struct PlanChanges {
    VEC(TaskChange) rows;       /* in the order of the new plan, then what is gone */
    size_t added, removed, changed, same;
} PlanChanges;
/* Years in words count as equal when they are the years of their plans. */
void plan_changes(Ctx *c, const TaskLines *before, int year_before, const TaskLines *after, int year_after, PlanChanges *out);
/* The tasks of a kept version, as far as the printed table goes. */
Err plan_version_tasks(Ctx *c, int64_t plan_id, int64_t n, TaskLines *out);

/* ---- bodies.c: names in the columns of lead and support */

typedef struct BodyNames BodyNames;
Err body_names_load(Ctx *c, BodyNames **out);                           /* units as they stand today */
typedef struct BodyName {
    Str name;                   /* as printed */
    int64_t unit_id;            /* 0: not one unit ("Các sở, ban, ngành"), or not known */
} BodyName;
typedef VEC(BodyName) BodyList;
/* "Sở Nội vụ; Sở Văn hóa, Thể thao và Du lịch, UBND xã An Phú": parted where a known name begins or ends. */
void body_split(Arena *a, const BodyNames *names, Str text, BodyList *out);

/* ---- work.c: the work on a task */

typedef struct TaskReport {
    int64_t percent;            /* 0..100; 100 means done */
    Str text;
    Str product;                /* number and date of the product, or why there is none */
    int64_t document_id;        /* in the register; 0: none */
    Date done_on;               /* unset: today, when percent is 100 */
} TaskReport;

/* Answers: E_INVALID when a task that demands a product is finished without one and without a reason. */
Err task_report(Ctx *c, int64_t id, const TaskReport *r);
Err task_report_part(Ctx *c, int64_t id, int64_t body_id, int64_t percent, Str text);   /* a supporting unit */
Err task_sign(Ctx *c, int64_t id, bool accept, Str reason);             /* the head; refused: open again, with the reason */
/*
 * A card of the board moves: to "doing" (begun, or given back with a reason), "done" or "signed". What may not be is
 * refused with what to do instead.
 */
Err task_move(Ctx *c, int64_t id, Str to, Str reason);
Str task_column(const TaskLine *t);                                     /* "todo" "doing" "done" "signed"; empty: dropped */
Err task_ask_extension(Ctx *c, int64_t id, Date to, Str reason);
Err task_decide_extension(Ctx *c, int64_t id, bool grant, Str decision);
Err task_hand_over(Ctx *c, int64_t id, int64_t unit_id, int64_t person_id, Str reason);
/* All open tasks of a unit that ended, or of a person who left (0: any), at once. Gives how many. */
Err task_hand_over_all(Ctx *c, int64_t from_unit, int64_t from_person, int64_t to_unit, int64_t to_person, Str reason, size_t *n);
Err task_set_due(Ctx *c, int64_t id, Date due, Str why);                /* a person says what the words mean, or the event happened */
Err task_load(Ctx *c, int64_t id, TaskLine *out);

/* One word for where a task stands: "signed" "done" "done_late" "overdue" "soon" "open" "undated". */
const char *task_standing(const TaskLine *t, const PlanDays *d);
const char *task_standing_title(const char *standing);                  /* Vietnamese, T() */
int32_t task_days_late(const TaskLine *t, const PlanDays *d, Date today);        /* working days; 0 in time */

/* ---- cascade.c */

typedef struct CascadeReport {
    size_t made, had, plans;    /* tasks made, units that had it already, plans begun for it */
} CascadeReport;
/* The task becomes a task of every unit of the kinds (divided by blanks) below the plan's unit. */
Err task_cascade(Ctx *c, int64_t id, Str kinds, CascadeReport *out);
/* A task, not a heading above tasks; and its cell in a column of the printed table. */
bool task_line_is_task(const TaskLine *t);
Str task_line_cell(const TaskLine *t, PlanCol col);
/* Whether the words say that every unit of the lower level does it ("100% UBND cấp xã …", lead "UBND các xã, phường"). */
bool task_for_all_below(Arena *a, const TaskLine *t);

/* ---- home.c: the block of the home page; core/home.h */

Err plan_home_due(Ctx *c, Html *out);

/* ---- out.c: the printed table */

Err plan_table_out(Ctx *c, const PlanRow *p, const TaskLines *tasks, bool csv, bool repeat, Str *bytes);
void plan_json(Ctx *c, const PlanRow *p, const TaskLines *tasks, const PlanDays *d, Buf *out);
