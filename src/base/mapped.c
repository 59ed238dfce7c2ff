#include "base/mapped.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static Err map(Mapped *m, int fd, Str path, Answer *why)
{
    struct stat st;
    void *p;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return answer(why, E_INVALID, T("“%.*s” không phải là tệp thường; hãy chỉ đúng một tệp dữ liệu."), SV(path));
    if (st.st_size == 0)
        return OK;
    p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return answer(why, E_IO, T("Không đọc được tệp “%.*s”; hãy kiểm tra ổ đĩa rồi làm lại."), SV(path));
    (void)madvise(p, (size_t)st.st_size, MADV_WILLNEED);        /* only a hint */
    m->text = (Str){ p, (size_t)st.st_size };
    return OK;
}

Err mapped_open(Mapped *m, Str path, Answer *why)
{
    int fd = open(str_z(why->arena, path), O_RDONLY | O_CLOEXEC);
    Err e;

    if (fd < 0)
        return answer(why, E_NOT_FOUND,
                      T("Không mở được tệp “%.*s”; hãy kiểm tra đường dẫn và quyền đọc."), SV(path));
    e = map(m, fd, path, why);
    close(fd);
    return e;
}

void mapped_close(Mapped *m)
{
    if (m->text.n)
        munmap((void *)m->text.p, m->text.n);
    *m = (Mapped){ 0 };
}
