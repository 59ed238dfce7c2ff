#include "intake/intake.h"
#include "intake/read.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 64 << 20 };

/* The whole file into the arena. */
static Err load(Ctx *c, Str path, Str *out)
{
    struct stat st;
    int fd = open(str_z(c->arena, path), O_RDONLY | O_CLOEXEC);
    size_t n = 0;
    char *p;

    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (fd >= 0)
            close(fd);
        return fail(c, E_NOT_FOUND, T("Không mở được tệp “%.*s”; hãy kiểm tra đường dẫn và quyền đọc."), SV(path));
    }
    if (st.st_size > MAX_FILE) {
        close(fd);
        return fail(c, E_LIMIT, T("Tệp “%.*s” lớn quá 64 MB; hãy tách thành các tệp nhỏ hơn."), SV(path));
    }
    p = NEW(c->arena, char, (size_t)st.st_size + 1);
    while (n < (size_t)st.st_size) {
        ssize_t got = read(fd, p + n, (size_t)st.st_size - n);

        if (got <= 0 && errno != EINTR)
            break;
        n += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    *out = (Str){ p, n };
    return OK;
}

static Str base_name(Str path)
{
    for (size_t i = path.n; i-- > 0;)
        if (path.p[i] == '/')
            return str_sub(path, i + 1, path.n);
    return path;
}

static Err run_read(Ctx *c, const Args *args, Buf *out)
{
    Str path = args_operand(args, 0), bytes;
    Reading r;

    TRY(load(c, path, &bytes));
    TRY(intake_read(&r, c->arena, base_name(path), bytes, &c->answer));
    if (args_has(args, "json"))
        intake_json(&r, base_name(path), out);
    else
        intake_summary(&r, c->arena, out);
    return OK;
}

const Command intake_commands[] = {
    { "intake read", "FILE", CMD_PURE, NULL, run_read, T("đọc một văn bản thành dữ liệu có cấu trúc (không ghi gì)") },
    { 0 },
};
