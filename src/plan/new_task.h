/*
 * A single task that does not come from a plan's table: from a remedy, a directive, an inspection. It joins the unit's plan of the
 * year when there is one, and stands alone otherwise.
 */
#pragma once
#include "core/ctx.h"

typedef struct NewTask {
    int64_t unit_id;            /* whose task it is; a lead that is one known unit takes it over */
    int year;
    Str name, objective, product, lead, support, deadline;
    Str origin, origin_text;    /* "remedy", "directive", "inspection" */
    Str document, number, quote;        /* of a directive or conclusion: what it is, its number, the words that give the task */
    Date signed_on;
    Str criterion_code;
    Dec points_at_stake;
    int64_t remedy_id;
} NewTask;

/* Needs plan.change on the unit. */
Err task_add(Ctx *c, const NewTask *t, int64_t *id);
