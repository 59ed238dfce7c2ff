#include "archive/archive.h"
#include "archive/archive_cli.h"
#include "archive/archive_web.h"
#include "archive/blob.h"
#include "archive/sign.h"

#include "core/app.h"

enum { BATCH = 500, SAMPLE = 50 };

/* Every file that the register names is there with its size; the hash of every fiftieth is computed again. */
static Err verify(Ctx *c, Buf *findings)
{
    DocumentFilesAllRows rows;
    int64_t after = 0;

    do {
        TRY(q_document_files_all(c, &rows, .after = after, .most = BATCH));
        for (size_t i = 0; i < rows.n; i++) {
            const char *wrong;

            TRY(blob_check(c, rows.v[i].sha256, rows.v[i].size, rows.n < BATCH || rows.v[i].id % SAMPLE == 0, &wrong));
            if (wrong)
                buf_fmt(findings, tr(c->answer.lang, T("Kho tài liệu: tệp “%.*s” của tài liệu %lld %s.\n")), SV(rows.v[i].name),
                    (long long)rows.v[i].document_id, tr(c->answer.lang, wrong));
            after = rows.v[i].id;
        }
    } while (rows.n == BATCH);
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
        { "archive.clamd", "", T("Đường dẫn socket của clamd để quét vi-rút; bỏ trống: không quét") },
        { "archive.trust", "", T("Tệp PEM trên máy chủ có chứng thư của các cơ quan chứng thực được tin cậy, để kiểm tra chữ ký số; bỏ trống: không kiểm tra chuỗi") },
        { 0 },
    },
    .verify = verify,
};
