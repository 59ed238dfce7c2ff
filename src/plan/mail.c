/* The spool of letters: what waits is sent outside any transaction, and what became of it is kept. */
#include "core/file.h"
#include "core/run.h"
#include "core/setting.h"
#include "net/smtp.h"
#include "plan/remind.h"

enum { AT_ONCE = 500, MAX_TRIES = 8, FIRST_WAIT_MS = 60 * 1000, MAX_SECRET = 4096 };

typedef struct Sending {
    SmtpServer server;
    Str password_file;
    SpoolRows waiting;
    const SpoolRow *row;        /* the one just tried */
    bool sent;
    Str text;
} Sending;

static Err load(Ctx *c, void *arg)
{
    Sending *s = arg;
    Str tls;

    TRY(access_need(c, &PERM_REMIND, 0));
    TRY(setting_get(c, "mail.smtp_url", &s->server.url));
    TRY(setting_get(c, "mail.from", &s->server.from));
    TRY(setting_get(c, "mail.user", &s->server.user));
    TRY(setting_get(c, "mail.password_file", &s->password_file));
    TRY(setting_get(c, "mail.tls", &tls));
    s->server.plain = str_eq(tls, S("off"));
    return q_spool_waiting(c, &s->waiting, .at = c->now, .most = AT_ONCE);
}

/* Tried again after 1, 2, 4 … minutes, and given up after some hours. */
static Err keep(Ctx *c, void *arg)
{
    Sending *s = arg;
    int64_t tries = s->row->tries + 1;
    Moment next = { c->now.ms + ((int64_t)FIRST_WAIT_MS << (tries < MAX_TRIES ? tries - 1 : MAX_TRIES)) };

    TRY(q_spool_done(c, .id = s->row->id, .state = s->sent ? S("sent") : tries >= MAX_TRIES ? S("failed") : S("waiting"),
        .next_at = next));
    return q_mail_log_add(c, .spool_id = s->row->id, .at = c->now, .result = s->sent ? S("sent") : S("failed"), .text = s->text);
}

static Err send_one(Ctx *c, Sending *s)
{
    Answer why = { .arena = c->arena, .lang = c->answer.lang };
    Letter l = { .to = s->row->to_addr, .subject = s->row->subject, .body = s->row->body, .at = c->now,
        .id = str_fmt(c->arena, "spool-%lld", (long long)s->row->id) };

    s->sent = smtp_send(&s->server, &l, c->arena, &why) == OK;
    s->text = s->sent ? S("") : why.text;
    return run_write(c, keep, s);
}

Err mail_send_waiting(Ctx *c, MailReport *out)
{
    Sending s = { 0 };

    *out = (MailReport){ 0 };
    TRY(run_read(c, load, &s));
    out->configured = s.server.url.n > 0;
    if (!out->configured)
        return OK;
    if (s.password_file.n) {
        TRY(file_read(&s.server.password, c->arena, s.password_file, MAX_SECRET, &c->answer));
        s.server.password = str_trim(s.server.password);
    }
    for (size_t i = 0; i < s.waiting.n; i++) {
        s.row = &s.waiting.v[i];
        TRY(send_one(c, &s));
        out->sent += s.sent;
        out->failed += !s.sent;
    }
    return OK;
}
