/* Kiosks at counters and phones of interviewers: what may send without a code, by a key in its address. */
#pragma once
#include "survey/collect.h"

/* kind: kiosk, visit. The key is shown once: /k/KEY or /v/KEY. */
Err device_make(Ctx *c, Str survey, Str unit, Str kind, Str name, Str *key);
Err device_stop(Ctx *c, Str survey, int64_t id);
/* E_NOT_FOUND for an unknown or stopped key or another kind. */
Err device_find(Ctx *c, Str key, const char *kind, SurveyDeviceGetRow *out, SurveyByCodeRow *s);

/*
 * A form that an interviewer filled in, sent now or later. key is random and made on the phone: sent twice it is counted
 * once. Answers: E_INVALID naming the question.
 */
Err visit_send(Ctx *c, const SurveyDeviceGetRow *d, const SurveyByCodeRow *s, Str key, Str sheet, Date day, const Str *values, const SurveyQuestionsRows *q);
/* Nobody was met, or nobody would answer. */
Err visit_miss(Ctx *c, const SurveyDeviceGetRow *d, const SurveyByCodeRow *s, Str sheet, Str reason, Date day);

typedef struct MissReason { const char *name, *title; } MissReason;
extern const MissReason miss_reasons[];                 /* ends with { 0 } */
