#include "criteria/criteria.h"
#include "criteria/criteria_cli.h"
#include "criteria/criteria_web.h"

enum { UPLOAD = 24 << 20 };

static const Route routes[] = {
    { GET, "/criteria", &PERM_CRITERIA_VIEW, get_sets },
    { GET, "/criteria/import", &PERM_CRITERIA_CHANGE, get_set_import },
    { POST, "/criteria/import", &PERM_CRITERIA_CHANGE, post_set_import, NULL, UPLOAD },
    { GET, "/criteria/{id}", &PERM_CRITERIA_VIEW, get_set },
    { GET, "/criteria/{id}/table.xlsx", &PERM_CRITERIA_VIEW, get_set_xlsx },
    { GET, "/criteria/{id}/table.csv", &PERM_CRITERIA_VIEW, get_set_csv },
    { GET, "/criteria/{id}/properties", &PERM_CRITERIA_CHANGE, get_set_edit },
    { POST, "/criteria/{id}/properties", &PERM_CRITERIA_CHANGE, post_set_edit },
    { POST, "/criteria/{id}/copy", &PERM_CRITERIA_CHANGE, post_set_copy },
    { GET, "/criteria/{id}/diff", &PERM_CRITERIA_VIEW, get_set_diff },
    { GET, "/criteria/{id}/edit/{criterion}", &PERM_CRITERIA_VIEW, get_criterion },
    { POST, "/criteria/{id}/edit/{criterion}", &PERM_CRITERIA_CHANGE, post_criterion },
    { GET, "/criteria/{id}/edit/{criterion}/try", &PERM_CRITERIA_VIEW, get_criterion_try },
    { 0 },
};

static const MenuItem menu[] = {
    { "/criteria", T("Bộ tiêu chí"), &PERM_CRITERIA_VIEW, MENU_ROUND + 20 },
    { 0 },
};

const Room criteria_room = {
    .name = "criteria",
    .title = T("Bộ tiêu chí"),
    .perms = (const Perm *const[]){ &PERM_CRITERIA_VIEW, &PERM_CRITERIA_CHANGE, NULL },
    .routes = routes,
    .commands = criteria_commands,
    .menu = menu,
};
