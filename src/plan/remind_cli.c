#include "base/json.h"
#include "core/run.h"
#include "plan/remind.h"

enum { MOST = 1000 };

typedef struct Call {
    RemindReport report;
    Buf log;
    bool dry;
} Call;

static Err make(Ctx *c, void *arg)
{
    Call *k = arg;

    k->log = (Buf){ .arena = c->arena };                    /* a write may run again */
    k->report = (RemindReport){ .log = &k->log };
    TRY(remind_make(c, &k->report));
    return k->dry ? run_undo(c) : OK;
}

static void print(Ctx *c, const Args *a, const Call *k, const MailReport *mail, Buf *out)
{
    Json j = { .out = out };

    if (args_has(a, "json")) {
        json_open(&j, '{');
        json_kdate(&j, "day", c->today);
        json_kint(&j, "tasks", (int64_t)k->report.tasks);
        json_kint(&j, "notices", (int64_t)k->report.notices);
        json_kint(&j, "letters", (int64_t)k->report.letters);
        json_kint(&j, "sent", (int64_t)mail->sent);
        json_kint(&j, "failed", (int64_t)mail->failed);
        json_kbool(&j, "dry_run", k->dry);
        json_close(&j, '}');
        buf_ch(out, '\n');
        return;
    }
    if (k->dry || args_has(a, "list"))
        buf_add(out, buf_str(&k->log));
    buf_fmt(out, tr(c->answer.lang, T("%s: xem %zu nhiệm vụ, %zu lời nhắc, %zu thư; gửi %zu thư, %zu thư chưa gửi được.\n")),
        tr(c->answer.lang, k->dry ? T("Thử, chưa ghi gì") : T("Đã nhắc")), k->report.tasks, k->report.notices, k->report.letters, mail->sent,
        mail->failed);
}

static Err cmd_remind(Ctx *c, const Args *a, Buf *out)
{
    Call k = { .dry = args_has(a, "dry-run") };
    MailReport mail = { 0 };
    Err e;

    TRY(run_open(c));
    e = run_write(c, make, &k);
    if (e == OK && !k.dry && !args_has(a, "no-mail"))
        e = mail_send_waiting(c, &mail);
    run_close(c);
    TRY(e);
    print(c, a, &k, &mail, out);
    return OK;
}

static Err cmd_letters(Ctx *c, const Args *a, Buf *out)
{
    MailReport mail = { 0 };
    Err e;

    (void)a;
    TRY(run_open(c));
    e = mail_send_waiting(c, &mail);
    run_close(c);
    TRY(e);
    buf_fmt(out, tr(c->answer.lang, mail.configured ? T("Đã gửi %zu thư, %zu thư chưa gửi được.\n")
        : T("Chưa đặt máy chủ thư (thiết lập mail.smtp_url) nên không gửi.\n")), mail.sent, mail.failed);
    return OK;
}

static Err cmd_mail_log(Ctx *c, const Args *a, Buf *out)
{
    MailLogListRows rows;

    (void)a;
    TRY(access_need(c, &PERM_REMIND, 0));
    TRY(q_mail_log_list(c, &rows, .most = MOST));
    for (size_t i = 0; i < rows.n; i++)
        buf_fmt(out, "%.*s  %-6.*s  %.*s  %.*s  %.*s\n", SV(moment_vi(c->arena, rows.v[i].at)), SV(rows.v[i].result), SV(rows.v[i].to_addr),
            SV(rows.v[i].subject), SV(rows.v[i].text));
    return OK;
}

static Err cmd_steps(Ctx *c, const Args *a, Buf *out)
{
    EscalationListRows rows;

    (void)a;
    TRY(access_need(c, &PERM_REMIND, 0));
    TRY(q_escalation_list(c, &rows, ));
    for (size_t i = 0; i < rows.n; i++)
        buf_fmt(out, tr(c->answer.lang, T("%4lld ngày  %-9.*s %s, nhắc lại sau %lld ngày\n")), (long long)rows.v[i].days, SV(rows.v[i].audience),
            tr(c->answer.lang, remind_audience_title(rows.v[i].audience)), (long long)rows.v[i].every);
    return OK;
}

static Err cmd_step(Ctx *c, const Args *a, Buf *out)
{
    RemindStep s = { .audience = args_get(a, "audience") };

    (void)out;
    TRY(args_int(c, a, "days", -60, 260, &s.days));
    TRY(args_int(c, a, "every", 0, 60, &s.every));
    return args_has(a, "remove") ? remind_step_drop(c, s.days, s.audience) : remind_step_put(c, &s);
}

const Command remind_commands[] = {
    { "remind", "", CMD_OWN,
        (const Opt[]){ { "dry-run", NULL, T("chỉ in ra sẽ nhắc ai việc gì, không ghi, không gửi") },
            { "list", NULL, T("in từng lời nhắc") }, { "no-mail", NULL, T("không gửi thư") }, { 0 } },
        cmd_remind, T("Nhắc việc sắp đến hạn, đến hạn, quá hạn; chạy mỗi ngày một lần, chạy lại không nhắc thêm") },
    { "remind letters", "", CMD_OWN, NULL, cmd_letters, T("Gửi các thư đang chờ, kể cả thư đôn đốc của đợt đánh giá; chạy vài phút một lần") },
    { "remind steps", "", CMD_READ, NULL, cmd_steps, T("Bảng mốc nhắc: trước, đúng và sau hạn bao nhiêu ngày làm việc thì nhắc ai") },
    { "remind step", "", CMD_WRITE,
        (const Opt[]){ { "days", "N", T("ngày làm việc so với hạn; số âm là trước hạn"), true }, { "audience", "WHO", T("person, head hoặc standing"), true },
            { "every", "N", T("nhắc lại sau số ngày làm việc này; 0: một lần") }, { "remove", NULL, T("bỏ mốc này") }, { 0 } },
        cmd_step, T("Đặt hoặc bỏ một mốc nhắc") },
    { "remind log", "", CMD_READ, NULL, cmd_mail_log, T("Thư đã gửi và thư chưa gửi được") },
    { 0 },
};
