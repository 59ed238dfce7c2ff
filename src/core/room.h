/*
 * A room tells main what it has, as const tables: permissions, routes, commands, facts, settings.
 * `thuocdo describe` prints them; the permission matrix and many tests are made from them.
 */
#pragma once
#include "core/access.h"

typedef struct Req Req;
typedef struct Out Out;
typedef struct Args Args;

typedef enum Method { GET, POST } Method;

/*
 * GET runs in a read-only transaction, POST in the writer's. `prepare` runs before, outside the write
 * transaction, on the read connection: for slow work (password hashing, parsing an upload). It may leave its
 * result in rq->prepared. A route without a permission is open to nobody.
 */
typedef struct Route {
    Method method;
    const char *path;           /* "/units/{id}/history" */
    const Perm *perm;
    Err (*run)(Ctx *c, Req *rq, Out *o);
    Err (*prepare)(Ctx *c, Req *rq);
    size_t max_body;            /* bytes of a POST; 0: 256 KiB */
} Route;

/* What a command needs: nothing (PURE), a read transaction, or a write transaction. */
typedef enum CmdMode { CMD_PURE, CMD_READ, CMD_WRITE, CMD_OWN } CmdMode;      /* OWN: opens the database itself */

typedef struct Opt {
    const char *name;           /* "year" for --year */
    const char *value;          /* what stands behind it, "Y"; NULL: a flag */
    const char *help;           /* Vietnamese, T() */
    bool required;
} Opt;

typedef struct Command {
    const char *name;           /* "org import" */
    const char *operands;       /* "FILE", "FILE…", or "" */
    CmdMode mode;
    const Opt *options;         /* ends with { 0 }; --data --db --lang --json --csv --as are known everywhere */
    Err (*run)(Ctx *c, const Args *a, Buf *out);        /* out goes to stdout when the command succeeded */
    const char *help;           /* Vietnamese, T() */
} Command;

Str args_get(const Args *a, const char *option);        /* empty when not given; the last one given wins */
bool args_has(const Args *a, const char *option);
size_t args_count(const Args *a);                       /* operands */
Str args_operand(const Args *a, size_t i);              /* empty beyond the last */
/* Typed reading with an answer that names the option. Not given: *out stays. */
Err args_int(Ctx *c, const Args *a, const char *option, int64_t min, int64_t max, int64_t *out);
Err args_date(Ctx *c, const Args *a, const char *option, Date *out);

/* A fact that a room publishes, for `describe` and for the check of rules. */
typedef struct FactKind {
    const char *code;           /* "onestop.on_time_rate" */
    const char *unit;           /* "%", "count", "date", "yes_no" */
    const char *title;          /* Vietnamese, T() */
} FactKind;

typedef struct Setting {
    const char *key;            /* "web.session_idle_minutes" */
    const char *value;          /* default */
    const char *title;          /* Vietnamese, T(): what it does, unit, range */
    int64_t min, max;           /* of a whole number; 0, 0: any text */
} Setting;

/* Groups of the menu, named in web/menu.c. */
enum {
    MENU_HOME = 0, MENU_RESULT = 100, MENU_ROUND = 200, MENU_WORK = 300, MENU_DATA = 400, MENU_DOCUMENT = 500, MENU_SYSTEM = 600,
};

typedef struct MenuItem {
    const char *path, *title;   /* title: Vietnamese, T() */
    const Perm *perm;
    int order;                  /* its group of the menu, plus its place there (0-99) */
} MenuItem;

/* All tables end with a zero entry; a NULL table is empty. */
typedef struct Room {
    const char *name;
    const char *title;          /* Vietnamese, T() */
    const Perm *const *perms;   /* ends with NULL */
    const Route *routes;
    const Command *commands;
    const FactKind *facts;
    const Setting *settings;
    const MenuItem *menu;
    /*
     * `thuocdo verify`: checks the room's own invariants and adds a Vietnamese line to `findings` for each breach.
     * May be NULL.
     */
    Err (*verify)(Ctx *c, Buf *findings);
    /* `thuocdo verify --deep`, in place of verify: the whole, though it takes long. Adds to `said` what was looked at. May be NULL. */
    Err (*verify_deep)(Ctx *c, Buf *findings, Buf *said);
} Room;

extern const Room *const all_rooms[];                   /* main/rooms.c; ends with NULL */
