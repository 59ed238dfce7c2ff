#include "core/file.h"
#include "indicator/indicator_cli.h"
#include "indicator/report.h"

static Err print(Ctx *c, const Args *a, const Report *r, Buf *out)
{
    Str path = args_get(a, "xlsx"), bytes;

    if (path.n) {
        TRY(report_xlsx(c, r, &bytes));
        TRY(file_write(path, bytes, &c->answer));
        buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu dòng vào %.*s.\n")), r->lines.n, SV(path));
    } else if (args_has(a, "json")) {
        report_json(r, out);
    } else {
        report_text(c, r, out);
    }
    return OK;
}

static Err cmd_draft(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;
    Report r;

    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(report_draft(c, u.id, args_get(a, "period"), args_has(a, "fresh"), &r));
    return print(c, a, &r, out);
}

static Err cmd_show(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;
    Report r;

    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(report_load(c, u.id, args_get(a, "period"), &r));
    return print(c, a, &r, out);
}

static Err cmd_approve(Ctx *c, const Args *a, Buf *out)
{
    UnitRow u;

    (void)out;
    TRY(org_by_code(c, args_get(a, "unit"), &u));
    return report_approve(c, u.id, args_get(a, "period"), args_get(a, "number"));
}

#define UNIT { "unit", "U", T("mã đơn vị"), true }
#define PERIOD { "period", "P", T("kỳ: 2026-Q1, 2026-H1, 2026-9M, 2026-05, 2026"), true }
#define XLSX { "xlsx", "FILE", T("ghi ra tệp XLSX") }

const Command report_commands[] = {
    { "report draft", "", CMD_WRITE, (const Opt[]){ UNIT, PERIOD, XLSX, { "fresh", NULL, T("viết lại thuyết minh, bỏ phần đã sửa") }, { 0 } }, cmd_draft,
        T("Lập bản thảo báo cáo định kỳ từ nhiệm vụ và số liệu") },
    { "report show", "", CMD_READ, (const Opt[]){ UNIT, PERIOD, XLSX, { 0 } }, cmd_show, T("Xem báo cáo định kỳ") },
    { "report approve", "", CMD_WRITE, (const Opt[]){ UNIT, PERIOD, { "number", "TEXT", T("số, ký hiệu văn bản") }, { 0 } }, cmd_approve,
        T("Duyệt báo cáo; số liệu được giữ nguyên từ đây") },
    { 0 },
};
