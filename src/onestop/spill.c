#include "onestop/spill.h"

#include "onestop/slab.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int nameless_file(void)
{
    const char *folder = getenv("TMPDIR");
    int fd = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    return fd >= 0 ? fd : memfd_create("dossiers", MFD_CLOEXEC);
}

bool spill_begin(Spill *s, Arena *a)
{
    *s = (Spill){ .text.arena = a, .fd = nameless_file() };
    return s->fd >= 0;
}

void spill_now(Spill *s)
{
    for (size_t at = 0; at < s->text.n && !s->full;) {
        ssize_t n = write(s->fd, s->text.p + at, s->text.n - at);

        s->full = n < 0 && errno != EINTR;
        at += n > 0 ? (size_t)n : 0;
    }
    s->written += s->text.n;
    s->text.n = 0;
}

void spill_drop(Spill *s)
{
    close(s->fd);
}

Err spill_end(Spill *s, Str *out, Str file, Answer *why)
{
    bool mapped;

    spill_now(s);
    mapped = !s->full && s->written && slab_map_file(s->fd, s->written, out);
    close(s->fd);
    if (s->full)
        return answer(why, E_IO, T("Không đủ chỗ trên đĩa để đọc tệp %.*s; hãy dọn thư mục tạm hoặc đặt TMPDIR sang đĩa khác."), SV(file));
    if (!s->written)
        return answer(why, E_INVALID, T("Tệp %.*s không có dòng nào; cần một dòng đầu có tên các cột."), SV(file));
    return mapped ? OK : answer(why, E_IO, T("Không đọc được tệp %.*s."), SV(file));
}
