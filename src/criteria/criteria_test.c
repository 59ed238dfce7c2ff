#include "support.h"

#include "criteria/criteria.h"

static Err read_csv(Ctx *c, const char *csv, Draft *d)
{
    Table t;

    TRY(table_read(&t, c->arena, S("bo.csv"), str_of(csv), NULL, &c->answer));
    return criteria_read(d, c->arena, &t, DEC(100), c->app->rooms, &c->answer);
}

static int64_t given_set(Ctx *c, const char *csv)
{
    SetForm f = set_form_default();
    int64_t id = 0;
    Draft d;

    f.code = S("SO");
    f.year = 2025;
    CHECK_CTX(c, read_csv(c, csv, &d));
    CHECK_CTX(c, criteria_import(c, &d, &f, &id));
    return id;
}

static size_t found(const Draft *d, const char *kind, bool error)
{
    size_t n = 0;

    for (size_t i = 0; i < d->findings.n; i++)
        n += d->findings.v[i].error == error && str_eq(d->findings.v[i].kind, str_of(kind));
    return n;
}

static const char *const small =
    "code,parent,name,max_points,rule\n"
    "1,,Lĩnh vực một,60,\n"
    "1.1,1,Kế hoạch,20,Có: 20 điểm; không: 0 điểm\n"
    "1.2,1,Báo cáo,40,\n"
    "2,,Lĩnh vực hai,40,\n"
    "2.1,2,Tỷ lệ,40,\">=95%: 40; <95% & >=80%: 20; else: 0\"\n";

TEST(criteria_errors_stop, "orphans, doubled codes and rules that nobody understands stop an import; nothing is written")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    SetForm f = set_form_default();
    CriteriaSetRows sets;
    int64_t id;
    Draft d;

    CHECK_CTX(c, read_csv(c,
        "code,parent,name,max_points,rule\n1,,Lĩnh vực,100,\n1.1,9,Mồ côi,50,\n1.2,1,Sai,25,cho hết\n1.2,1,Trùng,25,\n", &d));
    CHECK_INT(found(&d, "orphan", true), 1);
    CHECK_INT(found(&d, "duplicate", true), 1);
    CHECK_INT(found(&d, "rule", true), 1);
    f.code = S("SO");
    f.year = 2025;
    CHECK_ANSWER(c, criteria_import(c, &d, &f, &id), E_INVALID, "Chưa ghi gì");
    CHECK_CTX(c, q_criteria_sets(c, &sets, ));
    CHECK_INT(sets.n, 0);
}

TEST(criteria_warnings_pass, "a printed slip in the maxima, a gap and a rule above the maximum are told and let through")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    Draft d;

    CHECK_CTX(c, read_csv(c,
        "code,parent,name,max_points,rule\n1,,Lĩnh vực,10.05,\n1.1,1,Một,5.5,\">=90%: 6; <80%: 0\"\n1.2,1,Hai,5,\n", &d));
    CHECK_INT(d.errors, 0);
    CHECK_INT(found(&d, "sum", false), 1);
    CHECK_INT(found(&d, "scale", false), 1);
    CHECK_INT(found(&d, "gap", false), 1);
    CHECK_INT(found(&d, "above_max", false), 1);
}

TEST(criteria_export_comes_back, "the exported table is imported again as the same set; criteria keep their identity")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = given_set(c, small), again;
    CriterionRows before, after;
    SetForm f = set_form_default();

    CHECK_CTX(c, q_criterion_list(c, &before, .set_id = id));
    f.code = S("SO");
    f.year = 2025;
    for (int xlsx = 0; xlsx <= 1; xlsx++) {
        Str bytes;
        Table table;
        Draft d;

        CHECK_CTX(c, criteria_export(c, id, xlsx, &bytes));
        CHECK_CTX(c, table_read(&table, c->arena, S("bo"), bytes, NULL, &c->answer));
        CHECK_CTX(c, criteria_read(&d, c->arena, &table, DEC(100), c->app->rooms, &c->answer));
        CHECK_INT(d.findings.n, 0);
        CHECK_CTX(c, criteria_import(c, &d, &f, &again));
        CHECK_INT(again, id);
        CHECK_CTX(c, q_criterion_list(c, &after, .set_id = id));
        CHECK_INT(after.n, before.n);
        for (size_t i = 0; i < after.n; i++) {
            CHECK_INT(after.v[i].id, before.v[i].id);
            CHECK(str_eq(after.v[i].rule, before.v[i].rule));
        }
    }
}

TEST(criteria_frozen, "a frozen set says since when and why, and neither changes nor is replaced")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = given_set(c, small);
    SetForm f = set_form_default();
    CriterionRow k;
    bool any;
    Draft d;

    CHECK_CTX(c, criteria_freeze(c, id, S("Đợt chấm năm 2025")));
    CHECK_CTX(c, q_criterion_by_code(c, &k, &any, .set_id = id, .code = S("1.1")));
    CHECK_ANSWER(c, criterion_change(c, k.id, k.version, &(DraftNode){ .name = k.name, .source = S("self"), .max = DEC(1), .has_max = true }),
        E_STATE, "Đợt chấm năm 2025");
    f.code = S("SO");
    f.year = 2025;
    CHECK_CTX(c, read_csv(c, small, &d));
    CHECK_ANSWER(c, criteria_import(c, &d, &f, &id), E_STATE, "05/01/2026");
}

TEST(criteria_conflict, "a criterion that somebody changed since it was shown is not overwritten")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = given_set(c, small);
    DraftNode n = { .name = S("Kế hoạch năm"), .source = S("self"), .max = DEC(20), .has_max = true };
    CriterionRow k;
    bool any;

    CHECK_CTX(c, q_criterion_by_code(c, &k, &any, .set_id = id, .code = S("1.1")));
    CHECK_CTX(c, criterion_change(c, k.id, k.version, &n));
    CHECK_ANSWER(c, criterion_change(c, k.id, k.version, &n), E_CONFLICT, "người khác");
}

TEST(criteria_copy_and_compare, "a copy to the next year knows its old codes; the comparison tells added, removed and changed")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = given_set(c, small), next;
    DraftNode n = { .name = S("Tỷ lệ"), .source = S("self"), .max = DEC(35), .has_max = true };
    CriterionRow k;
    DiffRows rows;
    bool any;
    size_t kinds[4] = { 0 };

    CHECK_CTX(c, criteria_copy(c, id, S("SO"), 2026, &next));
    CHECK_ANSWER(c, criteria_copy(c, id, S("SO"), 2026, &next), E_STATE, "Đã có");
    CHECK_CTX(c, q_criterion_by_code(c, &k, &any, .set_id = next, .code = S("2.1")));
    CHECK_STR(k.old_code, "2.1");
    CHECK_CTX(c, criterion_change(c, k.id, k.version, &n));
    CHECK_CTX(c, q_criterion_by_code(c, &k, &any, .set_id = next, .code = S("1.2")));
    CHECK_CTX(c, q_criterion_remove(c, .id = k.id));
    CHECK_CTX(c, criteria_diff(c, id, next, &rows));
    for (size_t i = 0; i < rows.n; i++)
        kinds[rows.v[i].kind]++;
    CHECK_INT(kinds[DIFF_SAME], 3);
    CHECK_INT(kinds[DIFF_CHANGED], 1);
    CHECK_INT(kinds[DIFF_REMOVED], 1);
}

TEST(criteria_rights, "everybody of the house reads sets; only the standing body changes them")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id = given_set(c, small);
    Str bytes;
    int64_t next;

    test_become(c, "hoa", ROLE_OFFICER, 1);
    CHECK_CTX(c, criteria_export(c, id, false, &bytes));
    CHECK_ANSWER(c, criteria_copy(c, id, S("SO"), 2026, &next), E_FORBIDDEN, "quyền");
    test_become(c, "quantri", ROLE_ADMIN, 0);
    CHECK_ANSWER(c, criteria_copy(c, id, S("SO"), 2026, &next), E_FORBIDDEN, "quyền");
    test_become(c, "dieuphoi", ROLE_COORDINATOR, 0);
    CHECK_CTX(c, criteria_copy(c, id, S("SO"), 2026, &next));
}
