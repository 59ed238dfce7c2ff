#include "cli/args.h"
#include "cli/cli.h"

Err cli_run(App *app, Ctx *c, const Command *cmd, const Args *args, Buf *out)
{
    (void)app;
    c->now = moment_now();
    c->today = moment_date(c->now);
    return cmd->run(c, args, out);
}
