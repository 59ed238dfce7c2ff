/*
 * One interface over SQLite (the default, one file) and PostgreSQL (a province or the nation).
 *
 * A Db is one connection and belongs to one thread. Statements are the generated const DbQuery values; there is
 * no function that takes SQL text. Rows are written straight into C structs by field tables, texts into an arena.
 *
 * Errors: E_DB the database failed (the text of the failure is in db_error), E_RETRY serialization failure on
 * PostgreSQL (the store runs the write again) or SQLite busy with another process for too long, E_CONFLICT a UNIQUE rule
 * refused, E_IO no room or a failing disk (SQLite), E_LIMIT a statement took longer than db_limit() allows.
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"

typedef enum DbKind {
    DB_INT, DB_TEXT, DB_DEC, DB_DATE, DB_MOMENT, DB_BOOL, DB_BLOB,
    DB_OPT_INT, DB_OPT_TEXT, DB_OPT_DEC        /* NULL when zero, empty, absent */
} DbKind;

typedef struct DbField {
    DbKind kind;
    size_t at;                  /* offset in the struct */
    const char *name;
} DbField;

typedef struct DbQuery {
    const char *name;
    const char *sqlite, *pg;
    const DbField *in;
    size_t n_in;
    const DbField *out;
    size_t n_out;
    size_t row;                 /* size of the row struct; 0: gives no rows */
} DbQuery;

typedef struct DbStep {         /* one migration, in both dialects */
    int number;
    const char *name, *sqlite, *pg;
} DbStep;

extern const DbStep db_steps[];                 /* generated from schema/; ends with { 0 } */
extern const DbQuery *const all_queries[];      /* generated; ends with NULL */

typedef struct Db Db;
enum { DB_READONLY = 1 };

/* address: "sqlite:PATH" or "postgresql://…". The Db must be closed by db_close. */
Err db_open(Db **out, Str address, unsigned flags, Answer *why);
void db_close(Db *db);
const char *db_error(const Db *db);             /* of the last failure, for the log; English */
bool db_is_pg(const Db *db);

/* Runs to the end; *changed (may be NULL) gets the number of rows changed. */
Err db_exec(Db *db, const DbQuery *q, const void *in, int64_t *changed);
/*
 * Row by row: db_start, then db_row until *any is false. One query at a time per Db; a row's texts are copied to
 * the arena given. db_stop before the end gives the statement back (and is harmless after it).
 */
Err db_start(Db *db, const DbQuery *q, const void *in);
Err db_row(Db *db, const DbQuery *q, Arena *a, void *row, bool *any);
void db_stop(Db *db);

/* No statement of this connection may take longer, in milliseconds: E_LIMIT. 0: as long as it needs. */
Err db_limit(Db *db, int64_t ms);

Err db_begin(Db *db, bool write);               /* read: one snapshot; write: takes the writer's place at once */
/*
 * PostgreSQL, once the schema is there: a write beside others, or alone: it waits for those under way and holds off new
 * ones, so it cannot fail for what they do. Roll back after a failure too.
 */
Err db_begin_among(Db *db, bool alone);
Err db_commit(Db *db);
void db_rollback(Db *db);
Err db_savepoint(Db *db);                       /* one level, for group commit */
Err db_release(Db *db, bool keep);              /* false: undo to the savepoint */

/* Much is written in this transaction: SQLite may keep 256 MB of pages instead of 16 until db_bulk(db, false). */
Err db_bulk(Db *db, bool much);

Err db_prepare_check(Db *db, const DbQuery *q); /* does the database understand it? for the tests */

/* Bring the schema to the newest step. *from, *to: numbers before and after. */
Err db_migrate(Db *db, int *from, int *to);
Err db_schema_number(Db *db, int *out);         /* 0: empty database */
/* SQLite: consistent copy of the whole database into a new file while others work. PostgreSQL: E_INVALID. */
Err db_copy_to(Db *db, const char *path);
/* Structural soundness: SQLite integrity_check and foreign keys; *text says what is wrong (empty: sound). */
Err db_check(Db *db, Arena *a, Str *text);
