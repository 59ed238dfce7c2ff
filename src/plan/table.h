/*
 * The task table of a plan as people hand it in: XLSX, CSV, a table of a DOCX or PDF document, or an official document
 * whose table was flattened to text. Pure: bytes in, rows out, nothing is written.
 *
 * Rows keep the words, the numbering and the order of the print. A merged cell, and an empty objective, task, lead or
 * support below a filled one of the same field, mean "same as above": the words are repeated and the bit of the column
 * is set in `same`, so that the table comes out again with the same cells.
 * BASIS: the eight-column appendix of annual plans (seed 004: mục tiêu … kinh phí)
 */
#pragma once
#include "cal/deadline.h"
#include "doc/table.h"
#include "intake/reading.h"

typedef enum PlanCol {
    PC_TT, PC_AREA, PC_OBJECTIVE, PC_TASK, PC_ACTIVITY, PC_PRODUCT, PC_LEAD, PC_SUPPORT, PC_DEADLINE, PC_FUNDING, PC_NOTE,
    PC_CRITERION, PC_COUNT
} PlanCol;

extern const Column plan_columns[PC_COUNT];

typedef enum PlanRowKind { ROW_TASK, ROW_AREA, ROW_GROUP } PlanRowKind;
const char *plan_row_kind(PlanRowKind k);       /* "task" "area" "group" */

typedef struct PlanTableRow {
    PlanRowKind kind;           /* AREA: heading of a field over the whole width; GROUP: words without lead, product and day */
    Str area;                   /* heading it stands under */
    Str cell[PC_COUNT];
    unsigned same;              /* bits 1 << PlanCol */
    Deadline due;
    size_t line;                /* as the person sees it; 0: not known */
} PlanTableRow;

typedef struct PlanTable {
    VEC(PlanTableRow) rows;
    VEC(Target) targets;        /* of the document's text, not of the table */
    VEC(Str) bases;
    Str title;                  /* of the document; may be empty */
    Str number;
    Date signed_on;
    size_t unclear;             /* deadlines that were not understood: a person must say what they mean */
    VEC(RowError) bad;          /* filled when the answer is E_INVALID because of rows */
} PlanTable;

/*
 * Answers: E_INVALID with every bad row, or naming the columns that are missing. A document without a task table is
 * refused.
 */
Err plan_table_read(PlanTable *out, Arena *a, Str file, Str bytes, int year, const Calendar *cal, Answer *why);
/* The same of a table that was read already. */
Err plan_table_from(PlanTable *out, Arena *a, const Table *t, int year, const Calendar *cal, Answer *why);
/* What Excel puts on the clipboard: cells divided by tabs. Without heads the eight official columns in their order, TT before them or not. */
Err plan_table_paste(PlanTable *out, Arena *a, Str text, int year, const Calendar *cal, Answer *why);
/* Whether the deadline is a day that can be missed; false: standing, recurring, bound to an event, or not understood. */
bool plan_due_fixed(const Deadline *d);
