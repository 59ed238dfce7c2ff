#include "archive/archive.h"
#include "archive/archive_api_web.h"
#include "archive/archive_cli.h"
#include "archive/archive_web.h"
#include "archive/sign.h"

#include "core/app.h"

static Err verify(Ctx *c, Buf *findings)
{
    Checked v;

    return archive_verify(c, false, &v, findings);
}

static Err verify_deep(Ctx *c, Buf *findings, Buf *said)
{
    Checked v;

    TRY(archive_verify(c, true, &v, findings));
    checked_say(c, &v, said);
    return OK;
}

enum { UPLOAD = 512 << 20, PIECE = 9 << 20 };           /* all files of a form, each has its own limit; one piece of a file */

static const Route routes[] = {
    { GET, "/documents", &PERM_DOCUMENT_VIEW, get_documents },
    { GET, "/documents.xlsx", &PERM_DOCUMENT_VIEW, get_documents_xlsx },
    { GET, "/documents/new", &PERM_DOCUMENT_ADD, get_document_new },
    { POST, "/documents/new", &PERM_DOCUMENT_ADD, post_documents, prepare_documents, UPLOAD },
    { GET, "/documents/parts", &PERM_DOCUMENT_ADD, get_document_parts },
    { POST, "/documents/parts", &PERM_DOCUMENT_ADD, post_document_parts, prepare_document_parts, PIECE },
    { GET, "/documents/pack", &PERM_EVIDENCE_VIEW, get_evidence_pack },
    { GET, "/documents/{id}", &PERM_DOCUMENT_VIEW, get_document },
    { GET, "/documents/{id}/edit", &PERM_DOCUMENT_ADD, get_document_edit },
    { POST, "/documents/{id}/edit", &PERM_DOCUMENT_ADD, post_document_edit },
    { POST, "/documents/{id}/revise", &PERM_DOCUMENT_ADD, post_revision, prepare_revision, UPLOAD },
    { POST, "/documents/{id}/evidence", &PERM_DOCUMENT_ADD, post_document_evidence },
    { POST, "/documents/{id}/evidence/{evidence}/remove", &PERM_DOCUMENT_ADD, post_evidence_remove },
    { POST, "/documents/{id}/remove", &PERM_DOCUMENT_ADD, post_document_remove },
    { GET, "/documents/files/{id}", &PERM_DOCUMENT_VIEW, get_document_file },
    { GET, "/documents/files/{id}/signed/{n}", &PERM_DOCUMENT_VIEW, get_document_signed },
    { GET, "/documents/files/{id}/raw", &PERM_DOCUMENT_VIEW, get_document_raw },
    { GET, "/documents/files/{id}/page/{page}", &PERM_DOCUMENT_VIEW, get_document_page },
    { GET, "/documents/files/{id}/view", &PERM_DOCUMENT_VIEW, get_viewer },
    { GET, "/api/v1/documents", &PERM_DOCUMENT_VIEW, get_api_documents },
    { POST, "/api/v1/documents", &PERM_DOCUMENT_ADD, post_api_document, prepare_api_document, UPLOAD },
    { GET, "/api/v1/documents/search", &PERM_DOCUMENT_VIEW, get_api_search },
    { GET, "/api/v1/documents/{id}", &PERM_DOCUMENT_VIEW, get_api_document },
    { POST, "/api/v1/documents/{id}/evidence", &PERM_DOCUMENT_ADD, post_api_evidence },
    { GET, "/api/v1/files/{id}", &PERM_DOCUMENT_VIEW, get_document_file },
    { GET, "/api/v1/evidence", &PERM_EVIDENCE_VIEW, get_api_evidence },
    { 0 },
};

static const MenuItem menu[] = {
    { "/documents", T("Tài liệu"), &PERM_DOCUMENT_VIEW, MENU_DOCUMENT + 10 },
    { 0 },
};

const Room archive_room = {
    .name = "archive",
    .title = T("Kho tài liệu"),
    .perms = (const Perm *const[]){ &PERM_DOCUMENT_VIEW, &PERM_DOCUMENT_ADD, &PERM_DOCUMENT_SHARE, &PERM_EVIDENCE_VIEW, NULL },
    .routes = routes,
    .commands = archive_commands,
    .facts = sign_facts,
    .menu = menu,
    .settings = (const Setting[]){
        { "archive.max_mb", "100", T("Tệp tài liệu lớn nhất được nhận, MB (1–2000)") },
        { "archive.keep_years", "0", T("Số năm giữ tài liệu không còn làm minh chứng, dùng cho `archive expire` (0–100); 0: giữ mãi"), 0, 100 },
        { "archive.clamd", "", T("Đường dẫn socket của clamd để quét vi-rút; bỏ trống: không quét") },
        { "archive.trust", "", T("Tệp PEM trên máy chủ có chứng thư của các cơ quan chứng thực được tin cậy, để kiểm tra chữ ký số; bỏ trống: không kiểm tra chuỗi") },
        { "archive.crl", "", T("Thư mục trên máy chủ có danh sách chứng thư bị thu hồi (CRL, PEM hoặc DER) của các cơ quan chứng thực; bỏ trống: không kiểm tra thu hồi") },
        { 0 },
    },
    .verify = verify,
    .verify_deep = verify_deep,
};
