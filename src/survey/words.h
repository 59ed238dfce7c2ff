/*
 * Open answers: read, searched, put under topics. They may hold what the form asked people not to write, so whoever opens
 * them says first what for; that is kept in the access log and holds for the day.
 */
#pragma once
#include "survey/collect.h"

Err words_open(Ctx *c, const SurveyByCodeRow *s, Str why);
Err words_may(Ctx *c, const SurveyByCodeRow *s, Str *why);          /* why empty: not said today */
/* Answers whose folded text holds q (empty: all) and that have the topic (0: all, -1: none). */
Err words_find(Ctx *c, const SurveyByCodeRow *s, Str q, int64_t topic, SurveyWordsRows *out);
Err words_code(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, int64_t question_id, Str topic);
/* Strikes out what should not have been written: the text is replaced for good. */
Err words_strike(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, int64_t question_id);
