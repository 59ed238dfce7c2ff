#include "web/sign.h"

#include "core/audit.h"
#include "core_sql.h"
#include "pages.h"
#include "web/frame.h"
#include "web/session.h"
#include "web_sql.h"

#include <inttypes.h>
#include <sodium.h>

enum {
    LOGIN_FREE = 3, ADDRESS_FREE = 20,          /* wrong tries before waiting begins */
    LONGEST_WAIT = 15 * 60,
    FORGET_MS = 24 * 3600 * 1000,               /* a day without failure starts anew */
    MEMORY = 19 << 20, MAX_PASSWORD = 1024, MIN_PASSWORD = 10
};

typedef struct Tried {
    PersonRow person;
    bool right;
} Tried;

int64_t sign_in_wait(int64_t failures, int64_t free_tries)
{
    int64_t seconds = 2;

    if (failures < free_tries)
        return 0;
    for (int64_t i = free_tries; i < failures && seconds < LONGEST_WAIT; i++)
        seconds *= 2;
    return seconds < LONGEST_WAIT ? seconds : LONGEST_WAIT;
}

Err get_sign_in(Ctx *c, Req *rq, Out *o)
{
    SignInView v = { .login = req_str(rq, "login"), .next = req_str(rq, "next") };

    (void)c;
    tpl_sign_in(o, &v);
    return OK;
}

static Str login_subject(Ctx *c, Req *rq)
{
    /* Hashed: what a person types by mistake as a name may be the password. */
    return str_fmt(c->arena, "login:%.*s", SV(session_hash(c->arena, req_str(rq, "login"))));
}

static Str address_subject(Ctx *c)
{
    return str_fmt(c->arena, "addr:%.*s", SV(c->from));
}

static Err check_wait(Ctx *c, Str subject)
{
    WebAttemptRow a;
    bool any;

    TRY(q_web_attempt(c, &a, &any, .subject = subject));
    if (!any || a.next_at.ms <= c->now.ms)
        return OK;
    return fail(c, E_LIMIT, T("Đã nhập sai nhiều lần. Hãy thử lại sau %d giây."),
        (int)((a.next_at.ms - c->now.ms + 999) / 1000));
}

/* The same work for an unknown name, so that time does not tell which names exist. */
static bool verify(Str stored, Str password)
{
    static const char nobody[] =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$GpZ3sK/oH9p7VIiV56G/64Zo/8GaUw434IimaPqxwCo";
    char text[crypto_pwhash_STRBYTES] = "";
    bool known = stored.n > 0 && stored.n < sizeof text;

    memcpy(text, known ? stored.p : nobody, known ? stored.n : sizeof nobody - 1);
    return crypto_pwhash_str_verify(text, password.p ? password.p : "", password.n) == 0 && known;
}

/* As typed: blanks belong to a password. */
static Str password_field(const Req *rq, const char *name)
{
    for (size_t i = 0; i < rq->http->fields.n; i++)
        if (str_eq(rq->http->fields.v[i].name, str_of(name)))
            return str_sub(rq->http->fields.v[i].value, 0, MAX_PASSWORD);
    return (Str){ 0 };
}

Err prepare_sign_in(Ctx *c, Req *rq)
{
    Tried *t = NEW(c->arena, Tried, 1);
    bool any;

    TRY(check_wait(c, address_subject(c)));
    TRY(check_wait(c, login_subject(c, rq)));
    TRY(q_person_by_login(c, &t->person, &any, .login = req_str(rq, "login")));
    t->right = verify(any && t->person.active ? t->person.password : (Str){ 0 }, password_field(rq, "password"));
    rq->prepared = t;
    return OK;
}

static Err count_failure(Ctx *c, Str subject, int64_t free_tries)
{
    WebAttemptRow a = { 0 };
    bool any;
    int64_t n;

    TRY(q_web_attempt(c, &a, &any, .subject = subject));
    n = any && c->now.ms - a.last_at.ms < FORGET_MS ? a.failures + 1 : 1;
    return q_web_attempt_put(c, .subject = subject, .failures = n, .at = c->now,
        .next_at = (Moment){ c->now.ms + sign_in_wait(n, free_tries) * 1000 });
}

Err post_sign_in(Ctx *c, Req *rq, Out *o)
{
    const Tried *t = rq->prepared;
    Str next = req_str(rq, "next");

    (void)o;
    TRY(check_wait(c, login_subject(c, rq)));           /* tries in parallel wait, too */
    if (!t->right) {
        TRY(count_failure(c, login_subject(c, rq), LOGIN_FREE));
        TRY(count_failure(c, address_subject(c), ADDRESS_FREE));
        req_refuse_late(rq, fail_field(c, "login", T("Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại.")));
        return OK;
    }
    TRY(q_web_attempt_clear(c, .subject = login_subject(c, rq)));
    TRY(session_begin(c, rq, t->person.id));
    c->user_login = t->person.login;
    TRY(audit_add(c, "session.begin", t->person.login, S("")));
    req_go(rq, "%.*s", SV(t->person.must_change ? S("/profile") : next));      /* the door takes only paths of ours */
    if (!rq->location.n)
        req_go(rq, "/");
    return OK;
}

Err post_sign_out(Ctx *c, Req *rq, Out *o)
{
    (void)o;
    TRY(session_end(c, rq));
    req_go(rq, "/sign-in");
    return OK;
}

Err get_profile(Ctx *c, Req *rq, Out *o)
{
    PersonRow p;
    ProfileView v;

    TRY(q_person_get(c, &p, .id = c->user_id));
    v = (ProfileView){ .login = p.login, .name = p.name, .title = p.title, .must_change = p.must_change };
    (void)rq;
    tpl_profile(o, &v);
    return OK;
}

Err sign_hash(Ctx *c, const Req *rq, const char *field, Str *hash)
{
    Str password = password_field(rq, field);
    char *text = NEW(c->arena, char, crypto_pwhash_STRBYTES);

    c->answer.field = str_of(field);
    if (utf8_count(password) < MIN_PASSWORD)
        return fail(c, E_INVALID, T("Mật khẩu mới ngắn hơn 10 ký tự; hãy chọn dài hơn."));
    if (crypto_pwhash_str(text, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE, MEMORY) != 0)
        return fail(c, E_IO, T("Máy chủ thiếu bộ nhớ để đổi mật khẩu; hãy thử lại sau ít phút."));
    c->answer.field = S("");
    *hash = str_of(text);
    return OK;
}

Err prepare_password(Ctx *c, Req *rq)
{
    Str old = password_field(rq, "old_password"), new = password_field(rq, "new_password");
    PersonRow p;
    Str hash;

    TRY(check_wait(c, str_fmt(c->arena, "change:%" PRId64, c->user_id)));
    TRY(q_person_get(c, &p, .id = c->user_id));
    if (str_eq(new, p.login) || str_eq(new, old))
        return fail_field(c, "new_password", T("Mật khẩu mới trùng tên đăng nhập hoặc mật khẩu cũ; hãy chọn mật khẩu khác."));
    rq->prepared = NULL;
    if (!verify(p.password, old))
        return OK;
    TRY(sign_hash(c, rq, "new_password", &hash));
    rq->prepared = (char *)str_z(c->arena, hash);
    return OK;
}

Err post_password(Ctx *c, Req *rq, Out *o)
{
    Str subject = str_fmt(c->arena, "change:%" PRId64, c->user_id);

    (void)o;
    if (!rq->prepared) {
        TRY(count_failure(c, subject, LOGIN_FREE));
        req_refuse_late(rq, fail_field(c, "old_password", T("Mật khẩu hiện nay không đúng. Hãy nhập lại.")));
        return OK;
    }
    TRY(q_web_attempt_clear(c, .subject = subject));
    TRY(q_web_password_set(c, .id = c->user_id, .password = str_of(rq->prepared)));
    TRY(q_web_session_end_others(c, .person_id = c->user_id, .id = 0));
    rq->session_id = 0;
    TRY(session_begin(c, rq, c->user_id));              /* a new token: whoever knew the old one is out */
    TRY(audit_add(c, "person.password", c->user_login, S("")));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã đổi mật khẩu."))));
    req_go(rq, "/profile");
    return OK;
}
