/*
 * A computed round as a desk: its ranked units, the leaves that count towards the maximum. Bonus and penalty points stay
 * in a unit's total but are no lost points and do not vary.
 */
#pragma once
#include "insight/desk.h"
#include "score/score_run.h"

/* survey: standard error of the share of survey criteria, 0: none. E_NOT_FOUND: nobody is ranked. */
Err desk_round(Desk *out, Ctx *c, const ScoreRun *r, double survey);

/* The lower bound of a grade by its name, as the set has it for a ranking group. */
Err desk_grade(Ctx *c, const ScoreRun *r, Str group, Str grade, Dec *percent);
