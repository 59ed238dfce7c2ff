#include "db/db_impl.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CACHE = 512 };           /* slots of the statement cache, a power of two above the number of queries in use */

typedef struct Cached {
    const DbQuery *q;
    sqlite3_stmt *st;
} Cached;

typedef struct Lite {
    Db db;
    sqlite3 *h;
    sqlite3_stmt *st;           /* of db.open */
    int64_t limit_ms, deadline; /* for a statement; the monotonic clock in ms; 0: none */
    Cached cache[CACHE];
} Lite;

static Lite *lite(Db *db)
{
    assert(!db->pg);
    return (Lite *)db;
}

static Err lite_failed(Lite *l, const char *what)
{
    int code = sqlite3_extended_errcode(l->h);
    Err e = E_DB;

    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        e = E_CONFLICT;
    else if ((code & 0xFF) == SQLITE_BUSY)
        e = E_RETRY;                                    /* another process has written for longer than we wait */
    else if (code == SQLITE_INTERRUPT)
        e = E_LIMIT;
    else if ((code & 0xFF) == SQLITE_FULL || (code & 0xFF) == SQLITE_IOERR)
        e = E_IO;
    return db_failed(&l->db, e, what, sqlite3_errmsg(l->h));
}

static void lite_close(Db *db)
{
    Lite *l = lite(db);

    for (size_t i = 0; i < CACHE; i++)
        sqlite3_finalize(l->cache[i].st);
    sqlite3_close(l->h);
    arena_end(&db->arena);
    free(l);
}

static Err lite_run(Db *db, const char *sql)
{
    Lite *l = lite(db);

    return sqlite3_exec(l->h, sql, NULL, NULL, NULL) == SQLITE_OK ? OK : lite_failed(l, "statement");
}

static Err prepare(Lite *l, const DbQuery *q, sqlite3_stmt **out)
{
    size_t i = ((uintptr_t)q / 16) & (CACHE - 1);
    size_t tried = 0;

    while (l->cache[i].q && l->cache[i].q != q) {
        i = (i + 1) & (CACHE - 1);
        if (++tried == CACHE) {                         /* full: start anew rather than refuse */
            for (size_t k = 0; k < CACHE; k++)
                sqlite3_finalize(l->cache[k].st);
            memset(l->cache, 0, sizeof l->cache);
        }
    }
    if (!l->cache[i].q) {
        sqlite3_stmt *st;

        if (sqlite3_prepare_v3(l->h, q->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
            return lite_failed(l, q->name);
        l->cache[i] = (Cached){ q, st };
    }
    *out = l->cache[i].st;
    return OK;
}

static Err lite_prepare(Db *db, const DbQuery *q)
{
    sqlite3_stmt *st;

    return prepare(lite(db), q, &st);
}

static int64_t clock_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int overdue(void *arg)
{
    const Lite *l = arg;

    return l->deadline && clock_ms() > l->deadline;
}

static Err lite_limit(Db *db, int64_t ms)
{
    Lite *l = lite(db);

    l->limit_ms = ms;
    sqlite3_progress_handler(l->h, ms ? 20000 : 0, overdue, l);    /* steps of the virtual machine: about a millisecond */
    return OK;
}

static int bind(sqlite3_stmt *st, int at, const DbParam *v)
{
    switch (v->kind) {
    case PARAM_NULL:
        return sqlite3_bind_null(st, at);
    case PARAM_INT:
        return sqlite3_bind_int64(st, at, v->i);
    case PARAM_TEXT:
        return sqlite3_bind_text64(st, at, v->s.p ? v->s.p : "", v->s.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    case PARAM_BLOB:
        return sqlite3_bind_blob64(st, at, v->s.p ? v->s.p : "", v->s.n, SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
}

static Err lite_start(Db *db, const DbQuery *q, const void *in)
{
    SCRATCH(tmp);
    Lite *l = lite(db);

    TRY(prepare(l, q, &l->st));
    l->deadline = l->limit_ms ? clock_ms() + l->limit_ms : 0;
    for (size_t i = 0; i < q->n_in; i++) {
        DbParam v = db_param(&q->in[i], in, &tmp);

        if (bind(l->st, (int)i + 1, &v) != SQLITE_OK)
            return lite_failed(l, q->name);
    }
    return OK;
}

static Err lite_step(Db *db, bool *any)
{
    Lite *l = lite(db);
    int rc = sqlite3_step(l->st);

    *any = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        return OK;
    return lite_failed(l, db->open ? db->open->name : "step");
}

static void lite_stop(Db *db)
{
    Lite *l = lite(db);

    sqlite3_reset(l->st);
    sqlite3_clear_bindings(l->st);
    l->st = NULL;
}

static bool lite_int(Db *db, int column, int64_t *out)
{
    Lite *l = lite(db);

    *out = sqlite3_column_int64(l->st, column);
    return sqlite3_column_type(l->st, column) != SQLITE_NULL;
}

static bool lite_text(Db *db, int column, bool blob, Str *out)
{
    Lite *l = lite(db);

    if (sqlite3_column_type(l->st, column) == SQLITE_NULL)
        return false;
    out->p = blob ? sqlite3_column_blob(l->st, column) : (const char *)sqlite3_column_text(l->st, column);
    out->n = (size_t)sqlite3_column_bytes(l->st, column);
    return true;
}

static int64_t lite_changed(Db *db)
{
    return sqlite3_changes64(lite(db)->h);
}

static const DbOps lite_ops = {
    lite_close, lite_start, lite_step, lite_int, lite_text, lite_changed, lite_stop, lite_run, lite_prepare, lite_limit,
};

/* FULL: an acknowledged change survives a power cut. Group commit pays for it. */
static Err set_up(Lite *l)
{
    sqlite3_busy_timeout(l->h, 10000);
    sqlite3_db_config(l->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(l->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(l->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (!l->db.readonly)
        TRY(lite_run(&l->db, "PRAGMA journal_mode=WAL"));
    TRY(lite_run(&l->db, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY"));
    /* readers share the system's cache of the file: a large one of each would only cost memory */
    return lite_run(&l->db, l->db.readonly ? "PRAGMA cache_size=-3000; PRAGMA query_only=ON" : "PRAGMA cache_size=-16000");
}

Err db_open_sqlite(Db **out, Str path, unsigned flags, Answer *why)
{
    SCRATCH(tmp);
    Lite *l = calloc(1, sizeof *l);
    /* a reader of a WAL database must be able to make the shared-memory file: opened for writing, kept from it by query_only */
    int how = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (flags & DB_READONLY ? 0 : SQLITE_OPEN_CREATE);

    if (!l)
        return E_IO;
    l->db.ops = &lite_ops;
    l->db.readonly = flags & DB_READONLY;
    if (sqlite3_open_v2(str_z(&tmp, path), &l->h, how, NULL) != SQLITE_OK || set_up(l) != OK) {
        Err e = answer(why, E_IO, T("Không mở được cơ sở dữ liệu “%.*s” (%s); hãy kiểm tra thư mục dữ liệu và quyền truy cập."),
            SV(path), l->h ? sqlite3_errmsg(l->h) : "?");

        lite_close(&l->db);
        return e;
    }
    *out = &l->db;
    return OK;
}

Err db_copy_to(Db *db, const char *path)
{
    Lite *l = lite(db);
    sqlite3 *to = NULL;
    sqlite3_backup *b;
    Err e = E_DB;

    if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK) {
        b = sqlite3_backup_init(to, "main", l->h, "main");
        if (b) {
            int rc = sqlite3_backup_step(b, -1);

            if (sqlite3_backup_finish(b) == SQLITE_OK && rc == SQLITE_DONE)
                e = OK;
        }
        /* a copy is one file, without a log beside it */
        if (e == OK && sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) != SQLITE_OK)
            e = E_DB;
        if (e != OK)
            (void)db_failed(db, e, "copy", sqlite3_errmsg(to));
    }
    sqlite3_close(to);
    return e;
}

static int gather(void *arg, int n, char **values, char **names)
{
    Buf *b = arg;

    (void)n;
    (void)names;
    if (values[0] && strcmp(values[0], "ok")) {
        buf_lit(b, values[0]);
        buf_ch(b, '\n');
    }
    return 0;
}

Err db_check(Db *db, Arena *a, Str *text)
{
    Buf b = { .arena = a };

    *text = (Str){ 0 };
    if (db->pg)
        return OK;                                      /* PostgreSQL checks its own pages */
    if (sqlite3_exec(lite(db)->h, "PRAGMA integrity_check", gather, &b, NULL) != SQLITE_OK
        || sqlite3_exec(lite(db)->h, "PRAGMA foreign_key_check", gather, &b, NULL) != SQLITE_OK)
        return lite_failed(lite(db), "check");
    *text = buf_str(&b);
    return OK;
}
