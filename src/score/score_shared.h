/*
 * Results that several requests share. A result is kept under the number of the newest audit entry of the snapshot it
 * was computed from: every change writes an entry in its own transaction, so the same number means the same data.
 */
#pragma once
#include "score/score_run.h"

/* Loads and computes for this request. */
Err score_load(Ctx *c, int64_t set_id, const ScoreOverride *over, ScoreRun *out);
/* The kept result, or a new one that is then kept. Only in a read snapshot; valid until its end; read-only. */
Err score_shared(Ctx *c, int64_t set_id, ScoreRun *out);
