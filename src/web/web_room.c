/* What the door itself has: sign-in, profile, health, settings. */
#include "web/door.h"

#include "web/sign.h"
#include "web/token.h"

static Err get_health(Ctx *c, Req *rq, Out *o)
{
    (void)c;                                            /* the door has opened a transaction: the database answers */
    (void)o;
    req_send(rq, S("text/plain"), S(""), S("ok\n"));
    return OK;
}

/* The first page of the menu that this visitor may see. A room with a home page of its own comes before this one. */
static Err get_home(Ctx *c, Req *rq, Out *o)
{
    const MenuItem *best = NULL;

    (void)o;
    for (const Room *const *room = c->app->rooms; *room; room++)
        for (const MenuItem *m = (*room)->menu; m && m->path; m++)
            if (access_any(c, m->perm) && (!best || m->order < best->order) && strcmp(m->path, "/"))
                best = m;
    req_go(rq, "%s", best ? best->path : c->user_id ? "/profile" : "/sign-in");
    return OK;
}

static const Route routes[] = {
    { GET, "/", &PERM_PUBLIC, get_home },
    { GET, "/healthz", &PERM_PUBLIC, get_health },
    { GET, "/sign-in", &PERM_PUBLIC, get_sign_in },
    { POST, "/sign-in", &PERM_PUBLIC, post_sign_in, prepare_sign_in, 16 * 1024 },
    { POST, "/sign-out", &PERM_PUBLIC, post_sign_out },
    { GET, "/profile", &PERM_SIGNED_IN, get_profile },
    { POST, "/profile/password", &PERM_SIGNED_IN, post_password, prepare_password, 16 * 1024 },
    { GET, "/profile/tokens", &PERM_SIGNED_IN, get_tokens },
    { POST, "/profile/tokens", &PERM_SIGNED_IN, post_token },
    { POST, "/profile/tokens/{id}/revoke", &PERM_SIGNED_IN, post_token_revoke },
    { 0 },
};

static const Setting settings[] = {
    { "web.session_idle_minutes", "60", T("Phiên đăng nhập hết hạn sau bao nhiêu phút không dùng (5–1440)"), 5, 1440 },
    { "web.session_hours", "12", T("Phiên đăng nhập dài nhất bao nhiêu giờ (1–168)"), 1, 168 },
    { "web.behind_tls", "0", T("1: người dùng vào bằng https, cookie chỉ đi trên https; đổi xong cần khởi động lại"), 0, 1 },
    { "web.proxy", "", T("Địa chỉ của máy chủ trung gian (nginx, haproxy) được tin khi báo địa chỉ người dùng (X-Forwarded-For); bỏ trống: không tin ai; đổi xong cần khởi động lại") },
    { "web.deadline_seconds", "30", T("Một câu hỏi tới cơ sở dữ liệu được chạy nhiều nhất bao nhiêu giây (1–600); đổi xong cần khởi động lại"), 1, 600 },
    { 0 },
};

const Room web_room = {
    .name = "web",
    .title = T("Cửa web"),
    .routes = routes,
    .commands = token_commands,
    .settings = settings,
};
