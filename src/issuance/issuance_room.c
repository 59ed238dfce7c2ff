#include "issuance/issuance_cli.h"
#include "issuance/make.h"

const Room issuance_room = {
    .name = "issuance",
    .title = T("Văn bản phát hành"),
    .perms = (const Perm *const[]){ &PERM_ISSUE_VIEW, &PERM_ISSUE_MAKE, &PERM_ISSUE_NUMBER, NULL },
    .commands = issuance_commands,
};
