#include "archive/clamd.h"

#include "core/setting.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { PIECE = 1 << 20, WAIT_SECONDS = 60 };

static bool send_all(int fd, const void *p, size_t n)
{
    const char *at = p;

    while (n) {
        ssize_t put = send(fd, at, n, MSG_NOSIGNAL);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        n -= (size_t)put;
    }
    return true;
}

/* The INSTREAM command: pieces with their length, an empty piece, then one line of answer. */
static bool ask(int fd, Str bytes, Str *line, char *buf, size_t size)
{
    uint32_t zero = 0;
    size_t got = 0;
    ssize_t n;

    if (!send_all(fd, "zINSTREAM", 10))
        return false;
    for (size_t at = 0; at < bytes.n; at += PIECE) {
        Str piece = str_sub(bytes, at, at + PIECE);
        uint32_t length = htonl((uint32_t)piece.n);

        if (!send_all(fd, &length, 4) || !send_all(fd, piece.p, piece.n))
            return false;
    }
    if (!send_all(fd, &zero, 4))
        return false;
    while (got < size && (n = recv(fd, buf + got, size - got, 0)) > 0)
        got += (size_t)n;
    *line = (Str){ buf, got };
    return got > 0;
}

Err clamd_check(Ctx *c, Str name, Str bytes)
{
    struct sockaddr_un sa = { .sun_family = AF_UNIX };
    struct timeval wait = { .tv_sec = WAIT_SECONDS };
    char buf[512];
    Str path, line = { 0 };
    size_t at;
    bool done;
    int fd;

    TRY(setting_get(c, "archive.clamd", &path));
    if (!path.n)
        return OK;
    if (path.n >= sizeof sa.sun_path)
        return fail(c, E_STATE, T("Thiết lập archive.clamd dài quá; hãy ghi đường dẫn socket của clamd."));
    memcpy(sa.sun_path, path.p, path.n);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);     /* without it the wait is clamd's own */
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    done = fd >= 0 && connect(fd, (struct sockaddr *)&sa, sizeof sa) == 0 && ask(fd, bytes, &line, buf, sizeof buf);
    if (fd >= 0)
        close(fd);
    if (done && str_find(line, S(" FOUND"), &at))
        return fail(c, E_INVALID, T("Phần mềm diệt vi-rút chặn tệp “%.*s”; hãy quét máy của bạn rồi nộp bản sạch."), SV(name));
    if (!done || !str_find(line, S("stream: OK"), &at))
        return fail(c, E_STATE, T("Chưa kiểm tra được vi-rút của tệp “%.*s” nên chưa nhận; hãy thử lại sau, hoặc báo quản trị hệ thống xem lại clamd."),
            SV(name));
    return OK;
}
