#include "web/door.h"

#include "base/json.h"
#include "base/log.h"
#include "core/run.h"
#include "core/setting.h"
#include "pages.h"
#include "web/menu.h"
#include "web/session.h"
#include "web_sql.h"

#include <assert.h>
#include <sodium.h>

enum { LANG_COOKIE_SECONDS = 365 * 86400, ONCE_KEEP_MS = 86400 * 1000 };

/* One request on its way through the door. */
typedef struct Visit {
    Ctx c;
    Req rq;
    Out o;
    const App *app;
    Answer refused;             /* of the POST whose form is shown again */
} Visit;

/* --- answers ------------------------------------------------------------------------------------ */

static const struct { Err code; int status; const char *title, *advice; } errors[] = {
    { E_INVALID, 422, T("Dữ liệu gửi lên chưa đúng"), T("Hãy quay lại trang trước, sửa chỗ đã nêu rồi gửi lại.") },
    { E_NOT_FOUND, 404, T("Không có trang này"), T("Hãy kiểm tra lại địa chỉ, hoặc đi từ trang đầu.") },
    { E_FORBIDDEN, 403, T("Bạn không có quyền xem trang này"), T("Nếu công việc cần đến, hãy đề nghị quản trị hệ thống giao quyền.") },
    { E_STATE, 409, T("Việc này chưa làm được lúc này"), NULL },
    { E_CONFLICT, 409, T("Người khác vừa thay đổi"), T("Hãy tải lại trang để xem bản mới nhất rồi làm tiếp.") },
    { E_LIMIT, 429, T("Quá nhiều hoặc quá lớn"), NULL },
    { E_IO, 507, T("Máy chủ chưa lưu được"), T("Dữ liệu đã lưu vẫn nguyên vẹn. Hãy báo quản trị hệ thống, rồi thử lại.") },
    { E_DB, 500, T("Máy chủ gặp sự cố"), T("Dữ liệu đã lưu vẫn nguyên vẹn. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo quản trị hệ thống số dưới đây.") },
};

static size_t error_index(Err e)
{
    for (size_t i = 0; i < COUNT(errors); i++)
        if (errors[i].code == e)
            return i;
    return COUNT(errors) - 1;
}

static Str url_of(Arena *a, Str path, Str query)
{
    return query.n ? str_fmt(a, "%.*s?%.*s", SV(path), SV(query)) : path;
}

/* Pages are private; nothing but our own files may run, and nobody may frame us. */
static void add_headers(HttpResponse *rs)
{
    http_add(rs, "Content-Security-Policy", S("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'"));
    http_add(rs, "X-Content-Type-Options", S("nosniff"));
    http_add(rs, "X-Frame-Options", S("DENY"));
    http_add(rs, "Referrer-Policy", S("same-origin"));
    http_add(rs, "Cross-Origin-Opener-Policy", S("same-origin"));
    http_add(rs, "Permissions-Policy", S("camera=(), microphone=(), geolocation=()"));
    http_add(rs, "Cache-Control", S("no-store"));
}

static void redirect(Visit *v, Str to)
{
    v->rq.rs->status = 303;
    v->rq.rs->body = S("");
    http_add(v->rq.rs, "Location", to);
}

static bool local_path(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == '\\')
            return false;
    return s.n && s.p[0] == '/' && !(s.n > 1 && s.p[1] == '/');
}

/* --- the frame ---------------------------------------------------------------------------------- */

static Str take_flash(Visit *v)
{
    Str coded = http_cookie(v->rq.http, S("td_flash"));
    unsigned char *text;
    size_t n;

    if (!coded.n || coded.n > 2000)
        return (Str){ 0 };
    session_cookie(&v->rq, S("td_flash"), S(""), -1);
    text = NEW(v->c.arena, unsigned char, coded.n);
    if (sodium_base642bin(text, coded.n, coded.p, coded.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return (Str){ 0 };
    return (Str){ (const char *)text, n };
}

static void put_flash(Visit *v)
{
    size_t size = sodium_base64_encoded_len(v->rq.flash.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text;

    if (!v->rq.flash.n || v->rq.flash.n > 1400)
        return;
    text = NEW(v->c.arena, char, size);
    sodium_bin2base64(text, size, (const unsigned char *)v->rq.flash.p, v->rq.flash.n,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    session_cookie(&v->rq, S("td_flash"), str_of(text), 300);
}

static void frame(Visit *v)
{
    bool english = v->c.answer.lang == LANG_EN;
    Out page = v->o;
    FrameView f = { .lang = english ? S("en") : S("vi"), .lang_to = english ? S("vi") : S("en"), .english = english,
        .title = html_trusted(v->o.title.n ? v->o.title : S("Thước Đo")), .body = html_trusted(buf_str(&v->o.buf)),
        .css = asset_address("app.css"), .js = asset_address("app.js"), .icon = asset_address("favicon.svg"),
        .logo = asset_address("logo.svg"), .here = v->rq.path, .query = req_query_less(&v->rq, "lang"), .signed_in = v->c.user_id != 0,
        .user_name = v->c.user_name, .flash = take_flash(v) };

    menu_fill(&v->c, &v->rq, &f);
    if (v->o.refused) {
        f.refused = v->refused.text;
        f.refused_field = v->refused.field;
        f.refused_where = v->refused.where;
    }
    page.buf = (Buf){ .arena = v->c.arena };
    tpl_frame(&page, &f);
    v->rq.rs->body = buf_str(&page.buf);
}

static void json_answer(Visit *v, int status, const Answer *a)
{
    Buf b = { .arena = v->c.arena };
    Json j = { .out = &b };

    json_open(&j, '{');
    json_kbool(&j, "ok", a == NULL);
    if (a) {
        json_kstr(&j, "error", a->text);
        json_kstr(&j, "text", a->text);                     /* what app.js shows beside a field */
        json_kstr(&j, "field", a->field);
    }
    json_close(&j, '}');
    v->rq.rs->status = status;
    v->rq.rs->type = S("application/json");
    v->rq.rs->body = buf_str(&b);
}

static void error_page(Visit *v, Err e)
{
    size_t i = error_index(e);
    ErrorView view = { .title = errors[i].title, .advice = errors[i].advice, .text = v->c.answer.text,
        .where = v->c.answer.where };

    if (errors[i].status == 500) {
        view.number = str_fmt(v->c.arena, "%08x", randombytes_random());
        view.text = (Str){ 0 };
        log_error("%.*s %.*s: error %d, number %.*s", SV(v->rq.route ? str_of(v->rq.route->path) : S("-")),
            SV(v->rq.http->method == HTTP_POST ? S("POST") : S("GET")), (int)e, SV(view.number));
    }
    if (req_wants_json(&v->rq)) {
        json_answer(v, errors[i].status, &v->c.answer);
        return;
    }
    v->o.buf = (Buf){ .arena = v->c.arena };
    v->o.title = (Str){ 0 };
    v->o.refused = NULL;
    tpl_error(&v->o, &view);
    v->rq.rs->status = errors[i].status;
    v->rq.rs->type = S("");
    frame(v);
}

/* --- pages -------------------------------------------------------------------------------------- */

static bool posted(const void *req, const char *field, Str *value)
{
    const Req *rq = req;

    for (size_t i = 0; i < rq->http->fields.n; i++)
        if (!rq->http->fields.v[i].is_file && str_eq(rq->http->fields.v[i].name, str_of(field))) {
            *value = rq->http->fields.v[i].value;
            return true;
        }
    return false;
}

/* A visitor without a session gets a secret too: the sign-in form is protected like all others. */
static void know_visitor(Visit *v)
{
    if (!v->rq.secret.n)
        v->rq.secret = http_cookie(v->rq.http, S("td_visit"));
    if (!v->rq.secret.n && v->rq.http->method != HTTP_POST) {
        v->rq.secret = session_random(v->c.arena);
        session_cookie(&v->rq, S("td_visit"), v->rq.secret, 0);
    }
    v->o = (Out){ .buf = { .arena = v->c.arena }, .lang = v->c.answer.lang, .csrf = session_csrf(v->c.arena, v->rq.secret),
        .once = session_random(v->c.arena), .here = url_of(v->c.arena, v->rq.path, v->rq.http->query),
        .refused = v->refused.code ? &v->refused : NULL, .posted = posted, .req = &v->rq };
}

static Err check_may(Visit *v)
{
    const Route *r = v->rq.route;

    if (access_any(&v->c, r->perm))
        return OK;
    if (!v->c.user_id)
        return fail(&v->c, E_FORBIDDEN, T("Hãy đăng nhập để xem trang này."));
    return fail(&v->c, E_FORBIDDEN, T("Tài khoản của bạn chưa được giao quyền “%s”."),
        r->perm ? tr(v->c.answer.lang, r->perm->title) : "—");
}

static Err run_get(Ctx *c, void *arg)
{
    Visit *v = arg;

    if (!c->user_id)
        TRY(session_load(c, &v->rq));
    know_visitor(v);
    if (!v->rq.route)
        return fail(c, E_NOT_FOUND, T("Không có trang nào ở địa chỉ “%.*s”."), SV(v->rq.path));
    TRY(check_may(v));
    if (v->rq.must_change && v->rq.route->perm != &PERM_PUBLIC && !str_eq(v->rq.path, S("/profile"))) {
        req_go(&v->rq, "/profile");
        return OK;
    }
    if (v->rq.route->prepare)
        TRY(v->rq.route->prepare(c, &v->rq));
    return v->rq.route->run(c, &v->rq, &v->o);
}

static Err touch(Ctx *c, void *arg)
{
    const Visit *v = arg;

    return q_web_session_seen(c, .id = v->rq.session_id, .at = c->now);
}

static void show(Visit *v, int status)
{
    Err e = run_read(&v->c, run_get, v);

    if (v->rq.touch)
        (void)run_write(&v->c, touch, v);               /* only the time of last use: not worth an error page */
    if (e == E_FORBIDDEN && !v->c.user_id && !req_wants_json(&v->rq) && v->rq.route) {
        Out to = { .buf = { .arena = v->c.arena } };

        out_raw(&to, S("/sign-in?next="));
        out_put(&to, PLACE_URL_PART, url_of(v->c.arena, v->rq.path, v->rq.http->query));
        redirect(v, buf_str(&to.buf));
    } else if (e != OK) {
        error_page(v, e);
    } else if (v->rq.location.n) {
        put_flash(v);
        redirect(v, v->rq.location);
    } else if (!v->rq.sent) {
        v->rq.rs->status = status;
        if (http_header(v->rq.http, "X-Fragment").n)
            v->rq.rs->body = buf_str(&v->o.buf);
        else
            frame(v);
    }
}

/* --- writes ------------------------------------------------------------------------------------- */

/* A browser says where a form came from; what it says must not be a stranger. */
static bool same_site(const HttpRequest *http)
{
    Str site = http_header(http, "Sec-Fetch-Site"), origin = http_header(http, "Origin"), host = http_header(http, "Host");
    Str scheme, rest;

    if (site.n && !str_eq(site, S("same-origin")) && !str_eq(site, S("none")))
        return false;
    return !origin.n || (str_cut(origin, S("://"), &scheme, &rest) && str_eq(rest, host));
}

static Err run_prepare(Ctx *c, void *arg)
{
    Visit *v = arg;

    TRY(session_load(c, &v->rq));
    know_visitor(v);
    if (!v->rq.route)
        return fail(c, E_NOT_FOUND, T("Không có trang nào ở địa chỉ “%.*s”."), SV(v->rq.path));
    TRY(check_may(v));
    if (!v->rq.token && (!same_site(v->rq.http) || !session_csrf_ok(c->arena, v->rq.secret, req_str(&v->rq, "_csrf"))))
        return fail(c, E_FORBIDDEN, T("Biểu mẫu này không còn hiệu lực. Hãy tải lại trang rồi gửi lại."));
    if (v->rq.must_change && !str_starts(v->rq.path, S("/profile")) && !str_eq(v->rq.path, S("/sign-out")))
        return fail(c, E_FORBIDDEN, T("Hãy đổi mật khẩu ở trang Tài khoản trước khi làm việc khác."));
    return v->rq.route->prepare ? v->rq.route->prepare(c, &v->rq) : OK;
}

static Err run_post(Ctx *c, void *arg)
{
    Visit *v = arg;
    Str once = req_str(&v->rq, "_once");
    size_t headers = v->rq.rs->headers.n;
    WebOnceRow row;
    bool any;
    Err e;

    v->rq.late = OK;
    v->rq.location = v->rq.flash = (Str){ 0 };
    if (once.n) {                                       /* bound to the person: nobody can block another's key */
        once = session_hash(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(v->rq.secret), SV(once)));
        TRY(q_web_once(c, &row, &any, .key = once));
        if (any) {
            v->rq.location = row.location;
            return OK;
        }
    }
    e = v->rq.route->run(c, &v->rq, &v->o);
    if (e != OK) {
        v->rq.rs->headers.n = headers;                  /* cookies of a write that did not happen */
        return e;
    }
    /* An answer that carries a cookie cannot be given twice: a doubled sign-in signs in twice. */
    if (once.n && v->rq.late == OK && !v->rq.sent && v->rq.rs->headers.n == headers) {
        TRY(q_web_once_sweep(c, .before = (Moment){ c->now.ms - ONCE_KEEP_MS }));
        TRY(q_web_once_put(c, .key = once, .at = c->now, .location = v->rq.location));
    }
    return OK;
}

/* Back to the page of the form, with what was typed and why it was refused, if it was. */
static void show_again(Visit *v, Err e)
{
    Str here = req_str(&v->rq, "_here"), path, query;
    int status = e == OK ? 200 : errors[error_index(e)].status;
    HttpRequest *as;

    if (!local_path(here)) {
        error_page(v, e);
        return;
    }
    str_cut(here, S("?"), &path, &query);
    v->refused = v->c.answer;
    v->refused.code = e;
    as = NEW(v->c.arena, HttpRequest, 1);
    *as = *v->rq.http;
    as->path = path;
    as->query = query;
    as->args.n = 0;
    while (query.n) {                                   /* paging and filters of that page; simple values only */
        Str pair, rest, name, value;

        str_cut(query, S("&"), &pair, &rest);
        str_cut(pair, S("="), &name, &value);
        *vec_add(v->c.arena, &as->args) = (HttpPair){ name, value };
        query = rest;
    }
    v->rq.http = as;
    v->rq.path = path;
    v->rq.params.n = 0;
    v->rq.route = door_route(v->app, v->c.arena, GET, path, &v->rq.params);
    v->rq.location = (Str){ 0 };
    if (!v->rq.route)
        error_page(v, e);
    else
        show(v, status);
}

static void take_post(Visit *v)
{
    Err e;

    if (v->rq.http->too_large) {
        v->c.answer.text = str_of(tr(v->c.answer.lang, T("Tệp hoặc biểu mẫu gửi lên lớn hơn mức cho phép; hãy chia nhỏ rồi gửi lại.")));
        know_visitor(v);
        error_page(v, E_LIMIT);
        v->rq.rs->status = 413;
        return;
    }
    e = run_read(&v->c, run_prepare, v);
    if (e == OK) {
        e = run_write(&v->c, run_post, v);
        if (e == OK && v->rq.late != OK)
            e = v->rq.late;
    }
    if (e == OK && v->rq.sent)
        return;
    if (e == E_IO)
        log_error("%.*s: %.*s", SV(v->rq.path), SV(v->c.answer.text));
    if (req_wants_json(&v->rq)) {
        json_answer(v, e == OK ? 200 : errors[error_index(e)].status, e == OK ? NULL : &v->c.answer);
    } else if ((e == OK && v->rq.again) || e == E_INVALID || e == E_STATE || e == E_CONFLICT || e == E_LIMIT || e == E_IO) {
        show_again(v, e);
    } else if (e != OK) {
        error_page(v, e);
    } else {
        Str here = req_str(&v->rq, "_here");

        put_flash(v);
        redirect(v, local_path(v->rq.location) ? v->rq.location : local_path(here) ? here : S("/"));
    }
}

/* --- the door ----------------------------------------------------------------------------------- */

static bool serve_asset(const HttpRequest *http, HttpResponse *rs)
{
    Str accepts = http_header(http, "Accept-Encoding");
    size_t at;

    for (const Asset *a = all_assets; a->name; a++) {
        Str etag = str_fmt(http->arena, "\"%s\"", a->etag);

        if (!str_eq(http->path, str_of(a->address)))
            continue;
        rs->type = str_of(a->type);
        http_add(rs, "ETag", etag);
        http_add(rs, "Vary", S("Accept-Encoding"));
        http_add(rs, "X-Content-Type-Options", S("nosniff"));
        http_add(rs, "Cache-Control", S("public, max-age=31536000, immutable"));
        rs->body = a->raw;
        if (str_eq(http_header(http, "If-None-Match"), etag)) {
            rs->status = 304;
            rs->body = S("");
        } else if (a->br.n && str_find(accepts, S("br"), &at)) {
            rs->body = a->br;
            http_add(rs, "Content-Encoding", S("br"));
        } else if (a->gz.n && str_find(accepts, S("gzip"), &at)) {
            rs->body = a->gz;
            http_add(rs, "Content-Encoding", S("gzip"));
        }
        return true;
    }
    return false;
}

Str asset_address(const char *name)
{
    for (const Asset *a = all_assets; a->name; a++)
        if (!strcmp(a->name, name))
            return str_of(a->address);
    assert(!"no such asset");
    return (Str){ 0 };
}

static Lang language(Visit *v)
{
    Str wish = http_arg(v->rq.http, S("lang"));

    if (str_eq(wish, S("en")) || str_eq(wish, S("vi")))
        session_cookie(&v->rq, S("td_lang"), wish, LANG_COOKIE_SECONDS);
    else
        wish = http_cookie(v->rq.http, S("td_lang"));
    return str_eq(wish, S("en")) ? LANG_EN : LANG_VI;
}

/* What a declared proxy tells, and only that one: else anybody could choose whose wrong sign-ins are counted. The last is its own. */
static Str client_of(const App *app, const HttpRequest *http)
{
    Str told = http_header(http, "X-Forwarded-For"), head;

    if (!app->proxy.n || !str_eq(http->from, app->proxy) || !told.n)
        return http->from;
    while (str_cut(told, S(","), &head, &told)) {}
    told = str_trim(told.n ? told : head);
    for (size_t i = 0; i < told.n; i++)
        if (!strchr("0123456789abcdefABCDEF:.", told.p[i]))
            return http->from;
    return told.n && told.n <= 45 ? told : http->from;
}

static bool is_text(Str s)
{
    return utf8_valid(s) && (!s.n || !memchr(s.p, 0, s.n));
}

/* What is no text goes no further: one database would keep it, the other fail. Files are another matter. */
static bool all_text(const HttpRequest *http)
{
    bool good = is_text(http->path);

    for (size_t i = 0; i < http->args.n && good; i++)
        good = is_text(http->args.v[i].name) && is_text(http->args.v[i].value);
    for (size_t i = 0; i < http->fields.n && good; i++)
        good = is_text(http->fields.v[i].name) && (http->fields.v[i].is_file || is_text(http->fields.v[i].value));
    return good;
}

void door_serve(void *app, const HttpRequest *http, HttpResponse *rs)
{
    Arena *a = http->arena;
    Visit *v = NEW(a, Visit, 1);

    if (str_starts(http->path, S("/assets/")) && serve_asset(http, rs))
        return;
    add_headers(rs);
    v->app = app;
    v->c = (Ctx){ .arena = a, .answer = { .arena = a }, .app = app, .from = client_of(app, http) };
    v->c.now.ms = moment_now().ms + v->c.app->clock_shift_ms;
    v->c.today = moment_date(v->c.now);
    v->rq = (Req){ .http = http, .rs = rs, .path = http->path, .arena = a };
    v->c.answer.lang = language(v);
    if (http->method == HTTP_OTHER || !all_text(http)) {
        rs->status = http->method == HTTP_OTHER ? 405 : 400;
        rs->type = S("text/plain");
        rs->body = S("");
        http_add(rs, "Allow", S("GET, HEAD, POST"));
        return;
    }
    v->rq.route = door_route(app, a, http->method == HTTP_POST ? POST : GET, http->path, &v->rq.params);
    if (http->method == HTTP_POST)
        take_post(v);
    else
        show(v, 200);
}
