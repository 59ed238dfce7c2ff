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
    Str code, form, title;
    Str series, wave;           /* surveys of one series are waves of each other */
    int64_t year;
    Date opens_on, closes_on;   /* unset: at once, until closed */
    bool open_link;
    Str scheme;                 /* values of the answers; empty: likert5 */
    Str no_answer;              /* blank and "no opinion": leave (empty), worst, middle */
    bool weighted;              /* groups weigh as their populations */
    int64_t min_n, recheck;     /* 0: the setting; percent visited again */
    Dec error;                  /* wanted error of the sample; 0: 0.05 */
    Date keep_until;            /* unset: two years after the end */
    Str units;                  /* codes divided by commas, each with :quota if wanted */
    Str facts;                  /* "8.1" for the whole index, "factor=code" for one, divided by ; */
} SurveyPlan;

Err survey_open(Ctx *c, const SurveyPlan *p, int64_t *id);
Err survey_end(Ctx *c, Str code);
Err survey_find(Ctx *c, Str code, SurveyByCodeRow *out);           /* E_NOT_FOUND names the code */
Err survey_code_make(Ctx *c, Str survey, Str unit, int64_t n, Buf *out);    /* one "XXXX-XXXX-XXXX" a line, shown once */

/* --- answering; everybody may --- */

/* How a person came to the form. All zero: the open link on a phone of their own. */
typedef struct Came {
    Str code;                   /* one-use code */
    const SurveyDeviceGetRow *device;   /* kiosk, whose unit it is */
    int64_t unit_id;            /* the person's choice, on the open link */
    Str seal, sum;              /* answer to the guard's question */
} Came;

/* Whether answers are taken now. Answers: E_STATE with the reason. */
Err survey_answerable(Ctx *c, const SurveyByCodeRow *s);
/* Answers: E_NOT_FOUND no such code, E_STATE used. */
Err survey_code_check(Ctx *c, const SurveyByCodeRow *s, Str code, int64_t *unit_id);
/* *key is for the form alone. */
Err draft_begin(Ctx *c, const SurveyByCodeRow *s, const Came *came, Str *key);
/* value: names of options divided by blanks, a number, a text; empty: no answer. */
Err draft_answer(Ctx *c, const SurveyByCodeRow *s, Str key, int64_t question_id, Str value);
/* Sends the draft. Sent before: OK with the same receipt, counted once. */
Err draft_send(Ctx *c, const SurveyByCodeRow *s, const Came *came, Str key, Str *receipt);
/* *any false: it was never sent. */
Err draft_receipt(Ctx *c, const SurveyByCodeRow *s, Str key, Str *receipt, bool *any);
/* The person leaves the kiosk. */
Err draft_forget(Ctx *c, const SurveyByCodeRow *s, Str key);

typedef struct DraftState {
    bool any;
    SurveyDraftGetRow draft;
    SurveyQuestionsRows questions;
    Str *answers;               /* of questions.v[i]; empty: none */
    bool *asked;                /* conditions are met */
} DraftState;
Err draft_load(Ctx *c, const SurveyByCodeRow *s, Str key, DraftState *out);

/* One answer against its question: required, in the list, a number. Names the field "answer". */
Err answer_check(Ctx *c, const SurveyQuestionsRow *q, Str value);

/* Answers that come whole: from paper, a file, an interviewer. values[i] belongs to questions->v[i]; checked before. */
typedef struct Whole {
    int64_t unit_id;
    Str channel, via, sheet;
    Date day;
    const Str *values;
    Str receipt;                /* its hash; empty: a random one that nobody holds */
} Whole;
Err response_store(Ctx *c, const SurveyByCodeRow *s, const SurveyQuestionsRows *questions, const Whole *w, int64_t *id);
/* All answers of a form, conditions and required ones too. *bad: index of the first wrong one. */
Err whole_check(Ctx *c, const SurveyQuestionsRows *questions, const Str *values, size_t *bad);

/* A person decides about a response that waits. */
Err survey_decide(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, bool count, Str why);

/* Index per unit (and factor), as survey_table of result.h gives it; a row of too few respondents has neither index nor interval. */
Err survey_results(Ctx *c, const SurveyByCodeRow *s, bool by_factor, IndexRow **rows, size_t *n);

extern const Setting survey_settings[];
