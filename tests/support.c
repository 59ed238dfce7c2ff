#include "support.h"

#include "db/db.h"
#include "demo/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEST_DOSSIERS = 10000 };

static Db *shared_db;
static char demo_day[16];                               /* day of the demonstration that is loaded; empty: none */

static App app = { .rooms = all_rooms };

static void close_db(void)
{
    db_close(shared_db);
}

static Ctx *make_ctx(TestRun *t, const char *today)
{
    Ctx *c = NEW(t->arena, Ctx, 1);

    c->arena = t->arena;
    c->answer.arena = t->arena;
    c->app = &app;
    c->local = true;
    c->from = S("test");
    if (!date_parse_iso(&c->today, str_of(today)))
        test_fail(__FILE__, __LINE__, "not an ISO day: %s", today);
    c->now = moment_of(c->today, 9, 0);
    return c;
}

Ctx *test_ctx(TestRun *t, const char *today)
{
    Ctx *c = make_ctx(t, today);
    int from, to;

    demo_day[0] = 0;
    if (!shared_db) {
        if (db_open(&shared_db, t->db ? test_address(t) : S("sqlite::memory:"), 0, &c->answer) != OK)
            test_fail(__FILE__, __LINE__, "database: %.*s", SV(c->answer.text));
        if (db_migrate(shared_db, &from, &to) != OK)
            test_fail(__FILE__, __LINE__, "migration: %s", db_error(shared_db));
        atexit(close_db);
    } else {
        db_rollback(shared_db);                         /* undo the test before */
    }
    if (db_begin(shared_db, true) != OK)
        test_fail(__FILE__, __LINE__, "begin: %s", db_error(shared_db));
    c->db = shared_db;
    return c;
}

Ctx *test_demo(TestRun *t, const char *today)
{
    Ctx *c;
    Buf out = { .arena = t->arena };

    if (t->db)
        test_skip("the demonstration takes minutes on PostgreSQL under sanitizers; its rooms are tested there one by one");
    if (shared_db && !strcmp(demo_day, today)) {
        c = make_ctx(t, today);
        c->db = shared_db;
        if (db_release(c->db, false) != OK)             /* back to right after the loading */
            test_fail(__FILE__, __LINE__, "savepoint: %s", db_error(c->db));
    } else {
        c = test_ctx(t, today);
        test_ctx_ok(__FILE__, __LINE__, "demo_load", c, demo_load(c, TEST_DOSSIERS, &out));
        test_has(__FILE__, __LINE__, "demo_load", buf_str(&out), S("thuocdo-demo"));
    }
    if (db_savepoint(c->db) != OK)
        test_fail(__FILE__, __LINE__, "savepoint: %s", db_error(c->db));
    snprintf(demo_day, sizeof demo_day, "%s", today);
    return c;
}

void test_become(Ctx *c, const char *login, Role role, int64_t unit_id)
{
    Grant *g = NEW(c->arena, Grant, 1);

    *g = (Grant){ role, unit_id };
    c->local = false;
    c->user_id = 1000000 + (int64_t)role;
    c->user_login = str_of(login);
    c->user_name = str_of(login);
    c->grants = g;
    c->n_grants = 1;
}

Ctx *test_as(TestRun *t, const char *login, Role role, int64_t unit_id, const char *today)
{
    Ctx *c = test_ctx(t, today);

    test_become(c, login, role, unit_id);
    return c;
}

static char folders[64][64];
static int n_folders;

static void remove_folders(void)
{
    for (int i = 0; i < n_folders; i++) {
        char cmd[5000];

        snprintf(cmd, sizeof cmd, "rm -rf %s", folders[i]);
        if (system(cmd) != 0)
            fprintf(stderr, "left behind: %s\n", folders[i]);
    }
}

Str test_folder(TestRun *t)
{
    char *name = folders[n_folders];

    if (n_folders == 0)
        atexit(remove_folders);
    if (++n_folders == COUNT(folders))
        test_fail(__FILE__, __LINE__, "too many test folders");
    strcpy(name, "/tmp/thuocdo-test-XXXXXX");
    if (!mkdtemp(name))
        test_fail(__FILE__, __LINE__, "no folder in /tmp");
    return str_of(name);
}

Str test_address(TestRun *t)
{
    static int n;
    char cmd[512];

    if (!t->db)
        return str_fmt(t->arena, "sqlite:%.*s/thuocdo.db", SV(test_folder(t)));
    n++;
    snprintf(cmd, sizeof cmd, "psql -q '%s' -c 'CREATE SCHEMA t%d_%d' >/dev/null", t->db, (int)getpid(), n);
    if (system(cmd) != 0)
        test_fail(__FILE__, __LINE__, "psql: no schema on %s", t->db);
    return str_fmt(t->arena, "%s%soptions=-csearch_path%%3Dt%d_%d", t->db, strchr(t->db, '?') ? "&" : "?", (int)getpid(), n);
}

void test_answer(const char *file, int line, const char *what, const Ctx *c, Err got, Err want, const char *part)
{
    if (got != want)
        test_fail(file, line, "%s gave %d, not %d: %.*s", what, (int)got, (int)want, SV(c->answer.text));
    test_has(file, line, what, c->answer.text, str_of(part));
}

void test_ctx_ok(const char *file, int line, const char *what, const Ctx *c, Err e)
{
    if (e != OK)
        test_fail(file, line, "%s gave %d: %.*s %.*s", what, (int)e, SV(c->answer.where), SV(c->answer.text));
}
