#include "db/db_impl.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

enum { CACHE = 1024, MAX_PARAMS = 64 };
enum { OID_INT8 = 20, OID_TEXT = 25, OID_BYTEA = 17 };

typedef struct Pg {
    Db db;
    PGconn *h;
    PGresult *res;              /* of db.open */
    int row;                    /* current row of res; -1 before the first */
    const DbQuery *prepared[CACHE];
    unsigned char *blob;        /* unescaped value of the last get_text, freed by the next */
} Pg;

static Pg *pg(Db *db)
{
    assert(db->pg);
    return (Pg *)db;
}

static Err pg_failed(Pg *p, const PGresult *res, const char *what)
{
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    Err e = E_DB;

    if (state && (!strcmp(state, "40001") || !strcmp(state, "40P01")))
        e = E_RETRY;
    else if (state && !strcmp(state, "23505"))
        e = E_CONFLICT;
    else if (state && !strcmp(state, "57014"))
        e = E_LIMIT;
    return db_failed(&p->db, e, what, res ? PQresultErrorMessage(res) : PQerrorMessage(p->h));
}

static void pg_stop(Db *db)
{
    Pg *p = pg(db);

    PQclear(p->res);
    p->res = NULL;
    PQfreemem(p->blob);
    p->blob = NULL;
}

static void pg_close(Db *db)
{
    pg_stop(db);
    PQfinish(pg(db)->h);
    arena_end(&db->arena);
    free(db);
}

static Err pg_run(Db *db, const char *sql)
{
    Pg *p = pg(db);
    PGresult *res = PQexec(p->h, sql);
    Err e = OK;

    if (PQresultStatus(res) != PGRES_COMMAND_OK && PQresultStatus(res) != PGRES_TUPLES_OK)
        e = pg_failed(p, res, "statement");
    else if (!strcmp(sql, "COMMIT") && strcmp(PQcmdStatus(res), "COMMIT"))
        e = db_failed(db, E_DB, "commit", "rolled back");      /* COMMIT of an aborted transaction answers ROLLBACK */
    PQclear(res);
    return e;
}

static Err prepare(Pg *p, const DbQuery *q)
{
    size_t i = ((uintptr_t)q / 16) & (CACHE - 1);
    Oid types[MAX_PARAMS];
    PGresult *res;
    Err e = OK;

    while (p->prepared[i] && p->prepared[i] != q)
        i = (i + 1) & (CACHE - 1);
    if (p->prepared[i])
        return OK;
    assert(q->n_in <= MAX_PARAMS);
    for (size_t k = 0; k < q->n_in; k++) {
        DbKind kind = q->in[k].kind;

        types[k] = kind == DB_BLOB ? OID_BYTEA
            : kind == DB_TEXT || kind == DB_OPT_TEXT || kind == DB_DATE || kind == DB_MOMENT ? OID_TEXT : OID_INT8;
    }
    res = PQprepare(p->h, q->name, q->pg, (int)q->n_in, types);
    if (PQresultStatus(res) == PGRES_COMMAND_OK)
        p->prepared[i] = q;
    else
        e = pg_failed(p, res, q->name);
    PQclear(res);
    return e;
}

static Err pg_prepare(Db *db, const DbQuery *q)
{
    return prepare(pg(db), q);
}

static Err pg_start(Db *db, const DbQuery *q, const void *in)
{
    SCRATCH(tmp);
    Pg *p = pg(db);
    const char *values[MAX_PARAMS];
    int lengths[MAX_PARAMS], formats[MAX_PARAMS];
    ExecStatusType st;

    TRY(prepare(p, q));
    for (size_t i = 0; i < q->n_in; i++) {
        DbParam v = db_param(&q->in[i], in, &tmp);

        formats[i] = v.kind == PARAM_BLOB;
        lengths[i] = (int)v.s.n;
        if (v.kind == PARAM_NULL)
            values[i] = NULL;
        else if (v.kind == PARAM_INT)
            values[i] = str_z(&tmp, str_fmt(&tmp, "%lld", (long long)v.i));
        else
            values[i] = v.kind == PARAM_BLOB ? (v.s.p ? v.s.p : "") : str_z(&tmp, v.s);
    }
    p->res = PQexecPrepared(p->h, q->name, (int)q->n_in, values, lengths, formats, 0);
    st = PQresultStatus(p->res);
    p->row = -1;
    if (st == PGRES_TUPLES_OK || st == PGRES_COMMAND_OK)
        return OK;
    Err e = pg_failed(p, p->res, q->name);
    pg_stop(db);
    return e;
}

static Err pg_step(Db *db, bool *any)
{
    Pg *p = pg(db);

    *any = ++p->row < PQntuples(p->res);
    return OK;
}

static bool pg_int(Db *db, int column, int64_t *out)
{
    Pg *p = pg(db);

    *out = 0;
    if (PQgetisnull(p->res, p->row, column))
        return false;
    *out = strtoll(PQgetvalue(p->res, p->row, column), NULL, 10);
    return true;
}

static bool pg_text(Db *db, int column, bool blob, Str *out)
{
    Pg *p = pg(db);

    if (PQgetisnull(p->res, p->row, column))
        return false;
    if (!blob) {
        *out = (Str){ PQgetvalue(p->res, p->row, column), (size_t)PQgetlength(p->res, p->row, column) };
        return true;
    }
    PQfreemem(p->blob);
    p->blob = PQunescapeBytea((const unsigned char *)PQgetvalue(p->res, p->row, column), &out->n);
    out->p = (const char *)p->blob;
    return true;
}

static int64_t pg_changed(Db *db)
{
    return strtoll(PQcmdTuples(pg(db)->res), NULL, 10);
}

static Err pg_limit(Db *db, int64_t ms)
{
    SCRATCH(tmp);

    return pg_run(db, str_z(&tmp, str_fmt(&tmp, "SET statement_timeout = %lld", (long long)ms)));
}

static const DbOps pg_ops = {
    pg_close, pg_start, pg_step, pg_int, pg_text, pg_changed, pg_stop, pg_run, pg_prepare, pg_limit,
};

static void quiet(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

Err db_open_pg(Db **out, Str address, unsigned flags, Answer *why)
{
    SCRATCH(tmp);
    Pg *p = calloc(1, sizeof *p);

    if (!p)
        return E_IO;
    p->db.ops = &pg_ops;
    p->db.pg = true;
    p->db.readonly = flags & DB_READONLY;
    p->h = PQconnectdb(str_z(&tmp, address));
    PQsetNoticeProcessor(p->h, quiet, NULL);
    if (PQstatus(p->h) != CONNECTION_OK) {
        Err e = answer(why, E_IO, T("Không kết nối được PostgreSQL: %s Hãy kiểm tra địa chỉ, mật khẩu và máy chủ."),
            PQerrorMessage(p->h));

        pg_close(&p->db);
        return e;
    }
    /* A plan kept from when the tables were empty reads them whole for ever; planning each time costs 0.1 ms. */
    if (pg_run(&p->db, "SET plan_cache_mode = force_custom_plan") != OK) {
        pg_close(&p->db);
        return answer(why, E_IO, T("PostgreSQL từ chối thiết lập ban đầu; cần phiên bản 12 trở lên."));
    }
    *out = &p->db;
    return OK;
}
