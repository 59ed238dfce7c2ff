#include "core/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static Err read_all(Str *out, Arena *a, int fd, size_t size)
{
    char *p = arena_take(a, size + 1, 1);
    size_t n = 0;

    while (n < size) {
        ssize_t got = read(fd, p + n, size - n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return E_IO;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *out = (Str){ p, n };
    return OK;
}

Err file_read(Str *out, Arena *a, Str path, size_t max, Answer *why)
{
    int fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);
    struct stat st;
    Err e;

    if (fd < 0)
        return answer(why, E_IO, T("Không mở được tệp “%.*s” (%s); hãy kiểm tra đường dẫn và quyền đọc."), SV(path), strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        e = answer(why, E_IO, T("“%.*s” không phải là một tệp."), SV(path));
    else if ((size_t)st.st_size > max)
        e = answer(why, E_LIMIT, T("Tệp “%.*s” lớn hơn giới hạn %zu MB."), SV(path), max >> 20);
    else if (read_all(out, a, fd, (size_t)st.st_size) != OK)
        e = answer(why, E_IO, T("Không đọc được tệp “%.*s”: %s."), SV(path), strerror(errno));
    else
        e = OK;
    close(fd);
    return e;
}

Err file_write(Str path, Str bytes, Answer *why)
{
    SCRATCH(tmp);
    const char *part = str_z(&tmp, str_fmt(&tmp, "%.*s.part-%d", SV(path), (int)getpid()));
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    size_t n = 0;
    bool ok = fd >= 0;

    while (ok && n < bytes.n) {
        ssize_t put = write(fd, bytes.p + n, bytes.n - n);

        ok = put > 0 || (put < 0 && errno == EINTR);
        n += put > 0 ? (size_t)put : 0;
    }
    ok = ok && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    if (ok && rename(part, str_z(&tmp, path)) == 0)
        return OK;
    unlink(part);
    return answer(why, E_IO, T("Không ghi được tệp “%.*s”: %s."), SV(path), strerror(errno));
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

void file_names(FileNames *out, Arena *a, Str folder)
{
    DIR *d = opendir(str_z(a, folder));
    struct dirent *e;

    *out = (FileNames){ 0 };
    while (d && (e = readdir(d)))
        if (e->d_name[0] != '.')
            *vec_add(a, out) = str_dup(a, str_of(e->d_name));
    if (d)
        closedir(d);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_name);
}
