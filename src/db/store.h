/*
 * The database as the server sees it: every thread that reads has its own connection; every write is a function
 * handed to the store.
 *
 * SQLite: one writer thread takes waiting writes up to 64 at a time, gives each a savepoint, commits once and wakes
 * the callers only then (group commit: acknowledged is stored). PostgreSQL: the function runs on the caller's own
 * connection in a SERIALIZABLE transaction, again after a serialization failure, and then while all other writes wait. So the function must have no
 * effect outside the database and must be able to run more than once.
 */
#pragma once
#include "db/db.h"

typedef struct Store Store;
typedef Err (*WriteFn)(Db *db, void *arg);

/* Opens, and brings the schema up to date when `migrate`; an SQLite file is first copied to FILE.stepN. Answers: schema newer than the program; not initialised. */
Err store_open(Store **out, Str address, bool migrate, Answer *why);
void store_close(Store *s);                     /* waits for the writes that are under way */
Str store_address(const Store *s);

/* A connection for reading, made on first use in a thread's life and given back to the pool. */
Err store_reader(Store *s, Db **out, Answer *why);
void store_give_back(Store *s, Db *db);

/* Runs fn in a write transaction; returns after the commit. The transaction is rolled back when fn fails. */
/* From now on no statement of a reader takes longer (db_limit); once, before threads. */
void store_limit(Store *s, int64_t ms);

Err store_write(Store *s, WriteFn fn, void *arg, Answer *why);
