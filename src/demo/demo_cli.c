#include "demo/demo_cli.h"

#include "core/run.h"
#include "demo/demo.h"

enum { MOST_DOSSIERS = 2000000 };

static const Opt options[] = {
    { "dossiers", "N", T("số hồ sơ một cửa; không có: 200.000") },
    { 0 },
};

typedef struct Load {
    size_t dossiers;
    Buf *out;
} Load;

static Err load(Ctx *c, void *arg)
{
    Load *l = arg;

    l->out->n = 0;                                          /* a write may run again */
    return demo_load(c, l->dossiers, l->out);
}

static Err cmd_demo(Ctx *c, const Args *a, Buf *out)
{
    int64_t dossiers = DEMO_DOSSIERS;
    Err e;

    TRY(args_int(c, a, "dossiers", 1000, MOST_DOSSIERS, &dossiers));
    TRY(run_create(c));
    e = run_write(c, load, &(Load){ (size_t)dossiers, out });
    run_close(c);
    return e;
}

const Command demo_commands[] = {
    { "demo", "", CMD_OWN, options, cmd_demo, T("Tạo dữ liệu minh họa: một tỉnh không có thật, ba năm số liệu, tài khoản dùng thử") },
    { 0 },
};
