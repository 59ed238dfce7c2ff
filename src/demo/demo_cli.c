#include "demo/demo_cli.h"

#include "core/run.h"
#include "demo/demo.h"

static Err load(Ctx *c, void *arg)
{
    Buf *out = arg;

    out->n = 0;                                             /* a write may run again */
    return demo_load(c, out);
}

static Err cmd_demo(Ctx *c, const Args *a, Buf *out)
{
    Err e;

    (void)a;
    TRY(run_create(c));
    e = run_write(c, load, out);
    run_close(c);
    return e;
}

const Command demo_commands[] = {
    { "demo", "", CMD_OWN, NULL, cmd_demo, T("Tạo dữ liệu minh họa: một tỉnh không có thật, ba năm số liệu, tài khoản dùng thử") },
    { 0 },
};
