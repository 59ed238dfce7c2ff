#include "issuance/issuance_cli.h"

#include "core/file.h"
#include "issuance/check.h"
#include "issuance/make.h"
#include "issuance/out.h"

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

static Err ask_of(Ctx *c, const Args *a, MakeAsk *ask)
{
    *ask = (MakeAsk){ .kind = args_get(a, "kind"), .unit = args_get(a, "unit"), .set = args_get(a, "set"), .issuer = args_get(a, "issuer"),
        .signer = args_get(a, "signer") };
    TRY(args_int(c, a, "year", 1990, 2100, &ask->year));
    return args_date(c, a, "date", &ask->date);
}

static Err cmd_make(Ctx *c, const Args *a, Buf *out)
{
    MakeAsk ask;
    Made made;
    Str bytes, file = args_get(a, "o");

    TRY(ask_of(c, a, &ask));
    TRY(make_document(c, &ask, &made));
    TRY(paper_out(c, made.paper, file, &bytes));
    TRY(file_write(file, bytes, &c->answer));
    buf_fmt(out, tr(c->answer.lang, T("Đã làm %.*s: %.*s %.*s.\n")), SV(file), SV(made.type), SV(made.abstract));
    return OK;
}

static Err cmd_kinds(Ctx *c, const Args *a, Buf *out)
{
    (void)a;
    for (const MakeKind *k = make_kinds; k->name; k++)
        buf_fmt(out, "%-16s %s (%s)\n", k->name, tr(c->answer.lang, k->title), tr(c->answer.lang, k->needs));
    return OK;
}

#define ASK_OPTIONS { "kind", "K", T("loại văn bản; xem thuocdo issue kinds"), true }, \
    { "unit", "U", T("mã đơn vị") }, { "set", "CODE", T("mã bộ tiêu chí") }, { "year", "Y", T("năm"), true }, \
    { "issuer", "U", T("mã đơn vị ban hành, khi khác đơn vị mặc định") }, { "signer", "NAME", T("họ tên người ký; bỏ trống: để trống") }, \
    { "date", "DATE", T("ngày ban hành; bỏ trống: để trống") }, { "period", "P", T("kỳ báo cáo") }

const Command issuance_commands[] = {
    { "issue make", "", CMD_READ, (const Opt[]){ ASK_OPTIONS, { "o", "FILE", T("tệp .docx, .pdf, .xlsx hoặc .html"), true }, { 0 } }, cmd_make,
        T("Làm dự thảo văn bản từ dữ liệu đã có") },
    { "issue kinds", "", CMD_PURE, NULL, cmd_kinds, T("Các loại văn bản làm được và dữ liệu cần có") },
    { "issue check", "FILE", CMD_PURE, NULL, cmd_check,
        T("Kiểm tra thể thức văn bản DOCX theo Nghị định 30/2020/NĐ-CP; mỗi điều chưa đúng là một lời nhắc") },
    { 0 },
};
