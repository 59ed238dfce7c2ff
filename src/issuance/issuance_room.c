#include "issuance/issuance_cli.h"
#include "issuance/issuance_web.h"
#include "issuance/make.h"

static const Route routes[] = {
    { GET, "/issue", &PERM_ISSUE_VIEW, get_issue_list },
    { GET, "/issue.xlsx", &PERM_ISSUE_ALL, get_issue_xlsx },
    { GET, "/issue/new", &PERM_ISSUE_MAKE, get_issue_new },
    { POST, "/issue/new", &PERM_ISSUE_MAKE, post_issue_new },
    { GET, "/issue/cards.zip", &PERM_ISSUE_ALL, get_issue_cards },
    { GET, "/issue/{id}", &PERM_ISSUE_VIEW, get_issue },
    { GET, "/issue/{id}/file", &PERM_ISSUE_VIEW, get_issue_file },
    { POST, "/issue/{id}/number", &PERM_ISSUE_NUMBER, post_issue_number },
    { POST, "/issue/{id}/publish", &PERM_ISSUE_NUMBER, post_issue_publish },
    { POST, "/issue/{id}/revoke", &PERM_ISSUE_NUMBER, post_issue_revoke },
    { POST, "/issue/{id}/remove", &PERM_ISSUE_MAKE, post_issue_remove },
    { GET, "/verify/{code}", &PERM_PUBLIC, get_issue_verify },
    { 0 },
};

static const MenuItem menu[] = {
    { "/issue", T("Văn bản phát hành"), &PERM_ISSUE_VIEW, MENU_DOCUMENT + 30 },
    { 0 },
};

const Room issuance_room = {
    .name = "issuance",
    .title = T("Văn bản phát hành"),
    .perms = (const Perm *const[]){ &PERM_ISSUE_VIEW, &PERM_ISSUE_MAKE, &PERM_ISSUE_ALL, &PERM_ISSUE_NUMBER, NULL },
    .routes = routes,
    .commands = issuance_commands,
    .menu = menu,
};
