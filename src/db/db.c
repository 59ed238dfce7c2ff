#include "db/db_impl.h"

#include <assert.h>
#include <stdio.h>

Err db_failed(Db *db, Err e, const char *what, const char *text)
{
    snprintf(db->error, sizeof db->error, "%s: %s", what, text);
    return e;
}

Err db_open(Db **out, Str address, unsigned flags, Answer *why)
{
    if (str_starts(address, S("sqlite:")))
        return db_open_sqlite(out, str_sub(address, 7, address.n), flags, why);
    if (str_starts(address, S("postgresql://")) || str_starts(address, S("postgres://")))
        return db_open_pg(out, address, flags, why);
    return answer(why, E_INVALID,
        T("Địa chỉ cơ sở dữ liệu “%.*s” không hiểu được; hãy dùng postgresql://người@máy:cổng/tên hoặc bỏ trống."),
        SV(address));
}

void db_close(Db *db)
{
    if (db)
        db->ops->close(db);
}

const char *db_error(const Db *db)
{
    return db->error;
}

bool db_is_pg(const Db *db)
{
    return db->pg;
}

DbParam db_param(const DbField *f, const void *in, Arena *tmp)
{
    const char *p = (const char *)in + f->at;
    DbParam v = { .kind = PARAM_INT };

    switch (f->kind) {
    case DB_INT:
    case DB_OPT_INT:
        v.i = *(const int64_t *)(const void *)p;
        if (f->kind == DB_OPT_INT && v.i == 0)
            v.kind = PARAM_NULL;
        break;
    case DB_BOOL:
        v.i = *(const bool *)p;
        break;
    case DB_DEC:
        v.i = ((const Dec *)(const void *)p)->v;
        break;
    case DB_OPT_DEC:
        v.i = ((const OptDec *)(const void *)p)->d.v;
        if (!((const OptDec *)(const void *)p)->has)
            v.kind = PARAM_NULL;
        break;
    case DB_TEXT:
    case DB_OPT_TEXT:
    case DB_BLOB:
        v.s = *(const Str *)(const void *)p;
        v.kind = f->kind == DB_BLOB ? PARAM_BLOB : PARAM_TEXT;
        if (f->kind == DB_OPT_TEXT && v.s.n == 0)
            v.kind = PARAM_NULL;
        break;
    case DB_DATE:
    case DB_MOMENT:
        v.s = f->kind == DB_DATE ? date_iso(tmp, *(const Date *)(const void *)p)
                                 : moment_iso(tmp, *(const Moment *)(const void *)p);
        v.kind = v.s.n ? PARAM_TEXT : PARAM_NULL;
        break;
    }
    return v;
}

static Err put_text(Db *db, const DbField *f, int column, Arena *a, char *p)
{
    Str s = { 0 };
    bool has = db->ops->get_text(db, column, f->kind == DB_BLOB, &s);

    if (f->kind == DB_DATE) {
        Date d = { 0 };

        if (has && !date_parse_iso(&d, s))
            return db_failed(db, E_DB, f->name, "not a day");
        *(Date *)(void *)p = d;
    } else if (f->kind == DB_MOMENT) {
        Moment m = { 0 };

        if (has && !moment_parse_iso(&m, s))
            return db_failed(db, E_DB, f->name, "not a moment");
        *(Moment *)(void *)p = m;
    } else {
        *(Str *)(void *)p = has ? str_dup(a, s) : (Str){ 0 };
    }
    return OK;
}

static Err put_field(Db *db, const DbField *f, int column, Arena *a, char *p)
{
    int64_t i = 0;
    bool has;

    if (f->kind == DB_TEXT || f->kind == DB_OPT_TEXT || f->kind == DB_BLOB || f->kind == DB_DATE || f->kind == DB_MOMENT)
        return put_text(db, f, column, a, p);
    has = db->ops->get_int(db, column, &i);
    if (f->kind == DB_BOOL)
        *(bool *)p = i != 0;
    else if (f->kind == DB_DEC)
        *(Dec *)(void *)p = (Dec){ i };
    else if (f->kind == DB_OPT_DEC)
        *(OptDec *)(void *)p = (OptDec){ has, { i } };
    else
        *(int64_t *)(void *)p = i;
    return OK;
}

Err db_start(Db *db, const DbQuery *q, const void *in)
{
    Err e;

    assert(!db->open);
    e = db->ops->start(db, q, in);
    if (e == OK)
        db->open = q;
    return e;
}

Err db_row(Db *db, const DbQuery *q, Arena *a, void *row, bool *any)
{
    assert(db->open == q);
    Err e = db->ops->step(db, any);

    for (size_t i = 0; e == OK && *any && i < q->n_out; i++)
        e = put_field(db, &q->out[i], (int)i, a, (char *)row + q->out[i].at);
    if (e != OK || !*any)
        db_stop(db);
    return e;
}

void db_stop(Db *db)
{
    if (db->open)
        db->ops->stop(db);
    db->open = NULL;
}

Err db_exec(Db *db, const DbQuery *q, const void *in, int64_t *changed)
{
    bool any = true;

    TRY(db_start(db, q, in));
    while (any) {
        Err e = db->ops->step(db, &any);

        if (e != OK) {
            db_stop(db);
            return e;
        }
    }
    if (changed)
        *changed = db->ops->changed(db);
    db_stop(db);
    return OK;
}

Err db_limit(Db *db, int64_t ms)
{
    return db->ops->limit(db, ms);
}

Err db_begin(Db *db, bool write)
{
    assert(!db->open);
    if (db->pg)
        return db->ops->run(db, write ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                      : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return db->ops->run(db, write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Err db_begin_among(Db *db, bool alone)
{
    assert(!db->open && db->pg);
    /* LOCK takes no snapshot: what is read afterwards is newer than every write that was waited for. */
    return db->ops->run(db, alone ? "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE schema_step IN EXCLUSIVE MODE"
                                  : "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE schema_step IN ROW SHARE MODE");
}

Err db_commit(Db *db)
{
    db_stop(db);
    return db->ops->run(db, "COMMIT");
}

void db_rollback(Db *db)
{
    db_stop(db);
    (void)db->ops->run(db, "ROLLBACK");         /* a failed rollback means the connection is gone: nothing was kept */
}

Err db_savepoint(Db *db)
{
    return db->ops->run(db, "SAVEPOINT one");
}

Err db_release(Db *db, bool keep)
{
    db_stop(db);
    if (!keep)
        TRY(db->ops->run(db, "ROLLBACK TO one"));
    return db->ops->run(db, "RELEASE one");
}

Err db_prepare_check(Db *db, const DbQuery *q)
{
    return db->ops->prepare(db, q);
}

typedef struct NumberRow {
    int64_t number;
} NumberRow;
typedef struct StepArgs {
    int64_t number;
    Str name;
} StepArgs;

static const DbField number_out[] = { { DB_INT, offsetof(NumberRow, number), "number" } };
static const DbField step_in[] = { { DB_INT, offsetof(StepArgs, number), "number" },
    { DB_TEXT, offsetof(StepArgs, name), "name" } };
static const DbQuery q_newest = { "schema_newest", "SELECT coalesce(max(number), 0) FROM schema_step",
    "SELECT coalesce(max(number), 0) FROM schema_step", NULL, 0, number_out, 1, sizeof(NumberRow) };
static const DbQuery q_step = { "schema_add", "INSERT INTO schema_step (number, name) VALUES (?1, ?2)",
    "INSERT INTO schema_step (number, name) VALUES ($1, $2)", step_in, 2, NULL, 0, 0 };

Err db_schema_number(Db *db, int *out)
{
    SCRATCH(tmp);
    NumberRow row = { 0 };
    bool any;

    *out = 0;
    if (db_start(db, &q_newest, NULL) != OK) {
        /* a database without the table has no schema yet */
        return OK;
    }
    TRY(db_row(db, &q_newest, &tmp, &row, &any));
    db_stop(db);
    *out = (int)row.number;
    return OK;
}

static Err migrate_in(Db *db, int *from, int *to)
{
    TRY(db->ops->run(db, db->pg ? "CREATE TABLE IF NOT EXISTS schema_step (number BIGINT PRIMARY KEY, name TEXT NOT NULL)"
                                : "CREATE TABLE IF NOT EXISTS schema_step (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"));
    TRY(db_schema_number(db, from));
    *to = *from;
    for (const DbStep *s = db_steps; s->name; s++) {
        const char *sql = db->pg ? s->pg : s->sqlite;

        if (s->number <= *from)
            continue;
        if (*sql)
            TRY(db->ops->run(db, sql));
        TRY(db_exec(db, &q_step, &(StepArgs){ s->number, str_of(s->name) }, NULL));
        *to = s->number;
    }
    return OK;
}

Err db_migrate(Db *db, int *from, int *to)
{
    Err e;

    TRY(db_begin(db, true));
    e = migrate_in(db, from, to);
    if (e == OK)
        return db_commit(db);
    db_rollback(db);
    return e;
}

Err db_bulk(Db *db, bool much)
{
    return db->pg ? OK : db->ops->run(db, much ? "PRAGMA cache_size=-262144" : "PRAGMA cache_size=-16000");
}
