/* Who rates whom, how many answers are needed, and how far it is. */
#pragma once
#include "survey/collect.h"

typedef struct MatrixGroup { Str code, title; } MatrixGroup;
typedef VEC(MatrixGroup) MatrixGroups;
/* The groups of respondents: options of the question "nhom"; without it one group without a name. */
Err matrix_groups(Ctx *c, const SurveyByCodeRow *s, MatrixGroups *out);

/* Population and quota of a cell. */
Err matrix_cell(Ctx *c, const SurveyByCodeRow *s, int64_t unit_id, Str grp, int64_t population, int64_t quota);
/*
 * Quotas from populations: each unit is a population of its own (its figure is published by itself), sample_size of its
 * groups' sum, shared among the groups by size. Cells without a population keep their quota. *n: answers needed in all.
 */
Err matrix_quotas(Ctx *c, const SurveyByCodeRow *s, int64_t *n);
/* A file with the columns unit,group,population,quota. All or nothing. */
Err matrix_import(Ctx *c, const SurveyByCodeRow *s, const Table *t, size_t *n);
