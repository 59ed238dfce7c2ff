/*
 * A request as handlers see it: typed values, and what shall happen after the handler.
 *
 *     Err post_unit(Ctx *c, Req *rq, Out *o)
 *     {
 *         TRY(org_rename(c, req_int(rq, "id"), req_str(rq, "name")));
 *         req_flash(rq, T("Đã lưu đơn vị."));
 *         req_go(rq, "/units/%" PRId64, req_int(rq, "id"));
 *         return OK;
 *     }
 *
 * A refused POST (E_INVALID, E_STATE, E_CONFLICT, E_LIMIT) shows the page with the form again, with what was typed.
 */
#pragma once
#include "core/room.h"
#include "html/out.h"
#include "net/http.h"
#include "web/asset.h"

struct Req {
    const HttpRequest *http;
    HttpResponse *rs;
    const Route *route;
    Str path;
    HttpPairs params;       /* {id} and the like in the path */
    void *prepared;             /* what the route's prepare left, in the request's arena */
    int64_t session_id;         /* 0: none */
    bool token;                 /* signed in by a key of the API: no form token is asked for */
    bool must_change;           /* the password was set by somebody else */
    bool touch;                 /* the session's last use is to be noted */
    Str secret;                 /* of the session or of the visit; the form token is made from it */
    Str location, flash;
    Err late;                   /* refused, but what was written stays */
    bool sent;                  /* the answer is not a page */
    bool again;                 /* after the POST its page is shown again, though nothing was refused */
    bool fragment;              /* the page without its frame */
    Arena *arena;
};

/* By name: in the path, then in the form, then in the query. Empty or 0 when absent or not a number. */
Str req_str(const Req *rq, const char *name);
int64_t req_int(const Req *rq, const char *name);
bool req_has(const Req *rq, const char *name);
Str req_nth(const Req *rq, const char *name, size_t i);         /* repeated fields of the form, else of the query; empty beyond the last */
size_t req_count(const Req *rq, const char *name);
/* With an answer that names the field. An empty value leaves *out as it is, unless `needed`. */
Err req_dec(Ctx *c, const Req *rq, const char *name, bool needed, OptDec *out);
Err req_date(Ctx *c, const Req *rq, const char *name, bool needed, Date *out);
bool req_file(const Req *rq, const char *name, Str *content, Str *file_name);   /* false: none was chosen; whole in memory */
/*
 * The i-th file of a field, as it came: small ones in `bytes`, large ones (above 256 KiB) in a file at `path` that lasts as
 * long as the request. False: no more. Routes that take files say how large in Route.max_body.
 */
typedef struct ReqFile {
    Str name, bytes, path;      /* name: as the client told it, never a path to be opened */
    int64_t size;
} ReqFile;
bool req_nth_file(const Req *rq, const char *name, size_t i, ReqFile *out);

typedef struct ReqPage {
    int64_t page, size, offset; /* page from 1 */
} ReqPage;
ReqPage req_page(const Req *rq, int64_t size);

void req_go(Req *rq, const char *fmt, ...) __attribute__((format(printf, 2, 3)));      /* after a POST; a path of ours */
void req_flash(Req *rq, Str text);                              /* shown once on the next page; already translated */
/*
 * Instead of leading elsewhere the page of the form is shown again with what was typed: a dry run, a preview, a key that
 * is shown once. What the POST left in rq->prepared is there for the page.
 */
void req_again(Req *rq);
/* The query of this page without one parameter, encoded, to put behind a static "?page=2": "&q=so&kind=ward". */
Str req_query_less(const Req *rq, const char *name);

/*
 * A file for two steps, check and confirm: the one chosen in the field "file", else the copy that the form of the first
 * step carried along. Answers: E_INVALID when there is none.
 */
Err req_upload(Ctx *c, Req *rq, Str *bytes, Str *file_name);
Str req_upload_copy(Req *rq, Str bytes);                        /* for the hidden field "copy"; its name goes into "copy_name" */
bool req_wants_json(const Req *rq);                             /* a script or a program asks, not a page */
void req_send(Req *rq, Str type, Str file_name, Str body);      /* a download; empty file_name: shown in place */
void req_send_xlsx(Req *rq, Str file_name, Str body);
void req_send_table(Req *rq, bool xlsx, Str file_name, Str body);      /* what doc/table_out made: XLSX or CSV */
/*
 * The same from a file, streamed: `fd` is closed when it is sent. Downloads of strangers' files: the page may run nothing.
 * inline_ok: shown in the browser (pictures, PDF) instead of saved.
 */
void req_send_file(Req *rq, Str type, Str file_name, int fd, int64_t size, bool inline_ok);
/* The POST's writes stay, yet its page says why it was refused: counted sign-ins. c->answer is filled before. */
void req_refuse_late(Req *rq, Err e);
