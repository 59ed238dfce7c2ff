#include "system/backup.h"

#include "base/log.h"
#include "core/file.h"
#include "core/run.h"

#include <errno.h>
#include <ftw.h>
#include <sodium.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

extern char **environ;

/* Hash of a file in pieces, so that memory stays flat. False: cannot be read. */
static bool hash_file(const char *path, char hex[65])
{
    crypto_hash_sha256_state st;
    unsigned char part[65536], hash[32];
    size_t n;
    FILE *f = fopen(path, "rb");

    if (!f)
        return false;
    crypto_hash_sha256_init(&st);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        crypto_hash_sha256_update(&st, part, n);
    fclose(f);
    crypto_hash_sha256_final(&st, hash);
    sodium_bin2hex(hex, 65, hash, sizeof hash);
    return true;
}

static Err run_tool(Ctx *c, const char *const argv[])
{
    pid_t pid;
    int status;

    if (posix_spawnp(&pid, argv[0], NULL, NULL, (char *const *)argv, environ) != 0)
        return fail(c, E_IO, T("Cần chương trình %s để sao lưu PostgreSQL; hãy cài gói postgresql-client."), argv[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return OK;
    return fail(c, E_IO, T("Chương trình %s báo lỗi; xem thông báo của nó ở trên."), argv[0]);
}

static Err copy_database(Ctx *c, const char *to)
{
    if (!str_starts(c->app->db, S("sqlite:"))) {
        const char *argv[] = { "pg_dump", "-Fc", "-f", to, "-d", str_z(c->arena, c->app->db), NULL };

        return run_tool(c, argv);
    }
    Db *db;
    Err e;

    TRY(store_reader(c->app->store, &db, &c->answer));
    e = db_copy_to(db, to);
    if (e != OK)
        log_error("backup: %s", db_error(db));
    store_give_back(c->app->store, db);
    return e == OK ? OK : fail(c, e, T("Không sao chép được cơ sở dữ liệu; hãy kiểm tra dung lượng đĩa."));
}

/* nftw has no user pointer: the walk of one backup at a time (a command) fills this. */
static struct Walk {
    Ctx *c;
    size_t base;
    VEC(Str) files;
} walk;

static int visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)ftw;
    if (type == FTW_F)
        *vec_add(walk.c->arena, &walk.files) = str_dup(walk.c->arena, str_of(path + walk.base));
    return 0;
}

static bool add_member(zip_t *z, const char *path, Str name, Buf *manifest)
{
    SCRATCH(tmp);
    char hex[65];
    zip_source_t *src;
    zip_int64_t at;

    if (!hash_file(path, hex) || !(src = zip_source_file(z, path, 0, -1)))
        return false;
    at = zip_file_add(z, str_z(&tmp, name), src, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(src);
        return false;
    }
    buf_fmt(manifest, "%s  %.*s\n", hex, SV(name));
    return true;
}

static bool write_zip(Ctx *c, const char *part, const char *copy)
{
    int code;
    zip_t *z = zip_open(part, ZIP_CREATE | ZIP_TRUNCATE, &code);
    Buf manifest = { .arena = c->arena };
    bool ok = z && add_member(z, copy, S("thuocdo.db"), &manifest);

    for (size_t i = 0; ok && i < walk.files.n; i++) {
        Str name = walk.files.v[i];

        ok = add_member(z, str_z(c->arena, str_fmt(c->arena, "%.*s/%.*s", SV(c->app->data), SV(name))), name, &manifest);
    }
    if (ok) {
        zip_source_t *src = zip_source_buffer(z, manifest.p, manifest.n, 0);

        ok = src && zip_file_add(z, "MANIFEST", src, ZIP_FL_ENC_UTF_8) >= 0;
    }
    if (z && !ok)
        zip_discard(z);
    return ok && zip_close(z) == 0;
}

Err backup_make(Ctx *c, Str to, Str *made)
{
    struct stat st;
    Str stamp = moment_iso(c->arena, c->now);
    const char *copy, *part;
    Err e;

    *made = to;
    if (stat(str_z(c->arena, to), &st) == 0 && S_ISDIR(st.st_mode))
        *made = str_fmt(c->arena, "%.*s/thuocdo-%.*s.zip", SV(to), SV(str_replace(c->arena, str_sub(stamp, 0, 19), S(":"), S(""))));
    part = str_z(c->arena, str_fmt(c->arena, "%.*s.part", SV(*made)));
    copy = str_z(c->arena, str_fmt(c->arena, "%.*s.db.part", SV(*made)));
    unlink(copy);
    e = copy_database(c, copy);
    if (e == OK) {
        const char *files = str_z(c->arena, str_fmt(c->arena, "%.*s/files", SV(c->app->data)));

        walk = (struct Walk){ .c = c, .base = c->app->data.n + 1 };
        if (c->app->data.n && nftw(files, visit, 16, FTW_PHYS) != 0 && errno != ENOENT)
            e = fail(c, E_IO, T("Không đọc được thư mục tệp của dữ liệu."));
    }
    if (e == OK && (!write_zip(c, part, copy) || rename(part, str_z(c->arena, *made)) != 0))
        e = fail(c, E_IO, T("Không ghi được bản sao lưu “%.*s”; hãy kiểm tra thư mục và dung lượng đĩa."), SV(*made));
    unlink(copy);
    unlink(part);
    return e;
}

/* A member's name may not lead out of the folder. */
static bool safe_name(Str name)
{
    size_t at;

    if (str_eq(name, S("thuocdo.db")))
        return true;
    return str_starts(name, S("files/")) && !str_find(name, S(".."), &at) && !str_find(name, S("//"), &at);
}

static bool make_parents(char *path)
{
    for (char *p = path + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            if (mkdir(path, 0750) != 0 && errno != EEXIST)
                return false;
            *p = '/';
        }
    return true;
}

static bool extract(zip_t *z, const char *name, const char *to)
{
    zip_file_t *in = zip_fopen(z, name, 0);
    FILE *out = in ? fopen(to, "wb") : NULL;
    char part[65536];
    zip_int64_t n = -1;
    bool ok = out != NULL;

    while (ok && (n = zip_fread(in, part, sizeof part)) > 0)
        ok = fwrite(part, 1, (size_t)n, out) == (size_t)n;
    if (in)
        zip_fclose(in);
    if (out && fclose(out) != 0)
        ok = false;
    return ok && n == 0;
}

static Err restore_member(Ctx *c, zip_t *z, Str line, Str folder)
{
    Str name = str_sub(line, 66, line.n);
    char *to = (char *)str_z(c->arena, str_fmt(c->arena, "%.*s/%.*s", SV(folder), SV(name)));
    char hex[65];

    if (line.n < 67 || !safe_name(name))
        return fail(c, E_INVALID, T("Bản sao lưu có tên tệp không hợp lệ “%.*s”; không khôi phục gì."), SV(name));
    if (!make_parents(to) || !extract(z, str_z(c->arena, name), to))
        return fail(c, E_IO, T("Không lấy được “%.*s” từ bản sao lưu."), SV(name));
    if (!hash_file(to, hex) || !str_eq(str_of(hex), str_sub(line, 0, 64)))
        return fail(c, E_INVALID, T("Bản sao lưu hỏng: “%.*s” không khớp mã băm; không khôi phục gì."), SV(name));
    return OK;
}

static Err restore_all(Ctx *c, zip_t *z, Str folder)
{
    const char *list = str_z(c->arena, str_fmt(c->arena, "%.*s/MANIFEST", SV(folder)));
    Str text, line;

    if (mkdir(str_z(c->arena, folder), 0750) != 0)
        return fail(c, E_IO, T("Không tạo được thư mục “%.*s”."), SV(folder));
    if (!extract(z, "MANIFEST", list))
        return fail(c, E_INVALID, T("Tệp này không phải bản sao lưu của Thước Đo (thiếu MANIFEST)."));
    TRY(file_read(&text, c->arena, str_of(list), 256 << 20, &c->answer));
    while (text.n) {
        (void)str_cut(text, S("\n"), &line, &text);         /* ends with a line end */
        if (line.n)
            TRY(restore_member(c, z, line, folder));
    }
    unlink(list);
    return OK;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static Err restore_pg(Ctx *c, Str folder)
{
    const char *dump = str_z(c->arena, str_fmt(c->arena, "%.*s/thuocdo.db", SV(folder)));
    const char *argv[] = { "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "-d", str_z(c->arena, c->app->db),
        dump, NULL };

    TRY(run_tool(c, argv));
    unlink(dump);
    return OK;
}

Err backup_restore(Ctx *c, Str file, Str data)
{
    int code;
    Str part = str_fmt(c->arena, "%.*s.restoring", SV(data));
    zip_t *z;
    Err e;

    if (rmdir(str_z(c->arena, data)) != 0 && errno != ENOENT)
        return fail(c, E_STATE, T("Thư mục “%.*s” không trống; hãy chọn một thư mục mới để khôi phục."), SV(data));
    z = zip_open(str_z(c->arena, file), ZIP_RDONLY, &code);
    if (!z)
        return fail(c, E_INVALID, T("Không mở được bản sao lưu “%.*s”."), SV(file));
    nftw(str_z(c->arena, part), remove_one, 16, FTW_DEPTH | FTW_PHYS);
    e = restore_all(c, z, part);
    zip_discard(z);
    if (e == OK && !str_starts(c->app->db, S("sqlite:")))
        e = restore_pg(c, part);
    if (e == OK && rename(str_z(c->arena, part), str_z(c->arena, data)) != 0)
        e = fail(c, E_IO, T("Không đổi được tên thư mục đã khôi phục thành “%.*s”."), SV(data));
    if (e != OK)
        nftw(str_z(c->arena, part), remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return e;
}
