/*
 * Rounds and sheets as JSON: the same for --json and for the API. Decimals are strings without rounding; what the person may
 * not see is left out or refused.
 */
#pragma once
#include "assess/assess.h"

Err rounds_json(Ctx *c, Buf *out);
Err round_status_json(Ctx *c, const RoundRow *r, Buf *out);             /* with the sheets */
Err sheet_json(Ctx *c, int64_t sheet_id, Buf *out);                     /* every stage of every leaf */
Err concerns_json(Ctx *c, int64_t sheet_id, Buf *out);
Err comments_json(Ctx *c, int64_t sheet_id, int64_t criterion_id, Buf *out);   /* criterion 0: all */
Err council_json(Ctx *c, const SessionRow *s, Buf *out);
Err appeals_json(Ctx *c, int64_t round_id, Buf *out);
