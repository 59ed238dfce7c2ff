#include "db/store.h"

#include "base/log.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { GROUP = 64, TRIES = 8, TRIES_AMONG = 2 };

typedef struct Write Write;
struct Write {
    WriteFn fn;
    void *arg;
    Err result;
    bool done;
    Write *next;
};

typedef struct Idle Idle;
struct Idle {
    Db *db;
    Idle *next;
};

struct Store {
    Arena arena;
    Str address;
    bool pg;
    Db *writer;                 /* SQLite: used by the writer thread only */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    Write *first, **last;
    bool stopping;
    int64_t limit_ms;           /* for a statement; 0: none */
    Idle *readers, *writers;    /* connections not in use */
};

static Write *take_group(Store *s)
{
    Write *head = NULL, **tail = &head;

    pthread_mutex_lock(&s->lock);
    while (!s->first && !s->stopping)
        pthread_cond_wait(&s->work, &s->lock);
    for (int n = 0; n < GROUP && s->first; n++) {
        Write *w = s->first;

        s->first = w->next;
        w->next = NULL;
        *tail = w;
        tail = &w->next;
    }
    if (!s->first)
        s->last = &s->first;
    pthread_mutex_unlock(&s->lock);
    return head;
}

static Err run_group(Store *s, Write *group)
{
    TRY(db_begin(s->writer, true));
    for (Write *w = group; w; w = w->next) {
        TRY(db_savepoint(s->writer));
        w->result = w->fn(s->writer, w->arg);
        if (w->result == E_DB)
            log_error("write: %s", db_error(s->writer));
        TRY(db_release(s->writer, w->result == OK));
    }
    return db_commit(s->writer);
}

static void *writer_thread(void *arg)
{
    Store *s = arg;
    Write *group;

    while ((group = take_group(s))) {
        Err e = run_group(s, group);

        if (e != OK) {
            log_error("group commit: %s", db_error(s->writer));
            db_rollback(s->writer);
        }
        pthread_mutex_lock(&s->lock);
        for (Write *w = group, *next; w; w = next) {
            next = w->next;                             /* the caller's stack: gone once done is seen */
            if (e != OK && w->result == OK)
                w->result = e;
            w->done = true;
        }
        pthread_cond_broadcast(&s->done);
        pthread_mutex_unlock(&s->lock);
    }
    return NULL;
}

/* An upgrade cannot be taken back: the data as they were stay beside it. A copy that was broken off does not bear the name. */
static Err copy_before(Store *s, Db *db, int now, Answer *why)
{
    Str path;
    const char *whole, *part;

    if (s->pg || !now || !str_starts(s->address, S("sqlite:")))
        return OK;
    path = str_sub(s->address, S("sqlite:").n, s->address.n);
    whole = str_z(&s->arena, str_fmt(&s->arena, "%.*s.step%d", SV(path), now));
    part = str_z(&s->arena, str_fmt(&s->arena, "%s.part", whole));
    if (access(whole, F_OK) == 0)
        return OK;
    (void)unlink(part);                                 /* mostly not there */
    if (db_copy_to(db, part) == OK && rename(part, whole) == 0)
        return OK;
    (void)unlink(part);
    return answer(why, E_IO, T("Chưa nâng cấp gì: không chép được dữ liệu cũ sang “%s”; hãy kiểm tra chỗ trống trên đĩa và quyền ghi."), whole);
}

static Err check_schema(Store *s, Db *db, bool migrate, Answer *why)
{
    int now, newest = 0, from, to;

    for (const DbStep *st = db_steps; st->name; st++)
        newest = st->number;
    TRY(db_schema_number(db, &now));
    if (now > newest)
        return answer(why, E_STATE, T("Dữ liệu này thuộc phiên bản mới hơn chương trình (bước %d, chương trình biết đến %d); hãy cập nhật chương trình."),
            now, newest);
    if (now == newest)
        return OK;
    if (!migrate && now)
        return answer(why, E_STATE, T("Dữ liệu này thuộc phiên bản cũ hơn chương trình (bước %d, chương trình cần bước %d); hãy chạy `thuocdo init` một lần để nâng cấp."),
            now, newest);
    if (!migrate)
        return answer(why, E_STATE, T("Cơ sở dữ liệu chưa được khởi tạo; hãy chạy `thuocdo init` trước."));
    TRY(copy_before(s, db, now, why));
    if (db_migrate(db, &from, &to) == OK)
        return OK;
    log_error("migrate: %s", db_error(db));
    return answer(why, E_DB, T("Không nâng cấp được cơ sở dữ liệu: %s"), db_error(db));
}

Err store_open(Store **out, Str address, bool migrate, Answer *why)
{
    Store *s = calloc(1, sizeof *s);
    Err e;

    if (!s)
        return E_IO;
    s->address = str_dup(&s->arena, address);
    s->last = &s->first;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->work, NULL);
    pthread_cond_init(&s->done, NULL);
    e = db_open(&s->writer, address, 0, why);
    if (e == OK) {
        s->pg = db_is_pg(s->writer);
        e = check_schema(s, s->writer, migrate, why);
    }
    if (e == OK && !s->pg && pthread_create(&s->thread, NULL, writer_thread, s))
        e = E_IO;
    if (e != OK) {
        db_close(s->writer);
        arena_end(&s->arena);
        free(s);
        return e;
    }
    if (s->pg) {
        store_give_back(s, s->writer);                  /* the first reading connection */
        s->writer = NULL;
    }
    *out = s;
    return OK;
}

static void close_all(Idle *list)
{
    for (Idle *i = list, *next; i; i = next) {
        next = i->next;
        db_close(i->db);
        free(i);
    }
}

void store_close(Store *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    pthread_cond_broadcast(&s->work);
    pthread_mutex_unlock(&s->lock);
    if (!s->pg)
        pthread_join(s->thread, NULL);
    close_all(s->readers);
    db_close(s->writer);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->work);
    pthread_cond_destroy(&s->done);
    arena_end(&s->arena);
    free(s);
}

Str store_address(const Store *s)
{
    return s->address;
}

Err store_reader(Store *s, Db **out, Answer *why)
{
    Idle *i;

    pthread_mutex_lock(&s->lock);
    i = s->readers;
    if (i)
        s->readers = i->next;
    pthread_mutex_unlock(&s->lock);
    if (!i) {
        TRY(db_open(out, s->address, s->pg ? 0 : DB_READONLY, why));
        return s->limit_ms ? db_limit(*out, s->limit_ms) : OK;
    }
    *out = i->db;
    free(i);
    return OK;
}

void store_limit(Store *s, int64_t ms)
{
    s->limit_ms = ms;
    close_all(s->readers);                              /* opened without it */
    s->readers = NULL;
    if (s->writer)
        (void)db_limit(s->writer, ms);                  /* SQLite only: cannot fail */
}

void store_give_back(Store *s, Db *db)
{
    Idle *i = calloc(1, sizeof *i);

    if (!i) {
        db_close(db);
        return;
    }
    i->db = db;
    pthread_mutex_lock(&s->lock);
    i->next = s->readers;
    s->readers = i;
    pthread_mutex_unlock(&s->lock);
}

/*
 * A young table has few pages, so writes that touch nothing in common fail each other all the time, and patience alone
 * gave some of them up under load. Whoever failed twice writes alone: that one cannot fail so.
 */
static Err write_pg(Store *s, WriteFn fn, void *arg, Answer *why)
{
    Db *db;
    Err e = E_RETRY;

    TRY(store_reader(s, &db, why));
    for (int i = 0; i < TRIES && e == E_RETRY; i++) {
        e = db_begin_among(db, i >= TRIES_AMONG);
        if (e == OK)
            e = fn(db, arg);
        if (e == OK)
            e = db_commit(db);
        if (e != OK)
            db_rollback(db);
    }
    if (e == E_DB) {
        log_error("write: %s", db_error(db));
        db_close(db);                                   /* perhaps a broken connection: do not lend it again */
    } else {
        store_give_back(s, db);
    }
    return e;
}

Err store_write(Store *s, WriteFn fn, void *arg, Answer *why)
{
    Write w = { .fn = fn, .arg = arg };

    if (s->pg)
        return write_pg(s, fn, arg, why);
    pthread_mutex_lock(&s->lock);
    assert(!s->stopping);
    *s->last = &w;
    s->last = &w.next;
    pthread_cond_signal(&s->work);
    while (!w.done)
        pthread_cond_wait(&s->done, &s->lock);
    pthread_mutex_unlock(&s->lock);
    return w.result;
}
