#include "support.h"

#include "org/org.h"

static Err import(Ctx *c, const char *csv, ImportReport *rep)
{
    Table t;

    TRY(table_read(&t, c->arena, S("don-vi.csv"), str_of(csv), NULL, &c->answer));
    return org_import(c, &t, rep);
}

static const char *const province =
    "code,name,kind,parent,group,valid_from,valid_to\n"
    "H99.01,Xã An Phú,xã,H99,Xã,01/07/2025,\n"          /* its parent comes later in the file */
    "H99,Tỉnh Bình Giang,tỉnh,,,,\n"
    "H99.S1,Sở Nội vụ,sở,H99,Sở,,\n"
    "H99.H1,Huyện Đông Hà,huyện,H99,Huyện,,30/06/2025\n";

static Date day(const char *iso)
{
    Date d = { 0 };

    CHECK(date_parse_iso(&d, str_of(iso)));
    return d;
}

TEST(org_import_any_order, "units are imported whatever their order, and again without any change")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    UnitRow u;

    CHECK_CTX(c, import(c, province, &rep));
    CHECK_INT(rep.created, 4);
    CHECK_CTX(c, org_by_code(c, S("H99.01"), &u));
    CHECK_STR(u.parent_code, "H99");
    CHECK_CTX(c, import(c, province, &rep));
    CHECK_INT(rep.same, 4);
}

TEST(org_import_names_every_error, "an import names file, row, column and value of every error and writes nothing")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    UnitRows all;

    CHECK_ANSWER(c, import(c,
        "code,name,kind,parent,valid_from\n"
        "A,Sở A,sở,,\n"
        "A,Sở A nữa,sở,,\n"
        "B,,phố,,\n"
        "C,Xã C,xã,KHONG,31/02/2025\n", &rep), E_INVALID, "don-vi.csv");
    CHECK_HAS(c->answer.text, "dòng 3");
    CHECK_HAS(c->answer.text, "phố");
    CHECK_HAS(c->answer.text, "31/02/2025");
    CHECK_HAS(c->answer.text, "KHONG");
    CHECK_CTX(c, q_unit_all(c, &all, ));
    CHECK_INT(all.n, 0);
}

TEST(org_as_it_was, "a district that ended on 30/06/2025 is in the list of that day and not in the next day's")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    UnitRows rows;

    CHECK_CTX(c, import(c, province, &rep));
    CHECK_CTX(c, org_list(c, &(UnitFilter){ .q = S("dong ha"), .on = day("2025-06-30") }, &rows));
    CHECK_INT(rows.n, 1);
    CHECK_CTX(c, org_list(c, &(UnitFilter){ .q = S("dong ha"), .on = day("2025-07-01") }, &rows));
    CHECK_INT(rows.n, 0);
}

TEST(org_renamed_from_a_day, "a new name holds from its day on; the old one stays readable")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    UnitRow u;
    UnitRows rows;

    CHECK_CTX(c, import(c, province, &rep));
    CHECK_CTX(c, org_by_code(c, S("H99.S1"), &u));
    CHECK_CTX(c, org_change(c, u.id, u.version,
        &(UnitForm){ .code = u.code, .name = S("Sở Nội vụ và Lao động"), .kind = u.kind, .parent_id = u.parent_id, .ranked = true },
        day("2025-03-01"), S("QĐ 1")));
    CHECK_CTX(c, org_list(c, &(UnitFilter){ .kind = S("department"), .on = day("2025-02-28") }, &rows));
    CHECK_STR(rows.v[0].name, "Sở Nội vụ");
    CHECK_CTX(c, org_list(c, &(UnitFilter){ .kind = S("department"), .on = day("2025-03-01") }, &rows));
    CHECK_STR(rows.v[0].name, "Sở Nội vụ và Lao động");
    CHECK_ANSWER(c, org_change(c, u.id, u.version, &(UnitForm){ .code = u.code, .name = S("X"), .kind = u.kind }, day("2025-04-01"), S("")),
        E_CONFLICT, "người khác sửa");
}

TEST(org_merge, "a merged unit ends the day before and points at its successor, which points back")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    UnitRow a, b, n;
    UnitLinksRows links;

    CHECK_CTX(c, import(c, "code,name,kind\nX1,Xã Một,xã\nX2,Xã Hai,xã\nX3,Xã Ba,xã\n", &rep));
    CHECK_CTX(c, org_by_code(c, S("X1"), &a));
    CHECK_CTX(c, org_by_code(c, S("X2"), &b));
    CHECK_CTX(c, org_by_code(c, S("X3"), &n));
    CHECK_CTX(c, org_succeed(c, (int64_t[]){ a.id, b.id }, 2, &n.id, 1, day("2025-07-01"), S("NQ 1")));
    CHECK_CTX(c, org_by_code(c, S("X1"), &a));
    CHECK_STR(date_iso(t->arena, a.valid_to), "2025-06-30");
    CHECK_CTX(c, q_unit_links(c, &links, .unit_id = n.id));
    CHECK_INT(links.n, 2);
    CHECK_STR(links.v[0].kind, "merge");
}

TEST(org_no_circle, "a unit cannot come to stand below itself")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    UnitRow top, low;

    CHECK_CTX(c, import(c, "code,name,kind,parent\nA,Tỉnh A,tỉnh,\nB,Sở B,sở,A\nC,Phòng C,phòng,B\n", &rep));
    CHECK_CTX(c, org_by_code(c, S("A"), &top));
    CHECK_CTX(c, org_by_code(c, S("C"), &low));
    CHECK_ANSWER(c, org_change(c, top.id, top.version,
        &(UnitForm){ .code = top.code, .name = top.name, .kind = top.kind, .parent_id = low.id }, (Date){ 0 }, S("")), E_INVALID, "chính nó");
    CHECK_ANSWER(c, import(c, "code,name,kind,parent\nP,Sở P,sở,Q\nQ,Sở Q,sở,P\n", &rep), E_INVALID, "vòng");
}

TEST(org_rights_below, "a role on a unit holds for everything below it and nowhere else")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    UnitRow a, b, other;
    bool may;

    CHECK_CTX(c, import(c, "code,name,kind,parent\nA,Sở A,sở,\nB,Phòng B,phòng,A\nZ,Sở Z,sở,\n", &rep));
    CHECK_CTX(c, org_by_code(c, S("A"), &a));
    CHECK_CTX(c, org_by_code(c, S("B"), &b));
    CHECK_CTX(c, org_by_code(c, S("Z"), &other));
    test_become(c, "hoa", ROLE_ADMIN, a.id);
    CHECK_CTX(c, access_can(c, &PERM_ORG_CHANGE, b.id, &may));
    CHECK(may);
    CHECK_CTX(c, access_can(c, &PERM_ORG_CHANGE, other.id, &may));
    CHECK(!may);
    CHECK_ANSWER(c, import(c, province, &rep), E_FORBIDDEN, "quyền");
}

TEST(people_delegate, "a delegation needs an end, gives only what one has, and ends by itself")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t id;

    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = S("lan.tt"), .name = S("Trần Thị Lan"), .active = true }, S("h"), &id));
    test_become(c, "head", ROLE_HEAD, 0);
    CHECK_ANSWER(c, people_grant(c, id, ROLE_HEAD, 0, c->today, (Date){ 0 }, true, S("")), E_INVALID, "ngày kết thúc");
    CHECK_ANSWER(c, people_grant(c, id, ROLE_ADMIN, 0, c->today, day("2026-01-10"), true, S("")), E_FORBIDDEN, "quyền");
    c->local = true;
    CHECK_CTX(c, people_grant(c, id, ROLE_HEAD, 0, c->today, day("2026-01-10"), false, S("")));
    c->local = false;
    c->user_id = id;
    c->today = day("2026-01-10");
    CHECK_CTX(c, access_load(c));
    CHECK_INT(c->n_grants, 1);
    c->today = day("2026-01-11");
    CHECK_CTX(c, access_load(c));
    CHECK_INT(c->n_grants, 0);
}

/* A person of the tests with one lasting role, signed in. */
static int64_t given_person(Ctx *c, const char *login, Role role, int64_t unit_id, Date to)
{
    int64_t id = 0;

    c->local = true;
    CHECK_CTX(c, people_create(c, &(PersonForm){ .login = str_of(login), .name = str_of(login), .unit_id = unit_id, .active = true }, S("h"), &id));
    CHECK_CTX(c, people_grant(c, id, role, unit_id, (Date){ 0 }, to, false, S("")));
    c->local = false;
    c->user_id = id;
    CHECK_CTX(c, access_load(c));
    return id;
}

TEST(people_delegate_once, "a role is passed on as long as one has it, is not passed on again, and ends with the giver's own")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t deputy = given_person(c, "pho", ROLE_VIEWER, 0, (Date){ 0 }), third = given_person(c, "ba", ROLE_VIEWER, 0, (Date){ 0 });
    int64_t head = given_person(c, "truong", ROLE_HEAD, 0, day("2026-06-30"));
    PersonRolesRows roles;

    CHECK_ANSWER(c, people_grant(c, deputy, ROLE_HEAD, 0, c->today, day("2026-07-01"), true, S("")), E_FORBIDDEN, "đến hết ngày");
    CHECK_CTX(c, people_grant(c, deputy, ROLE_HEAD, 0, c->today, day("2026-02-01"), true, S("đi học")));
    c->user_id = deputy;
    CHECK_CTX(c, access_load(c));
    CHECK_INT(c->n_grants, 2);
    CHECK_ANSWER(c, people_grant(c, third, ROLE_HEAD, 0, c->today, day("2026-02-01"), true, S("")), E_FORBIDDEN, "không ủy quyền tiếp");
    c->local = true;
    CHECK_CTX(c, q_person_roles(c, &roles, .person_id = head));
    CHECK_CTX(c, people_end_role(c, roles.v[0].id, day("2026-01-04")));
    c->local = false;
    CHECK_CTX(c, access_load(c));
    CHECK_INT(c->n_grants, 1);
}

TEST(people_delegate_taken_back, "who delegated takes it back; nobody else but the administrator can")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    int64_t deputy = given_person(c, "pho", ROLE_VIEWER, 0, (Date){ 0 }), other = given_person(c, "khac", ROLE_HEAD, 0, (Date){ 0 });
    int64_t head = given_person(c, "truong", ROLE_HEAD, 0, (Date){ 0 });
    PersonDelegatedRows given;

    CHECK_CTX(c, people_grant(c, deputy, ROLE_HEAD, 0, c->today, day("2026-02-01"), true, S("")));
    CHECK_CTX(c, q_person_delegated(c, &given, .delegated_by = head));
    CHECK_INT(given.n, 1);
    c->user_id = other;
    CHECK_CTX(c, access_load(c));
    CHECK_ANSWER(c, people_end_role(c, given.v[0].id, day("2026-01-04")), E_FORBIDDEN, "quyền");
    c->user_id = head;
    CHECK_CTX(c, access_load(c));
    CHECK_CTX(c, people_end_role(c, given.v[0].id, day("2026-01-04")));
    c->user_id = deputy;
    CHECK_CTX(c, access_load(c));
    CHECK_INT(c->n_grants, 1);
}

TEST(people_visible_below, "a head sees the people of the own unit and below, the administrator everybody, an officer nobody")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    PeopleRows rows;
    UnitRow a, b, z;

    CHECK_CTX(c, import(c, "code,name,kind,parent\nA,Sở A,sở,\nB,Phòng B,phòng,A\nZ,Sở Z,sở,\n", &rep));
    CHECK_CTX(c, org_by_code(c, S("A"), &a));
    CHECK_CTX(c, org_by_code(c, S("B"), &b));
    CHECK_CTX(c, org_by_code(c, S("Z"), &z));
    (void)given_person(c, "phong.b", ROLE_OFFICER, b.id, (Date){ 0 });
    CHECK_ANSWER(c, people_visible(c, S(""), &rows), E_FORBIDDEN, "quyền");
    (void)given_person(c, "so.z", ROLE_HEAD, z.id, (Date){ 0 });
    (void)given_person(c, "so.a", ROLE_HEAD, a.id, (Date){ 0 });
    CHECK_CTX(c, people_visible(c, S(""), &rows));
    CHECK_INT(rows.n, 2);
    CHECK_CTX(c, people_visible(c, S("PHONG"), &rows));
    CHECK_INT(rows.n, 1);
    (void)given_person(c, "quantri", ROLE_ADMIN, 0, (Date){ 0 });
    CHECK_CTX(c, people_visible(c, S(""), &rows));
    CHECK_INT(rows.n, 4);
}

TEST(org_export_comes_back, "the exported table of units is imported again without any change")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;

    CHECK_CTX(c, import(c, province, &rep));
    for (int xlsx = 0; xlsx <= 1; xlsx++) {
        Str bytes;
        Table table;

        CHECK_CTX(c, org_export(c, xlsx, &bytes));
        CHECK_CTX(c, table_read(&table, c->arena, S("don-vi"), bytes, NULL, &c->answer));
        CHECK_CTX(c, org_import(c, &table, &rep));
        CHECK_INT(rep.same, 4);
    }
}

TEST(org_list_for_all, "who holds a role on one unit only may read the list of all units")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    ImportReport rep;
    UnitRows rows;
    UnitRow u;

    CHECK_CTX(c, import(c, province, &rep));
    CHECK_CTX(c, org_by_code(c, S("H99.S1"), &u));
    test_become(c, "hoa", ROLE_OFFICER, u.id);
    CHECK_CTX(c, org_list(c, &(UnitFilter){ 0 }, &rows));
    CHECK_INT(rows.n, 3);
    test_become(c, "nobody", ROLE_PUBLIC, 0);
    CHECK_ANSWER(c, org_list(c, &(UnitFilter){ 0 }, &rows), E_FORBIDDEN, "quyền");
}
