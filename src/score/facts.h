/*
 * Figures and direct points in: `fact import` and `score import`. All or nothing; every bad row is told with file,
 * sheet, row, column and value.
 */
#pragma once
#include "core/ctx.h"
#include "core/access.h"
#include "doc/table.h"

extern const Perm PERM_FACT_CHANGE, PERM_SCORE_CHANGE;

/* Columns unit, year (or period), fact, value. Needs the right on each unit. *n: figures written. */
Err fact_import(Ctx *c, const Table *t, size_t *n);
/* Columns unit, criterion, points, reason. Points below zero or above the maximum are refused. */
Err score_import(Ctx *c, const Table *t, int64_t set_id, size_t *n);
