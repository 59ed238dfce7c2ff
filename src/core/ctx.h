/*
 * The context: first parameter of every operation. Who asks, when, in which language, in which transaction,
 * and where memory comes from. Doors make it; operations never begin or commit a transaction themselves.
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"
#include "base/err.h"

typedef struct Db Db;
typedef struct App App;
typedef struct Grant Grant;

/* Something shared that this request uses; given back when its transaction ends. */
typedef struct Held Held;
struct Held {
    void (*give_back)(void *what);
    void *what;
    Held *next;
};

typedef struct Ctx {
    Arena *arena;               /* lives as long as the request, command, job or test */
    Answer answer;              /* what was refused; answer.lang is the reader's language */
    Db *db;                     /* the open transaction; NULL in a command that needs no data */
    const App *app;             /* what main put together: rooms, configuration */
    Moment now;                 /* the only clock */
    Date today;                 /* now, in Vietnam */
    int64_t user_id;            /* 0: nobody signed in (public), or the shell with full rights when `local` */
    Str user_login, user_name;
    const void *snapshot;       /* reading what is committed: identity of the database; NULL inside a write */
    Held *held;
    bool exit_answer;           /* a check that found errors: output is printed, the shell gets exit 1 */
    bool undo;                  /* a dry run: run_write rolls back and answers OK */
    bool local;                 /* the shell on the data folder itself: may do everything; audited as "shell" */
    Str from;                   /* address or "shell", for the audit trail */
    const Grant *grants;        /* roles of the user, loaded once per request */
    size_t n_grants;
} Ctx;

/* An answer that was told in another way, or needs no telling: what comes next begins without it. */
static inline void ctx_forget(Ctx *c)
{
    c->answer.code = OK;
    c->answer.text = c->answer.field = (Str){ 0 };
}

/* Who does it, for `changed_by` and the audit trail: the login, or "shell". */
static inline Str ctx_who(const Ctx *c)
{
    return c->user_login.n ? c->user_login : S("shell");
}

/* Record an answer: `return fail(c, E_STATE, T("Phiếu %.*s đã nộp."), SV(code));` */
#define fail(c, code, ...) answer(&(c)->answer, (code), __VA_ARGS__)
/* The same, naming the form field that is wrong. */
#define fail_field(c, name, ...) ((c)->answer.field = S(name), answer(&(c)->answer, E_INVALID, __VA_ARGS__))
