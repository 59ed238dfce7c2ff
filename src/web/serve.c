#include "web/serve.h"

#include "core/run.h"
#include "core/setting.h"
#include "web/door.h"
#include "web/session.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct Serving {
    App *app;
    Answer *why;
    int fd;
    Str address;
    int64_t deadline;           /* of a statement, seconds */
} Serving;

static Err read_settings(Ctx *c, void *arg)
{
    Serving *s = arg;
    int64_t tls;

    TRY(setting_int(c, "web.behind_tls", &tls));
    session_secure(tls == 1);
    TRY(setting_int(c, "web.deadline_seconds", &s->deadline));
    return setting_get(c, "web.proxy", &s->app->proxy);
}

/* Where uploads wait: beside the data, or where temporary files go on this machine. Needs no tidying: nothing there has a name. */
static Str spool_folder(const Serving *s)
{
    Str folder = str_fmt(s->why->arena, "%.*s/spool", SV(s->app->data));
    const char *tmp = getenv("TMPDIR");

    if (s->app->data.n && (mkdir(str_z(s->why->arena, folder), 0700) == 0 || errno == EEXIST))
        return folder;
    return tmp && *tmp ? str_of(tmp) : S("/tmp");
}

static Err serve(Serving *s)
{
    Ctx c = { .arena = s->why->arena, .answer = *s->why, .app = s->app, .now = moment_now(), .local = true };
    Http *http;
    Err e;

    TRY(store_open(&s->app->store, s->app->db, false, s->why));
    s->app->serving = true;
    e = run_read(&c, read_settings, s);
    if (e == OK) {
        store_limit(s->app->store, s->deadline * 1000);
        e = http_start(&http, &(HttpConfig){ .fd = s->fd, .app = s->app, .handler = door_serve, .max_body = door_max_body,
            .spool = spool_folder(s) }, s->why);
    } else {
        *s->why = c.answer;
    }
    if (e == OK) {
        printf("%s http://%.*s\n", tr(s->why->lang, T("Đang phục vụ tại")), SV(s->address));
        fflush(stdout);
        http_wait_for_stop();
        http_stop(http);
        if (s->app->stop)
            s->app->stop();
    }
    store_close(s->app->store);
    return e;
}

static int child(void *arg)
{
    Serving *s = arg;

    http_block_stop_signals();
    if (serve(s) == OK)
        return 0;
    fprintf(stderr, "%.*s\n", SV(s->why->text));
    return 3;
}

Err web_serve(App *app, Answer *why)
{
    Serving s = { .app = app, .why = why };
    struct stat st;

    if (!app->db.n)
        return answer(why, E_INVALID, T("Hãy cho biết thư mục dữ liệu: --data THƯ_MỤC."));
    if (str_starts(app->db, S("sqlite:")) && stat(str_z(why->arena, str_sub(app->db, 7, app->db.n)), &st) != 0)
        return answer(why, E_NOT_FOUND, T("Chưa có dữ liệu ở “%.*s”; hãy chạy `thuocdo init --data %.*s` trước."),
            SV(app->data), SV(app->data));
    if (sodium_init() < 0)
        return answer(why, E_IO, T("Máy này không có nguồn số ngẫu nhiên nên không thể phục vụ an toàn."));
    TRY(http_listen(&s.fd, app->listen, why));
    s.address = http_address(why->arena, s.fd);
    if (http_parent(child, &s) != 0)
        return answer(why, E_IO, T("Máy chủ web đã dừng vì sự cố; xem dòng báo lỗi ở trên."));
    return OK;
}
