#include "org/org.h"
#include "org/org_cli.h"
#include "org/org_web.h"

enum { UPLOAD = 24 << 20 };

static const Route routes[] = {
    { GET, "/units", &PERM_ORG_VIEW, get_units },
    { GET, "/units.xlsx", &PERM_ORG_VIEW, get_units_xlsx },
    { GET, "/units.csv", &PERM_ORG_VIEW, get_units_csv },
    { GET, "/units/new", &PERM_ORG_CHANGE, get_unit_new },
    { POST, "/units/new", &PERM_ORG_CHANGE, post_unit_new },
    { GET, "/units/succeed", &PERM_ORG_CHANGE, get_unit_succeed },
    { POST, "/units/succeed", &PERM_ORG_CHANGE, post_unit_succeed },
    { GET, "/units/import", &PERM_ORG_CHANGE, get_unit_import },
    { POST, "/units/import", &PERM_ORG_CHANGE, post_unit_import, NULL, UPLOAD },
    { GET, "/units/{id}", &PERM_ORG_VIEW, get_unit },
    { GET, "/units/{id}/edit", &PERM_ORG_CHANGE, get_unit_edit },
    { POST, "/units/{id}/edit", &PERM_ORG_CHANGE, post_unit_edit },
    { GET, "/people", &PERM_PEOPLE_VIEW, get_people },
    { GET, "/people/new", &PERM_PEOPLE_CHANGE, get_person_new },
    { POST, "/people/new", &PERM_PEOPLE_CHANGE, post_person_new },
    { GET, "/people/{id}", &PERM_PEOPLE_VIEW, get_person },
    { POST, "/people/{id}", &PERM_PEOPLE_CHANGE, post_person },
    { POST, "/people/{id}/roles", &PERM_PEOPLE_CHANGE, post_person_role },
    { POST, "/people/{id}/roles/{role}/end", &PERM_PEOPLE_CHANGE, post_role_end },
    { POST, "/people/{id}/password", &PERM_PEOPLE_CHANGE, post_person_password, prepare_person_password, 16 * 1024 },
    { GET, "/profile/delegate", &PERM_SIGNED_IN, get_delegate },
    { POST, "/profile/delegate", &PERM_SIGNED_IN, post_delegate },
    { POST, "/profile/delegate/{role}/end", &PERM_SIGNED_IN, post_delegate_end },
    { 0 },
};

static const MenuItem menu[] = {
    { "/units", T("Đơn vị"), &PERM_ORG_VIEW, MENU_SYSTEM + 10 },
    { "/people", T("Tài khoản"), &PERM_PEOPLE_VIEW, MENU_SYSTEM + 20 },
    { 0 },
};

const Room org_room = {
    .name = "org",
    .title = T("Đơn vị và con người"),
    .perms = (const Perm *const[]){ &PERM_ORG_VIEW, &PERM_ORG_CHANGE, &PERM_PEOPLE_VIEW, &PERM_PEOPLE_CHANGE, NULL },
    .routes = routes,
    .commands = org_commands,
    .menu = menu,
};
