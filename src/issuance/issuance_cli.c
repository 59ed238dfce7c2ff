#include "issuance/issuance_cli.h"

#include "core/file.h"
#include "issuance/check.h"

enum { MAX_FILE = 64 << 20 };

static Err cmd_check(Ctx *c, const Args *a, Buf *out)
{
    Str file = args_operand(a, 0), bytes;
    Findings f;

    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    TRY(check_docx(&f, c->arena, c->answer.lang, file, bytes, &c->answer));
    if (args_has(a, "json"))
        findings_json(&f, file, c->answer.lang, out);
    else
        findings_text(&f, file, c->answer.lang, out);
    return OK;
}

const Command issuance_commands[] = {
    { "issue check", "FILE", CMD_PURE, NULL, cmd_check,
        T("Kiểm tra thể thức văn bản DOCX theo Nghị định 30/2020/NĐ-CP; mỗi điều chưa đúng là một lời nhắc") },
    { 0 },
};
