/*
 * The HTTP server: libmicrohttpd behind our own types (no MHD name outside http.c).
 *
 * I/O threads only move bytes; a complete request is handed to a bounded pool of workers that run the handler,
 * straight-line code with an arena of its own; the answer's bytes live in that arena until they are sent. A full
 * queue answers 503 at once. Ambiguous framing, slow heads, slow or oversized bodies end at this door.
 *
 *     TRY(http_listen(&fd, S("127.0.0.1:8080"), why));
 *     TRY(http_start(&server, &(HttpConfig){ .fd = fd, .handler = serve, .app = &web }, why));
 *     …
 *     http_stop(server);       drains: requests under way are answered
 */
#pragma once
#include "base/err.h"

typedef enum HttpMethod { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER } HttpMethod;

typedef struct HttpPair {
    Str name, value;
} HttpPair;
typedef VEC(HttpPair) HttpPairs;

/* One field of a form; a file has a name as the client told it (data, never a path). */
typedef struct HttpField {
    Str name, value;
    Str file_name, type;        /* of a file */
    bool is_file;
    Str path;                   /* a large file: the bytes are there and not in value; gone with the request */
    int64_t size;               /* of the value or the file, bytes */
} HttpField;

typedef struct HttpRequest {
    Arena *arena;               /* ends when the answer is sent */
    HttpMethod method;
    Str path, query;            /* path decoded, query as sent without '?' */
    Str from;                   /* address of the client, without port */
    HttpPairs headers;
    HttpPairs args;         /* of the query, decoded */
    HttpPairs cookies;
    VEC(HttpField) fields;      /* of a form body */
    Str body;                   /* of a body that is no form */
    bool too_large;             /* the body went beyond its limit and was thrown away */
    bool no_room;               /* the disk took no more of the uploaded files: they are not complete */
} HttpRequest;

typedef struct HttpResponse {
    Arena *arena;
    int status;                 /* 0: 200 */
    Str type;                   /* Content-Type; empty: text/html; charset=utf-8 */
    Str body;                   /* in the arena or static */
    HttpPairs headers;      /* values must not hold line ends: such a header is left out */
    bool has_fd;                /* the body is a file instead: sent from its beginning, closed by the server */
    int fd;
    int64_t fd_size;
} HttpResponse;

typedef struct HttpConfig {
    int fd;                     /* a listening socket; stays the caller's */
    unsigned workers;           /* 0: twice the processors */
    unsigned queue;             /* requests waiting for a worker; 0: 256 */
    unsigned head_seconds;      /* for the whole head; 0: 10 */
    unsigned body_rate;         /* least bytes a second of a body, after 30 s of grace; 0: 4096 */
    void *app;
    void (*handler)(void *app, const HttpRequest *rq, HttpResponse *rs);       /* many threads */
    size_t (*max_body)(void *app, const HttpRequest *head);                    /* NULL: 256 KiB */
    /*
     * Folder for files of forms above 256 KiB (all of them once a request holds 4 MB): memory stays flat. They have no
     * name there, so that nothing is left behind by a dead server. Empty: files stay in memory.
     */
    Str spool;
} HttpConfig;

typedef struct Http Http;

Err http_listen(int *fd, Str address, Answer *why);             /* "127.0.0.1:8080", "[::1]:8080", ":8080" */
Str http_address(Arena *a, int fd);                             /* what it really listens on: port 0 chooses one */
Err http_start(Http **out, const HttpConfig *config, Answer *why);
void http_stop(Http *h);        /* no new connections; waits up to 10 s for answers under way */

Str http_header(const HttpRequest *rq, const char *name);       /* case does not matter; empty: none */
Str http_cookie(const HttpRequest *rq, Str name);
Str http_arg(const HttpRequest *rq, Str name);                  /* of the query; the first */
void http_add(HttpResponse *rs, const char *name, Str value);

/*
 * A small parent that keeps the socket: runs child(arg) in a forked process and starts it again at once when it
 * dies. SIGTERM and SIGINT are passed on and end both. Returns the exit code. Call before any thread is started.
 */
int http_parent(int (*child)(void *arg), void *arg);
void http_wait_for_stop(void);  /* in the child: blocks until SIGTERM or SIGINT. Signals must be blocked before threads */
void http_block_stop_signals(void);
