#include "criteria/criteria.h"
#include "criteria/criteria_cli.h"

const Room criteria_room = {
    .name = "criteria",
    .title = T("Bộ tiêu chí"),
    .perms = (const Perm *const[]){ &PERM_CRITERIA_VIEW, &PERM_CRITERIA_CHANGE, NULL },
    .commands = criteria_commands,
};
