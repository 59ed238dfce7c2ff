/*
 * The audit trail: who changed what, when, from where, before and after. Append-only, each entry chained by hash to
 * the one before, so that a changed or missing entry shows. Written in the transaction of the change itself.
 *
 *     AUDIT(c, "unit.change", code, "name", before, "name", after) — or audit_add with JSON made by the caller.
 */
#pragma once
#include "base/json.h"
#include "core/ctx.h"

/* detail: a JSON object, or empty. */
Err audit_add(Ctx *c, const char *verb, Str object, Str detail);
/*
 * Number of the newest entry: as long as it stays, nothing has changed, because every change writes an entry in its own
 * transaction. What is computed from the data may be kept under this number.
 */
Err audit_newest(Ctx *c, int64_t *n);
/* Walks the whole trail. *bad is the id of the first entry whose hash is wrong, 0: sound. *n: entries read. */
Err audit_verify(Ctx *c, int64_t *n, int64_t *bad);
