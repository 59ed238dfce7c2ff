/*
 * Figures and direct points in: `fact import` and `score import`. All or nothing; every bad row is told with file,
 * sheet, row, column and value.
 */
#pragma once
#include "core/ctx.h"
#include "core/access.h"
#include "doc/table.h"

extern const Perm PERM_FACT_CHANGE, PERM_SCORE_CHANGE;

/* A value that an import adds or changes. */
typedef struct FactNews {
    size_t line;                /* of the file */
    Str unit, code, period, before, after;      /* before empty: there was none */
} FactNews;

typedef struct FactReport {
    size_t added, changed, same;
    VEC(FactNews) news;         /* the first FACT_NEWS of what is added or changed */
    RowErrors bad;              /* what was wrong; nothing is written then */
} FactReport;
enum { FACT_NEWS = 50 };
size_t fact_report_rows(const FactReport *r);

/* A stored value as people write it; a share such as 7/9 stays as it is. */
Str fact_words(Ctx *c, Str stored);

/* Columns unit, year (or period), fact, value. Needs the right on each unit. */
Err fact_import(Ctx *c, const Table *t, FactReport *out);
/* Columns unit, criterion, points, reason. Points below zero or above the maximum are refused. */
Err score_import(Ctx *c, const Table *t, int64_t set_id, FactReport *out);

/*
 * One figure by hand. Answers: fields "fact", "value" name what is wrong; the value must be one that a rule can read.
 * source: where it comes from, as the person says; must not be empty, for every number must tell.
 */
Err fact_change(Ctx *c, int64_t unit_id, Str period, Str code, Str value, Str source);
