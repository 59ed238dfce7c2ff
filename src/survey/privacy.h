/*
 * What becomes of single answers. After the last day that a survey keeps them only survey_summary is left: index, error and
 * number per unit and factor, without small numbers. Until then whoever holds the receipt sees, takes away or withdraws the
 * own answer; nobody else can find it.
 *
 * BASIS: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (purpose, least data, time limit, withdrawal of consent). No text was
 * found that sets a number of months for opinion surveys; two years is the default and a plan may say less.
 */
#pragma once
#include "survey/collect.h"

typedef struct SweepReport {
    size_t surveys;
    int64_t responses;          /* deleted, of those surveys */
    Buf *log;                   /* a line a survey; may be NULL */
} SweepReport;
/* Every day once; again does nothing. Also old drafts and yesterday's salt. */
Err privacy_sweep(Ctx *c, SweepReport *out);

typedef struct OwnAnswer { Str question, answer; } OwnAnswer;
typedef struct OwnResponse {
    int64_t id, unit_id;
    Str unit, channel, state;
    Date day;
    VEC(OwnAnswer) answers;
} OwnResponse;
/* E_NOT_FOUND: no such receipt, or single answers are gone. */
Err receipt_open(Ctx *c, const SurveyByCodeRow *s, Str receipt, OwnResponse *out);
Str receipt_json(Ctx *c, const SurveyByCodeRow *s, const OwnResponse *r);
/* Deletes the answers; what is left is that one was withdrawn. */
Err receipt_withdraw(Ctx *c, const SurveyByCodeRow *s, Str receipt);
