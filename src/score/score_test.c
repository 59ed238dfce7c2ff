#include "support.h"

#include "core/run.h"
#include "criteria/criteria.h"
#include "org/org.h"
#include "score/facts.h"
#include "score/score_run.h"

#include <pthread.h>

static Err table(Ctx *c, const char *csv, Table *t)
{
    return table_read(t, c->arena, S("t.csv"), str_of(csv), NULL, &c->answer);
}

static Err fill(Ctx *c, void *arg)
{
    SetForm f = set_form_default();
    Table t;
    Draft d;
    ImportReport rep;
    int64_t *set_id = arg;
    FactReport facts;

    f.code = S("T");
    f.year = 2025;
    TRY(table(c, "code,name,kind,group\nA,Sở A,sở,Sở\nB,Sở B,sở,Sở\n", &t));
    TRY(org_import(c, &t, &rep));
    TRY(table(c, "code,name,max_points,rule\n1,Một,100,Tỷ lệ x điểm tối đa\n", &t));
    TRY(criteria_read(&d, c->arena, &t, DEC(100), NULL, &c->answer));
    TRY(criteria_import(c, &d, &f, set_id));
    TRY(table(c, "unit,year,fact,value\nA,2025,1,80%\nB,2025,1,90%\n", &t));
    return fact_import(c, &t, &facts);
}

typedef struct Change {
    const char *csv;
} Change;

static Err change(Ctx *c, void *arg)
{
    Table t;
    FactReport facts;

    TRY(table(c, ((Change *)arg)->csv, &t));
    return fact_import(c, &t, &facts);
}

typedef struct Look {
    int64_t set_id;
    Dec a;
    const void *sheet;
} Look;

static Err look(Ctx *c, void *arg)
{
    Look *l = arg;
    ScoreRun r;
    size_t u;

    TRY(score_run(c, l->set_id, NULL, &r));
    TRY(score_find_unit(c, &r, S("A"), &u));
    l->a = r.sheet->units[u].points;
    l->sheet = r.sheet;
    return OK;
}

static Ctx shell(TestRun *t, const App *a)
{
    return (Ctx){ .arena = t->arena, .answer = { .arena = t->arena }, .app = a, .local = true, .now = moment_now(),
        .from = S("test") };
}

TEST(score_shared_until_changed, "results are shared by readers until something changes, and never stale after that")
{
    App a = { .rooms = all_rooms };
    Answer why = { .arena = t->arena };
    Ctx c = shell(t, &a);
    Look l = { 0 };
    const void *first;

    if (store_open(&a.store, test_address(t), true, &why) != OK)
        test_fail(__FILE__, __LINE__, "%.*s", SV(why.text));
    CHECK_CTX(&c, run_write(&c, fill, &l.set_id));
    CHECK_CTX(&c, run_read(&c, look, &l));
    CHECK_DEC(l.a, "80");
    first = l.sheet;
    CHECK_CTX(&c, run_read(&c, look, &l));
    CHECK(l.sheet == first);
    CHECK_CTX(&c, run_write(&c, change, &(Change){ "unit,year,fact,value\nA,2025,1,85%\n" }));
    CHECK_CTX(&c, run_read(&c, look, &l));
    CHECK_DEC(l.a, "85");
    store_close(a.store);
}

typedef struct Reader {
    const App *app;
    TestRun *t;
    int64_t set_id;
    bool wrong;
} Reader;

static void *read_many(void *arg)
{
    Reader *r = arg;

    for (int i = 0; i < 60 && !r->wrong; i++) {
        SCRATCH(tmp);
        Ctx c = { .arena = &tmp, .answer = { .arena = &tmp }, .app = r->app, .local = true, .now = moment_now() };
        Look l = { .set_id = r->set_id };

        r->wrong = run_read(&c, look, &l) != OK || l.a.v < DEC(80).v || l.a.v > DEC(99).v;
    }
    return NULL;
}

TEST(score_shared_by_threads, "readers of many threads beside a writer see whole results only")
{
    App a = { .rooms = all_rooms };
    Answer why = { .arena = t->arena };
    Ctx c = shell(t, &a);
    int64_t set_id;
    pthread_t th[4];
    Reader r[4];

    if (store_open(&a.store, test_address(t), true, &why) != OK)
        test_fail(__FILE__, __LINE__, "%.*s", SV(why.text));
    CHECK_CTX(&c, run_write(&c, fill, &set_id));
    for (size_t i = 0; i < COUNT(th); i++) {
        r[i] = (Reader){ .app = &a, .t = t, .set_id = set_id };
        CHECK_INT(pthread_create(&th[i], NULL, read_many, &r[i]), 0);
    }
    for (int i = 0; i < 15; i++)
        CHECK_CTX(&c, run_write(&c, change, &(Change){ str_z(t->arena, str_fmt(t->arena, "unit,year,fact,value\nA,2025,1,%d%%\n", 81 + i)) }));
    for (size_t i = 0; i < COUNT(th); i++) {
        pthread_join(th[i], NULL);
        CHECK(!r[i].wrong);
    }
    store_close(a.store);
}
