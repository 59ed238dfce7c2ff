#include "core/file.h"
#include "intake/intake.h"
#include "intake/read.h"

enum { MAX_FILE = 64 << 20 };

static Str base_name(Str path)
{
    for (size_t i = path.n; i-- > 0;)
        if (path.p[i] == '/')
            return str_sub(path, i + 1, path.n);
    return path;
}

static Err run_read(Ctx *c, const Args *args, Buf *out)
{
    Str path = args_operand(args, 0), bytes;
    Reading r;

    TRY(file_read(&bytes, c->arena, path, MAX_FILE, &c->answer));
    TRY(intake_read(&r, c->arena, base_name(path), bytes, &c->answer));
    if (args_has(args, "json"))
        intake_json(&r, base_name(path), out);
    else
        intake_summary(&r, c->arena, c->answer.lang, out);
    return OK;
}

const Command intake_commands[] = {
    { "intake read", "FILE", CMD_PURE, NULL, run_read, T("đọc một văn bản thành dữ liệu có cấu trúc (không ghi gì)") },
    { 0 },
};
