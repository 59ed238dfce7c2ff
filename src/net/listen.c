/* The listening socket and the parent process that keeps it. */
#include "base/log.h"
#include "net/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

/* host:port; the last colon parts them, brackets around an IPv6 host fall away. */
static bool split(Str address, Str *host, Str *port)
{
    size_t at = address.n;

    while (at > 0 && address.p[at - 1] != ':')
        at--;
    if (at == 0)
        return false;
    *host = str_sub(address, 0, at - 1);
    *port = str_sub(address, at, address.n);
    if (str_starts(*host, S("[")) && str_ends(*host, S("]")))
        *host = str_sub(*host, 1, host->n - 1);
    return port->n > 0;
}

Err http_listen(int *fd, Str address, Answer *why)
{
    struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM }, *list = NULL;
    Str host, port;
    int one = 1;

    *fd = -1;
    if (!split(address, &host, &port)
        || getaddrinfo(host.n ? str_z(why->arena, host) : NULL, str_z(why->arena, port), &hints, &list) != 0)
        return answer(why, E_INVALID, T("Địa chỉ “%.*s” của --listen không hiểu được; hãy ghi như 127.0.0.1:8080."),
            SV(address));
    for (struct addrinfo *a = list; a && *fd < 0; a = a->ai_next) {
        int s = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

        if (s < 0)
            continue;
        setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (bind(s, a->ai_addr, a->ai_addrlen) == 0 && listen(s, BACKLOG) == 0)
            *fd = s;
        else
            close(s);
    }
    freeaddrinfo(list);
    if (*fd < 0)
        return answer(why, E_IO, T("Không mở được địa chỉ “%.*s”: có thể chương trình khác đang dùng; hãy chọn cổng khác."),
            SV(address));
    return OK;
}

Str http_address(Arena *a, int fd)
{
    struct sockaddr_storage sa = { 0 };
    socklen_t n = sizeof sa;
    char host[64] = "", port[16] = "";

    if (getsockname(fd, (struct sockaddr *)&sa, &n) != 0
        || getnameinfo((struct sockaddr *)&sa, n, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return (Str){ 0 };
    return str_fmt(a, sa.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}

static sigset_t stop_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

void http_block_stop_signals(void)
{
    sigset_t set = stop_signals();

    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void http_wait_for_stop(void)
{
    sigset_t set = stop_signals();
    int got;

    sigwait(&set, &got);
}

static pid_t start(int (*child)(void *arg), void *arg)
{
    pid_t pid = fork();

    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);               /* a child without its parent has nobody to restart it */
        _exit(child(arg));
    }
    return pid;
}

int http_parent(int (*child)(void *arg), void *arg)
{
    sigset_t set = stop_signals();
    pid_t pid;
    time_t born = time(NULL);
    int status, got;

    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    pid = start(child, arg);
    for (;;) {
        if (pid < 0)
            return 3;
        sigwait(&set, &got);
        if (got != SIGCHLD) {
            kill(pid, SIGTERM);
            waitpid(pid, &status, 0);
            return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
        }
        if (waitpid(pid, &status, WNOHANG) != pid)
            continue;
        if (WIFEXITED(status))
            return WEXITSTATUS(status);                 /* it meant to end */
        log_error("the serving process died of signal %d; starting it again", WTERMSIG(status));
        if (time(NULL) - born < 1)
            sleep(1);                                   /* dies at once: do not spin */
        born = time(NULL);
        pid = start(child, arg);
    }
}
