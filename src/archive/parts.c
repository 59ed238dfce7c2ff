#include "archive/parts.h"

#include "core/app.h"
#include "core/setting.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_OPEN = 30, KEEP_SECONDS = 86400, PIECE = 1 << 20, MAX_NAME = 400, ZIP_MB = 512, MB = 1 << 20 };

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static void close_dir(DIR **d)
{
    if (*d)
        closedir(*d);
}

bool part_parse(Str text, Part *out)
{
    Str size, stamp, rest;

    return str_cut(text, S("/"), &size, &rest) && str_cut(rest, S("/"), &stamp, &out->name) && str_int(size, &out->size)
        && str_int(stamp, &out->stamp) && out->size > 0 && out->name.n > 0 && out->name.n <= MAX_NAME;
}

static Str folder_of(Ctx *c)
{
    return str_fmt(c->arena, "%.*s/spool", SV(c->app->data));
}

/* part-PERSON-HASH: the hash keeps names of strangers out of the folder. */
static Str prefix_of(Ctx *c)
{
    return str_fmt(c->arena, "part-%lld-", (long long)c->user_id);
}

static const char *place_of(Ctx *c, const Part *p)
{
    unsigned char sum[16];
    char *hex = NEW(c->arena, char, 33);
    Str what = str_fmt(c->arena, "%lld/%lld/%.*s", (long long)p->size, (long long)p->stamp, SV(p->name));

    crypto_generichash(sum, sizeof sum, (const unsigned char *)what.p, what.n, NULL, 0);
    sodium_bin2hex(hex, 33, sum, sizeof sum);
    return str_z(c->arena, str_fmt(c->arena, "%.*s/%.*s%s", SV(folder_of(c)), SV(prefix_of(c)), hex));
}

/* Old parts go, of everybody; so nobody has to tidy up. *n: how many of this person stay. */
static void tidy(Ctx *c, size_t *n)
{
    Str folder = folder_of(c), mine = prefix_of(c);
    CLEANUP(close_dir) DIR *d = opendir(str_z(c->arena, folder));
    struct dirent *e;

    *n = 0;
    while (d && (e = readdir(d))) {
        struct stat st;
        Str name = str_of(e->d_name);

        if (!str_starts(name, S("part-")) || fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (c->now.ms / 1000 - st.st_mtime > KEEP_SECONDS)
            unlinkat(dirfd(d), e->d_name, 0);
        else
            *n += str_starts(name, mine);
    }
}

static Err check(Ctx *c, const Part *p)
{
    int64_t mb;

    if (!c->app->data.n || !c->user_id)
        return fail(c, E_STATE, T("Máy chủ này chưa nhận tệp theo từng đoạn; hãy gửi bằng biểu mẫu thường."));
    TRY(setting_int(c, "archive.max_mb", &mb));
    if (str_ends(p->name, S(".zip")) && mb < ZIP_MB)
        mb = ZIP_MB;
    if (p->size > mb * MB)
        return fail(c, E_LIMIT, T("Tệp “%.*s” lớn hơn mức %d MB mà kho tài liệu nhận; hãy nén ảnh trong tệp hoặc chia tệp."), SV(p->name), (int)mb);
    return OK;
}

Err part_offset(Ctx *c, const Part *p, int64_t *offset)
{
    struct stat st;
    size_t n;

    *offset = 0;
    TRY(check(c, p));
    if (stat(place_of(c, p), &st) == 0) {
        *offset = st.st_size;
        return OK;
    }
    tidy(c, &n);
    if (n >= MAX_OPEN)
        return fail(c, E_LIMIT, T("Bạn có %d tệp đang gửi dở; hãy gửi xong các tệp đó, hoặc chờ đến mai rồi gửi tiếp."), MAX_OPEN);
    return OK;
}

/* The whole piece or nothing of it. */
static bool copy(Ctx *c, int to, int64_t at, Str bytes, Str path)
{
    CLEANUP(close_fd) int from = path.n ? open(str_z(c->arena, path), O_RDONLY | O_CLOEXEC) : -1;
    SCRATCH(tmp);
    char *piece = path.n ? arena_take(&tmp, PIECE, 1) : NULL;
    off_t read_at = 0;

    if (path.n && from < 0)
        return false;
    for (;;) {
        Str s = bytes;

        if (path.n) {
            ssize_t n = pread(from, piece, PIECE, read_at);

            if (n < 0)
                return false;
            s = (Str){ piece, (size_t)n };
            read_at += n;
        }
        if (!s.n)
            return true;
        while (s.n) {
            ssize_t put = pwrite(to, s.p, s.n, at);

            if (put < 0 && errno == EINTR)
                continue;
            if (put <= 0)
                return false;
            at += put;
            s = str_sub(s, (size_t)put, s.n);
        }
        if (!path.n)
            return true;
    }
}

static Err no_room(Ctx *c)
{
    return fail(c, E_IO, T("Máy chủ chưa ghi được đoạn tệp vừa gửi (%s); phần đã nhận vẫn còn. Hãy báo quản trị hệ thống kiểm tra dung lượng đĩa rồi gửi tiếp."),
        strerror(errno));
}

Err part_append(Ctx *c, const Part *p, int64_t at, Str bytes, Str path, int64_t *offset)
{
    int64_t n = (int64_t)bytes.n;
    const char *z;
    struct stat st;

    TRY(part_offset(c, p, offset));
    if (path.n && stat(str_z(c->arena, path), &st) == 0)
        n = st.st_size;
    z = place_of(c, p);
    CLEANUP(close_fd) int fd = open(z, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return no_room(c);
    if (flock(fd, LOCK_EX) != 0 || fstat(fd, &st) != 0)
        return no_room(c);
    *offset = st.st_size;
    if (at != st.st_size || n > p->size - at)
        return fail(c, E_CONFLICT, T("Đoạn tệp vừa gửi không nối tiếp phần đã nhận; trình duyệt sẽ gửi lại từ chỗ đúng."));
    if (!copy(c, fd, at, bytes, path)) {
        Err e = no_room(c);

        if (ftruncate(fd, at) != 0)
            unlink(z);                                  /* better nothing than half a piece */
        return e;
    }
    *offset = at + n;
    return OK;
}

Err part_path(Ctx *c, const Part *p, Str *path)
{
    struct stat st;

    TRY(check(c, p));
    *path = str_of(place_of(c, p));
    if (stat(path->p, &st) == 0 && st.st_size == p->size)
        return OK;
    return fail_field(c, "file", T("Tệp “%.*s” chưa gửi xong; hãy chọn lại tệp đó để gửi tiếp phần còn thiếu."), SV(p->name));
}

void part_drop(Ctx *c, const Part *p)
{
    if (c->app->data.n && c->user_id)
        unlink(place_of(c, p));
}
