/*
 * Many documents at once, in the background. A batch is rows in the database: one for each unit, made a few at a time by
 * whichever process comes first, each few in a transaction of their own. A process that dies loses at most those few; the next
 * one goes on. The worker is a thread of `serve`, or `thuocdo issue batch run`.
 */
#pragma once
#include "core/app.h"
#include "issuance/make.h"
#include "issuance_sql.h"

enum { BATCH_STEP = 4 };        /* documents in one transaction */

/* The kinds that are about one unit: one document for each unit that the set scored. *n: documents. */
Err batch_start(Ctx *c, const MakeAsk *ask, int64_t *id, size_t *n);
Err batch_stop(Ctx *c, int64_t id);
Err batch_resume(Ctx *c, int64_t id);
/* What is done so far as one ZIP. Answers: E_STATE while nothing is. */
Err batch_zip(Ctx *c, int64_t id, Str *zip);
/* Makes everything that waits, until stop() says so (NULL: never). Opens transactions of its own. */
Err batch_run(const App *app, Answer *why, bool (*stop)(void), size_t *made);

/* Wakes the thread of `serve` that makes what waits. */
void batch_wake(const App *app);
