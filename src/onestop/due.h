/*
 * Due dates in working hours: 8 hours are a working day; hours differ by office; what is received after the last receipt of
 * the day counts from the next opening; while the applicant is asked for a supplement the clock stands still.
 * Moments as in table dossier: day * 86400 + second of the Vietnamese day; 0: none.
 */
#pragma once
#include "cal/calendar.h"
#include "onestop/onestop.h"

typedef struct Offices {
    const Calendar *cal;
    OfficeHours hours;          /* of the unit asked last */
    int64_t unit_id;
    bool any;
} Offices;

Err offices_begin(Ctx *c, Offices *o);
Err offices_at(Ctx *c, Offices *o, int64_t unit_id);    /* hours that hold today for the unit, into o->hours */
Err offices_put(Ctx *c, int64_t unit_id, Date from, Str hours);

Moment dossier_at(int64_t seconds);                     /* unset for 0 */
int64_t dossier_seconds(Moment m);

typedef struct DueAsk {
    Moment received, asked, supplied;   /* unset: none */
    Moment finished;
    int64_t hours;              /* legal time in working hours */
} DueAsk;

typedef struct DueAnswer {
    Moment starts;              /* when the clock begins */
    Moment due;                 /* by the legal time alone; unset: no legal time */
    Moment new_due;             /* after the supplement; unset: none was brought */
    int64_t waited;             /* working minutes of waiting */
    int64_t used;               /* working minutes of handling until the end; -1: not ended */
} DueAnswer;

DueAnswer due_of(const Offices *o, const DueAsk *ask);
