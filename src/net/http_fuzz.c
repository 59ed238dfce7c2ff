#include "net/http.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SILENCE_MS = 300 };

/* Whatever a request is, what the handler is given can be read from end to end, and says what it is. */
static size_t touch(Str s)
{
    size_t sum = 0;

    for (size_t i = 0; i < s.n; i++)
        sum += (unsigned char)s.p[i];
    return sum;
}

static void look(void *app, const HttpRequest *rq, HttpResponse *rs)
{
    const HttpPairs *all[] = { &rq->headers, &rq->args, &rq->cookies };
    size_t sum = touch(rq->path) + touch(rq->query) + touch(rq->body);

    (void)app;
    for (size_t k = 0; k < COUNT(all); k++)
        for (size_t i = 0; i < all[k]->n; i++)
            sum += touch(all[k]->v[i].name) + touch(all[k]->v[i].value);
    for (size_t i = 0; i < rq->fields.n; i++) {
        const HttpField *f = &rq->fields.v[i];

        sum += touch(f->name) + touch(f->value) + touch(f->file_name) + touch(f->type);
        if (f->size < 0 || (!f->path.n && (size_t)f->size != f->value.n))
            abort();
    }
    rs->body = str_fmt(rs->arena, "%zu", sum);
    http_add(rs, "X-Path", rq->path);
}

static unsigned short serve(void)
{
    static Arena arena;                                 /* as long as the process: one server for all inputs */
    Answer why = { .arena = &arena };
    Str address;
    int64_t port = 0;
    Http *h;
    int fd;

    if (http_listen(&fd, S("127.0.0.1:0"), &why) != OK || http_start(&h, &(HttpConfig){ .fd = fd, .handler = look, .workers = 1, .spool = S("/tmp") }, &why) != OK)
        abort();
    address = http_address(&arena, fd);
    if (!str_int(str_sub(address, S("127.0.0.1:").n, address.n), &port))
        abort();
    return (unsigned short)port;
}

/* The bytes go over a real connection; no answer may be broken off in its first line. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned short port;
    struct sockaddr_in sa = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct linger now = { .l_onoff = 1 };               /* no connection lingers: an input is quick */
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct pollfd p = { .fd = fd, .events = POLLIN };
    char got[4096];
    ssize_t n, total = 0;

    if (!port)
        port = serve();
    sa.sin_port = htons(port);
    if (fd < 0 || connect(fd, (struct sockaddr *)&sa, sizeof sa) != 0)
        abort();
    while (size && (n = send(fd, data, size, MSG_NOSIGNAL)) > 0) {
        data += n;
        size -= (size_t)n;
    }
    shutdown(fd, SHUT_WR);
    while (poll(&p, 1, SILENCE_MS) > 0 && (n = recv(fd, got + (total ? 5 : 0), total ? 4091 : 4096, 0)) > 0)
        total += n;
    if (total >= 5 && memcmp(got, "HTTP/", 5) != 0)
        abort();
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(fd);
    return 0;
}
