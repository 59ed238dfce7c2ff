/* What the pages of plans, tasks and notices show. */
#pragma once
#include "html/out.h"
#include "doc/table.h"
#include "org/org.h"
#include "plan/plan.h"
#include "plan/remind.h"
#include "web/view.h"

/* A task with where it stands, as a tag: letter, class and words. */
typedef struct TaskItem {
    TaskLine t;
    Str words;                  /* activity, else task, else objective */
    const char *standing;       /* T() */
    Str letter;
    bool good, warn, bad;       /* class of the tag */
    int64_t late;               /* working days */
    bool area, group;           /* heading rows */
    bool same_objective, same_task, same_lead;  /* the cell is the one above */
} TaskItem;
typedef VEC(TaskItem) TaskItems;

typedef struct PlanListItem {
    PlanLine p;
    Html bar;
} PlanListItem;

/* Where a unit's plan stands against the day on which plans are due. */
typedef struct CoverItem {
    CoverageRow r;
    bool none, draft, late, good;
    int64_t days;               /* working days late, of an approved plan or of one that is missing */
} CoverItem;

typedef struct PlanListView {
    int64_t year, before, after;
    VEC(PlanListItem) rows;
    VEC(CoverItem) cover;       /* units without an approved plan, then the late ones */
    int64_t units, none, draft, late, good, orphans;
    Date due;
    bool may_import, due_set;
    Str q;
    Pager pager;
} PlanListView;

/* One set of tasks seen in several ways: printed table or list, board, timeline, heat map of duties that come back. */
/* A card of the board, and where its reader may move it. */
typedef struct PlanCard {
    TaskItem k;
    bool doing, done, signed_, back;
    bool moves;                 /* any of them */
} PlanCard;

typedef struct PlanColumn {
    const char *title;          /* T() */
    Str code;                   /* of task_column */
    VEC(PlanCard) cards;
} PlanColumn;

typedef struct TimeRow {
    TaskItem k;
    Html bar;
} TimeRow;

/* A month of a duty: reported in time, late, missed, still to come, or not asked for. */
typedef enum HeatState { HEAT_NONE, HEAT_GOOD, HEAT_LATE, HEAT_MISSED, HEAT_COMING } HeatState;
typedef struct HeatMonth {
    int64_t month;
    bool good, late, missed, coming, none;
} HeatMonth;
typedef struct HeatLine {
    TaskItem k;
    VEC(HeatMonth) months;
    int64_t asked, reported;
} HeatLine;

typedef struct TaskViews {
    Str base, query;            /* address of the page, and what its links carry beside the view: "&which=mine" */
    bool table, board, timeline, heat;
    const char *table_title;    /* T() */
    int64_t year;
    VEC(PlanColumn) columns;
    Html months;
    VEC(TimeRow) spans;
    VEC(HeatLine) heats;
    int64_t left_out;           /* tasks beyond those that a picture shows */
} TaskViews;

typedef struct PlanView {
    PlanRow p;
    bool approved;
    TaskItems rows;
    TaskViews views;
    int64_t total, done, overdue, soon;
    OptDec stake;               /* points at stake on tasks that are not done */
    PlanVersionRows versions;
    PlanTargetsRows targets;
    bool may_approve, may_reopen, may_change, may_cascade, has_before;
    Str number, reason;
    Date signed_on;
    Str pasted;
} PlanView;

typedef struct PlanImportView {
    Str unit, year, number, copy, copy_name, paste;
    Date signed_on;
    PlanImportReport rep;
    TaskItems rows;             /* what would be written, the first of them */
    bool checked, pasted;
    UnitRows units;
    VEC(RowError) bad;
} PlanImportView;

typedef struct PlanNewView {
    Str unit, year, from;
    UnitRows units;
    VEC(PlanLine) plans;        /* that may be copied */
} PlanNewView;

typedef struct ChangeLine {
    TaskChange k;
    Str sign;
    bool added, removed, changed;
} ChangeLine;
typedef struct PlanChangesView {
    PlanRow p;
    Str beside;                 /* what it is compared with */
    int64_t added, removed, changed, same;
    VEC(ChangeLine) rows;
} PlanChangesView;

typedef struct CascadeLine {
    TaskItem k;
    bool proposed;              /* the words say that every unit below does it */
    int64_t given;              /* units that have it already */
    bool heading;
} CascadeLine;
typedef struct PlanCascadeView {
    PlanRow p;
    VEC(CascadeLine) rows;
    int64_t communes;
} PlanCascadeView;

typedef struct TaskNewView {
    UnitRows units;
    Str unit, year, name, product, support, deadline, document, number, quote, origin, criterion;
    Date signed_on;
    bool inspection;
} TaskNewView;

typedef struct TaskListView {
    TaskItems rows;
    TaskViews views;
    Str q, which;
    bool mine, unit, overdue, all, none, with_done, may_change;
    int64_t year;
    Pager pager;
} TaskListView;

/* A body's part of a task, and whether this person may report it. */
typedef struct BodyItem {
    TaskBodyRow b;
    bool lead, may_work;
    int64_t n;                  /* place, for ids in the form */
} BodyItem;

typedef struct ChildItem {
    TaskChild t;
    bool done, late_done, overdue;
} ChildItem;

typedef struct EventItem {
    TaskEventsRow e;
    const char *title;          /* T() */
} EventItem;

typedef struct TaskView {
    TaskItem k;
    VEC(BodyItem) bodies;
    VEC(EventItem) events;
    TaskExtensionOpenRow ext;
    TaskSourceRow source;
    VEC(ChildItem) children;
    int64_t children_done, children_overdue;
    TaskPersons people;
    UnitRows units;
    bool moved;                 /* the day is not the first one */
    bool has_ext, has_source, may_work, may_sign, may_change, may_cascade, open, done, event_bound;
    bool directive, inspection, remedy, cascade;
    Str text, product, document, reason, to, done_on, unit, due, why, document_title;
    int64_t person, document_id;
} TaskView;

typedef struct FeedView {
    FeedRows rows;
    Str made;                   /* the new secret address, shown once */
} FeedView;

typedef struct HomeDueView {
    DueTasks rows;
    int64_t late, soon, extensions, to_sign;
} HomeDueView;

typedef struct StepItem {
    EscalationListRow s;
    const char *audience;       /* T() */
    int64_t days;               /* without its sign */
    bool before, after;
} StepItem;

typedef struct ReminderView {
    VEC(StepItem) steps;
    RemindRuns runs;
    MailLogListRows letters;
    bool mail;                  /* a mail server is set */
    Str days, every;
} ReminderView;

typedef struct NoticeView {
    bool may_set;
    NoticeRows rows;
    int64_t unread;
} NoticeView;
