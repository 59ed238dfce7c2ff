/* What is printed and hung up or handed out: a poster for each counter or unit, a sheet of cards with one-use codes. */
#pragma once
#include "survey/collect.h"

typedef struct PosterAsk {
    Str site;                   /* "https://khaosat.tinh.gov.vn" */
    int64_t unit_id;            /* 0: one page for each rated unit */
    Str place;                  /* "Quầy 3"; may be empty */
} PosterAsk;
Err survey_posters(Ctx *c, const SurveyByCodeRow *s, const PosterAsk *ask, Str *pdf);
/* codes: one a line, as survey_code_make gives them. */
Err survey_cards(Ctx *c, const SurveyByCodeRow *s, Str site, Str unit, Str codes, Str *pdf);
