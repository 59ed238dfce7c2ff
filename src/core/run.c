#include "core/run.h"

#include "base/log.h"
#include "core/access.h"
#include "core_sql.h"

#include <errno.h>
#include <sys/stat.h>

typedef struct Job {
    Ctx *c;
    RunFn fn;
    void *arg;
} Job;

static void give_back(Ctx *c)
{
    for (; c->held; c->held = c->held->next)
        c->held->give_back(c->held->what);
}

/* What the database itself answers, in a sentence. */
static Err told(Ctx *c, Err e)
{
    if (e == E_RETRY)
        return fail(c, E_CONFLICT, T("Nhiều người đang ghi cùng lúc; hãy thử lại sau giây lát."));
    if (e == E_LIMIT && c->answer.code == OK)
        return fail(c, E_LIMIT, T("Việc này mất quá nhiều thời gian nên đã được dừng; hãy thu hẹp điều kiện hoặc thử lại sau giây lát."));
    if (e == E_IO && c->answer.code == OK)
        return fail(c, E_IO, T("Chưa lưu được vì đĩa của máy chủ đã đầy hoặc báo lỗi; dữ liệu cũ vẫn nguyên vẹn. Hãy báo quản trị hệ thống."));
    return e;
}

Err run_read(Ctx *c, RunFn fn, void *arg)
{
    Db *db;
    Err e;

    TRY(store_reader(c->app->store, &db, &c->answer));
    e = db_begin(db, false);
    if (e == OK) {
        c->db = db;
        c->snapshot = c->app->store;
        e = fn(c, arg);
        c->snapshot = NULL;
        c->db = NULL;
        give_back(c);
    }
    if (e == E_DB)
        log_error("read: %s", db_error(db));
    db_rollback(db);                                    /* nothing was written: ends the snapshot */
    store_give_back(c->app->store, db);
    return told(c, e);
}

static Err write_once(Db *db, void *arg)
{
    Job *j = arg;
    Err e;

    j->c->answer.code = OK;
    j->c->undo = false;
    j->c->db = db;
    e = j->fn(j->c, j->arg);
    j->c->db = NULL;
    return e;
}

Err run_write(Ctx *c, RunFn fn, void *arg)
{
    Job j = { c, fn, arg };
    Err e = store_write(c->app->store, write_once, &j, &c->answer);

    if (c->undo && e == E_STATE) {
        c->answer.code = OK;
        return OK;
    }
    if (e == E_DB && c->answer.code == OK)
        return fail(c, E_DB, T("Chưa lưu được vì cơ sở dữ liệu báo lỗi; dữ liệu cũ vẫn nguyên vẹn, hãy thử lại."));
    return told(c, e);
}

Err run_as(Ctx *c, Str login)
{
    PersonRow p;
    bool any;

    TRY(q_person_by_login(c, &p, &any, .login = login));
    if (!any || !p.active)
        return fail(c, E_NOT_FOUND, T("Không có tài khoản “%.*s” đang hoạt động."), SV(login));
    c->user_id = p.id;
    c->user_login = p.login;
    c->user_name = p.name;
    c->local = false;
    return access_load(c);
}

Err run_undo(Ctx *c)
{
    c->undo = true;
    return E_STATE;                                     /* not OK: the transaction is rolled back; run_write knows why */
}

Err run_create(Ctx *c)
{
    App *app = (App *)c->app;                           /* commands of mode OWN open the store themselves */

    if (!app->db.n)
        return fail(c, E_INVALID, T("Hãy cho biết thư mục dữ liệu: --data THƯ_MỤC."));
    if (app->data.n && mkdir(str_z(c->arena, app->data), 0750) != 0 && errno != EEXIST)
        return fail(c, E_IO, T("Không tạo được thư mục “%.*s”; hãy kiểm tra đường dẫn và quyền ghi."), SV(app->data));
    return store_open(&app->store, app->db, true, &c->answer);
}

Err run_open(Ctx *c)
{
    App *app = (App *)c->app;
    struct stat st;

    if (!app->db.n)
        return fail(c, E_INVALID, T("Hãy cho biết thư mục dữ liệu: --data THƯ_MỤC."));
    if (str_starts(app->db, S("sqlite:")) && stat(str_z(c->arena, str_sub(app->db, 7, app->db.n)), &st) != 0)
        return fail(c, E_NOT_FOUND, T("Chưa có dữ liệu ở “%.*s”; hãy chạy `thuocdo init --data %.*s` trước."), SV(app->data),
            SV(app->data));
    return store_open(&app->store, app->db, false, &c->answer);
}

void run_close(Ctx *c)
{
    App *app = (App *)c->app;

    store_close(app->store);
    app->store = NULL;
}
