#include "doc/zip.h"

#include <stdint.h>
#include <zip.h>

enum { MAX_ENTRIES = 4096, CHUNK = 65536, BOMB_FLOOR = 8 << 20, BOMB_RATIO = 250 };
static const size_t DEFAULT_BYTES = (size_t)256 << 20;

struct ZipIn {
    zip_t *zip;
    Str file;
    size_t left;                /* bytes that may still be unpacked */
};

static Err broken(ZipIn *z, Answer *why)
{
    return answer(why, E_INVALID, T("Tệp “%.*s” bị hỏng hoặc bị cắt cụt; hãy mở và lưu lại rồi nộp lần nữa."), SV(z->file));
}

static Err too_large(ZipIn *z, Answer *why)
{
    return answer(why, E_LIMIT, T("Tệp “%.*s” quá lớn sau khi giải nén; hãy chia thành nhiều tệp nhỏ hơn."), SV(z->file));
}

Err zip_in_open(ZipIn **out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why)
{
    zip_error_t ze;
    zip_source_t *src;
    ZipIn *z = NEW(a, ZipIn, 1);

    *out = NULL;
    z->file = file;
    z->left = budget && budget->bytes ? budget->bytes : DEFAULT_BYTES;
    zip_error_init(&ze);
    src = zip_source_buffer_create(bytes.p, bytes.n, 0, &ze);
    z->zip = src ? zip_open_from_source(src, ZIP_RDONLY, &ze) : NULL;
    zip_error_fini(&ze);
    if (!z->zip) {
        if (src)
            zip_source_free(src);
        return broken(z, why);
    }
    *out = z;
    if (zip_get_num_entries(z->zip, 0) > MAX_ENTRIES) {
        zip_in_end(out);
        return answer(why, E_LIMIT, T("Tệp “%.*s” chứa quá nhiều phần bên trong; tệp này không được nhận."), SV(file));
    }
    return OK;
}

void zip_in_end(ZipIn **z)
{
    if (*z)
        zip_discard((*z)->zip);
    *z = NULL;
}

bool zip_in_has(const ZipIn *z, const char *name)
{
    return zip_name_locate(z->zip, name, ZIP_FL_NOCASE) >= 0;
}

size_t zip_in_count(const ZipIn *z)
{
    zip_int64_t n = zip_get_num_entries(z->zip, 0);

    return n > 0 ? (size_t)n : 0;
}

Str zip_in_name(const ZipIn *z, Arena *a, size_t i)
{
    return str_dup(a, str_of(zip_get_name(z->zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS)));
}

/* What the archive says about the part; what really comes out is counted again while reading. */
static Err look(ZipIn *z, const char *name, zip_stat_t *st, Answer *why)
{
    zip_int64_t at = zip_name_locate(z->zip, name, ZIP_FL_NOCASE);

    if (at < 0)
        return answer(why, E_NOT_FOUND, T("Tệp “%.*s” thiếu phần “%s” bên trong; tệp bị hỏng hoặc không đúng loại."),
            SV(z->file), name);
    if (zip_stat_index(z->zip, (zip_uint64_t)at, 0, st) || !(st->valid & ZIP_STAT_SIZE))
        return broken(z, why);
    if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) && st->encryption_method != ZIP_EM_NONE)
        return answer(why, E_INVALID, T("Tệp “%.*s” được đặt mật khẩu; hãy bỏ mật khẩu rồi nộp lại."), SV(z->file));
    if (st->size > z->left)
        return too_large(z, why);
    return OK;
}

static bool bomb(const zip_stat_t *st, size_t unpacked)
{
    return unpacked > BOMB_FLOOR && (st->valid & ZIP_STAT_COMP_SIZE) && unpacked / BOMB_RATIO > st->comp_size;
}

static Err pump(ZipIn *z, const zip_stat_t *st, zip_file_t *f, ZipChunkFn chunk, void *user, Answer *why)
{
    char buf[CHUNK];
    size_t total = 0;
    zip_int64_t n;

    while ((n = zip_fread(f, buf, sizeof buf)) > 0) {
        total += (size_t)n;
        if ((size_t)n > z->left)
            return too_large(z, why);
        z->left -= (size_t)n;
        if (bomb(st, total))
            return answer(why, E_LIMIT, T("Tệp “%.*s” nén bất thường (bom nén); tệp này không được nhận."), SV(z->file));
        TRY(chunk(user, (Str){ buf, (size_t)n }));
    }
    return n < 0 ? broken(z, why) : OK;
}

Err zip_in_each(ZipIn *z, const char *name, ZipChunkFn chunk, void *user, Answer *why)
{
    zip_stat_t st;
    zip_file_t *f;
    Err e;

    TRY(look(z, name, &st, why));
    if (bomb(&st, st.size))
        return answer(why, E_LIMIT, T("Tệp “%.*s” nén bất thường (bom nén); tệp này không được nhận."), SV(z->file));
    f = zip_fopen_index(z->zip, st.index, 0);
    if (!f)
        return broken(z, why);
    e = pump(z, &st, f, chunk, user, why);
    (void)zip_fclose(f);                                /* the checksum was compared at the last read */
    return e;
}

static Err keep(void *user, Str chunk)
{
    buf_add(user, chunk);
    return OK;
}

Err zip_in_part(ZipIn *z, Arena *a, const char *name, Str *out, Answer *why)
{
    Buf b = { .arena = a };

    TRY(zip_in_each(z, name, keep, &b, why));
    *out = buf_str(&b);
    return OK;
}

struct ZipOut {
    Arena *arena;
    zip_t *zip;
    zip_source_t *src;
    bool failed;
};

ZipOut *zip_out_begin(Arena *a)
{
    ZipOut *z = NEW(a, ZipOut, 1);
    zip_error_t ze;

    zip_error_init(&ze);
    z->arena = a;
    z->src = zip_source_buffer_create(NULL, 0, 0, &ze);
    if (z->src)
        zip_source_keep(z->src);                        /* read back after zip_close() */
    z->zip = z->src ? zip_open_from_source(z->src, ZIP_TRUNCATE, &ze) : NULL;
    z->failed = !z->zip;
    zip_error_fini(&ze);
    return z;
}

void zip_out_add(ZipOut *z, const char *name, Str bytes)
{
    zip_source_t *part;
    zip_int64_t at;

    if (z->failed)
        return;
    part = zip_source_buffer(z->zip, bytes.p, bytes.n, 0);
    at = part ? zip_file_add(z->zip, name, part, ZIP_FL_ENC_UTF_8) : -1;
    /* 01/01/2000 00:00 in DOS form: a clock in the archive would make every copy different */
    if (at < 0 || zip_file_set_dostime(z->zip, (zip_uint64_t)at, 0, (20 << 9) | (1 << 5) | 1, 0))
        z->failed = true;
    if (part && at < 0)
        zip_source_free(part);
}

ZipOut *zip_out_begin_file(Arena *a, Str path)
{
    ZipOut *z = NEW(a, ZipOut, 1);
    int code;

    z->arena = a;
    z->zip = zip_open(str_z(a, path), ZIP_CREATE | ZIP_TRUNCATE, &code);
    z->failed = !z->zip;
    return z;
}

void zip_out_file(ZipOut *z, const char *name, Str path, bool packed)
{
    zip_source_t *part;
    zip_int64_t at;

    if (z->failed)
        return;
    part = zip_source_file(z->zip, str_z(z->arena, path), 0, -1);
    at = part ? zip_file_add(z->zip, name, part, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0 || zip_file_set_dostime(z->zip, (zip_uint64_t)at, 0, (20 << 9) | (1 << 5) | 1, 0)
        || zip_set_file_compression(z->zip, (zip_uint64_t)at, packed ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0))
        z->failed = true;
    if (part && at < 0)
        zip_source_free(part);
}

Err zip_out_end_file(ZipOut *z, Answer *why)
{
    bool closed = !z->failed && zip_close(z->zip) == 0;

    if (!closed && z->zip)
        zip_discard(z->zip);
    z->zip = NULL;
    return closed ? OK : answer(why, E_IO, T("Không ghi được tệp nén; hãy kiểm tra thư mục và dung lượng đĩa."));
}

static bool take(ZipOut *z, Str *out)
{
    Buf b = { .arena = z->arena };
    char buf[CHUNK];
    zip_int64_t n;

    if (zip_source_open(z->src))
        return false;
    while ((n = zip_source_read(z->src, buf, sizeof buf)) > 0)
        buf_add(&b, (Str){ buf, (size_t)n });
    zip_source_close(z->src);
    *out = buf_str(&b);
    return n == 0;
}

Err zip_out_end(ZipOut *z, Str *out, Answer *why)
{
    bool closed = !z->failed && zip_close(z->zip) == 0;
    bool good = closed && take(z, out);

    if (!closed && z->zip)
        zip_discard(z->zip);
    if (z->src)
        zip_source_free(z->src);
    z->src = NULL;
    z->zip = NULL;
    return good ? OK : answer(why, E_IO, T("Không ghi được tệp nén; hãy thử lại."));
}
