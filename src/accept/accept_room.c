#include "accept/accept.h"
#include "accept/accept_cli.h"
#include "accept/accept_web.h"

enum { MAX_BODY = 17 << 20 };

const Room accept_room = {
    .name = "accept",
    .title = T("Nhận văn bản vào hệ thống"),
    .perms = (const Perm *const[]){ &PERM_ACCEPT, NULL },
    .routes = (const Route[]){
        { GET, "/intake", &PERM_ACCEPT, get_intake },
        { POST, "/intake", &PERM_ACCEPT, post_intake, prepare_intake, MAX_BODY },
        { GET, "/intake/{id}", &PERM_ACCEPT, get_intake_file },
        { POST, "/intake/{id}/accept", &PERM_ACCEPT, post_accept, prepare_accept, 1 << 20 },
        { POST, "/intake/{id}/remove", &PERM_ACCEPT, post_intake_remove },
        { 0 },
    },
    .commands = accept_commands,
    .menu = (const MenuItem[]){ { "/intake", T("Đọc văn bản"), &PERM_ACCEPT, MENU_DOCUMENT + 20 }, { 0 } },
};
