/* Uploads: files are checked, stored and read before the write transaction, then become documents in it. */
#include "archive/archive_web.h"

#include "archive/archive_view.h"
#include "archive/bundle.h"
#include "archive/scope.h"
#include "core/file.h"
#include "core/setting.h"
#include "pages.h"

#include <inttypes.h>

enum { MAX_FILES = 100, MAX_ZIP = 512 << 20 };

typedef struct Taken {
    VEC(Upload) files;
    Bundle zip;
    VEC(Str) refused;           /* sentences */
} Taken;

/* What is chosen already: the only unit, the one asked for, else the person's own. */
static int64_t own_unit(const Ctx *c, const Req *rq)
{
    int64_t asked = req_int(rq, "unit_id");

    for (size_t i = 0; !asked && i < c->n_grants; i++)
        if (c->grants[i].role & PERM_DOCUMENT_ADD.roles)
            asked = c->grants[i].unit_id;
    return asked;
}

Err get_document_new(Ctx *c, Req *rq, Out *o)
{
    DocNewView v = { 0 };
    ArchiveUnitsRows units;
    ArchiveSetsRows sets;
    Scope s;

    TRY(access_need_any(c, &PERM_DOCUMENT_ADD));
    TRY(scope_of(c, &s));
    TRY(q_archive_units(c, &units, .own = s.own, .own_all = s.own_all, .on = c->today));
    for (size_t i = 0; i < units.n; i++)
        *vec_add(c->arena, &v.units) = (Choice){ .value = str_fmt(c->arena, "%" PRId64, units.v[i].id), .text = units.v[i].name,
            .on = units.n == 1 || units.v[i].id == own_unit(c, rq) };
    TRY(q_archive_sets(c, &sets, ));
    for (size_t i = 0; i < sets.n; i++)
        *vec_add(c->arena, &v.sets) = (Choice){ .value = str_fmt(c->arena, "%" PRId64, sets.v[i].id),
            .text = str_fmt(c->arena, "%.*s (%" PRId64 ")", SV(sets.v[i].name), sets.v[i].year) };
    TRY(setting_int(c, "archive.max_mb", &v.max_mb));
    tpl_document_new(o, &v);
    return OK;
}

static Err take_one(Ctx *c, const ReqFile *f, Upload *up)
{
    return f->path.n ? upload_take(c, f->name, f->path, up) : upload_take_bytes(c, f->name, f->bytes, up);
}

/* A refused file does not stop the others; it is told by name. */
static Err note_refusal(Ctx *c, Err e, Taken *t)
{
    if (e == E_DB || e == E_RETRY)
        return e;
    *vec_add(c->arena, &t->refused) = c->answer.text;
    c->answer.code = OK;
    c->answer.text = c->answer.field = (Str){ 0 };
    return OK;
}

static Err take_zip(Ctx *c, const Req *rq, Taken *t)
{
    ReqFile f;
    Str bytes;
    Err e;

    if (!req_nth_file(rq, "zip", 0, &f))
        return OK;
    bytes = f.bytes;
    if (f.path.n)
        TRY(file_read(&bytes, c->arena, f.path, MAX_ZIP, &c->answer));
    e = bundle_take(c, f.name, bytes, req_int(rq, "set_id"), &t->zip);
    for (size_t i = 0; e == OK && i < t->zip.files.n; i++)
        if (t->zip.files.v[i].refused.n)
            *vec_add(c->arena, &t->refused) = t->zip.files.v[i].refused;
    return e == OK ? OK : note_refusal(c, e, t);
}

Err prepare_documents(Ctx *c, Req *rq)
{
    Taken *t = NEW(c->arena, Taken, 1);
    ReqFile f;

    rq->prepared = t;
    TRY(access_need(c, &PERM_DOCUMENT_ADD, req_int(rq, "unit_id")));
    for (size_t i = 0; req_nth_file(rq, "file", i, &f); i++) {
        Upload up;
        Err e;

        if (i == MAX_FILES)
            return fail_field(c, "file", T("Mỗi lần nạp nhiều nhất %d tệp; hãy chia thành nhiều lần."), MAX_FILES);
        e = take_one(c, &f, &up);
        if (e == OK)
            *vec_add(c->arena, &t->files) = up;
        else
            TRY(note_refusal(c, e, t));
    }
    TRY(take_zip(c, rq, t));
    if (!t->files.n && !t->zip.taken && t->refused.n)
        return fail_field(c, "file", "%.*s", SV(t->refused.v[0]));
    if (!t->files.n && !t->zip.taken)
        return fail_field(c, "file", T("Hãy chọn ít nhất một tệp."));
    return OK;
}

Err post_documents(Ctx *c, Req *rq, Out *o)
{
    Taken *t = rq->prepared;
    int64_t unit_id = req_int(rq, "unit_id"), id = 0;
    size_t n = t->files.n + t->zip.taken;

    (void)o;
    for (size_t i = 0; i < t->files.n; i++) {
        t->files.v[i].proposed.unit_id = unit_id;
        TRY(archive_add(c, &t->files.v[i].proposed, &t->files.v[i], false, &id));
    }
    TRY(bundle_add(c, &t->zip, unit_id));
    req_flash(rq, t->refused.n
        ? str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu tệp. Không nhận %zu tệp; tệp đầu tiên: %.*s")), n, t->refused.n, SV(t->refused.v[0]))
        : str_fmt(c->arena, tr(c->answer.lang, T("Đã nạp %zu tệp. Hãy kiểm tra thông tin được đề xuất rồi xác nhận.")), n));
    if (n == 1 && id)
        req_go(rq, "/documents/%" PRId64 "/edit", id);
    else
        req_go(rq, "/documents?open=1");
    return OK;
}

Err prepare_revision(Ctx *c, Req *rq)
{
    Upload *up = NEW(c->arena, Upload, 1);
    DocumentRow d;
    ReqFile f;

    rq->prepared = up;
    TRY(archive_get(c, req_int(rq, "id"), &d));
    TRY(access_need(c, &PERM_DOCUMENT_ADD, d.unit_id));
    if (!req_nth_file(rq, "file", 0, &f))
        return fail_field(c, "file", T("Hãy chọn ít nhất một tệp."));
    return take_one(c, &f, up);
}

Err post_revision(Ctx *c, Req *rq, Out *o)
{
    int64_t id = req_int(rq, "id");

    (void)o;
    TRY(archive_revise(c, id, req_int(rq, "version"), rq->prepared));
    req_flash(rq, str_of(tr(c->answer.lang, T("Đã nạp bản mới; các bản cũ vẫn xem được."))));
    req_go(rq, "/documents/%" PRId64, id);
    return OK;
}
