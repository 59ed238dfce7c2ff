#include "archive/taking_web.h"

#include "base/mapped.h"

enum { MAX_FILES = 100 };

Err take_file(Ctx *c, const ReqFile *f, Upload *up)
{
    return f->path.n ? upload_take(c, f->name, f->path, up) : upload_take_bytes(c, f->name, f->bytes, up);
}

/* A refused file does not stop the others; it is told by name. */
static Err note_refusal(Ctx *c, Err e, Taken *t)
{
    if (e == E_DB || e == E_RETRY)
        return e;
    *vec_add(c->arena, &t->refused) = c->answer.text;
    ctx_forget(c);
    return OK;
}

static Err take_zip(Ctx *c, int64_t set_id, Str name, Str path, Str bytes, Taken *t)
{
    CLEANUP(mapped_close) Mapped file = { 0 };          /* a spooled file or a complete part: nobody shortens it */
    Bundle *b = vec_add(c->arena, &t->zips);
    Err e;

    if (path.n)
        TRY(mapped_open(&file, path, &c->answer));
    e = bundle_take(c, name, path.n ? file.text : bytes, set_id, b);
    for (size_t i = 0; e == OK && i < b->files.n; i++)
        if (b->files.v[i].refused.n)
            *vec_add(c->arena, &t->refused) = b->files.v[i].refused;
    if (e == OK)
        t->n += b->taken;
    else
        t->zips.n--;
    return e == OK ? OK : note_refusal(c, e, t);
}

static Err too_many(Ctx *c)
{
    return fail_field(c, "file", T("Mỗi lần nạp nhiều nhất %d tệp; hãy chia thành nhiều lần."), MAX_FILES);
}

static Err keep_one(Ctx *c, Err e, const Upload *up, Taken *t)
{
    if (e != OK)
        return note_refusal(c, e, t);
    *vec_add(c->arena, &t->files) = *up;
    t->n++;
    return OK;
}

static Err take_part(Ctx *c, int64_t set_id, Str text, Taken *t)
{
    Part p;
    Str path;
    Upload up;

    if (!part_parse(text, &p))
        return fail_field(c, "file", T("Máy chủ không hiểu tệp đã gửi từng đoạn; hãy tải lại trang rồi gửi lại."));
    TRY(part_path(c, &p, &path));
    *vec_add(c->arena, &t->parts) = p;
    if (str_ends(p.name, S(".zip")))
        return take_zip(c, set_id, p.name, path, S(""), t);
    return keep_one(c, upload_take(c, p.name, path, &up), &up, t);
}

static Err take_all(Ctx *c, const Req *rq, int64_t set_id, Taken *t)
{
    ReqFile f;
    Upload up;

    for (size_t i = 0; i < req_count(rq, "part"); i++) {
        if (i == MAX_FILES)
            return too_many(c);
        TRY(take_part(c, set_id, req_nth(rq, "part", i), t));
    }
    for (size_t i = 0; req_nth_file(rq, "file", i, &f); i++) {
        if (i == MAX_FILES)
            return too_many(c);
        if (str_ends(f.name, S(".zip")))
            TRY(take_zip(c, set_id, f.name, f.path, f.bytes, t));
        else
            TRY(keep_one(c, take_file(c, &f, &up), &up, t));
    }
    return req_nth_file(rq, "zip", 0, &f) ? take_zip(c, set_id, f.name, f.path, f.bytes, t) : OK;
}

Err taken_from(Ctx *c, const Req *rq, int64_t set_id, Taken *t)
{
    TRY(take_all(c, rq, set_id, t));
    if (!t->n && t->refused.n)
        return fail_field(c, "file", "%.*s", SV(t->refused.v[0]));
    return OK;
}

Err taken_store(Ctx *c, Taken *t, const EvidenceForm *as, int64_t *last)
{
    EvidenceForm f = *as;
    int64_t evidence;

    *last = 0;
    for (size_t i = 0; i < t->files.n; i++) {
        t->files.v[i].proposed.unit_id = f.unit_id;
        TRY(archive_add(c, &t->files.v[i].proposed, &t->files.v[i], false, last));
        f.document_id = *last;
        if (f.criterion_id)
            TRY(evidence_add(c, &f, &evidence));
    }
    for (size_t i = 0; i < t->zips.n; i++)
        TRY(bundle_add(c, &t->zips.v[i], f.unit_id));
    for (size_t i = 0; i < t->parts.n; i++)
        part_drop(c, &t->parts.v[i]);                   /* the bytes rest in the register's own folder by now */
    return OK;
}

Str taken_said(Ctx *c, const Taken *t)
{
    if (t->refused.n)
        return str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu tệp. Không nhận %zu tệp; tệp đầu tiên: %.*s")), t->n, t->refused.n, SV(t->refused.v[0]));
    return str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu tệp. Hãy kiểm tra thông tin được đề xuất rồi xác nhận.")), t->n);
}
