#include "core/app.h"
#include "core/audit.h"
#include "core/run.h"
#include "core/setting.h"
#include "system/backup.h"
#include "system/describe.h"
#include "system/system_web.h"
#include "web/serve.h"


static Err cmd_init(Ctx *c, const Args *a, Buf *out)
{
    (void)a;
    TRY(run_create(c));
    run_close(c);
    buf_lit(out, tr(c->answer.lang, T("Dữ liệu đã sẵn sàng. Chưa có tài khoản thì tạo bằng thuocdo user create, rồi chạy thuocdo serve.\n")));
    return OK;
}

static Err with_store(Ctx *c, Err (*fn)(Ctx *c, const Args *a, Buf *out), const Args *a, Buf *out)
{
    App *app = (App *)c->app;
    Err e;

    if (!app->db.n)
        return fail(c, E_INVALID, T("Hãy cho biết thư mục dữ liệu: --data THƯ_MỤC."));
    TRY(store_open(&app->store, app->db, false, &c->answer));
    e = fn(c, a, out);
    store_close(app->store);
    app->store = NULL;
    return e;
}

static Err do_backup(Ctx *c, const Args *a, Buf *out)
{
    Str made;

    TRY(backup_make(c, args_operand(a, 0), &made));
    buf_fmt(out, "%.*s\n", SV(made));
    return OK;
}

static Err cmd_backup(Ctx *c, const Args *a, Buf *out)
{
    return with_store(c, do_backup, a, out);
}

static Err cmd_restore(Ctx *c, const Args *a, Buf *out)
{
    if (!c->app->data.n)
        return fail(c, E_INVALID, T("Hãy cho biết thư mục dữ liệu: --data THƯ_MỤC."));
    TRY(backup_restore(c, args_operand(a, 0), c->app->data));
    buf_lit(out, tr(c->answer.lang, T("Đã khôi phục; mọi mã băm đều khớp.\n")));
    return OK;
}

static Err cmd_verify(Ctx *c, const Args *a, Buf *out)
{
    Buf findings = { .arena = c->arena }, said = { .arena = c->arena };
    bool deep = args_has(a, "deep");
    Str broken;
    int64_t n, bad;

    TRY(db_check(c->db, c->arena, &broken));
    if (broken.n)
        buf_fmt(&findings, tr(c->answer.lang, T("Cơ sở dữ liệu hỏng: %.*s\n")), SV(broken));
    TRY(audit_verify(c, &n, &bad));
    if (bad)
        buf_fmt(&findings, tr(c->answer.lang, T("Nhật ký bị thay đổi hoặc thiếu từ mục %lld.\n")), (long long)bad);
    for (const Room *const *r = c->app->rooms; *r; r++) {
        if (deep && (*r)->verify_deep)
            TRY((*r)->verify_deep(c, &findings, &said));
        else if ((*r)->verify)
            TRY((*r)->verify(c, &findings));
    }
    if (findings.n)
        return fail(c, E_STATE, "%.*s", SV(buf_str(&findings)));
    if (said.n)
        buf_add(out, buf_str(&said));
    buf_fmt(out, tr(c->answer.lang, T("Dữ liệu lành lặn: cấu trúc đúng, %lld mục nhật ký liền mạch.\n")), (long long)n);
    return OK;
}

static Err cmd_describe(Ctx *c, const Args *a, Buf *out)
{
    (void)a;
    describe(c->app->rooms, out);
    return OK;
}

static Err cmd_setting(Ctx *c, const Args *a, Buf *out)
{
    (void)out;
    if (args_count(a) != 2)
        return fail(c, E_INVALID, T("Cách dùng: thuocdo setting set KHÓA GIÁ_TRỊ."));
    return setting_put(c, str_z(c->arena, args_operand(a, 0)), args_operand(a, 1));
}

static Err do_serve(Ctx *c, const Args *a, Buf *out)
{
    App *app = (App *)c->app;

    (void)out;
    app->listen = args_has(a, "listen") ? args_get(a, "listen") : S("127.0.0.1:8080");
    return web_serve(app, &c->answer);
}

static Err cmd_serve(Ctx *c, const Args *a, Buf *out)
{
    return do_serve(c, a, out);
}

const Room system_room = {
    .name = "system",
    .title = T("Hệ thống"),
    .perms = (const Perm *const[]){ &PERM_PUBLIC, &PERM_SIGNED_IN, &PERM_SETTING_CHANGE, &PERM_AUDIT_VIEW, NULL },
    .routes = (const Route[]){
        { GET, "/settings", &PERM_SETTING_CHANGE, get_settings },
        { POST, "/settings", &PERM_SETTING_CHANGE, post_setting },
        { GET, "/audit", &PERM_AUDIT_VIEW, get_audit },
        { GET, "/about", &PERM_PUBLIC, get_about },
        { 0 },
    },
    .menu = (const MenuItem[]){
        { "/settings", T("Thiết lập"), &PERM_SETTING_CHANGE, MENU_SYSTEM + 30 },
        { "/audit", T("Nhật ký"), &PERM_AUDIT_VIEW, MENU_SYSTEM + 40 },
        { 0 },
    },
    .commands = (const Command[]){
        { "init", "", CMD_OWN, NULL, cmd_init, T("Tạo thư mục dữ liệu, hoặc nâng cấp dữ liệu cũ") },
        { "serve", "", CMD_OWN, (const Opt[]){ { "listen", "ADDRESS:PORT", T("địa chỉ và cổng; mặc định 127.0.0.1:8080") }, { 0 } },
            cmd_serve, T("Chạy ứng dụng web") },
        { "backup", "DIR|FILE", CMD_OWN, NULL, cmd_backup, T("Sao lưu toàn bộ dữ liệu vào một tệp, trong lúc vẫn chạy") },
        { "restore", "FILE", CMD_OWN, NULL, cmd_restore, T("Khôi phục bản sao lưu vào một thư mục mới") },
        { "verify", "", CMD_READ, (const Opt[]){ { "deep", NULL, T("tính lại mã băm của mọi tệp trong kho, như archive verify; lâu nếu kho lớn") }, { 0 } },
            cmd_verify, T("Kiểm tra dữ liệu lành lặn: cấu trúc, nhật ký, tệp, kết quả đã công bố") },
        { "describe", "", CMD_PURE, NULL, cmd_describe, T("In các phòng, lệnh, đường dẫn, quyền, số liệu, thiết lập dạng JSON") },
        { "setting set", "KEY VALUE", CMD_WRITE, NULL, cmd_setting, T("Đặt một thiết lập") },
        { 0 },
    },
};
