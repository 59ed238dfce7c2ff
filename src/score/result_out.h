/* Results as JSON, text, CSV and XLSX. Every export carries the time of its figures. */
#pragma once
#include "score/score_run.h"

typedef enum ResultForm { RESULT_TEXT, RESULT_CSV, RESULT_XLSX } ResultForm;

void result_json(Ctx *c, const ScoreRun *r, Buf *out);
Err result_table(Ctx *c, const ScoreRun *r, ResultForm form, Buf *out);
