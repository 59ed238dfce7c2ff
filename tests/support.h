/* What tests of rooms need: a Ctx on a fresh database with a frozen clock and a chosen person. */
#pragma once
#include "base/test.h"
#include "core/app.h"

/*
 * A Ctx in an open write transaction that is rolled back when the next test asks. The database is in-memory SQLite,
 * or the PostgreSQL given to the tests. today: ISO. The person is the shell (all rights).
 */
Ctx *test_ctx(TestRun *t, const char *today);
/*
 * test_ctx with the demonstration data in it. Loading takes seconds, so tests that follow one another with the same day
 * share one loading: each starts from the state right after it.
 */
Ctx *test_demo(TestRun *t, const char *today);
/* The same as a person with one role on one unit (0: everywhere); makes the person when needed. */
Ctx *test_as(TestRun *t, const char *login, Role role, int64_t unit_id, const char *today);

/* Address of an empty database of its own for tests that open a Store: a temp file, or a fresh PostgreSQL schema. */
Str test_address(TestRun *t);
/* A fresh empty folder, removed at exit. */
Str test_folder(TestRun *t);
/* The rights of the Ctx become those of a role on a unit, within the same transaction. */
void test_become(Ctx *c, const char *login, Role role, int64_t unit_id);

/* The call must answer with this code and a sentence that has the part. */
#define CHECK_ANSWER(c, call, code, part) test_answer(__FILE__, __LINE__, #call, (c), (call), (code), (part))
void test_answer(const char *file, int line, const char *what, const Ctx *c, Err got, Err want, const char *part);
#define CHECK_CTX(c, call) test_ctx_ok(__FILE__, __LINE__, #call, (c), (call))
void test_ctx_ok(const char *file, int line, const char *what, const Ctx *c, Err e);
