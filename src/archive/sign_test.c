#include "support.h"

#include "archive/archive.h"
#include "core/run.h"
#include "core/setting.h"
#include "doc/table.h"
#include "org/org.h"

#include <stdlib.h>

static Ctx *given(TestRun *t, UnitRow *u)
{
    Ctx *c = test_ctx(t, "2027-06-01");                 /* after the fixtures were signed */
    ImportReport rep;
    Table table;

    CHECK_CTX(c, table_read(&table, t->arena, S("u.csv"), S("code,name,kind\nA,Sở Nội vụ,sở\nB,Sở Tài chính,sở\n"), NULL, &c->answer));
    CHECK_CTX(c, org_import(c, &table, &rep));
    CHECK_CTX(c, org_by_code(c, S("A"), u));
    return c;
}

static DocumentRow added(TestRun *t, Ctx *c, const UnitRow *u, const char *name, int n)
{
    Str bytes = test_file(t, str_z(t->arena, str_fmt(t->arena, "tests/data/signed/%s.pdf", name)));
    DocForm f = { .type = S("plan"), .number = str_fmt(t->arena, "%d", n), .symbol = S("KH-SNV"), .unit_id = u->id };
    DocumentRow d;
    Upload up;
    int64_t id;

    CHECK(date_make(&f.issued_on, 2026, 1, 20));
    CHECK_CTX(c, upload_take_bytes(c, S("kế hoạch.pdf"), bytes, &up));
    CHECK_CTX(c, archive_add(c, &f, &up, true, &id));
    CHECK_CTX(c, archive_get(c, id, &d));
    return d;
}

static Str fact(Ctx *c, int64_t unit_id, const char *code)
{
    ArchiveFactRow row;
    bool any;

    CHECK_CTX(c, q_archive_fact(c, &row, &any, .code = str_of(code), .unit_id = unit_id, .period = S("2026")));
    return any ? row.value : S("");
}

TEST(archive_signed_fact, "the share of a unit's papers that are signed and sound is a figure, and follows every change")
{
    UnitRow u;
    Ctx *c = given(t, &u);
    DocumentRow a = added(t, c, &u, "two", 1), b;
    DocForm f = { .type = S("plan"), .number = S("2"), .symbol = S("KH-SNV") };
    FileSignatureRows rows;

    CHECK_STR(a.sign, "whole");
    CHECK_STR(fact(c, u.id, "archive.signed_rate"), "100%");
    CHECK_CTX(c, q_file_signatures(c, &rows, .file_id = a.file_id));
    CHECK_INT(rows.n, 2);
    CHECK_STR(rows.v[0].name, "Nguyễn Minh Họa");
    CHECK_STR(rows.v[0].chain, "none");
    b = added(t, c, &u, "altered", 2);
    CHECK_STR(b.sign, "broken");
    CHECK_STR(fact(c, u.id, "archive.signed_rate"), "50%");
    (void)added(t, c, &u, "later", 3);
    CHECK_STR(fact(c, u.id, "archive.signed_rate"), "33.3333%");
    CHECK_STR(fact(c, u.id, "archive.paper_count"), "3");
    CHECK(date_make(&f.issued_on, 2025, 12, 31));
    CHECK_CTX(c, archive_change(c, b.id, b.version, &f));
    CHECK_STR(fact(c, u.id, "archive.signed_rate"), "50%");
    CHECK_CTX(c, archive_remove(c, a.id));
    CHECK_STR(fact(c, u.id, "archive.signed_rate"), "0%");
}

typedef struct Pair {
    TestRun *t;
    UnitRow u;
    DocumentRow good, old;
    FileSignatureRows good_signs, old_signs;
    Str rate;
} Pair;

static Err two_papers(Ctx *c, void *arg)
{
    Pair *p = arg;
    ImportReport rep;
    Table table;

    CHECK_CTX(c, table_read(&table, p->t->arena, S("u.csv"), S("code,name,kind\nA,Sở Nội vụ,sở\n"), NULL, &c->answer));
    CHECK_CTX(c, org_import(c, &table, &rep));
    CHECK_CTX(c, org_by_code(c, S("A"), &p->u));
    p->good = added(p->t, c, &p->u, "one", 1);
    p->old = added(p->t, c, &p->u, "expired", 2);
    return OK;
}

static Err look(Ctx *c, void *arg)
{
    Pair *p = arg;

    CHECK_CTX(c, q_file_signatures(c, &p->good_signs, .file_id = p->good.file_id));
    CHECK_CTX(c, q_file_signatures(c, &p->old_signs, .file_id = p->old.file_id));
    p->rate = fact(c, p->u.id, "archive.signed_rate");
    return OK;
}

static Err trust(Ctx *c, void *arg)
{
    const Pair *p = arg;

    return setting_put(c, "archive.trust", str_fmt(p->t->arena, "%s/tests/data/signed/ca.pem", getenv("THUOCDO_ROOT") ? getenv("THUOCDO_ROOT") : "."));
}

TEST(archive_trust_store, "with a trust store only papers of trusted authorities count; a new store is asked again for all")
{
    App a = { .rooms = all_rooms };
    Ctx c = { .arena = t->arena, .answer = { .arena = t->arena }, .app = &a, .local = true, .from = S("test") };
    Pair p = { .t = t };
    Buf findings = { .arena = t->arena };
    Passed n;

    CHECK(date_make(&c.today, 2027, 6, 1));             /* after the fixtures were signed */
    c.now = moment_of(c.today, 9, 0);
    CHECK_CTX(&c, store_open(&a.store, test_address(t), true, &c.answer));
    CHECK_CTX(&c, run_write(&c, two_papers, &p));
    CHECK_CTX(&c, run_read(&c, look, &p));
    CHECK_STR(p.rate, "100%");
    CHECK_CTX(&c, run_write(&c, trust, &p));
    CHECK_CTX(&c, archive_check_signatures(&c, false, &n, &findings));
    CHECK_INT(n.done, 0);                                   /* all were checked once */
    CHECK_CTX(&c, archive_check_signatures(&c, true, &n, &findings));
    CHECK_INT(n.done, 2);
    CHECK_CTX(&c, run_read(&c, look, &p));
    CHECK_STR(p.good_signs.v[0].chain, "trusted");
    CHECK_STR(p.old_signs.v[0].chain, "refused");
    CHECK_HAS(p.old_signs.v[0].chain_note, "hết hạn");
    CHECK_STR(p.rate, "50%");
    store_close(a.store);
}

static Err trust_lists(Ctx *c, void *arg)
{
    const Pair *p = arg;
    const char *root = getenv("THUOCDO_ROOT") ? getenv("THUOCDO_ROOT") : ".";

    TRY(setting_put(c, "archive.trust", str_fmt(p->t->arena, "%s/tests/data/signed/ca2.pem", root)));
    return setting_put(c, "archive.crl", str_fmt(p->t->arena, "%s/tests/data/signed/lists", root));
}

TEST(archive_revocation, "lists of revoked certificates in the folder of the settings decide; as DER too")
{
    UnitRow u;
    Ctx *c = given(t, &u);
    Pair p = { .t = t };
    FileSignatureRows rows;
    DocumentRow d;

    CHECK_CTX(c, trust_lists(c, &p));
    d = added(t, c, &u, "revoked", 1);
    CHECK_CTX(c, q_file_signatures(c, &rows, .file_id = d.file_id));
    CHECK_STR(rows.v[0].revocation, "revoked");
    CHECK_STR(rows.v[0].chain, "refused");
    CHECK_STR(fact(c, u.id, "archive.signed_rate"), "0%");
    d = added(t, c, &u, "kept", 2);
    CHECK_CTX(c, q_file_signatures(c, &rows, .file_id = d.file_id));
    CHECK_STR(rows.v[0].revocation, "none");
    CHECK_STR(fact(c, u.id, "archive.signed_rate"), "50%");
}
