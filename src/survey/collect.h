/*
 * A survey in the field: opened for units, answered on the phone by draft and send, watched for stuffing.
 *
 * No person is stored. A code's row says used or not, a response says survey, unit, channel and day; the draft lives
 * under the hash of a key that only the form holds and goes when it is sent. The receipt is made from that key, so a
 * form sent twice finds its own response.
 */
#pragma once
#include "core/room.h"
#include "survey/form.h"
#include "survey/index.h"

typedef struct SurveyPlan {
    Str code, form, title, wave;
    int64_t year;
    Date opens_on, closes_on;   /* unset: at once, until closed */
    bool open_link;
    Str units;                  /* codes divided by commas, each with :quota if wanted */
    Str facts;                  /* "8.1" for the whole index, "factor=code" for one, divided by ; */
} SurveyPlan;

Err survey_open(Ctx *c, const SurveyPlan *p, int64_t *id);
Err survey_end(Ctx *c, Str code);
Err survey_find(Ctx *c, Str code, SurveyByCodeRow *out);           /* E_NOT_FOUND names the code */
Err survey_code_make(Ctx *c, Str survey, Str unit, int64_t n, Buf *out);    /* one "XXXX-XXXX-XXXX" a line, shown once */

/* --- answering; everybody may --- */

/* Whether answers are taken now. Answers: E_STATE with the reason. */
Err survey_answerable(Ctx *c, const SurveyByCodeRow *s);
/* Answers: E_NOT_FOUND no such code, E_STATE used. */
Err survey_code_check(Ctx *c, const SurveyByCodeRow *s, Str code, int64_t *unit_id);
/* code empty: the open link, where unit_id is the person's choice. *key is for the form alone. */
Err draft_begin(Ctx *c, const SurveyByCodeRow *s, Str code, int64_t unit_id, Str *key);
/* value: names of options divided by blanks, a number, a text; empty: no answer. */
Err draft_answer(Ctx *c, const SurveyByCodeRow *s, Str key, int64_t question_id, Str value);
/* Sends the draft. Sent before: OK with the same receipt, counted once. */
Err draft_send(Ctx *c, const SurveyByCodeRow *s, Str code, Str key, Str *receipt);
/* *any false: it was never sent. */
Err draft_receipt(Ctx *c, const SurveyByCodeRow *s, Str key, Str *receipt, bool *any);

typedef struct DraftState {
    bool any;
    SurveyDraftGetRow draft;
    SurveyQuestionsRows questions;
    Str *answers;               /* of questions.v[i]; empty: none */
    bool *asked;                /* conditions are met */
} DraftState;
Err draft_load(Ctx *c, const SurveyByCodeRow *s, Str key, DraftState *out);

/* A person decides about a response that waits. */
Err survey_decide(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, bool count);

/* --- the index --- */

/* Answers on scales as a file for answers.h: unit,group,q… ; three steps become 1, 3, 5 of five. */
Err survey_answers_csv(Ctx *c, const SurveyByCodeRow *s, Buf *out);
/* Index per unit (and factor); a row of too few respondents has neither index nor interval. */
Err survey_results(Ctx *c, const SurveyByCodeRow *s, bool by_factor, IndexRow **rows, size_t *n);
/* Writes the index of each unit with enough answers as a percent for the facts named in the plan. *n: written; *hidden: too few. */
Err survey_publish(Ctx *c, Str code, size_t *n, size_t *hidden);

extern const Setting survey_settings[];
