#include "archive/blob.h"

#include "core/app.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 20, SWEEP_SECONDS = 86400 };

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static Str hex_of(Arena *a, crypto_hash_sha256_state *st)
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    char *hex = NEW(a, char, 65);

    crypto_hash_sha256_final(st, sum);
    sodium_bin2hex(hex, 65, sum, sizeof sum);
    return (Str){ hex, 64 };
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t put = write(fd, p, n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        p += put;
        n -= (size_t)put;
    }
    return true;
}

static Err no_room(Ctx *c)
{
    return fail(c, E_IO, T("Chưa lưu được tệp vào kho (%s); dữ liệu cũ vẫn nguyên vẹn. Hãy báo quản trị hệ thống kiểm tra dung lượng đĩa."),
        strerror(errno));
}

Str blob_path(Ctx *c, Str sha)
{
    if (!c->app->data.n)
        return (Str){ 0 };
    return str_fmt(c->arena, "%.*s/files/%.2s/%.2s/%.*s", SV(c->app->data), sha.p, sha.p + 2, SV(sha));
}

/* --- taking --------------------------------------------------------------------------------------- */

/* From in to out (-1: nowhere), hashing. Memory stays flat. */
static Err pour(Ctx *c, int in, int out, int64_t max, Upload *up)
{
    SCRATCH(tmp);
    char *piece = arena_take(&tmp, PIECE, 1);
    crypto_hash_sha256_state st;
    ssize_t n;

    crypto_hash_sha256_init(&st);
    up->size = 0;
    while ((n = read(in, piece, PIECE)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(c, E_IO, T("Không đọc được tệp “%.*s”: %s."), SV(up->name), strerror(errno));
        up->size += n;
        if (up->size > max)
            return fail(c, E_LIMIT, T("Tệp “%.*s” lớn hơn mức %d MB mà kho tài liệu nhận; hãy nén ảnh trong tệp hoặc chia tệp."),
                SV(up->name), (int)(max >> 20));
        crypto_hash_sha256_update(&st, (unsigned char *)piece, (unsigned long long)n);
        if (out >= 0 && !write_all(out, piece, (size_t)n))
            return no_room(c);
    }
    up->sha256 = hex_of(c->arena, &st);
    return OK;
}

static bool make_folder(Str path)
{
    SCRATCH(tmp);

    return mkdir(str_z(&tmp, path), 0750) == 0 || errno == EEXIST;
}

static void sync_folder(Arena *a, Str path)
{
    int fd = open(str_z(a, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        (void)fsync(fd);                                /* some file systems have no such thing; the file itself is synced */
        close(fd);
    }
}

/* The temporary file gets its name for ever. The same bytes twice rest once; their time says when they were wanted last. */
static Err place(Ctx *c, Str from, Upload *up)
{
    Str to = blob_path(c, up->sha256), dir = str_sub(to, 0, to.n - 65), top = str_sub(dir, 0, dir.n - 3);
    const char *z = str_z(c->arena, to);
    struct stat st;

    up->path = to;
    if (stat(z, &st) == 0 && st.st_size == up->size) {
        unlink(str_z(c->arena, from));
        (void)utimensat(AT_FDCWD, z, NULL, 0);          /* only keeps the sweeper away a day longer */
        return OK;
    }
    if (!make_folder(top) || !make_folder(dir) || rename(str_z(c->arena, from), z) != 0)
        return no_room(c);
    sync_folder(c->arena, dir);
    return OK;
}

static Err look_at(Ctx *c, int fd, BlobLook look, Upload *up)
{
    void *p = up->size ? mmap(NULL, (size_t)up->size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    Err e;

    if (p == MAP_FAILED)
        return fail(c, E_IO, T("Không đọc được tệp “%.*s”: %s."), SV(up->name), strerror(errno));
    e = look(c, (Str){ p, (size_t)up->size }, up);
    if (p)
        munmap(p, (size_t)up->size);
    return e;
}

/* in: the person's file, or -1 with the bytes. */
static Err take_to_folder(Ctx *c, int in, Str bytes, int64_t max, BlobLook look, Upload *up)
{
    Str files = str_fmt(c->arena, "%.*s/files", SV(c->app->data));
    char *part = (char *)str_z(c->arena, str_fmt(c->arena, "%.*s/tmp-XXXXXX", SV(files)));
    CLEANUP(close_fd) int out = make_folder(files) ? mkostemp(part, O_CLOEXEC) : -1;
    crypto_hash_sha256_state st;
    Err e = OK;

    if (out < 0)
        return no_room(c);
    if (in >= 0) {
        e = pour(c, in, out, max, up);
    } else {
        crypto_hash_sha256_init(&st);
        crypto_hash_sha256_update(&st, (const unsigned char *)bytes.p, bytes.n);
        up->sha256 = hex_of(c->arena, &st);
        up->size = (int64_t)bytes.n;
        if (!write_all(out, bytes.p, bytes.n))
            e = no_room(c);
    }
    up->path = str_of(part);
    if (e == OK)
        e = look_at(c, out, look, up);
    if (e == OK && fsync(out) != 0)
        e = no_room(c);
    if (e == OK)
        e = place(c, str_of(part), up);
    if (e != OK)
        unlink(part);
    return e;
}

Err blob_take(Ctx *c, Str path, int64_t max, BlobLook look, Upload *up)
{
    CLEANUP(close_fd) int in = open(str_z(c->arena, path), O_RDONLY | O_CLOEXEC);
    struct stat st;

    if (in < 0 || fstat(in, &st) != 0 || !S_ISREG(st.st_mode))
        return fail(c, E_IO, T("Không mở được tệp “%.*s”; hãy kiểm tra đường dẫn và quyền đọc."), SV(path));
    if (c->app->data.n)
        return take_to_folder(c, in, S(""), max, look, up);
    TRY(pour(c, in, -1, max, up));
    up->path = path;
    return look_at(c, in, look, up);
}

Err blob_take_bytes(Ctx *c, Str bytes, BlobLook look, Upload *up)
{
    crypto_hash_sha256_state st;

    if (c->app->data.n)
        return take_to_folder(c, -1, bytes, 0, look, up);
    crypto_hash_sha256_init(&st);
    crypto_hash_sha256_update(&st, (const unsigned char *)bytes.p, bytes.n);
    up->sha256 = hex_of(c->arena, &st);
    up->size = (int64_t)bytes.n;
    up->bytes = bytes;
    return look(c, bytes, up);
}

static Err store_file(Ctx *c, const Upload *up)
{
    CLEANUP(close_fd) int fd = open(str_z(c->arena, up->path), O_RDONLY | O_CLOEXEC);
    crypto_hash_sha256_state st;
    SCRATCH(tmp);
    char *piece = arena_take(&tmp, PIECE, 1);

    if (fd < 0)
        return no_room(c);
    crypto_hash_sha256_init(&st);
    for (int64_t n = 0;; n++) {
        ssize_t got = pread(fd, piece, PIECE, n * PIECE);

        if (got < 0)
            return no_room(c);
        if (got == 0)
            break;
        crypto_hash_sha256_update(&st, (unsigned char *)piece, (unsigned long long)got);
        TRY(q_file_chunk_insert(c, .sha256 = up->sha256, .n = n, .bytes = { piece, (size_t)got }));
    }
    if (!str_eq(hex_of(c->arena, &st), up->sha256))
        return fail(c, E_CONFLICT, T("Tệp “%.*s” thay đổi trong khi đang nạp; hãy nạp lại."), SV(up->name));
    return OK;
}

Err blob_store(Ctx *c, const Upload *up)
{
    if (c->app->data.n)
        return OK;
    if (up->path.n)
        return store_file(c, up);
    for (size_t at = 0; at < up->bytes.n; at += PIECE)
        TRY(q_file_chunk_insert(c, .sha256 = up->sha256, .n = (int64_t)(at / PIECE), .bytes = str_sub(up->bytes, at, at + PIECE)));
    return OK;
}

/* --- reading -------------------------------------------------------------------------------------- */

static Err missing(Ctx *c)
{
    return fail(c, E_IO, T("Tệp của tài liệu không còn nguyên trong kho; hãy báo quản trị hệ thống chạy `thuocdo verify`."));
}

static Err read_folder(Ctx *c, Str sha, BytesFn fn, void *user, int64_t *total)
{
    SCRATCH(tmp);
    CLEANUP(close_fd) int fd = open(str_z(c->arena, blob_path(c, sha)), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    char *piece = arena_take(&tmp, PIECE, 1);
    ssize_t n = -1;

    while (fd >= 0 && (n = read(fd, piece, PIECE)) > 0) {
        *total += n;
        TRY(fn(user, (Str){ piece, (size_t)n }));
    }
    return n == 0 ? OK : missing(c);
}

static Err read_pieces(Ctx *c, Str sha, BytesFn fn, void *user, int64_t *total)
{
    for (int64_t n = 0;; n++) {
        SCRATCH(tmp);
        Arena *old = c->arena;
        FileChunkGetRow row;
        bool any;
        Err e;

        c->arena = &tmp;                                /* one piece at a time */
        e = q_file_chunk_get(c, &row, &any, .sha256 = sha, .n = n);
        c->arena = old;
        if (e != OK || !any)
            return e;
        *total += (int64_t)row.bytes.n;
        TRY(fn(user, row.bytes));
    }
}

Err blob_read(Ctx *c, Str sha, int64_t size, BytesFn fn, void *user)
{
    int64_t total = 0;

    TRY(c->app->data.n ? read_folder(c, sha, fn, user, &total) : read_pieces(c, sha, fn, user, &total));
    return total == size ? OK : missing(c);
}

static Err gather(void *user, Str piece)
{
    Str *whole = user;

    if (whole->n < piece.n)
        return E_LIMIT;
    memcpy((char *)(uintptr_t)whole->p, piece.p, piece.n);
    whole->p += piece.n;
    whole->n -= piece.n;
    return OK;
}

Err blob_all(Ctx *c, Str sha, int64_t size, Str *out)
{
    char *p = arena_take(c->arena, (size_t)size + 1, 1);
    Str left = { p, (size_t)size };
    Err e = blob_read(c, sha, size, gather, &left);

    *out = (Str){ p, (size_t)size };
    return e == E_LIMIT ? missing(c) : e;
}

Err blob_there(Ctx *c, const DocumentFileRow *f, Buf *findings, Str *out, bool *there)
{
    Err e = blob_all(c, f->sha256, f->size, out);

    *there = e == OK;
    if (e != E_IO)
        return e;
    buf_fmt(findings, tr(c->answer.lang, T("Tài liệu %lld, tệp “%.*s”: %.*s\n")), (long long)f->document_id, SV(f->name), SV(c->answer.text));
    ctx_forget(c);
    return OK;
}

static Err write_piece(void *user, Str piece)
{
    return write_all(*(int *)user, piece.p, piece.n) ? OK : E_IO;
}

Err blob_open(Ctx *c, Str sha, int64_t size, int *fd)
{
    const char *tmp = getenv("TMPDIR");
    struct stat st;
    Err e;

    if (c->app->data.n) {
        *fd = open(str_z(c->arena, blob_path(c, sha)), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (*fd >= 0 && fstat(*fd, &st) == 0 && st.st_size == size)
            return OK;
        close_fd(fd);
        return missing(c);
    }
    *fd = open(tmp && *tmp ? tmp : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return no_room(c);
    e = blob_read(c, sha, size, write_piece, fd);
    if (e != OK)
        close_fd(fd);
    return e;
}

static Err hash_piece(void *user, Str piece)
{
    crypto_hash_sha256_update(user, (const unsigned char *)piece.p, piece.n);
    return OK;
}

Err blob_check(Ctx *c, Str sha, int64_t size, bool deep, const char **wrong)
{
    crypto_hash_sha256_state st;
    struct stat s;
    Err e;

    *wrong = NULL;
    if (c->app->data.n && (stat(str_z(c->arena, blob_path(c, sha)), &s) != 0 || s.st_size != size)) {
        *wrong = T("không có trong kho hoặc bị cắt ngắn");
        return OK;
    }
    if (!deep && c->app->data.n)
        return OK;
    crypto_hash_sha256_init(&st);
    e = blob_read(c, sha, size, hash_piece, &st);
    if (e == E_DB)
        return e;
    if (e != OK)
        *wrong = T("không có trong kho hoặc bị cắt ngắn");
    else if (!str_eq(hex_of(c->arena, &st), sha))
        *wrong = T("đã bị thay đổi: mã băm không khớp");
    c->answer.code = OK;
    return OK;
}

/* --- sweeping ------------------------------------------------------------------------------------- */

typedef struct Sweep {
    Ctx *c;
    bool now, look;             /* look: only counted */
    int64_t n, bytes;
} Sweep;

static Err sweep_file(Sweep *s, Str path, Str name)
{
    struct stat st;
    const char *z = str_z(s->c->arena, path);
    DocumentFileKnownRow known = { 0 };

    if (lstat(z, &st) != 0 || !S_ISREG(st.st_mode))
        return OK;
    if (!s->now && s->c->now.ms / 1000 - st.st_mtime < SWEEP_SECONDS)
        return OK;                                      /* its write may still be on the way */
    if (name.n == 64)
        TRY(q_document_file_known(s->c, &known, .sha256 = name));
    if (!known.n && (s->look || unlink(z) == 0)) {
        s->n++;
        s->bytes += st.st_size;
    }
    return OK;
}

static void close_dir(DIR **d)
{
    if (*d)
        closedir(*d);
}

/* depth 2: files/, 1: aa/, 0: bb/. Temporary files lie in files/ itself. */
static Err sweep_folder(Sweep *s, Str folder, int depth)
{
    CLEANUP(close_dir) DIR *d = opendir(str_z(s->c->arena, folder));
    struct dirent *e;

    while (d && (e = readdir(d))) {
        Str name = str_dup(s->c->arena, str_of(e->d_name)), path = str_fmt(s->c->arena, "%.*s/%.*s", SV(folder), SV(name));

        if (depth && name.n == 2 && name.p[0] != '.')
            TRY(sweep_folder(s, path, depth - 1));
        else if (depth == 0 || (depth == 2 && str_starts(name, S("tmp-"))))
            TRY(sweep_file(s, path, name));
    }
    return OK;
}

Err blob_orphans(Ctx *c, int64_t *n, int64_t *bytes)
{
    Sweep s = { .c = c, .look = true };
    FileChunkOrphansRows rows;

    if (c->app->data.n)
        TRY(sweep_folder(&s, str_fmt(c->arena, "%.*s/files", SV(c->app->data)), 2));
    TRY(q_file_chunk_orphans(c, &rows));
    *n = s.n + (int64_t)rows.n;
    *bytes = s.bytes;
    return OK;
}

Err blob_sweep(Ctx *c, bool now, int64_t *n, int64_t *bytes)
{
    Sweep s = { .c = c, .now = now };
    FileChunkOrphansRows rows;

    if (c->app->data.n)
        TRY(sweep_folder(&s, str_fmt(c->arena, "%.*s/files", SV(c->app->data)), 2));
    TRY(q_file_chunk_orphans(c, &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(q_file_chunk_remove(c, .sha256 = rows.v[i].sha256));
    *n = s.n + (int64_t)rows.n;
    *bytes = s.bytes;
    return OK;
}
