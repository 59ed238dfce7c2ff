/* Inside db/ only: what each of the two databases does for db.c. */
#pragma once
#include "db/db.h"

typedef struct DbOps {
    void (*close)(Db *db);
    Err (*start)(Db *db, const DbQuery *q, const void *in);
    Err (*step)(Db *db, bool *any);                         /* moves to the next row */
    bool (*get_int)(Db *db, int column, int64_t *out);      /* false: NULL */
    bool (*get_text)(Db *db, int column, bool blob, Str *out);  /* borrowed until the next step */
    int64_t (*changed)(Db *db);
    void (*stop)(Db *db);
    Err (*run)(Db *db, const char *sql);                    /* text of our own, no values: BEGIN, migrations */
    Err (*prepare)(Db *db, const DbQuery *q);
    Err (*limit)(Db *db, int64_t ms);
} DbOps;

struct Db {
    const DbOps *ops;
    const DbQuery *open;        /* the query whose rows are being read, or NULL */
    bool pg;
    bool readonly;
    Arena arena;                /* lives as long as the connection */
    char error[512];
};

Err db_open_sqlite(Db **out, Str path, unsigned flags, Answer *why);
Err db_open_pg(Db **out, Str address, unsigned flags, Answer *why);
Err db_failed(Db *db, Err e, const char *what, const char *text);      /* keeps the text for db_error */

/* A parameter as both databases take it. */
typedef struct DbParam {
    enum { PARAM_NULL, PARAM_INT, PARAM_TEXT, PARAM_BLOB } kind;
    int64_t i;
    Str s;
} DbParam;
/* texts made on the way (dates) go to tmp */
DbParam db_param(const DbField *f, const void *in, Arena *tmp);
