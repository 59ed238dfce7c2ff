/*
 * Questionnaires in files, after the convention of XLSForm: sheets survey (type, name, label, required, relevant, and
 * our own factor), choices (list_name, name, label) and settings (form_title, purpose). In CSV the first column holds
 * the sheet's name on a line of its own. A list whose name begins with likert5 or likert3 is a scale: its options
 * are 1…5 or 1…3 (1 worst) and 0 for no opinion. Columns "label::Khmer (km)", "form_title::…" and "purpose::…" hold the same
 * in other languages. Conditions are of the forms ${q} = 'x' (!= < <= > >=), selected(${q}, 'x').
 */
#pragma once
#include "core/access.h"
#include "doc/table.h"
#include "survey_sql.h"

extern const Perm PERM_SURVEY_MANAGE;

typedef struct FormReport {
    int64_t id, version;
    size_t questions, options;
} FormReport;

/* A new version of the questionnaire. Answers: E_INVALID with the row and column. */
Err form_import(Ctx *c, const Table *t, Str code, int64_t year, FormReport *out);

/* The same as a workbook; imported again it gives the same questions. */
Err form_export(Ctx *c, const SurveyFormGetRow *f, Str *xlsx);

/* Whether the question is asked, given the answer to the one it depends on (empty: not answered). */
bool question_asked(const SurveyQuestionsRow *q, Str answer);
