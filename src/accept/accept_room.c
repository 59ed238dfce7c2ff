#include "accept/accept.h"
#include "accept/accept_cli.h"

const Room accept_room = {
    .name = "accept",
    .title = T("Nhận văn bản vào hệ thống"),
    .perms = (const Perm *const[]){ &PERM_ACCEPT, NULL },
    .commands = accept_commands,
};
