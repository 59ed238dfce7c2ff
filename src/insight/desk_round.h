/*
 * A computed round as a desk: its ranked units, the leaves that count towards the maximum. Bonus and penalty points stay
 * in a unit's total but are no lost points and do not vary.
 */
#pragma once
#include "insight/desk.h"
#include "score/score_run.h"

/*
 * survey: standard error of the share of survey criteria, 0: none; DESK_COUNTED: from the number of answers that the year's
 * surveys counted for the unit, √(share · (1 - share) / n), the largest error that a mean of n answers on one scale can
 * have. The target of a criterion whose points grow in proportion to a figure is found by trying its rule.
 * E_NOT_FOUND: nobody is ranked.
 */
#define DESK_COUNTED (-1.0)
Err desk_round(Desk *out, Ctx *c, const ScoreRun *r, double survey);

/* Efforts that the office gave, and which criteria end before the day (by: unset, none do): late[criterion]. */
Err desk_efforts(Desk *d, Ctx *c, const ScoreRun *r, Date by, bool **late);

/*
 * How far the index of each unit of the desk moved since the year before, in percent points; 0 for those that fell or were
 * not there: "improve as they did last year" is meant for those who improved.
 */
Err desk_rise(Ctx *c, const Desk *d, const ScoreRun *r, Dec **rise);

/* The lower bound of a grade by its name, as the set has it for a ranking group. */
Err desk_grade(Ctx *c, const ScoreRun *r, Str group, Str grade, Dec *percent);
/* All bands of a group, falling. */
Err desk_grades(Ctx *c, const ScoreRun *r, Str group, GradeScale *out);
