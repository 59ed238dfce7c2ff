/* What the pages of plans, tasks and notices show. */
#pragma once
#include "html/out.h"
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

typedef struct PlanListView {
    int64_t year, before, after;
    VEC(PlanListItem) rows;
    CoverageRows missing;       /* units without a plan */
    int64_t units, have;
    bool may_import;
} PlanListView;

typedef struct PlanColumn {
    const char *title;          /* T() */
    TaskItems items;
} PlanColumn;

typedef struct PlanView {
    PlanRow p;
    bool approved;
    TaskItems rows;
    VEC(PlanColumn) board;
    bool as_board;
    int64_t total, done, overdue, soon;
    PlanVersionRows versions;
    bool may_approve;
    Str number;
    Date signed_on;
} PlanView;

typedef struct PlanImportView {
    Str unit, year, number, copy, copy_name;
    Date signed_on;
    PlanImportReport rep;
    TaskItems rows;             /* what would be written, the first of them */
    bool checked;
    UnitRows units;
} PlanImportView;

typedef struct TaskListView {
    TaskItems rows;
    Str q, which;
    bool mine, unit, overdue, all, none;
    Pager pager;
} TaskListView;

typedef struct TaskView {
    TaskItem k;
    TaskBodyRows bodies;
    TaskEventsRows events;
    TaskExtensionOpenRow ext;
    bool moved;                 /* the day is not the first one */
    bool has_ext, may_work, may_sign, open, done;
    Str text, product, reason, to, done_on;
} TaskView;

typedef struct NoticeView {
    NoticeRows rows;
    int64_t unread;
} NoticeView;
