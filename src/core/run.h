/*
 * One request, command, job or test = one arena, one transaction, one answer. Operations never begin or commit;
 * these functions do, for every door.
 */
#pragma once
#include "core/app.h"
#include "db/store.h"

typedef Err (*RunFn)(Ctx *c, void *arg);

/* Reading: one snapshot. The Ctx must have arena, answer, app, now; db is set for the time of the call. */
Err run_read(Ctx *c, RunFn fn, void *arg);
/*
 * Writing: committed iff fn returns OK; OK is returned only after the commit. fn may run more than once
 * (PostgreSQL), each time with the answer cleared; it must have no effect outside the database.
 */
Err run_write(Ctx *c, RunFn fn, void *arg);

/* Become this person: loads name and grants. Inside a transaction. E_NOT_FOUND when there is none or not active. */
Err run_as(Ctx *c, Str login);

/*
 * For commands that may begin with nothing: makes the data folder when it is not there, opens the store and brings its
 * schema up to date. Close with run_close.
 */
Err run_create(Ctx *c);
/* Opens the store that is there; E_NOT_FOUND tells how to make one. Close with run_close. */
Err run_open(Ctx *c);
void run_close(Ctx *c);

/*
 * A dry run: everything was done and checked, and is to be undone. `return run_undo(c);` ends the operation with OK for
 * the reader while the transaction is rolled back.
 */
Err run_undo(Ctx *c);
