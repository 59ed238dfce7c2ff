#include "org/org.h"
#include "org/org_cli.h"

const Room org_room = {
    .name = "org",
    .title = T("Đơn vị và con người"),
    .perms = (const Perm *const[]){ &PERM_ORG_VIEW, &PERM_ORG_CHANGE, &PERM_PEOPLE_VIEW, &PERM_PEOPLE_CHANGE, NULL },
    .commands = org_commands,
};
