#include "support.h"

#include "core/audit.h"
#include "core/run.h"
#include "core_sql.h"
#include "org_sql.h"

#include <pthread.h>

TEST(queries_prepare, "every query is understood by the database the tests run on")
{
    Ctx *c = test_ctx(t, "2026-01-05");

    for (const DbQuery *const *q = all_queries; *q; q++)
        if (db_prepare_check(c->db, *q) != OK)
            test_fail(__FILE__, __LINE__, "%s: %s", (*q)->name, db_error(c->db));
}

TEST(audit_chains, "a changed audit entry is found")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t n, bad;

    for (int i = 0; i < 5; i++)
        CHECK_CTX(c, audit_add(c, "test.do", str_fmt(t->arena, "việc %d", i), S("{\"a\":1}")));
    CHECK_CTX(c, audit_verify(c, &n, &bad));
    CHECK_INT(n, 5);
    CHECK_INT(bad, 0);
    CHECK_CTX(c, q_audit_add(c, .id = 6, .at = c->now, .who = S("x"), .from_addr = S("x"), .verb = S("x"), .object = S("x"),
        .detail = S("{}"), .hash = S("0000")));
    CHECK_CTX(c, audit_verify(c, &n, &bad));
    CHECK_INT(bad, 6);
}

TEST(access_is_closed, "a role that a permission does not name may not; no permission means nobody")
{
    static const Perm heads_only = { "x.y", "x", ROLE_HEAD };
    Ctx *c = test_as(t, "an", ROLE_OFFICER, 0, "2026-01-05");

    CHECK_ANSWER(c, access_need(c, &heads_only, 0), E_FORBIDDEN, "chưa được giao quyền");
    CHECK_ANSWER(c, access_need(c, NULL, 0), E_FORBIDDEN, "quyền");
    test_become(c, "binh", ROLE_HEAD, 0);
    CHECK_CTX(c, access_need(c, &heads_only, 0));
    CHECK(!access_any(c, NULL));
}

typedef struct Counter {
    App app;
    int threads_left;
    int64_t value;
} Counter;

static Err put_setting(Ctx *c, void *arg)
{
    Str key = *(Str *)arg;

    TRY(q_setting_put(c, .key = key, .value = S("1"), .at = c->now, .who = S("t")));
    return audit_add(c, "test.put", key, S(""));
}

static Err put_then_fail(Ctx *c, void *arg)
{
    TRY(put_setting(c, arg));
    return fail(c, E_STATE, "không");
}

static void *write_many(void *arg)
{
    SCRATCH(arena);
    const App *app = arg;
    Ctx c = { .arena = &arena, .answer = { .arena = &arena }, .app = app, .now = moment_now(), .from = S("t") };

    for (int i = 0; i < 20; i++) {
        Str key = str_fmt(&arena, "k%p-%d", (void *)&arena, i);

        if (run_write(&c, i % 4 ? put_setting : put_then_fail, &key) != (i % 4 ? OK : E_STATE))
            return arg;
    }
    return NULL;
}

static Err count_chain(Ctx *c, void *arg)
{
    int64_t *n = arg, bad;

    TRY(audit_verify(c, n, &bad));
    return bad ? fail(c, E_STATE, "chain broken") : OK;
}

TEST(writes_group, "writes of many threads are all kept, refused ones leave nothing, and the chain stays whole")
{
    App a = { .rooms = all_rooms };
    Answer why = { .arena = t->arena };
    pthread_t th[4];
    Ctx c = { .arena = t->arena, .answer = why, .app = &a };
    int64_t n = 0;

    if (store_open(&a.store, test_address(t), true, &why) != OK)
        test_fail(__FILE__, __LINE__, "%.*s", SV(why.text));
    for (size_t i = 0; i < COUNT(th); i++)
        CHECK_INT(pthread_create(&th[i], NULL, write_many, &a), 0);
    for (size_t i = 0; i < COUNT(th); i++) {
        void *wrong;

        pthread_join(th[i], &wrong);
        CHECK(!wrong);
    }
    CHECK_CTX(&c, run_read(&c, count_chain, &n));
    store_close(a.store);
    CHECK_INT(n, 4 * 15);
}

TEST(statement_deadline, "a question to the database that takes longer than it may is stopped, and the next one is answered")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    UnitInsertRow unit;
    FactRows rows;

    if (db_is_pg(c->db))
        test_skip("PostgreSQL keeps statement_timeout itself; 20,000 rows one by one are slow there");
    CHECK_CTX(c, q_unit_insert(c, &unit, .code = S("A"), .name = S("A"), .kind = S("so"), .valid_from = c->today, .fold = S("a"), .sort_key = S("a")));
    for (int i = 0; i < 20000; i++)
        CHECK_OK(q_fact_put(c, .code = str_fmt(t->arena, "f%d", i), .unit_id = unit.id, .period = S("2025"), .value = S("1"), .source = S("x"), .at = c->now,
            .who = S("x")));
    CHECK_OK(db_limit(c->db, 1));
    CHECK_INT(q_fact_of_period(c, &rows, .period = S("2025")), E_LIMIT);
    CHECK_OK(db_limit(c->db, 0));
    CHECK_OK(q_fact_of_period(c, &rows, .period = S("2025")));
}
