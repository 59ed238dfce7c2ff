#include "issuance/issuance_cli.h"
#include "issuance/issuance_web.h"
#include "issuance/template.h"

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

static const Setting settings[] = {
    { "issuance.department", "Sở Nội vụ", T("Tên đơn vị theo dõi cải cách hành chính: ban hành biên bản, công văn, và đề nghị trong phần căn cứ") },
    { "issuance.drafter", "CCHC", T("Chữ viết tắt đơn vị soạn thảo, trong ký hiệu công văn và dòng Lưu") },
    { "issuance.bases", "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025; Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình "
        "tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030", T("Các căn cứ chung của quyết định, cách nhau bằng dấu chấm phẩy") },
    { 0 },
};

static const MenuItem menu[] = {
    { "/issue", T("Văn bản phát hành"), &PERM_ISSUE_VIEW, MENU_DOCUMENT + 30 },
    { 0 },
};

const Room issuance_room = {
    .name = "issuance",
    .title = T("Văn bản phát hành"),
    .perms = (const Perm *const[]){ &PERM_ISSUE_VIEW, &PERM_ISSUE_MAKE, &PERM_ISSUE_ALL, &PERM_ISSUE_NUMBER, &PERM_ISSUE_TEMPLATE, NULL },
    .routes = routes,
    .commands = issuance_commands,
    .settings = settings,
    .menu = menu,
};
