#include "cli/args.h"
#include "cli/cli.h"

#include "core/run.h"

typedef struct Call {
    const Command *cmd;
    const Args *args;
    Buf *out;
} Call;

/* The option that names the person: --login where the command has an --as of its own. */
static const char *login_option(const Call *k)
{
    for (const Opt *o = k->cmd->options; o && o->name; o++)
        if (str_eq(str_of(o->name), S("as")))
            return "login";
    return args_has(k->args, "as") ? "as" : "login";
}

static Err call(Ctx *c, void *arg)
{
    Call *k = arg;
    const char *login = login_option(k);

    k->out->n = 0;                                      /* a write may run again */
    if (args_has(k->args, login))
        TRY(run_as(c, args_get(k->args, login)));
    return k->cmd->run(c, k->args, k->out);
}

/* --data and --db, or their defaults, into the App. */
static Err find_data(App *app, Ctx *c, const Args *args)
{
    app->data = args_get(args, "data");
    app->db = args_get(args, "db");
    if (!app->data.n && !app->db.n)
        return fail(c, E_INVALID, T("Hãy cho biết thư mục dữ liệu: --data THƯ_MỤC."));
    if (!app->db.n)
        app->db = str_fmt(c->arena, "sqlite:%.*s/thuocdo.db", SV(app->data));
    return OK;
}

static Err set_clock(App *app, Ctx *c, const Args *args)
{
    Str now = args_get(args, "now");
    Moment real = moment_now();
    Date day;

    c->now = real;
    if (now.n && !moment_parse_iso(&c->now, now)) {
        if (!date_parse(&day, now, 0))
            return fail(c, E_INVALID, T("Thời điểm “%.*s” của --now không hiểu được; hãy ghi 2026-01-31T08:00."), SV(now));
        c->now = moment_of(day, 8, 0);
    }
    c->today = moment_date(c->now);
    app->clock_shift_ms = now.n ? c->now.ms - real.ms : 0;
    return OK;
}

Err cli_run(App *app, Ctx *c, const Command *cmd, const Args *args, Buf *out)
{
    Call k = { cmd, args, out };
    Err e;

    TRY(set_clock(app, c, args));
    if (cmd->mode == CMD_PURE)
        return cmd->run(c, args, out);
    if (cmd->mode == CMD_OWN) {
        if (args_has(args, "data") || args_has(args, "db"))
            TRY(find_data(app, c, args));
        return cmd->run(c, args, out);
    }
    TRY(find_data(app, c, args));
    TRY(run_open(c));
    e = cmd->mode == CMD_WRITE ? run_write(c, call, &k) : run_read(c, call, &k);
    store_close(app->store);
    app->store = NULL;
    return e;
}
