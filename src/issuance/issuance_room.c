#include "issuance/issuance_cli.h"
#include "issuance/issuance_web.h"
#include "issuance/template.h"

static const Route routes[] = {
    { GET, "/issue", &PERM_ISSUE_VIEW, get_issue_list },
    { GET, "/issue.xlsx", &PERM_ISSUE_ALL, get_issue_xlsx },
    { GET, "/issue/new", &PERM_ISSUE_MAKE, get_issue_new },
    { POST, "/issue/new", &PERM_ISSUE_MAKE, post_issue_new },
    { GET, "/issue/cards.zip", &PERM_ISSUE_ALL, get_issue_cards },
    { GET, "/issue/templates", &PERM_ISSUE_VIEW, get_issue_templates },
    { GET, "/issue/templates/{kind}", &PERM_ISSUE_VIEW, get_issue_template },
    { POST, "/issue/templates/{kind}", &PERM_ISSUE_TEMPLATE, post_issue_template, NULL, MAX_ISSUE_FILE },
    { GET, "/issue/templates/{kind}/file", &PERM_ISSUE_VIEW, get_issue_template_file },
    { POST, "/issue/templates/{kind}/back", &PERM_ISSUE_TEMPLATE, post_issue_template_back },
    { GET, "/issue/incoming", &PERM_ISSUE_VIEW, get_issue_incoming },
    { GET, "/issue/incoming.xlsx", &PERM_ISSUE_VIEW, get_issue_incoming_xlsx },
    { GET, "/issue/batches", &PERM_ISSUE_ALL, get_issue_batches },
    { POST, "/issue/batches", &PERM_ISSUE_ALL, post_issue_batches },
    { GET, "/issue/batches/{id}", &PERM_ISSUE_ALL, get_issue_batch },
    { POST, "/issue/batches/{id}", &PERM_ISSUE_ALL, post_issue_batch },
    { GET, "/issue/batches/{id}/zip", &PERM_ISSUE_ALL, get_issue_batch_zip },
    { GET, "/issue/{id}", &PERM_ISSUE_VIEW, get_issue },
    { GET, "/issue/{id}/edit", &PERM_ISSUE_MAKE, get_issue_edit },
    { POST, "/issue/{id}/edit", &PERM_ISSUE_MAKE, post_issue_edit },
    { POST, "/issue/{id}/word", &PERM_ISSUE_MAKE, post_issue_word, NULL, MAX_ISSUE_FILE },
    { POST, "/issue/{id}/word-drop", &PERM_ISSUE_MAKE, post_issue_word_drop },
    { POST, "/issue/{id}/change", &PERM_ISSUE_MAKE, post_issue_change },
    { POST, "/issue/{id}/to", &PERM_ISSUE_MAKE, post_issue_to },
    { POST, "/issue/{id}/seen", &PERM_ISSUE_VIEW, post_issue_seen },
    { POST, "/issue/{id}/signed", &PERM_ISSUE_NUMBER, post_issue_signed, NULL, MAX_ISSUE_FILE },
    { GET, "/issue/{id}/file", &PERM_ISSUE_VIEW, get_issue_file },
    { POST, "/issue/{id}/number", &PERM_ISSUE_NUMBER, post_issue_number },
    { POST, "/issue/{id}/publish", &PERM_ISSUE_NUMBER, post_issue_publish },
    { POST, "/issue/{id}/revoke", &PERM_ISSUE_NUMBER, post_issue_revoke },
    { POST, "/issue/{id}/remove", &PERM_ISSUE_MAKE, post_issue_remove },
    { GET, "/verify/{code}", &PERM_PUBLIC, get_issue_verify },
    { POST, "/verify/{code}", &PERM_PUBLIC, post_issue_verify, NULL, MAX_ISSUE_FILE },
    { 0 },
};

static const Setting settings[] = {
    { "issuance.department", "Sở Nội vụ", T("Tên đơn vị theo dõi cải cách hành chính: ban hành biên bản, công văn, và đề nghị trong phần căn cứ") },
    { "issuance.address", "", T("Địa chỉ trang web của hệ thống trong mã kiểm tra, ví dụ https://cchc.tinh.gov.vn") },
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
