#include "net/http.h"

#include "base/log.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { IO_THREADS = 2, CONNECTIONS = 4000, MAX_ITEMS = 10000, STOP_SECONDS = 10, BODY_GRACE_SECONDS = 30 };
static const size_t DEFAULT_BODY = 256 * 1024;
enum { SPOOL_FROM = 256 * 1024, MEMORY_FILES = 4 << 20, MAX_SPOOLED = 200 };

/* A connection on the list of the sweeper. */
typedef struct Peer Peer;
struct Peer {
    Peer *next, *prev;
    int fd;
    time_t since;               /* waiting for a head since; 0: a request is under way */
    time_t body_since;          /* a body is coming since; 0: none */
    size_t body;                /* bytes of it that came */
};

typedef enum State { TAKING, QUEUED, DONE, SENT } State;

typedef struct Job Job;
struct Job {
    Arena arena;
    Http *h;
    struct MHD_Connection *c;
    struct MHD_PostProcessor *form;
    HttpRequest rq;
    HttpResponse rs;
    Buf body, value;            /* value: of the last field, while it comes */
    int spool;                  /* of the last field; -1: in memory */
    size_t in_memory;           /* bytes of files that are kept there */
    VEC(int) spooled;           /* open until the request ends */
    size_t taken, limit;
    bool begun, bad_form;
    _Atomic State state;
    Job *next;
    Peer *peer;
};

struct Http {
    HttpConfig config;
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;
    pthread_cond_t work;
    Job *first, **last;
    unsigned queued, n_threads;
    pthread_t *threads, sweeper;
    bool ending;                /* workers leave when the queue is empty */
    atomic_bool closing;        /* every answer says Connection: close */
    Arena arena;
    pthread_mutex_t peers_lock;
    Peer peers;                 /* head of the ring */
};

static time_t seconds(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return ts.tv_sec;
}

/* --- requests ------------------------------------------------------------------------------------- */

Str http_header(const HttpRequest *rq, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < rq->headers.n; i++)
        if (rq->headers.v[i].name.n == n && !strncasecmp(rq->headers.v[i].name.p, name, n))
            return rq->headers.v[i].value;
    return (Str){ 0 };
}

Str http_cookie(const HttpRequest *rq, Str name)
{
    for (size_t i = 0; i < rq->cookies.n; i++)
        if (str_eq(rq->cookies.v[i].name, name))
            return rq->cookies.v[i].value;
    return (Str){ 0 };
}

Str http_arg(const HttpRequest *rq, Str name)
{
    for (size_t i = 0; i < rq->args.n; i++)
        if (str_eq(rq->args.v[i].name, name))
            return rq->args.v[i].value;
    return (Str){ 0 };
}

void http_add(HttpResponse *rs, const char *name, Str value)
{
    HttpPair *p;

    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f)
            return;
    p = vec_add(rs->arena, &rs->headers);
    p->name = str_of(name);
    p->value = value;
}

static enum MHD_Result take_pair(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
                                 size_t value_n)
{
    Job *j = arg;
    Arena *a = &j->arena;
    HttpPair *p = kind == MHD_HEADER_KIND   ? vec_add(a, &j->rq.headers)
                  : kind == MHD_COOKIE_KIND ? vec_add(a, &j->rq.cookies)
                                            : vec_add(a, &j->rq.args);

    p->name = str_dup(a, (Str){ name, name_n });
    if (value)
        p->value = str_dup(a, (Str){ value, value_n });
    return MHD_YES;
}

/*
 * Framing that two readers may understand differently: refused before the body is read. A NUL in a header, too.
 */
static bool framing_ok(const HttpRequest *rq)
{
    size_t lengths = 0, encodings = 0;

    for (size_t i = 0; i < rq->headers.n; i++) {
        Str name = rq->headers.v[i].name, value = rq->headers.v[i].value;

        if (name.n == 14 && !strncasecmp(name.p, "Content-Length", 14)) {
            lengths++;
        } else if (name.n == 17 && !strncasecmp(name.p, "Transfer-Encoding", 17)) {
            encodings++;
            if (value.n != 7 || strncasecmp(value.p, "chunked", 7))
                return false;
        }
        if (memchr(value.p ? value.p : "", 0, value.n))
            return false;
    }
    return lengths + encodings <= 1;
}

static Str address_of(Arena *a, const struct sockaddr *sa)
{
    char text[INET6_ADDRSTRLEN] = "";

    if (sa && sa->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, text, sizeof text);
    else if (sa && sa->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr, text, sizeof text);
    return str_dup(a, str_of(text));
}

/* --- answers -------------------------------------------------------------------------------------- */

static enum MHD_Result send_response(Job *j)
{
    HttpResponse *rs = &j->rs;
    struct MHD_Response *m = rs->has_fd
        ? MHD_create_response_from_fd64((uint64_t)rs->fd_size, rs->fd)
        : MHD_create_response_from_buffer(rs->body.n, (void *)(uintptr_t)rs->body.p, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result done;

    if (!m)
        return MHD_NO;
    rs->has_fd = false;                                 /* the response closes it from now on */
    MHD_add_response_header(m, "Content-Type",
                            rs->type.n ? str_z(&j->arena, rs->type) : "text/html; charset=utf-8");
    for (size_t i = 0; i < rs->headers.n; i++)
        MHD_add_response_header(m, str_z(&j->arena, rs->headers.v[i].name), str_z(&j->arena, rs->headers.v[i].value));
    if (atomic_load(&j->h->closing) || j->rq.too_large)
        MHD_add_response_header(m, "Connection", "close");
    done = MHD_queue_response(j->c, (unsigned)(rs->status ? rs->status : 200), m);
    MHD_destroy_response(m);
    atomic_store(&j->state, SENT);
    return done;
}

/* A short answer of the server itself; the connection ends with it. */
static enum MHD_Result refuse(Job *j, int status, Str text)
{
    j->rs = (HttpResponse){ .arena = &j->arena, .status = status, .type = S("text/plain; charset=utf-8"), .body = text };
    http_add(&j->rs, "Connection", S("close"));
    if (status == 503)
        http_add(&j->rs, "Retry-After", S("1"));
    return send_response(j);
}

/* --- bodies --------------------------------------------------------------------------------------- */

/* A file without a name: gone with its last descriptor, however the process ends. */
static int open_spool(Job *j)
{
    Str folder = j->h->config.spool;
    char *name = (char *)str_z(&j->arena, str_fmt(&j->arena, "%.*s/up-XXXXXX", SV(folder)));
    int fd = open(str_z(&j->arena, folder), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd < 0) {                                       /* not every file system knows O_TMPFILE */
        fd = mkostemp(name, O_CLOEXEC);
        if (fd >= 0)
            unlink(name);
    }
    if (fd >= 0)
        *vec_add(&j->arena, &j->spooled) = fd;
    return fd;
}

static bool spool_write(int fd, Str s)
{
    while (s.n) {
        ssize_t put = write(fd, s.p, s.n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        s = str_sub(s, (size_t)put, s.n);
    }
    return true;
}

/* False: the disk takes no more; the rest of the body is read and dropped, so that the answer gets through. */
static bool to_spool(Job *j, HttpField *f, Str piece)
{
    if (j->spool < 0) {
        j->spool = j->spooled.n < MAX_SPOOLED ? open_spool(j) : -1;
        if (j->spool < 0 || !spool_write(j->spool, buf_str(&j->value)))
            return false;
        f->path = str_fmt(&j->arena, "/proc/self/fd/%d", j->spool);
        f->value = (Str){ 0 };
    }
    return spool_write(j->spool, piece);
}

static void end_spooled(Job *j)
{
    for (size_t i = 0; i < j->spooled.n; i++)
        close(j->spooled.v[i]);
    j->spooled.n = 0;
}

static enum MHD_Result begin_field(Job *j, const char *name, const char *file_name, const char *type)
{
    HttpField *f;

    if (j->rq.fields.n >= MAX_ITEMS)
        return MHD_NO;
    f = vec_add(&j->arena, &j->rq.fields);
    f->name = str_dup(&j->arena, str_of(name));
    f->is_file = file_name != NULL;
    f->file_name = str_dup(&j->arena, str_of(file_name));
    f->type = str_dup(&j->arena, str_of(type));
    j->value = (Buf){ .arena = &j->arena };
    j->spool = -1;
    return MHD_YES;
}

/* MHD may announce a file with an empty piece at 0 before its first real one. */
static bool announced(const Job *j, const char *name, const char *file_name, size_t n)
{
    const HttpField *f = j->rq.fields.n ? &j->rq.fields.v[j->rq.fields.n - 1] : NULL;

    return f && n && f->is_file && !f->size && file_name && str_eq(f->name, str_of(name)) && str_eq(f->file_name, str_of(file_name));
}

static enum MHD_Result take_field(void *arg, enum MHD_ValueKind kind, const char *name, const char *file_name,
                                  const char *type, const char *encoding, const char *data, uint64_t at, size_t n)
{
    Job *j = arg;
    HttpField *f;

    (void)kind;
    (void)encoding;
    if ((at == 0 || j->rq.fields.n == 0) && !announced(j, name, file_name, n) && begin_field(j, name, file_name, type) != MHD_YES)
        return MHD_NO;
    f = &j->rq.fields.v[j->rq.fields.n - 1];
    f->size += (int64_t)n;
    if (f->is_file && j->h->config.spool.n && (j->spool >= 0 || j->value.n + n > SPOOL_FROM || j->in_memory + n > MEMORY_FILES)) {
        if (!j->rq.no_room && !to_spool(j, f, (Str){ data, n }))
            j->rq.no_room = true;
        return MHD_YES;
    }
    if (f->is_file)
        j->in_memory += n;
    buf_add(&j->value, (Str){ data, n });
    f->value = buf_str(&j->value);
    return MHD_YES;
}

static void take_body(Job *j, const char *data, size_t n)
{
    j->taken += n;
    if (j->taken > j->limit) {
        j->rq.too_large = true;                         /* read on without keeping, so that the answer gets through */
        return;
    }
    if (!j->form)
        buf_add(&j->body, (Str){ data, n });
    else if (MHD_post_process(j->form, data, n) != MHD_YES)
        j->bad_form = true;
}

static bool is_form(const HttpRequest *rq)
{
    Str type = http_header(rq, "Content-Type");

    return (type.n >= 33 && !strncasecmp(type.p, "application/x-www-form-urlencoded", 33))
        || (type.n >= 19 && !strncasecmp(type.p, "multipart/form-data", 19));
}

static void end_body(Job *j)
{
    if (j->form && MHD_destroy_post_processor(j->form) != MHD_YES && !j->rq.too_large)
        j->bad_form = true;
    j->form = NULL;
    j->rq.body = buf_str(&j->body);
}

/* --- workers -------------------------------------------------------------------------------------- */

static bool enqueue(Job *j)
{
    Http *h = j->h;
    bool room;

    pthread_mutex_lock(&h->lock);
    room = h->queued < h->config.queue && !h->ending;
    if (room) {
        atomic_store(&j->state, QUEUED);
        MHD_suspend_connection(j->c);                   /* before a worker can see the job */
        j->next = NULL;
        *h->last = j;
        h->last = &j->next;
        h->queued++;
        pthread_cond_signal(&h->work);
    }
    pthread_mutex_unlock(&h->lock);
    return room;
}

static void *work(void *arg)
{
    Http *h = arg;

    for (;;) {
        Job *j;

        pthread_mutex_lock(&h->lock);
        while (!h->first && !h->ending)
            pthread_cond_wait(&h->work, &h->lock);
        j = h->first;
        if (j) {
            h->first = j->next;
            if (!h->first)
                h->last = &h->first;
            h->queued--;
        }
        pthread_mutex_unlock(&h->lock);
        if (!j)
            return NULL;
        h->config.handler(h->config.app, &j->rq, &j->rs);
        atomic_store(&j->state, DONE);
        MHD_resume_connection(j->c);
    }
}

/* --- connections ---------------------------------------------------------------------------------- */

static Peer *peer_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void on_connection(void *arg, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode code)
{
    Http *h = arg;
    Peer *p;

    pthread_mutex_lock(&h->peers_lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);

        p = calloc(1, sizeof *p);                       /* lives as long as the connection, which has no arena */
        if (p) {
            *p = (Peer){ .next = h->peers.next, .prev = &h->peers, .fd = info->connect_fd, .since = seconds() };
            p->next->prev = p;
            h->peers.next = p;
        }
        *context = p;
    } else if ((p = *context)) {
        p->next->prev = p->prev;
        p->prev->next = p->next;
        free(p);
        *context = NULL;
    }
    pthread_mutex_unlock(&h->peers_lock);
}

static void mark(Job *j, bool waiting, bool body)
{
    if (!j->peer)
        return;
    pthread_mutex_lock(&j->h->peers_lock);
    j->peer->since = waiting ? seconds() : 0;
    j->peer->body_since = body ? (j->peer->body_since ? j->peer->body_since : seconds()) : 0;
    j->peer->body = body ? j->taken : 0;
    pthread_mutex_unlock(&j->h->peers_lock);
}

/* MHD limits silence only; this limits the whole head and the rate of a body. */
static void *sweep(void *arg)
{
    Http *h = arg;

    while (!atomic_load(&h->closing)) {
        time_t now = seconds();
        struct timespec nap = { .tv_nsec = 250 * 1000 * 1000 };

        pthread_mutex_lock(&h->peers_lock);
        for (Peer *p = h->peers.next; p != &h->peers; p = p->next) {
            time_t body = p->body_since ? now - p->body_since - BODY_GRACE_SECONDS : 0;

            if ((p->since && now - p->since > (time_t)h->config.head_seconds)
                || (body > 0 && p->body < (size_t)body * h->config.body_rate))
                shutdown(p->fd, SHUT_RDWR);
        }
        pthread_mutex_unlock(&h->peers_lock);
        nanosleep(&nap, NULL);
    }
    return NULL;
}

static void on_completed(void *arg, struct MHD_Connection *c, void **context, enum MHD_RequestTerminationCode code)
{
    Job *j = *context;

    (void)arg;
    (void)c;
    (void)code;
    if (!j)
        return;
    mark(j, true, false);
    if (j->form)
        (void)MHD_destroy_post_processor(j->form);      /* the request was broken off */
    end_spooled(j);
    if (j->rs.has_fd)
        close(j->rs.fd);                                /* never sent */
    arena_end(&j->arena);
    free(j);
    *context = NULL;
}

/* The first line as it came, before MHD decodes it: the query is wanted raw. */
static void *on_uri(void *arg, const char *uri, struct MHD_Connection *c)
{
    Job *j = calloc(1, sizeof *j);                      /* owner of the request's arena; freed in on_completed */
    const char *q = strchr(uri, '?');

    if (!j)
        return NULL;
    j->h = arg;
    j->c = c;
    j->rq.arena = j->rs.arena = j->body.arena = &j->arena;
    if (q)
        j->rq.query = str_dup(&j->arena, str_of(q + 1));
    return j;
}

static enum MHD_Result begin(Job *j, const char *url, const char *method)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(j->c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    HttpRequest *rq = &j->rq;
    size_t announced = 0;
    int64_t n;

    j->begun = true;
    j->peer = peer_of(j->c);
    mark(j, false, true);
    rq->path = str_dup(&j->arena, str_of(url));
    rq->method = !strcmp(method, "GET")    ? HTTP_GET
                 : !strcmp(method, "HEAD") ? HTTP_HEAD
                 : !strcmp(method, "POST") ? HTTP_POST
                                           : HTTP_OTHER;
    rq->from = address_of(&j->arena, info ? info->client_addr : NULL);
    MHD_get_connection_values_n(j->c, MHD_HEADER_KIND, take_pair, j);
    MHD_get_connection_values_n(j->c, MHD_GET_ARGUMENT_KIND, take_pair, j);
    MHD_get_connection_values_n(j->c, MHD_COOKIE_KIND, take_pair, j);
    if (!framing_ok(rq))
        return refuse(j, 400, S("Bad request framing.\n"));
    j->limit = j->h->config.max_body ? j->h->config.max_body(j->h->config.app, rq) : DEFAULT_BODY;
    if (str_int(http_header(rq, "Content-Length"), &n) && n > 0)
        announced = (size_t)n;
    if (announced > j->limit && announced > 8 * 1024 * 1024)
        return refuse(j, 413, S("Request too large.\n"));       /* not worth reading to its end */
    if (is_form(rq)) {
        j->form = MHD_create_post_processor(j->c, 32 * 1024, take_field, j);
        if (!j->form)
            return refuse(j, 400, S("Bad form encoding.\n"));
    }
    return MHD_YES;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *data, size_t *n, void **context)
{
    Job *j = *context;

    (void)arg;
    (void)c;
    (void)version;
    if (!j)
        return MHD_NO;
    if (!j->begun)
        return begin(j, url, method);
    if (atomic_load(&j->state) == DONE)
        return send_response(j);
    if (atomic_load(&j->state) != TAKING)
        return MHD_YES;
    if (*n > 0) {
        take_body(j, data, *n);
        *n = 0;
        mark(j, false, true);
        return MHD_YES;
    }
    mark(j, false, false);
    end_body(j);
    if (j->bad_form)
        return refuse(j, 400, S("Bad form.\n"));
    if (j->rq.no_room)
        return refuse(j, 507, S("Máy chủ không còn chỗ để nhận tệp; chưa lưu gì. Hãy báo quản trị hệ thống. No room for the upload.\n"));
    if (!enqueue(j))
        return refuse(j, 503, S("Máy chủ đang bận, hãy thử lại sau giây lát. Busy, try again in a moment.\n"));
    return MHD_YES;
}

/* --- the server ----------------------------------------------------------------------------------- */

static void start_threads(Http *h)
{
    h->threads = NEW(&h->arena, pthread_t, h->config.workers);
    for (unsigned i = 0; i < h->config.workers; i++)
        if (pthread_create(&h->threads[h->n_threads], NULL, work, h) == 0)
            h->n_threads++;
    pthread_create(&h->sweeper, NULL, sweep, h);
}

static void log_mhd(void *arg, const char *fmt, va_list ap)
{
    (void)arg;                                          /* strangers cause these lines: no log of theirs */
    (void)fmt;
    (void)ap;
}

Err http_start(Http **out, const HttpConfig *config, Answer *why)
{
    Http *h = calloc(1, sizeof *h);                     /* lives as long as the server */

    *out = NULL;
    if (!h)
        return answer(why, E_IO, T("Không mở được máy chủ web vì thiếu bộ nhớ."));
    h->config = *config;
    h->config.workers = config->workers ? config->workers : (unsigned)sysconf(_SC_NPROCESSORS_ONLN) * 2;
    h->config.queue = config->queue ? config->queue : 256;
    h->config.head_seconds = config->head_seconds ? config->head_seconds : 10;
    h->config.body_rate = config->body_rate ? config->body_rate : 4096;
    h->last = &h->first;
    h->peers.next = h->peers.prev = &h->peers;
    pthread_mutex_init(&h->lock, NULL);
    pthread_mutex_init(&h->peers_lock, NULL);
    pthread_cond_init(&h->work, NULL);
    h->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        on_request, h, MHD_OPTION_EXTERNAL_LOGGER, log_mhd, NULL, MHD_OPTION_LISTEN_SOCKET, (MHD_socket)dup(config->fd),
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)IO_THREADS, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_TIMEOUT, 20U, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)65536, MHD_OPTION_URI_LOG_CALLBACK, on_uri, h,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_END);
    if (!h->daemon) {
        free(h);
        return answer(why, E_IO, T("Không mở được máy chủ web; hãy xem còn tiến trình nào đang chạy không."));
    }
    start_threads(h);
    *out = h;
    return OK;
}

void http_stop(Http *h)
{
    MHD_socket fd = MHD_quiesce_daemon(h->daemon);

    if (fd != MHD_INVALID_SOCKET)
        close(fd);
    atomic_store(&h->closing, true);
    pthread_join(h->sweeper, NULL);
    for (int i = 0; i < STOP_SECONDS * 20; i++) {
        bool busy = false;
        struct timespec nap = { .tv_nsec = 50 * 1000 * 1000 };

        pthread_mutex_lock(&h->peers_lock);
        for (Peer *p = h->peers.next; p != &h->peers; p = p->next) {
            if (p->since)
                shutdown(p->fd, SHUT_RDWR);             /* idle: nothing is lost */
            else
                busy = true;
        }
        pthread_mutex_unlock(&h->peers_lock);
        if (!busy)
            break;
        nanosleep(&nap, NULL);
    }
    pthread_mutex_lock(&h->lock);
    h->ending = true;
    pthread_cond_broadcast(&h->work);
    pthread_mutex_unlock(&h->lock);
    for (unsigned i = 0; i < h->n_threads; i++)
        pthread_join(h->threads[i], NULL);
    MHD_stop_daemon(h->daemon);
    pthread_mutex_destroy(&h->lock);
    pthread_mutex_destroy(&h->peers_lock);
    pthread_cond_destroy(&h->work);
    arena_end(&h->arena);
    free(h);
}
