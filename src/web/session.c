#include "web/session.h"

#include "core/setting.h"
#include "web_sql.h"

#include <inttypes.h>
#include <sodium.h>

enum { TOKEN = 32, TOUCH_MS = 60 * 1000 };
static bool secure;

void session_secure(bool behind_tls)
{
    secure = behind_tls;
}

Str session_cookie_name(void)
{
    return secure ? S("__Host-td") : S("td");
}

static Str base64(Arena *a, const unsigned char *bytes, size_t n)
{
    size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = NEW(a, char, size);

    sodium_bin2base64(text, size, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return (Str){ text, size - 1 };
}

Str session_random(Arena *a)
{
    unsigned char bytes[TOKEN];

    randombytes_buf(bytes, sizeof bytes);
    return base64(a, bytes, sizeof bytes);
}

Str session_hash(Arena *a, Str token)
{
    unsigned char bytes[crypto_generichash_BYTES];

    crypto_generichash(bytes, sizeof bytes, (const unsigned char *)token.p, token.n, NULL, 0);
    return base64(a, bytes, sizeof bytes);
}

/* A keyed hash under the secret that only this browser's cookie holds. */
Str session_csrf(Arena *a, Str secret)
{
    unsigned char key[crypto_auth_KEYBYTES], mac[crypto_auth_BYTES];
    static const char purpose[] = "thuocdo form token";

    crypto_generichash(key, sizeof key, (const unsigned char *)secret.p, secret.n, NULL, 0);
    crypto_auth(mac, (const unsigned char *)purpose, sizeof purpose, key);
    return base64(a, mac, sizeof mac);
}

bool session_csrf_ok(Arena *a, Str secret, Str given)
{
    Str want = session_csrf(a, secret);

    return secret.n && given.n == want.n && sodium_memcmp(given.p, want.p, want.n) == 0;
}

void session_cookie(Req *rq, Str name, Str value, int64_t seconds)
{
    Buf b = { .arena = rq->arena };

    buf_fmt(&b, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax", SV(name), SV(value));
    if (secure)
        buf_lit(&b, "; Secure");
    if (seconds)
        buf_fmt(&b, "; Max-Age=%" PRId64, seconds < 0 ? 0 : seconds);
    http_add(rq->rs, "Set-Cookie", buf_str(&b));
}

static Err become(Ctx *c, int64_t id, Str login, Str name)
{
    c->user_id = id;
    c->user_login = login;
    c->user_name = name;
    return access_load(c);
}

static Err load_token(Ctx *c, Req *rq, Str key)
{
    WebTokenRow t;
    bool any;

    TRY(q_web_token(c, &t, &any, .hash = session_hash(c->arena, key)));
    if (!any || !t.active || t.ends_at.ms <= c->now.ms)
        return fail(c, E_FORBIDDEN, T("Khóa API không đúng hoặc đã hết hạn; hãy xin khóa mới."));
    rq->token = true;
    return become(c, t.person_id, t.login, t.name);
}

Err session_load(Ctx *c, Req *rq)
{
    Str bearer = http_header(rq->http, "Authorization"), token = http_cookie(rq->http, session_cookie_name());
    WebSessionRow s;
    int64_t idle;
    bool any;

    if (str_starts(bearer, S("Bearer ")))
        return load_token(c, rq, str_trim(str_sub(bearer, 7, bearer.n)));
    if (!token.n)
        return OK;
    TRY(q_web_session(c, &s, &any, .hash = session_hash(c->arena, token)));
    if (!any || !s.active || s.ends_at.ms <= c->now.ms)
        return OK;
    TRY(setting_int(c, "web.session_idle_minutes", &idle));
    if (c->now.ms - s.seen_at.ms > idle * 60 * 1000)
        return OK;
    rq->session_id = s.id;
    rq->secret = token;
    rq->must_change = s.must_change;
    rq->touch = c->now.ms - s.seen_at.ms > TOUCH_MS;
    return become(c, s.person_id, s.login, s.name);
}

Err session_begin(Ctx *c, Req *rq, int64_t person_id)
{
    Str token = session_random(c->arena), agent = http_header(rq->http, "User-Agent");
    int64_t hours;

    TRY(setting_int(c, "web.session_hours", &hours));
    if (rq->session_id)
        TRY(q_web_session_end(c, .id = rq->session_id));
    TRY(q_web_session_sweep(c, .at = c->now));
    TRY(q_web_session_add(c, .hash = session_hash(c->arena, token), .person_id = person_id, .at = c->now,
        .ends_at = (Moment){ c->now.ms + hours * 3600 * 1000 }, .from_addr = c->from,
        .agent = utf8_valid(agent) ? str_sub(agent, 0, 200) : S("")));
    session_cookie(rq, session_cookie_name(), token, 0);
    return OK;
}

Err session_end(Ctx *c, Req *rq)
{
    if (rq->session_id)
        TRY(q_web_session_end(c, .id = rq->session_id));
    session_cookie(rq, session_cookie_name(), S(""), -1);
    return OK;
}
