/*
 * From the answers in the database to figures: index per unit, factor and one more dimension, what may be shown of it,
 * what goes into the round.
 *
 * Small numbers: a row of fewer respondents than the survey's least number is not shown. When exactly one row of a table
 * would be hidden, the next smallest goes too: else it could be had by taking the others from the total. Units are not hidden for
 * each other's sake: when all hidden ones together are too few, their answers stay out of what is told of all units.
 */
#pragma once
#include "survey/collect.h"
#include "survey/strata.h"

/* Answers as they were read, for several tables of one request: reading them is what takes time. All zero: none yet. */
typedef struct ResultKept {
    bool any;
    int64_t survey_id, unit_id;
    Date from, to;
    SurveyScaleAnswersRows rows;
} ResultKept;

typedef struct ResultAsk {
    bool by_unit, by_factor;
    Str by;                     /* one more dimension: "" none, "group", "channel", or the code of a question with one answer */
    int64_t unit_id;            /* 0: all units */
    Date from, to;              /* days of sending; unset: all */
    ResultKept *kept;           /* NULL: read anew */
} ResultAsk;

typedef struct ResultSet {
    IndexRow *v;                /* .group holds the value of `by`; has_index false: too few or no answers */
    size_t n;
    int64_t respondents;        /* counted, shown or not */
    size_t hidden;
    size_t left_out;            /* units whose answers are not in it: the hidden ones, when all units are asked for together */
} ResultSet;

/* Of a survey that was swept only units and their factors can be had. */
Err survey_table(Ctx *c, const SurveyByCodeRow *s, const ResultAsk *ask, ResultSet *out);
Err survey_least(Ctx *c, const SurveyByCodeRow *s, int64_t *n);     /* fewer respondents than this are not shown */

/* Answers on scales as a file for answers.h: unit,group,q… ; three steps become 1, 3, 5 of five. */
Err survey_answers_csv(Ctx *c, const SurveyByCodeRow *s, const ResultAsk *ask, Buf *out);
/* Every single counted answer, for statisticians: unit,group,channel,day and all questions. Noted in the access log. */
Err survey_export(Ctx *c, const SurveyByCodeRow *s, Str why, Str *xlsx);

/* Hides what is too small, and the second smallest when it would be the only one. Returns how many are hidden. */
size_t result_hide(IndexRow *rows, size_t n, int64_t least);

/* Writes the index of each unit with enough answers as a percent for the facts named in the plan. *n: written; *hidden: too few. */
Err survey_publish(Ctx *c, Str code, size_t *n, size_t *hidden);

/* The dimensions of a form that answers can be told apart by. */
typedef struct Dimension {
    Str code, title;
} Dimension;
typedef VEC(Dimension) Dimensions;
Err survey_dimensions(Ctx *c, const SurveyByCodeRow *s, Dimensions *out);
Err dimension_label(Ctx *c, const SurveyByCodeRow *s, Str by, Str value, Str *out);
const char *channel_title(Str channel, Str via);        /* Vietnamese, T() */
